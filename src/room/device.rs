//! The sharer's device on the trust screens, as the broker vouches for it.

use crate::components::{Icon, Sign};
use crate::i18n;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;
use rh_protocol::view::{DeviceProof, DeviceState, DeviceVerdict, DeviceView, SessionView};

/// The device of whoever is the sharer.
pub(super) fn device_of(view: &SessionView) -> Option<DeviceView> {
    let mut sharers = view.participants.iter();
    sharers.find(|p| p.role == Role::Sharer)?.device.clone()
}

/// The device, in one or a few lines.
#[component]
pub fn DeviceLine(session: SessionHandle, role: Role) -> impl IntoView {
    let device = Memo::new(move |_| {
        let of = |view: &Option<SessionView>| view.as_ref().and_then(device_of);
        session.view().with(of)
    });
    move || device.get().map(|device| line(device, role))
}

fn line(device: DeviceView, role: Role) -> AnyView {
    let label = match role {
        Role::Sharer => t!("device-yours"),
        Role::Helper => t!("device-theirs"),
    };
    let name = device.name.map(|name| {
        view! { <bdi class="device-name" data-testid="device-name">{name.into_inner()}</bdi> }
    });
    let side = role.as_str();
    let proof = device.proof.map(|proof| {
        let text = move || i18n::text(proof_key(proof), &[("side", side.into())]);
        view! { <p class="fine" data-testid="device-proof">{text}</p> }
    });
    let verdict = device.verdict.map(|verdict| {
        let text = move || i18n::text(verdict_key(verdict), &[]);
        view! { <p class="fine" data-testid="device-verdict">{text}</p> }
    });
    let reasons = device.reasons.into_iter().map(|reason| {
        view! { <li><bdi>{reason.into_inner()}</bdi></li> }
    });
    let reasons: Vec<_> = reasons.collect();
    let reasons = (!reasons.is_empty()).then(|| {
        view! { <ul class="device-reasons" data-testid="device-reasons">{reasons}</ul> }
    });
    let state = device.state.as_str();
    view! {
        <div class="device" data-testid="device" data-state=state>
            <p class="device-label">{label} " " {name}</p>
            <p class="device-state">
                <Icon sign=sign(device.state) />
                <span data-testid="device-state">
                    {move || i18n::text(state_key(device.state), &[])}
                </span>
            </p>
            {reasons}
            {verdict}
            {proof}
        </div>
    }
    .into_any()
}

const fn sign(state: DeviceState) -> Sign {
    match state {
        DeviceState::Compliant => Sign::Shield,
        DeviceState::InGracePeriod => Sign::Clock,
        DeviceState::NotCompliant | DeviceState::Unknown | DeviceState::Unenrolled => Sign::Warning,
    }
}

/// A state in words. Tracked.
pub fn device_words(state: DeviceState) -> String {
    i18n::text(state_key(state), &[])
}

/// The message that tells a state.
pub(super) const fn state_key(state: DeviceState) -> &'static str {
    match state {
        DeviceState::Compliant => "device-state-compliant",
        DeviceState::NotCompliant => "device-state-not-compliant",
        DeviceState::InGracePeriod => "device-state-in-grace-period",
        DeviceState::Unenrolled => "device-state-unenrolled",
        DeviceState::Unknown => "device-state-unknown",
    }
}

const fn proof_key(proof: DeviceProof) -> &'static str {
    match proof {
        DeviceProof::Claim => "device-proof-claim",
        DeviceProof::Proxy => "device-proof-proxy",
        DeviceProof::Key => "device-proof-key",
        DeviceProof::Presumed => "device-proof-presumed",
        DeviceProof::Unknown => "device-proof-unknown",
    }
}

const fn verdict_key(verdict: DeviceVerdict) -> &'static str {
    match verdict {
        DeviceVerdict::Compliant => "device-verdict-compliant",
        DeviceVerdict::NotCompliant => "device-verdict-not-compliant",
        DeviceVerdict::Silent => "device-verdict-silent",
    }
}
