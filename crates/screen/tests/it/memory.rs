//! Encoder and decoder stay under their declared memory, and refuse more before allocating it.

use rh_screen::{
    Encoder, FIXED_MEMORY, FRAMES_OF_MEMORY, Format, Frame, FrameId, Limits, Loss, Received,
    Receiver,
};

use crate::scene::noise;

#[test]
fn memory_stays_under_the_declared_bound() {
    let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
    let mut receiver = Receiver::new(Limits::DEFAULT, 0);
    for (format, width, height) in [
        (Format::I420, 1, 1),
        (Format::Rgba, 7680, 4320),
        (Format::Rgba, 4320, 7680),
        (Format::I420, 3840, 2160),
        (Format::Nv12, 1921, 937),
        (Format::Bgra, 3, 3),
    ] {
        let mut frame = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
        for round in 0..2 {
            // A checkerboard of incompressible tiles: the most rectangles, the longest bands.
            let row = format.plane_size(0, width, height).0;
            for (i, byte) in frame.data_mut().iter_mut().enumerate() {
                if round == 0 || (i / row / 64 + i % row / 256).is_multiple_of(2) {
                    *byte = noise(i as u32 ^ round) as u8;
                }
            }
            encoder.begin(&frame.as_ref(), false).unwrap();
            while let Some(packet) = encoder.next_packet() {
                assert!(!matches!(
                    receiver.push(0, packet),
                    Received::NeedKeyframe(_)
                ));
            }
            let bound = FRAMES_OF_MEMORY * frame.layout().bytes() + FIXED_MEMORY;
            assert!(
                encoder.memory() <= bound,
                "encoder: {} > {bound}",
                encoder.memory()
            );
            assert!(
                receiver.memory() <= bound,
                "receiver: {} > {bound}",
                receiver.memory()
            );
            assert!(receiver.picture().unwrap().1.same_samples(&frame.as_ref()));
        }
    }
}

/// A keyframe of one pixel that claims to be of a picture of this size.
fn claim(frame: u32, width: u16, height: u16) -> Vec<u8> {
    let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(frame));
    let pixel = Frame::new(Format::Rgba, 1, 1, &Limits::DEFAULT).unwrap();
    encoder.begin(&pixel.as_ref(), false).unwrap();
    let mut packet = encoder.next_packet().unwrap().to_vec();
    let size = &mut packet[rh_screen::PACKET_HEADER + 2..][..4];
    size[..2].copy_from_slice(&width.to_le_bytes());
    size[2..].copy_from_slice(&height.to_le_bytes());
    packet
}

#[test]
fn a_picture_beyond_the_limits_is_refused() {
    let limits = Limits {
        max_width: 100,
        max_height: 100,
        max_pixels: 5_000,
        max_packet: 65_536,
    };
    let held_when_refused = |width, height| {
        let mut receiver = Receiver::new(limits, 0);
        // A picture first, so that what breaks the stream is seen to ask for a keyframe.
        assert!(matches!(
            receiver.push(0, &claim(7, 1, 1)),
            Received::Damage(_)
        ));
        let before = receiver.memory();
        let got = receiver.push(0, &claim(8, width, height));
        let refused = matches!(got, Received::NeedKeyframe(Loss::Decode(_)));
        refused.then(|| receiver.memory() - before)
    };
    for (width, height) in [(101, 1), (1, 101), (100, 51), (u16::MAX, u16::MAX), (0, 1)] {
        let held = held_when_refused(width, height).expect("refused");
        assert_eq!(held, 0, "bytes for {width}x{height}");
    }
    // Within the limits, but the keyframe does not cover its picture.
    assert!(held_when_refused(50, 50).is_some());
}
