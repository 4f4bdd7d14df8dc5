//! A tab that stays open over an upgrade: what a newer side adds is skipped, what it asks refused.

use crate::golden;
use rh_protocol::{
    peer::{ChatFrame, HelperControl, SharerControl},
    signal::Signal,
    socket::{BrokerEvent, BrokerFrame, ClientEvent, ClientFrame, Request},
    view::{EndReason, PhaseView},
};
use serde_json::{Value, json};

/// Adds a field to every object.
fn extend(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(extend);
            fields.insert(
                "from-the-future".into(),
                json!({"type": "x", "n": [1, null]}),
            );
        }
        Value::Array(items) => items.iter_mut().for_each(extend),
        _ => {}
    }
}

#[test]
fn unknown_fields_are_skipped_everywhere() {
    for golden in golden::all() {
        let mut value: Value = serde_json::from_str(&golden.text).unwrap();
        extend(&mut value);
        assert!((golden.reads)(&value.to_string()), "{value}");
    }
}

#[test]
fn unknown_frames_and_events_read_as_unknown() {
    let frame = r#"{"kind":"from-the-future","x":1}"#;
    assert_eq!(
        serde_json::from_str::<ClientFrame>(frame).unwrap(),
        ClientFrame::Unknown
    );
    assert_eq!(
        serde_json::from_str::<BrokerFrame>(frame).unwrap(),
        BrokerFrame::Unknown
    );

    let event = r#"{"kind":"event","event":{"type":"from-the-future","x":[1]}}"#;
    let client = ClientFrame::Event {
        event: ClientEvent::Unknown,
    };
    assert_eq!(serde_json::from_str::<ClientFrame>(event).unwrap(), client);
    let broker = BrokerFrame::Event {
        event: BrokerEvent::Unknown,
    };
    assert_eq!(serde_json::from_str::<BrokerFrame>(event).unwrap(), broker);
}

#[test]
fn unknown_requests_keep_their_number_so_that_they_can_be_refused() {
    let text = r#"{"kind":"request","id":9,"request":{"type":"take-control","x":1}}"#;
    let request = ClientFrame::Request {
        id: 9,
        request: Request::Unknown,
    };
    assert_eq!(serde_json::from_str::<ClientFrame>(text).unwrap(), request);
}

#[test]
fn unknown_messages_reasons_and_phases_read_as_unknown() {
    let text = r#"{"type":"from-the-future","x":1}"#;
    assert_eq!(
        serde_json::from_str::<HelperControl>(text).unwrap(),
        HelperControl::Unknown
    );
    assert_eq!(
        serde_json::from_str::<SharerControl>(text).unwrap(),
        SharerControl::Unknown
    );
    assert_eq!(
        serde_json::from_str::<ChatFrame>(text).unwrap(),
        ChatFrame::Unknown
    );
    assert_eq!(
        serde_json::from_str::<Signal>(text).unwrap(),
        Signal::Unknown
    );
    assert_eq!(
        serde_json::from_str::<PhaseView>(text).unwrap(),
        PhaseView::Unknown
    );
    let reason = serde_json::from_str::<EndReason>(r#""from-the-future""#).unwrap();
    assert_eq!(reason, EndReason::Unknown);
}
