//! Before sharing: what the browser will ask, and the button.

use crate::components::{Button, ButtonKind, Card, Sign, StepHeading};
use crate::room::Companion;
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;

/// Invites to share the screen.
#[component]
pub(super) fn SharePanel(session: SessionHandle) -> impl IntoView {
    view! {
        <Card>
            <StepHeading text=t!("share-title") />
            <p class="lead">{t!("share-lead")}</p>
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
