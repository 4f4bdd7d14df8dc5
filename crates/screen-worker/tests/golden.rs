//! The codec in wasm: decodes what was encoded natively, and its own. Run by wasm-bindgen-test in
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

/// What was encoded natively is decoded here exactly, and so is what is encoded here. (The bytes in
/// between may differ: the compressor looks for matches in words of the platform's size.)
fn check(golden: &[u8], max_packet: usize, frames: &[Frame]) {
    decode(&packets(golden), frames);

    let limits = Limits {
        max_packet,
        ..Limits::DEFAULT
    };
    let mut encoder = Encoder::new(limits, FrameId(u32::MAX - 1));
    let mut here = Vec::new();
    for frame in frames {
        assert!(encoder.begin(&frame.as_ref(), false).unwrap().is_some());
        while let Some(packet) = encoder.next_packet() {
            assert!(packet.len() <= max_packet);
            here.push(packet.to_vec());
        }
    }
    decode(&here, frames);
}

fn packets(mut stream: &[u8]) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    while let Some((len, rest)) = stream.split_first_chunk::<4>() {
        let (packet, rest) = rest.split_at(u32::from_le_bytes(*len) as usize);
        packets.push(packet.to_vec());
        stream = rest;
    }
    packets
}

fn decode(packets: &[Vec<u8>], frames: &[Frame]) {
    let mut receiver = Receiver::new(Limits::DEFAULT, 0);
    let mut frames = frames.iter();
    for packet in packets {
        match receiver.push(0, packet) {
            Received::Nothing | Received::Film(..) => {}
            Received::NeedKeyframe(loss) => panic!("{loss:?}"),
            Received::Damage(damage) if damage.complete => {
                let frame = frames.next().unwrap();
                assert!(receiver.picture().unwrap().1.same_samples(&frame.as_ref()));
            }
            Received::Damage(_) => {}
        }
    }
    assert_eq!(frames.len(), 0);
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
