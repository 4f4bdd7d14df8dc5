//! What the provider says of the device that somebody comes from: an authentication context whose policy demands a compliant
//! one, asked for when they join. It is a sign-in for nothing else: the one that stands stays as it is, and what was said is
//! kept beside it for a while.

use super::{Identity, Sharer, SignedIn, error::SignInError, sign_ins};
use crate::{audit, settings::Requirement};
use http::HeaderMap;
use rh_intake::tokens::Proved;
use rh_protocol::{
    Role,
    api::{DeviceChecked, DeviceRefusal, SignIn},
    limits,
    sign_in::Ask,
    view::DeviceVerdict,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::net::IpAddr;

/// What is known when somebody joins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeviceCheck {
    /// Nobody is asked.
    #[default]
    Off,
    /// The provider is to be asked first, so.
    Wanted(Box<Ask>),
    /// It was asked a moment ago.
    Done(DeviceVerdict),
}

impl DeviceCheck {
    /// What the provider said.
    #[must_use]
    pub const fn verdict(&self) -> Option<DeviceVerdict> {
        match self {
            Self::Done(verdict) => Some(*verdict),
            Self::Off | Self::Wanted(_) => None,
        }
    }
}

/// What it said, as it is kept with the sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checked {
    context: String,
    verdict: DeviceVerdict,
    at_ms: u64,
}

impl Checked {
    /// Whether it answers what is asked now, and is not too old.
    fn counts(&self, context: &str, now_ms: u64) -> bool {
        self.context == context && now_ms.saturating_sub(self.at_ms) <= limits::DEVICE_CHECK_MS
    }
}

/// Why a verdict is as it is, for the audit.
#[derive(Debug, Default, Serialize)]
struct Why<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
}

impl Identity {
    /// What is known of the device of somebody who wants to join, as far as the provider tells.
    #[must_use]
    pub fn device_check(&self, sharer: &SignedIn<Sharer>) -> DeviceCheck {
        let Some(context) = self.compliance_context() else {
            return DeviceCheck::Off;
        };
        let now_ms = self.0.clock.now_ms();
        let checked = sharer.checked.as_ref();
        match checked.filter(|checked| checked.counts(&context, now_ms)) {
            Some(checked) => DeviceCheck::Done(checked.verdict),
            None => DeviceCheck::Wanted(Box::new(ask(&context))),
        }
    }

    /// Takes the tokens of a sign-in that was to show that the device is compliant. They are forgotten when this returns.
    /// Those of another account, or without the context, say nothing of it.
    ///
    /// # Errors
    /// As for a sign-in, where the tokens are none of the provider's for us.
    pub async fn check_device(
        &self,
        sharer: &SignedIn<Sharer>,
        peer: IpAddr,
        headers: &HeaderMap,
        tokens: &SignIn,
    ) -> Result<DeviceChecked, SignInError> {
        self.admit(Role::Sharer, peer, headers)?;
        let browser = self.browser(Role::Sharer, headers).await?;
        let claims = match self.verified(Role::Sharer, &browser, tokens).await {
            Ok(verified) => verified.claims,
            Err(error) => {
                self.note_refusal(Role::Sharer, Some(sharer.account()), &error)
                    .await;
                return Err(error);
            }
        };
        let proved = Proved::of(&claims, &self.0.tenant, self.0.clock.now_ms());
        let context = self.compliance_context();
        let theirs = self.account(&claims)? == *sharer.account();
        let given = context.is_some_and(|context| proved.acrs.contains(&context));
        let (verdict, error) = match (theirs, given) {
            (true, true) => (DeviceVerdict::Compliant, None),
            (true, false) => (DeviceVerdict::Silent, Some("context-not-given")),
            (false, _) => (DeviceVerdict::Silent, Some("another-account")),
        };
        let why = Why {
            error,
            number: None,
        };
        self.keep_verdict(sharer, verdict, why).await
    }

    /// Takes the provider's refusal instead. It comes by the browser, which could also keep it to itself: then nothing is
    /// known, and that never reads compliant.
    ///
    /// # Errors
    /// `origin-refused`, `too-many-requests`, or a fault of the store.
    pub async fn check_refused(
        &self,
        sharer: &SignedIn<Sharer>,
        peer: IpAddr,
        headers: &HeaderMap,
        refusal: &DeviceRefusal,
    ) -> Result<DeviceChecked, SignInError> {
        self.admit(Role::Sharer, peer, headers)?;
        let why = Why {
            error: Some(&refusal.error),
            number: refusal.number.as_deref(),
        };
        self.keep_verdict(sharer, refused(&refusal.error), why)
            .await
    }

    async fn keep_verdict(
        &self,
        sharer: &SignedIn<Sharer>,
        verdict: DeviceVerdict,
        why: Why<'_>,
    ) -> Result<DeviceChecked, SignInError> {
        let Some(context) = self.compliance_context() else {
            // Switched off meanwhile: nothing is asked any more.
            return Ok(DeviceChecked { verdict, ask: None });
        };
        let mut data = json!(why);
        data["verdict"] = json!(verdict);
        data["context"] = json!(context);
        let record = self.record("device-checked", Some(sharer.account()), data);
        let again = ask(&context);
        let checked = Checked {
            context,
            verdict,
            at_ms: self.0.clock.now_ms(),
        };
        let mut write = self.0.store.write().await?;
        sign_ins::save_checked(&mut write, sharer.sign_in(), &checked).await?;
        audit::append(&mut write, &record).await?;
        write.commit().await?;
        let ask = (verdict != DeviceVerdict::Compliant).then(|| Box::new(again));
        Ok(DeviceChecked { verdict, ask })
    }

    fn compliance_context(&self) -> Option<String> {
        let context = self.0.policy.settings().devices.compliance_context.clone();
        Some(context).filter(|context| !context.is_empty())
    }
}

fn ask(context: &str) -> Ask {
    let required = Requirement {
        context: context.to_owned(),
        ..Requirement::default()
    };
    required.ask(true)
}

/// What a refusal says of the device. Only that what was demanded is not met is a no (Entra ID says so quietly with
/// `interaction_required`); that nobody is signed in, or a trouble of the provider's, says nothing.
fn refused(error: &str) -> DeviceVerdict {
    match error {
        "interaction_required"
        | "access_denied"
        | "unmet_authentication_requirements"
        | "insufficient_user_authentication" => DeviceVerdict::NotCompliant,
        _ => DeviceVerdict::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_demanded_and_not_met_is_a_no() {
        for (error, verdict) in [
            ("interaction_required", DeviceVerdict::NotCompliant),
            ("access_denied", DeviceVerdict::NotCompliant),
            (
                "unmet_authentication_requirements",
                DeviceVerdict::NotCompliant,
            ),
            ("login_required", DeviceVerdict::Silent),
            ("consent_required", DeviceVerdict::Silent),
            ("server_error", DeviceVerdict::Silent),
            ("temporarily_unavailable", DeviceVerdict::Silent),
            ("", DeviceVerdict::Silent),
        ] {
            assert_eq!(refused(error), verdict, "{error}");
        }
    }

    #[test]
    fn what_was_said_counts_for_a_while_and_for_what_was_asked() {
        let checked = Checked {
            context: "c2".to_owned(),
            verdict: DeviceVerdict::Compliant,
            at_ms: 1_000,
        };
        let last = 1_000 + limits::DEVICE_CHECK_MS;
        assert!(checked.counts("c2", 1_000) && checked.counts("c2", last));
        assert!(!checked.counts("c2", last + 1));
        assert!(!checked.counts("c3", 1_000));
    }
}
