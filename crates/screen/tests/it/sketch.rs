//! What would take too long is sketched, readable at once, and exact soon after.

use rh_screen::{Encoder, Format, Frame, FrameId, Limits, Motion, Received, Receiver, Rect};

use crate::scene::{Pane, noise, panes};

const SIZE: (u16, u16) = (640, 384);

/// Where the photograph is; on the left of it is text.
const PHOTO: Rect = Rect {
    x: 320,
    y: 64,
    w: 256,
    h: 256,
};

/// A page of text, from so far down on.
fn text(format: Format, top: i32) -> Frame {
    let pane = Pane {
        at: Rect::full(SIZE.0, SIZE.1),
        text: 3,
        left: 0,
        top,
    };
    panes(format, SIZE.0, SIZE.1, &[pane])
}

/// It with a photograph that `shot` tells.
fn page(format: Format, shot: u32, top: i32) -> Frame {
    let mut frame = text(format, top);
    let row = format.plane_size(0, SIZE.0, SIZE.1).0;
    let pixel = row / usize::from(SIZE.0);
    for y in usize::from(PHOTO.y)..PHOTO.bottom() as usize {
        for x in usize::from(PHOTO.x) * pixel..PHOTO.right() as usize * pixel {
            let (across, down) = ((x / pixel) as u32, y as u32);
            let soft = (across * 2 + down * 3 + shot * 90 + across * down / 64) % 480;
            let grain = noise((x * 977 + y) as u32 ^ shot << 20) % 12;
            // A screen has nothing behind it.
            let opaque = pixel == 4 && x % 4 == 3;
            let sample = if opaque {
                255
            } else {
                soft.abs_diff(240) + grain
            };
            frame.data_mut()[y * row + x] = sample as u8;
        }
    }
    frame
}

struct Link {
    encoder: Encoder,
    receiver: Receiver,
    bytes: usize,
}

impl Link {
    fn new(budget: usize) -> Self {
        let mut encoder = Encoder::new(Limits::DEFAULT, FrameId(7));
        encoder.set_budget(budget);
        Self {
            encoder,
            receiver: Receiver::new(Limits::DEFAULT, 0),
            bytes: 0,
        }
    }

    /// Sends what the encoder has begun, and returns how many bytes that took.
    fn deliver(&mut self) -> usize {
        let before = self.bytes;
        while let Some(packet) = self.encoder.next_packet() {
            self.bytes += packet.len();
            let received = self.receiver.push(0, packet);
            assert!(matches!(received, Received::Damage(_) | Received::Nothing));
        }
        self.bytes - before
    }

    fn send(&mut self, frame: &Frame) -> usize {
        self.encoder.begin(&frame.as_ref(), false).unwrap();
        self.deliver()
    }

    /// Mean error of the first plane's samples in a part of the picture, and the worst.
    fn error(&self, frame: &Frame, part: &Rect) -> (f64, u8) {
        let (_, picture) = self.receiver.picture().unwrap();
        let (frame, format) = (frame.as_ref(), frame.layout().format);
        let pixel = format.plane_size(0, SIZE.0, SIZE.1).0 / usize::from(SIZE.0);
        let (mut sum, mut worst) = (0.0, 0);
        let across = usize::from(part.x) * pixel..part.right() as usize * pixel;
        for y in usize::from(part.y)..part.bottom() as usize {
            let rows = (picture.row(0, y), frame.row(0, y));
            for (a, b) in rows.0[across.clone()].iter().zip(&rows.1[across.clone()]) {
                sum += f64::from(a.abs_diff(*b));
                worst = worst.max(a.abs_diff(*b));
            }
        }
        (sum / (f64::from(part.area()) * pixel as f64), worst)
    }

    /// Refines until everything is exact; returns the most bytes of a slice, and how many there were.
    fn refine(&mut self, frame: &Frame) -> (usize, usize) {
        let (mut most, mut slices) = (0, 0);
        while self.encoder.begin_refined().unwrap().is_some() {
            assert_eq!(self.receiver.picture().unwrap().0, None);
            most = most.max(self.deliver());
            slices += 1;
            assert!(slices < 1_000);
        }
        assert!(!self.encoder.is_stale());
        let (shown, picture) = self.receiver.picture().unwrap();
        assert!(shown.is_some() && picture.same_samples(&frame.as_ref()));
        (most, slices)
    }
}

/// The text on the left.
const TEXT: Rect = Rect {
    x: 0,
    y: 0,
    w: 320,
    h: SIZE.1,
};

#[test]
fn a_photograph_is_readable_within_the_budget_and_exact_soon_after() {
    for format in Format::ALL {
        let exact = Link::new(usize::MAX).send(&page(format, 0, 0));
        let alone = Link::new(usize::MAX).send(&text(format, 0));
        let budget = (exact - alone) / 10;
        let mut link = Link::new(budget);
        // The first picture of a stream, and then another one in its place.
        for shot in 0..2 {
            let frame = page(format, shot, 0);
            let told = link.send(&frame);
            // The text is told exactly, whatever it takes.
            let text = if shot == 0 { alone } else { 0 };
            assert!(
                told < text + budget * 3 / 2,
                "{format:?}: {told} of {budget}, {exact}"
            );
            assert!(link.encoder.is_stale());
            assert_eq!(link.error(&frame, &TEXT).1, 0);
            let (mean, _) = link.error(&frame, &PHOTO);
            assert!(mean > 0.1 && mean < 12.0, "{format:?}: {mean}");
            let (most, slices) = link.refine(&frame);
            assert!(
                most < budget * 5 / 2 && slices > 3,
                "{format:?}: {most} of {budget}, {slices}"
            );
        }
        assert_eq!(link.send(&page(format, 1, 0)), 0);
    }
}

#[test]
fn what_replaces_a_sketch_is_told_at_once() {
    for format in Format::ALL {
        let mut link = Link::new(8_000);
        link.send(&page(format, 0, 0));
        assert!(link.encoder.is_stale());
        let frame = text(format, 0);
        link.send(&frame);
        assert_eq!(link.error(&frame, &Rect::full(SIZE.0, SIZE.1)).1, 0);
        assert!(!link.encoder.is_stale());
    }
}

#[test]
fn without_a_codec_what_moves_is_sketched_and_exact_at_rest() {
    for format in Format::ALL {
        let mut link = Link::new(20_000);
        let mut motion = Motion::default();
        for shot in 0..20 {
            let frame = page(format, shot, 0);
            link.encoder.set_moving(motion.moving(), false);
            let told = link.send(&frame);
            motion.observe(1_000 + u64::from(shot) * 33, &link.encoder.activity());
            assert_eq!(link.error(&frame, &TEXT).1, 0);
            // The whole of the newest picture, never a mixture.
            let (mean, _) = link.error(&frame, &PHOTO);
            assert!(mean < 12.0, "{format:?}, {shot}: {mean}");
            if shot > 6 {
                assert!(
                    motion.rect().is_some() && told < 30_000,
                    "{format:?}: {told}"
                );
                assert_eq!(link.encoder.begin_refined().unwrap(), None);
            }
        }
        motion.tick(10_000);
        link.encoder.set_moving(motion.moving(), false);
        link.refine(&page(format, 19, 0));
    }
}

#[test]
fn a_scrolled_page_moves_its_text_and_leaves_the_sketch_behind() {
    let mut link = Link::new(8_000);
    link.send(&page(Format::I420, 0, 0));
    for step in 1..10 {
        let frame = page(Format::I420, 0, step * 16);
        link.send(&frame);
        assert_eq!(link.error(&frame, &TEXT).1, 0);
    }
    link.refine(&page(Format::I420, 0, 9 * 16));
}

#[test]
fn what_is_near_the_pointer_is_exact_first() {
    for format in Format::ALL {
        for y in [PHOTO.y, 150, 201, 319, 383] {
            let frame = page(format, 0, 0);
            let mut link = Link::new(4_000);
            link.send(&frame);
            link.encoder.set_focus(400, y);
            assert!(link.encoder.begin_refined().unwrap().is_some());
            link.deliver();
            let near = Rect {
                y: y.clamp(PHOTO.y, PHOTO.y + PHOTO.h - 1) & !1,
                h: 2,
                ..PHOTO
            };
            assert_eq!(link.error(&frame, &near).1, 0, "{format:?} {y}");
            assert!(link.error(&frame, &PHOTO).1 > 0, "{format:?} {y}");
            link.refine(&frame);
        }
    }
}
