//! The trust screen: who the other side is, what consenting means, and the two answers.

use super::device::DeviceLine;
use super::warning::{Answers, DeviceWarning, Warned, warned};
use crate::auth::use_auth;
use crate::components::{
    Button, ButtonKind, Card, Countdown, Notice, PersonCard, Progress, StepHeading,
};
use crate::platform::document;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;
use rh_protocol::view::{Person, PhaseView};

/// Time left to answer, in milliseconds.
fn left_ms(session: SessionHandle) -> Signal<u64> {
    Signal::derive(move || {
        let given = session
            .view()
            .with(|view| match view.as_ref().map(|view| &view.phase) {
                Some(PhaseView::Joined { remaining_ms, .. }) => *remaining_ms,
                _ => 0,
            });
        given.saturating_sub(session.elapsed_ms().get())
    })
}

/// The other person, as the broker vouches for them.
fn other(session: SessionHandle) -> Signal<Person> {
    Memo::new(move |_| {
        session.view().with(|view| {
            let other = view.as_ref().and_then(|view| view.other());
            other.map(|other| other.person.clone()).unwrap_or_default()
        })
    })
    .into()
}

/// The words that differ between the two sides.
struct Words {
    title: Signal<String>,
    lead: Signal<String>,
    means: [Signal<String>; 3],
    /// What the tab's title says, and its icon with it, where it is more urgent than the heading.
    tab: Option<Signal<String>>,
    yes: Signal<String>,
    yes_id: &'static str,
}

impl Words {
    fn of(role: Role) -> Self {
        match role {
            Role::Sharer => Self {
                title: t!("trust-sharer-title"),
                lead: t!("trust-sharer-lead"),
                means: [
                    t!("trust-sharer-sees"),
                    t!("trust-sharer-cannot"),
                    t!("trust-sharer-stop"),
                ],
                tab: None,
                yes: t!("allow"),
                yes_id: "allow",
            },
            Role::Helper => Self {
                title: t!("trust-helper-title"),
                lead: t!("trust-helper-lead"),
                means: [
                    t!("trust-helper-check"),
                    t!("trust-helper-view-only"),
                    t!("trust-helper-recorded"),
                ],
                tab: Some(t!("tab-joined")),
                yes: t!("confirm"),
                yes_id: "confirm",
            },
        }
    }
}

/// Asks this side for its consent.
#[component]
pub fn TrustStep(session: SessionHandle) -> impl IntoView {
    let role = use_auth().role();
    let words = Words::of(role);
    if let Some(tab) = words.tab {
        let product = t!("product");
        document::set_icon("joined");
        on_cleanup(|| document::set_icon("favicon"));
        Effect::new(move |_| document::set_title(&format!("{} · {}", tab.get(), product.get())));
    }
    let means = words
        .means
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    let decline = Callback::new(move |()| session.consent(false, None));
    let warned = warned(session, role);
    let accepted = RwSignal::new(None::<Warned>);
    let (yes, yes_id) = (words.yes, words.yes_id);
    let answers = move || match warned.get() {
        Some(warned) if accepted.get().as_ref() != Some(&warned) => {
            view! { <DeviceWarning warned accepted decline /> }.into_any()
        }
        warned => {
            let state = warned.and_then(|warned| warned.state);
            view! {
                <Answers>
                    <Button
                        kind=ButtonKind::Primary
                        label=yes
                        test_id=yes_id
                        on_press=move |()| session.consent(true, state)
                    />
                    <Button label=t!("decline") test_id="decline" on_press=decline />
                </Answers>
            }
            .into_any()
        }
    };
    view! {
        <Card>
            <StepHeading text=words.title untitled=words.tab.is_some() />
            <p class="lead">{words.lead}</p>
            <PersonCard person=other(session) />
            <DeviceLine session role />
            {(role == Role::Sharer).then(|| view! { <Notice /> })}
            <ul class="means">{means}</ul>
            {answers}
            <p class="fine">{t!("trust-time-left")} " " <Countdown left_ms=left_ms(session) /></p>
        </Card>
    }
    .into_any()
}

/// This side has consented and waits for the other.
#[component]
pub fn Answered(session: SessionHandle) -> impl IntoView {
    let waiting = match use_auth().role() {
        Role::Sharer => t!("answered-wait-helper"),
        Role::Helper => t!("answered-wait-sharer"),
    };
    view! {
        <Card>
            <StepHeading text=t!("answered-title") />
            <PersonCard person=other(session) />
            <Progress label=waiting />
            <p class="fine">{t!("trust-time-left")} " " <Countdown left_ms=left_ms(session) /></p>
            <div class="actions">
                <Button label=t!("cancel-session") test_id="leave" on_press=move |()| session.end() />
            </div>
        </Card>
    }
    .into_any()
}
