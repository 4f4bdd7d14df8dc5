//! The question before something is switched off that people are using.

use super::Typing;
use super::known::ENABLED;
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// Says what switching off does to those who are in a session, and asks.
#[component]
pub(super) fn Off(typing: Typing, asking: RwSignal<bool>, confirm: Callback<()>) -> impl IntoView {
    let off = move |key| typing.with(|draft, now| draft.switches_off(now, key));
    let enabled = Memo::new(move |_| off(ENABLED));
    let title = Signal::derive(move || {
        let title = if enabled.get() {
            "off-title"
        } else {
            "off-chat-title"
        };
        i18n::text(title, &[])
    });
    let body = move || {
        let body = if enabled.get() {
            "off-body"
        } else {
            "off-chat-body"
        };
        i18n::text(body, &[])
    };
    view! {
        <Dialog id="off-dialog" open=asking title>
            <p>{body}</p>
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
