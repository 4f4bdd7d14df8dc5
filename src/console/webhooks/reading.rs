//! What was read so far of what a receiver was not told, and what is done about it.

use super::Webhooks;
use super::api::{self, Letter};
use crate::auth::{Auth, use_auth};
use crate::components::Live;
use crate::console::confirm::{Question, Words};
use crate::console::load::Asking;
use crate::i18n;
use crate::platform::{document, spawn, timer};
use leptos::prelude::*;
use rh_protocol::ErrorBody;

const DISCARD: Words = Words {
    title: "letter-discard-title",
    body: "letter-discard-body",
    confirm: "letter-discard",
    said: "letter-discarded",
};

/// What was read of them so far. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    webhooks: Webhooks,
    name: StoredValue<String>,
    /// Nothing before the first answer.
    pub(super) letters: RwSignal<Option<Vec<Letter>>>,
    /// Where those that follow begin.
    pub(super) next: RwSignal<Option<i64>>,
    pub(super) error: RwSignal<Option<ErrorBody>>,
    pub(super) busy: RwSignal<bool>,
    auth: Auth,
    live: Live,
}

impl Reading {
    /// Nothing read yet.
    pub(super) fn new(webhooks: Webhooks, name: StoredValue<String>) -> Self {
        Self {
            webhooks,
            name,
            letters: RwSignal::new(None),
            next: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            auth: use_auth(),
            live: Live::expect(),
        }
    }

    /// The id of the element that has the focus after one of them is gone.
    pub(super) fn place(self) -> String {
        format!("dead-letters-{}", self.name.get_value())
    }

    /// Reads those that follow what is there; from the beginning if `anew`.
    pub(super) fn read(self, anew: bool) {
        let Some(name) = self.name.try_get_value() else {
            return;
        };
        let before = self.next.get_untracked().filter(|_| !anew);
        self.busy.set(true);
        spawn(async move {
            match api::letters(&name, before).await {
                Ok(read) => {
                    self.error.try_set(None);
                    self.next.try_set(read.next);
                    self.letters.try_update(|letters| {
                        let there = letters.get_or_insert_default();
                        if anew {
                            there.clear();
                        }
                        there.extend(read.dead_letters);
                    });
                }
                Err(refused) => self.refused(refused),
            }
            self.busy.try_set(false);
        });
    }

    /// One of them is none any more.
    fn changed(self) {
        self.webhooks.loaded.again();
        self.read(true);
    }

    /// Has one of them delivered after all.
    pub(super) fn retry(self, id: String) {
        let (name, place) = (self.name.get_value(), self.place());
        spawn(async move {
            match api::retry(&name, &id).await {
                Ok(()) => {
                    self.changed();
                    timer::sleep(0).await;
                    document::focus(&place);
                    let said = untrack(|| i18n::text("letter-retried", &[]));
                    self.live.say(said);
                }
                Err(refused) => self.refused(refused),
            }
        });
    }

    /// Asks whether one of them is to go.
    pub(super) fn discard(self, id: String) {
        let name = self.name.get_value();
        let act = move || {
            let (name, id) = (name.clone(), id.clone());
            let asking: Asking<()> = Box::pin(async move { api::discard(&name, &id).await });
            asking
        };
        let done = Callback::new(move |()| self.changed());
        let name = self.name.get_value();
        let question = Question::new(DISCARD, name, act, done, self.place());
        self.webhooks.question.set(Some(question));
    }

    fn refused(self, error: ErrorBody) {
        if !self.auth.expired(&error) {
            self.error.try_set(Some(error));
        }
    }
}
