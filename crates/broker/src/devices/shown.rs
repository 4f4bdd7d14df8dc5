//! A device of the directory as people are shown it: texts cleaned and cut, the state never better than it is. Pure.

use crate::{
    directory::{Compliance, Device as Entry},
    identity::clean,
};
use rh_protocol::{
    Redacted, limits,
    view::{DeviceProof, DeviceState, DeviceView},
};
use rh_session::broker::Device;

/// A device that the directory knows.
pub(super) fn device(entry: &Entry, proof: DeviceProof) -> DeviceView {
    let state = match entry.compliance {
        Compliance::Compliant => DeviceState::Compliant,
        Compliance::NotCompliant => DeviceState::NotCompliant,
        Compliance::InGracePeriod => DeviceState::InGracePeriod,
        Compliance::Unknown => DeviceState::Unknown,
    };
    let reasons = entry.reasons.iter().filter_map(|reason| clean(reason));
    DeviceView {
        state,
        proof: Some(proof),
        name: Some(name(entry)),
        reasons: reasons
            .take(limits::DEVICE_REASONS)
            .map(Redacted::new)
            .collect(),
    }
}

/// What it is called; its id where that leaves nothing to be shown.
pub(super) fn name(entry: &Entry) -> Redacted<String> {
    Redacted::new(clean(&entry.name).unwrap_or_else(|| entry.id.clone()))
}

/// A device that is enrolled, of which nobody can say more now.
pub(super) fn nobody_knows(
    proof: Option<DeviceProof>,
    name: Option<Redacted<String>>,
) -> DeviceView {
    DeviceView {
        state: DeviceState::Unknown,
        proof,
        name,
        reasons: Vec::new(),
    }
}

/// A device that nobody knows.
pub(super) fn unenrolled() -> Device {
    Device {
        id: None,
        key: None,
        shown: DeviceView {
            state: DeviceState::Unenrolled,
            ..DeviceView::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Platform;

    #[test]
    fn what_stands_in_the_directory_is_shown_as_text_of_one_line() {
        let entry = Entry {
            id: "d-1".to_owned(),
            name: "LAP\u{202e}TOP\n9".to_owned(),
            owner: None,
            platform: Platform::Windows,
            compliance: Compliance::NotCompliant,
            reasons: vec!["no\tupdates".to_owned(), "\u{200b}".to_owned()],
            last_seen_ms: None,
            groups: Vec::new(),
        };
        let shown = device(&entry, DeviceProof::Key);
        assert_eq!(shown.state, DeviceState::NotCompliant);
        assert_eq!(shown.name.unwrap().expose(), "LAPTOP 9");
        let reasons: Vec<_> = shown.reasons.iter().map(Redacted::expose).collect();
        assert_eq!(reasons, ["no updates"]);
        let nameless = Entry {
            name: "\u{202e}".to_owned(),
            ..entry
        };
        assert_eq!(name(&nameless).expose(), "d-1");
    }
}
