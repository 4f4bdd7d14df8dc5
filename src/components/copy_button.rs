//! A button that copies a text.

use super::{Button, ButtonKind, Live, Sign};
use crate::platform::{clipboard, spawn};
use crate::{i18n, t};
use leptos::prelude::*;
use rh_protocol::ErrorCode;

/// Time for which the button says that it has copied, in milliseconds.
const SAID_MS: i32 = 2_000;

/// Copies `text` and says so; if the browser refuses, says that too.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says before.
    #[prop(into)]
    label: Signal<String>,
    /// Stable name for tests.
    test_id: &'static str,
) -> impl IntoView {
    let live = Live::expect();
    let copied = RwSignal::new(false);
    let done = t!("copied");
    let press = move || {
        // Within the click, which is what gives the permission.
        let text = text.get_untracked();
        spawn(async move {
            if clipboard::copy(&text).await.is_err() {
                let key = format!("error-{}", ErrorCode::CopyFailed.as_str());
                live.say(untrack(|| i18n::text(&key, &[])));
                return;
            }
            copied.try_set(true);
            live.whisper(untrack(|| i18n::text("copied", &[])));
            crate::platform::timer::sleep(SAID_MS).await;
            copied.try_set(false);
        });
    };
    let words = Signal::derive(move || {
        if copied.get() {
            done.get()
        } else {
            label.get()
        }
    });
    let sign = Signal::derive(move || Some(if copied.get() { Sign::Tick } else { Sign::Copy }));
    view! { <Button label=words on_press=press kind=ButtonKind::Secondary test_id sign /> }
        .into_any()
}
