//! What receivers are told: the body of a delivery, after `docs/webhooks.schema.json`.

use crate::settings::WebhookEvent;
use chrono::{DateTime, SecondsFormat};
use rh_protocol::{
    Redacted, limits,
    view::{DeviceProof, DeviceState, EndReason, Surface},
};
use serde::Serialize;

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type")]
pub enum Event {
    /// Both sides have agreed, for the first time in the session.
    #[serde(rename = "session.started")]
    SessionStarted {
        /// Which.
        session: Session,
    },
    /// A session is over.
    #[serde(rename = "session.ended")]
    SessionEnded {
        /// Which.
        session: Session,
        /// Why.
        reason: EndReason,
        /// What an administrator said to both sides when they ended it.
        note: Option<Redacted<String>>,
        /// From the start to the end, in milliseconds; none when it never started.
        duration_ms: Option<u64>,
        /// What there was to see.
        screen: Screen,
        /// The reference to a ticket that the helper has given so far.
        ticket: Option<Redacted<String>>,
    },
    /// Something that somebody should look at.
    #[serde(rename = "alarm")]
    Alarm {
        /// What.
        alarm: Alarm,
    },
    /// Somebody looks whether deliveries arrive.
    #[serde(rename = "test")]
    Test {},
}

/// A session and who is in it.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// Its id, as in the audit.
    pub id: String,
    /// When the helper created it (RFC 3339).
    pub created_at: String,
    /// When both had agreed for the first time; none when they never did.
    pub started_at: Option<String>,
    /// Who helps.
    pub helper: Option<Person>,
    /// Who is helped; none when nobody joined.
    pub sharer: Option<Person>,
    /// Where they sit; none when nobody joined.
    pub device: Option<Device>,
}

/// The device of a sharer.
#[derive(Clone, Debug, Serialize)]
pub struct Device {
    /// The directory's id; none for one that is not enrolled.
    pub id: Option<String>,
    /// What the organisation calls it.
    pub name: Option<Redacted<String>>,
    /// Its state.
    pub state: DeviceState,
    /// By what it is known.
    pub proof: Option<DeviceProof>,
}

/// What was shared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Screen {
    /// What kinds of surface, as the sharer's page said, in the order in which each was shared first.
    pub surfaces: Vec<Surface>,
    /// For how long, without pauses, in milliseconds.
    pub shared_ms: u64,
    /// How often it was paused.
    pub pauses: u32,
    /// For how long, all pauses together, in milliseconds.
    pub paused_ms: u64,
}

/// Somebody in a session.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Their account, as in the audit.
    pub account: String,
    /// What the identity provider calls them: `sub`, or `oid` with Entra ID.
    pub subject: Option<Redacted<String>>,
    /// Their name, as the other side saw it.
    pub name: Redacted<String>,
    /// Their verified e-mail address, if one is known.
    pub email: Option<Redacted<String>>,
}

/// What is alarming.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Alarm {
    /// More wrong security codes within a day than anybody mistypes.
    WrongCodes {
        /// So many.
        count: u32,
        /// The figure that was passed.
        limit: u32,
        /// Within so many milliseconds.
        within_ms: u64,
    },
}

impl Alarm {
    /// So many wrong codes within a day.
    #[must_use]
    pub const fn wrong_codes(count: u32) -> Self {
        Self::WrongCodes {
            count,
            limit: limits::WRONG_CODES_TENANT_DAY,
            within_ms: 24 * 60 * 60_000,
        }
    }
}

impl Event {
    /// Which of those that can be subscribed to; none for a test, which whoever it is for gets.
    #[must_use]
    pub const fn subscribed(&self) -> Option<WebhookEvent> {
        match self {
            Self::SessionStarted { .. } => Some(WebhookEvent::SessionStarted),
            Self::SessionEnded { .. } => Some(WebhookEvent::SessionEnded),
            Self::Alarm { .. } => Some(WebhookEvent::Alarm),
            Self::Test {} => None,
        }
    }

    /// Its `type`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SessionStarted { .. } => "session.started",
            Self::SessionEnded { .. } => "session.ended",
            Self::Alarm { .. } => "alarm",
            Self::Test {} => "test",
        }
    }

    /// The body of a delivery.
    ///
    /// # Errors
    /// None in practice: every field has a form in JSON.
    pub(super) fn body(&self, id: &str, at_ms: u64) -> Result<String, serde_json::Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            id: &'a str,
            at: String,
            #[serde(flatten)]
            event: &'a Event,
        }
        let at = time(at_ms);
        serde_json::to_string(&Body {
            id,
            at,
            event: self,
        })
    }
}

/// A time in Unix milliseconds, after RFC 3339.
#[must_use]
pub fn time(at_ms: u64) -> String {
    let at = i64::try_from(at_ms)
        .ok()
        .and_then(DateTime::from_timestamp_millis);
    // Farther than a calendar reaches there is no clock.
    at.unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn names_are_what_is_written_and_what_can_be_subscribed_to() {
        for event in [
            Event::Alarm {
                alarm: Alarm::wrong_codes(901),
            },
            Event::Test {},
        ] {
            let body: Value = serde_json::from_str(&event.body("i", 0).unwrap()).unwrap();
            assert_eq!(body["type"], json!(event.name()));
            assert_eq!(body["at"], json!("1970-01-01T00:00:00.000Z"));
            if let Some(subscribed) = event.subscribed() {
                assert_eq!(json!(subscribed), json!(event.name()));
            }
        }
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let person = Person {
            account: "a".to_owned(),
            subject: Some(Redacted::new("s-1".to_owned())),
            name: Redacted::new("Maya".to_owned()),
            email: Some(Redacted::new("m@b".to_owned())),
        };
        let printed = format!("{person:?}");
        for part in ["s-1", "Maya", "m@b"] {
            assert!(!printed.contains(part), "{printed}");
        }
    }
}
