//! The messages, in the order that both sides see.

use crate::auth::use_auth;
use crate::i18n;
use crate::session::{ChatEntry, SessionHandle};
use crate::t;
use leptos::html;
use leptos::prelude::*;
use rh_protocol::Role;

/// The log. New messages are read out; it stays at the end unless the person has scrolled up.
#[component]
pub(super) fn ThreadLog(session: SessionHandle) -> impl IntoView {
    let me = use_auth().role();
    let log = NodeRef::<html::Div>::new();
    let entries = session.chat();
    let count = Memo::new(move |_| entries.with(Vec::len));
    Effect::new(move |_| {
        count.get();
        if let Some(log) = log.get() {
            log.set_scroll_top(log.scroll_height());
        }
    });
    let empty = move || {
        let words = if session.chat_open().get() {
            t!("chat-empty")
        } else {
            t!("chat-waiting")
        };
        (count.get() == 0).then(|| view! { <p class="chat-empty">{words}</p> })
    };
    view! {
        <div class="chat-log" data-testid="chat-log" role="log" tabindex="0" aria-labelledby="chat-title" node_ref=log>
            {empty}
            <ol class="chat-list">
                <For
                    each=move || entries.get()
                    key=|entry| (entry.message.id, entry.delivered)
                    children=move |entry| message(me, &entry)
                />
            </ol>
        </div>
    }
    .into_any()
}

/// One message. Its text is text, whatever it looks like; its direction is its own.
fn message(me: Role, entry: &ChatEntry) -> AnyView {
    let message = &entry.message;
    let own = message.author == me;
    let author = match (own, message.author) {
        (true, _) => t!("chat-you"),
        (false, Role::Helper) => t!("chat-helper"),
        (false, Role::Sharer) => t!("chat-sharer"),
    };
    let written_at_ms = message.written_at_ms;
    let waiting = (!entry.delivered)
        .then(|| view! { <span class="chat-waiting">{t!("chat-pending")}</span> });
    view! {
        <li class="chat-message" class:chat-own=own>
            <p class="chat-meta">
                <span>{author}</span>
                " "
                <bdi>{move || i18n::time_of_day(written_at_ms)}</bdi>
                " "
                {waiting}
            </p>
            <p class="chat-text"><bdi dir="auto">{message.text.expose().clone()}</bdi></p>
        </li>
    }
    .into_any()
}
