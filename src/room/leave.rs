//! Ending the session for both, after one question.

use crate::components::{Button, ButtonKind, Dialog, Sign};
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;

/// The button, and the question that it asks.
#[component]
pub fn LeaveButton(session: SessionHandle) -> impl IntoView {
    let open = RwSignal::new(false);
    let leave = move |()| {
        open.set(false);
        session.end();
    };
    view! {
        <Button
            kind=ButtonKind::Danger
            label=t!("leave")
            sign=Some(Sign::Leave)
            test_id="leave"
            on_press=move |()| open.set(true)
        />
        <Dialog id="leave-dialog" open title=t!("leave-title")>
            <p>{t!("leave-body")}</p>
            <div class="actions">
                <Button
                    kind=ButtonKind::Danger
                    label=t!("leave-confirm")
                    test_id="leave-confirm"
                    on_press=leave
                />
                <Button label=t!("cancel") test_id="leave-cancel" on_press=move |()| open.set(false) />
            </div>
        </Dialog>
    }
    .into_any()
}
