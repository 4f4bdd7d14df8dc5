//! Integration tests of the screen codec: exactness, bad links, golden streams, memory.

mod canvas;
mod exact;
mod film;
mod golden;
mod link;
mod memory;
mod moves;
mod packets;
mod resampled;
mod scene;
mod sketch;
mod slow;
mod steady;
