//! What is decoded equals what was captured, plane for plane: any frames, sizes, strides, splits.

use proptest::prelude::*;
use rh_screen::{
    Encoder, Format, Frame, FrameId, FrameRef, Layout, Limits, Plane, Received, Receiver,
    split_packet,
};

use crate::{canvas::Canvas, scene::noise};

/// A frame with gaps between its planes and rows, and noise in the gaps.
#[derive(Debug, Clone)]
struct Padded {
    layout: Layout,
    data: Vec<u8>,
}

impl Padded {
    fn as_ref(&self) -> FrameRef<'_> {
        FrameRef::new(self.layout, &self.data, &Limits::DEFAULT).unwrap()
    }
}

/// Noise, or flat colour with some noise, of any format and layout.
fn padded(format: Format, width: u16, height: u16) -> impl Strategy<Value = Padded> {
    let shape = (any::<u32>(), any::<[u8; 6]>(), 0..4_u32, any::<bool>());
    shape.prop_map(move |(seed, gaps, dirt, last_first)| {
        let mut layout = Layout::packed(format, width, height);
        let mut order: Vec<usize> = (0..format.planes()).collect();
        if last_first {
            order.reverse();
        }
        let mut end = 0;
        for plane in order {
            let (row, rows) = format.plane_size(plane, width, height);
            let stride = row + usize::from(gaps[plane] % 20);
            let offset = end + usize::from(gaps[plane + 3]);
            layout.planes[plane] = Plane { offset, stride };
            end = offset + stride * rows;
        }
        let flat = |i: u32| dirt > 0 && !noise(seed ^ (i / 64)).is_multiple_of(4 * dirt);
        let data = (0..end as u32)
            .map(|i| if flat(i) { 7 } else { noise(seed ^ i) as u8 })
            .collect();
        Padded { layout, data }
    })
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        4 => (1..6_u16, 1..6_u16),
        8 => (1..140_u16, 1..80_u16),
        1 => (1..300_u16, 1..200_u16),
        1 => Just((64, 64)),
        1 => Just((129, 1)),
        1 => Just((1, 193))
    ]
}

/// Three frames; some share format and size, some differ in a few samples only.
fn frames() -> impl Strategy<Value = Vec<Padded>> {
    let format = || prop::sample::select(&Format::ALL[..]);
    let touched = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    (format(), size(), format(), size(), any::<bool>(), touched).prop_flat_map(
        |(format_a, a, format_b, b, same, touched)| {
            let (format_b, b) = if same { (format_a, a) } else { (format_b, b) };
            (padded(format_a, a.0, a.1), padded(format_b, b.0, b.1)).prop_map(move |(a, b)| {
                let mut c = b.clone();
                for touch in &touched {
                    let at = touch.index(c.data.len());
                    c.data[at] = !c.data[at];
                }
                vec![a, b, c]
            })
        },
    )
}

fn packets(encoder: &mut Encoder) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    while let Some(packet) = encoder.next_packet() {
        packets.push(packet.to_vec());
    }
    packets
}

fn assert_shows(receiver: &Receiver, id: FrameId, frame: &FrameRef<'_>) {
    let (shown, picture) = receiver.picture().expect("a picture");
    assert_eq!(shown, Some(id));
    assert!(picture.same_samples(frame));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_frames_arrive_exactly(
        frames in frames(),
        first in any::<u32>(),
        max_packet in prop_oneof![Just(65_536_usize), 0..400_usize],
    ) {
        let limits = Limits { max_packet, ..Limits::DEFAULT };
        let mut encoder = Encoder::new(limits, FrameId(first));
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        let mut last = None;
        for padded in &frames {
            let frame = padded.as_ref();
            let Some(id) = encoder.begin(&frame, false).unwrap() else {
                // Unchanged: what is shown must be it already.
                assert_shows(&receiver, last.unwrap(), &frame);
                continue;
            };
            let mut complete = false;
            while let Some(packet) = encoder.next_packet() {
                prop_assert!(packet.len() <= max_packet.max(rh_screen::PACKET_HEADER + 1));
                match receiver.push(0, packet) {
                    Received::Nothing => {}
                    Received::Damage(damage) => complete = damage.complete,
                    other => prop_assert!(false, "{other:?}"),
                }
            }
            prop_assert!(complete);
            assert_shows(&receiver, id, &frame);
            prop_assert!(encoder.last_frame().unwrap().1.same_samples(&frame));
            last = Some(id);
        }
    }

    #[test]
    fn how_packets_are_cut_makes_no_difference(
        frames in frames(),
        cuts in prop::collection::vec(1..3_000_usize, 1..40),
    ) {
        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        let mut cuts = cuts.iter().cycle();
        for padded in &frames {
            let frame = padded.as_ref();
            let Some(id) = encoder.begin(&frame, false).unwrap() else { continue };
            for packet in packets(&mut encoder) {
                let mut rest = Some(packet);
                while let Some(packet) = rest {
                    let (piece, left) = split_packet(&packet, *cuts.next().unwrap()).unwrap();
                    // Every piece twice, once followed by what is not its turn yet.
                    for _ in 0..2 {
                        prop_assert!(!matches!(receiver.push(0, &piece), Received::NeedKeyframe(_)));
                    }
                    rest = left;
                }
            }
            assert_shows(&receiver, id, &frame);
        }
    }

    /// A canvas that is painted with nothing but the damage equals the picture.
    #[test]
    fn the_damage_is_all_that_needs_drawing(frames in frames()) {
        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(0));
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        let mut canvas = Canvas::default();
        for padded in &frames {
            if encoder.begin(&padded.as_ref(), false).unwrap().is_none() {
                continue;
            }
            for packet in packets(&mut encoder) {
                let Received::Damage(damage) = receiver.push(0, &packet) else { continue };
                let rects = damage.rects.to_vec();
                canvas.paint(&receiver.picture().unwrap().1, &rects);
            }
            prop_assert!(canvas.shows(&receiver.picture().unwrap().1));
        }
    }
}

#[test]
fn the_largest_picture_arrives_in_bands_and_small_packets() {
    for format in Format::ALL {
        let mut frame = Frame::new(format, 7680, 4320, &Limits::DEFAULT).unwrap();
        for (i, byte) in frame.data_mut().iter_mut().enumerate() {
            *byte = ((i / 4096 * 37) ^ i) as u8;
        }
        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(9));
        let mut receiver = Receiver::new(Limits::DEFAULT, 0);
        assert_eq!(encoder.begin(&frame.as_ref(), false), Ok(Some(FrameId(9))));
        let (mut bands, mut complete) = (0, false);
        while let Some(packet) = encoder.next_packet() {
            assert!(packet.len() <= rh_screen::MAX_PACKET);
            match receiver.push(0, packet) {
                Received::Damage(damage) => (bands, complete) = (bands + 1, damage.complete),
                other => assert_eq!(other, Received::Nothing),
            }
        }
        assert!(bands >= frame.layout().bytes() / rh_screen::MAX_BAND_RAW && complete);
        assert_shows(&receiver, FrameId(9), &frame.as_ref());
    }
}
