//! The rows of groups, and who or what is in them.

use super::{
    ChangeError, paging,
    rows::{CHUNK, Rows},
};
use crate::directory::{
    check::{Fault, Invalid},
    entry::{Group, GroupKind},
    limits,
    words::Word as _,
};
use serde_json::{Map, Value, json};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};
use std::collections::{BTreeSet, HashMap};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    kind: String,
}

impl Row {
    fn group(self) -> Result<Group, sqlx::Error> {
        let Some(kind) = GroupKind::of(&self.kind) else {
            return Err(sqlx::Error::Decode("a group of no kind".into()));
        };
        Ok(Group {
            id: self.id,
            name: self.name,
            kind,
        })
    }
}

/// What has come and what has gone of two lists, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Members {
    /// In the second only.
    pub(super) added: Vec<String>,
    /// In the first only.
    pub(super) removed: Vec<String>,
}

impl Members {
    /// Compares two lists.
    pub(super) fn between(before: &[String], after: &[String]) -> Self {
        let before: BTreeSet<&String> = before.iter().collect();
        let after: BTreeSet<&String> = after.iter().collect();
        let without = |these: &BTreeSet<&String>, those: &BTreeSet<&String>| {
            these.difference(those).map(|id| (*id).clone()).collect()
        };
        Self {
            added: without(&after, &before),
            removed: without(&before, &after),
        }
    }

    /// Whether both are the same.
    pub(super) const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

/// The groups of one kind, by name.
pub(super) async fn by_name(
    connection: &mut SqliteConnection,
    kind: GroupKind,
) -> Result<Vec<Group>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, name, kind FROM directory_groups WHERE kind = $1 ORDER BY name_key, id",
    )
    .bind(kind.word())
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::group).collect()
}

/// What groups are called, by their ids. Those that are not there are left out.
pub(super) async fn names(
    connection: &mut SqliteConnection,
    ids: &[&str],
) -> Result<HashMap<String, String>, sqlx::Error> {
    let mut names = HashMap::new();
    for some in ids.chunks(CHUNK) {
        let mut query = QueryBuilder::new("SELECT id, name FROM directory_groups WHERE id IN (");
        let mut listed = query.separated(", ");
        for id in some {
            listed.push_bind((*id).to_owned());
        }
        query.push(")");
        let found: Vec<(String, String)> =
            query.build_query_as().fetch_all(&mut *connection).await?;
        names.extend(found);
    }
    Ok(names)
}

/// The ids of a person's groups.
pub(super) async fn of_person(
    connection: &mut SqliteConnection,
    person: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let mut groups: Vec<String> =
        sqlx::query_scalar("SELECT group_id FROM directory_group_people WHERE person = $1")
            .bind(person)
            .fetch_all(connection)
            .await?;
    groups.sort_unstable();
    Ok(groups)
}

/// The ids of a device's groups.
pub(super) async fn of_device(
    connection: &mut SqliteConnection,
    device: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let mut groups: Vec<String> =
        sqlx::query_scalar("SELECT group_id FROM directory_group_devices WHERE device = $1")
            .bind(device)
            .fetch_all(connection)
            .await?;
    groups.sort_unstable();
    Ok(groups)
}

/// The same of several people or devices: as many as one statement can name.
pub(super) async fn of_each(
    connection: &mut SqliteConnection,
    kind: GroupKind,
    members: &[&str],
) -> Result<HashMap<String, Vec<String>>, sqlx::Error> {
    if members.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = QueryBuilder::new(match kind {
        GroupKind::People => {
            "SELECT person, group_id FROM directory_group_people WHERE person IN ("
        }
        GroupKind::Devices => {
            "SELECT device, group_id FROM directory_group_devices WHERE device IN ("
        }
    });
    let mut ids = query.separated(", ");
    for member in members {
        ids.push_bind((*member).to_owned());
    }
    query.push(")");
    let memberships = query.build_query_as().fetch_all(connection).await?;
    Ok(sorted(memberships))
}

/// Memberships, each of somebody or something in a group: the groups of each.
fn sorted(memberships: Vec<(String, String)>) -> HashMap<String, Vec<String>> {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for (member, group) in memberships {
        groups.entry(member).or_default().push(group);
    }
    // Not by the database: it may have an order of its own for letters.
    for ids in groups.values_mut() {
        ids.sort_unstable();
    }
    groups
}

/// Puts people or devices into groups and takes them out of others: each with what has changed of theirs.
pub(super) async fn move_all(
    writer: &mut SqliteConnection,
    kind: GroupKind,
    moves: &[(&str, Members)],
) -> Result<(), sqlx::Error> {
    let (mut left, mut entered) = (Vec::new(), Vec::new());
    for (member, changed) in moves {
        left.extend(changed.removed.iter().map(|group| (&**group, *member)));
        entered.extend(changed.added.iter().map(|group| (&**group, *member)));
    }
    leave(writer, kind, &left).await?;
    enter(writer, kind, &entered).await
}

/// Pairs of a group and a member.
async fn enter(
    writer: &mut SqliteConnection,
    kind: GroupKind,
    pairs: &[(&str, &str)],
) -> Result<(), sqlx::Error> {
    for some in pairs.chunks(CHUNK) {
        let mut query = QueryBuilder::new(match kind {
            GroupKind::People => "INSERT INTO directory_group_people (group_id, person) ",
            GroupKind::Devices => "INSERT INTO directory_group_devices (group_id, device) ",
        });
        push_pairs(&mut query, some);
        query.build().execute(&mut *writer).await?;
    }
    Ok(())
}

async fn leave(
    writer: &mut SqliteConnection,
    kind: GroupKind,
    pairs: &[(&str, &str)],
) -> Result<(), sqlx::Error> {
    for some in pairs.chunks(CHUNK) {
        let mut query = QueryBuilder::new(match kind {
            GroupKind::People => "DELETE FROM directory_group_people WHERE (group_id, person) IN (",
            GroupKind::Devices => {
                "DELETE FROM directory_group_devices WHERE (group_id, device) IN ("
            }
        });
        push_pairs(&mut query, some);
        query.push(")");
        query.build().execute(&mut *writer).await?;
    }
    Ok(())
}

fn push_pairs(query: &mut QueryBuilder<Sqlite>, pairs: &[(&str, &str)]) {
    query.push_values(pairs, |mut row, (group, member)| {
        row.push_bind((*group).to_owned())
            .push_bind((*member).to_owned());
    });
}

async fn members(
    connection: &mut SqliteConnection,
    group: &Group,
) -> Result<Vec<String>, sqlx::Error> {
    let query = match group.kind {
        GroupKind::People => "SELECT person FROM directory_group_people WHERE group_id = $1",
        GroupKind::Devices => "SELECT device FROM directory_group_devices WHERE group_id = $1",
    };
    let mut members: Vec<String> = sqlx::query_scalar(query)
        .bind(&group.id)
        .fetch_all(connection)
        .await?;
    members.sort_unstable();
    Ok(members)
}

/// Whether there is such a member, and in how many groups it is.
async fn held_by(
    connection: &mut SqliteConnection,
    kind: GroupKind,
    member: &str,
) -> Result<Option<i64>, sqlx::Error> {
    let query = match kind {
        GroupKind::People => {
            "SELECT (SELECT COUNT(*) FROM directory_group_people WHERE person = $1) \
             FROM directory_people WHERE id = $1"
        }
        GroupKind::Devices => {
            "SELECT (SELECT COUNT(*) FROM directory_group_devices WHERE device = $1) \
             FROM directory_devices WHERE id = $1"
        }
    };
    let query = sqlx::query_scalar(query).bind(member);
    query.fetch_optional(connection).await
}

/// Makes a group consist of these. Returns what has changed, if anything has.
pub(super) async fn set_members(
    writer: &mut SqliteConnection,
    group: &Group,
    after: &[String],
) -> Result<Option<Members>, ChangeError> {
    let changed = Members::between(&members(writer, group).await?, after);
    let most = i64::try_from(limits::GROUPS).unwrap_or(i64::MAX);
    for member in &changed.added {
        let why = match held_by(writer, group.kind, member).await? {
            None => Invalid::UnknownMember(member.clone()),
            Some(held) if held >= most => Invalid::TooMany(limits::GROUPS),
            Some(_) => continue,
        };
        let field = "members";
        return Err(Fault { field, why }.into());
    }
    let pairs = changed.removed.iter().map(|it| (&*group.id, &**it));
    leave(writer, group.kind, &pairs.collect::<Vec<_>>()).await?;
    let pairs = changed.added.iter().map(|it| (&*group.id, &**it));
    enter(writer, group.kind, &pairs.collect::<Vec<_>>()).await?;
    Ok((!changed.is_empty()).then_some(changed))
}

/// Whether there are such groups, all of one kind.
pub(super) async fn all_are(
    connection: &mut SqliteConnection,
    groups: &[String],
    kind: GroupKind,
) -> Result<(), ChangeError> {
    for id in groups {
        let why = match Group::read(connection, id).await? {
            None => Invalid::UnknownGroup(id.clone()),
            Some(group) if group.kind != kind => Invalid::WrongKind(id.clone()),
            Some(_) => continue,
        };
        let field = "groups";
        return Err(Fault { field, why }.into());
    }
    Ok(())
}

/// The ids of the groups that have members.
pub(in crate::directory) async fn with_members(
    connection: &mut SqliteConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT group_id FROM directory_group_people \
         UNION SELECT group_id FROM directory_group_devices",
    )
    .fetch_all(connection)
    .await
}

impl Rows for Group {
    async fn read(
        connection: &mut SqliteConnection,
        id: &str,
    ) -> Result<Option<Self>, sqlx::Error> {
        let row: Option<Row> =
            sqlx::query_as("SELECT id, name, kind FROM directory_groups WHERE id = $1")
                .bind(id)
                .fetch_optional(connection)
                .await?;
        row.map(Row::group).transpose()
    }

    async fn after(connection: &mut SqliteConnection, id: &str) -> Result<Vec<Self>, sqlx::Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, name, kind FROM directory_groups WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(id)
        .bind(CHUNK as i64)
        .fetch_all(connection)
        .await?;
        rows.into_iter().map(Row::group).collect()
    }

    async fn fits(&self, connection: &mut SqliteConnection) -> Result<(), ChangeError> {
        let Some(before) = Self::read(connection, &self.id).await? else {
            return Ok(());
        };
        if before.kind != self.kind && !members(connection, &before).await?.is_empty() {
            let (field, why) = ("kind", Invalid::HasMembers);
            return Err(Fault { field, why }.into());
        }
        Ok(())
    }

    async fn put(
        writer: &mut SqliteConnection,
        changed: &[(Option<Self>, Self)],
    ) -> Result<(), sqlx::Error> {
        let mut query =
            QueryBuilder::new("INSERT INTO directory_groups (id, kind, name, name_key) ");
        query.push_values(changed, |mut row, (_, it)| {
            row.push_bind(it.id.clone())
                .push_bind(it.kind.word())
                .push_bind(it.name.clone())
                .push_bind(paging::fold(&it.name));
        });
        query.push(
            " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, \
             name_key = excluded.name_key",
        );
        query.build().execute(writer).await.map(drop)
    }

    async fn delete(
        &self,
        writer: &mut SqliteConnection,
    ) -> Result<Map<String, Value>, sqlx::Error> {
        let members = members(writer, self).await?;
        sqlx::query("DELETE FROM directory_groups WHERE id = $1")
            .bind(&self.id)
            .execute(writer)
            .await?;
        let mut told = Map::new();
        if !members.is_empty() {
            told.insert("removed".to_owned(), json!(members));
        }
        Ok(told)
    }

    fn told(_before: Option<&Self>, after: &Self) -> Map<String, Value> {
        let mut told = Map::new();
        told.insert("kind".to_owned(), after.kind.word().into());
        told
    }
}
