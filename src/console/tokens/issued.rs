//! A token that was just issued: shown this once, to be kept elsewhere.

use super::Tokens;
use super::api::Issued;
use crate::components::{Button, CopyButton};
use crate::i18n;
use crate::platform::{document, spawn, timer};
use crate::t;
use leptos::prelude::*;

/// What stands above the token; it has the focus once there is one.
const TITLE: &str = "token-issued";

/// The token, until it is put away or the page is left.
#[component]
pub(super) fn JustIssued(tokens: Tokens) -> impl IntoView {
    move || {
        let issued = tokens.issued.get()?;
        spawn(async {
            timer::sleep(0).await;
            document::focus(TITLE);
        });
        Some(shown(tokens, issued))
    }
}

fn shown(tokens: Tokens, issued: Issued) -> AnyView {
    let Issued {
        token, expires_ms, ..
    } = issued;
    let token = token.into_inner();
    let ends = move || {
        let time = i18n::date_time(expires_ms);
        i18n::text("token-will-end", &[("time", time.into())])
    };
    let done = move |()| {
        tokens.issued.set(None);
        // What was pressed goes.
        document::focus(super::list::HEADING);
    };
    view! {
        <div class="remark" data-testid="token-issued">
            <h3 id=TITLE tabindex="-1">{t!("token-issued")}</h3>
            <p>{t!("token-issued-what")}</p>
            <p class="session-link"><bdi dir="ltr" data-testid="token">{token.clone()}</bdi></p>
            <div class="actions">
                <CopyButton text=Signal::stored(token) label=t!("token-copy") test_id="token-copy" />
                <Button label=t!("token-kept") test_id="token-kept" on_press=done />
            </div>
            <p class="fine">{ends}</p>
        </div>
    }
    .into_any()
}
