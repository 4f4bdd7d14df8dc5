//! In steady state nothing is allocated: a session of hours has no reason to grow, and no frame waits
//! for an allocator.

use allocation_counter::measure;
use rh_screen::{Encoder, Format, Frame, FrameId, Limits, Received, Receiver};

use crate::scene::page;

const SIZE: (u16, u16) = (640, 360);

/// Sends frames, and counts how often encoder and receiver allocate for each.
struct Link {
    encoder: Encoder,
    receiver: Receiver,
}

impl Link {
    fn send(&mut self, frame: &Frame) -> u64 {
        let Self { encoder, receiver } = self;
        let counted = measure(|| {
            let mut begun = encoder.begin(&frame.as_ref(), false);
            // What was sketched is told exactly, too.
            while begun.is_ok_and(|begun| begun.is_some()) {
                while let Some(packet) = encoder.next_packet() {
                    let received = receiver.push(0, packet);
                    assert!(matches!(received, Received::Damage(_) | Received::Nothing));
                }
                begun = encoder.begin_refined();
            }
        });
        counted.count_total
    }
}

/// A picture that is no text, the `n`th.
fn soft(format: Format, n: usize) -> Frame {
    let mut frame = Frame::new(format, SIZE.0, SIZE.1, &Limits::DEFAULT).unwrap();
    for (at, byte) in frame.data_mut().iter_mut().enumerate() {
        *byte = ((at * 7 + at / 640 * 3 + n % 9 * 40) % 500).abs_diff(250) as u8;
    }
    frame
}

#[test]
fn nothing_is_allocated_for_a_frame_once_there_were_some_like_it() {
    for format in Format::ALL {
        let frames: [fn(Format, usize) -> Frame; 4] = [
            // Typing, scrolling, another page each time, and pictures.
            |format, n| page(format, SIZE.0, SIZE.1, 200 + n % 20 * 3, 0),
            |format, n| page(format, SIZE.0, SIZE.1, 4_000, n % 24 * 12),
            |format, n| page(format, SIZE.0, SIZE.1, 900 + n % 7 * 300, n % 5 * 31),
            soft,
        ];
        for (scene, frame) in frames.iter().enumerate() {
            let mut link = Link {
                encoder: Encoder::new(Limits::DEFAULT, FrameId(1)),
                receiver: Receiver::new(Limits::DEFAULT, 0),
            };
            link.encoder.set_budget(12_000);
            let counts: Vec<u64> = (0..60).map(|n| link.send(&frame(format, n))).collect();
            assert!(counts[0] > 0, "nothing is counted");
            assert_eq!(
                counts[36..].iter().sum::<u64>(),
                0,
                "{format:?}, {scene}: {counts:?}"
            );
        }
    }
}
