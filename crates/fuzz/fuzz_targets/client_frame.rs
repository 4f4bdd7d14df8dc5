//! libFuzzer's way to [`rh_fuzz::client_frame`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::client_frame(data));
