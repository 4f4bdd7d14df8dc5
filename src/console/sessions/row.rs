//! One session that runs: who helps whom, since when, where it stands.

use super::api::{Participant, Running};
use super::{Sessions, began};
use crate::components::{Button, ButtonKind, Icon, Sign};
use crate::console::device_state::mark;
use crate::console::table::{cell, first};
use crate::i18n;
use crate::t;
use leptos::prelude::*;
use rh_protocol::view::{DeviceProof, DeviceVerdict, Presence};
use rh_protocol::{Role, SessionId};

/// A row that stays where it is while what stands in it changes.
#[component]
pub(super) fn Row(sessions: Sessions, id: SessionId) -> impl IntoView {
    let one = Memo::new(move |before: Option<&Option<Running>>| {
        let all = sessions.loaded.get();
        let mut all = all.iter().flat_map(|all| &all.sessions);
        let found = all.find(|one| one.session == id).cloned();
        // What is over stays as it was until its row goes.
        found.or_else(|| before.cloned().flatten())
    });
    let people = move |role: Role| {
        // Of its own, so that nothing is drawn again that has not changed.
        let people = Memo::new(move |_| {
            one.with(|one| {
                let people = one.iter().flat_map(|one| one.people(role));
                people.cloned().collect::<Vec<_>>()
            })
        });
        move || {
            let people = people.get();
            if people.is_empty() {
                return view! { <span class="fine">{t!("session-nobody")}</span> }.into_any();
            }
            people.iter().map(person).collect_view().into_any()
        }
    };
    let phase = Memo::new(move |_| one.with(|one| one.as_ref().map(|one| phase(&one.phase))));
    let stands = move || {
        phase.get().map(|(name, sign)| {
            view! {
                <span class="state-mark" data-testid="session-phase" data-phase=name>
                    <Icon sign />
                    <span>{i18n::message(name)}</span>
                </span>
            }
        })
    };
    let age_ms = Memo::new(move |_| one.with(|one| one.as_ref().map_or(0, |one| one.age_ms)));
    // The moment is reckoned once: it would tremble with the time that answers take.
    let at_ms = began(age_ms.get_untracked());
    let name = Signal::derive(move || {
        one.with(|one| {
            let mut people = one.iter().flat_map(|one| &one.people);
            let names = people.next().map(|one| one.person.name.expose().clone());
            names.unwrap_or_default()
        })
    });
    view! {
        <tr role="row" data-testid="session" data-session=id.to_string()>
            {first(people(Role::Helper))}
            {cell("session-sharer", people(Role::Sharer))}
            {cell("session-state", stands)}
            {cell(
                "session-since",
                move || {
                    view! {
                        <span>{i18n::time_of_day(at_ms)}</span>
                        <br />
                        <span class="fine">{i18n::duration(age_ms.get())}</span>
                    }
                },
            )}
            {cell(
                "actions",
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        label=t!("session-end")
                        about=name
                        test_id="session-end"
                        on_press=move |()| sessions.ending.set(Some(id))
                    />
                },
            )}
        </tr>
    }
    .into_any()
}

fn person(one: &Participant) -> AnyView {
    let (presence, sign) = presence(one.presence);
    let device = one.device.clone().map(|device| {
        let name = device.name.map(|name| view! { <bdi>{name}</bdi> " " });
        let proof = device.proof.map(|proof| {
            let name = proof_name(proof);
            view! { <p class="fine" data-testid="device-proof" data-proof=name>{i18n::message(name)}</p> }
        });
        let verdict = device.verdict.map(|verdict| {
            let name = verdict_name(verdict);
            view! { <p class="fine" data-testid="device-verdict">{i18n::message(name)}</p> }
        });
        view! {
            <p class="fine">{name} {mark(&device.state)}</p>
            {proof}
            {verdict}
        }
    });
    let name = one.person.name.expose().clone();
    view! {
        <div class="session-person">
            <p><strong><bdi>{name}</bdi></strong></p>
            <p class="state-mark fine" data-testid="session-presence" data-presence=presence>
                <Icon sign />
                <span>{i18n::message(presence)}</span>
            </p>
            {device}
        </div>
    }
    .into_any()
}

/// The message for where a session stands.
fn phase(word: &str) -> (&'static str, Sign) {
    match word {
        "created" => ("phase-created", Sign::Clock),
        "joined" => ("phase-joined", Sign::Shield),
        "connected" => ("phase-connected", Sign::Chat),
        "sharing" => ("phase-sharing", Sign::Eye),
        "paused" => ("phase-paused", Sign::Pause),
        _ => ("phase-unknown", Sign::Question),
    }
}

/// The message for the means by which a device was found.
const fn proof_name(proof: DeviceProof) -> &'static str {
    match proof {
        DeviceProof::Claim => "proof-claim",
        DeviceProof::Proxy => "proof-proxy",
        DeviceProof::Key => "proof-key",
        DeviceProof::Presumed => "proof-presumed",
        DeviceProof::Unknown => "proof-unknown",
    }
}

/// The message for what the identity provider said of a device.
const fn verdict_name(verdict: DeviceVerdict) -> &'static str {
    match verdict {
        DeviceVerdict::Compliant => "state-proved",
        DeviceVerdict::NotCompliant => "state-denied",
        DeviceVerdict::Silent => "state-silent",
    }
}

/// The message for whether somebody is there.
const fn presence(presence: Presence) -> (&'static str, Sign) {
    match presence {
        Presence::Here => ("presence-here", Sign::Tick),
        Presence::Unstable => ("presence-unstable", Sign::Warning),
        Presence::Lost => ("presence-lost", Sign::Outside),
        Presence::Away => ("presence-away", Sign::Leave),
    }
}
