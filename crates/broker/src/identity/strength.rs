//! Whether a sign-in is strong enough for what the organisation requires now, and what follows if it is not: one record
//! in the audit, and what the provider is to be asked for.

use super::{Caller, Identity, Permitted, error::SignInError, sign_ins, sign_ins::AccountId};
use crate::{audit, settings::Requirement};
use rh_intake::tokens::Proved;
use rh_protocol::{Role, sign_in::Ask};
use serde_json::json;

/// Why a sign-in is not enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooWeak {
    /// What is required.
    required: Requirement,
    /// What was proved.
    proved: Proved,
    /// What to ask the provider for.
    pub(super) ask: Ask,
}

impl Identity {
    /// Holds what was proved against what is required in a role now.
    pub(super) fn check_strength(&self, role: Role, proved: &Proved) -> Result<(), Box<TooWeak>> {
        let settings = self.0.policy.settings();
        self.compare(settings.strength.of(role), proved)
    }

    /// Refuses to let somebody require of helpers what they have not proved themselves: so what a provider never gives
    /// keeps nobody out who could take it back. A program proves nothing, and requires nothing new.
    ///
    /// # Errors
    /// `insufficient-claims`, with what to ask the provider for.
    pub fn check_example<P>(
        &self,
        by: &Permitted<P>,
        required: &Requirement,
    ) -> Result<(), SignInError> {
        let nothing = Proved::default();
        match by.proved() {
            None if self.0.policy.settings().strength.of(Role::Helper) == required => Ok(()),
            proved => Ok(self.compare(required, proved.unwrap_or(&nothing))?),
        }
    }

    fn compare(&self, required: &Requirement, proved: &Proved) -> Result<(), Box<TooWeak>> {
        if proved.meets(required, self.0.clock.now_ms()) {
            return Ok(());
        }
        Err(Box::new(TooWeak {
            required: required.clone(),
            proved: proved.clone(),
            ask: self.ask(required),
        }))
    }

    /// What a fresh sign-in in a role is to ask the provider for, so that it need not be asked twice; none where any will do.
    pub(super) fn required(&self, role: Role) -> Option<Ask> {
        let settings = self.0.policy.settings();
        let ask = self.ask(settings.strength.of(role));
        (ask != Ask::default()).then_some(ask)
    }

    fn ask(&self, required: &Requirement) -> Ask {
        let known = self.0.provider.known();
        required.ask(known.is_some_and(|known| known.claims_parameter_supported))
    }

    /// Refuses somebody whose sign-in is weaker than what is required by now.
    pub(super) async fn check_caller(&self, caller: &Caller) -> Result<(), SignInError> {
        let Err(weak) = self.check_strength(caller.role(), &caller.proved) else {
            return Ok(());
        };
        if !caller.known_weak {
            self.note_once(caller, &weak).await;
        }
        Err(weak.into())
    }

    /// What the audit says of a sign-in that is too weak.
    pub(super) fn weak_record(
        &self,
        role: Role,
        account: Option<&AccountId>,
        weak: &TooWeak,
    ) -> audit::Record {
        let data = json!({ "role": role, "required": weak.required, "proved": weak.proved });
        self.record("sign-in-too-weak", account, data)
    }

    /// Records that a sign-in which stands is too weak, unless it is recorded. The refusal stands, recorded or not.
    async fn note_once(&self, caller: &Caller, weak: &TooWeak) {
        let record = self.weak_record(caller.role(), Some(caller.account()), weak);
        let written = async {
            let mut write = self.0.store.write().await?;
            if sign_ins::note_weak(&mut write, caller.sign_in()).await? {
                audit::append(&mut write, &record).await?;
            }
            write.commit().await?;
            Ok::<(), SignInError>(())
        };
        if let Err(error) = written.await {
            tracing::error!(%error, "a refusal could not be recorded");
        }
    }
}
