//! A part that moves is sent as film: everything around it stays exact, and so does it once it rests.

use proptest::prelude::*;
use rh_screen::{
    Chunk, Codec, Encoder, Film, Format, Frame, FrameId, Limits, Motion, Received, Receiver, Rect,
};

use crate::scene::{Pane, noise, panes};

const SIZE: (u16, u16) = (640, 480);

/// Where the video is, over a page of text.
const VIDEO: Rect = Rect {
    x: 98,
    y: 70,
    w: 330,
    h: 252,
};

/// A page with a video that shows its `shot`th picture; none where it is `None`.
fn screen(format: Format, shot: Option<u32>, top: i32) -> Frame {
    let page = Pane {
        at: Rect::full(SIZE.0, SIZE.1),
        text: 5,
        left: 0,
        top,
    };
    let mut frame = panes(format, SIZE.0, SIZE.1, &[page]);
    let Some(shot) = shot else { return frame };
    let row = format.plane_size(0, SIZE.0, SIZE.1).0;
    let pixel = row / usize::from(SIZE.0);
    for y in usize::from(VIDEO.y)..VIDEO.bottom() as usize {
        for x in usize::from(VIDEO.x) * pixel..VIDEO.right() as usize * pixel {
            let soft = (x / pixel + y) as u32 / 3 + shot * 11;
            frame.data_mut()[y * row + x] =
                (soft + noise((x * 977 + y) as u32 ^ shot << 20) % 9) as u8;
        }
    }
    frame
}

/// Both ends, and between them a codec that makes everything a little brighter.
struct Link {
    encoder: Encoder,
    receiver: Receiver,
    motion: Motion,
    now: u64,
    /// The film that a chunk was sent of: its first chunk is a key.
    begun: Option<u16>,
    /// Whether the two have a codec, and how small its pictures are.
    films: bool,
    shrink: u16,
    /// Pictures that their decoder has not finished yet.
    late: Vec<(u16, Frame)>,
    bytes: usize,
}

impl Link {
    fn new(films: bool) -> Self {
        Self {
            films,
            shrink: 1,
            encoder: Encoder::new(Limits::DEFAULT, FrameId(u32::MAX)),
            receiver: Receiver::new(Limits::DEFAULT, 0),
            motion: Motion::default(),
            now: 1_000,
            begun: None,
            late: Vec::new(),
            bytes: 0,
        }
    }

    fn deliver(&mut self) {
        while let Some(packet) = self.encoder.next_packet() {
            self.bytes += packet.len();
            match self.receiver.push(self.now, packet) {
                Received::Film(_, chunk) => {
                    let (w, h) = chunk.film.size(self.shrink);
                    let mut picture = Frame::new(Format::I420, w, h, &Limits::DEFAULT).unwrap();
                    picture.data_mut().fill(chunk.data[0]);
                    self.late.push((chunk.film.number, picture));
                }
                Received::NeedKeyframe(loss) => panic!("{loss:?}"),
                Received::Damage(_) | Received::Nothing => {}
            }
        }
    }

    /// What the decoder of the film has finished comes in.
    fn play(&mut self) {
        for (number, picture) in std::mem::take(&mut self.late) {
            self.receiver.play(number, &picture.as_ref());
        }
    }

    /// Sends a frame captured 33 ms after the last; a chunk follows if a film plays.
    fn send(&mut self, frame: &Frame, keyframe: bool) {
        self.now += 33;
        if keyframe {
            self.motion.stop();
        }
        self.encoder.set_moving(self.motion.moving(), self.films);
        let begun = self.encoder.begin(&frame.as_ref(), keyframe).unwrap();
        self.deliver();
        self.motion.observe(self.now, &self.encoder.activity());
        if begun.is_some() && !self.encoder.is_stale() {
            self.check(frame);
        }
        if let Some((film @ Film { number, .. }, true)) = self.encoder.film() {
            let key = self.begun != Some(number);
            self.begun = Some(number);
            let begun = self.encoder.begin_chunk(&Chunk {
                film,
                codec: Codec::Vp9,
                key,
                capture: self.encoder.next_id().before(),
                data: &[noise(number.into()) as u8, 2],
            });
            assert!(begun.unwrap().is_some());
            self.deliver();
        }
    }

    /// Nothing has changed for a while.
    fn rest(&mut self, frame: &Frame) {
        // What is held in a likeness may come to rest before the film does, or after it.
        while let Some(due) = self.motion.due_in(self.now) {
            self.now += due;
            self.motion.tick(self.now);
        }
        assert_eq!(self.motion.rect(), None);
        self.encoder.set_moving(None, self.films);
        let mut slices = 0;
        while self.encoder.begin_refined().unwrap().is_some() {
            self.deliver();
            self.play();
            slices += 1;
            assert!(slices < 200);
        }
        assert!(!self.encoder.is_stale());
        self.check(frame);
    }

    /// Everything outside the film is exact.
    fn check(&self, frame: &Frame) {
        let (_, picture) = self.receiver.picture().unwrap();
        let hole = self.encoder.film().map(|(film, _)| film.rect);
        let format = frame.layout().format;
        let half = matches!(format, Format::I420 | Format::Nv12);
        for plane in 0..format.planes() {
            let (row, rows) = format.plane_size(plane, SIZE.0, SIZE.1);
            let across = usize::from(SIZE.0) as f32 / row as f32;
            let down = if plane > 0 && half { 2 } else { 1 };
            let (now, want) = (|y| picture.row(plane, y), frame.as_ref());
            for y in 0..rows {
                if now(y) == want.row(plane, y) {
                    continue;
                }
                for x in 0..row {
                    let (px, py) = ((x as f32 * across) as u32, (y * down) as u32);
                    let inside = hole.is_some_and(|hole| {
                        (u32::from(hole.x)..hole.right()).contains(&px)
                            && (u32::from(hole.y)..hole.bottom()).contains(&py)
                    });
                    assert!(
                        inside || now(y)[x] == want.row(plane, y)[x],
                        "plane {plane} at {x}, {y}; film {hole:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_video_becomes_film_of_its_own_size_and_ends_exactly() {
    for format in Format::ALL {
        let mut link = Link::new(true);
        link.send(&screen(format, None, 0), false);
        for shot in 0..8 {
            link.send(&screen(format, Some(shot), 0), false);
        }
        let (film, _) = link.encoder.film().expect("a film");
        assert_eq!(film.rect, VIDEO, "{format:?}");
        let before = link.bytes;
        let mut last = screen(format, Some(0), 0);
        for shot in 8..30 {
            last = screen(format, Some(shot), 0);
            link.send(&last, false);
            link.play();
        }
        // A chunk is two bytes here: everything else was told before.
        let each = (link.bytes - before) / 22;
        assert!(each < 100, "{format:?}: {each} bytes a frame");
        assert_eq!(link.receiver.picture().unwrap().0, None);
        link.rest(&last);
        let (shown, picture) = link.receiver.picture().unwrap();
        assert!(shown.is_some() && picture.same_samples(&last.as_ref()));
        // A picture that comes late changes nothing any more.
        let mut late = Frame::new(Format::Nv12, VIDEO.w, VIDEO.h, &Limits::DEFAULT).unwrap();
        late.data_mut().fill(9);
        assert_eq!(link.receiver.play(film.number, &late.as_ref()), None);
    }
}

#[test]
fn smaller_pictures_fill_the_place_where_they_play() {
    for format in Format::ALL {
        for shrink in Film::SHRINKS {
            let mut link = Link::new(true);
            link.shrink = shrink;
            for shot in 0..8 {
                link.send(&screen(format, Some(shot), 0), false);
                link.play();
            }
            link.play();
            let (_, picture) = link.receiver.picture().unwrap();
            let pixel = format.plane_size(0, SIZE.0, SIZE.1).0 / usize::from(SIZE.0);
            let across = usize::from(VIDEO.x) * pixel..VIDEO.right() as usize * pixel;
            let first = &picture.row(0, VIDEO.y.into())[across.clone()][..pixel];
            for y in usize::from(VIDEO.y)..VIDEO.bottom() as usize {
                let alike = picture.row(0, y)[across.clone()]
                    .chunks_exact(pixel)
                    .all(|it| it == first);
                assert!(alike, "{format:?} {shrink} {y}");
            }
            // No other size is taken, and a picture of one changes nothing.
            let (film, _) = link.encoder.film().unwrap();
            let (w, h) = (film.rect.w / 2, film.rect.h / 2 - 2);
            let other = Frame::new(Format::I420, w, h, &Limits::DEFAULT).unwrap();
            assert_eq!(link.receiver.play(film.number, &other.as_ref()), None);
        }
    }
}

#[test]
fn the_text_of_a_window_that_is_dragged_stays_exact() {
    for format in Format::ALL {
        // Over a picture, of which another part comes to light each time.
        let dragged = |step: u16| {
            let mut frame = screen(format, None, 0);
            let window = Pane {
                at: Rect {
                    x: 40 + step * 8,
                    y: 30 + step * 4,
                    w: 340,
                    h: 300,
                },
                text: 9,
                left: 0,
                top: 0,
            };
            let front = panes(format, SIZE.0, SIZE.1, &[window]);
            let row = format.plane_size(0, SIZE.0, SIZE.1).0;
            let pixel = row / usize::from(SIZE.0);
            for (at, (sample, text)) in frame.data_mut()[..row * usize::from(SIZE.1)]
                .iter_mut()
                .zip(front.as_ref().data())
                .enumerate()
            {
                let (x, y) = ((at % row / pixel) as u32, (at / row) as u32);
                let inside = (u32::from(window.at.x)..window.at.right()).contains(&x)
                    && (u32::from(window.at.y)..window.at.bottom()).contains(&y);
                *sample = if inside {
                    *text
                } else {
                    ((x + y) / 3 + noise(x * 977 + y) % 9) as u8
                };
            }
            (frame, window.at)
        };
        let mut link = Link::new(true);
        for step in 0..12 {
            let (frame, window) = dragged(step);
            link.send(&frame, false);
            assert_eq!(link.encoder.film(), None, "{format:?} {step}");
            // But for the tiles at its edge.
            let (_, picture) = link.receiver.picture().unwrap();
            let pixel = format.plane_size(0, SIZE.0, SIZE.1).0 / usize::from(SIZE.0);
            let across = usize::from(window.x + 64) * pixel..(window.right() - 64) as usize * pixel;
            for y in usize::from(window.y + 64)..(window.bottom() - 64) as usize {
                let (now, want) = (picture.row(0, y), frame.as_ref().row(0, y).to_vec());
                assert_eq!(
                    now[across.clone()],
                    want[across.clone()],
                    "{format:?} {step} {y}"
                );
            }
        }
        assert!(link.motion.rect().is_some() && link.encoder.is_stale());
        link.rest(&dragged(11).0);
    }
}

#[test]
fn scrolling_text_and_a_typist_make_no_film() {
    let mut link = Link::new(true);
    for step in 0..40 {
        link.send(&screen(Format::I420, None, step * 17), false);
        assert_eq!(link.encoder.film(), None);
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Video,
    Scroll(i32),
    Gone,
    Rest,
    Keyframe,
    Play,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => Just(Step::Video),
        2 => (-40..40_i32).prop_map(Step::Scroll),
        1 => Just(Step::Gone),
        1 => Just(Step::Rest),
        1 => Just(Step::Keyframe),
        4 => Just(Step::Play),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    #[test]
    fn whatever_happens_around_a_film_is_exact_and_so_is_its_end(
        format in prop::sample::select(&Format::ALL[..]),
        steps in prop::collection::vec(step(), 1..40),
        slice in prop_oneof![Just(usize::MAX), 0..100_000_usize],
        films: bool,
    ) {
        let mut link = Link::new(films);
        link.encoder.set_budget(slice);
        let (mut shot, mut top) = (0, 0);
        let mut last = screen(format, None, 0);
        link.send(&last, false);
        for step in steps {
            let mut keyframe = false;
            match step {
                Step::Video => {
                    shot += 1;
                    last = screen(format, Some(shot), top);
                }
                Step::Scroll(by) => {
                    top += by;
                    last = screen(format, Some(shot), top);
                }
                Step::Gone => last = screen(format, None, top),
                Step::Keyframe => keyframe = true,
                Step::Rest => {
                    link.rest(&last);
                    continue;
                }
                Step::Play => {
                    link.play();
                    continue;
                }
            }
            link.send(&last, keyframe);
        }
        link.rest(&last);
        prop_assert!(link.receiver.picture().unwrap().1.same_samples(&last.as_ref()));
    }
}
