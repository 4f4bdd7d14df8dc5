//! Before sharing: what the browser will ask, and the button.

use crate::components::{Button, ButtonKind, Card, Icon, Live, Sign, StepHeading};
use crate::i18n;
use crate::room::Companion;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;

/// Invites to share the screen.
#[component]
pub(super) fn SharePanel(session: SessionHandle) -> impl IntoView {
    let live = Live::expect();
    let cut_off = session.cut_off();
    Effect::new(move |_| {
        if cut_off.get() {
            live.whisper(untrack(|| i18n::text("share-cut-off", &[])));
        }
    });
    let lead = move || {
        if cut_off.get() {
            view! {
                <p class="notice" data-testid="share-cut-off">
                    <Icon sign=Sign::Warning />
                    <span>{t!("share-cut-off")}</span>
                </p>
            }
            .into_any()
        } else {
            view! { <p class="lead">{t!("share-lead")}</p> }.into_any()
        }
    };
    view! {
        <Card>
            <StepHeading text=t!("share-title") />
            {lead}
            <Companion session />
            <ul class="means">
                <li>{t!("share-how")}</li>
                <li>{t!("share-close")}</li>
                <li>{t!("trust-sharer-stop")}</li>
            </ul>
            <div class="actions">
                // Within the click: the browser shows its picker only then.
                <Button
                    kind=ButtonKind::Primary
                    label=t!("share-screen")
                    sign=Some(Sign::Screen)
                    test_id="share-screen"
                    on_press=move |()| session.share()
                />
            </div>
        </Card>
    }
    .into_any()
}
