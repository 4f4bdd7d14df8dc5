//! Sign-in by redirect, and who is signed in.
//!
//! The page asks the broker who it is (`me`); only if nobody is, a person presses *Sign in*, goes
//! to the identity provider and comes back to the callback. The tokens pass through this page once,
//! to the broker, which answers with a cookie that no script can read.

mod arrival;
mod callback;
mod check;
pub mod code;
mod gate;
mod oauth;
pub mod part;
mod pending;
mod refusal;
mod returning;

pub use arrival::{Answer, Arrival};
pub use callback::{Response, judge};
pub use check::Doubt;
pub use gate::{Gate, SignInProblem};
pub use oauth::Prompt;
pub use pending::Pending;
pub use refusal::Problem;
pub use returning::CallbackPage;

use crate::i18n;
use crate::platform::storage::{self, Key};
use crate::platform::{address, http, page, spawn};
use crate::routes::{ConsolePage, Page};
use leptos::prelude::*;
use rh_access::{Permission, Permissions};
use rh_protocol::api::{AppConfig, Me, Nonce, SignedOut};
use rh_protocol::sign_in::Ask;
use rh_protocol::{ErrorBody, ErrorCode, Role};
use std::sync::Arc;

/// Where the person stands.
#[derive(Clone, Debug)]
pub enum Standing {
    /// The broker has not answered yet.
    Unknown,
    /// Nobody is signed in for this role.
    Out,
    /// Signed in.
    In(Arc<Me>),
}

/// Who is signed in on this page, and how that changes. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub struct Auth {
    role: Role,
    standing: RwSignal<Standing>,
    problem: RwSignal<Option<Problem>>,
    busy: RwSignal<bool>,
    config: RwSignal<Option<Arc<AppConfig>>>,
    answer: StoredValue<Option<Answer>>,
    doubt: RwSignal<Option<Doubt>>,
}

/// The page's [`Auth`].
#[must_use]
pub fn use_auth() -> Auth {
    expect_context()
}

impl Auth {
    /// Provides the handle to everything below the present owner, and asks the broker who is here.
    pub fn provide(arrival: Arrival) -> Self {
        let returning = arrival.answer.is_some();
        let auth = Self {
            role: arrival.role,
            standing: RwSignal::new(Standing::Unknown),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            config: RwSignal::new(None),
            answer: StoredValue::new(arrival.answer),
            doubt: RwSignal::new(None),
        };
        provide_context(auth);
        // The back button brings this page back as it was left: in the middle of signing in.
        let listeners = page::watch(move |event| {
            if event == page::PageEvent::Restored {
                auth.busy.set(false);
            }
        });
        StoredValue::new_local(listeners);
        // On the callback page the answer decides, and asks for what it needs.
        if !returning {
            auth.refresh();
        }
        auth
    }

    /// The side that this page belongs to.
    #[must_use]
    pub const fn role(self) -> Role {
        self.role
    }

    /// Where the person stands. Tracked.
    #[must_use]
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// Who is signed in, if anybody. Tracked.
    #[must_use]
    pub fn me(self) -> Option<Arc<Me>> {
        match self.standing.get() {
            Standing::In(me) => Some(me),
            Standing::Unknown | Standing::Out => None,
        }
    }

    /// Whether the person who is signed in may do something: what would be refused is not offered. Tracked.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.me()
            .is_some_and(|me| me.permissions.iter().any(|name| name == permission.name()))
    }

    /// Whether they may help anybody. Tracked.
    #[must_use]
    pub fn helps(self) -> bool {
        Permissions::HELP.iter().all(|needed| self.may(needed))
    }

    /// Whether there is a page of the console for them. Tracked.
    #[must_use]
    pub fn administers(self) -> bool {
        ConsolePage::ALL.iter().any(|page| self.may(page.needs()))
    }

    /// Whether all of the console that is theirs is to look up devices and people, as helpers do. Tracked.
    #[must_use]
    pub fn only_looks_up(self) -> bool {
        let mut theirs = ConsolePage::ALL
            .iter()
            .filter(|page| self.may(page.needs()))
            .peekable();
        theirs.peek().is_some() && theirs.all(|page| page.needs() == Permission::DevicesRead)
    }

    /// What stands in the way, if anything.
    #[must_use]
    pub fn problem(self) -> RwSignal<Option<Problem>> {
        self.problem
    }

    /// Whether the browser is on its way to the provider.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What the broker says about itself, once it has. Tracked.
    #[must_use]
    pub fn config(self) -> Option<Arc<AppConfig>> {
        self.config.get()
    }

    /// Asks the broker about itself and about who is signed in.
    pub fn refresh(self) {
        self.problem.set(None);
        spawn(async move {
            let problem = match self.load_config().await {
                // Said before anybody signs in for nothing; who administers signs in all the same.
                Ok(config) if !config.enabled => ErrorCode::RemoteHelpOff.into(),
                Ok(_) => return,
                Err(problem) => problem,
            };
            self.problem.try_set(Some(problem));
        });
        spawn(async move {
            match http::get::<Option<Me>>(&self.path("me")).await {
                Ok(Some(me)) => self.enter(me),
                Ok(None) => self.leave(),
                Err(error) if self.expired(&error) => {}
                Err(error) => {
                    self.problem.try_set(Some(error.into()));
                }
            }
        });
    }

    /// Takes note of an answer that says that the sign-in is no longer valid: the sign-in is shown
    /// again, with the words; or that it is not strong enough: the browser goes for a stronger one.
    /// Returns whether it was such an answer; any other is the caller's.
    pub fn expired(self, error: &ErrorBody) -> bool {
        match error.code {
            ErrorCode::NotSignedIn => {
                self.problem.try_set(Some(error.clone().into()));
                self.leave();
            }
            ErrorCode::InsufficientClaims => {
                let here = Page::parse(&address::path()).unwrap_or(Page::Home(self.role));
                self.problem.try_set(Some(error.clone().into()));
                if !self.goes_for_stronger(here) {
                    self.leave();
                }
            }
            _ => return false,
        }
        true
    }

    /// Takes note of why an answer of the provider's has led to no sign-in, or goes for a stronger one if that is why.
    fn failed(self, problem: Problem, return_to: Page) {
        let weak = problem.error.code == ErrorCode::InsufficientClaims;
        self.problem.try_set(Some(problem));
        if weak {
            self.goes_for_stronger(return_to);
        }
    }

    /// Goes to the provider for the stronger sign-in that the problem asks for, and returns whether it does: of itself only
    /// once. Where that has not helped, the words stand, with a button to try by hand.
    fn goes_for_stronger(self, return_to: Page) -> bool {
        let first = storage::get(Key::Asked(self.role)).is_none();
        if first {
            self.sign_in(Prompt::Default, return_to);
        }
        first
    }

    /// Goes to the provider; the browser comes back to `return_to`. What the broker wants of a sign-in is asked for.
    pub fn sign_in(self, prompt: Prompt, return_to: Page) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let problem = self.problem.get_untracked();
        let ask = problem.and_then(|problem| problem.error.ask);
        self.problem.set(None);
        spawn(async move {
            if let Err(problem) = self.go_to_provider(prompt, ask.as_deref(), return_to).await {
                self.problem.try_set(Some(problem));
                self.busy.try_set(false);
            }
        });
    }

    /// What it takes to ask the provider anything.
    async fn prepare(self) -> Result<(Arc<AppConfig>, Nonce), Problem> {
        // Fresh rather than remembered: the provider may have been out of the broker's reach.
        let config = self.load_config().await?;
        // On the helper's side the broker decides: somebody may come who can switch it on again.
        if !config.enabled && self.role == Role::Sharer {
            return Err(ErrorCode::RemoteHelpOff.into());
        }
        let nonce = http::post_empty(&self.path("sign-in/nonce")).await?;
        Ok((config, nonce))
    }

    async fn go_to_provider(
        self,
        prompt: Prompt,
        ask: Option<&Ask>,
        return_to: Page,
    ) -> Result<(), Problem> {
        let (config, nonce) = self.prepare().await?;
        let ask = ask.or(nonce.ask.as_ref());
        let language = untrack(i18n::locale).tag;
        let (url, pending) =
            part::begin(&config, self.role, &nonce, prompt, ask, language, return_to).await?;
        let asked = Key::Asked(self.role);
        let kept = ask.is_none() || storage::set(asked, "1");
        if ask.is_none() {
            // Nothing is required yet: what comes to be while the browser is away may be asked for once.
            storage::remove(asked);
        }
        if !kept || !pending.keep(self.role) {
            // Without the browser's storage the callback could not be told from a forged one, nor could it be
            // known that a stronger sign-in was asked for.
            return Err(ErrorCode::SignInExpired.into());
        }
        address::leave_for(&url).map_err(|_| ErrorCode::ProviderMisconfigured.into())
    }

    /// Ends the sign-in here, and the provider's where it has a place for that.
    pub fn sign_out(self) {
        code::forget();
        spawn(async move {
            match http::post_empty::<SignedOut>(&self.path("sign-out")).await {
                Ok(SignedOut { end_session_url }) => {
                    let target = end_session_url.unwrap_or_else(|| Page::Home(self.role).path());
                    if address::leave_for(&target).is_err() {
                        self.leave();
                    }
                }
                Err(error) if error.code == ErrorCode::NotSignedIn => self.leave(),
                Err(error) => {
                    self.problem.try_set(Some(error.into()));
                }
            }
        });
    }

    /// Takes the provider's answer, of which there is at most one.
    fn take_answer(self) -> Option<Answer> {
        self.answer.try_update_value(Option::take).flatten()
    }

    /// Turns the provider's answer into a sign-in: who it is.
    async fn finish(self, answer: Answer) -> Result<Me, Problem> {
        let config = self.load_config().await?;
        let issuer = config.provider.as_ref();
        let issuer = issuer.and_then(|known| known.response_issuer.as_deref());
        let code = judge(answer.response, answer.pending.as_ref(), issuer)?;
        let pending = answer.pending.ok_or(ErrorCode::SignInExpired)?;
        let tokens = part::exchange(config, self.role, code, pending)
            .await?
            .await?;
        let me = http::post(&self.path("sign-in"), &tokens).await?;
        storage::remove(Key::Asked(self.role));
        Ok(me)
    }

    async fn load_config(self) -> Result<Arc<AppConfig>, Problem> {
        let config: Arc<AppConfig> = Arc::new(http::get("/config").await?);
        self.config.try_set(Some(Arc::clone(&config)));
        Ok(config)
    }

    fn enter(self, me: Me) {
        self.standing.try_set(Standing::In(Arc::new(me)));
    }

    fn leave(self) {
        self.standing.try_set(Standing::Out);
    }

    fn path(self, rest: &str) -> String {
        format!("/{}/{rest}", self.role.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expired_sign_in_is_asked_for_again_and_nothing_else_is() {
        let owner = Owner::new();
        owner.set();
        let auth = Auth {
            role: Role::Sharer,
            standing: RwSignal::new(Standing::Unknown),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            config: RwSignal::new(None),
            answer: StoredValue::new(None),
            doubt: RwSignal::new(None),
        };
        assert!(!auth.expired(&ErrorCode::Unavailable.into()));
        assert!(matches!(auth.standing.get_untracked(), Standing::Unknown));
        assert!(auth.expired(&ErrorCode::NotSignedIn.into()));
        assert!(matches!(auth.standing.get_untracked(), Standing::Out));
        let problem = auth.problem.get_untracked().unwrap();
        assert_eq!(problem.error.code, ErrorCode::NotSignedIn);
    }
}
