//! The question before something is switched off that people are using.

use super::Typing;
use super::known::{CHAT, ENABLED, UNENROLLED};
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// What is asked about: the messages with the question, and with what switching it off does.
const ASKED: [(&str, Asked); 3] = [
    (ENABLED, ("off-title", "off-body")),
    (UNENROLLED, ("off-unenrolled-title", "off-unenrolled-body")),
    (CHAT, ("off-chat-title", "off-chat-body")),
];

/// Question and consequence.
type Asked = (&'static str, &'static str);

/// Whether it has to be asked.
pub(super) fn is_due(typing: Typing) -> bool {
    untrack(|| !due(typing).is_empty())
}

fn due(typing: Typing) -> Vec<Asked> {
    typing.with(|draft, now| {
        let mut off: Vec<_> = ASKED
            .iter()
            .filter(|(key, _)| draft.switches_off(now, key))
            .collect();
        if off.first().is_some_and(|(key, _)| *key == ENABLED) {
            // Then nothing else matters.
            off.truncate(1);
        }
        off.into_iter().map(|(_, asked)| *asked).collect()
    })
}

/// Says what switching off does to those who are in a session, and asks.
#[component]
pub(super) fn Off(typing: Typing, asking: RwSignal<bool>, confirm: Callback<()>) -> impl IntoView {
    let due = Memo::new(move |_| due(typing));
    let title = Signal::derive(move || {
        let first = due.with(|due| due.first().copied());
        first.map_or_else(String::new, |(title, _)| i18n::text(title, &[]))
    });
    let body = move || {
        let line = |(_, body)| view! { <p>{i18n::text(body, &[])}</p> };
        due.get().into_iter().map(line).collect_view()
    };
    view! {
        <Dialog id="off-dialog" open=asking title>
            {body}
            <div class="actions">
                <Button
                    kind=ButtonKind::Danger
                    label=t!("off-confirm")
                    test_id="off-confirm"
                    on_press=confirm
                />
                <Button label=t!("cancel") test_id="off-cancel" on_press=move |()| asking.set(false) />
            </div>
        </Dialog>
    }
    .into_any()
}
