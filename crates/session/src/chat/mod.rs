//! The chat thread.
