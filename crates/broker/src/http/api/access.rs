//! Roles, assignments, and why somebody may or may not help somebody else.
//!
//! | method and path | body → answer | permission |
//! | --- | --- | --- |
//! | `GET /access` | → everything: permissions, roles, assignments | *Roles: Update* |
//! | `PUT /access/roles/{id}` | [`RoleBody`] → nothing | *Roles: Update* |
//! | `DELETE /access/roles/{id}` | → nothing | *Roles: Update* |
//! | `PUT /access/assignments/{id}` | [`AssignmentBody`] → nothing | *Roles: Update* |
//! | `DELETE /access/assignments/{id}` | → nothing | *Roles: Update* |
//! | `GET /access/decision?helper=&sharer=` | → whether that helper may help that sharer, and what was made of each assignment | *Roles: Update* |
//!
//! Ids are chosen by whoever makes a role or an assignment: small letters, digits and hyphens. What is stored has a tag;
//! `PUT` and `DELETE` take a [`Condition`].

use crate::{
    App,
    access::{
        AccessError, ChangeError, Standing, configured,
        stored::{NamedAssignment, NamedRole},
    },
    condition::{Condition, Tag},
    directory::{Person, PersonQuery, Provider as _},
    http::{
        asked::of_directory,
        error::ApiError,
        extract::{Json, Path, Query},
        routes::Routes,
    },
    identity::{Permitted, RolesUpdate},
};
use axum::extract::State;
use http::StatusCode;
use rh_access::{
    Assignment, AssignmentId, BuiltIn, Considered, Decision, Members, Permission, Permissions,
    Refusal, Role, RoleId, Scope, Tier,
};
use rh_protocol::{ErrorCode, Role as Side, limits};
use serde::{Deserialize, Serialize};

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/access", all)
        .get("/access/decision", decision)
        .put("/access/roles/{id}", save_role)
        .delete("/access/roles/{id}", remove_role)
        .put("/access/assignments/{id}", save_assignment)
        .delete("/access/assignments/{id}", remove_assignment)
}

/// Everything there is.
#[derive(Serialize)]
struct All {
    /// Each permission that a role can have.
    permissions: [Permission; Permission::ALL.len()],
    /// What a role after each tier has: templates.
    tiers: [Permissions; Tier::ALL.len()],
    roles: Vec<RoleView>,
    assignments: Vec<AssignmentView>,
}

#[derive(Serialize)]
struct RoleView {
    id: RoleId,
    built_in: bool,
    /// Built-in roles have no name of their own here: whoever shows them has words for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    permissions: Permissions,
    /// Of those that can be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<Tag>,
}

#[derive(Serialize)]
struct AssignmentView {
    /// The configuration makes it: it is changed there.
    configured: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(flatten)]
    assignment: Assignment,
    /// Of those that can be changed here.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<Tag>,
}

/// A role to be made or changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleBody {
    name: String,
    #[serde(default)]
    description: String,
    permissions: Permissions,
}

/// An assignment to be made or changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentBody {
    name: String,
    role: RoleId,
    members: Members,
    scope: Scope,
}

/// Whom it is about, of those who have signed in before: ids of accounts, `subject:…`, `email:…`, or `directory:…` with
/// somebody's id there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whether {
    helper: String,
    sharer: String,
    /// The directory's id of the device; without it one that is not enrolled.
    device: Option<String>,
}

/// Whether somebody may help somebody else, and why.
#[derive(Serialize)]
struct Answer {
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<Why>,
    granted: Permissions,
    considered: Vec<Considered>,
}

/// Why they may not.
#[derive(Serialize)]
#[serde(untagged)]
enum Why {
    /// The roles and assignments do not let them.
    Rules(Refusal),
    /// A setting lets nobody.
    Setting {
        /// Which: as the audit calls it.
        reason: &'static str,
    },
    /// The account of one of the two may not be used any more.
    Disabled {
        /// As the sign-in calls it.
        reason: &'static str,
        /// Whose.
        whose: Side,
    },
}

impl Why {
    const fn disabled(whose: Side) -> Self {
        Self::Disabled {
            reason: ErrorCode::AccountDisabled.as_str(),
            whose,
        }
    }
}

/// What the setting is called in a refusal that lets nobody be helped on a device that is not enrolled.
const UNENROLLED: &str = "unenrolled-device";

async fn all(State(app): State<App>, _by: Permitted<RolesUpdate>) -> axum::Json<All> {
    let now = app.access.now();
    let built_in = BuiltIn::ALL.map(|role| RoleView {
        id: RoleId::new(role.id()),
        built_in: true,
        name: None,
        description: None,
        permissions: role.permissions(),
        tag: None,
    });
    let made = now.stored.roles.values().map(|named| RoleView {
        id: named.role.id.clone(),
        built_in: false,
        name: Some(named.name.clone()),
        description: Some(named.description.clone()),
        permissions: named.role.permissions,
        tag: Some(Tag::of(named)),
    });
    let configured = configured::assignments(&app.settings);
    let configured = configured.into_iter().map(|assignment| AssignmentView {
        configured: true,
        name: None,
        assignment,
        tag: None,
    });
    let assigned = now.stored.assignments.values().map(|named| AssignmentView {
        configured: false,
        name: Some(named.name.clone()),
        assignment: named.assignment.clone(),
        tag: Some(Tag::of(named)),
    });
    axum::Json(All {
        permissions: Permission::ALL,
        tiers: Tier::ALL.map(Tier::permissions),
        roles: built_in.into_iter().chain(made).collect(),
        assignments: configured.chain(assigned).collect(),
    })
}

async fn save_role(
    State(app): State<App>,
    by: Permitted<RolesUpdate>,
    Path(id): Path<String>,
    condition: Condition,
    Json(body): Json<RoleBody>,
) -> Result<StatusCode, ApiError> {
    let role = NamedRole {
        role: Role {
            id: RoleId::new(checked(id)?),
            permissions: body.permissions,
        },
        name: body.name,
        description: body.description,
    };
    app.access.save_role(&by, role, &condition).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_role(
    State(app): State<App>,
    by: Permitted<RolesUpdate>,
    Path(id): Path<String>,
    condition: Condition,
) -> Result<StatusCode, ApiError> {
    let id = RoleId::new(id);
    app.access.remove_role(&by, &id, &condition).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn save_assignment(
    State(app): State<App>,
    by: Permitted<RolesUpdate>,
    Path(id): Path<String>,
    condition: Condition,
    Json(body): Json<AssignmentBody>,
) -> Result<StatusCode, ApiError> {
    let assignment = NamedAssignment {
        assignment: Assignment {
            id: AssignmentId::new(checked(id)?),
            role: body.role,
            members: body.members,
            scope: body.scope,
        },
        name: body.name,
    };
    let saved = app.access.save_assignment(&by, assignment, &condition);
    saved.await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_assignment(
    State(app): State<App>,
    by: Permitted<RolesUpdate>,
    Path(id): Path<String>,
    condition: Condition,
) -> Result<StatusCode, ApiError> {
    let id = AssignmentId::new(id);
    app.access.remove_assignment(&by, &id, &condition).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn decision(
    State(app): State<App>,
    _by: Permitted<RolesUpdate>,
    Query(whether): Query<Whether>,
) -> Result<axum::Json<Answer>, ApiError> {
    let helper = somebody(&app, &whether.helper).await?;
    let sharer = somebody(&app, &whether.sharer).await?;
    let (Some(helper), Some(sharer)) = (helper, sharer) else {
        return Err(ErrorCode::NotFound.into());
    };
    let device = match &whether.device {
        Some(device) => {
            let found = app
                .devices
                .enrolled(device)
                .await
                .map_err(AccessError::from)?;
            Some(found.ok_or(ErrorCode::NotFound)?)
        }
        None => None,
    };
    for (whose, standing) in [(Side::Helper, &helper), (Side::Sharer, &sharer)] {
        match app.access.person(standing).await {
            Err(AccessError::Disabled) => {
                return Ok(axum::Json(Answer {
                    allowed: false,
                    refusal: Some(Why::disabled(whose)),
                    granted: Permissions::NONE,
                    considered: Vec::new(),
                }));
            }
            known => known?,
        };
    }
    let decided = app.access.decide(&helper, &sharer, device.as_ref());
    let decision = decided.await?;
    let unenrolled = device.is_none() && !app.policy.settings().devices.allow_unenrolled;
    let refusal = match decision.grant() {
        Err(refusal) => Some(Why::Rules(refusal)),
        Ok(_) if unenrolled => Some(Why::Setting { reason: UNENROLLED }),
        Ok(_) => None,
    };
    let Decision {
        considered,
        granted,
    } = decision;
    Ok(axum::Json(Answer {
        allowed: refusal.is_none(),
        refusal,
        granted,
        considered,
    }))
}

/// What is known of somebody who has signed in before. An address is first that of whom the directory has it for: their sign-in
/// may have vouched for another one, or for none.
async fn somebody(app: &App, name: &str) -> Result<Option<Standing>, ApiError> {
    let id = match name.strip_prefix("email:") {
        Some(address) => addressed(app, address).await?,
        None => of_directory(name).map(str::to_owned),
    };
    if let Some(id) = id {
        let accounts = app.identity.accounts_of(&id).await?.unwrap_or_default();
        if let Some(account) = accounts.first() {
            return Ok(app.access.standing(account.as_str()).await?);
        }
    }
    Ok(app.access.find(name).await?)
}

/// The id of whoever has exactly this address in the directory, if one has.
async fn addressed(app: &App, address: &str) -> Result<Option<String>, ApiError> {
    let address = address.trim();
    let query = PersonQuery {
        search: Some(address.to_owned()),
        ..PersonQuery::default()
    };
    let found = app.access.directory().people(&query).await?.value;
    let has = |person: &Person| {
        let theirs = person.email.as_deref();
        theirs.is_some_and(|theirs| theirs.eq_ignore_ascii_case(address))
    };
    let mut found = found.rows.into_iter().filter(has);
    // Where two have it, it names nobody.
    let first = found.next();
    Ok(first.filter(|_| found.next().is_none()).map(|one| one.id))
}

/// An id that can stand in an address and in the audit.
fn checked(id: String) -> Result<String, ChangeError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=limits::RULE_ID).contains(&id.len());
    if fits && id.bytes().all(plain) {
        Ok(id)
    } else {
        Err(ChangeError::Field("id"))
    }
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        match error.refusal() {
            Some(body) => body.into(),
            None => Self::unavailable(error),
        }
    }
}
