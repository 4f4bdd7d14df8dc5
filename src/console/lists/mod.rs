//! Lists that the broker searches, filters, sorts and gives page by page.
//!
//! | module | what it holds |
//! | --- | --- |
//! | this one | a list, and what is asked for it |
//! | [`chosen`] | what is chosen of it: in the address, and in the fields |
//! | [`filters`] | the fields above a list |
//! | [`found`] | the list as it stands there |
//! | [`pager`] | which rows these are, and the buttons to the others |
//! | [`trail`] | the way back to the pages before |

pub(super) mod chosen;
pub(super) mod filters;
pub(super) mod found;
pub(super) mod pager;
mod trail;

use crate::auth::{Auth, use_auth};
use crate::platform::{http, spawn};
use crate::routes::filters::push;
use leptos::prelude::*;
use pager::{Pages, Standing};
use rh_protocol::{ErrorBody, ErrorCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;
use trail::Trail;

/// Rows on a page.
const SIZE: u32 = 50;

/// A page, as the broker gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Rows<T> {
    #[serde(alias = "sessions", alias = "records")]
    pub(super) rows: Vec<T>,
    /// On all pages, where the broker says it.
    #[serde(default)]
    total: Option<u64>,
    /// Where the next page goes on; without it this is the last.
    #[serde(default, deserialize_with = "place")]
    next: Option<String>,
    /// How old the answer is.
    #[serde(default)]
    age_ms: u64,
}

/// Where a page goes on; the audit says it by a number.
fn place<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Place {
        Text(String),
        Number(i64),
    }
    let place = Option::<Place>::deserialize(from)?;
    Ok(place.map(|place| match place {
        Place::Text(text) => text,
        Place::Number(number) => number.to_string(),
    }))
}

/// The path of a page of what is asked.
pub(super) fn path(base: &str, asked: &str, size: u32, after: Option<&str>) -> String {
    let mut query = asked.to_owned();
    push(&mut query, "size", &size.to_string());
    if let Some(after) = after {
        push(&mut query, "after", after);
    }
    format!("{base}{query}")
}

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
                // What is listed has changed so that it cannot go on from there.
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

fn cannot_go_on(error: &ErrorBody) -> bool {
    error.code == ErrorCode::BadField && error.field.as_deref() == Some("after")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_with_what_is_chosen_and_where_it_begins() {
        assert_eq!(path("/a", "", 50, None), "/a?size=50");
        assert_eq!(
            path("/a", "?search=x", 8, Some("x=1/2")),
            "/a?search=x&size=8&after=x%3D1%2F2"
        );
    }

    #[test]
    fn a_page_reads_whatever_it_is_of_and_without_what_is_not_said() {
        let page: Rows<u8> = serde_json::from_str(r#"{"rows":[1],"age_ms":7}"#).unwrap();
        assert_eq!((page.total, page.next, page.age_ms), (None, None, 7));
        let text = r#"{"rows":[],"total":3,"next":"n","age_ms":0}"#;
        let page: Rows<u8> = serde_json::from_str(text).unwrap();
        assert_eq!((page.total, page.next.as_deref()), (Some(3), Some("n")));
        let page: Rows<u8> = serde_json::from_str(r#"{"sessions":[1],"next":"1.0a"}"#).unwrap();
        assert_eq!(page.next.as_deref(), Some("1.0a"));
        let page: Rows<u8> = serde_json::from_str(r#"{"records":[],"next":-8}"#).unwrap();
        assert_eq!(page.next.as_deref(), Some("-8"));
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
