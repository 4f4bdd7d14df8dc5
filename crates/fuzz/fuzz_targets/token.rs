//! libFuzzer's way to [`rh_fuzz::token`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::token(data));
