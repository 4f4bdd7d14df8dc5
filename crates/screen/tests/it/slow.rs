//! A video in a page, over paths that are slower than it would like: the sender's worker in virtual time.

use std::collections::VecDeque;

use rh_screen::{
    Chunk, Codec, Encoder, Film, FilmRate, Flow, Format, Frame, FrameId, Limits, Motion, Received,
    Receiver, Rect, Turn,
};

use crate::scene::{Pane, noise, panes};

const SIZE: (u16, u16) = (960, 576);

/// Where the video is, over a page of text.
const VIDEO: Rect = Rect {
    x: 196,
    y: 140,
    w: 480,
    h: 270,
};

/// A page with a line of text and a picture of the video that change every time.
fn screen(page: &Frame, shot: u32, pixel: fn(u32, u32, u32) -> u8) -> Frame {
    let mut frame = page.clone();
    let row = usize::from(SIZE.0);
    for y in usize::from(VIDEO.y)..VIDEO.bottom() as usize {
        for x in usize::from(VIDEO.x)..VIDEO.right() as usize {
            frame.data_mut()[y * row + x] = pixel(x as u32, y as u32, shot);
        }
    }
    for x in 0..64 {
        let bit = shot >> (x / 8) & 1 == 1;
        for y in 8..24 {
            frame.data_mut()[y * row + x] = if bit { 20 } else { 230 };
        }
    }
    frame
}

/// A film: soft, with grain on it.
fn soft(x: u32, y: u32, shot: u32) -> u8 {
    ((x * 2 + y * 3) / 5 + shot * 11 + noise((x * 977 + y) ^ shot << 20) % 9) as u8
}

/// A cartoon: patches of one colour, with dots of many on them.
fn patched(x: u32, y: u32, shot: u32) -> u8 {
    let (x, y) = (x + shot * 5, y + shot * 3);
    let dot = noise(x * 977 + y);
    let patch = noise((x / 48) * 31 + y / 40) % 200;
    (patch + if dot % 10 < 3 { dot >> 8 & 31 } else { 0 }) as u8
}

/// A path that carries so many bytes a millisecond, each way taking so many milliseconds.
struct Path {
    rate: usize,
    delay: u64,
    free_at: u64,
    /// When which packet arrives.
    packets: VecDeque<(u64, Vec<u8>)>,
    acks: VecDeque<(u64, FrameId)>,
}

struct Sender {
    encoder: Encoder,
    motion: Motion,
    flow: Flow<u32>,
    film: Option<(Film, FilmRate)>,
    /// Captures by the frame that told their tiles.
    told: VecDeque<(FrameId, u64)>,
    scale: usize,
}

impl Sender {
    fn send(&mut self, id: FrameId, key: bool, now: u64, path: &mut Path) {
        let mut bytes = 0;
        while let Some(packet) = self.encoder.next_packet() {
            bytes += packet.len();
            // In pieces, as the transport sends them.
            path.free_at = path.free_at.max(now)
                + (packet.len() + 60 * packet.len().div_ceil(1_200)).div_ceil(path.rate) as u64;
            path.packets
                .push_back((path.free_at + path.delay, packet.to_vec()));
        }
        self.flow.sent(id, key, bytes, now);
    }

    /// As the worker does.
    fn capture(&mut self, frame: &Frame, keyframe: bool, captured: u64, now: u64, path: &mut Path) {
        self.encoder.set_moving(self.motion.moving(), true);
        self.encoder.set_budget(self.flow.slice());
        if let Some(id) = self.encoder.begin(&frame.as_ref(), keyframe).unwrap() {
            self.told.push_back((id, captured));
            self.send(id, keyframe, now, path);
        }
        self.motion.observe(now, &self.encoder.activity());
        let Some((film, changed)) = self.encoder.film() else {
            self.film = None;
            return;
        };
        let key = self.film.is_none_or(|(old, _)| old != film);
        if key {
            self.film = Some((film, FilmRate::new(&film, self.flow.capacity(), now)));
        }
        let Some((_, rate)) = &mut self.film else {
            return;
        };
        let delay = self.flow.round_trip().map_or(0, |(_, delay)| delay);
        rate.follow(delay, now);
        if changed {
            let bytes = rate.bits() as usize * self.scale / 8 / 30 * if key { 4 } else { 1 };
            let chunk = Chunk {
                film,
                codec: Codec::H264,
                key,
                capture: self.encoder.next_id().before(),
                data: &vec![1; bytes],
            };
            if let Some(id) = self.encoder.begin_chunk(&chunk).unwrap() {
                self.send(id, false, now, path);
            }
        }
    }
}

/// When the tiles of a capture arrive in six seconds of a video, and how old they are then, in milliseconds. The film
/// takes so many times what its size asks for.
fn watch(rate: usize, delay: u64, film: usize, pixel: fn(u32, u32, u32) -> u8) -> Vec<(u64, u64)> {
    let mut sender = Sender {
        encoder: Encoder::new(Limits::DEFAULT, FrameId(1)),
        motion: Motion::default(),
        flow: Flow::new(Flow::<u32>::DEFAULT_WINDOW),
        film: None,
        told: VecDeque::new(),
        scale: film,
    };
    let mut path = Path {
        rate,
        delay,
        free_at: 0,
        packets: VecDeque::new(),
        acks: VecDeque::new(),
    };
    let text = Pane {
        at: Rect::full(SIZE.0, SIZE.1),
        text: 5,
        left: 0,
        top: 0,
    };
    let page = panes(Format::I420, SIZE.0, SIZE.1, &[text]);
    let mut receiver = Receiver::new(Limits::DEFAULT, 0);
    let mut ages = Vec::new();
    let mut captured = (0, 0);
    for now in 0..6_000_u64 {
        while let Some((at, _)) = path.packets.front()
            && *at <= now
            && let Some((_, packet)) = path.packets.pop_front()
        {
            let frame = match receiver.push(now, &packet) {
                Received::Damage(damage) if damage.complete => damage.frame,
                Received::Film(frame, _) => frame,
                Received::NeedKeyframe(loss) => panic!("{loss:?}"),
                _ => continue,
            };
            path.acks.push_back((now + 8 + delay, frame));
            while let Some((id, captured)) = sender.told.front().copied()
                && !id.is_after(frame)
            {
                sender.told.pop_front();
                if id == frame {
                    ages.push((now, now - captured));
                }
            }
        }
        while let Some((at, frame)) = path.acks.front().copied()
            && at <= now
        {
            path.acks.pop_front();
            sender.flow.ack(frame, now);
        }
        if now % 33 == 0 {
            captured = (now as u32 / 33, now);
            sender.flow.offer(captured.0);
        }
        if let Some(Turn::Frame { frame, keyframe }) = sender.flow.turn(now) {
            sender.capture(
                &screen(&page, frame, pixel),
                keyframe,
                captured.1,
                now,
                &mut path,
            );
        } else if sender.encoder.is_stale()
            && sender.flow.is_idle()
            && let Some(id) = sender.encoder.begin_refined().unwrap()
        {
            sender.send(id, false, now, &mut path);
        }
    }
    ages
}

#[test]
fn text_beside_a_video_stays_fresh_on_a_slow_path() {
    // 2 Mbit/s, of which the film would take all.
    let ages = watch(250, 20, 4, soft);
    let oldest = |from: u64| ages.iter().filter(|it| it.0 >= from).map(|it| it.1).max();
    assert!(oldest(0) < Some(400), "{ages:?}");
    assert!(oldest(1_500) < Some(160), "{ages:?}");
    assert!(ages.len() > 140, "{ages:?}");
    // Now and then it is seen how long the path takes by itself.
    assert!(oldest(5_600) < Some(100), "{ages:?}");
}

#[test]
fn nothing_is_ever_far_behind_on_a_very_slow_path() {
    let ages = watch(64, 20, 1, soft);
    let oldest = |from: u64| ages.iter().filter(|it| it.0 >= from).map(|it| it.1).max();
    // The first picture of all: everything that is on the screen.
    assert!(
        oldest(0) < Some(1_500) && oldest(1_500) < Some(500),
        "{ages:?}"
    );
    assert!(oldest(3_000) < Some(200) && ages.len() > 80, "{ages:?}");
}

#[test]
fn what_looks_like_text_but_takes_too_much_is_never_far_behind_either() {
    let ages = watch(64, 20, 1, patched);
    let oldest = |from: u64| ages.iter().filter(|it| it.0 >= from).map(|it| it.1).max();
    assert!(
        oldest(0) < Some(2_000) && oldest(2_000) < Some(600),
        "{ages:?}"
    );
    assert!(oldest(4_500) < Some(200) && ages.len() > 80, "{ages:?}");
}

#[test]
fn a_path_that_carries_everything_holds_nothing_back() {
    let ages = watch(10_000, 20, 4, soft);
    // The first picture of all is waited for, once.
    let late = ages.iter().filter(|it| it.1 > 40).count();
    assert!(late <= 1 && ages.len() > 170, "{ages:?}");
}
