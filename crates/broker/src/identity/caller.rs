//! Who is asking, as a value: handlers that need a permission take it as an argument, and only the
//! check here makes one.

use super::{
    Identity,
    cookies::Purpose,
    device_check::Checked,
    error::SignInError,
    origin,
    sign_ins::{AccountId, Found, SignInId},
};
use crate::{
    App,
    access::Standing,
    http::{
        error::ApiError,
        refused::{Lacking, Refused},
    },
};
use axum::extract::{FromRequestParts, RawPathParams};
use http::{HeaderMap, request::Parts};
pub use rh_access::Permission;
use rh_access::Permissions;
use rh_intake::tokens::Proved;
use rh_protocol::{ErrorCode, Role, api, view::Person};
use std::{marker::PhantomData, ops::Deref};

/// Somebody who is signed in, in a role that they may take. Cannot be made but by a valid cookie.
#[derive(Clone, Debug)]
pub struct Caller {
    role: Role,
    account: AccountId,
    person: Person,
    standing: Standing,
    permissions: Permissions,
    sign_in: SignInId,
    device_claim: Option<String>,
    expires_at_ms: u64,
    pub(super) proved: Proved,
    pub(super) checked: Option<Checked>,
    pub(super) known_weak: bool,
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

    /// What is known of them for access.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What they may do where it does not matter whom it concerns, as of this request. Sharers need no permission.
    #[must_use]
    pub const fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// The sign-in that all this hangs on: see [`Identity::revocations`].
    #[must_use]
    pub const fn sign_in(&self) -> SignInId {
        self.sign_in
    }

    /// What the provider called the device that they signed in from, where it named any.
    #[must_use]
    pub fn device_claim(&self) -> Option<&str> {
        self.device_claim.as_deref()
    }

    /// When the sign-in ends whatever happens, in Unix milliseconds.
    #[must_use]
    pub const fn expires_at_ms(&self) -> u64 {
        self.expires_at_ms
    }

    /// Refuses, unless they have this permission too.
    ///
    /// # Errors
    /// `not-permitted`.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        require(
            &self.account,
            self.permissions,
            Permissions::of(&[permission]),
        )
    }
}

/// Refuses what takes permissions that an account has not. Nowhere else `not-permitted` is made: so the audit hears of each.
fn require(account: &AccountId, held: Permissions, needed: Permissions) -> Result<(), ApiError> {
    if held.contains_all(needed) {
        return Ok(());
    }
    let refused = Refused {
        account: account.clone(),
        lacking: Lacking::Permissions(needed.without(held)),
    };
    Err(ApiError::new(ErrorCode::NotPermitted).refused(refused))
}

/// Turns an account away for what is known of it; what else went wrong is told as it is.
fn turn_away(account: AccountId, error: SignInError) -> ApiError {
    let lacking = match &error {
        SignInError::NotAHelper => Lacking::Helper,
        SignInError::Disabled => Lacking::Enabled,
        _ => return error.into(),
    };
    ApiError::from(error).refused(Refused { account, lacking })
}

mod sealed {
    /// A role as a type.
    pub trait RoleTag {
        /// The role.
        const ROLE: super::Role;
        /// What somebody in it must be allowed.
        const NEEDS: super::Permissions;
    }

    /// A permission as a type; several of them, all of which it takes, as a tuple.
    pub trait PermissionTag {
        /// What it takes.
        const NEEDS: super::Permissions;
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
    const NEEDS: Permissions = Permissions::HELP;
}
impl sealed::RoleTag for Sharer {
    const ROLE: Role = Role::Sharer;
    const NEEDS: Permissions = Permissions::NONE;
}

/// A [`Caller`] in this role, whose sign-in is as strong as is required now. An extractor; refuses with `not-signed-in`,
/// `insufficient-claims`, `not-a-helper`, `origin-refused` or `remote-help-off`.
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
        if !caller.permissions.contains_all(R::NEEDS) {
            return Err(turn_away(caller.account, SignInError::NotAHelper));
        }
        Ok(Self(caller, PhantomData))
    }
}

/// *Roles: Update* as a type.
#[derive(Clone, Copy, Debug)]
pub enum RolesUpdate {}

impl sealed::PermissionTag for RolesUpdate {
    const NEEDS: Permissions = Permissions::of(&[Permission::RolesUpdate]);
}

/// *Remote Help: Sessions* as a type.
#[derive(Clone, Copy, Debug)]
pub enum Sessions {}

impl sealed::PermissionTag for Sessions {
    const NEEDS: Permissions = Permissions::of(&[Permission::Sessions]);
}

/// *Organization: Update* as a type.
#[derive(Clone, Copy, Debug)]
pub enum OrganizationUpdate {}

impl sealed::PermissionTag for OrganizationUpdate {
    const NEEDS: Permissions = Permissions::of(&[Permission::OrganizationUpdate]);
}

/// *Audit data: Read* as a type.
#[derive(Clone, Copy, Debug)]
pub enum AuditRead {}

impl sealed::PermissionTag for AuditRead {
    const NEEDS: Permissions = Permissions::of(&[Permission::AuditRead]);
}

/// *Managed devices: Read* as a type.
#[derive(Clone, Copy, Debug)]
pub enum DevicesRead {}

impl sealed::PermissionTag for DevicesRead {
    const NEEDS: Permissions = Permissions::of(&[Permission::DevicesRead]);
}

/// *Managed devices: Update* as a type.
#[derive(Clone, Copy, Debug)]
pub enum DevicesUpdate {}

impl sealed::PermissionTag for DevicesUpdate {
    const NEEDS: Permissions = Permissions::of(&[Permission::DevicesUpdate]);
}

impl<A: sealed::PermissionTag, B: sealed::PermissionTag> sealed::PermissionTag for (A, B) {
    const NEEDS: Permissions = A::NEEDS.and(B::NEEDS);
}

/// Somebody at the helper's side, or a program with its token, who has this permission. An extractor; refuses with
/// `not-signed-in`, `insufficient-claims`, `not-permitted`, `origin-refused` or `remote-help-off`.
#[derive(Clone, Debug)]
pub struct Permitted<P> {
    account: AccountId,
    permissions: Permissions,
    /// What their sign-in proved; a program's token proves nothing of the kind.
    proved: Option<Proved>,
    tag: PhantomData<P>,
}

impl<P> Permitted<P> {
    /// What their sign-in proved; none of a program.
    #[must_use]
    pub const fn proved(&self) -> Option<&Proved> {
        self.proved.as_ref()
    }

    /// The account, for the audit: a person's, or `token:` and the id of a token.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// All that they may do.
    #[must_use]
    pub const fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// Refuses, unless they have this permission too.
    ///
    /// # Errors
    /// `not-permitted`.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        require(
            &self.account,
            self.permissions,
            Permissions::of(&[permission]),
        )
    }
}

#[cfg(test)]
impl<P> Permitted<P> {
    /// As if this account had it: for tests of what takes one.
    pub(crate) fn of(account: &str) -> Self {
        Self {
            account: AccountId::of_machine(account),
            permissions: Permissions::NONE,
            proved: None,
            tag: PhantomData,
        }
    }
}

impl<P: sealed::PermissionTag> FromRequestParts<App> for Permitted<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        // No browser sends a token by itself, so that it need not come from our own pages.
        let (account, permissions, proved) = match app.identity.machine(&parts.headers).await? {
            Some(machine) => (machine.account, machine.permissions, None),
            None => {
                let caller = app.identity.caller(parts, Role::Helper).await?;
                (caller.account, caller.permissions, Some(caller.proved))
            }
        };
        require(&account, permissions, P::NEEDS)?;
        Ok(Self {
            account,
            permissions,
            proved,
            tag: PhantomData,
        })
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

/// A [`Caller`] in the role that the path's `{role}` names, for what belongs to a session that they are in: that is not ended by
/// what is required of sign-ins since, so how strong theirs is does not matter. An extractor like [`SignedIn`].
#[derive(Clone, Debug)]
pub struct InSession(Caller);

impl Deref for InSession {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequestParts<App> for InSession {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let PathRole(role) = PathRole::from_request_parts(parts, app).await?;
        Ok(Self(app.identity.of_session(parts, role).await?))
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
    async fn caller(&self, parts: &Parts, role: Role) -> Result<Caller, ApiError> {
        let caller = self.of_session(parts, role).await?;
        self.check_caller(&caller).await?;
        Ok(caller)
    }

    /// Who is asking, in this role, however strong their sign-in is.
    async fn of_session(&self, parts: &Parts, role: Role) -> Result<Caller, ApiError> {
        if role == Role::Sharer && !self.is_enabled() {
            return Err(SignInError::RemoteHelpOff.into());
        }
        if !origin::is_ours(&parts.method, &parts.headers, &self.0.origin) {
            return Err(SignInError::OriginRefused.into());
        }
        let found = self.found(&parts.headers, role).await?;
        let account = found.account.clone();
        let permitted = self.permit(found).await;
        permitted.map_err(|error| turn_away(account, error))
    }

    /// Who is signed in, in this role, in the browser that sent these headers.
    pub(super) async fn signed_in(
        &self,
        headers: &HeaderMap,
        role: Role,
    ) -> Result<Caller, SignInError> {
        let found = self.found(headers, role).await?;
        self.permit(found).await
    }

    /// The sign-in, in this role, of the browser that sent these headers, whatever may be done with it.
    async fn found(&self, headers: &HeaderMap, role: Role) -> Result<Found, SignInError> {
        let secret = self
            .0
            .cookies
            .get(Purpose::SignedIn(role), headers)
            .ok_or(SignInError::NotSignedIn)?;
        // What pages ask by themselves keeps nobody signed in who has gone.
        let active = !headers.contains_key(api::BACKGROUND);
        let found = self.find(role, &secret, active).await?;
        let found = found.ok_or(SignInError::NotSignedIn)?;
        self.refreshed(found, Some(&secret)).await
    }

    /// What somebody may do. The helper's side is for those who may do anything there: help, or administer. While Remote Help
    /// is off it is only for those who can switch it on again.
    pub(super) async fn check_role(
        &self,
        role: Role,
        standing: &Standing,
    ) -> Result<Permissions, SignInError> {
        let enabled = self.is_enabled();
        if role == Role::Sharer {
            self.0.access.person(standing).await?;
            let none = enabled.then_some(Permissions::NONE);
            return none.ok_or(SignInError::RemoteHelpOff);
        }
        let allowed = self.0.access.permissions(standing).await?;
        if allowed.is_empty() {
            Err(SignInError::NotAHelper)
        } else if enabled || allowed.contains(Permission::OrganizationUpdate) {
            Ok(allowed)
        } else {
            Err(SignInError::RemoteHelpOff)
        }
    }

    /// A sign-in that may be used.
    pub(super) async fn permit(&self, found: Found) -> Result<Caller, SignInError> {
        let permissions = self.check_role(found.role, &found.standing).await?;
        Ok(Caller {
            role: found.role,
            account: found.account,
            person: found.person,
            standing: found.standing,
            permissions,
            sign_in: found.id,
            device_claim: found.device_claim,
            expires_at_ms: u64::try_from(found.expires_ms).unwrap_or_default(),
            proved: found.proved,
            checked: found.checked,
            known_weak: found.known_weak,
        })
    }
}
