//! Asking the provider about the device, for who wants to join: a way to it and back that signs nobody in. The broker is told
//! what came of it, and the code waits.

use super::{Answer, Auth, Pending, Problem, Prompt, judge, oauth, part};
use crate::i18n;
use crate::platform::{address, http};
use crate::routes::Page;
use leptos::prelude::*;
use rh_protocol::api::{DeviceChecked, DeviceRefusal, SignIn};
use rh_protocol::sign_in::{Ask, is_error};
use rh_protocol::view::DeviceVerdict;
use rh_protocol::{ErrorCode, Role};

/// What the provider has not said of the device, until the person goes on all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it said instead, and how to ask it once more.
    pub checked: DeviceChecked,
    /// Its number for the help desk.
    pub number: Option<String>,
}

/// What the browser came back with.
enum Outcome {
    Tokens(SignIn),
    Refused(DeviceRefusal),
}

impl Auth {
    /// What stands between a code and its session, if anything does.
    #[must_use]
    pub fn doubt(self) -> RwSignal<Option<Doubt>> {
        self.doubt
    }

    /// Goes to the provider to ask it about the device; the browser comes back to the sharer's first page.
    ///
    /// # Errors
    /// Why it did not go there.
    pub async fn check_device(self, ask: &Ask, prompt: Prompt) -> Result<(), Problem> {
        self.busy.set(true);
        let gone = self.leave_for_check(ask, prompt).await;
        if gone.is_err() {
            self.busy.try_set(false);
        }
        gone
    }

    async fn leave_for_check(self, ask: &Ask, prompt: Prompt) -> Result<(), Problem> {
        let home = Page::Home(Role::Sharer);
        let (config, nonce) = self.prepare().await?;
        let language = untrack(i18n::locale).tag;
        let (url, pending) = part::begin(
            &config,
            self.role,
            &nonce,
            prompt,
            Some(ask),
            language,
            home,
        )
        .await?;
        let pending = Pending {
            check: true,
            ..pending
        };
        if !pending.keep(self.role) {
            return Err(ErrorCode::SignInExpired.into());
        }
        address::leave_for(&url).map_err(|_| ErrorCode::ProviderMisconfigured.into())
    }
}

/// Tells the broker what came of it.
///
/// # Errors
/// Where the answer is none to what this tab asked, or the broker cannot be told.
pub(super) async fn finish(auth: Auth, answer: Answer) -> Result<(), Problem> {
    let (checked, number): (DeviceChecked, _) = match outcome(auth, answer).await? {
        Outcome::Tokens(tokens) => (http::post("/sharer/device/check", &tokens).await?, None),
        Outcome::Refused(refusal) => {
            let told = http::post("/sharer/device/check/refused", &refusal).await?;
            (told, refusal.number)
        }
    };
    if checked.verdict != DeviceVerdict::Compliant {
        auth.doubt.try_set(Some(Doubt { checked, number }));
    }
    Ok(())
}

async fn outcome(auth: Auth, answer: Answer) -> Result<Outcome, Problem> {
    let config = auth.load_config().await?;
    let issuer = config.provider.as_ref();
    let issuer = issuer.and_then(|known| known.response_issuer.as_deref());
    let code = match judge(answer.response, answer.pending.as_ref(), issuer) {
        Ok(code) => code,
        // It is no answer to us: nothing that it says counts.
        Err(problem) if is_forged(&problem) => return Err(problem),
        Err(problem) => return Ok(Outcome::Refused(refusal(problem, "no_code"))),
    };
    let pending = answer.pending.ok_or(ErrorCode::SignInExpired)?;
    Ok(
        match oauth::exchange(&config, auth.role, code, pending).await {
            // It signs nobody in, so that nobody is to be asked about again.
            Ok(tokens) => Outcome::Tokens(SignIn {
                refresh_token: None,
                ..tokens
            }),
            Err(problem) => Outcome::Refused(refusal(problem, "server_error")),
        },
    )
}

fn is_forged(problem: &Problem) -> bool {
    matches!(
        problem.error.code,
        ErrorCode::StateMismatch | ErrorCode::SignInExpired
    )
}

/// What the provider said, as it said it: the broker decides what that means. Where it said nothing that can be told, what it is
/// called instead.
fn refusal(problem: Problem, unsaid: &str) -> DeviceRefusal {
    let said = problem.said.filter(|said| is_error(said));
    DeviceRefusal {
        error: said.unwrap_or_else(|| unsaid.to_owned()),
        number: problem.detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_broker_is_told_what_the_provider_said_and_no_more() {
        for error in [
            // Of our own words one is for all of these, but only the first is a no.
            "interaction_required",
            "login_required",
            "consent_required",
            "account_selection_required",
            "invalid_grant",
        ] {
            let text = "AADSTS50058: words";
            let told = refusal(Problem::refused(error, Some(text)), "server_error");
            assert_eq!(told.error, error);
            assert_eq!(told.number.as_deref(), Some("AADSTS50058"));
        }
    }

    #[test]
    fn what_it_did_not_say_or_nobody_could_read_is_called_otherwise() {
        let told = refusal(ErrorCode::ProviderUnreachable.into(), "server_error");
        assert_eq!((told.error.as_str(), told.number), ("server_error", None));
        for said in ["", "two words", &"e".repeat(1_000)] {
            assert_eq!(
                refusal(Problem::refused(said, None), "no_code").error,
                "no_code"
            );
        }
    }
}
