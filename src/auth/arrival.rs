//! What the address brought along: taken before anything else happens, and cleaned away at once.

use super::callback::Response;
use super::{Pending, code};
use crate::platform::address::{self, Query};
use crate::platform::storage::{self, Key};
use crate::routes::{Page, query};
use rh_protocol::Role;

/// How this page was arrived at.
#[derive(Debug)]
pub struct Arrival {
    /// The side that the page belongs to; an unknown address counts as the sharer's.
    pub role: Role,
    /// The provider's answer, on the callback page.
    pub answer: Option<Answer>,
}

/// The provider's answer and our question.
#[derive(Debug)]
pub struct Answer {
    /// The answer.
    pub response: Response,
    /// The question, if this tab asked one.
    pub pending: Option<Pending>,
}

impl Arrival {
    /// Reads the address bar and cleans it. To be called before the first `await`, so that no code
    /// is ever seen in the address, in the history, or by whatever runs later. A page of the console
    /// keeps its query: that is what it shows a part of, and nothing that anybody could use.
    #[must_use]
    pub fn take() -> Self {
        let path = address::path();
        let page = Page::parse(&path);
        let role = page.map_or(Role::Sharer, Page::role);
        if page == Some(Page::Enrol)
            && let Some(secret) = address::fragment()
        {
            keep_link(&secret);
            address::replace(&path);
        }
        let Some(found) = Query::read() else {
            return Self { role, answer: None };
        };
        if !matches!(page, Some(Page::Console(_))) {
            address::replace(&path);
        }
        if role == Role::Sharer
            && let Some(text) = found.once(query::PASSCODE)
        {
            code::keep(&text);
        }
        let on_callback = matches!(page, Some(Page::Callback(_)));
        let response = on_callback.then(|| Response::read(&found)).flatten();
        let answer = response.map(|response| Answer {
            response,
            pending: Pending::take(role),
        });
        Self { role, answer }
    }
}

/// Bytes of an enrolment link's secret that are kept: enough for any that the broker makes.
const LINK: usize = 64;

/// Keeps the secret of an enrolment link until it is used.
fn keep_link(secret: &str) {
    if secret.len() <= LINK {
        // Where storage is forbidden, no key could be kept either: the page says so.
        storage::set(Key::Enrolment, secret);
    }
}
