//! The golden form of every message. A change here is a change of the wire: a page that stays open
//! over an upgrade will meet it.

use rh_protocol::{
    ConnectionId, ErrorBody, ErrorCode, PageId, ParticipantId, Passcode, Role, SessionId,
    api::{
        AppConfig, Away, Challenge, Enrol, EnrolledKey, Enrolment, EnrolmentLink, Joined, Me,
        Nonce, OpenSession, OpenSessions, ProviderConfig, Redeem, Renew, RenewableDevice, SignIn,
        Signed, SignedOut, Start,
    },
    error::ErrorEnvelope,
    peer::{ChatFrame, ChatId, ChatMessage, HelperControl, SharerControl},
    sign_in::Ask,
    signal::{IceServer, Signal, Signalled},
    socket::{
        BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Hello, Request, ShareState, Welcome,
    },
    stats::{SharerStages, SharerStats, StageTimes},
    view::{
        BoundView, CodeView, DeviceProof, DeviceState, DeviceVerdict, DeviceView, EndReason,
        ParticipantView, Person, PhaseView, Presence, Receipt, SessionView, Surface,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// 32 digits that end in this one.
macro_rules! id {
    ($digit:literal) => {
        concat!("0000000000000000000000000000000", $digit)
    };
}

/// One golden form, and how to read it as the type that it belongs to.
pub(crate) struct Golden {
    pub(crate) text: String,
    pub(crate) reads: fn(&str) -> bool,
}

/// Holds the text against the value, both ways.
fn golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, text: &str) -> Golden {
    let json: serde_json::Value = serde_json::from_str(text).expect(text);
    assert_eq!(serde_json::to_value(value).unwrap(), json, "{value:?}");
    assert_eq!(&serde_json::from_str::<T>(text).unwrap(), value);
    Golden {
        text: text.to_owned(),
        reads: |text| serde_json::from_str::<T>(text).is_ok(),
    }
}

fn connection() -> ConnectionId {
    ConnectionId::from_bits(3)
}

fn person() -> Person {
    Person {
        name: "Ada".to_owned().into(),
        title: Some("Engineer".to_owned().into()),
        company: Some("Contoso".to_owned().into()),
        domain: Some("contoso.example".to_owned().into()),
        picture: Some("/api/v1/sharer/pictures/ab".to_owned()),
    }
}

const PERSON: &str = r#"{"name":"Ada","title":"Engineer","company":"Contoso","domain":"contoso.example","picture":"/api/v1/sharer/pictures/ab"}"#;

fn device() -> DeviceView {
    DeviceView {
        state: DeviceState::InGracePeriod,
        proof: Some(DeviceProof::Presumed),
        name: Some("LAPTOP".to_owned().into()),
        reasons: vec!["no updates".to_owned().into()],
        verdict: Some(DeviceVerdict::NotCompliant),
    }
}

const DEVICE: &str = r#"{"state":"in-grace-period","proof":"presumed","name":"LAPTOP","reasons":["no updates"],"verdict":"not-compliant"}"#;

fn view(phase: PhaseView) -> SessionView {
    SessionView {
        session: SessionId::from_bits(1),
        revision: 7,
        you: ParticipantId::from_bits(2),
        phase,
        participants: vec![
            ParticipantView {
                id: ParticipantId::from_bits(2),
                role: Role::Sharer,
                presence: Presence::Here,
                connection: Some(connection()),
                page: Some(PageId::from_bits(4)),
                consented: true,
                absence_remaining_ms: None,
                fingerprint: Some("sha-256 AB".to_owned()),
                person: person(),
                device: Some(device()),
            },
            ParticipantView {
                id: ParticipantId::from_bits(5),
                role: Role::Helper,
                presence: Presence::Away,
                connection: None,
                page: None,
                consented: false,
                absence_remaining_ms: Some(59_000),
                fingerprint: None,
                person: Person {
                    name: "Bo".to_owned().into(),
                    ..Person::default()
                },
                device: None,
            },
        ],
        chat: true,
        note: None,
        bound: Some(BoundView {
            device: "LAPTOP".to_owned().into(),
            owner: None,
            other_person: false,
            other_device: true,
        }),
        surface: Surface::Monitor,
        receipt: Some(Receipt {
            joined_ms: 1,
            agreed_ms: Some(2),
            ended_ms: 3,
            surfaces: vec![Surface::Browser, Surface::Unknown],
            shared_ms: 4,
            pauses: 5,
            paused_ms: 6,
            chat_cut: true,
        }),
    }
}

fn view_text(phase: &str) -> String {
    let one = id!(1);
    let (two, three, four, five) = (id!(2), id!(3), id!(4), id!(5));
    format!(
        r#"{{"session":"{one}","revision":7,"you":"{two}","phase":{phase},"participants":[
            {{"id":"{two}","role":"sharer","presence":"here","connection":"{three}","page":"{four}","consented":true,"fingerprint":"sha-256 AB","person":{PERSON},"device":{DEVICE}}},
            {{"id":"{five}","role":"helper","presence":"away","consented":false,"absence_remaining_ms":59000,"person":{{"name":"Bo"}}}}
        ],"chat":true,"bound":{{"device":"LAPTOP","other_device":true}},"surface":"monitor",
        "receipt":{{"joined_ms":1,"agreed_ms":2,"ended_ms":3,"surfaces":["browser","unknown"],"shared_ms":4,"pauses":5,"paused_ms":6,"chat_cut":true}}}}"#
    )
}

fn client_frames() -> Vec<Golden> {
    let hello = Hello {
        build: "b1".to_owned(),
        min: 1,
        max: 2,
        fingerprint: Some("sha-256 AB".to_owned()),
        page: Some(PageId::from_bits(4)),
        share: Some(ShareState::Live),
        surface: Surface::Browser,
    };
    let bare = Hello {
        fingerprint: None,
        page: None,
        share: None,
        surface: Surface::Unknown,
        ..hello.clone()
    };
    let request = |request| ClientFrame::Request { id: 9, request };
    let asks = |text: &str| format!(r#"{{"kind":"request","id":9,"request":{text}}}"#);
    let signal = |signal| {
        request(Request::Signal {
            to: connection(),
            signal,
        })
    };
    let signals = |text: &str| {
        asks(&format!(
            r#"{{"type":"signal","to":"{}","signal":{text}}}"#,
            id!(3)
        ))
    };
    vec![
        golden(
            &ClientFrame::Hello(hello),
            &format!(
                r#"{{"kind":"hello","build":"b1","min":1,"max":2,"fingerprint":"sha-256 AB","page":"{}","share":"live","surface":"browser"}}"#,
                id!(4)
            ),
        ),
        golden(
            &ClientFrame::Hello(bare),
            r#"{"kind":"hello","build":"b1","min":1,"max":2}"#,
        ),
        golden(
            &request(Request::Consent {
                round: 2,
                allow: true,
                device: None,
            }),
            &asks(r#"{"type":"consent","round":2,"allow":true}"#),
        ),
        golden(
            &request(Request::Consent {
                round: 2,
                allow: true,
                device: Some(DeviceState::NotCompliant),
            }),
            &asks(r#"{"type":"consent","round":2,"allow":true,"device":"not-compliant"}"#),
        ),
        golden(&request(Request::NewCode), &asks(r#"{"type":"new-code"}"#)),
        golden(
            &signal(Signal::Offer {
                attempt: 1,
                sdp: "v=0".to_owned(),
            }),
            &signals(r#"{"type":"offer","attempt":1,"sdp":"v=0"}"#),
        ),
        golden(
            &signal(Signal::Answer {
                attempt: 1,
                sdp: "v=0".to_owned(),
            }),
            &signals(r#"{"type":"answer","attempt":1,"sdp":"v=0"}"#),
        ),
        golden(
            &signal(Signal::Candidate {
                attempt: 1,
                candidate: "candidate:1".to_owned(),
                mid: Some("0".to_owned()),
                index: Some(0),
            }),
            &signals(
                r#"{"type":"candidate","attempt":1,"candidate":"candidate:1","mid":"0","index":0}"#,
            ),
        ),
        golden(
            &signal(Signal::Candidate {
                attempt: 1,
                candidate: String::new(),
                mid: None,
                index: None,
            }),
            &signals(r#"{"type":"candidate","attempt":1,"candidate":""}"#),
        ),
        golden(
            &signal(Signal::Restart { attempt: 4 }),
            &signals(r#"{"type":"restart","attempt":4}"#),
        ),
        golden(
            &request(Request::Share {
                state: ShareState::Stopped,
                surface: Surface::Unknown,
            }),
            &asks(r#"{"type":"share","state":"stopped"}"#),
        ),
        golden(
            &request(Request::Share {
                state: ShareState::Live,
                surface: Surface::Monitor,
            }),
            &asks(r#"{"type":"share","state":"live","surface":"monitor"}"#),
        ),
        golden(
            &request(Request::Share {
                state: ShareState::Paused,
                surface: Surface::Window,
            }),
            &asks(r#"{"type":"share","state":"paused","surface":"window"}"#),
        ),
        golden(&request(Request::End), &asks(r#"{"type":"end"}"#)),
        golden(
            &ClientFrame::Event {
                event: ClientEvent::Heartbeat,
            },
            r#"{"kind":"event","event":{"type":"heartbeat"}}"#,
        ),
    ]
}

fn phases() -> Vec<(PhaseView, &'static str)> {
    let code = CodeView {
        code: Passcode::parse("4060r0gx").unwrap(),
        remaining_ms: 600_000,
    };
    let mut phases = vec![
        (
            PhaseView::Created { code: Some(code) },
            r#"{"type":"created","code":{"code":"4060r0gx","remaining_ms":600000}}"#,
        ),
        (PhaseView::Created { code: None }, r#"{"type":"created"}"#),
        (
            PhaseView::Joined {
                round: 1,
                remaining_ms: 600_000,
            },
            r#"{"type":"joined","round":1,"remaining_ms":600000}"#,
        ),
        (PhaseView::Connected, r#"{"type":"connected"}"#),
        (PhaseView::Sharing, r#"{"type":"sharing"}"#),
        (PhaseView::Paused, r#"{"type":"paused"}"#),
    ];
    let reasons = [
        (
            EndReason::EndedByHelper,
            r#"{"type":"ended","reason":"ended-by-helper"}"#,
        ),
        (
            EndReason::EndedBySharer,
            r#"{"type":"ended","reason":"ended-by-sharer"}"#,
        ),
        (
            EndReason::DeclinedBySharer,
            r#"{"type":"ended","reason":"declined-by-sharer"}"#,
        ),
        (
            EndReason::DeclinedByHelper,
            r#"{"type":"ended","reason":"declined-by-helper"}"#,
        ),
        (
            EndReason::ConsentTimedOut,
            r#"{"type":"ended","reason":"consent-timed-out"}"#,
        ),
        (
            EndReason::NobodyJoined,
            r#"{"type":"ended","reason":"nobody-joined"}"#,
        ),
        (
            EndReason::HelperGone,
            r#"{"type":"ended","reason":"helper-gone"}"#,
        ),
        (
            EndReason::SharerGone,
            r#"{"type":"ended","reason":"sharer-gone"}"#,
        ),
        (
            EndReason::TooLong,
            r#"{"type":"ended","reason":"too-long"}"#,
        ),
        (
            EndReason::EndedByAdministrator,
            r#"{"type":"ended","reason":"ended-by-administrator"}"#,
        ),
        (
            EndReason::NotPermitted,
            r#"{"type":"ended","reason":"not-permitted"}"#,
        ),
        (
            EndReason::PermissionWithdrawn,
            r#"{"type":"ended","reason":"permission-withdrawn"}"#,
        ),
        (
            EndReason::DeviceNotEnrolled,
            r#"{"type":"ended","reason":"device-not-enrolled"}"#,
        ),
        (
            EndReason::OtherThanBound,
            r#"{"type":"ended","reason":"other-than-bound"}"#,
        ),
    ];
    phases.extend(reasons.map(|(reason, text)| (PhaseView::Ended { reason }, text)));
    phases
}

fn broker_frames() -> Vec<Golden> {
    let ice_servers = || {
        vec![
            IceServer {
                urls: vec!["stun:a.example".to_owned()],
                username: None,
                credential: None,
            },
            IceServer {
                urls: vec!["turns:a.example:443?transport=tcp".to_owned()],
                username: Some("u".to_owned()),
                credential: Some("p".to_owned().into()),
            },
        ]
    };
    let ice_text = r#"[{"urls":["stun:a.example"]},{"urls":["turns:a.example:443?transport=tcp"],"username":"u","credential":"p"}]"#;
    let error = ErrorBody {
        code: ErrorCode::TooManyRequests,
        tries_left: None,
        retry_after_ms: Some(500),
        field: None,
        ask: None,
    };
    let event = |event| BrokerFrame::Event { event };
    let tells = |text: &str| format!(r#"{{"kind":"event","event":{text}}}"#);
    let mut all = vec![
        golden(
            &BrokerFrame::Welcome(Welcome {
                build: "b1".to_owned(),
                version: 1,
                connection: connection(),
                ice_servers: ice_servers(),
                view: view(PhaseView::Connected),
            }),
            &format!(
                r#"{{"kind":"welcome","build":"b1","version":1,"connection":"{}","ice_servers":{ice_text},"view":{}}}"#,
                id!(3),
                view_text(r#"{"type":"connected"}"#)
            ),
        ),
        golden(
            &BrokerFrame::Refused {
                error: error.clone(),
            },
            r#"{"kind":"refused","error":{"code":"too-many-requests","retry_after_ms":500}}"#,
        ),
        golden(
            &BrokerFrame::Response { id: 9, error: None },
            r#"{"kind":"response","id":9}"#,
        ),
        golden(
            &BrokerFrame::Response {
                id: 9,
                error: Some(error),
            },
            r#"{"kind":"response","id":9,"error":{"code":"too-many-requests","retry_after_ms":500}}"#,
        ),
        golden(
            &event(BrokerEvent::Signal(Signalled {
                from: connection(),
                signal: Signal::Restart { attempt: 1 },
            })),
            &tells(&format!(
                r#"{{"type":"signal","from":"{}","signal":{{"type":"restart","attempt":1}}}}"#,
                id!(3)
            )),
        ),
        golden(
            &event(BrokerEvent::IceServers {
                ice_servers: ice_servers(),
            }),
            &tells(&format!(
                r#"{{"type":"ice-servers","ice_servers":{ice_text}}}"#
            )),
        ),
        golden(
            &event(BrokerEvent::Heartbeat),
            &tells(r#"{"type":"heartbeat"}"#),
        ),
        golden(
            &event(BrokerEvent::Restarting {
                retry_after_ms: 1_000,
            }),
            &tells(r#"{"type":"restarting","retry_after_ms":1000}"#),
        ),
    ];
    for (phase, text) in phases() {
        let text = view_text(text);
        all.push(golden(
            &event(BrokerEvent::View { view: view(phase) }),
            &tells(&format!(r#"{{"type":"view","view":{text}}}"#)),
        ));
    }
    all
}

fn peer_messages() -> Vec<Golden> {
    let chat = ChatId {
        connection: connection(),
        seq: 4,
    };
    let chat_text = format!(r#"{{"connection":"{}","seq":4}}"#, id!(3));
    let message = ChatMessage {
        id: chat,
        order: 12,
        author: Role::Helper,
        written_at_ms: 1_700_000_000_000,
        text: "مرحبا 👩‍💻".to_owned().into(),
    };
    vec![
        golden(
            &HelperControl::Ack {
                frame: 5,
                delay_us: None,
            },
            r#"{"type":"ack","frame":5}"#,
        ),
        golden(
            &HelperControl::Ack {
                frame: 5,
                delay_us: Some(2_300),
            },
            r#"{"type":"ack","frame":5,"delay_us":2300}"#,
        ),
        golden(&HelperControl::Keyframe, r#"{"type":"keyframe"}"#),
        golden(
            &HelperControl::Codecs { codecs: 5 },
            r#"{"type":"codecs","codecs":5}"#,
        ),
        golden(
            &HelperControl::Focus { x: 640, y: 0 },
            r#"{"type":"focus","x":640,"y":0}"#,
        ),
        golden(
            &HelperControl::Measure { on: true },
            r#"{"type":"measure","on":true}"#,
        ),
        golden(
            &SharerControl::Heartbeat {
                frame: 5,
                captured_ago_ms: 40,
                paused_ago_ms: None,
            },
            r#"{"type":"heartbeat","frame":5,"captured_ago_ms":40}"#,
        ),
        golden(
            &SharerControl::Heartbeat {
                frame: 5,
                captured_ago_ms: 40,
                paused_ago_ms: Some(30),
            },
            r#"{"type":"heartbeat","frame":5,"captured_ago_ms":40,"paused_ago_ms":30}"#,
        ),
        golden(
            &SharerControl::Stats {
                stats: SharerStats {
                    interval_ms: 1_000,
                    captured: 30,
                    sent: 28,
                    replaced: 2,
                    bytes: 65_000,
                    round_trip_ms: Some(12),
                    rate: Some(1_000_000),
                    film: Some(2),
                    width: 1_920,
                    height: 1_080,
                    format: 0,
                    stages: SharerStages {
                        copy: Some(StageTimes {
                            count: 28,
                            p50_us: 1_600,
                            p95_us: 2_900,
                        }),
                        ..SharerStages::default()
                    },
                },
            },
            r#"{"type":"stats","stats":{"interval_ms":1000,"captured":30,"sent":28,"replaced":2,"bytes":65000,"round_trip_ms":12,"rate":1000000,"film":2,"width":1920,"height":1080,"format":0,"stages":{"copy":{"count":28,"p50_us":1600,"p95_us":2900}}}}"#,
        ),
        golden(
            &SharerControl::Stats {
                stats: SharerStats::default(),
            },
            r#"{"type":"stats","stats":{"interval_ms":0,"captured":0,"sent":0,"replaced":0,"bytes":0,"width":0,"height":0,"format":0,"stages":{}}}"#,
        ),
        golden(&SharerControl::Stopped, r#"{"type":"stopped"}"#),
        golden(
            &ChatFrame::Have { known: vec![chat] },
            &format!(r#"{{"type":"have","known":[{chat_text}]}}"#),
        ),
        golden(
            &ChatFrame::Message(message),
            &format!(
                r#"{{"type":"message","id":{chat_text},"order":12,"author":"helper","written_at_ms":1700000000000,"text":"مرحبا 👩‍💻"}}"#
            ),
        ),
        golden(
            &ChatFrame::Got { id: chat },
            &format!(r#"{{"type":"got","id":{chat_text}}}"#),
        ),
        golden(
            &ChatFrame::Gone { upto: vec![chat] },
            &format!(r#"{{"type":"gone","upto":[{chat_text}]}}"#),
        ),
    ]
}

fn api_bodies() -> Vec<Golden> {
    let one = id!(1);
    vec![
        golden(
            &AppConfig {
                build: "b1".to_owned(),
                demo: true,
                enabled: true,
                notice: Some("We never ask for your password.".to_owned()),
                public_url: "https://help.example.com".to_owned(),
                provider: Some(ProviderConfig {
                    authorization_endpoint: "https://id.example/a".to_owned(),
                    token_endpoint: "https://id.example/t".to_owned(),
                    end_session_endpoint: None,
                    response_issuer: None,
                    client_id: "app".to_owned(),
                    scopes: vec!["openid".to_owned()],
                }),
            },
            r#"{"build":"b1","demo":true,"enabled":true,"notice":"We never ask for your password.","public_url":"https://help.example.com","provider":{"authorization_endpoint":"https://id.example/a","token_endpoint":"https://id.example/t","client_id":"app","scopes":["openid"]}}"#,
        ),
        golden(
            &Nonce {
                nonce: "n".to_owned().into(),
                ask: None,
            },
            r#"{"nonce":"n"}"#,
        ),
        golden(
            &Nonce {
                nonce: "n".to_owned().into(),
                ask: Some(Ask {
                    max_age: Some(300),
                    ..Ask::default()
                }),
            },
            r#"{"nonce":"n","ask":{"max_age":300}}"#,
        ),
        golden(
            &SignIn {
                id_token: "i".to_owned().into(),
                access_token: "a".to_owned().into(),
                refresh_token: None,
            },
            r#"{"id_token":"i","access_token":"a"}"#,
        ),
        golden(
            &SignIn {
                id_token: "i".to_owned().into(),
                access_token: "a".to_owned().into(),
                refresh_token: Some("r".to_owned().into()),
            },
            r#"{"id_token":"i","access_token":"a","refresh_token":"r"}"#,
        ),
        golden(
            &Me {
                role: Role::Sharer,
                person: person(),
                remaining_ms: 5,
                permissions: Vec::new(),
                renewable: vec![RenewableDevice {
                    id: "d-1".to_owned(),
                    name: "LAPTOP".to_owned().into(),
                }],
            },
            &format!(
                r#"{{"role":"sharer","person":{PERSON},"remaining_ms":5,"renewable":[{{"id":"d-1","name":"LAPTOP"}}]}}"#
            ),
        ),
        golden(
            &Me {
                role: Role::Helper,
                person: person(),
                remaining_ms: 5,
                permissions: vec!["roles-update".to_owned()],
                renewable: Vec::new(),
            },
            &format!(
                r#"{{"role":"helper","person":{PERSON},"remaining_ms":5,"permissions":["roles-update"]}}"#
            ),
        ),
        golden(
            &SignedOut {
                end_session_url: Some("https://id.example/e".to_owned()),
            },
            r#"{"end_session_url":"https://id.example/e"}"#,
        ),
        golden(
            &Redeem {
                code: Passcode::parse("4060r0gx").unwrap(),
                device: None,
            },
            r#"{"code":"4060r0gx"}"#,
        ),
        golden(
            &Redeem {
                code: Passcode::parse("4060r0gx").unwrap(),
                device: Some(Signed {
                    key: "k".to_owned(),
                    signature: "s".to_owned().into(),
                }),
            },
            r#"{"code":"4060r0gx","device":{"key":"k","signature":"s"}}"#,
        ),
        golden(
            &Joined {
                session: SessionId::from_bits(1),
            },
            &format!(r#"{{"session":"{one}"}}"#),
        ),
        golden(
            &OpenSessions {
                sessions: vec![OpenSession {
                    session: SessionId::from_bits(1),
                    other: None,
                    age_ms: 9,
                }],
            },
            &format!(r#"{{"sessions":[{{"session":"{one}","age_ms":9}}]}}"#),
        ),
        golden(
            &Away {
                connection: connection(),
            },
            &format!(r#"{{"connection":"{}"}}"#, id!(3)),
        ),
        golden(
            &ErrorEnvelope {
                error: ErrorBody {
                    code: ErrorCode::WrongCode,
                    tries_left: Some(4),
                    retry_after_ms: None,
                    field: None,
                    ask: None,
                },
            },
            r#"{"error":{"code":"wrong-code","tries_left":4}}"#,
        ),
        golden(
            &ErrorEnvelope {
                error: ErrorBody {
                    field: Some("name".to_owned()),
                    ..ErrorBody::new(ErrorCode::BadField)
                },
            },
            r#"{"error":{"code":"bad-field","field":"name"}}"#,
        ),
        golden(
            &ErrorEnvelope {
                error: ErrorBody {
                    ask: Some(Box::new(Ask {
                        claims: Some("{}".to_owned()),
                        acr_values: Some("a b".to_owned()),
                        max_age: Some(3_600),
                    })),
                    ..ErrorBody::new(ErrorCode::InsufficientClaims)
                },
            },
            r#"{"error":{"code":"insufficient-claims","ask":{"claims":"{}","acr_values":"a b","max_age":3600}}}"#,
        ),
    ]
}

fn device_bodies() -> Vec<Golden> {
    vec![
        golden(&Start { device: None }, "{}"),
        golden(
            &Start {
                device: Some("d-1".to_owned()),
            },
            r#"{"device":"d-1"}"#,
        ),
        golden(
            &Challenge {
                challenge: "c".to_owned().into(),
            },
            r#"{"challenge":"c"}"#,
        ),
        golden(
            &EnrolmentLink {
                token: "t".to_owned().into(),
            },
            r#"{"token":"t"}"#,
        ),
        golden(
            &Enrolment {
                device: "LAPTOP".to_owned().into(),
                fits: true,
                remaining_ms: 5,
            },
            r#"{"device":"LAPTOP","fits":true,"remaining_ms":5}"#,
        ),
        golden(
            &Enrol {
                token: "t".to_owned().into(),
                public_key: "p".to_owned(),
            },
            r#"{"token":"t","public_key":"p"}"#,
        ),
        golden(
            &Renew {
                device: "d-1".to_owned(),
                public_key: "p".to_owned(),
            },
            r#"{"device":"d-1","public_key":"p"}"#,
        ),
        golden(
            &EnrolledKey {
                key: "k".to_owned(),
                device: "LAPTOP".to_owned().into(),
            },
            r#"{"key":"k","device":"LAPTOP"}"#,
        ),
    ]
}

/// Every golden form there is.
pub(crate) fn all() -> Vec<Golden> {
    let parts = [
        client_frames(),
        broker_frames(),
        peer_messages(),
        api_bodies(),
        device_bodies(),
    ];
    parts.into_iter().flatten().collect()
}

#[test]
fn every_message_has_its_golden_form() {
    // Each is held against its value as it is made.
    assert_eq!(all().len(), 15 + 8 + 20 + 15 + 16 + 8);
}

#[test]
fn secrets_and_people_do_not_print() {
    let printed = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        view(PhaseView::Connected),
        phases()[0].0,
        SignIn {
            id_token: "tok-i".to_owned().into(),
            access_token: "tok-a".to_owned().into(),
            refresh_token: Some("tok-r".to_owned().into()),
        },
        Signal::Offer {
            attempt: 1,
            sdp: "c=IN IP4 192.0.2.1".to_owned()
        },
        IceServer {
            urls: Vec::new(),
            username: None,
            credential: Some("pw".to_owned().into())
        },
    );
    for secret in [
        "Ada",
        "Engineer",
        "Contoso",
        "4060r0gx",
        "tok-i",
        "tok-a",
        "tok-r",
        "192.0.2.1",
        "pw",
    ] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}
