//! Golden streams: the format does not change by accident, and no prefix of one does harm.
//!
//! `RH_BLESS=1 cargo test -p rh-screen --test it golden` writes them anew, when the format is meant
//! to change. What the compressor finds depends on the width of the platform's words; these are of a
//! 64-bit one. A stream is a list of packets, each behind its length as a little-endian u32.

use std::{fs, path::PathBuf};

use rh_screen::{
    Chunk, Codec, Encoder, Format, Frame, FrameId, Limits, Moving, PacketHeader, Received,
    Receiver, Rect,
};

use crate::scene::{Pane, page, panes};

/// A stream: its name, its packet size, how many bytes a frame may take, and its frames.
struct Golden {
    name: &'static str,
    max_packet: usize,
    budget: usize,
    frames: Vec<Frame>,
}

fn all() -> Vec<Golden> {
    let typing = |format, width, height| {
        (0..4)
            .map(|step| page(format, width, height, 40 + step * 3, 0))
            .collect::<Vec<_>>()
    };
    vec![
        Golden {
            name: "typing-i420",
            max_packet: 65_536,
            budget: usize::MAX,
            frames: typing(Format::I420, 201, 119),
        },
        Golden {
            name: "typing-nv12-fragments",
            max_packet: 300,
            budget: usize::MAX,
            frames: typing(Format::Nv12, 201, 119),
        },
        Golden {
            name: "typing-bgra",
            max_packet: 65_536,
            budget: usize::MAX,
            frames: typing(Format::Bgra, 131, 67),
        },
        Golden {
            name: "typing-rgba",
            max_packet: 65_536,
            budget: usize::MAX,
            frames: typing(Format::Rgba, 131, 67),
        },
        Golden {
            name: "moves-i420",
            max_packet: 65_536,
            budget: usize::MAX,
            frames: scrolling(Format::I420),
        },
        Golden {
            name: "moves-rgba",
            max_packet: 65_536,
            budget: usize::MAX,
            frames: scrolling(Format::Rgba),
        },
        Golden {
            name: "bands-and-new-sizes",
            max_packet: 4_096,
            budget: usize::MAX,
            frames: vec![
                page(Format::I420, 1, 1, 0, 0),
                page(Format::I420, 1025, 515, 300, 0),
                page(Format::I420, 1025, 515, 300, 40),
                page(Format::Rgba, 641, 301, 90, 0),
            ],
        },
        Golden {
            name: "sketch-i420",
            max_packet: 65_536,
            budget: 2_000,
            frames: (0..2).map(|shot| photo(Format::I420, shot)).collect(),
        },
        Golden {
            name: "sketch-bgra",
            max_packet: 65_536,
            budget: 2_000,
            frames: (0..2).map(|shot| photo(Format::Bgra, shot)).collect(),
        },
    ]
}

/// Two panes of text that scroll in different directions, one of them by an odd number of pixels.
fn scrolling(format: Format) -> Vec<Frame> {
    let pane = |x, text, left, top| Pane {
        at: Rect {
            x,
            y: 10,
            w: 150,
            h: 180,
        },
        text,
        left,
        top,
    };
    let step = |by| {
        let both = [pane(4, 1, 0, by * 21), pane(160, 2, by * -16, 0)];
        panes(format, 320, 200, &both)
    };
    (0..3).map(step).collect()
}

/// A page on which there is a picture.
fn photo(format: Format, shot: usize) -> Frame {
    let mut frame = page(format, 167, 131, 90, 0);
    let row = format.plane_size(0, 167, 131).0;
    let pixel = row / 167;
    for (y, line) in frame.data_mut().chunks_exact_mut(row).enumerate().take(131) {
        for (x, sample) in line.iter_mut().enumerate().skip(60 * pixel) {
            let soft = (x / pixel * 3 + y * 2 + shot * 70 + x * y / 100) % 400;
            let opaque = pixel == 4 && x % 4 == 3;
            *sample = if opaque {
                255
            } else {
                soft.abs_diff(200) as u8
            };
        }
    }
    frame
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/golden")
        .join(name)
        .with_extension("rhs")
}

fn encode(golden: &Golden) -> Vec<u8> {
    let limits = Limits {
        max_packet: golden.max_packet,
        ..Limits::DEFAULT
    };
    let mut encoder = Encoder::new(limits, FrameId(u32::MAX - 1));
    encoder.set_budget(golden.budget);
    let mut stream = Vec::new();
    for frame in &golden.frames {
        assert!(encoder.begin(&frame.as_ref(), false).unwrap().is_some());
        write(&mut encoder, &mut stream);
        while encoder.begin_refined().unwrap().is_some() {
            write(&mut encoder, &mut stream);
        }
    }
    stream
}

/// Appends the packets of the frame begun.
fn write(encoder: &mut Encoder, stream: &mut Vec<u8>) {
    while let Some(packet) = encoder.next_packet() {
        stream.extend_from_slice(&(packet.len() as u32).to_le_bytes());
        stream.extend_from_slice(packet);
    }
}

/// A page with a film in it: the frames before it, and the chunks.
fn film() -> Vec<u8> {
    let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(90));
    let mut stream = Vec::new();
    let tiles = Rect {
        x: 64,
        y: 0,
        w: 64,
        h: 64,
    };
    for shot in 0..4 {
        let frame = photo(Format::I420, shot);
        encoder.set_moving((shot > 0).then_some((tiles, Moving::Film)), true);
        assert!(encoder.begin(&frame.as_ref(), false).unwrap().is_some());
        write(&mut encoder, &mut stream);
        if let Some((film, true)) = encoder.film() {
            let begun = encoder.begin_chunk(&Chunk {
                film,
                codec: Codec::Vp9,
                key: shot == 1,
                capture: encoder.next_id().before(),
                data: &DATA[shot..],
            });
            assert!(begun.unwrap().is_some());
            write(&mut encoder, &mut stream);
        }
    }
    stream
}

/// What the core takes for a film's chunk is any bytes.
const DATA: [u8; 8] = *b"a chunk.";

fn packets(mut stream: &[u8]) -> Vec<&[u8]> {
    let mut packets = Vec::new();
    while let Some((len, rest)) = stream.split_first_chunk::<4>() {
        let (packet, rest) = rest.split_at(u32::from_le_bytes(*len) as usize);
        packets.push(packet);
        stream = rest;
    }
    packets
}

#[test]
fn streams_are_encoded_as_ever() {
    for golden in all() {
        let stream = encode(&golden);
        check(golden.name, &stream);
    }
    check("film", &film());
}

fn check(name: &str, stream: &[u8]) {
    if std::env::var_os("RH_BLESS").is_some() {
        fs::write(path(name), stream).unwrap();
    }
    assert!(stream == fs::read(path(name)).unwrap(), "{name} differs");
}

#[test]
fn a_film_is_read_as_ever() {
    let stream = fs::read(path("film")).unwrap();
    let mut receiver = Receiver::new(Limits::DEFAULT, 0);
    let (mut tiles, mut chunks) = (Vec::new(), Vec::new());
    for packet in packets(&stream) {
        match receiver.push(0, packet) {
            Received::Damage(damage) if damage.complete => tiles.push((damage.frame, damage.film)),
            Received::Film(frame, chunk) => {
                assert_eq!((chunk.codec, chunk.key), (Codec::Vp9, chunks.is_empty()));
                assert_eq!(chunk.data, &DATA[1 + chunks.len()..]);
                assert_eq!(tiles.last(), Some(&(chunk.capture, true)));
                chunks.push(frame);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((tiles.len(), chunks.len()), (4, 3));
}

/// A likeness is the same on every platform, sample by sample.
#[test]
fn sketches_are_drawn_as_ever() {
    for (name, wanted) in [("sketch-i420", 967_175_668), ("sketch-bgra", 4_133_924_706)] {
        let stream = fs::read(path(name)).unwrap();
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        // FNV-1a of the first plane after each frame that is no exact one.
        let mut sum = 0x811C_9DC5_u32;
        for packet in packets(&stream) {
            receiver.push(0, packet);
            if let Some((None, picture)) = receiver.picture() {
                for y in 0..usize::from(picture.layout().height) {
                    for byte in picture.row(0, y) {
                        sum = (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
                    }
                }
            }
        }
        assert_eq!(sum, wanted, "{name}");
    }
}

#[test]
fn streams_are_decoded_as_ever() {
    for golden in all() {
        let stream = fs::read(path(golden.name)).unwrap();
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        let mut frames = golden.frames.iter();
        for packet in packets(&stream) {
            match receiver.push(0, packet) {
                Received::Damage(damage) if damage.complete => {
                    if let (Some(_), picture) = receiver.picture().unwrap() {
                        let wanted = frames.next().unwrap();
                        assert!(picture.same_samples(&wanted.as_ref()), "{}", golden.name);
                    }
                }
                Received::NeedKeyframe(loss) => panic!("{}: {loss:?}", golden.name),
                Received::Damage(_) | Received::Film(..) | Received::Nothing => {}
            }
        }
        assert_eq!(frames.len(), 0, "{}", golden.name);
    }
}

/// A packet cut short is refused, or not enough; it never completes its band.
#[test]
fn every_prefix_of_a_packet_is_an_error_or_not_enough() {
    let mut tried = 0;
    for golden in all() {
        let stream = fs::read(path(golden.name)).unwrap();
        let packets = packets(&stream);
        // Keyframe and first change of each stream; every length of their packets.
        for (index, packet) in packets.iter().enumerate().take(30) {
            // Long packets: every length of their headers, and a sample of the rest.
            let step = 61.max(packet.len() / 40);
            let lengths = (0..packet.len()).filter(|len| *len < 80 || len % step == 0);
            for len in lengths {
                tried += 1;
                let prefix = &packet[..len];
                assert_eq!(
                    PacketHeader::parse(prefix).is_err(),
                    len <= rh_screen::PACKET_HEADER
                );
                let mut receiver = Receiver::new(Limits::DEFAULT, 0);
                for before in &packets[..index] {
                    receiver.push(0, before);
                }
                let shown = |receiver: &Receiver| receiver.picture().and_then(|(shown, _)| shown);
                let before = shown(&receiver);
                let got = receiver.push(0, prefix);
                assert!(
                    !matches!(got, Received::Damage(_)),
                    "{}: {len} bytes",
                    golden.name
                );
                assert_eq!(shown(&receiver), before);
                // What is left of the packet makes it whole, if it was taken.
                if len > rh_screen::PACKET_HEADER {
                    receiver.push(0, packet);
                    let mut whole = Receiver::new(Limits::DEFAULT, 0);
                    packets[..=index].iter().for_each(|packet| {
                        whole.push(0, packet);
                    });
                    assert_eq!(shown(&receiver), shown(&whole));
                }
            }
        }
    }
    assert!(tried > 1_500, "{tried} prefixes");
}
