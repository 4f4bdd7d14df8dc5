//! What the audit is told of changes: ids, which fields, and of devices their state before and after. No names: the
//! audit names nobody.

use super::{Author, groups::Members, rows::Rows};
use crate::{
    audit::Record,
    directory::{entry::Group, words::Word as _},
};
use serde_json::{Map, Value, json};

/// One was saved.
pub(super) fn saved<T: Rows>(
    before: Option<&T>,
    after: &T,
    author: Author<'_>,
    now_ms: u64,
) -> Record {
    let fields = match before {
        Some(before) => after.differing(before),
        None => after.differing(&T::blank(after.id())),
    };
    let mut data = T::told(before, after);
    data.insert(T::WORD.to_owned(), after.id().into());
    data.insert("new".to_owned(), before.is_none().into());
    data.insert("fields".to_owned(), json!(fields));
    record(&format!("{}-saved", T::WORD), data, author, now_ms)
}

/// One was removed.
pub(super) fn removed<T: Rows>(
    it: &T,
    mut data: Map<String, Value>,
    author: Author<'_>,
    now_ms: u64,
) -> Record {
    data.insert(T::WORD.to_owned(), it.id().into());
    record(&format!("{}-removed", T::WORD), data, author, now_ms)
}

/// A group's members were set. Whole lists, however long: who is in a group may decide what they may do.
pub(super) fn members(group: &Group, changed: &Members, author: Author<'_>, now_ms: u64) -> Record {
    let mut data = Map::new();
    data.insert("group".to_owned(), group.id.as_str().into());
    data.insert("kind".to_owned(), group.kind.word().into());
    data.insert("added".to_owned(), json!(changed.added));
    data.insert("removed".to_owned(), json!(changed.removed));
    record("group-members", data, author, now_ms)
}

/// How the groups of one have changed, if they have.
pub(super) fn groups(told: &mut Map<String, Value>, before: &[String], after: &[String]) {
    let changed = Members::between(before, after);
    if !changed.is_empty() {
        let groups = json!({ "added": changed.added, "removed": changed.removed });
        told.insert("groups".to_owned(), groups);
    }
}

fn record(what: &str, mut data: Map<String, Value>, author: Author<'_>, now_ms: u64) -> Record {
    let actor = match author {
        Author::Account(account) => Some(account.to_owned()),
        Author::Import => {
            data.insert("by".to_owned(), "import".into());
            None
        }
    };
    Record {
        at_ms: now_ms,
        session: None,
        actor,
        kind: format!("directory-{what}"),
        data: Value::Object(data),
    }
}
