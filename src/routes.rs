//! Every path and query key of the web app, typed.

mod console;
pub mod filters;

pub use console::{ConsolePage, ConsolePlace, console};
use leptos_router::{ParamSegment, StaticSegment};
use rh_protocol::{Role, SessionId};

/// Name of the path parameter that holds the session's id.
pub const SESSION_PARAM: &str = "session";

/// Query keys that other parties put into our addresses.
pub mod query {
    /// The security code of a session link.
    pub const PASSCODE: &str = rh_protocol::passcode::QUERY_KEY;
    /// Authorization code (RFC 6749 §4.1.2).
    pub const CODE: &str = "code";
    /// The value that ties a callback to the sign-in it answers (RFC 6749 §4.1.2).
    pub const STATE: &str = "state";
    /// The authorization server's name (RFC 9207 §2).
    pub const ISSUER: &str = "iss";
    /// A refusal (RFC 6749 §4.1.2.1).
    pub const ERROR: &str = "error";
    /// What the provider has to say about the refusal (RFC 6749 §4.1.2.1).
    pub const ERROR_DESCRIPTION: &str = "error_description";
}

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Where a role begins: `/rh` or `/rhh`.
    Home(Role),
    /// Where the identity provider sends the browser back to.
    Callback(Role),
    /// A session that the person is in.
    Session(Role, SessionId),
    /// Where an enrolment link leads.
    Enrol,
    /// The administrators' console, at the helper's side; without a page of it, the first that somebody may see.
    Console(Option<ConsolePage>),
}

/// First segment of a role's paths.
#[must_use]
pub const fn base(role: Role) -> &'static str {
    match role {
        Role::Sharer => "rh",
        Role::Helper => "rhh",
    }
}

const CALLBACK: &str = "callback";
const SESSION: &str = "s";
const ENROL: &str = "enrol";
impl Page {
    /// The page's path, without query.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Home(role) => format!("/{}", base(role)),
            Self::Callback(role) => format!("/{}/{CALLBACK}", base(role)),
            Self::Session(role, id) => format!("/{}/{SESSION}/{id}", base(role)),
            Self::Enrol => format!("/{}/{ENROL}", base(Role::Sharer)),
            Self::Console(page) => page.map_or(ConsolePlace::First, ConsolePlace::Page).path(),
        }
    }

    /// The page at a path; none for anything that is not exactly one of ours. A place in the console is its page.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        if let Some(place) = ConsolePlace::parse(path) {
            return Some(Self::Console(place.page()));
        }
        let mut segments = path.strip_prefix('/')?.trim_end_matches('/').split('/');
        let first = segments.next()?;
        let role = [Role::Sharer, Role::Helper]
            .into_iter()
            .find(|role| base(*role) == first)?;
        let page = match segments.next() {
            None => Self::Home(role),
            Some(CALLBACK) => Self::Callback(role),
            Some(ENROL) if role == Role::Sharer => Self::Enrol,
            Some(SESSION) => Self::Session(role, SessionId::parse(segments.next()?)?),
            Some(_) => return None,
        };
        segments.next().is_none().then_some(page)
    }

    /// The side that the page belongs to.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Home(role) | Self::Callback(role) | Self::Session(role, _) => role,
            Self::Enrol => Role::Sharer,
            Self::Console(_) => Role::Helper,
        }
    }
}

/// The link that a helper hands out: opens the sharer's page with the code in it.
#[must_use]
pub fn session_link(public_url: &str, code: &rh_protocol::Passcode) -> String {
    let origin = public_url.trim_end_matches('/');
    let path = Page::Home(Role::Sharer).path();
    format!("{origin}{path}?{}={}", query::PASSCODE, code.as_str())
}

/// The router's pattern of [`Page::Home`].
#[must_use]
pub fn home(role: Role) -> (StaticSegment<&'static str>,) {
    (StaticSegment(base(role)),)
}

/// The router's pattern of [`Page::Callback`].
#[must_use]
pub fn callback(role: Role) -> (StaticSegment<&'static str>, StaticSegment<&'static str>) {
    (StaticSegment(base(role)), StaticSegment(CALLBACK))
}

/// The router's pattern of [`Page::Enrol`].
#[must_use]
pub fn enrol() -> (StaticSegment<&'static str>, StaticSegment<&'static str>) {
    (StaticSegment(base(Role::Sharer)), StaticSegment(ENROL))
}

/// The router's pattern of [`Page::Session`].
#[must_use]
pub fn session(
    role: Role,
) -> (
    StaticSegment<&'static str>,
    StaticSegment<&'static str>,
    ParamSegment,
) {
    (
        StaticSegment(base(role)),
        StaticSegment(SESSION),
        ParamSegment(SESSION_PARAM),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_back_as_the_page_they_came_from() {
        for role in [Role::Sharer, Role::Helper] {
            let id = SessionId::from_bits(0xfeed);
            for page in [
                Page::Home(role),
                Page::Callback(role),
                Page::Session(role, id),
            ] {
                assert_eq!(Page::parse(&page.path()), Some(page));
                assert_eq!(page.role(), role);
            }
        }
    }

    #[test]
    fn only_our_own_paths_are_pages() {
        for path in [
            "",
            "rh",
            "//evil.example",
            "//rh",
            "/rhx",
            "/rh/s",
            "/rh/s/1",
            "/rh/callback/x",
            "/rhh/s/000000000000000000000000000000ab/x",
            "https://evil.example/rh",
        ] {
            assert_eq!(Page::parse(path), None, "{path}");
        }
        assert_eq!(Page::parse("/rh/"), Some(Page::Home(Role::Sharer)));
        assert_eq!(Page::parse(&Page::Enrol.path()), Some(Page::Enrol));
        assert_eq!(Page::parse("/rhh/enrol"), None);
    }

    #[test]
    fn a_session_link_reads_back_as_its_code() {
        let code = rh_protocol::Passcode::from_bits(7);
        let link = session_link("https://help.example.com/", &code);
        assert!(link.starts_with("https://help.example.com/rh?passcode="));
        assert_eq!(rh_protocol::Passcode::parse(&link), Ok(code));
    }
}
