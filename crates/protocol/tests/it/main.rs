//! Tests of the wire: what each message looks like, what a newer side may add, what breaks it.

mod evolution;
mod golden;
mod prefixes;
