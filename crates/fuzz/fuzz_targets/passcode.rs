//! libFuzzer's way to [`rh_fuzz::passcode`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rh_fuzz::passcode(data));
