//! What the broker says about the sessions that run, and what it is told.

use crate::console::load::Asking;
use crate::platform::http;
use rh_protocol::view::{DeviceProof, DeviceVerdict, Person, Presence};
use rh_protocol::{ErrorBody, Role, SessionId};
use serde::{Deserialize, Serialize};

/// All of them, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct All {
    pub(super) sessions: Vec<Running>,
}

/// A session that is not over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Running {
    pub(super) session: SessionId,
    pub(super) age_ms: u64,
    pub(super) phase: String,
    pub(super) people: Vec<Participant>,
}

/// Somebody in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Participant {
    pub(super) role: Role,
    pub(super) person: Person,
    pub(super) presence: Presence,
    /// What is known about their device, where anything is.
    #[serde(default)]
    pub(super) device: Option<Device>,
}

/// A device, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Device {
    #[serde(default)]
    pub(super) name: Option<String>,
    pub(super) state: String,
    /// By which means it was found.
    #[serde(default)]
    pub(super) proof: Option<DeviceProof>,
    /// What the identity provider said of it, where it was asked.
    #[serde(default)]
    pub(super) verdict: Option<DeviceVerdict>,
}

impl Running {
    /// Who is there in this role.
    pub(super) fn people(&self, role: Role) -> impl Iterator<Item = &Participant> {
        self.people.iter().filter(move |one| one.role == role)
    }
}

/// The last word to both sides.
#[derive(Debug, Serialize)]
struct End<'a> {
    note: &'a str,
}

/// Asks for all of them.
pub(super) fn all() -> Asking<All> {
    Box::pin(http::get("/sessions"))
}

/// The same, while the page stands there.
pub(super) fn all_again() -> Asking<All> {
    Box::pin(http::get_in_background("/sessions"))
}

/// Ends one of them.
pub(super) async fn end(session: SessionId, note: &str) -> Result<(), ErrorBody> {
    http::post(&format!("/sessions/{session}/end"), &End { note }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_read_with_and_without_a_device() {
        let all: All = serde_json::from_str(
            r#"{"sessions":[{"session":"000000000000000000000000000000ab","age_ms":5,"phase":"sharing","people":[
            {"role":"helper","account":"a","person":{"name":"Maya"},"presence":"here"},
            {"role":"sharer","account":"b","person":{"name":"Yuki"},"presence":"lost",
             "device":{"name":"LAPTOP-9","state":"not-compliant","proof":"presumed"}}]}]}"#,
        )
        .unwrap();
        let one = &all.sessions[0];
        assert_eq!(one.people(Role::Helper).next().unwrap().device, None);
        let device = one.people(Role::Sharer).next().unwrap().device.as_ref();
        assert_eq!(device.unwrap().state, "not-compliant");
        assert_eq!(device.unwrap().proof, Some(DeviceProof::Presumed));
    }
}
