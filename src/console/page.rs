//! The frame of the console's pages: who may see which, and the way from one to the other.

use super::access::AccessPage;
use super::devices::DevicesPage;
use super::directory::DirectoryPage;
use super::report::{AuditPage, ReportPage};
use super::sessions::SessionsPage;
use super::settings::SettingsPage;
use super::tokens::TokensPage;
use super::webhooks::WebhooksPage;
use crate::auth::{Auth, Gate, use_auth};
use crate::components::{Card, NotFound, StepHeading};
use crate::platform::storage::{self, Key};
use crate::routes::{ConsolePage, ConsolePlace, Page};
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use rh_protocol::{ErrorCode, Role};

/// The console.
#[component]
pub(super) fn Console() -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let search = untrack(|| location.search.get());
    if !search.is_empty() {
        let search = search.trim_start_matches('?');
        // Without the browser's storage a sign-in leads to the page as it is at first.
        storage::set(
            Key::Console,
            &format!("{}?{search}", untrack(|| path.get())),
        );
    }
    let place = Memo::new(move |_| path.with(|path| ConsolePlace::parse(path)));
    // After a sign-in the person is where they wanted to go, as far as an address says it; with what is kept, also to
    // the part that was to be shown.
    let page = untrack(|| place.get()).and_then(|place| place.page());
    let return_to = Page::Console(page);
    view! {
        <Gate return_to title=t!("console-sign-in-title") lead=t!("console-sign-in-lead")>
            <Pages place />
        </Gate>
    }
    .into_any()
}

#[component]
fn Pages(place: Memo<Option<ConsolePlace>>) -> impl IntoView {
    let auth = use_auth();
    let page = Memo::new(move |_| place.get().as_ref().and_then(ConsolePlace::page));
    let allowed = Memo::new(move |_| match place.get() {
        None => Shown::Nothing,
        Some(place) => match place.page() {
            Some(page) if auth.may(page.needs()) => Shown::Page(page),
            None if auth.administers() => Shown::Leading,
            _ => Shown::Refused,
        },
    });
    let navigate = use_navigate();
    restore(navigate.clone());
    Effect::new(move |_| {
        if allowed.get() == Shown::Leading
            && let Some(first) = untrack(|| first(auth))
        {
            let replace = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&Page::Console(Some(first)).path(), replace);
        }
    });
    view! {
        <div class="console">
            <Navigation auth page />
            <div class="console-page">
                {move || match allowed.get() {
                    Shown::Page(ConsolePage::Access) => view! { <AccessPage place /> }.into_any(),
                    Shown::Page(ConsolePage::Settings) => view! { <SettingsPage /> }.into_any(),
                    Shown::Page(ConsolePage::Report) => view! { <ReportPage /> }.into_any(),
                    Shown::Page(ConsolePage::Audit) => view! { <AuditPage /> }.into_any(),
                    Shown::Page(ConsolePage::Devices) => view! { <DevicesPage place /> }.into_any(),
                    Shown::Page(ConsolePage::Directory) => view! { <DirectoryPage place /> }.into_any(),
                    Shown::Page(ConsolePage::Sessions) => view! { <SessionsPage /> }.into_any(),
                    Shown::Page(ConsolePage::Webhooks) => view! { <WebhooksPage /> }.into_any(),
                    Shown::Page(ConsolePage::Tokens) => view! { <TokensPage place /> }.into_any(),
                    Shown::Refused => view! { <NotPermitted /> }.into_any(),
                    Shown::Nothing => view! { <NotFound /> }.into_any(),
                    Shown::Leading => ().into_any(),
                }}
            </div>
        </div>
    }
    .into_any()
}

/// Goes on to the address that a sign-in came in the way of, if this is its page.
fn restore(navigate: impl Fn(&str, NavigateOptions) + 'static) {
    let Some(kept) = storage::take(Key::Console) else {
        return;
    };
    let location = use_location();
    Effect::new(move |_| {
        let (path, search) = untrack(|| (location.pathname.get(), location.search.get()));
        let of_this_page = kept.split('?').next() == Some(path.as_str());
        if search.is_empty() && of_this_page {
            let replace = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&kept, replace);
        }
    });
}

/// What stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Page(ConsolePage),
    /// On the way to the first page.
    Leading,
    Refused,
    /// The address is none of ours, or the person is leaving.
    Nothing,
}

fn first(auth: Auth) -> Option<ConsolePage> {
    ConsolePage::ALL
        .into_iter()
        .find(|page| auth.may(page.needs()))
}

/// The pages that somebody may see.
#[component]
fn Navigation(auth: Auth, page: Memo<Option<ConsolePage>>) -> impl IntoView {
    let item = move |one: ConsolePage| {
        let name = match one {
            ConsolePage::Access => t!("access"),
            ConsolePage::Settings => t!("settings"),
            ConsolePage::Report => t!("report"),
            ConsolePage::Audit => t!("audit"),
            ConsolePage::Devices => t!("devices-title"),
            ConsolePage::Directory => t!("directory"),
            ConsolePage::Sessions => t!("sessions"),
            ConsolePage::Webhooks => t!("webhooks"),
            ConsolePage::Tokens => t!("tokens"),
        };
        let current = move || (page.get() == Some(one)).then_some("page");
        let link = move || {
            auth.may(one.needs()).then(|| {
                view! {
                    <li>
                        <a class="console-link" href=Page::Console(Some(one)).path() aria-current=current>
                            {name}
                        </a>
                    </li>
                }
            })
        };
        link.into_any()
    };
    let administers = Memo::new(move |_| auth.administers());
    move || {
        administers.get().then(|| {
            view! {
                <nav class="console-nav" aria-label=t!("console")>
                    <ul>{ConsolePage::ALL.map(item).collect_view()}</ul>
                </nav>
            }
            .into_any()
        })
    }
}

/// Somebody who may not see this.
#[component]
fn NotPermitted() -> impl IntoView {
    let code = ErrorCode::NotPermitted.as_str();
    view! {
        <Card>
            <div data-testid="error" data-code=code>
                <StepHeading text=t!("error-not-permitted") />
                <p class="lead">{t!("error-not-permitted.next")}</p>
            </div>
            <div class="actions">
                <a class="button button-primary" href=Page::Home(Role::Helper).path()>
                    {t!("to-start")}
                </a>
            </div>
        </Card>
    }
    .into_any()
}
