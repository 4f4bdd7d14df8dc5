//! libFuzzer's way to [`rh_fuzz::preface`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::preface(data));
