//! Whose accounts are those of somebody in the directory.

use super::{AccountId, Identity};
use crate::{
    access::Standing,
    directory::{DirectoryError, PersonKey, Provider as _},
};
use sqlx::Row as _;

impl Identity {
    /// The accounts of somebody by their id in the directory, the one that was used last first: those whose sign-ins the
    /// directory takes for theirs. `None`: there is nobody of this id.
    ///
    /// # Errors
    /// When the directory or the store gives no answer.
    pub async fn accounts_of(&self, id: &str) -> Result<Option<Vec<AccountId>>, DirectoryError> {
        let directory = self.0.access.directory();
        let Some(person) = directory.person_by_id(id).await? else {
            return Ok(None);
        };
        let person = person.value;
        // Those who may be meant. Who is, the directory says, as it did when they signed in.
        let rows = sqlx::query(
            "SELECT id, subject, email, groups_held FROM accounts \
             WHERE LOWER(subject) = LOWER($1) OR LOWER(email) = LOWER($2) ORDER BY updated_ms DESC",
        )
        .bind(&person.subject)
        .bind(&person.email)
        .fetch_all(self.0.store.read())
        .await?;
        let mut accounts = Vec::new();
        for row in &rows {
            let standing = Standing::from_row(row)?;
            let key = PersonKey {
                subject: &standing.subject,
                email: standing.email.as_deref(),
            };
            let found = directory.person(key).await?;
            if found.is_some_and(|found| found.value.id == person.id) {
                accounts.push(AccountId::stored(row.try_get("id")?));
            }
        }
        Ok(Some(accounts))
    }
}
