//! Whether anybody is left who can administer: asked within the transaction of each change that could take the last one away,
//! of roles as of the embedded directory. Both are in one store, which one at a time writes, so that neither is judged by
//! what the other is about to change.

use super::{configured, standing::Standing, stored::Stored};
use crate::directory::{
    PersonKey,
    embedded::{email_key, find_person, has_somebody, may_come},
};
use rh_access::{Assignment, Rules};
use sqlx::SqliteConnection;

/// By the roles that administrators have made, as they are stored there.
pub(crate) async fn by_roles(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let stored = Stored::load(connection).await?;
    let roles = stored.roles.into_values().map(|named| named.role);
    let assignments = stored.assignments.into_values();
    let rules = Rules::new(roles, assignments.map(|named| named.assignment));
    anybody(connection, rules.administering()).await
}

/// By any of these assignments. Who is named by their sign-in, or by a value of its claims, counts also if they have never
/// come; who the embedded directory disables does not, unless the configuration names them.
pub(super) async fn anybody(
    connection: &mut SqliteConnection,
    administering: impl Iterator<Item = &Assignment>,
) -> Result<bool, sqlx::Error> {
    for assignment in administering {
        let members = &assignment.members;
        if assignment.id.as_str().starts_with(configured::PREFIX) && !members.is_empty() {
            return Ok(true);
        }
        for group in &members.groups {
            let there = match group.as_str().strip_prefix("directory:") {
                Some(id) => has_somebody(connection, id).await?,
                None => true,
            };
            if there {
                return Ok(true);
            }
        }
        for person in &members.people {
            let there = match person.as_str().split_once(':') {
                Some(("directory", id)) => may_come(connection, id).await?,
                Some(("subject", subject)) => let_in(connection, subject, None).await?,
                Some(("email", email)) => let_in(connection, "", Some(email)).await?,
                _ => false,
            };
            if there {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether the directory keeps nobody out whom their subject names, or else their address: as of the sign-ins that there were,
/// or as of one that there could be.
async fn let_in(
    connection: &mut SqliteConnection,
    subject: &str,
    email: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT subject, email, groups_held FROM accounts WHERE subject = $1 OR LOWER(email) = $2",
    )
    .bind(subject)
    .bind(email.map(email_key))
    .fetch_all(&mut *connection)
    .await?;
    let known: Result<Vec<_>, _> = rows.iter().map(Standing::from_row).collect();
    let mut known = known?;
    if known.is_empty() {
        known.push(Standing {
            subject: subject.to_owned(),
            email: email.map(str::to_owned),
            groups: Vec::new(),
        });
    }
    for standing in known {
        let key = PersonKey {
            subject: &standing.subject,
            email: standing.email.as_deref(),
        };
        let found = find_person(connection, key).await?;
        if found.is_none_or(|person| person.enabled) {
            return Ok(true);
        }
    }
    Ok(false)
}
