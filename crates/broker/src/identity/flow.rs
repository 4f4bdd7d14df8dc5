//! One sign-in from nonce to cookie, who is signed in, and pictures.

use super::{
    Caller, Identity,
    cookies::Purpose,
    error::SignInError,
    nonces, origin,
    person::{self, Profile},
    profiles::{self, PICTURES},
    sign_ins::{self, AccountId, Told},
    sign_out::BY_ANOTHER,
    token, user_info,
};
use crate::audit;
use http::{HeaderMap, HeaderValue, Method};
use rh_access::Permissions;
use rh_intake::tokens::{Expected, Object, Proved, TokenRefusal, Verified, issued_ms, session_of};
use rh_protocol::{
    Redacted, Role,
    api::{Me, Nonce, SignIn},
};
use serde_json::json;
use std::net::IpAddr;

/// What a browser is told apart by while a sign-in is under way.
pub(super) type Browser = Redacted<String>;

/// A sign-in that has just succeeded.
#[derive(Debug)]
pub struct SignedInNow {
    /// Who it is.
    pub me: Me,
    /// `Set-Cookie` of the role.
    pub cookie: HeaderValue,
}

impl Identity {
    /// Begins a sign-in: a nonce, what the provider must be asked for, and the cookie that binds it to this browser.
    ///
    /// # Errors
    /// `remote-help-off`, `origin-refused`, `too-many-requests`, or a fault of the store.
    pub async fn begin(
        &self,
        role: Role,
        peer: IpAddr,
        headers: &HeaderMap,
    ) -> Result<(Nonce, HeaderValue), SignInError> {
        self.admit(role, peer, headers)?;
        let cookies = self.0.cookies;
        let browser = cookies.get(Purpose::Browser, headers);
        let issued = nonces::issue(&self.0.store, role, browser, self.0.clock.now_db()).await?;
        let cookie = cookies.set(
            Purpose::Browser,
            issued.browser.expose(),
            nonces::LIFE_MS / 1_000,
        );
        let nonce = Nonce {
            nonce: issued.nonce,
            ask: self.required(role),
        };
        Ok((nonce, cookie))
    }

    /// Finishes a sign-in with the provider's tokens, which are forgotten when this returns.
    ///
    /// # Errors
    /// Every refusal there is for a token or a person; those are in the audit trail too.
    pub async fn sign_in(
        &self,
        role: Role,
        peer: IpAddr,
        headers: &HeaderMap,
        tokens: SignIn,
    ) -> Result<SignedInNow, SignInError> {
        self.admit(role, peer, headers)?;
        let browser = self.browser(role, headers).await?;
        let mut account = None;
        let result = self
            .verify_and_open(role, headers, &browser, &tokens, &mut account)
            .await;
        if let Err(error) = &result {
            self.note_refusal(role, account.as_ref(), error).await;
        }
        result
    }

    /// Who is signed in, for their own page.
    #[must_use]
    pub fn me(&self, caller: &Caller) -> Me {
        Me {
            role: caller.role(),
            person: caller.person().clone(),
            remaining_ms: caller.expires_at_ms().saturating_sub(self.0.clock.now_ms()),
            permissions: names(caller.permissions()),
            renewable: Vec::new(),
        }
    }

    /// A stored picture, its media type first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn picture(&self, hash: &str) -> Result<Option<(String, Vec<u8>)>, SignInError> {
        profiles::load_picture(&self.0.store, hash).await
    }

    /// Whether a picture is the caller's own.
    #[must_use]
    pub fn is_own_picture(caller: &Caller, hash: &str) -> bool {
        let own = caller.person().picture.as_deref();
        own.and_then(|path| path.strip_prefix(PICTURES)) == Some(hash)
    }

    /// Those who are signed in, in this browser, in whatever role, however strong their sign-in is: for what belongs to
    /// a session that runs.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn callers(&self, headers: &HeaderMap) -> Result<Vec<Caller>, SignInError> {
        let mut callers = Vec::new();
        for role in [Role::Helper, Role::Sharer] {
            match self.signed_in(headers, role).await {
                Ok(caller) => callers.push(caller),
                Err(
                    SignInError::NotSignedIn
                    | SignInError::NotAHelper
                    | SignInError::RemoteHelpOff
                    | SignInError::Disabled,
                ) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(callers)
    }

    pub(super) fn admit(
        &self,
        role: Role,
        peer: IpAddr,
        headers: &HeaderMap,
    ) -> Result<(), SignInError> {
        // On the helper's side somebody may come who can switch it on again.
        if role == Role::Sharer && !self.is_enabled() {
            return Err(SignInError::RemoteHelpOff);
        }
        if !origin::is_ours(&Method::POST, headers, &self.0.origin) {
            return Err(SignInError::OriginRefused);
        }
        self.0
            .rate
            .take(peer, self.0.clock.now_ms())
            .map_err(|retry_after_ms| SignInError::TooManyRequests { retry_after_ms })
    }

    /// The browser, which has a sign-in under way.
    ///
    /// # Errors
    /// `sign-in-expired`, where it has none: asked first, since it is cheap.
    pub(super) async fn browser(
        &self,
        role: Role,
        headers: &HeaderMap,
    ) -> Result<Browser, SignInError> {
        let browser = self.0.cookies.get(Purpose::Browser, headers);
        let browser = browser.ok_or(SignInError::Expired)?;
        let now = self.0.clock.now_db();
        let expected = nonces::is_expected(&self.0.store, role, &browser, now).await?;
        expected.then_some(browser).ok_or(SignInError::Expired)
    }

    /// Tokens that are the provider's, for us, and for a sign-in that this browser began: its nonce is spent.
    ///
    /// # Errors
    /// The rule that they broke, or that the provider's keys are not to be had.
    pub(super) async fn verified(
        &self,
        role: Role,
        browser: &Browser,
        tokens: &SignIn,
    ) -> Result<Verified, SignInError> {
        let inner = &*self.0;
        let verified = token::verify(&inner.provider, tokens, self.expected()).await?;
        let now = inner.clock.now_db();
        if !nonces::spend(&inner.store, role, verified.nonce()?, browser, now).await? {
            return Err(TokenRefusal::Nonce.into());
        }
        Ok(verified)
    }

    /// What a token is held against.
    pub(super) fn expected(&self) -> Expected<'_> {
        let inner = &*self.0;
        Expected {
            tenant: &inner.tenant,
            client_id: &inner.settings.identity.client_id,
            now_ms: inner.clock.now_ms(),
        }
    }

    /// Whose the claims are.
    ///
    /// # Errors
    /// Where they name nobody.
    pub(super) fn account(&self, claims: &Object) -> Result<AccountId, SignInError> {
        let subject = self.0.tenant.subject(claims)?;
        Ok(AccountId::of(&self.0.settings.identity.issuer, subject))
    }

    /// What verified claims, and the userinfo of the access token beside them, say of a person.
    ///
    /// # Errors
    /// When the userinfo is not theirs, or there is no answer that it takes to know their groups.
    pub(super) async fn profile(
        &self,
        claims: Object,
        access_token: &Redacted<String>,
    ) -> Result<Profile, SignInError> {
        let inner = &*self.0;
        let settings = &inner.settings;
        let subject = inner.tenant.subject(&claims)?.to_owned();
        let claims = user_info::complete(&inner.provider, claims, access_token).await?;
        let groups = settings.known_groups();
        let mut profile = person::profile(
            &claims,
            &subject,
            &settings.identity,
            (&settings.identity.group_claim, &groups),
            inner.tenant.trusts_addresses(),
        );
        if person::has_overage(&claims, &settings.identity.group_claim) {
            let (groups, as_of_ms) = self.groups_of(&profile.standing, &groups).await?;
            profile.standing.groups = groups;
            profile.as_of_ms = Some(as_of_ms);
        }
        Ok(profile)
    }

    async fn verify_and_open(
        &self,
        role: Role,
        headers: &HeaderMap,
        browser: &Browser,
        tokens: &SignIn,
        known: &mut Option<AccountId>,
    ) -> Result<SignedInNow, SignInError> {
        let inner = &*self.0;
        let settings = &inner.settings;
        let issuer = settings.identity.issuer.as_str();
        let verified = self.verified(role, browser, tokens).await?;
        let now = inner.clock.now_db();
        let account = known.insert(self.account(&verified.claims)?);
        let device = device_claim(&verified.claims, &settings.identity.device_claim);
        // Before userinfo adds to the claims: only the signed token proves anything.
        let proved = Proved::of(&verified.claims, &inner.tenant, inner.clock.now_ms());
        let session = session_of(&verified.claims).map(str::to_owned);
        let mut profile = self
            .profile(verified.claims.clone(), &tokens.access_token)
            .await?;
        let permissions = self.check_role(role, &profile.standing).await?;
        self.check_strength(role, &proved)?;
        let known = self.known(&profile.standing).await;
        let picture = match (known.lay_over(&mut profile.person), &profile.picture) {
            (None, Some(url)) => {
                user_info::picture(&inner.provider, inner.pictures.as_ref(), url).await
            }
            (known, _) => known,
        };
        let present = inner.cookies.get(Purpose::SignedIn(role), headers);
        let lifetimes = self.lifetimes();
        let mut write = inner.store.write().await?;
        self.check_not_ended(&verified.claims)?;
        let changed = profiles::save_standing(&mut write, account, &profile.standing).await?;
        profiles::save_account(&mut write, account, issuer, &profile, picture.as_ref(), now)
            .await?;
        let mut opened = sign_ins::open(
            &mut write,
            role,
            Told {
                account,
                device_claim: device.as_deref(),
                proved: &proved,
                session: session.as_deref(),
                told_ms: profile.told_ms(now),
                issued_ms: i64::try_from(issued_ms(&verified.claims)).unwrap_or(i64::MAX),
            },
            present.as_ref(),
            lifetimes,
            now,
        )
        .await?;
        let replaced = opened.replaced.take();
        let over = self
            .record_over(&mut write, replaced, Some(BY_ANOTHER))
            .await?;
        let slot = self
            .keep_refresh(&mut write, &opened, tokens.refresh_token.as_ref())
            .await?;
        let mut data = json!({ "role": role });
        if !proved.is_nothing() {
            data["proved"] = json!(proved);
        }
        if slot.is_some() {
            data["refreshes"] = json!(true);
        }
        let record = self.record("sign-in", Some(account), data);
        audit::append(&mut write, &record).await?;
        self.keep(write, over, changed).await?;
        if let Some(slot) = slot {
            self.hold(opened.id, slot);
        }
        let mut person = profile.person;
        person.picture = picture.map(|picture| format!("{PICTURES}{}", picture.hash));
        Ok(SignedInNow {
            me: Me {
                role,
                person,
                remaining_ms: lifetimes.absolute_ms,
                permissions: names(permissions),
                renewable: Vec::new(),
            },
            cookie: inner.cookies.set(
                Purpose::SignedIn(role),
                opened.secret.expose(),
                lifetimes.absolute_ms / 1_000,
            ),
        })
    }

    /// Puts a refusal into the audit trail and the log. A refusal stands, recorded or not.
    pub(super) async fn note_refusal(
        &self,
        role: Role,
        account: Option<&AccountId>,
        error: &SignInError,
    ) {
        let record = match (error, error.audited()) {
            (SignInError::TooWeak(weak), _) => self.weak_record(role, account, weak),
            (_, Some(reason)) => {
                let data = json!({ "role": role, "reason": reason });
                self.record("sign-in-refused", account, data)
            }
            (_, None) => {
                tracing::warn!(role = role.as_str(), %error, "a sign-in failed");
                return;
            }
        };
        tracing::info!(role = role.as_str(), %error, "a sign-in was refused");
        let written = async {
            let mut write = self.0.store.write().await?;
            audit::append(&mut write, &record).await?;
            write.commit().await?;
            Ok::<(), SignInError>(())
        };
        if let Err(error) = written.await {
            tracing::error!(%error, "a refusal could not be recorded");
        }
    }

    pub(super) fn record(
        &self,
        kind: &str,
        account: Option<&AccountId>,
        data: serde_json::Value,
    ) -> audit::Record {
        audit::Record {
            at_ms: self.0.clock.now_ms(),
            session: None,
            actor: account.map(ToString::to_string),
            kind: kind.to_owned(),
            data,
        }
    }
}

/// What they are called in the interface.
fn names(permissions: Permissions) -> Vec<String> {
    permissions
        .iter()
        .map(|one| one.name().to_owned())
        .collect()
}

/// What the ID token calls the device, by the claim that is configured.
fn device_claim(claims: &Object, name: &str) -> Option<String> {
    let device = claims.get(name).filter(|_| !name.is_empty())?.as_str()?;
    Some(device.trim().to_owned()).filter(|device| !device.is_empty())
}
