//! The codec's stages in wasm, run by wasm-bindgen-test in Node. Natively: `crates/screen/benches`.
#![cfg(target_arch = "wasm32")]

use std::{mem, time::Duration};

use wasm_bindgen_test::{Criterion, wasm_bindgen_bench};

#[path = "../../screen/benches/stages/mod.rs"]
mod stages;

#[wasm_bindgen_bench]
fn codec(criterion: &mut Criterion) {
    let mut criterion = mem::take(criterion)
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(1));
    stages::all(&mut criterion);
}
