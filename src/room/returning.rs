//! *Return to your session*: what the person was in before, on their first page.

use crate::auth::use_auth;
use crate::components::Card;
use crate::i18n;
use crate::routes::Page;
use crate::session::api;
use crate::t;
use leptos::prelude::*;
use rh_protocol::Role;
use rh_protocol::api::OpenSession;

/// Nothing, or a card with the sessions that are still open.
#[component]
pub fn ReturnCard(role: Role) -> impl IntoView {
    let auth = use_auth();
    let found = RwSignal::new(Vec::<OpenSession>::new());
    crate::platform::spawn(async move {
        match api::open_sessions(role).await {
            Ok(open) => {
                found.try_set(open);
            }
            // Without an answer there is nothing to offer; what else the page asks for will say why.
            Err(refused) => {
                auth.expired(&refused);
            }
        }
    });
    move || {
        let (title, lead) = match role {
            Role::Sharer => (
                t!("return-title"),
                Some(view! { <p>{t!("return-lead")}</p> }),
            ),
            Role::Helper => (t!("open-sessions"), None),
        };
        let sessions = found.get();
        (!sessions.is_empty()).then(|| {
            let rows = sessions
                .into_iter()
                .map(|open| row(role, open))
                .collect_view();
            view! {
                <Card>
                    <h2>{title}</h2>
                    {lead}
                    <ul class="returns">{rows}</ul>
                </Card>
            }
            .into_any()
        })
    }
}

fn row(role: Role, open: OpenSession) -> AnyView {
    let age_ms = open.age_ms;
    let again = match role {
        Role::Sharer => t!("return-session"),
        Role::Helper => t!("return-to-session"),
    };
    let with = match open.other {
        Some(person) => view! {
            <p>
                {t!("return-with")} " "
                <bdi class="companion-name">{person.name.into_inner()}</bdi>
            </p>
        }
        .into_any(),
        None => view! { <p>{t!("open-session-waiting")}</p> }.into_any(),
    };
    view! {
        <li class="return">
            {with}
            <p class="fine">{move || i18n::text("return-age", &[("time", i18n::duration(age_ms).into())])}</p>
            <a
                class="button button-primary"
                data-testid="return-to-session"
                href=Page::Session(role, open.session).path()
            >
                {again}
            </a>
        </li>
    }
    .into_any()
}
