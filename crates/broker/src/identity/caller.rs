//! Who is asking, as a value: handlers that need a permission take it as an argument, and only the
//! check here makes one.

use super::{
    Identity,
    cookies::Purpose,
    error::SignInError,
    helpers::may_help,
    origin,
    sign_ins::{AccountId, Found, SignInId},
};
use crate::{App, http::error::ApiError};
use axum::extract::{FromRequestParts, RawPathParams};
use http::{HeaderMap, request::Parts};
use rh_protocol::{Role, view::Person};
use std::{marker::PhantomData, ops::Deref};

/// Somebody who is signed in, in a role that they may take. Cannot be made but by a valid cookie.
#[derive(Clone, Debug)]
pub struct Caller {
    role: Role,
    account: AccountId,
    person: Person,
    sign_in: SignInId,
    expires_at_ms: u64,
}

impl Caller {
    /// The role of this sign-in.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The account.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// The person, as the broker vouches for them.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// The sign-in that all this hangs on: see [`Identity::revocations`].
    #[must_use]
    pub const fn sign_in(&self) -> SignInId {
        self.sign_in
    }

    /// When the sign-in ends whatever happens, in Unix milliseconds.
    #[must_use]
    pub const fn expires_at_ms(&self) -> u64 {
        self.expires_at_ms
    }
}

mod sealed {
    /// A role as a type.
    pub trait RoleTag {
        /// The role.
        const ROLE: super::Role;
    }
}

/// The helper's role as a type.
#[derive(Clone, Copy, Debug)]
pub enum Helper {}
/// The sharer's role as a type.
#[derive(Clone, Copy, Debug)]
pub enum Sharer {}

impl sealed::RoleTag for Helper {
    const ROLE: Role = Role::Helper;
}
impl sealed::RoleTag for Sharer {
    const ROLE: Role = Role::Sharer;
}

/// A [`Caller`] in this role. An extractor; refuses with `not-signed-in`, `not-a-helper`,
/// `origin-refused` or `remote-help-off`.
#[derive(Clone, Debug)]
pub struct SignedIn<R>(Caller, PhantomData<R>);

impl<R> Deref for SignedIn<R> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<R: sealed::RoleTag> FromRequestParts<App> for SignedIn<R> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = app.identity.caller(parts, R::ROLE).await?;
        Ok(Self(caller, PhantomData))
    }
}

/// A [`Caller`] in the role that the path's `{role}` names. An extractor like [`SignedIn`].
#[derive(Clone, Debug)]
pub struct SignedInAny(Caller);

impl Deref for SignedInAny {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequestParts<App> for SignedInAny {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let PathRole(role) = PathRole::from_request_parts(parts, app).await?;
        Ok(Self(app.identity.caller(parts, role).await?))
    }
}

/// The role that the path's `{role}` names; anything else is not found. An extractor.
#[derive(Clone, Copy, Debug)]
pub struct PathRole(pub Role);

impl FromRequestParts<App> for PathRole {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| SignInError::NoSuchRole)?;
        let named = params.iter().find(|(name, _)| *name == "role");
        match named.map(|(_, value)| value) {
            Some("helper") => Ok(Self(Role::Helper)),
            Some("sharer") => Ok(Self(Role::Sharer)),
            _ => Err(SignInError::NoSuchRole.into()),
        }
    }
}

impl Identity {
    /// Who is asking, in this role.
    async fn caller(&self, parts: &Parts, role: Role) -> Result<Caller, SignInError> {
        self.check_enabled()?;
        if !origin::is_ours(&parts.method, &parts.headers, &self.0.origin) {
            return Err(SignInError::OriginRefused);
        }
        self.signed_in(&parts.headers, role).await
    }

    /// Who is signed in, in this role, in the browser that sent these headers.
    pub(super) async fn signed_in(
        &self,
        headers: &HeaderMap,
        role: Role,
    ) -> Result<Caller, SignInError> {
        let secret = self
            .0
            .cookies
            .get(Purpose::SignedIn(role), headers)
            .ok_or(SignInError::NotSignedIn)?;
        let found = self.find(role, &secret).await?;
        self.permit(found.ok_or(SignInError::NotSignedIn)?)
    }

    /// The permission check itself.
    pub(super) fn permit(&self, found: Found) -> Result<Caller, SignInError> {
        if found.role == Role::Helper
            && may_help(&self.0.settings.helpers, &found.standing).is_none()
        {
            return Err(SignInError::NotAHelper);
        }
        Ok(Caller {
            role: found.role,
            account: found.account,
            person: found.person,
            sign_in: found.id,
            expires_at_ms: u64::try_from(found.expires_ms).unwrap_or_default(),
        })
    }
}
