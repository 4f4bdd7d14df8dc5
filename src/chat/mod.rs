//! The chat panel: one thread for the whole session, in any script.

mod compose;
mod thread;

use crate::auth::use_auth;
use crate::components::{Icon, Sign};
use crate::session::SessionHandle;
use crate::t;
use compose::Compose;
use leptos::prelude::*;
use thread::ThreadLog;

/// The panel, if the organisation allows chat. It can be folded away; what comes meanwhile is counted.
#[component]
pub fn ChatPanel(
    /// The session whose thread it shows.
    session: SessionHandle,
) -> impl IntoView {
    let allowed = Memo::new(move |_| {
        session
            .view()
            .with(|view| view.as_ref().is_some_and(|view| view.chat))
    });
    move || {
        allowed
            .get()
            .then(|| view! { <Panel session /> }.into_any())
    }
}

#[component]
fn Panel(session: SessionHandle) -> impl IntoView {
    let open = RwSignal::new(true);
    let role = use_auth().role();
    let theirs = Memo::new(move |_| {
        session.chat().with(|entries| {
            entries
                .iter()
                .filter(|entry| entry.message.author != role)
                .count()
        })
    });
    // How many had been seen when the panel was last open.
    let seen = RwSignal::new(0);
    Effect::new(move |_| {
        let count = theirs.get();
        if open.get() {
            seen.set(count);
        }
    });
    let unread = Memo::new(move |_| theirs.get().saturating_sub(seen.get()));
    let badge = move || {
        let count = u32::try_from(unread.get()).unwrap_or(u32::MAX);
        (count > 0).then(|| view! { <span class="badge">{t!("chat-unread", count = count)}</span> })
    };
    view! {
        <aside class="chat" class:chat-folded=move || !open.get() aria-labelledby="chat-title">
            <h2 class="chat-head" id="chat-title">
                <button
                    type="button"
                    class="chat-fold"
                    aria-controls="chat-body"
                    title=move || if open.get() { t!("chat-hide").get() } else { t!("chat-show").get() }
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Icon sign=Sign::Chat />
                    <span>{t!("chat-title")}</span>
                    {badge}
                </button>
            </h2>
            <div class="chat-body" id="chat-body" hidden=move || !open.get()>
                <ThreadLog session open />
                <Compose session />
            </div>
        </aside>
    }
    .into_any()
}
