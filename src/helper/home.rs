//! `/rhh`: start a session, or return to one.

use crate::auth::{Gate, use_auth};
use crate::components::{Button, ButtonKind, Card, ErrorBox, StepHeading};
use crate::room::ReturnCard;
use crate::routes::{ConsolePage, ConsolePlace, Page};
use crate::session::api;
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rh_access::Permission;
use rh_protocol::{ErrorBody, Role};

/// The helper's first page.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Gate
            return_to=Page::Home(Role::Helper)
            title=t!("helper-sign-in-title")
            lead=t!("helper-sign-in-lead")
        >
            <Home />
        </Gate>
    }
    .into_any()
}

#[component]
fn Home() -> impl IntoView {
    let auth = use_auth();
    let helps = Memo::new(move |_| auth.helps());
    view! {
        <Show when=move || helps.get() fallback=CannotHelp>
            <Start />
        </Show>
    }
    .into_any()
}

/// Somebody who administers and does not help.
#[component]
fn CannotHelp() -> impl IntoView {
    let auth = use_auth();
    let words = Signal::derive(move || {
        let words = if auth.only_looks_up() {
            t!("to-devices")
        } else {
            t!("to-console")
        };
        words.get()
    });
    view! {
        <Card>
            <StepHeading text=t!("helper-cannot-title") />
            <p class="lead" data-testid="cannot-help">{t!("helper-cannot-lead")}</p>
            <Show when=move || auth.administers()>
                <div class="actions">
                    <a class="button button-primary" href=ConsolePlace::First.path()>
                        {words}
                    </a>
                </div>
            </Show>
        </Card>
    }
    .into_any()
}

#[component]
fn Start() -> impl IntoView {
    let auth = use_auth();
    let error = RwSignal::new(None::<ErrorBody>);
    let starting = RwSignal::new(false);
    let navigate = use_navigate();
    let start = move |()| {
        starting.set(true);
        error.set(None);
        let navigate = navigate.clone();
        crate::platform::spawn(async move {
            match api::create_session().await {
                Ok(session) => navigate(
                    &Page::Session(Role::Helper, session).path(),
                    NavigateOptions::default(),
                ),
                Err(refused) => {
                    if !auth.expired(&refused) {
                        error.try_set(Some(refused));
                    }
                    starting.try_set(false);
                }
            }
        });
    };
    view! {
        <Card>
            <StepHeading text=t!("helper-home-title") />
            <p class="lead">{t!("helper-home-lead")}</p>
            <ErrorBox error />
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("start-session")
                    test_id="start-session"
                    busy=starting
                    on_press=start
                />
                <Show when=move || auth.may(Permission::DevicesRead)>
                    <a
                        class="button"
                        data-testid="start-from-device"
                        href=Page::Console(Some(ConsolePage::Devices)).path()
                    >
                        {t!("start-from-device")}
                    </a>
                </Show>
            </div>
            <p class="fine">
                <a href=Page::Home(Role::Sharer).path() rel="external">{t!("role-sharer")}</a>
            </p>
        </Card>
        <ReturnCard role=Role::Helper />
    }
    .into_any()
}
