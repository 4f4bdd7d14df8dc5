//! Tests of the wire: what each message looks like, what a newer side may add, what breaks it.

mod any;
mod evolution;
mod flat;
mod golden;
mod prefixes;
mod round_trips;
