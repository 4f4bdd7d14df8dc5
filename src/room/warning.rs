//! What a helper has to take note of before anything else: a device that warns, or another one, or somebody else, than the
//! session is for.

use super::device::device_of;
use crate::components::{Button, ButtonKind, Icon, Sign};
use crate::i18n;
use crate::platform::{document, spawn, timer};
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;
use rh_protocol::view::{BoundView, DeviceState, SessionView};

/// What a helper is warned of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Warned {
    /// The state of the device, where it warns: what is told with the consent.
    pub(super) state: Option<DeviceState>,
    bound: Option<BoundView>,
}

impl Warned {
    /// What there is to be warned of in this session, if there is anything.
    fn of(view: &SessionView) -> Option<Self> {
        let state = device_of(view).map(|device| device.state);
        let warned = Self {
            state: state.filter(|state| state.warns()),
            bound: view
                .bound
                .clone()
                .filter(|bound| bound.other_person || bound.other_device),
        };
        (warned.state.is_some() || warned.bound.is_some()).then_some(warned)
    }
}

/// What the helper of a session is warned of now; nothing at the sharer's side.
pub(super) fn warned(session: SessionHandle, role: Role) -> Memo<Option<Warned>> {
    Memo::new(move |_| {
        let of = |view: &Option<SessionView>| view.as_ref().and_then(Warned::of);
        (role == Role::Helper)
            .then(|| session.view().with(of))
            .flatten()
    })
}

/// The message that warns of a state; none of one that is no reason to.
const fn warning_key(state: DeviceState) -> Option<&'static str> {
    match state {
        DeviceState::NotCompliant => Some("device-warning-not-compliant"),
        DeviceState::Unenrolled => Some("device-warning-unenrolled"),
        DeviceState::Unknown => Some("device-warning-unknown"),
        DeviceState::Compliant | DeviceState::InGracePeriod => None,
    }
}

/// Where the focus goes once the warning is taken note of.
const AFTER: &str = "trust-actions";

/// The warning, with a button to go on knowingly, which comes before any other.
#[component]
pub(super) fn DeviceWarning(
    warned: Warned,
    /// What the helper has taken note of.
    accepted: RwSignal<Option<Warned>>,
    /// Does not go on.
    decline: Callback<()>,
) -> impl IntoView {
    let lines = lines(&warned);
    let go_on = move |()| {
        accepted.set(Some(warned.clone()));
        spawn(async {
            // The button goes; what comes in its place is there after this turn.
            timer::sleep(0).await;
            document::focus(AFTER);
        });
    };
    view! {
        <div class="device-warning" role="alert" data-testid="device-warning">
            <p class="device-warning-title">
                <Icon sign=Sign::Warning />
                <strong>{t!("device-warning-title")}</strong>
            </p>
            {lines}
            <p>{t!("device-warning-risk")}</p>
        </div>
        <div class="actions">
            <Button
                kind=ButtonKind::Danger
                label=t!("device-continue")
                test_id="device-continue"
                on_press=go_on
            />
            <Button label=t!("decline") test_id="decline" on_press=decline />
        </div>
    }
    .into_any()
}

fn lines(warned: &Warned) -> Vec<AnyView> {
    let mut lines = Vec::new();
    if let Some(key) = warned.state.and_then(warning_key) {
        let text = move || i18n::text(key, &[]);
        lines.push(view! { <p data-testid="device-warning-state">{text}</p> }.into_any());
    }
    let Some(bound) = &warned.bound else {
        return lines;
    };
    let named = |name: Option<String>| name.map(|name| view! { " " <bdi>{name}</bdi> });
    if bound.other_person {
        let owner = named(bound.owner.as_ref().map(|owner| owner.expose().clone()));
        let line =
            view! { <p data-testid="other-person">{t!("device-warning-person")} {owner}</p> };
        lines.push(line.into_any());
    }
    if bound.other_device {
        let device = named(Some(bound.device.expose().clone()));
        let line =
            view! { <p data-testid="other-device">{t!("device-warning-device")} {device}</p> };
        lines.push(line.into_any());
    }
    lines
}

/// The answers, once nothing is left to be warned of.
#[component]
pub(super) fn Answers(children: Children) -> impl IntoView {
    view! { <div class="actions" id=AFTER tabindex="-1">{children()}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rh_protocol::{ParticipantId, SessionId};

    fn view(device: serde_json::Value, bound: serde_json::Value) -> SessionView {
        let sharer = serde_json::json!({
            "id": ParticipantId::from_bits(2), "role": "sharer", "presence": "here",
            "consented": false, "person": { "name": "S" }, "device": device,
        });
        serde_json::from_value(serde_json::json!({
            "session": SessionId::from_bits(1), "revision": 1,
            "you": ParticipantId::from_bits(1), "phase": { "type": "connected" },
            "participants": [sharer], "chat": true, "bound": bound,
        }))
        .unwrap()
    }

    #[test]
    fn whatever_is_not_safe_is_warned_of_and_nothing_else() {
        let none = serde_json::Value::Null;
        for state in DeviceState::ALL {
            let shown = serde_json::json!({ "state": state });
            let warned = Warned::of(&view(shown, none.clone()));
            assert_eq!(warned.is_some(), state.warns(), "{state:?}");
        }
        assert_eq!(Warned::of(&view(none.clone(), none.clone())), None);
        let compliant = serde_json::json!({ "state": "compliant" });
        let fits = serde_json::json!({ "device": "L" });
        assert_eq!(Warned::of(&view(compliant.clone(), fits)), None);
        let other = serde_json::json!({ "device": "L", "other_person": true });
        let warned = Warned::of(&view(compliant, other)).unwrap();
        assert_eq!(warned.state, None);
    }
}
