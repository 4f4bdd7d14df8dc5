//! What the broker answers to what was chosen, page by page.

use crate::auth::{Auth, use_auth};
use crate::components::{Button, ErrorBox, Progress};
use crate::platform::{http, spawn};
use crate::routes::filters;
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// An answer that others may follow.
pub(super) trait Paged: DeserializeOwned + Send + Sync + 'static {
    /// What to ask for the next one with; none after the last.
    fn next(&self) -> Option<String>;
}

/// The answer to what is chosen now. A handle: copy it freely.
pub(super) struct Answers<T: Paged> {
    path: &'static str,
    asked: Memo<String>,
    found: RwSignal<Option<Arc<T>>>,
    problem: RwSignal<Option<ErrorBody>>,
    busy: RwSignal<bool>,
    /// What each page up to the one that is shown was asked for with, but the first.
    trail: RwSignal<Vec<String>>,
    /// Counts what was asked: of two answers the one that was asked for last counts.
    turn: StoredValue<u32>,
    auth: Auth,
}

impl<T: Paged> Clone for Answers<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Paged> Copy for Answers<T> {}

impl<T: Paged> Answers<T> {
    /// Asks, and again whenever something else is chosen.
    pub(super) fn new(path: &'static str, asked: Memo<String>) -> Self {
        let answers = Self {
            path,
            asked,
            found: RwSignal::new(None),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            trail: RwSignal::new(Vec::new()),
            turn: StoredValue::new(0),
            auth: use_auth(),
        };
        Effect::new(move |_| {
            answers.asked.track();
            answers.trail.set(Vec::new());
            answers.ask();
        });
        answers
    }

    /// Asks; what is there stays until the answer comes.
    fn ask(self) {
        let mut query = self.asked.get_untracked();
        if let Some(after) = self.trail.with_untracked(|trail| trail.last().cloned()) {
            filters::push(&mut query, "after", &after);
        }
        let path = format!("{}{query}", self.path);
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.busy.set(true);
        self.problem.set(None);
        spawn(async move {
            let answer = http::get::<T>(&path).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(found) => {
                    self.found.try_set(Some(Arc::new(found)));
                }
                Err(error) => {
                    if !self.auth.expired(&error) {
                        self.problem.try_set(Some(error));
                    }
                }
            }
            self.busy.try_set(false);
        });
    }

    /// What `make` makes of the answer, each time anew; until then that it is awaited, and why it does not come.
    pub(super) fn view(self, make: impl Fn(&T) -> AnyView + Send + 'static) -> AnyView {
        let body = move || self.found.get().map(|found| make(&found));
        let waits = move || {
            let waits = self.found.with(Option::is_none) && self.problem.with(Option::is_none);
            waits.then(|| view! { <Progress label=t!("loading") /> })
        };
        view! {
            {waits}
            <ErrorBox error=self.problem>
                <div class="actions">
                    <Button
                        label=t!("try-again")
                        test_id="try-again"
                        on_press=move || self.ask()
                    />
                </div>
            </ErrorBox>
            <div aria-busy=move || self.busy.get().then_some("true")>{body}</div>
        }
        .into_any()
    }

    /// The way to the pages after and before the one that is shown; nothing where there is only one.
    pub(super) fn pager(self) -> AnyView {
        let next = Memo::new(move |_| {
            self.found
                .with(|found| found.as_ref().and_then(|found| found.next()))
        });
        let first = Memo::new(move |_| self.trail.with(Vec::is_empty));
        let older = move |()| {
            if let Some(next) = next.get_untracked() {
                self.trail.update(|trail| trail.push(next));
                self.ask();
            }
        };
        let newer = move |()| {
            self.trail.update(|trail| {
                trail.pop();
            });
            self.ask();
        };
        let there = move || !first.get() || next.with(Option::is_some);
        view! {
            <Show when=there>
                <nav class="actions" aria-label=t!("pages")>
                    <Button label=t!("newer") test_id="newer" disabled=first busy=self.busy on_press=newer />
                    <Button
                        label=t!("older")
                        test_id="older"
                        disabled=Signal::derive(move || next.with(Option::is_none))
                        busy=self.busy
                        on_press=older
                    />
                </nav>
            </Show>
        }
        .into_any()
    }
}
