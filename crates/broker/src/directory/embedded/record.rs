//! What the audit is told of changes: ids, which fields, and of devices their state before and after. No names: the
//! audit names nobody.

use super::{Author, groups::Members, rows::Rows};
use crate::{
    audit::{self, Record},
    directory::{entry::Group, words::Word as _},
};
use serde_json::{Map, Value, json};
use sqlx::SqliteConnection;

/// One was saved.
pub(super) async fn saved<T: Rows>(
    writer: &mut SqliteConnection,
    before: Option<&T>,
    after: &T,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    let fields = match before {
        Some(before) => after.differing(before),
        None => after.differing(&T::blank(after.id())),
    };
    let mut data = T::told(before, after);
    data.insert(T::WORD.to_owned(), after.id().into());
    data.insert("new".to_owned(), before.is_none().into());
    data.insert("fields".to_owned(), json!(fields));
    append(writer, &format!("{}-saved", T::WORD), data, author, now_ms).await
}

/// One was removed.
pub(super) async fn removed<T: Rows>(
    writer: &mut SqliteConnection,
    it: &T,
    mut data: Map<String, Value>,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    data.insert(T::WORD.to_owned(), it.id().into());
    append(
        writer,
        &format!("{}-removed", T::WORD),
        data,
        author,
        now_ms,
    )
    .await
}

/// A group's members were set. Whole lists, however long: who is in a group may decide what they may do.
pub(super) async fn members(
    writer: &mut SqliteConnection,
    group: &Group,
    changed: &Members,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    let mut data = Map::new();
    data.insert("group".to_owned(), group.id.as_str().into());
    data.insert("kind".to_owned(), group.kind.word().into());
    data.insert("added".to_owned(), json!(changed.added));
    data.insert("removed".to_owned(), json!(changed.removed));
    append(writer, "group-members", data, author, now_ms).await
}

/// How the groups of one have changed, if they have.
pub(super) fn groups(told: &mut Map<String, Value>, before: &[String], after: &[String]) {
    let changed = Members::between(before, after);
    if !changed.is_empty() {
        let groups = json!({ "added": changed.added, "removed": changed.removed });
        told.insert("groups".to_owned(), groups);
    }
}

async fn append(
    writer: &mut SqliteConnection,
    what: &str,
    mut data: Map<String, Value>,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    let actor = match author {
        Author::Account(account) => Some(account.to_owned()),
        Author::Import => {
            data.insert("by".to_owned(), "import".into());
            None
        }
    };
    let record = Record {
        at_ms: now_ms,
        session: None,
        actor,
        kind: format!("directory-{what}"),
        data: Value::Object(data),
    };
    audit::append(writer, &record).await.map(drop)
}
