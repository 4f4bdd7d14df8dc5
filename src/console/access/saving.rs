//! Saving a role or an assignment: under way, refused, done.

use super::Access;
use crate::auth::{Auth, use_auth};
use crate::components::{Button, ButtonKind, ErrorBox, Live};
use crate::i18n;
use crate::platform::spawn;
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rh_protocol::ErrorBody;

/// What becomes of a form. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    access: Access,
    auth: Auth,
    live: Live,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
    /// Goes back to the overview.
    leave: Callback<()>,
}

impl Saving {
    pub(super) fn new(access: Access) -> Self {
        let navigate = use_navigate();
        let overview = Page::Console(Some(ConsolePage::Access)).path();
        Self {
            access,
            auth: use_auth(),
            live: Live::expect(),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            leave: Callback::new(move |()| navigate(&overview, NavigateOptions::default())),
        }
    }

    /// Tells the broker; leads back when it has taken it. What is refused stays as it was typed.
    pub(super) fn run(self, telling: impl Future<Output = Result<(), ErrorBody>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn(async move {
            match telling.await {
                Ok(()) => {
                    self.access.changed(self.auth);
                    self.live.say(untrack(|| i18n::text("saved", &[])));
                    self.leave.try_run(());
                }
                Err(refused) => {
                    if !self.auth.expired(&refused) {
                        self.refused.try_set(Some(refused));
                    }
                }
            }
            self.busy.try_set(false);
        });
    }

    /// What is wrong with a field, in the words of `message`, once the broker has said so.
    pub(super) fn wrong(
        self,
        field: &'static str,
        message: &'static str,
    ) -> Signal<Option<String>> {
        let refused = self.refused;
        Signal::derive(move || {
            let meant = refused.with(|refused| {
                let named = refused.as_ref().and_then(|error| error.field.as_deref());
                named == Some(field)
            });
            meant.then(|| i18n::text(message, &[]))
        })
    }

    /// Why it was refused.
    pub(super) fn problem(self) -> AnyView {
        view! { <ErrorBox error=self.refused /> }.into_any()
    }

    /// Save, or not.
    pub(super) fn ways(self, save: Callback<()>) -> AnyView {
        let overview = Page::Console(Some(ConsolePage::Access)).path();
        view! {
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("save")
                    test_id="save"
                    busy=self.busy
                    on_press=save
                />
                <a class="button" data-testid="cancel" href=overview>{t!("cancel")}</a>
            </div>
        }
        .into_any()
    }
}
