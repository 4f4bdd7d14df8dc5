//! The session as a sans-IO state machine: broker and peer sides.
