//! The codec's stages natively. In wasm: `crates/screen-worker/benches`.

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

mod stages;

criterion_group! {
    name = codec;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(1));
    targets = stages::all
}
criterion_main!(codec);
