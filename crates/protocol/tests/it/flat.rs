//! The messages that a page receives are read through flat structs (`rh_protocol::flat`): that must be
//! what serde derives for tagged enums, for what is written and for what a broken side makes of it.

use crate::any;
use proptest::{collection::vec, prelude::*, sample::Index};
use rh_protocol::{
    ErrorBody,
    peer::{ChatFrame, ChatId, ChatMessage, HelperControl, SharerControl},
    signal::{IceServer, Signal, Signalled},
    socket::{BrokerEvent, BrokerFrame, Welcome},
    stats::SharerStats,
    view::{CodeView, EndReason, PhaseView, SessionView},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use std::fmt::Debug;

#[derive(Deserialize)]
#[serde(remote = "BrokerFrame", tag = "kind", rename_all = "kebab-case")]
enum TaggedBrokerFrame {
    Welcome(Welcome),
    Refused {
        error: ErrorBody,
    },
    Response {
        id: u32,
        error: Option<ErrorBody>,
    },
    Event {
        event: BrokerEvent,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(remote = "BrokerEvent", tag = "type", rename_all = "kebab-case")]
enum TaggedBrokerEvent {
    View {
        view: SessionView,
    },
    Signal(Signalled),
    IceServers {
        ice_servers: Vec<IceServer>,
    },
    Heartbeat,
    Restarting {
        retry_after_ms: u64,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(remote = "Signal", tag = "type", rename_all = "kebab-case")]
enum TaggedSignal {
    Offer {
        attempt: u32,
        sdp: String,
    },
    Answer {
        attempt: u32,
        sdp: String,
    },
    Candidate {
        attempt: u32,
        candidate: String,
        mid: Option<String>,
        index: Option<u16>,
    },
    Restart {
        attempt: u32,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(remote = "PhaseView", tag = "type", rename_all = "kebab-case")]
enum TaggedPhaseView {
    Created {
        code: Option<CodeView>,
    },
    Joined {
        round: u32,
        remaining_ms: u64,
    },
    Connected,
    Sharing,
    Paused,
    Ended {
        reason: EndReason,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(remote = "HelperControl", tag = "type", rename_all = "kebab-case")]
enum TaggedHelperControl {
    Ack {
        frame: u32,
        delay_us: Option<u32>,
    },
    Keyframe,
    Codecs {
        codecs: u8,
    },
    Focus {
        x: u16,
        y: u16,
    },
    Measure {
        on: bool,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(remote = "SharerControl", tag = "type", rename_all = "kebab-case")]
enum TaggedSharerControl {
    Heartbeat {
        frame: u32,
        captured_ago_ms: u64,
        paused_ago_ms: Option<u64>,
    },
    Stats {
        stats: SharerStats,
    },
    Stopped,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(remote = "ChatFrame", tag = "type", rename_all = "kebab-case")]
enum TaggedChatFrame {
    Have {
        known: Vec<ChatId>,
    },
    Message(ChatMessage),
    Got {
        id: ChatId,
    },
    Gone {
        upto: Vec<ChatId>,
    },
    #[serde(other)]
    Unknown,
}

/// What a broken or newer side does to a message of one object.
#[derive(Clone, Debug)]
enum Damage {
    Remove(Index),
    Null(Index),
    Add,
    Retag(Index),
    /// Moves the field to the end: tags need not come first.
    Last(Index),
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = prop_oneof![
        any::<Index>().prop_map(Damage::Remove),
        any::<Index>().prop_map(Damage::Null),
        Just(Damage::Add),
        any::<Index>().prop_map(Damage::Retag),
        any::<Index>().prop_map(Damage::Last),
    ];
    vec(one, 0..4)
}

/// The message as text, damaged.
fn damaged(message: &impl Serialize, tag: &str, kinds: &[&str], damage: &[Damage]) -> String {
    let Ok(Value::Object(fields)) = serde_json::to_value(message) else {
        panic!("a message is an object");
    };
    let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
    for damage in damage {
        let count = fields.len();
        match damage {
            Damage::Add => fields.push(("from-the-future".to_owned(), json!([{"n": null}]))),
            _ if count == 0 => {}
            Damage::Remove(at) => drop(fields.remove(at.index(count))),
            Damage::Null(at) => fields[at.index(count)].1 = Value::Null,
            Damage::Retag(kind) => {
                for (_, value) in fields.iter_mut().filter(|(name, _)| name == tag) {
                    *value = json!(kind.get(kinds));
                }
            }
            Damage::Last(at) => {
                let field = fields.remove(at.index(count));
                fields.push(field);
            }
        }
    }
    written(&fields)
}

/// An object whose fields stand in this order.
fn written(fields: &[(String, Value)]) -> String {
    let one = |(name, value): &(String, Value)| {
        let field = Map::from_iter([(name.clone(), value.clone())]);
        let object = Value::Object(field).to_string();
        object[1..object.len() - 1].to_owned()
    };
    let fields: Vec<String> = fields.iter().map(one).collect();
    format!("{{{}}}", fields.join(","))
}

fn same<T: DeserializeOwned + PartialEq + Debug>(
    text: &str,
    tagged: impl Fn(&mut serde_json::Deserializer<serde_json::de::StrRead<'_>>) -> serde_json::Result<T>,
) -> Result<(), TestCaseError> {
    let flat = serde_json::from_str::<T>(text).ok();
    let tagged = tagged(&mut serde_json::Deserializer::from_str(text)).ok();
    prop_assert_eq!(flat, tagged, "{}", text);
    Ok(())
}

macro_rules! flat_is_tagged {
    ($($name:ident: $tagged:ident by $tag:literal in $kinds:expr;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(10_000))]
            $(
                #[test]
                fn $name(message in any::$name(), damage in damage()) {
                    let text = damaged(&message, $tag, &$kinds, &damage);
                    same(&text, |json| $tagged::deserialize(json))?;
                    // Nothing but damage keeps it from being read.
                    let whole = damaged(&message, $tag, &$kinds, &[]);
                    prop_assert_eq!(serde_json::from_str(&whole).ok(), Some(message));
                }
            )*
        }
    };
}

flat_is_tagged! {
    broker_frame: TaggedBrokerFrame by "kind" in
        ["welcome", "refused", "response", "event", "unknown", "from-the-future"];
    broker_event: TaggedBrokerEvent by "type" in
        ["view", "signal", "ice-servers", "heartbeat", "restarting", "from-the-future"];
    signal: TaggedSignal by "type" in ["offer", "answer", "candidate", "restart", "from-the-future"];
    phase: TaggedPhaseView by "type" in
        ["created", "joined", "connected", "sharing", "paused", "ended", "from-the-future"];
    helper_control: TaggedHelperControl by "type" in
        ["ack", "keyframe", "codecs", "measure", "from-the-future"];
    sharer_control: TaggedSharerControl by "type" in
        ["heartbeat", "stats", "stopped", "from-the-future"];
    chat_frame: TaggedChatFrame by "type" in
        ["have", "message", "got", "gone", "from-the-future"];
}
