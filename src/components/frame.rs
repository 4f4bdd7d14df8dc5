//! The frame around all pages: header, language, account, demo banner, live region.

use super::{Button, ButtonKind, Card, LanguageSwitch, Live, StepHeading};
use crate::auth::{Auth, use_auth};
use crate::platform::document;
use crate::routes::{ConsolePlace, Page};
use crate::t;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use rh_protocol::Role;

/// The id of the page's main part, for the link that skips the header.
const MAIN: &str = "main";

/// The frame. The pages are its children.
#[component]
pub fn Frame(
    /// The pages.
    children: Children,
) -> impl IntoView {
    let auth = use_auth();
    let live = Live::expect();
    let skip = move |event: leptos::ev::MouseEvent| {
        // The focus moves; the address, which may be a session's, stays as it is.
        event.prevent_default();
        document::focus(MAIN);
    };
    view! {
        <a class="skip" href=format!("#{MAIN}") on:click=skip>
            {t!("skip-to-content")}
        </a>
        <header>
            <DemoBanner auth />
            <div class="header">
                <Brand auth />
                <Sides auth />
                <LanguageSwitch />
                <Account auth />
            </div>
        </header>
        <main class="main" id=MAIN tabindex="-1">
            {children()}
        </main>
        {live.view()}
    }
    .into_any()
}

/// The product's name, which leads to the beginning, and the side that this page is for.
#[component]
fn Brand(auth: Auth) -> impl IntoView {
    let console = in_console();
    let role = Signal::derive(move || {
        let words = match auth.role() {
            Role::Sharer => t!("role-sharer"),
            Role::Helper if console.get() && auth.only_looks_up() => t!("to-devices"),
            Role::Helper if console.get() => t!("console"),
            Role::Helper => t!("role-helper"),
        };
        words.get()
    });
    view! {
        <div class="brand">
            <a class="brand-name" href=Page::Home(auth.role()).path()>
                <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                    <path d="M4 6h24v16H4zM11 28h10M16 22v6" />
                    <circle cx="16" cy="14" r="3.5" />
                </svg>
                <span>{t!("product")}</span>
            </a>
            <span class="brand-role">{role}</span>
        </div>
    }
    .into_any()
}

/// Whether this page is one of the console's.
fn in_console() -> Memo<bool> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| ConsolePlace::parse(path).is_some()))
}

/// For those who administer or look up devices: the way from helping to the console, and back.
#[component]
fn Sides(auth: Auth) -> impl IntoView {
    let console = in_console();
    let administers = Memo::new(move |_| auth.administers());
    let looks_up = Memo::new(move |_| auth.only_looks_up());
    move || {
        let link = if console.get() {
            auth.me()?;
            view! {
                <a class="header-link" data-testid="to-helper" href=Page::Home(Role::Helper).path()>
                    {t!("role-helper")}
                </a>
            }
        } else {
            administers.get().then_some(())?;
            let (words, test_id) = if looks_up.get() {
                (t!("to-devices"), "to-devices")
            } else {
                (t!("console"), "to-console")
            };
            view! {
                <a class="header-link" data-testid=test_id href=ConsolePlace::First.path()>
                    {words}
                </a>
            }
        };
        Some(link.into_any())
    }
}

/// Who is signed in, and the way out.
#[component]
fn Account(auth: Auth) -> impl IntoView {
    move || {
        let me = auth.me()?;
        let name = me.person.name.expose().clone();
        Some(
            view! {
                <div class="account">
                    <span class="account-name">
                        <span class="visually-hidden">{t!("signed-in-as")} " "</span>
                        <bdi>{name}</bdi>
                    </span>
                    <Button
                        kind=ButtonKind::Quiet
                        label=t!("sign-out")
                        test_id="sign-out"
                        on_press=move || auth.sign_out()
                    />
                </div>
            }
            .into_any(),
        )
    }
}

/// Says on every page that this is a demonstration, where it is one.
#[component]
fn DemoBanner(auth: Auth) -> impl IntoView {
    let demo = Memo::new(move |_| auth.config().is_some_and(|config| config.demo));
    move || {
        demo.get().then(|| {
            view! { <p class="demo" data-testid="demo" role="note">{t!("demo-banner")}</p> }
                .into_any()
        })
    }
}

/// An address that is none of ours.
#[component]
pub fn NotFound() -> impl IntoView {
    let auth = use_auth();
    view! {
        <Card>
            <StepHeading text=t!("error-not-found") />
            <p class="lead">{t!("error-not-found.next")}</p>
            <div class="actions">
                <a class="button button-primary" href=Page::Home(auth.role()).path()>
                    {t!("to-start")}
                </a>
            </div>
        </Card>
    }
    .into_any()
}
