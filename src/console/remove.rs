//! The question before something is removed. What is refused is said in it.

use super::access::{Access, Kind, api};
use crate::auth::use_auth;
use crate::components::{Button, ButtonKind, Dialog, ErrorBox, Live};
use crate::i18n;
use crate::platform::{document, spawn, timer};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;

/// What is to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) name: String,
}

/// Asks, and removes.
#[component]
pub(super) fn Remove(access: Access, target: RwSignal<Option<Target>>) -> impl IntoView {
    let auth = use_auth();
    let live = Live::expect();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    Effect::new(move |_| {
        if target.with(Option::is_some) {
            error.set(None);
            open.set(true);
        }
    });
    // Closed, it is to be asked again even for the same.
    Effect::new(move |_| {
        if !open.get() {
            target.set(None);
        }
    });
    // The words stay while the dialog closes.
    let shown = Memo::new(move |before: Option<&Option<Target>>| {
        target.get().or_else(|| before.cloned().flatten())
    });
    let name = move || shown.get().map(|target| target.name).unwrap_or_default();
    let assignment = move || {
        shown.with(|target| {
            target
                .as_ref()
                .is_some_and(|target| target.kind == Kind::Assignment)
        })
    };
    let title = Signal::derive(move || {
        let args = [("name", name().into())];
        if assignment() {
            i18n::text("remove-assignment-title", &args)
        } else {
            i18n::text("remove-role-title", &args)
        }
    });
    let body = move || {
        if assignment() {
            i18n::text("remove-assignment-body", &[])
        } else {
            i18n::text("remove-role-body", &[])
        }
    };
    let remove = move |()| {
        let Some(target) = target.get_untracked() else {
            return;
        };
        busy.set(true);
        error.set(None);
        spawn(async move {
            match api::remove(target.kind, &target.id).await {
                Ok(()) => {
                    access.changed(auth);
                    open.try_set(false);
                    // The dialog gives the focus back to what was pressed, which goes with the row.
                    timer::sleep(0).await;
                    document::focus(target.kind.heading());
                    live.say(untrack(|| i18n::text("removed", &[])));
                }
                Err(refused) => {
                    if !auth.expired(&refused) {
                        error.try_set(Some(refused));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog id="remove-dialog" open title>
            <p>{body}</p>
            <ErrorBox error />
            <div class="actions">
                <Button
                    kind=ButtonKind::Danger
                    label=t!("remove")
                    test_id="remove-confirm"
                    busy
                    on_press=remove
                />
                <Button label=t!("cancel") test_id="remove-cancel" on_press=move |()| open.set(false) />
            </div>
        </Dialog>
    }
    .into_any()
}
