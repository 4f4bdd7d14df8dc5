//! Ways to hand the code over, and how the helper learns that somebody came.

use crate::components::{Button, CopyButton, Icon, Live, QrCode, Sign};
use crate::i18n;
use crate::platform::{clipboard, document, notify, spawn};
use crate::t;
use leptos::prelude::*;
use rh_protocol::Passcode;

/// Copy, mail, QR code.
#[component]
pub(super) fn Invite(code: Passcode, link: Signal<String>) -> impl IntoView {
    let mail = move |()| {
        let words = i18n::text("invite-mail-body", &[]);
        // The link stands on a line of its own, outside the message: mail programs then find it.
        let body = format!(
            "{words}\n\n{}\n\n{} {}",
            link.get_untracked(),
            i18n::text("invite-mail-code", &[]),
            code.grouped()
        );
        clipboard::mail(&i18n::text("invite-mail-subject", &[]), &body);
    };
    view! {
        <p class="session-link"><bdi dir="ltr" data-testid="session-link">{link}</bdi></p>
        <div class="actions">
            <CopyButton text=Signal::stored(code.as_str().to_owned()) label=t!("copy-code") test_id="copy-code" />
            <CopyButton text=link label=t!("copy-link") test_id="copy-link" />
            <Button label=t!("invite-mail") sign=Some(Sign::Mail) test_id="mail" on_press=mail />
        </div>
        <details class="qr-details">
            <summary>{t!("invite-qr")}</summary>
            <QrCode text=link label=t!("invite-qr") test_id="session-qr" />
        </details>
    }
    .into_any()
}

/// Offers a notification for when somebody joins while this tab is hidden. Asks only when pressed.
#[component]
pub(super) fn AskToNotify() -> impl IntoView {
    let permission = RwSignal::new(notify::permission());
    let ask = move |()| {
        spawn(async move {
            // Refusing to ask is an answer too.
            let answer = notify::ask().await.unwrap_or(notify::Permission::Denied);
            permission.try_set(answer);
        });
    };
    move || {
        match permission.get() {
        notify::Permission::Unasked => Some(
            view! {
                <div class="actions">
                    <Button label=t!("notify-ask") sign=Some(Sign::Bell) test_id="notify" on_press=ask />
                </div>
            }
            .into_any(),
        ),
        notify::Permission::Granted => Some(
            view! { <p class="fine"><Icon sign=Sign::Bell /> " " {t!("notify-granted")}</p> }.into_any(),
        ),
        notify::Permission::Denied => {
            Some(view! { <p class="fine">{t!("notify-denied")}</p> }.into_any())
        }
        notify::Permission::Unsupported => None,
    }
    }
}

/// Says that somebody has joined: read out, in the tab's title, and by a notification if the tab is
/// hidden. Takes no room on the page: the trust screen stands there.
#[component]
pub(super) fn Joined() -> impl IntoView {
    let words = untrack(|| i18n::text("notify-title", &[]));
    Live::expect().whisper(words.clone());
    let shown = document::hidden()
        .then(|| notify::show(&words, &untrack(|| i18n::text("notify-body", &[]))))
        .flatten();
    // Taken away with this step.
    StoredValue::new_local(shown);
}
