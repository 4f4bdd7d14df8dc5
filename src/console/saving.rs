//! Saving a form: under way, refused, done. What is refused stays as it was typed, and is said at its
//! field.

use super::opened::{Opened, Typed, is_overtaken};
use crate::auth::{Auth, use_auth};
use crate::components::{Button, ButtonKind, ErrorBox, Live};
use crate::i18n;
use crate::platform::{document, spawn};
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rh_protocol::ErrorBody;

/// What becomes of a form. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    auth: Auth,
    live: Live,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
    /// Where it leads when it is left.
    path: StoredValue<String>,
    leave: Callback<String>,
    /// Called when something has changed.
    changed: Callback<()>,
}

impl Saving {
    /// A form that leads to `path` when it is saved or left.
    pub(super) fn new(path: String, changed: Callback<()>) -> Self {
        let navigate = use_navigate();
        Self {
            auth: use_auth(),
            live: Live::expect(),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            path: StoredValue::new(path),
            leave: Callback::new(move |path: String| navigate(&path, NavigateOptions::default())),
            changed,
        }
    }

    /// Tells the broker, and leads on when it has taken it. A field that is wrong gets the focus, where `fields` has the id of its
    /// element beside its name.
    pub(super) fn run(
        self,
        fields: &'static [(&'static str, &'static str)],
        telling: impl Future<Output = Result<(), ErrorBody>> + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn(async move {
            match telling.await {
                Ok(()) => {
                    self.changed.try_run(());
                    self.live.say(untrack(|| i18n::text("saved", &[])));
                    if let Some(path) = self.path.try_get_value() {
                        self.leave.try_run(path);
                    }
                }
                Err(refused) => {
                    if !self.auth.expired(&refused) {
                        let named = refused.field.as_deref().unwrap_or_default();
                        let field = fields.iter().find(|(name, _)| *name == named);
                        self.refused.try_set(Some(refused.clone()));
                        if let Some((_, id)) = field {
                            document::focus(id);
                        }
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

    /// The same of a form of what others may change, too: what they have left can be looked at. The focus goes on at the first
    /// field, by the id of its element.
    pub(super) fn problem_with<T: Typed>(self, opened: Opened<T>, first: &'static str) -> AnyView {
        let stale = move || {
            self.refused
                .with(|refused| refused.as_ref().is_some_and(is_overtaken))
        };
        let load = move |()| {
            spawn(async move {
                match opened.again().await {
                    Ok(()) => {
                        self.refused.try_set(None);
                        document::focus(first);
                    }
                    Err(refused) => {
                        if !self.auth.expired(&refused) {
                            self.refused.try_set(Some(refused));
                        }
                    }
                }
            });
        };
        view! {
            <ErrorBox error=self.refused>
                <Show when=stale>
                    <div class="actions">
                        <Button label=t!("load-now") test_id="load-now" on_press=load />
                    </div>
                </Show>
            </ErrorBox>
        }
        .into_any()
    }

    /// Save, or not.
    pub(super) fn ways(self, save: Callback<()>) -> AnyView {
        view! {
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("save")
                    test_id="save"
                    busy=self.busy
                    on_press=save
                />
                <a class="button" data-testid="cancel" href=self.path.get_value()>{t!("cancel")}</a>
            </div>
        }
        .into_any()
    }
}
