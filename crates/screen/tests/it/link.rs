//! Sender and receiver over a link that loses, repeats, reorders and delays, on virtual time.

use std::collections::{HashMap, VecDeque};

use proptest::{prelude::*, sample::Index};
use rh_screen::{
    Encoder, Flow, Format, Frame, FrameId, Limits, PacketHeader, Received, Receiver, Turn,
};

use crate::scene::page;

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    Capture,
    /// The oldest packet arrives.
    Deliver,
    Lose(Index),
    Repeat(Index),
    Swap(Index, Index),
    /// A byte is changed on the way, in header or samples.
    Damage(Index, Index),
    Acks,
    LoseAck,
    Resize,
    Pause(bool),
    Wait(u16),
    /// The channel breaks: everything on it is gone, and the receiver starts over.
    Reconnect,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Capture),
        12 => Just(Step::Deliver),
        1 => any::<Index>().prop_map(Step::Lose),
        1 => any::<Index>().prop_map(Step::Repeat),
        1 => any::<(Index, Index)>().prop_map(|(a, b)| Step::Swap(a, b)),
        1 => any::<(Index, Index)>().prop_map(|(a, b)| Step::Damage(a, b)),
        4 => Just(Step::Acks),
        1 => Just(Step::LoseAck),
        1 => Just(Step::Resize),
        1 => any::<bool>().prop_map(Step::Pause),
        4 => (0..600_u16).prop_map(Step::Wait),
        1 => Just(Step::Reconnect),
    ]
}

/// What the receiver sends back, in order.
#[derive(Debug)]
enum Back {
    Ack(FrameId),
    Keyframe,
}

struct Link {
    now: u64,
    size: (u16, u16),
    typed: usize,
    captured: Option<Frame>,
    flow: Flow<Frame>,
    encoder: Encoder,
    packets: VecDeque<Vec<u8>>,
    back: VecDeque<Back>,
    receiver: Receiver,
    /// Every frame sent, to hold what is shown against.
    sent: HashMap<FrameId, Frame>,
    /// A byte was changed: what is shown may then be wrong until the next keyframe.
    damaged: bool,
}

impl Link {
    fn new(first: FrameId, window: usize) -> Self {
        Self {
            now: 0,
            size: (131, 70),
            typed: 0,
            captured: None,
            flow: Flow::new(window),
            encoder: Encoder::new(
                Limits {
                    max_packet: 600,
                    ..Limits::DEFAULT
                },
                first,
            ),
            packets: VecDeque::new(),
            back: VecDeque::from([Back::Keyframe]),
            receiver: Receiver::new(Limits::DEFAULT, 0),
            sent: HashMap::new(),
            damaged: false,
        }
    }

    fn capture(&mut self) {
        self.typed += 1;
        let frame = page(Format::I420, self.size.0, self.size.1, self.typed % 300, 0);
        self.captured = Some(frame.clone());
        self.flow.offer(frame);
    }

    fn send(&mut self) {
        while let Some(turn) = self.flow.turn(self.now) {
            let begun = match &turn {
                Turn::Frame { frame, keyframe } => self.encoder.begin(&frame.as_ref(), *keyframe),
                Turn::Again => self.encoder.begin_again(),
            };
            let Some(id) = begun.unwrap() else { continue };
            let (_, frame) = self.encoder.last_frame().unwrap();
            if let Turn::Frame {
                frame: captured, ..
            } = &turn
            {
                assert!(frame.same_samples(&captured.as_ref()));
            }
            self.sent.insert(id, Frame::copy_of(&frame));
            let (mut keyframe, mut bytes) = (false, 0);
            while let Some(packet) = self.encoder.next_packet() {
                keyframe = PacketHeader::parse(packet).unwrap().0.base.is_none();
                bytes += packet.len();
                self.packets.push_back(packet.to_vec());
            }
            self.flow.sent(id, keyframe, bytes, self.now);
        }
    }

    fn deliver(&mut self) {
        let Some(packet) = self.packets.pop_front() else {
            return;
        };
        match self.receiver.push(self.now, &packet) {
            Received::Nothing | Received::Film(..) => {}
            Received::NeedKeyframe(_) => self.back.push_back(Back::Keyframe),
            Received::Damage(damage) if damage.complete => {
                let id = damage.frame;
                let (shown, picture) = self.receiver.picture().unwrap();
                assert_eq!(shown, Some(id));
                if !self.damaged {
                    assert!(
                        picture.same_samples(&self.sent[&id].as_ref()),
                        "frame {id:?} is not exact"
                    );
                }
                self.back.push_back(Back::Ack(id));
            }
            Received::Damage(_) => {}
        }
    }

    fn acks(&mut self) {
        for back in std::mem::take(&mut self.back) {
            match back {
                Back::Ack(frame) => self.flow.ack(frame, self.now),
                Back::Keyframe => self.flow.request_keyframe(),
            }
        }
    }

    fn tick(&mut self, ms: u64) {
        self.now += ms;
        if self.receiver.tick(self.now) {
            self.back.push_back(Back::Keyframe);
        }
    }

    fn step(&mut self, step: Step) {
        let count = self.packets.len();
        match step {
            Step::Capture => self.capture(),
            Step::Deliver => self.deliver(),
            Step::Lose(at) if count > 0 => drop(self.packets.remove(at.index(count))),
            Step::Repeat(at) if count > 0 => {
                let packet = self.packets[at.index(count)].clone();
                self.packets.push_back(packet);
            }
            Step::Swap(a, b) if count > 0 => self.packets.swap(a.index(count), b.index(count)),
            Step::Damage(at, byte) if count > 0 => {
                let packet = &mut self.packets[at.index(count)];
                let byte = byte.index(packet.len());
                packet[byte] ^= 0x55;
                self.damaged = true;
            }
            Step::Lose(_) | Step::Repeat(_) | Step::Swap(..) | Step::Damage(..) => {}
            Step::Acks => self.acks(),
            Step::LoseAck => drop(self.back.pop_front()),
            Step::Resize => self.size = (self.size.1, self.size.0),
            Step::Pause(paused) => self.flow.set_paused(paused),
            Step::Wait(ms) => self.tick(ms.into()),
            Step::Reconnect => {
                self.packets.clear();
                self.back.clear();
                self.receiver.reset(self.now);
                self.back.push_back(Back::Keyframe);
            }
        }
        self.send();
    }

    fn shows_newest(&self) -> bool {
        let (Some(captured), Some((Some(_), picture))) = (&self.captured, self.receiver.picture())
        else {
            return false;
        };
        picture.same_samples(&captured.as_ref())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever happened before: over a new, whole channel the newest picture is there within a
    /// second, without a new capture. A picture that calls itself complete was never a wrong one.
    #[test]
    fn every_schedule_ends_with_the_exact_picture(
        steps in prop::collection::vec(step(), 0..150),
        first in prop_oneof![Just(u32::MAX - 3), any::<u32>()],
        window in 1..9_usize,
    ) {
        let mut link = Link::new(FrameId(first), window);
        link.capture();
        for step in steps {
            link.step(step);
        }
        link.step(Step::Pause(false));
        link.step(Step::Reconnect);
        for _ in 0..20 {
            link.acks();
            link.send();
            while !link.packets.is_empty() {
                link.deliver();
            }
            link.tick(50);
        }
        prop_assert!(link.shows_newest());
    }

    /// On a whole channel no keyframe but the first is ever needed, and nothing lags behind.
    #[test]
    fn a_whole_link_needs_one_keyframe(captures in 1..40_usize) {
        let mut link = Link::new(FrameId(0), 8);
        link.acks();
        for _ in 0..captures {
            link.capture();
            link.send();
            while let Some(packet) = link.packets.front() {
                let keyframe = PacketHeader::parse(packet).unwrap().0.base.is_none();
                prop_assert_eq!(keyframe, link.sent.len() == 1);
                link.deliver();
            }
            prop_assert!(link.shows_newest());
            link.acks();
            link.tick(33);
        }
        prop_assert_eq!(link.flow.in_flight(), 0);
    }
}

#[test]
fn a_lost_keyframe_is_asked_for_again_and_a_slow_one_is_not() {
    let mut link = Link::new(FrameId(5), 8);
    link.typed = 200;
    link.acks();
    link.capture();
    link.send();
    link.packets.clear();
    let receiver = &mut link.receiver;
    assert!(!receiver.tick(1_999) && receiver.tick(2_000) && !receiver.tick(2_001));
    link.flow.request_keyframe();
    link.now = 3_500;
    link.send();
    assert!(link.packets.len() > 2);
    link.deliver();
    assert!(!link.receiver.tick(5_000));
    while !link.packets.is_empty() {
        link.deliver();
    }
    assert!(link.shows_newest() && !link.receiver.tick(1_000_000));
}

#[test]
fn another_stream_on_the_same_channel_takes_over() {
    let mut old = Link::new(FrameId(1_000_000), 8);
    old.capture();
    old.acks();
    old.send();
    while !old.packets.is_empty() {
        old.deliver();
    }
    let mut new = Link::new(FrameId(17), 8);
    new.receiver = old.receiver;
    new.capture();
    new.capture();
    new.acks();
    new.send();
    while !new.packets.is_empty() {
        new.deliver();
    }
    assert!(new.shows_newest());
}
