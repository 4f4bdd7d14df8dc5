//! Changes of roles and assignments: each is checked, written together with its audit record, and effective at once.

use super::{
    Access, Now, configured, left, rules, standing,
    stored::{self, NamedAssignment, NamedRole, Stored},
};
use crate::{
    audit::{self, Record},
    condition::{Condition, Overtaken},
    directory::Directory,
    identity::{Permitted, RolesUpdate},
    store::{self, StoreError, Write},
};
use rh_access::{AssignmentId, BuiltIn, Reach, RoleId};
use rh_protocol::{ErrorBody, ErrorCode, limits};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such role or assignment.
    #[error("not found")]
    NotFound,
    /// A field does not hold what it must.
    #[error("the field {0} is not as it must be")]
    Field(&'static str),
    /// It is built in, or the configuration's.
    #[error("built in")]
    BuiltIn,
    /// An assignment gives this role.
    #[error("the role is still assigned")]
    InUse,
    /// Afterwards nobody could administer.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// It is not what it was when it was read.
    #[error(transparent)]
    Overtaken(#[from] Overtaken),
    /// There are as many as there may be.
    #[error("too many")]
    TooMany,
    /// It cannot be written, so nothing is changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChangeError {
    /// What is answered, but for faults of the store.
    #[must_use]
    pub fn refusal(&self) -> Option<ErrorBody> {
        let code = match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::Field(name) => {
                return Some(ErrorBody {
                    field: Some((*name).to_owned()),
                    ..ErrorBody::new(ErrorCode::BadField)
                });
            }
            Self::BuiltIn => ErrorCode::BuiltIn,
            Self::InUse => ErrorCode::InUse,
            Self::LastAdministrator => ErrorCode::LastAdministrator,
            Self::Overtaken(_) => ErrorCode::ChangedMeanwhile,
            Self::TooMany => ErrorCode::TooMany,
            Self::Store(_) => return None,
        };
        Some(code.into())
    }
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// By whom something is changed: who has the permission, proved.
pub type By = Permitted<RolesUpdate>;

impl Access {
    /// Makes a role, or changes the one of that id. What is so already stays, whatever the condition: nothing is recorded.
    ///
    /// # Errors
    /// [`ChangeError::Field`] names what is wrong with it.
    pub async fn save_role(
        &self,
        by: &By,
        named: NamedRole,
        condition: &Condition,
    ) -> Result<(), ChangeError> {
        let turn = self.turn().await;
        let now = self.now();
        let mut after = now.stored.clone();
        let id = named.role.id.clone();
        if is_built_in(&id) {
            return Err(ChangeError::BuiltIn);
        }
        if is_so(after.roles.get(&id), &named, condition)? {
            return Ok(());
        }
        check_text("name", &named.name, 1..=limits::NAME_CHARS)?;
        check_text(
            "description",
            &named.description,
            0..=limits::DESCRIPTION_CHARS,
        )?;
        let mut others = after.roles.values().filter(|other| other.role.id != id);
        if others.any(|other| other.name.to_lowercase() == named.name.to_lowercase()) {
            return Err(ChangeError::Field("name"));
        }
        let before = after.roles.insert(id.clone(), named.clone());
        if after.roles.len() > limits::ROLES {
            return Err(ChangeError::TooMany);
        }
        let data = json!({
            "role": id.as_str(),
            "before": before.as_ref().map(told_role),
            "after": told_role(&named),
        });
        let mut write = self.begin(&after).await?;
        stored::save_role(&mut write, &named, self.0.clock.now_db()).await?;
        self.finish(write, by, "role-saved", data, after, turn)
            .await
    }

    /// Removes a role that nobody has.
    ///
    /// # Errors
    /// [`ChangeError::InUse`] while an assignment gives it.
    pub async fn remove_role(
        &self,
        by: &By,
        id: &RoleId,
        condition: &Condition,
    ) -> Result<(), ChangeError> {
        let turn = self.turn().await;
        let mut after = self.now().stored.clone();
        if is_built_in(id) {
            return Err(ChangeError::BuiltIn);
        }
        let Some(before) = after.roles.remove(id) else {
            return Err(ChangeError::NotFound);
        };
        condition.check(Some(&before))?;
        let mut assignments = after.assignments.values();
        if assignments.any(|one| one.assignment.role == *id) {
            return Err(ChangeError::InUse);
        }
        let data = json!({ "role": id.as_str(), "before": told_role(&before) });
        let mut write = self.begin(&after).await?;
        stored::remove_role(&mut write, id).await?;
        self.finish(write, by, "role-removed", data, after, turn)
            .await
    }

    /// Makes an assignment, or changes the one of that id. What is so already stays, whatever the condition: nothing is
    /// recorded.
    ///
    /// # Errors
    /// [`ChangeError::Field`] names what is wrong with it.
    pub async fn save_assignment(
        &self,
        by: &By,
        mut named: NamedAssignment,
        condition: &Condition,
    ) -> Result<(), ChangeError> {
        let turn = self.turn().await;
        let mut after = self.now().stored.clone();
        let id = named.assignment.id.clone();
        if is_configured(&id) {
            return Err(ChangeError::BuiltIn);
        }
        let people = std::mem::take(&mut named.assignment.members.people);
        named.assignment.members.people = people.iter().map(standing::canonical).collect();
        if is_so(after.assignments.get(&id), &named, condition)? {
            return Ok(());
        }
        check_assignment(&named, &after, &self.0.settings.known_groups())?;
        let before = after.assignments.insert(id.clone(), named.clone());
        if after.assignments.len() > limits::ASSIGNMENTS {
            return Err(ChangeError::TooMany);
        }
        let data = json!({
            "assignment": id.as_str(),
            "before": before.as_ref().map(told),
            "after": told(&named),
        });
        let mut write = self.begin(&after).await?;
        stored::save_assignment(&mut write, &named, self.0.clock.now_db()).await?;
        self.finish(write, by, "assignment-saved", data, after, turn)
            .await
    }

    /// Removes an assignment.
    ///
    /// # Errors
    /// [`ChangeError::LastAdministrator`] for the last one that lets anybody administer.
    pub async fn remove_assignment(
        &self,
        by: &By,
        id: &AssignmentId,
        condition: &Condition,
    ) -> Result<(), ChangeError> {
        let turn = self.turn().await;
        let mut after = self.now().stored.clone();
        if is_configured(id) {
            return Err(ChangeError::BuiltIn);
        }
        let Some(before) = after.assignments.remove(id) else {
            return Err(ChangeError::NotFound);
        };
        condition.check(Some(&before))?;
        let data = json!({ "assignment": id.as_str(), "before": told(&before) });
        let mut write = self.begin(&after).await?;
        stored::remove_assignment(&mut write, id).await?;
        self.finish(write, by, "assignment-removed", data, after, turn)
            .await
    }

    /// The turn to change something.
    async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.0.changing).lock_owned().await
    }

    /// Begins to write what leads there, if somebody can administer afterwards.
    async fn begin(&self, after: &Stored) -> Result<Write, ChangeError> {
        let rules = rules(&self.0.settings, after);
        let mut administering = rules.administering();
        let mut write = self.0.store.write().await?;
        let left = match &self.0.directory {
            Directory::Embedded(_) => left::anybody(&mut write, administering).await?,
            // Who is there, and who is disabled, Microsoft keeps.
            Directory::Graph(_) => administering.any(|one| !one.members.is_empty()),
        };
        if left {
            Ok(write)
        } else {
            Err(ChangeError::LastAdministrator)
        }
    }

    /// Records the change, commits it and lets it count.
    async fn finish(
        &self,
        mut write: Write,
        by: &By,
        kind: &str,
        data: Value,
        after: Stored,
        turn: OwnedMutexGuard<()>,
    ) -> Result<(), ChangeError> {
        let record = Record {
            at_ms: self.0.clock.now_ms(),
            session: None,
            actor: Some(by.account().to_string()),
            kind: kind.to_owned(),
            data,
        };
        audit::append(&mut write, &record).await?;
        let rules = rules(&self.0.settings, &after);
        let now = Now {
            stored: after,
            rules,
        };
        let inner = Arc::clone(&self.0);
        store::keep(write, async move {
            let _turn = turn;
            inner.now.send_replace(Arc::new(now));
        })
        .await?;
        Ok(())
    }
}

/// Whether what is stored is what it is to be; else the condition has to be met by it.
fn is_so<T: PartialEq + Serialize>(
    before: Option<&T>,
    after: &T,
    condition: &Condition,
) -> Result<bool, Overtaken> {
    if before == Some(after) {
        return Ok(true);
    }
    condition.check(before)?;
    Ok(false)
}

fn is_built_in(id: &RoleId) -> bool {
    BuiltIn::ALL.iter().any(|role| role.id() == id.as_str())
}

fn is_configured(id: &AssignmentId) -> bool {
    id.as_str().starts_with(configured::PREFIX)
}

fn check_assignment(
    named: &NamedAssignment,
    stored: &Stored,
    claims: &[String],
) -> Result<(), ChangeError> {
    let assignment = &named.assignment;
    check_text("name", &named.name, 1..=limits::NAME_CHARS)?;
    if !is_built_in(&assignment.role) && !stored.roles.contains_key(&assignment.role) {
        return Err(ChangeError::Field("role"));
    }
    let members = &assignment.members;
    let names = members.people.iter().map(|it| it.as_str());
    let names = names.chain(members.groups.iter().map(|it| it.as_str()));
    check_names("members", names, claims)?;
    if members.is_empty() {
        return Err(ChangeError::Field("members"));
    }
    let scope = &assignment.scope;
    if scope.users.is_none() && scope.devices.is_none() {
        return Err(ChangeError::Field("scope"));
    }
    for reach in [&scope.users, &scope.devices].into_iter().flatten() {
        if let Reach::Groups(groups) = reach {
            if groups.is_empty() {
                return Err(ChangeError::Field("scope"));
            }
            check_names("scope", groups.iter().map(|it| it.as_str()), claims)?;
        }
    }
    Ok(())
}

fn check_text(
    field: &'static str,
    text: &str,
    chars: std::ops::RangeInclusive<usize>,
) -> Result<(), ChangeError> {
    let fits = chars.contains(&text.chars().count());
    let plain = text.trim() == text && !text.chars().any(char::is_control);
    if fits && plain {
        Ok(())
    } else {
        Err(ChangeError::Field(field))
    }
}

/// Names of people and groups have a kind (`subject:`, `email:`, `claim:`, `directory:`), and there is an end to them. Of the
/// provider's claims only these values are kept of anybody: another would give nothing, and nobody would know why.
fn check_names<'a>(
    field: &'static str,
    names: impl Iterator<Item = &'a str>,
    claims: &[String],
) -> Result<(), ChangeError> {
    for (count, name) in names.enumerate() {
        let known = name.split_once(':').is_some_and(|(kind, rest)| {
            let named = !rest.is_empty() && rest.trim() == rest;
            named
                && match kind {
                    "subject" | "email" | "directory" => true,
                    "claim" => claims.iter().any(|claim| claim == rest),
                    _ => false,
                }
        });
        if !known || name.len() > limits::NAME_BYTES || count >= limits::NAMES {
            return Err(ChangeError::Field(field));
        }
    }
    Ok(())
}

/// A role as the audit holds it.
fn told_role(named: &NamedRole) -> Value {
    json!({
        "name": named.name,
        "description": named.description,
        "permissions": named.role.permissions,
    })
}

/// An assignment as the audit holds it: with the members as they were named, since who was given a right is what is to be proved.
fn told(named: &NamedAssignment) -> Value {
    let assignment = &named.assignment;
    json!({
        "name": named.name,
        "role": assignment.role.as_str(),
        "members": assignment.members,
        "scope": assignment.scope,
    })
}
