//! A person, as far as access is concerned: the names that they go by and the groups that they are in.

use super::Access;
use crate::{directory::email_key, store::StoreError};
use rh_access::{GroupId, Person, PersonId};
use sqlx::{Row, sqlite::SqliteRow};
use std::fmt;

/// What is known of a person that can give them a role, or put them into somebody's scope.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// What names the person within the tenant: the `sub` claim, or `oid` with Entra ID.
    pub subject: String,
    /// Their verified e-mail address, where addresses may be trusted at all.
    pub email: Option<String>,
    /// Groups of the provider's claims: those that the configuration names.
    pub groups: Vec<String>,
}

/// All of it is about a person.
impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing").finish_non_exhaustive()
    }
}

impl Standing {
    /// As the rules take it.
    #[must_use]
    pub fn person(&self) -> Person {
        let subject = Some(self.subject.as_str()).filter(|subject| !subject.is_empty());
        let email = self.email.as_deref().map(by_email);
        Person {
            names: subject.map(by_subject).into_iter().chain(email).collect(),
            groups: self.groups.iter().map(|group| of_claim(group)).collect(),
        }
    }
}

impl Standing {
    /// From a row of the table of accounts.
    ///
    /// # Errors
    /// When the row has not the columns of one.
    pub(crate) fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let groups: String = row.try_get("groups_held")?;
        Ok(Self {
            subject: row.try_get("subject")?,
            email: row.try_get("email")?,
            groups: serde_json::from_str(&groups).unwrap_or_default(),
        })
    }
}

impl Access {
    /// What is known of an account, as of its last sign-in.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn standing(&self, account: &str) -> Result<Option<Standing>, StoreError> {
        let row = sqlx::query("SELECT subject, email, groups_held FROM accounts WHERE id = $1")
            .bind(account)
            .fetch_optional(self.0.store.read())
            .await?;
        Ok(row.as_ref().map(Standing::from_row).transpose()?)
    }
}

impl Access {
    /// What is known of somebody who has signed in before, by the id of their account, or by `subject:…` or `email:…`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, name: &str) -> Result<Option<Standing>, StoreError> {
        let (statement, value) = match name.split_once(':') {
            Some(("subject", subject)) => (
                "SELECT subject, email, groups_held FROM accounts WHERE subject = $1 \
                 ORDER BY updated_ms DESC LIMIT 1",
                subject.to_owned(),
            ),
            Some(("email", email)) => (
                "SELECT subject, email, groups_held FROM accounts WHERE LOWER(email) = $1 \
                 ORDER BY updated_ms DESC LIMIT 1",
                // As SQLite's LOWER does.
                email_key(email),
            ),
            _ => return self.standing(name).await,
        };
        let row = sqlx::query(statement)
            .bind(value)
            .fetch_optional(self.0.store.read())
            .await?;
        Ok(row.as_ref().map(Standing::from_row).transpose()?)
    }
}

/// Whom the provider calls so.
#[must_use]
pub fn by_subject(subject: &str) -> PersonId {
    PersonId::new(format!("subject:{subject}"))
}

/// Who has this verified e-mail address; case does not matter in ASCII's letters, and in no others: see [`email_key`].
#[must_use]
pub fn by_email(email: &str) -> PersonId {
    PersonId::new(format!("email:{}", email_key(email)))
}

/// Who is in the directory by this id.
#[must_use]
pub fn by_directory(id: &str) -> PersonId {
    PersonId::new(format!("directory:{id}"))
}

/// Who, or what device, is in this group of the directory.
#[must_use]
pub fn of_directory(group: &str) -> GroupId {
    GroupId::new(format!("directory:{group}"))
}

/// The same name, as [`Standing::person`] writes it.
#[must_use]
pub fn canonical(name: &PersonId) -> PersonId {
    match name.as_str().split_once(':') {
        Some(("email", email)) => by_email(email),
        _ => name.clone(),
    }
}

/// Whether a group is one of the provider's claims.
#[must_use]
pub fn is_claim(group: &GroupId) -> bool {
    group.as_str().starts_with("claim:")
}

/// Who has this value in the claim of groups.
#[must_use]
pub fn of_claim(group: &str) -> GroupId {
    GroupId::new(format!("claim:{group}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_is_printed() {
        let standing = Standing {
            subject: "s-1".to_owned(),
            email: Some("a@b".to_owned()),
            groups: vec!["desk".to_owned()],
        };
        assert_eq!(format!("{standing:?}"), "Standing { .. }");
        let person = format!("{:?}", standing.person());
        assert!(
            !person.contains("s-1") && !person.contains("a@b"),
            "{person}"
        );
    }

    #[test]
    fn an_address_names_a_person_in_any_case_and_nobody_has_none() {
        let person = |email: Option<&str>| {
            Standing {
                subject: "s".to_owned(),
                email: email.map(str::to_owned),
                groups: Vec::new(),
            }
            .person()
        };
        assert!(
            person(Some("A@B.Example"))
                .names
                .contains(&by_email("a@b.example"))
        );
        // Kelvin's sign becomes a K in lower case, and with it somebody would pass for another.
        let kelvin = person(Some("\u{212a}im@b.example"));
        assert!(!kelvin.names.contains(&by_email("kim@b.example")));
        assert_ne!(canonical(&by_email("\u{212a}im@b")), by_email("kim@b"));
        assert_eq!(person(None).names, [by_subject("s")].into());
        // A name of one kind is none of another.
        assert_ne!(by_subject("a@b"), by_email("a@b"));
    }
}
