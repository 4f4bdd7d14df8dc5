//! libFuzzer's way to [`rh_fuzz::screen_decoder`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::screen_decoder(data));
