//! How long a frame takes through each half of the codec: typing, scroll and a flipped page at
//! 1920 × 1080 in I420. Prints the bytes of a frame as well.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rh_screen::{Encoder, Format, Frame, FrameId, Limits, Received, Receiver, convert};

#[path = "../tests/it/scene.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod scene;

fn page(typed: usize, scrolled: usize) -> Frame {
    scene::page(Format::I420, 1920, 1080, typed, scrolled)
}

fn encode(encoder: &mut Encoder, frame: &Frame) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    if encoder
        .begin(&frame.as_ref(), false)
        .expect("idle")
        .is_some()
    {
        while let Some(packet) = encoder.next_packet() {
            packets.push(packet.to_vec());
        }
    }
    packets
}

fn scenes(criterion: &mut Criterion) {
    let full = 20_000;
    for (name, a, b) in [
        ("typing", page(9_000, 0), page(9_001, 0)),
        ("scroll", page(full, 0), page(full, 40)),
        ("flip", page(0, 0), page(full, 12)),
    ] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(a.layout().bytes() as u64));
        let frames = [a, b];

        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
        let mut turn = 0;
        group.bench_function("encode", |bencher| {
            bencher.iter(|| {
                turn += 1;
                black_box(encoder.begin(&frames[turn % 2].as_ref(), false)).expect("idle");
                while let Some(packet) = encoder.next_packet() {
                    black_box(packet);
                }
            });
        });

        // The change there and back again; after the last one the stream starts over.
        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
        let start = encode(&mut encoder, &frames[0]);
        let changes: Vec<_> = (1..=500)
            .map(|turn| encode(&mut encoder, &frames[turn % 2]))
            .collect();
        println!(
            "{name}: {} bytes a frame",
            changes[0].iter().map(Vec::len).sum::<usize>()
        );
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        let mut rgba = vec![0; 1920 * 1080 * 4];
        let mut next = changes.len();
        group.bench_function("decode and convert", |bencher| {
            bencher.iter(|| {
                if next == changes.len() {
                    receiver.reset(0);
                    for packet in &start {
                        black_box(receiver.push(0, packet));
                    }
                    next = 0;
                }
                for packet in &changes[next] {
                    let Received::Damage(damage) = receiver.push(0, packet) else {
                        continue;
                    };
                    let rects = damage.rects.to_vec();
                    let (_, picture) = receiver.picture().expect("a picture");
                    for rect in &rects {
                        let out = &mut rgba[..usize::from(rect.w) * usize::from(rect.h) * 4];
                        convert::to_rgba(&picture, rect, out).expect("it fits");
                    }
                }
                next += 1;
            });
        });
        group.finish();
    }
}

criterion_group!(benches, scenes);
criterion_main!(benches);
