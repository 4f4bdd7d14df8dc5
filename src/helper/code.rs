//! The code to hand out: large, as a link, by mail, as a QR code; time left, and a new one.

use super::invite::{AskToNotify, Invite};
use crate::auth::use_auth;
use crate::components::{Button, ButtonKind, Card, Countdown, Progress, StepHeading};
use crate::platform::address;
use crate::room::LeaveButton;
use crate::routes;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::Passcode;
use rh_protocol::view::{CodeView, PhaseView};

/// Waits for somebody to join.
#[component]
pub(super) fn CodeStep(session: SessionHandle) -> impl IntoView {
    let auth = use_auth();
    let code_view = move || -> Option<CodeView> {
        session
            .view()
            .with(|view| match view.as_ref().map(|view| &view.phase) {
                Some(PhaseView::Created { code }) => code.clone(),
                _ => None,
            })
    };
    let code = Memo::new(move |_| code_view().map(|view| view.code));
    let left_ms = Signal::derive(move || {
        let given = code_view().map_or(0, |view| view.remaining_ms);
        given.saturating_sub(session.elapsed_ms().get())
    });
    let expired = Memo::new(move |_| code.with(Option::is_some) && left_ms.get() == 0);
    let title = Signal::derive(move || {
        let title = if expired.get() {
            t!("invite-expired-title")
        } else {
            t!("invite-title")
        };
        title.get()
    });
    let origin = Memo::new(move |_| {
        auth.config()
            .map_or_else(address::origin, |config| config.public_url.clone())
    });
    let shown = move || match (code.get(), expired.get()) {
        (Some(code), false) => {
            let link = Signal::derive(move || routes::session_link(&origin.get(), &code));
            view! { <Live code left_ms link /> }.into_any()
        }
        (Some(_), true) => {
            view! { <p class="lead" data-testid="code-expired">{t!("invite-expired-lead")}</p> }
                .into_any()
        }
        (None, _) => view! { <Progress label=t!("session-opening") /> }.into_any(),
    };
    view! {
        <Card>
            <StepHeading text=title />
            <BoundTo session />
            {shown}
            <div class="actions">
                {move || {
                    let kind = if expired.get() { ButtonKind::Primary } else { ButtonKind::Secondary };
                    view! { <Button kind label=t!("new-code") test_id="new-code" on_press=move |()| session.new_code() /> }
                }}
                <LeaveButton session />
            </div>
            <AskToNotify />
        </Card>
    }
    .into_any()
}

/// The device that the session was started for, if it was for one.
#[component]
fn BoundTo(session: SessionHandle) -> impl IntoView {
    let bound = Memo::new(move |_| session.view().with(|view| view.as_ref()?.bound.clone()));
    move || {
        let bound = bound.get()?;
        let owner = bound.owner.map(|owner| {
            let owner = owner.into_inner();
            view! { <p>{t!("bound-owner")} " " <bdi data-testid="bound-owner">{owner}</bdi></p> }
        });
        let device = bound.device.into_inner();
        let line = view! {
            <div class="bound">
                <p>
                    {t!("bound-to")} " "
                    <bdi class="device-name" data-testid="bound-device">{device}</bdi>
                </p>
                {owner}
            </div>
        };
        Some(line.into_any())
    }
}

/// A code that can be redeemed.
#[component]
fn Live(code: Passcode, left_ms: Signal<u64>, link: Signal<String>) -> impl IntoView {
    view! {
        <p class="lead">{t!("invite-lead")}</p>
        <p class="code" dir="ltr" data-testid="session-code">{code.grouped()}</p>
        <p class="fine">{t!("invite-left")} " " <Countdown left_ms /></p>
        <Progress label=t!("invite-waiting") />
        <Invite code link />
    }
    .into_any()
}
