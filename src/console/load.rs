//! What a page asks of the broker before it can show anything.

use crate::auth::{Auth, use_auth};
use crate::components::{Button, Card, ErrorBox, Progress};
use crate::platform::{document, spawn, timer};
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode};
use std::pin::Pin;
use std::sync::Arc;

/// An answer on its way.
pub(super) type Asking<T> = Pin<Box<dyn Future<Output = Result<T, ErrorBody>>>>;

/// How it is asked.
type Ask<T> = Arc<dyn Fn() -> Asking<T> + Send + Sync>;

/// What the broker says, as it was last asked. A handle: copy it freely.
pub(super) struct Loaded<T: Send + Sync + 'static> {
    found: RwSignal<Option<Arc<T>>>,
    problem: RwSignal<Option<ErrorBody>>,
    ask: StoredValue<Ask<T>>,
    /// Counts the askings: only the newest one's answer is taken.
    turn: StoredValue<u32>,
    auth: Auth,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: Send + Sync + 'static> Loaded<T> {
    /// Asks for the first time.
    pub(super) fn new(ask: impl Fn() -> Asking<T> + Send + Sync + 'static) -> Self {
        let ask: Ask<T> = Arc::new(ask);
        let loaded = Self {
            found: RwSignal::new(None),
            problem: RwSignal::new(None),
            ask: StoredValue::new(ask),
            turn: StoredValue::new(0),
            auth: use_auth(),
        };
        loaded.again();
        loaded
    }

    /// Asks again; what is there stays until the answer comes.
    pub(super) fn again(self) {
        spawn(async move {
            self.problem.try_set(None);
            if let Some(ask) = self.ask.try_get_value() {
                self.take(ask()).await;
            }
        });
    }

    /// Asks again and again while somebody sees the page, until it is gone: by `ask`, which is no activity of the person. What is
    /// there, and what stands in the way, stays until the next answer. Whose right was taken away meanwhile asks by hand: what is
    /// refused is in the audit, and nobody means to fill it.
    pub(super) fn keep_asking(self, every_ms: i32, ask: impl Fn() -> Asking<T> + 'static) {
        spawn(async move {
            loop {
                timer::sleep(every_ms).await;
                if self.turn.try_get_value().is_none() {
                    return;
                }
                if !document::hidden() && !self.is_refused() {
                    self.take(ask()).await;
                }
            }
        });
    }

    /// Whether the person may not see it any more.
    fn is_refused(self) -> bool {
        let code = self
            .problem
            .try_with_untracked(|problem| problem.as_ref().map(|it| it.code));
        matches!(
            code.flatten(),
            Some(ErrorCode::NotPermitted | ErrorCode::NotAHelper | ErrorCode::AccountDisabled)
        )
    }

    /// Takes an answer, unless it is asked anew before it comes.
    async fn take(self, answer: Asking<T>) {
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        let answer = answer.await;
        if self.turn.try_get_value() != turn {
            return;
        }
        match answer {
            Ok(found) => {
                self.problem.try_set(None);
                self.found.try_set(Some(Arc::new(found)));
            }
            Err(error) => {
                if !self.auth.expired(&error) {
                    self.problem.try_set(Some(error));
                }
            }
        }
    }

    /// What is there, once something is. Tracked.
    pub(super) fn get(self) -> Option<Arc<T>> {
        self.found.get()
    }

    /// The same without following it.
    pub(super) fn get_untracked(self) -> Option<Arc<T>> {
        self.found.get_untracked()
    }

    /// Puts what somebody else has asked for.
    pub(super) fn put(self, found: Arc<T>) {
        self.found.try_set(Some(found));
    }

    /// What `make` makes of the first answer, and until then that it is awaited, or why it does not come. It is not made again
    /// by a later answer: what is typed stays.
    pub(super) fn view(self, make: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        let there = Memo::new(move |_| self.found.with(Option::is_some));
        let body = move || {
            let found = there.get().then(|| self.found.get_untracked()).flatten();
            found.map(&make)
        };
        let waits = move || {
            let failed = self.problem.with(Option::is_some);
            if there.get() && !failed {
                return None;
            }
            let progress = (!failed).then(|| view! { <Progress label=t!("loading") /> });
            Some(view! {
                <Card>
                    {progress}
                    <ErrorBox error=self.problem>
                        <div class="actions">
                            <Button
                                label=t!("try-again")
                                test_id="try-again"
                                on_press=move || self.again()
                            />
                        </div>
                    </ErrorBox>
                </Card>
            })
        };
        view! {
            {waits}
            {body}
        }
        .into_any()
    }
}
