//! Lists that the broker searches, filters, sorts and gives page by page.
//!
//! | module | what it holds |
//! | --- | --- |
//! | this one | a list, and what is asked for it |
//! | [`chosen`] | what is chosen of it: in the address, and in the fields |
//! | [`filters`] | the fields above a list |
//! | [`found`] | the list as it stands there |
//! | [`pager`] | which rows these are, and the buttons to the others |
//! | [`rows`] | a page of it, as the broker gives it |
//! | [`trail`] | the way back to the pages before |

pub(super) mod chosen;
pub(super) mod filters;
pub(super) mod found;
pub(super) mod pager;
mod rows;
mod trail;

use crate::auth::{Auth, use_auth};
use crate::platform::{http, spawn};
use leptos::prelude::*;
use pager::{Pages, Standing};
use rh_protocol::ErrorBody;
use rows::cannot_go_on;
pub(super) use rows::{Rows, path};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use trail::Trail;

/// Rows on a page.
const SIZE: u32 = 50;

/// The page that is shown, the way to it, and of what list it is.
#[derive(Debug)]
pub(super) struct Shown<T> {
    page: Rows<T>,
    trail: Trail,
    asked: String,
}

/// A list. A handle: copy it freely.
pub(super) struct Listing<T: Send + Sync + 'static> {
    base: &'static str,
    /// What is asked for, as a query of the interface.
    asked: Signal<String>,
    /// The way to the page that was asked for last.
    trail: RwSignal<Trail>,
    found: RwSignal<Option<Arc<Shown<T>>>>,
    problem: RwSignal<Option<ErrorBody>>,
    busy: RwSignal<bool>,
    /// Counts the askings: only the newest one's answer is taken.
    turn: StoredValue<u32>,
    auth: Auth,
}

impl<T: Send + Sync + 'static> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Listing<T> {}

impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Listing<T> {
    /// Asks for the first page at this path, and again whenever something else is asked for.
    pub(super) fn new(base: &'static str, asked: Signal<String>) -> Self {
        let list = Self {
            base,
            asked,
            trail: RwSignal::new(Trail::default()),
            found: RwSignal::new(None),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
            auth: use_auth(),
        };
        Effect::new(move |_| {
            list.asked.track();
            list.trail.set(Trail::default());
            list.again();
        });
        list
    }

    /// Asks for the same page again.
    pub(super) fn again(self) {
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        let (Some(asked), Some(trail)) = (
            self.asked.try_get_untracked(),
            self.trail.try_get_untracked(),
        ) else {
            return;
        };
        self.busy.set(true);
        spawn(async move {
            let path = path(self.base, &asked, SIZE, trail.after());
            let answer = http::get::<Rows<T>>(&path).await;
            if turn.is_none() || self.turn.try_get_value() != turn {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.problem.set(None);
                    self.found.set(Some(Arc::new(Shown { page, trail, asked })));
                }
                Err(error) if trail.after().is_some() && cannot_go_on(&error) => {
                    self.trail.set(Trail::default());
                    self.again();
                }
                Err(error) => {
                    if !self.auth.expired(&error) {
                        self.problem.set(Some(error));
                    }
                }
            }
        });
    }

    /// Looks at the rows that are shown, once some are. Tracked.
    fn with<V>(self, look: impl FnOnce(&[T]) -> V) -> V {
        self.found.with(|found| {
            let rows = found.as_ref().map(|shown| shown.page.rows.as_slice());
            look(rows.unwrap_or_default())
        })
    }

    /// Whether there has been an answer. Tracked.
    fn answered(self) -> bool {
        self.found.with(Option::is_some)
    }

    /// Why there is no answer. Tracked.
    fn problem(self) -> Signal<Option<ErrorBody>> {
        self.problem.into()
    }

    /// Whether an answer is awaited. Tracked.
    fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What the pager shows and does.
    fn pages(self) -> Pages {
        let standing = Memo::new(move |_| {
            self.found.with(|found| {
                let shown = found.as_ref()?;
                let rows = u64::try_from(shown.page.rows.len()).unwrap_or(u64::MAX);
                Some(Standing {
                    before: shown.trail.before(),
                    rows,
                    total: shown.page.total,
                    more: shown.page.next.is_some(),
                    age_ms: shown.page.age_ms,
                })
            })
        });
        Pages {
            standing: standing.into(),
            back: Callback::new(move |()| {
                self.turn_to(|shown, trail| {
                    *trail = shown.trail.clone();
                    trail.back();
                })
            }),
            forward: Callback::new(move |()| {
                self.turn_to(|shown, trail| {
                    if let Some(next) = shown.page.next.clone() {
                        *trail = shown.trail.clone();
                        trail.forward(next, shown.page.rows.len());
                    }
                })
            }),
        }
    }

    /// To the page that lies so from the one that is shown: what is pressed again, or after a page that did not come, leads to
    /// the same. While another list is awaited it leads nowhere.
    fn turn_to(self, turn: impl FnOnce(&Shown<T>, &mut Trail)) {
        let asked = self.asked.get_untracked();
        let shown = self.found.get_untracked();
        if let Some(shown) = shown.filter(|shown| shown.asked == asked) {
            self.trail.update(|trail| turn(&shown, trail));
            self.again();
        }
    }
}
