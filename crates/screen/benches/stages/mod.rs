//! How long each stage of a frame's way through the codec takes, at 1920 × 1080 in I420: a screen on which
//! nothing happens, a character typed, a page scrolled by 40 pixels and a page turned, there and back again.

use std::{hint::black_box, time::Duration};

use rh_screen::{
    Decoded, Decoder, Encoder, Format, Frame, FrameId, Limits, Piece, Reassembler, convert,
};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::{Criterion, Instant};
#[cfg(not(target_family = "wasm"))]
use {criterion::Criterion, std::time::Instant};

#[path = "../../tests/it/scene.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod scene;

/// After so many changes a stream starts over.
const CHANGES: usize = 200;

/// Measures every stage of every scene.
pub(crate) fn all(criterion: &mut Criterion) {
    let page = |typed, scrolled| scene::page(Format::I420, 1920, 1080, typed, scrolled);
    // All of it is text, scrolled or not.
    let full = 30_000;
    sending(criterion, "still", &[page(full, 0), page(full, 0)]);
    for (name, frames) in [
        ("typing", [page(9_000, 0), page(9_001, 0)]),
        ("scroll", [page(full, 0), page(full, 40)]),
        ("flip", [page(0, 0), page(full, 12)]),
    ] {
        sending(criterion, name, &frames);
        receiving(criterion, name, &frames);
    }
}

/// Adds the time that something takes.
fn timed<T>(took: &mut Duration, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    *took += start.elapsed();
    done
}

fn sending(criterion: &mut Criterion, scene: &str, frames: &[Frame; 2]) {
    for (which, stage) in ["damage", "encode"].iter().enumerate() {
        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
        let mut turn = 0;
        criterion.bench_function(&format!("{scene}, {stage}"), |bencher| {
            bencher.iter_custom(|count| {
                let mut took = [Duration::ZERO; 2];
                for _ in 0..count {
                    turn += 1;
                    let frame = frames[turn % 2].as_ref();
                    let begun = timed(&mut took[0], || encoder.begin(&frame, false));
                    black_box(begun).expect("idle");
                    timed(&mut took[1], || {
                        while let Some(packet) = encoder.next_packet() {
                            black_box(packet);
                        }
                    });
                }
                took[which]
            });
        });
    }
}

fn receiving(criterion: &mut Criterion, scene: &str, frames: &[Frame; 2]) {
    let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
    let start = packets(&mut encoder, &frames[0]);
    let changes: Vec<_> = (1..=CHANGES)
        .map(|turn| packets(&mut encoder, &frames[turn % 2]))
        .collect();
    let bytes: usize = changes[0].iter().map(Vec::len).sum();
    for (which, stage) in ["reassemble", "decode", "convert"].iter().enumerate() {
        let mut end = End::new();
        let mut next = changes.len();
        criterion.bench_function(&format!("{scene}, {stage} of {bytes} bytes"), |bencher| {
            bencher.iter_custom(|count| {
                let mut took = [Duration::ZERO; 3];
                for _ in 0..count {
                    if next == changes.len() {
                        end.reassembler.reset();
                        end.take(&start, &mut [Duration::ZERO; 3]);
                        next = 0;
                    }
                    end.take(&changes[next], &mut took);
                    next += 1;
                }
                took[which]
            });
        });
    }
}

/// The packets of a frame.
fn packets(encoder: &mut Encoder, frame: &Frame) -> Vec<Vec<u8>> {
    encoder.begin(&frame.as_ref(), false).expect("idle");
    let mut packets = Vec::new();
    while let Some(packet) = encoder.next_packet() {
        packets.push(packet.to_vec());
    }
    packets
}

/// The receiving end.
struct End {
    reassembler: Reassembler,
    decoder: Decoder,
    rgba: Vec<u8>,
}

impl End {
    fn new() -> Self {
        Self {
            reassembler: Reassembler::new(),
            decoder: Decoder::new(Limits::DEFAULT),
            rgba: vec![0; 1920 * 1080 * 4],
        }
    }

    /// Takes the packets of a frame, and adds what reassembling, decoding and converting took.
    fn take(&mut self, packets: &[Vec<u8>], took: &mut [Duration; 3]) {
        for packet in packets {
            let piece = timed(&mut took[0], || self.reassembler.push(packet));
            let Ok(Piece::Band(band)) = piece else {
                continue;
            };
            let decoded = timed(&mut took[1], || self.decoder.decode(band));
            let Ok(Decoded::Damage(damage)) = decoded else {
                panic!("no band of tiles");
            };
            let rects = damage.rects.to_vec();
            let (_, picture) = self.decoder.picture().expect("a picture");
            timed(&mut took[2], || {
                for rect in &rects {
                    let out = &mut self.rgba[..rect.area() as usize * 4];
                    convert::to_rgba(&picture, rect, out).expect("it fits");
                }
            });
        }
    }
}
