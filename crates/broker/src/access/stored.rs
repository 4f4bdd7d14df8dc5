//! Roles and assignments that administrators have made, as rows and as values.

use rh_access::{Assignment, AssignmentId, Members, Permissions, Role, RoleId, Scope};
use serde::Serialize;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use std::collections::BTreeMap;

/// Everything that is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Roles beside the built-in ones.
    pub roles: BTreeMap<RoleId, NamedRole>,
    /// Assignments beside the configuration's.
    pub assignments: BTreeMap<AssignmentId, NamedAssignment>,
}

/// A role, as people call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedRole {
    /// The role.
    pub role: Role,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// An assignment, as people call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedAssignment {
    /// The assignment.
    pub assignment: Assignment,
    /// What it is called.
    pub name: String,
}

impl Stored {
    /// Reads all of it. A row that does not read is logged and gives nobody anything.
    pub(super) async fn load(connection: &mut SqliteConnection) -> Result<Self, sqlx::Error> {
        let roles = sqlx::query("SELECT id, name, description, permissions FROM roles")
            .fetch_all(&mut *connection)
            .await?;
        let assignments = sqlx::query("SELECT id, name, role, members, scope FROM assignments")
            .fetch_all(connection)
            .await?;
        Ok(Self {
            roles: roles
                .iter()
                .filter_map(|row| readable("role", row, role(row)))
                .map(|named| (named.role.id.clone(), named))
                .collect(),
            assignments: assignments
                .iter()
                .filter_map(|row| readable("assignment", row, assignment(row)))
                .map(|named| (named.assignment.id.clone(), named))
                .collect(),
        })
    }
}

fn readable<T>(what: &str, row: &SqliteRow, read: Result<T, sqlx::Error>) -> Option<T> {
    read.inspect_err(|error| {
        let id: Option<String> = row.try_get("id").ok();
        tracing::error!(what, id, %error, "a stored rule of access does not read: it gives no rights");
    })
    .ok()
}

fn role(row: &SqliteRow) -> Result<NamedRole, sqlx::Error> {
    let permissions: Permissions = json(row, "permissions")?;
    Ok(NamedRole {
        role: Role {
            id: RoleId::new(row.try_get::<String, _>("id")?),
            permissions,
        },
        name: row.try_get("name")?,
        description: row.try_get("description")?,
    })
}

fn assignment(row: &SqliteRow) -> Result<NamedAssignment, sqlx::Error> {
    let (members, scope): (Members, Scope) = (json(row, "members")?, json(row, "scope")?);
    Ok(NamedAssignment {
        assignment: Assignment {
            id: AssignmentId::new(row.try_get::<String, _>("id")?),
            role: RoleId::new(row.try_get::<String, _>("role")?),
            members,
            scope,
        },
        name: row.try_get("name")?,
    })
}

fn json<T: serde::de::DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|error| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    })
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Writes a role, new or not.
pub(super) async fn save_role(
    writer: &mut SqliteConnection,
    named: &NamedRole,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO roles (id, name, description, permissions, updated_ms) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, \
         permissions = excluded.permissions, updated_ms = excluded.updated_ms",
    )
    .bind(named.role.id.as_str())
    .bind(&named.name)
    .bind(&named.description)
    .bind(text(&named.role.permissions)?)
    .bind(now_ms)
    .execute(writer)
    .await?;
    Ok(())
}

/// Writes an assignment, new or not.
pub(super) async fn save_assignment(
    writer: &mut SqliteConnection,
    named: &NamedAssignment,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let Assignment {
        id,
        role,
        members,
        scope,
    } = &named.assignment;
    sqlx::query(
        "INSERT INTO assignments (id, name, role, members, scope, updated_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, \
         members = excluded.members, scope = excluded.scope, updated_ms = excluded.updated_ms",
    )
    .bind(id.as_str())
    .bind(&named.name)
    .bind(role.as_str())
    .bind(text(members)?)
    .bind(text(scope)?)
    .bind(now_ms)
    .execute(writer)
    .await?;
    Ok(())
}

/// Removes a role.
pub(super) async fn remove_role(
    writer: &mut SqliteConnection,
    id: &RoleId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM roles WHERE id = $1")
        .bind(id.as_str())
        .execute(writer)
        .await?;
    Ok(())
}

/// Removes an assignment.
pub(super) async fn remove_assignment(
    writer: &mut SqliteConnection,
    id: &AssignmentId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM assignments WHERE id = $1")
        .bind(id.as_str())
        .execute(writer)
        .await?;
    Ok(())
}
