//! A device of the directory as people are shown it: texts cleaned and cut, the state never better than it is. Pure.

use crate::{
    directory::{Compliance, Device as Entry},
    identity::clean,
};
use rh_protocol::{
    Redacted, limits,
    view::{DeviceProof, DeviceState, DeviceVerdict, DeviceView},
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
        verdict: None,
    }
}

/// Has what the identity provider says decide the state, where it was asked. Its silence vouches for nothing.
pub(super) fn judge(view: &mut DeviceView, verdict: Option<DeviceVerdict>) {
    view.verdict = verdict;
    match verdict {
        None => {}
        Some(DeviceVerdict::Compliant) => {
            view.state = DeviceState::Compliant;
            view.reasons.clear();
        }
        Some(DeviceVerdict::NotCompliant) => view.state = DeviceState::NotCompliant,
        Some(DeviceVerdict::Silent) if view.state == DeviceState::Compliant => {
            view.state = DeviceState::Unknown;
        }
        Some(DeviceVerdict::Silent) => {}
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
        verdict: None,
    }
}

/// A device that nobody knows.
pub(super) fn unenrolled() -> Device {
    Device {
        shown: DeviceView {
            state: DeviceState::Unenrolled,
            ..DeviceView::default()
        },
        ..Device::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Platform;

    #[test]
    fn the_providers_word_decides_and_its_silence_never_reads_compliant() {
        use DeviceState as S;
        use DeviceVerdict as V;
        for state in S::ALL {
            let judged = |verdict| {
                let mut view = DeviceView {
                    state,
                    reasons: vec![Redacted::new("no updates".to_owned())],
                    ..DeviceView::default()
                };
                judge(&mut view, verdict);
                assert_eq!(view.verdict, verdict);
                (view.state, view.reasons.len())
            };
            assert_eq!(judged(None), (state, 1));
            assert_eq!(judged(Some(V::Compliant)), (S::Compliant, 0));
            assert_eq!(judged(Some(V::NotCompliant)), (S::NotCompliant, 1));
            let silent = match state {
                S::Compliant => S::Unknown,
                other => other,
            };
            assert_eq!(judged(Some(V::Silent)), (silent, 1));
        }
    }

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
