//! When something happened to a frame, until it is asked.

use crate::{id::FrameId, packet::Header};

/// Frames that are remembered: as many as may be on their way.
const KEPT: usize = 64;

/// A time for each of the newest frames. Allocates nothing.
#[derive(Debug, Clone)]
pub struct Marks {
    kept: [Option<(FrameId, f64)>; KEPT],
    next: usize,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            kept: [None; KEPT],
            next: 0,
        }
    }
}

impl Marks {
    /// It happened to this frame now; the oldest is forgotten.
    pub const fn set(&mut self, frame: FrameId, now: f64) {
        self.kept[self.next] = Some((frame, now));
        self.next = (self.next + 1) % KEPT;
    }

    /// Notes the frame whose last packet this is, if it is one, and returns whether it is: of a packet its
    /// first 21 bytes are enough (a header, and one byte) beside its `length`.
    pub fn set_last(&mut self, start: &[u8], length: usize, now: f64) -> bool {
        let last = last_of(start, length);
        if let Some(frame) = last {
            self.set(frame, now);
        }
        last.is_some()
    }

    /// When it happened to this frame, once.
    pub fn take(&mut self, frame: FrameId) -> Option<f64> {
        let found = |mark: &&mut Option<(FrameId, f64)>| mark.is_some_and(|(id, _)| id == frame);
        let (_, at) = self.kept.iter_mut().find(found)?.take()?;
        Some(at)
    }
}

/// The frame whose last packet begins like this and is so long.
fn last_of(start: &[u8], length: usize) -> Option<FrameId> {
    let (header, _) = Header::parse(start).ok()?;
    let fragment = length.checked_sub(crate::packet::HEADER)?;
    let last = header.end && header.offset as usize + fragment == header.len as usize;
    last.then_some(header.frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Encoder, Format, Frame, Limits, PACKET_HEADER};
    use alloc::vec::Vec;

    #[test]
    fn each_is_told_once_and_the_oldest_give_way() {
        let mut marks = Marks::default();
        for id in 0..=KEPT as u32 {
            marks.set(FrameId(id), f64::from(id));
        }
        assert_eq!(marks.take(FrameId(0)), None);
        assert_eq!(marks.take(FrameId(7)), Some(7.0));
        assert_eq!(marks.take(FrameId(7)), None);
    }

    #[test]
    fn the_last_packet_of_a_frame_is_known_by_its_start() {
        let limits = Limits {
            max_packet: 100,
            ..Limits::DEFAULT
        };
        let mut encoder = Encoder::new(limits, FrameId(5));
        let mut frame = Frame::new(Format::I420, 256, 256, &limits).unwrap();
        for (at, sample) in frame.data_mut().iter_mut().enumerate() {
            *sample = (at * at % 251) as u8;
        }
        encoder.begin(&frame.as_ref(), false).unwrap();
        let mut packets: Vec<Vec<u8>> = Vec::new();
        while let Some(packet) = encoder.next_packet() {
            packets.push(packet.to_vec());
        }
        assert!(packets.len() > 2);
        let mut marks = Marks::default();
        for (at, packet) in packets.iter().enumerate() {
            let last = marks.set_last(&packet[..=PACKET_HEADER], packet.len(), at as f64);
            assert_eq!(last, at + 1 == packets.len());
        }
        let at = packets.len() - 1;
        assert_eq!(marks.take(FrameId(5)), Some(at as f64));
        assert!(!marks.set_last(b"no packet", 9, 0.0));
        assert_eq!(marks.take(FrameId(5)), None);
    }
}
