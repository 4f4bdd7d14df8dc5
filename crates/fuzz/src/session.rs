//! Targets of the session: the JSON of signalling, control and chat, and typed security codes. What
//! can be read is handed to the machines that act on it, which must stand it too.

use crate::{
    edits::edited,
    memory::{self, bounded},
};
use rh_protocol::{
    ConnectionId, MIN_VERSION, PageId, ParticipantId, Passcode, Role, SessionId, VERSION, limits,
    socket::{BrokerFrame, ClientFrame, Hello, Welcome},
    view::{DeviceState, DeviceView, Person, Surface},
};
use rh_session::{
    Instant, Timing,
    broker::{Account, Device, Input, NewSession, Session},
    chat::Thread,
    peer::{self, Config, Effect, Link, Peer},
    wire::{self, Control},
};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

const HELPER: ParticipantId = ParticipantId::from_bits(1);
const SHARER: ParticipantId = ParticipantId::from_bits(2);
const HELPER_LINE: ConnectionId = ConnectionId::from_bits(11);
const SHARER_LINE: ConnectionId = ConnectionId::from_bits(12);
const NOW: Instant = Instant::from_ms(1_000_000);

/// Samples of what a client sends in [`session`].
const CLIENT: [&str; 10] = [
    r#"{"kind":"hello","build":"b","min":1,"max":1,"page":"00000000000000000000000000000009","share":"live"}"#,
    r#"{"kind":"request","id":9,"request":{"type":"consent","round":1,"allow":true}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"consent","round":1,"allow":true,"device":"not-compliant"}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"signal","to":"0000000000000000000000000000000b","signal":{"type":"offer","attempt":1,"sdp":"v=0"}}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"signal","to":"0000000000000000000000000000000c","signal":{"type":"answer","attempt":1,"sdp":"v=0"}}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"signal","to":"0000000000000000000000000000000b","signal":{"type":"candidate","attempt":1,"candidate":"c","mid":"0","index":0}}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"share","state":"live"}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"share","state":"paused"}}"#,
    r#"{"kind":"request","id":9,"request":{"type":"end"}}"#,
    r#"{"kind":"event","event":{"type":"heartbeat"}}"#,
];

/// Samples of what a broker sends to a [`page`].
const BROKER: [&str; 10] = [
    r#"{"kind":"welcome","build":"b","version":1,"connection":"0000000000000000000000000000000b","ice_servers":[{"urls":["stun:x"]}],"view":{"session":"00000000000000000000000000000009","revision":90,"you":"00000000000000000000000000000001","phase":{"type":"connected"},"participants":[{"id":"00000000000000000000000000000001","role":"helper","presence":"here","connection":"0000000000000000000000000000000b","consented":true,"person":{"name":"a"}},{"id":"00000000000000000000000000000002","role":"sharer","presence":"here","connection":"0000000000000000000000000000000c","page":"00000000000000000000000000000009","consented":true,"person":{"name":"b"}}],"chat":true}}"#,
    r#"{"kind":"event","event":{"type":"view","view":{"session":"00000000000000000000000000000009","revision":90,"you":"00000000000000000000000000000001","phase":{"type":"sharing"},"participants":[{"id":"00000000000000000000000000000001","role":"helper","presence":"here","connection":"0000000000000000000000000000000b","consented":true,"person":{"name":"a"}},{"id":"00000000000000000000000000000002","role":"sharer","presence":"here","connection":"0000000000000000000000000000000c","page":"00000000000000000000000000000009","consented":true,"person":{"name":"b"}}],"chat":true}}}"#,
    r#"{"kind":"event","event":{"type":"view","view":{"session":"00000000000000000000000000000009","revision":90,"you":"00000000000000000000000000000001","phase":{"type":"joined","round":2,"remaining_ms":600},"participants":[{"id":"00000000000000000000000000000001","role":"helper","presence":"here","connection":"0000000000000000000000000000000b","consented":true,"person":{"name":"a"}},{"id":"00000000000000000000000000000002","role":"sharer","presence":"here","connection":"0000000000000000000000000000000c","page":"00000000000000000000000000000009","consented":true,"person":{"name":"b"},"device":{"state":"not-compliant","proof":"key","name":"d","reasons":["r"]}}],"chat":true,"bound":{"device":"d","owner":"o","other_person":true}}}}"#,
    r#"{"kind":"event","event":{"type":"view","view":{"session":"00000000000000000000000000000009","revision":90,"you":"00000000000000000000000000000001","phase":{"type":"ended","reason":"too-long"},"participants":[{"id":"00000000000000000000000000000001","role":"helper","presence":"here","connection":"0000000000000000000000000000000b","consented":true,"person":{"name":"a"}},{"id":"00000000000000000000000000000002","role":"sharer","presence":"here","connection":"0000000000000000000000000000000c","page":"00000000000000000000000000000009","consented":true,"person":{"name":"b"}}],"chat":true}}}"#,
    r#"{"kind":"event","event":{"type":"signal","from":"0000000000000000000000000000000c","signal":{"type":"offer","attempt":1,"sdp":"a=fingerprint:sha-256 AB"}}}"#,
    r#"{"kind":"event","event":{"type":"signal","from":"0000000000000000000000000000000b","signal":{"type":"answer","attempt":1,"sdp":"v=0"}}}"#,
    r#"{"kind":"event","event":{"type":"signal","from":"0000000000000000000000000000000c","signal":{"type":"candidate","attempt":1,"candidate":"c","index":0}}}"#,
    r#"{"kind":"event","event":{"type":"restarting","retry_after_ms":100}}"#,
    r#"{"kind":"refused","error":{"code":"unavailable","retry_after_ms":100}}"#,
    r#"{"kind":"response","id":1,"error":{"code":"not-allowed"}}"#,
];

/// Samples of control messages.
const CONTROL: [&str; 7] = [
    r#"{"type":"ack","frame":7,"delay_us":2300}"#,
    r#"{"type":"measure","on":true}"#,
    r#"{"type":"keyframe"}"#,
    r#"{"type":"focus","x":640,"y":360}"#,
    r#"{"type":"heartbeat","frame":7,"captured_ago_ms":40,"paused_ago_ms":30}"#,
    r#"{"type":"stats","stats":{"interval_ms":1000,"captured":30,"sent":28,"replaced":2,"bytes":65000,"round_trip_ms":12,"rate":1000000,"film":2,"width":1920,"height":1080,"format":0,"stages":{"copy":{"count":28,"p50_us":1600,"p95_us":2900}}}}"#,
    r#"{"type":"stopped"}"#,
];

/// Samples of what a peer sends on the chat channel.
const CHAT: [&str; 7] = [
    r#"{"type":"have","known":[{"connection":"0000000000000000000000000000000b","seq":1}]}"#,
    r#"{"type":"message","id":{"connection":"0000000000000000000000000000000c","seq":1},"order":5,"author":"sharer","written_at_ms":0,"text":"x"}"#,
    r#"{"type":"message","id":{"connection":"0000000000000000000000000000000c","seq":2},"order":5,"author":"sharer","written_at_ms":0,"text":"x"}"#,
    r#"{"type":"message","id":{"connection":"00000000000000000000000000000009","seq":1},"order":5,"author":"helper","written_at_ms":0,"text":"x"}"#,
    r#"{"type":"message","id":{"connection":"0000000000000000000000000000000b","seq":2},"order":5,"author":"helper","written_at_ms":0,"text":"x"}"#,
    r#"{"type":"got","id":{"connection":"0000000000000000000000000000000b","seq":1}}"#,
    r#"{"type":"gone","upto":[{"connection":"0000000000000000000000000000000c","seq":3}]}"#,
];

/// What a client sends: read, written and read again it is the same, and the broker's machine
/// stands it from either side and in every phase that it leads to.
pub fn client_frame(data: &[u8]) {
    let mut session = session();
    for line in lines(data, &CLIENT) {
        let Ok(frame) = bounded(memory::JSON, line.len(), || wire::client_frame(&line)) else {
            continue;
        };
        same_again(&frame);
        for (participant, connection) in [(SHARER, SHARER_LINE), (HELPER, HELPER_LINE)] {
            let input = match frame.clone() {
                ClientFrame::Hello(hello) => Input::Connected {
                    participant,
                    connection,
                    hello,
                },
                ClientFrame::Request { id, request } => Input::Request {
                    participant,
                    connection,
                    id,
                    request,
                    fresh: Passcode::from_bits(2),
                },
                ClientFrame::Event { .. } | ClientFrame::Unknown => Input::Heard {
                    participant,
                    connection,
                },
            };
            let before = session.revision();
            let outcome = session.handle(NOW, input);
            assert_eq!(outcome.changed, session.revision() > before);
            assert!(outcome.changed || outcome.writes.is_empty());
        }
    }
    same_again(&session);
}

/// What a broker sends: read, written and read again it is the same, and a page's machine stands
/// it, as a greeting or afterwards.
pub fn broker_frame(data: &[u8]) {
    for role in [Role::Helper, Role::Sharer] {
        let (mut greeted, mut welcomed) = (page(role), page(role));
        welcome(&mut welcomed, role);
        for line in lines(data, &BROKER) {
            let Ok(frame) = bounded(memory::JSON, line.len(), || wire::broker_frame(&line)) else {
                continue;
            };
            same_again(&frame);
            for page in [&mut greeted, &mut welcomed] {
                let text = line.clone();
                page.handle(NOW, peer::Input::SocketText { socket: 1, text });
                if let Link::Closed { .. } = page.link(NOW) {
                    assert_eq!(page.attempt(), None);
                }
                // No frame makes a helper's page share, or answer with an offer.
                while let Some(effect) = page.poll_effect() {
                    let sharers = matches!(effect, Effect::MakeOffer { .. } | Effect::StopCapture);
                    assert!(role == Role::Sharer || !sharers, "{effect:?}");
                }
                page.handle(NOW, peer::Input::Tick);
            }
        }
    }
}

/// Control messages: whatever the text says, only what the sender's role may send comes out.
pub fn control(data: &[u8]) {
    for line in lines(data, &CONTROL) {
        for sender in [Role::Helper, Role::Sharer] {
            let Ok(message) = bounded(memory::JSON, line.len(), || wire::control(sender, &line))
            else {
                continue;
            };
            assert_eq!(message.sender(), sender);
            match message {
                Control::Helper(message) => same_again(&message),
                Control::Sharer(message) => same_again(&message),
            }
        }
    }
}

/// Chat frames of a hostile peer: what this page wrote stays as it was and first of its connection,
/// the thread keeps to its limits, and each of its own frames can be read by an honest peer.
pub fn chat_frame(data: &[u8]) {
    let mut thread = Thread::new(Role::Helper);
    thread.opened();
    let own = thread.write(HELPER_LINE, 0, "own".to_owned()).ok();
    for line in lines(data, &CHAT) {
        if let Ok(frame) = bounded(memory::JSON, line.len(), || wire::chat_frame(&line)) {
            same_again(&frame);
            let _ = thread.receive(frame);
        }
    }
    let mine = thread
        .entries()
        .filter(|e| e.message.id.connection == HELPER_LINE);
    let mine: Vec<_> = mine
        .map(|e| (Some(e.message.id), e.message.text.expose().as_str()))
        .collect();
    assert_eq!(mine, [(own, "own")]);
    assert!(thread.entries().count() <= limits::CHAT_MESSAGES);
    let mut frames = 0;
    while let Some(frame) = thread.next_frame() {
        let text = wire::encode(&frame).expect("a frame of our own");
        assert!(wire::chat_frame(&text).is_ok());
        frames += 1;
        assert!(frames <= 2 * limits::CHAT_MESSAGES);
    }
}

/// What people type as a security code: a code reads as itself, canonical and grouped.
pub fn passcode(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(code) = bounded(0, text.len(), || Passcode::parse(&text)) {
        assert_eq!(Passcode::parse(code.as_str()), Ok(code));
        assert_eq!(Passcode::parse(&code.grouped()), Ok(code));
        let link = format!("https://help.example.com/rh?passcode={}&x=1", code.as_str());
        assert_eq!(Passcode::parse(&link), Ok(code));
    }
}

/// One message a line. A line that begins with a digit is the sample of that number, with what
/// follows as edits of it (which byte, what): random bytes alone would hardly ever be a message.
fn lines(data: &[u8], samples: &[&str]) -> Vec<String> {
    let lines = data.split(|byte| *byte == b'\n');
    lines
        .map(|line| {
            let sample = line.split_first().and_then(|(first, edits)| {
                let number = first.checked_sub(b'0')?;
                Some((samples.get(usize::from(number))?, edits))
            });
            let bytes = match sample {
                Some((sample, edits)) => edited(sample, edits),
                None => line.to_vec(),
            };
            String::from_utf8_lossy(&bytes).into_owned()
        })
        .collect()
}

/// Samples that their target would not even read: none, or the target would be blind there.
pub(crate) fn samples_that_are_no_message() -> Vec<&'static str> {
    let client = CLIENT
        .iter()
        .filter(|text| wire::client_frame(text).is_err());
    let broker = BROKER
        .iter()
        .filter(|text| wire::broker_frame(text).is_err());
    let chat = CHAT.iter().filter(|text| wire::chat_frame(text).is_err());
    let control = CONTROL.iter().filter(|text| {
        wire::control(Role::Helper, text).is_err() || wire::control(Role::Sharer, text).is_err()
    });
    client
        .chain(broker)
        .chain(chat)
        .chain(control)
        .copied()
        .collect()
}

fn same_again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = wire::encode(value).expect("what was read can be written");
    let again: T = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(&again, value);
}

/// A session whose people have both consented.
fn session() -> Session {
    let (mut session, _) = Session::create(
        NOW,
        NewSession {
            session: SessionId::from_bits(9),
            helper: HELPER,
            account: Account::new("helper"),
            person: Person::default(),
            code: Passcode::from_bits(1),
            chat: true,
            bound: None,
        },
        Timing::DEFAULT,
    );
    let _ = session.handle(
        NOW,
        Input::Redeemed {
            participant: SHARER,
            account: Account::new("sharer"),
            person: Person::default(),
            code: Passcode::from_bits(1),
            device: Device {
                id: Some("d".to_owned()),
                shown: DeviceView {
                    state: DeviceState::Compliant,
                    ..DeviceView::default()
                },
                ..Device::default()
            },
            owner: true,
        },
    );
    for (participant, connection) in [(HELPER, HELPER_LINE), (SHARER, SHARER_LINE)] {
        let hello = hello();
        let _ = session.handle(
            NOW,
            Input::Connected {
                participant,
                connection,
                hello,
            },
        );
        let request = rh_protocol::socket::Request::Consent {
            round: 1,
            allow: true,
            device: None,
        };
        let fresh = Passcode::from_bits(2);
        let _ = session.handle(
            NOW,
            Input::Request {
                participant,
                connection,
                id: 1,
                request,
                fresh,
            },
        );
    }
    assert!(session.phase().consented());
    session
}

fn hello() -> Hello {
    Hello {
        build: "fuzz".to_owned(),
        min: MIN_VERSION,
        max: VERSION,
        fingerprint: None,
        page: None,
        share: None,
        surface: Surface::Unknown,
    }
}

/// A page that has said `hello` and waits for its welcome.
fn page(role: Role) -> Peer {
    let config = Config {
        role,
        page: PageId::from_bits(5),
        build: "fuzz".to_owned(),
        fingerprint: None,
        seed: 1,
        timing: Timing::DEFAULT,
    };
    let mut page = Peer::new(config, NOW);
    page.handle(NOW, peer::Input::Start);
    page.handle(NOW, peer::Input::SocketOpened { socket: 1 });
    page
}

fn welcome(page: &mut Peer, role: Role) {
    let (you, connection) = match role {
        Role::Helper => (HELPER, HELPER_LINE),
        Role::Sharer => (SHARER, SHARER_LINE),
    };
    let view = session().view_for(you, NOW).expect("a participant");
    let frame = BrokerFrame::Welcome(Welcome {
        build: "fuzz".to_owned(),
        version: VERSION,
        connection,
        ice_servers: Vec::new(),
        view,
    });
    let text = wire::encode(&frame).expect("a welcome");
    page.handle(NOW, peer::Input::SocketText { socket: 1, text });
    assert_eq!(page.link(NOW), Link::Open);
}
