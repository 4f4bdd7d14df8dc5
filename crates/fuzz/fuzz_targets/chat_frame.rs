//! libFuzzer's way to [`rh_fuzz::chat_frame`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::chat_frame(data));
