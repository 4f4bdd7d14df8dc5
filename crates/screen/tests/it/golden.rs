//! Golden streams: the format does not change by accident, and no prefix of one does harm.
//!
//! `RH_BLESS=1 cargo test -p rh-screen --test it golden` writes them anew, when the format is meant
//! to change. What the compressor finds depends on the width of the platform's words; these are of a
//! 64-bit one. A stream is a list of packets, each behind its length as a little-endian u32.

use std::{fs, path::PathBuf};

use rh_screen::{Encoder, Format, Frame, FrameId, Limits, PacketHeader, Received, Receiver, Rect};

use crate::scene::{Pane, page, panes};

/// A stream: its name, its packet size, and its frames.
struct Golden {
    name: &'static str,
    max_packet: usize,
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
            frames: typing(Format::I420, 201, 119),
        },
        Golden {
            name: "typing-nv12-fragments",
            max_packet: 300,
            frames: typing(Format::Nv12, 201, 119),
        },
        Golden {
            name: "typing-bgra",
            max_packet: 65_536,
            frames: typing(Format::Bgra, 131, 67),
        },
        Golden {
            name: "typing-rgba",
            max_packet: 65_536,
            frames: typing(Format::Rgba, 131, 67),
        },
        Golden {
            name: "moves-i420",
            max_packet: 65_536,
            frames: scrolling(Format::I420),
        },
        Golden {
            name: "moves-rgba",
            max_packet: 65_536,
            frames: scrolling(Format::Rgba),
        },
        Golden {
            name: "bands-and-new-sizes",
            max_packet: 4_096,
            frames: vec![
                page(Format::I420, 1, 1, 0, 0),
                page(Format::I420, 1025, 515, 300, 0),
                page(Format::I420, 1025, 515, 300, 40),
                page(Format::Rgba, 641, 301, 90, 0),
            ],
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
    let mut stream = Vec::new();
    for frame in &golden.frames {
        assert!(encoder.begin(&frame.as_ref(), false).unwrap().is_some());
        while let Some(packet) = encoder.next_packet() {
            stream.extend_from_slice(&(packet.len() as u32).to_le_bytes());
            stream.extend_from_slice(packet);
        }
    }
    stream
}

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
        if std::env::var_os("RH_BLESS").is_some() {
            fs::write(path(golden.name), &stream).unwrap();
        }
        assert!(
            stream == fs::read(path(golden.name)).unwrap(),
            "{} differs",
            golden.name
        );
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
                    let (_, picture) = receiver.picture().unwrap();
                    assert!(
                        picture.same_samples(&frames.next().unwrap().as_ref()),
                        "{}",
                        golden.name
                    );
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
