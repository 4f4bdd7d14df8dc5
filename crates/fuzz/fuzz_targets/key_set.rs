//! libFuzzer's way to [`rh_fuzz::key_set`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::key_set(data));
