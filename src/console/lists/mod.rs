//! Lists that the broker searches, filters, sorts and gives page by page.
//!
//! | module | what it holds |
//! | --- | --- |
//! | this one | a list, and what is asked for it |
//! | [`trail`] | the way back to the pages before |
//! | [`pager`] | which rows these are, and the buttons to the others |
//! | [`filters`] | the fields above a list |

pub(super) mod filters;
pub(super) mod pager;
mod trail;

use crate::auth::{Auth, use_auth};
use crate::percent;
use crate::platform::{http, spawn, timer};
use leptos::prelude::*;
use pager::{Pages, Standing};
use rh_protocol::{ErrorBody, ErrorCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use trail::Trail;

/// Rows on a page.
const SIZE: u32 = 50;

/// Time in which more is typed before the broker is asked, in milliseconds.
const TYPING_MS: i32 = 200;

/// A page, as the broker gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Rows<T> {
    pub(super) rows: Vec<T>,
    /// On all pages, where the directory says it.
    #[serde(default)]
    total: Option<u64>,
    /// Where the next page goes on; without it this is the last.
    #[serde(default)]
    next: Option<String>,
    /// How old the answer is.
    #[serde(default)]
    age_ms: u64,
}

/// What a list can be asked.
pub(super) trait Query: Clone + PartialEq + Default + Send + Sync + 'static {
    /// What is asked, by the names of the interface. What is empty is not asked.
    fn parts(&self) -> Vec<(&'static str, &str)>;
}

/// The path of a page.
pub(super) fn path(base: &str, query: &impl Query, size: u32, after: Option<&str>) -> String {
    let mut path = format!("{base}?size={size}");
    let after = after.map(|after| ("after", after));
    let parts = query.parts().into_iter().filter(|(_, it)| !it.is_empty());
    for (name, value) in parts.chain(after) {
        path.push('&');
        path.push_str(name);
        path.push('=');
        path.push_str(&percent::encoded(value));
    }
    path
}

/// The page that is shown, and how many rows are before it.
#[derive(Debug)]
pub(super) struct Shown<T> {
    page: Rows<T>,
    before: u64,
}

/// A list. A handle: copy it freely.
pub(super) struct Listing<Q: Query, T: Send + Sync + 'static> {
    base: &'static str,
    /// What is asked for, as it is typed.
    query: RwSignal<Q>,
    trail: RwSignal<Trail>,
    found: RwSignal<Option<Arc<Shown<T>>>>,
    problem: RwSignal<Option<ErrorBody>>,
    busy: RwSignal<bool>,
    /// Counts the askings: only the newest one's answer is taken.
    turn: StoredValue<u32>,
    auth: Auth,
}

impl<Q: Query, T: Send + Sync + 'static> Clone for Listing<Q, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: Query, T: Send + Sync + 'static> Copy for Listing<Q, T> {}

impl<Q: Query, T: DeserializeOwned + Clone + Send + Sync + 'static> Listing<Q, T> {
    /// Asks for the first page at this path.
    pub(super) fn new(base: &'static str, query: Q) -> Self {
        let list = Self {
            base,
            query: RwSignal::new(query),
            trail: RwSignal::new(Trail::default()),
            found: RwSignal::new(None),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
            auth: use_auth(),
        };
        list.ask(0);
        list
    }

    /// Looks at what is asked for. Tracked.
    pub(super) fn with<V>(self, look: impl FnOnce(&Q) -> V) -> V {
        self.query.with(look)
    }

    /// Asks for something else, from its first page on.
    pub(super) fn change(self, change: impl FnOnce(&mut Q)) {
        let before = self.query.get_untracked();
        self.query.update(change);
        if self.query.with_untracked(|now| *now != before) {
            self.trail.set(Trail::default());
            self.ask(TYPING_MS);
        }
    }

    /// Asks for the same page again.
    pub(super) fn again(self) {
        self.ask(0);
    }

    /// The rows that are shown, once some are. Tracked.
    pub(super) fn rows(self) -> Vec<T> {
        self.found.with(|found| {
            let rows = found.as_ref().map(|shown| shown.page.rows.clone());
            rows.unwrap_or_default()
        })
    }

    /// Whether there has been an answer. Tracked.
    pub(super) fn answered(self) -> bool {
        self.found.with(Option::is_some)
    }

    /// Why there is no answer. Tracked.
    pub(super) fn problem(self) -> Signal<Option<ErrorBody>> {
        self.problem.into()
    }

    /// Whether an answer is awaited. Tracked.
    pub(super) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What the pager shows and does.
    pub(super) fn pages(self) -> Pages {
        let standing = Memo::new(move |_| {
            self.found.with(|found| {
                let shown = found.as_ref()?;
                let rows = u64::try_from(shown.page.rows.len()).unwrap_or(u64::MAX);
                Some(Standing {
                    before: shown.before,
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
                self.trail.update(Trail::back);
                self.ask(0);
            }),
            forward: Callback::new(move |()| {
                let next = self.found.with_untracked(|found| {
                    let shown = found.as_ref()?;
                    Some((shown.page.next.clone()?, shown.page.rows.len()))
                });
                // Pressed again before the answer is there, it would lead to the same page twice.
                if let Some((next, rows)) = next.filter(|_| !self.busy.get_untracked()) {
                    self.trail.update(|trail| trail.forward(next, rows));
                    self.ask(0);
                }
            }),
        }
    }

    fn ask(self, wait_ms: i32) {
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        let current = move || turn.is_some() && self.turn.try_get_value() == turn;
        if wait_ms == 0 {
            self.busy.try_set(true);
        }
        spawn(async move {
            if wait_ms > 0 {
                timer::sleep(wait_ms).await;
            }
            if !current() {
                return;
            }
            self.busy.set(true);
            let trail = self.trail.get_untracked();
            let path = self
                .query
                .with_untracked(|query| path(self.base, query, SIZE, trail.after()));
            let answer = http::get::<Rows<T>>(&path).await;
            if !current() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    let before = trail.before();
                    self.problem.set(None);
                    self.found.set(Some(Arc::new(Shown { page, before })));
                }
                // The directory has changed so that the list cannot go on from there.
                Err(error) if trail.after().is_some() && cannot_go_on(&error) => {
                    self.trail.set(Trail::default());
                    self.ask(0);
                }
                Err(error) => {
                    if !self.auth.expired(&error) {
                        self.problem.set(Some(error));
                    }
                }
            }
        });
    }
}

fn cannot_go_on(error: &ErrorBody) -> bool {
    error.code == ErrorCode::BadField && error.field.as_deref() == Some("after")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default, PartialEq)]
    struct Asked(String);

    impl Query for Asked {
        fn parts(&self) -> Vec<(&'static str, &str)> {
            vec![("search", &self.0), ("order", "name")]
        }
    }

    #[test]
    fn what_is_empty_is_not_asked_and_the_rest_is_encoded() {
        assert_eq!(
            path("/a", &Asked::default(), 50, None),
            "/a?size=50&order=name"
        );
        let asked = Asked("Ü & co".to_owned());
        assert_eq!(
            path("/a", &asked, 8, Some("x=1/2")),
            "/a?size=8&search=%C3%9C%20%26%20co&order=name&after=x%3D1%2F2"
        );
    }

    #[test]
    fn a_page_reads_with_and_without_what_graph_does_not_say() {
        let page: Rows<u8> = serde_json::from_str(r#"{"rows":[1],"age_ms":7}"#).unwrap();
        assert_eq!((page.total, page.next, page.age_ms), (None, None, 7));
        let text = r#"{"rows":[],"total":3,"next":"n","age_ms":0}"#;
        let page: Rows<u8> = serde_json::from_str(text).unwrap();
        assert_eq!((page.total, page.next.as_deref()), (Some(3), Some("n")));
    }

    #[test]
    fn only_a_place_that_is_lost_begins_anew() {
        let refused = |field: &str| ErrorBody {
            field: Some(field.to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        };
        assert!(cannot_go_on(&refused("after")));
        assert!(!cannot_go_on(&refused("search")));
        assert!(!cannot_go_on(&ErrorCode::Unavailable.into()));
    }
}
