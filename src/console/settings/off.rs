//! The question before something is switched off that people are using.

use super::Typing;
use super::known::{CHAT, ENABLED, UNENROLLED};
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// What is asked about, and the message that says what switching it off does; its `-title` is the question.
const ASKED: [(&str, &str); 3] = [
    (ENABLED, "off"),
    (UNENROLLED, "off-unenrolled"),
    (CHAT, "off-chat"),
];

/// Whether it has to be asked.
pub(super) fn is_due(typing: Typing) -> bool {
    untrack(|| !due(typing).is_empty())
}

fn due(typing: Typing) -> Vec<&'static str> {
    typing.with(|draft, now| {
        let off = ASKED.iter().filter(|(key, _)| draft.switches_off(now, key));
        let off: Vec<_> = off.map(|(_, message)| *message).collect();
        match off.first() {
            // Then nothing else matters.
            Some(&"off") => vec!["off"],
            _ => off,
        }
    })
}

/// Says what switching off does to those who are in a session, and asks.
#[component]
pub(super) fn Off(typing: Typing, asking: RwSignal<bool>, confirm: Callback<()>) -> impl IntoView {
    let due = Memo::new(move |_| due(typing));
    let title = Signal::derive(move || {
        let first = due.with(|due| due.first().copied()).unwrap_or("off");
        i18n::text(&format!("{first}-title"), &[])
    });
    let body = move || {
        let words = |message: &str| i18n::text(&format!("{message}-body"), &[]);
        let line = |message| view! { <p>{words(message)}</p> };
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
