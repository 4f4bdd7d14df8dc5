//! The tokens that have not ended, and revoking one.

use super::Tokens;
use super::api::{self, Token};
use super::issued::JustIssued;
use crate::components::{Button, ButtonKind, Card, StepHeading};
use crate::console::access::words::whole_names;
use crate::console::confirm::{Question, Words};
use crate::console::load::Asking;
use crate::console::table::{Head, Table, cell, first, plain, whole};
use crate::i18n;
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, ConsolePlace, Page};
use crate::t;
use leptos::prelude::*;
use rh_access::Permission;
use rh_protocol::api::BASE;

/// The heading, for the focus after one of them is gone.
pub(super) const HEADING: &str = "tokens";

/// What a program is called in the audit: this, and its token's id.
const ACTOR: &str = "token:";

static HEADS: [Head; 7] = [
    plain("token-name"),
    plain("token-permissions"),
    plain("token-by"),
    plain("token-since"),
    plain("token-ends"),
    plain("token-used"),
    plain("actions"),
];

const REVOKE: Words = Words {
    title: "token-revoke-title",
    body: "token-revoke-body",
    confirm: "token-revoke",
    said: "token-revoked",
};

/// The page of them.
#[component]
pub(super) fn List(tokens: Tokens) -> impl IntoView {
    view! {
        <Card wide=true>
            <StepHeading text=t!("tokens") />
            <p class="lead">{t!("tokens-lead")}</p>
            <p>
                <a href=format!("{BASE}/openapi.json") rel="external" data-testid="openapi">
                    {t!("tokens-openapi")}
                </a>
            </p>
        </Card>
        <Card wide=true>
            <div class="console-head">
                <h2 id=HEADING tabindex="-1">{t!("tokens-list")}</h2>
                <a class="button" data-testid="new-token" href=ConsolePlace::TokenForm.path()>
                    {t!("token-new")}
                </a>
            </div>
            <JustIssued tokens />
            {tokens.loaded.view(move |_| view! { <div>{move || rows(tokens)}</div> }.into_any())}
        </Card>
    }
    .into_any()
}

fn rows(tokens: Tokens) -> AnyView {
    let found = tokens.loaded.get();
    let found: Vec<Token> = found.iter().flat_map(|all| all.tokens.clone()).collect();
    if found.is_empty() {
        return view! { <p data-testid="tokens-none">{t!("tokens-none")}</p> }.into_any();
    }
    let rows = found.into_iter().map(|token| row(tokens, token));
    let rows = rows.collect_view();
    view! { <Table label=t!("tokens-list") heads=&HEADS test_id="tokens">{rows}</Table> }.into_any()
}

fn row(tokens: Tokens, token: Token) -> AnyView {
    let Token {
        id,
        name,
        permissions,
        issued_by,
        issued_ms,
        expires_ms,
        used_ms,
    } = token;
    let about = Signal::stored(name.clone());
    let may = move || {
        let names = whole_names(permissions).into_iter();
        let names = names.map(|name| view! { <li>{name}</li> }).collect_view();
        view! { <ul class="details">{names}</ul> }
    };
    let used = move || match used_ms {
        Some(at_ms) => i18n::date_time(at_ms),
        None => i18n::text("token-never", &[]),
    };
    let (revoked, row_id) = (name.clone(), id.clone());
    let records = records(&id);
    let records = StoredValue::new(records);
    let ask = move |()| ask(tokens, id.clone(), revoked.clone());
    view! {
        <tr role="row" data-testid="token-row" data-id=row_id>
            {first(view! {
                <bdi>{name}</bdi>
                <Show when=move || tokens.auth.may(Permission::AuditRead)>
                    <p class="fine">
                        <a class="table-link" href=records.get_value() data-testid="token-records">
                            {t!("report-records")}
                            <span class="visually-hidden">" " <bdi>{about}</bdi></span>
                        </a>
                    </p>
                </Show>
            })}
            {cell("token-permissions", may)}
            {cell("token-by", view! { <bdi>{issued_by.called()}</bdi> })}
            {cell("token-since", whole(move || i18n::date_time(issued_ms)))}
            {cell("token-ends", whole(move || i18n::date_time(expires_ms)))}
            {cell("token-used", whole(used))}
            {cell(
                "actions",
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        label=t!("token-revoke")
                        about
                        test_id="token-revoke"
                        on_press=ask
                    />
                },
            )}
        </tr>
    }
    .into_any()
}

/// Where the audit tells what a program has done by its token.
fn records(id: &str) -> String {
    let page = Page::Console(Some(ConsolePage::Audit)).path();
    let filters = Filters::default().with(Text::Actor, &format!("{ACTOR}{id}"));
    format!("{page}{}", filters.address())
}

/// Asks whether it is to be revoked.
fn ask(tokens: Tokens, id: String, name: String) {
    let of = id.clone();
    let act = move || {
        let id = id.clone();
        Box::pin(async move { api::revoke(&id).await }) as Asking<()>
    };
    let done = Callback::new(move |()| {
        let shown = tokens.issued.with_untracked(|issued| {
            let shown = issued.as_ref();
            shown.is_some_and(|issued| issued.id == of)
        });
        if shown {
            tokens.issued.set(None);
        }
        tokens.loaded.again();
    });
    let question = Question::new(REVOKE, name, act, done, HEADING);
    tokens.question.set(Some(question));
}
