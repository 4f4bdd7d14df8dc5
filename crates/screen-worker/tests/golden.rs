//! The codec in wasm: the same bytes and the same frames as natively. Run by wasm-bindgen-test in
//! Node; `crates/screen/tests/it/golden.rs` proves the same streams natively.
#![cfg(target_arch = "wasm32")]

#[path = "../../screen/tests/it/scene.rs"]
#[allow(dead_code, reason = "the native tests use more of it")]
mod scene;

use rh_screen::{Encoder, Format, Frame, FrameId, Limits, Received, Receiver};
use scene::page;
use wasm_bindgen_test::wasm_bindgen_test;

fn typing(format: Format, width: u16, height: u16) -> Vec<Frame> {
    (0..4)
        .map(|step| page(format, width, height, 40 + step * 3, 0))
        .collect()
}

fn check(golden: &[u8], max_packet: usize, frames: &[Frame]) {
    let limits = Limits {
        max_packet,
        ..Limits::DEFAULT
    };
    let mut encoder = Encoder::new(limits, FrameId(u32::MAX - 1));
    let mut receiver = Receiver::new(Limits::DEFAULT, 0);
    let mut rest = golden;
    for frame in frames {
        assert!(encoder.begin(&frame.as_ref(), false).unwrap().is_some());
        let mut complete = false;
        while let Some(encoded) = encoder.next_packet() {
            let (len, after) = rest.split_first_chunk::<4>().unwrap();
            let (packet, after) = after.split_at(u32::from_le_bytes(*len) as usize);
            rest = after;
            assert!(packet == encoded);
            if let Received::Damage(damage) = receiver.push(0, packet) {
                complete = damage.complete;
            }
        }
        assert!(complete && receiver.picture().unwrap().1.same_samples(&frame.as_ref()));
    }
    assert!(rest.is_empty());
}

#[wasm_bindgen_test]
fn i420() {
    let golden = include_bytes!("../../screen/tests/it/golden/typing-i420.rhs");
    check(golden, 65_536, &typing(Format::I420, 201, 119));
}

#[wasm_bindgen_test]
fn nv12_in_fragments() {
    let golden = include_bytes!("../../screen/tests/it/golden/typing-nv12-fragments.rhs");
    check(golden, 300, &typing(Format::Nv12, 201, 119));
}

#[wasm_bindgen_test]
fn four_byte_formats() {
    let golden = include_bytes!("../../screen/tests/it/golden/typing-bgra.rhs");
    check(golden, 65_536, &typing(Format::Bgra, 131, 67));
    let golden = include_bytes!("../../screen/tests/it/golden/typing-rgba.rhs");
    check(golden, 65_536, &typing(Format::Rgba, 131, 67));
}

#[wasm_bindgen_test]
fn bands_and_new_sizes() {
    let golden = include_bytes!("../../screen/tests/it/golden/bands-and-new-sizes.rhs");
    let frames = [
        page(Format::I420, 1, 1, 0, 0),
        page(Format::I420, 1025, 515, 300, 0),
        page(Format::I420, 1025, 515, 300, 40),
        page(Format::Rgba, 641, 301, 90, 0),
    ];
    check(golden, 4_096, &frames);
}
