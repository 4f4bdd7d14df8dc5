//! Broken messages: every prefix of every golden form, and every single byte of it changed.

use crate::golden;
use rh_protocol::Passcode;

#[test]
fn every_prefix_is_an_error_and_no_panic() {
    let mut prefixes = 0;
    for golden in golden::all() {
        let text = golden.text.trim_end();
        for (end, _) in text.char_indices() {
            let prefix = &text[..end];
            assert!(!(golden.reads)(prefix), "{prefix}");
            prefixes += 1;
        }
        assert!((golden.reads)(text));
    }
    assert!(prefixes > 10_000, "{prefixes}");
}

#[test]
fn no_prefix_of_a_security_code_is_one() {
    for whole in [
        "4060r0gx",
        "4060 r0gx",
        "https://help.example.com/rh?passcode=4060r0gx",
    ] {
        for end in 0..whole.len() {
            assert!(Passcode::parse(&whole[..end]).is_err(), "{}", &whole[..end]);
        }
        assert!(Passcode::parse(whole).is_ok());
    }
}

#[test]
fn no_changed_byte_panics() {
    for golden in golden::all() {
        let bytes = golden.text.as_bytes();
        for index in 0..bytes.len() {
            for change in [0x00, b'"', b'{', b'9', b'\\', 0xff] {
                let mut broken = bytes.to_vec();
                broken[index] = change;
                // Whatever it reads as now, or whether: it must come back.
                let _ = (golden.reads)(&String::from_utf8_lossy(&broken));
            }
        }
    }
}
