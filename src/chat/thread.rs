//! The messages, in the order that both sides see.

use crate::auth::use_auth;
use crate::i18n;
use crate::session::{ChatEntry, SessionHandle};
use crate::t;
use leptos::html;
use leptos::prelude::*;
use rh_protocol::Role;

/// How far from its end the log may be and still count as being there, in pixels: browsers round.
const SLACK: i32 = 8;

/// The log. New messages are read out; it stays at the end unless the person has scrolled up, and
/// goes there for one's own.
#[component]
pub(super) fn ThreadLog(
    /// The session whose thread it shows.
    session: SessionHandle,
    /// Whether the panel is unfolded.
    open: RwSignal<bool>,
) -> impl IntoView {
    let me = use_auth().role();
    let log = NodeRef::<html::Div>::new();
    let entries = session.chat();
    let count = Memo::new(move |_| entries.with(Vec::len));
    let own = Memo::new(move |_| {
        entries.with(|entries| {
            let own = entries.iter().filter(|entry| entry.message.author == me);
            own.count()
        })
    });
    // As it was before the newest message made the log longer.
    let at_end = StoredValue::new(true);
    let scrolled = move |_| {
        if let Some(log) = log.get_untracked() {
            let seen = log.scroll_top() + log.client_height();
            at_end.set_value(is_end(seen, log.scroll_height()));
        }
    };
    Effect::new(move |before: Option<usize>| {
        count.track();
        let own = own.get();
        let wrote = before.is_some_and(|before| own > before);
        if let Some(log) = log.get()
            && open.get()
            && (wrote || at_end.get_value())
        {
            log.set_scroll_top(log.scroll_height());
        }
        own
    });
    let name = Memo::new(move |_| {
        session.view().with(|view| {
            let name = view.as_ref()?.other()?.person.name.expose().clone();
            (!name.is_empty()).then_some(name)
        })
    });
    let other = Signal::derive(move || {
        name.get().unwrap_or_else(|| {
            let role = match me {
                Role::Helper => "chat-sharer",
                Role::Sharer => "chat-helper",
            };
            i18n::text(role, &[])
        })
    });
    let empty = move || {
        let words = if session.chat_open().get() {
            t!("chat-empty")
        } else {
            t!("chat-waiting")
        };
        (count.get() == 0).then(|| view! { <p class="chat-empty">{words}</p> })
    };
    let line = move |entry: ChatEntry| {
        let id = entry.message.id;
        // Once delivered it stays so, and no longer follows the thread.
        let delivered = Memo::new(move |before| {
            before == Some(&true)
                || entries.with(|entries| {
                    let mut newest = entries.iter().rev();
                    newest.any(|entry| entry.message.id == id && entry.delivered)
                })
        });
        let author = if entry.message.author == me {
            t!("chat-you")
        } else {
            other
        };
        message(&entry, entry.message.author == me, author, delivered)
    };
    view! {
        <div
            class="chat-log"
            data-testid="chat-log"
            role="log"
            tabindex="0"
            aria-labelledby="chat-title"
            node_ref=log
            on:scroll=scrolled
        >
            {empty}
            <ol class="chat-list">
                <For each=move || entries.get() key=|entry| entry.message.id children=line />
            </ol>
        </div>
    }
    .into_any()
}

/// Whether a log of this height is seen down to its end.
const fn is_end(seen: i32, height: i32) -> bool {
    seen + SLACK >= height
}

/// One message. Its text is text, whatever it looks like; its direction is its own.
fn message(entry: &ChatEntry, own: bool, author: Signal<String>, delivered: Memo<bool>) -> AnyView {
    let message = &entry.message;
    let written_at_ms = message.written_at_ms;
    let waiting = move || {
        (!delivered.get()).then(|| view! { <span class="chat-waiting">{t!("chat-pending")}</span> })
    };
    view! {
        <li class="chat-message" class:chat-own=own>
            <p class="chat-meta">
                <bdi>{author}</bdi>
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

#[cfg(test)]
mod tests {
    use super::is_end;

    #[test]
    fn the_end_is_the_end_give_or_take_a_rounding() {
        assert!(is_end(500, 500));
        assert!(is_end(493, 500));
        assert!(!is_end(400, 500));
        // A log that is shorter than its frame.
        assert!(is_end(200, 120));
    }
}
