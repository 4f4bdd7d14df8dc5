//! The question before something is done that cannot be taken back. What is refused is said in it.

use super::load::Asking;
use crate::auth::use_auth;
use crate::components::{Button, ButtonKind, Dialog, ErrorBox, Live};
use crate::i18n;
use crate::platform::{document, spawn, timer};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use std::sync::Arc;

/// What is asked, and what is done.
#[derive(Clone)]
pub(super) struct Question {
    /// The messages: title, what it means, the button, and what is said once it is done. Each may name `$name`.
    pub(super) words: Words,
    /// What it is about.
    pub(super) name: String,
    /// Does it.
    pub(super) act: Arc<dyn Fn() -> Asking<()> + Send + Sync>,
    /// Called once it is done.
    pub(super) done: Callback<()>,
    /// The element that has the focus then: what was pressed may be gone.
    pub(super) focus: String,
}

/// See [`Question::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    pub(super) confirm: &'static str,
    pub(super) said: &'static str,
}

impl Question {
    /// A question; nothing is done after it but what it asks.
    pub(super) fn new(
        words: Words,
        name: String,
        act: impl Fn() -> Asking<()> + Send + Sync + 'static,
        done: Callback<()>,
        focus: impl Into<String>,
    ) -> Self {
        Self {
            words,
            name,
            act: Arc::new(act),
            done,
            focus: focus.into(),
        }
    }

    fn text(&self, message: &str) -> String {
        i18n::text(message, &[("name", self.name.as_str().into())])
    }
}

/// Asks whatever stands there, and does it.
#[component]
pub(super) fn Confirm(question: RwSignal<Option<Question>>) -> impl IntoView {
    let auth = use_auth();
    let live = Live::expect();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    // The words stay while the dialog closes.
    let shown = RwSignal::new(None::<Question>);
    // Counts the questions: one may be closed while its answer is awaited, and the answer is none to the next.
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        if let Some(asked) = question.get() {
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            shown.set(Some(asked));
            busy.set(false);
            error.set(None);
            open.set(true);
        }
    });
    // Closed, it can be asked again even for the same.
    Effect::new(move |_| {
        if !open.get() {
            question.set(None);
        }
    });
    let text = move |message: fn(&Words) -> &'static str| {
        Signal::derive(move || {
            shown
                .with(|shown| {
                    let asked = shown.as_ref();
                    asked.map(|asked| asked.text(message(&asked.words)))
                })
                .unwrap_or_default()
        })
    };
    let act = move |()| {
        let Some(asked) = shown.get_untracked() else {
            return;
        };
        busy.set(true);
        error.set(None);
        let asking = turn.get_value();
        spawn(async move {
            let answer = (asked.act)().await;
            let stands = turn.try_get_value() == Some(asking);
            match answer {
                Ok(()) => {
                    asked.done.try_run(());
                    live.say(untrack(|| asked.text(asked.words.said)));
                    if stands {
                        open.try_set(false);
                        // The dialog gives the focus back to what was pressed, which may go.
                        timer::sleep(0).await;
                        document::focus(&asked.focus);
                    }
                }
                Err(refused) => {
                    if !auth.expired(&refused) && stands {
                        error.try_set(Some(refused));
                    }
                }
            }
            if stands {
                busy.try_set(false);
            }
        });
    };
    view! {
        <Dialog id="confirm-dialog" open title=text(|words| words.title)>
            <p>{text(|words| words.body)}</p>
            <ErrorBox error />
            <div class="actions">
                <Button
                    kind=ButtonKind::Danger
                    label=text(|words| words.confirm)
                    test_id="confirm-yes"
                    busy
                    on_press=act
                />
                <Button label=t!("cancel") test_id="confirm-no" on_press=move |()| open.set(false) />
            </div>
        </Dialog>
    }
    .into_any()
}
