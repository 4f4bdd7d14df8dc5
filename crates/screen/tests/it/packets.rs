//! Packets byte by byte, as `docs/screen-format.md` has them: any header reads as what was written,
//! and so do the two halves of a packet that was cut.

use proptest::prelude::*;
use rh_screen::{FrameId, MAX_BAND, PACKET_HEADER, PacketHeader, split_packet};

/// A packet written by the document alone.
fn written(header: &PacketHeader, fragment: &[u8]) -> Vec<u8> {
    let key = u8::from(header.base.is_none());
    let end = u8::from(header.end) << 1;
    let film = u8::from(header.film) << 2;
    let likeness = u8::from(header.likeness) << 3;
    let mut packet = vec![2, key | end | film | likeness];
    packet.extend(header.band.to_le_bytes());
    packet.extend(header.frame.0.to_le_bytes());
    packet.extend(header.base.map_or(0, |base| base.0).to_le_bytes());
    packet.extend(header.len.to_le_bytes());
    packet.extend(header.offset.to_le_bytes());
    assert_eq!(packet.len(), PACKET_HEADER);
    packet.extend(fragment);
    packet
}

/// A fragment and a header that it fits, of a band as long as any may be.
fn packet() -> impl Strategy<Value = (PacketHeader, Vec<u8>)> {
    let fragment = prop::collection::vec(any::<u8>(), 1..100);
    let ids = any::<(u32, Option<u32>, u16, bool, [bool; 2])>();
    let length = 100..=MAX_BAND as u32;
    (ids, length, any::<prop::sample::Index>(), fragment).prop_map(
        |((frame, base, band, end, [film, likeness]), len, offset, fragment)| {
            let header = PacketHeader {
                frame: FrameId(frame),
                base: base.map(FrameId),
                band,
                end,
                film,
                likeness,
                len,
                offset: offset.index(len as usize - fragment.len() + 1) as u32,
            };
            (header, fragment)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_header_reads_as_itself((header, fragment) in packet()) {
        let packet = written(&header, &fragment);
        prop_assert_eq!(PacketHeader::parse(&packet), Ok((header, &fragment[..])));
    }

    #[test]
    fn a_cut_packet_is_two_that_say_the_same((header, fragment) in packet(), at in 0..110_usize) {
        let packet = written(&header, &fragment);
        let (first, second) = split_packet(&packet, at).unwrap();
        let Some(second) = second else {
            prop_assert!(at == 0 || at >= fragment.len());
            prop_assert_eq!(first, packet);
            return Ok(());
        };
        let rest = PacketHeader { offset: header.offset + at as u32, ..header };
        prop_assert_eq!(first, written(&header, &fragment[..at]));
        prop_assert_eq!(second, written(&rest, &fragment[at..]));
    }
}
