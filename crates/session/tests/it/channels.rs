//! What may travel between the two pages, and who may send it.

use rh_protocol::{
    ConnectionId, Role, limits,
    peer::{ChatFrame, ChatId, ChatMessage, HelperControl, SharerControl},
    stats::SharerStats,
};
use rh_session::{
    rules::may_send_screen,
    wire::{self, Control, WireError},
};
use serde_json::Value;

fn kind(text: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap();
    value["type"].as_str().unwrap().to_owned()
}

fn helper_controls() -> Vec<HelperControl> {
    let all = vec![
        HelperControl::Ack {
            frame: 7,
            delay_us: None,
        },
        HelperControl::Keyframe,
        HelperControl::Codecs { codecs: 3 },
        HelperControl::Focus { x: 640, y: 360 },
        HelperControl::Measure { on: true },
    ];
    for message in &all {
        // Fails to compile when a kind is added: then this list, and the one below, must grow.
        match message {
            HelperControl::Ack { .. }
            | HelperControl::Keyframe
            | HelperControl::Codecs { .. }
            | HelperControl::Focus { .. }
            | HelperControl::Measure { .. }
            | HelperControl::Unknown => {}
        }
    }
    all
}

fn sharer_controls() -> Vec<SharerControl> {
    let heartbeat = SharerControl::Heartbeat {
        frame: 7,
        captured_ago_ms: 40,
        paused_ago_ms: None,
    };
    let stats = SharerStats::default();
    let all = vec![
        heartbeat,
        SharerControl::Stats { stats },
        SharerControl::Stopped,
    ];
    for message in &all {
        match message {
            SharerControl::Heartbeat { .. }
            | SharerControl::Stats { .. }
            | SharerControl::Stopped
            | SharerControl::Unknown => {}
        }
    }
    all
}

fn chat_frames() -> Vec<ChatFrame> {
    let id = ChatId {
        connection: ConnectionId::from_bits(1),
        seq: 1,
    };
    let message = ChatMessage {
        id,
        order: 1,
        author: Role::Helper,
        written_at_ms: 0,
        text: "hello".to_owned().into(),
    };
    let all = vec![
        ChatFrame::Have { known: vec![id] },
        ChatFrame::Message(message),
        ChatFrame::Got { id },
        ChatFrame::Gone { upto: vec![id] },
    ];
    for frame in &all {
        match frame {
            ChatFrame::Have { .. }
            | ChatFrame::Message(_)
            | ChatFrame::Got { .. }
            | ChatFrame::Gone { .. }
            | ChatFrame::Unknown => {}
        }
    }
    all
}

/// All that a helper's page may ever send to a sharer's, by channel. Nothing of it is input to the
/// sharer's device: no pointer, no key, no text to be typed, no command.
#[test]
fn every_message_kind_that_a_helper_may_send() {
    let mut sendable: Vec<String> = helper_controls()
        .into_iter()
        .map(|message| wire::control_text(Role::Helper, &Control::Helper(message)).unwrap())
        .map(|text| format!("control {}", kind(&text)))
        .collect();
    for frame in chat_frames() {
        sendable.push(format!("chat {}", kind(&wire::encode(&frame).unwrap())));
    }
    assert_eq!(
        sendable,
        [
            "control ack",
            "control keyframe",
            "control codecs",
            "control focus",
            "control measure",
            "chat have",
            "chat message",
            "chat got",
            "chat gone"
        ]
    );
    assert!(!may_send_screen(Role::Helper));
    assert!(may_send_screen(Role::Sharer));
}

#[test]
fn neither_side_can_send_the_other_sides_messages() {
    for message in helper_controls() {
        let text = wire::encode(&message).unwrap();
        let refused = wire::control_text(Role::Sharer, &Control::Helper(message.clone()));
        assert_eq!(refused, Err(WireError::WrongRole));
        assert_eq!(
            wire::control(Role::Helper, &text),
            Ok(Control::Helper(message))
        );
        // From a sharer it is nothing that this build knows.
        let as_sharer = wire::control(Role::Sharer, &text);
        assert_eq!(as_sharer, Ok(Control::Sharer(SharerControl::Unknown)));
    }
    for message in sharer_controls() {
        let text = wire::encode(&message).unwrap();
        let refused = wire::control_text(Role::Helper, &Control::Sharer(message.clone()));
        assert_eq!(refused, Err(WireError::WrongRole));
        assert_eq!(
            wire::control(Role::Sharer, &text),
            Ok(Control::Sharer(message))
        );
        let as_helper = wire::control(Role::Helper, &text);
        assert_eq!(as_helper, Ok(Control::Helper(HelperControl::Unknown)));
    }
}

#[test]
fn what_would_be_input_is_unknown() {
    for kind in [
        "pointer",
        "key",
        "click",
        "type",
        "scroll",
        "clipboard",
        "run",
    ] {
        let text = format!(r#"{{"type":"{kind}","x":1,"y":2}}"#);
        let read = wire::control(Role::Helper, &text);
        assert_eq!(read, Ok(Control::Helper(HelperControl::Unknown)));
    }
}

#[test]
fn messages_beyond_their_limit_are_not_even_read() {
    let long = " ".repeat(limits::PEER_MESSAGE + 1);
    assert_eq!(wire::control(Role::Helper, &long), Err(WireError::TooLong));
    assert_eq!(wire::chat_frame(&long), Err(WireError::TooLong));
    let long = " ".repeat(limits::SOCKET_MESSAGE + 1);
    assert_eq!(wire::client_frame(&long), Err(WireError::TooLong));
    assert_eq!(wire::broker_frame(&long), Err(WireError::TooLong));
    assert_eq!(wire::chat_frame("{"), Err(WireError::Malformed));
}
