//! The rows of people.

use super::{
    ChangeError, devices,
    groups::{self, Members},
    paging::{self, Cursor, Key},
    record,
    rows::{CHUNK, Rows},
};
use crate::directory::{
    DirectoryError, PersonKey,
    check::{Fault, Invalid},
    entry::{GroupKind, Person},
    query::{Page, PersonQuery},
};
use serde_json::{Map, Value, json};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

#[derive(FromRow)]
struct Row {
    id: String,
    subject: Option<String>,
    email: Option<String>,
    name: String,
    title: Option<String>,
    company: Option<String>,
    enabled: i64,
}

/// A row of a list.
#[derive(FromRow)]
struct Listed {
    #[sqlx(flatten)]
    row: Row,
    name_key: String,
}

impl Row {
    fn person(self, groups: Vec<String>) -> Person {
        Person {
            id: self.id,
            subject: self.subject,
            email: self.email,
            name: self.name,
            title: self.title,
            company: self.company,
            enabled: self.enabled != 0,
            groups,
        }
    }
}

/// The one who signed in: by subject, else by their verified address. A row with another subject is another
/// person's, whatever its address: addresses are given to somebody else, subjects never.
pub(crate) async fn find(
    connection: &mut SqliteConnection,
    key: PersonKey<'_>,
) -> Result<Option<Person>, sqlx::Error> {
    let mut found: Option<Row> = sqlx::query_as(
        "SELECT id, subject, email, name, title, company, enabled FROM directory_people \
         WHERE subject = $1",
    )
    .bind(key.subject)
    .fetch_optional(&mut *connection)
    .await?;
    if let (None, Some(email)) = (&found, key.email) {
        found = sqlx::query_as(
            "SELECT id, subject, email, name, title, company, enabled FROM directory_people \
             WHERE email_key = $1 AND subject IS NULL",
        )
        .bind(paging::email_key(email))
        .fetch_optional(&mut *connection)
        .await?;
    }
    with_groups(connection, found).await
}

/// Whether somebody is there who can come: their account may be used, and something names them at a sign-in.
pub(crate) async fn may_come(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM directory_people WHERE id = $1 AND enabled = 1 \
         AND (subject IS NOT NULL OR email_key IS NOT NULL))",
    )
    .bind(id)
    .fetch_one(connection)
    .await
}

/// Whether somebody is in a group who can come, as [`may_come`] says.
pub(crate) async fn has_somebody(
    connection: &mut SqliteConnection,
    group: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM directory_group_people m \
         JOIN directory_people p ON p.id = m.person \
         WHERE m.group_id = $1 AND p.enabled = 1 \
         AND (p.subject IS NOT NULL OR p.email_key IS NOT NULL))",
    )
    .bind(group)
    .fetch_one(connection)
    .await
}

async fn with_groups(
    connection: &mut SqliteConnection,
    row: Option<Row>,
) -> Result<Option<Person>, sqlx::Error> {
    let Some(row) = row else { return Ok(None) };
    let groups = groups::of_person(connection, &row.id).await?;
    Ok(Some(row.person(groups)))
}

/// A page of them, by name.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    query: &PersonQuery,
) -> Result<Page<Person>, DirectoryError> {
    let list = json!(["people", query.search, query.group]).to_string();
    let after = query.after.as_deref();
    let after = after.map(|text| Cursor::decode(text, &list)).transpose()?;

    let mut counting = QueryBuilder::new("SELECT COUNT(*) FROM directory_people WHERE 1 = 1");
    push_conditions(&mut counting, query);
    let total: i64 = counting
        .build_query_scalar()
        .fetch_one(&mut *connection)
        .await?;

    let mut listing = QueryBuilder::new(
        "SELECT id, subject, email, name, title, company, enabled, name_key \
         FROM directory_people WHERE 1 = 1",
    );
    push_conditions(&mut listing, query);
    let size = paging::size(query.size);
    paging::push_page(&mut listing, "name_key", false, after, size);
    let mut rows: Vec<Listed> = listing.build_query_as().fetch_all(&mut *connection).await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let next = rows.last().filter(|_| more).map(|last| {
        let cursor = Cursor {
            key: Key::Text(last.name_key.clone()),
            id: last.row.id.clone(),
        };
        cursor.encode(&list)
    });
    let ids: Vec<&str> = rows.iter().map(|it| it.row.id.as_str()).collect();
    let mut groups = groups::of_each(connection, GroupKind::People, &ids).await?;
    let rows = rows.into_iter().map(|Listed { row, .. }| {
        let groups = groups.remove(&row.id).unwrap_or_default();
        row.person(groups)
    });
    Ok(Page {
        rows: rows.collect(),
        total: Some(total.unsigned_abs()),
        next,
    })
}

fn push_conditions(sql: &mut QueryBuilder<Sqlite>, query: &PersonQuery) {
    paging::push_search(sql, query.search.as_deref());
    if let Some(group) = &query.group {
        sql.push(" AND id IN (SELECT person FROM directory_group_people WHERE group_id = ")
            .push_bind(group.clone())
            .push(")");
    }
}

/// Frees the subject and the address of one that gets others in this transaction, so that another can have them
/// whichever comes first.
pub(in crate::directory) async fn free(
    writer: &mut SqliteConnection,
    id: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE directory_people SET subject = NULL, email_key = NULL WHERE id = $1")
        .bind(id)
        .execute(writer)
        .await
        .map(drop)
}

async fn taken(
    connection: &mut SqliteConnection,
    it: &Person,
) -> Result<Option<&'static str>, sqlx::Error> {
    let (subjects, addresses): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM directory_people WHERE subject = $2 AND id <> $1), \
         (SELECT COUNT(*) FROM directory_people WHERE email_key = $3 AND id <> $1)",
    )
    .bind(&it.id)
    .bind(&it.subject)
    .bind(it.email.as_deref().map(paging::email_key))
    .fetch_one(connection)
    .await?;
    Ok(match (subjects, addresses) {
        (0, 0) => None,
        (0, _) => Some("email"),
        _ => Some("subject"),
    })
}

impl Rows for Person {
    async fn read(
        connection: &mut SqliteConnection,
        id: &str,
    ) -> Result<Option<Self>, sqlx::Error> {
        let row = sqlx::query_as(
            "SELECT id, subject, email, name, title, company, enabled FROM directory_people \
             WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
        with_groups(connection, row).await
    }

    async fn after(connection: &mut SqliteConnection, id: &str) -> Result<Vec<Self>, sqlx::Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, subject, email, name, title, company, enabled FROM directory_people \
             WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(id)
        .bind(CHUNK as i64)
        .fetch_all(&mut *connection)
        .await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let mut groups = groups::of_each(connection, GroupKind::People, &ids).await?;
        let person = |row: Row| {
            let groups = groups.remove(&row.id).unwrap_or_default();
            row.person(groups)
        };
        Ok(rows.into_iter().map(person).collect())
    }

    async fn fits(&self, connection: &mut SqliteConnection) -> Result<(), ChangeError> {
        if let Some(field) = taken(connection, self).await? {
            let why = Invalid::Taken;
            return Err(Fault { field, why }.into());
        }
        groups::all_are(connection, &self.groups, GroupKind::People).await
    }

    async fn put(
        writer: &mut SqliteConnection,
        changed: &[(Option<Self>, Self)],
    ) -> Result<(), sqlx::Error> {
        let mut query = QueryBuilder::new(
            "INSERT INTO directory_people \
             (id, subject, email, email_key, name, title, company, enabled, name_key, search) ",
        );
        query.push_values(changed, |mut row, (_, it)| {
            let email = it.email.as_deref();
            let search = paging::searched(&[&it.name, email.unwrap_or_default()]);
            row.push_bind(it.id.clone())
                .push_bind(it.subject.clone())
                .push_bind(it.email.clone())
                .push_bind(email.map(paging::email_key))
                .push_bind(it.name.clone())
                .push_bind(it.title.clone())
                .push_bind(it.company.clone())
                .push_bind(i64::from(it.enabled))
                .push_bind(paging::fold(&it.name))
                .push_bind(search);
        });
        query.push(
            " ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, email = excluded.email, \
             email_key = excluded.email_key, name = excluded.name, title = excluded.title, \
             company = excluded.company, enabled = excluded.enabled, \
             name_key = excluded.name_key, search = excluded.search",
        );
        query.build().execute(&mut *writer).await?;
        let moves = changed.iter().map(|(before, it)| {
            let held = before.as_ref().map_or(&[][..], |before| &before.groups);
            (&*it.id, Members::between(held, &it.groups))
        });
        let moves: Vec<(&str, Members)> = moves.collect();
        groups::move_all(writer, GroupKind::People, &moves).await?;
        for (before, it) in changed {
            // Devices are sorted and searched by these two.
            let is_same = |before: &Self| before.name == it.name && before.email == it.email;
            if before.as_ref().is_some_and(|before| !is_same(before)) {
                devices::owner_changed(writer, it).await?;
            }
        }
        Ok(())
    }

    async fn delete(
        &self,
        writer: &mut SqliteConnection,
    ) -> Result<Map<String, Value>, sqlx::Error> {
        let devices = devices::owner_gone(writer, &self.id).await?;
        sqlx::query("DELETE FROM directory_people WHERE id = $1")
            .bind(&self.id)
            .execute(writer)
            .await?;
        let mut told = Map::new();
        if !devices.is_empty() {
            told.insert("devices".to_owned(), json!(devices));
        }
        record::groups(&mut told, &self.groups, &[]);
        Ok(told)
    }

    fn told(before: Option<&Self>, after: &Self) -> Map<String, Value> {
        let mut told = Map::new();
        let held = before.map_or(&[][..], |before| &before.groups);
        record::groups(&mut told, held, &after.groups);
        // Whether somebody may do anything is no personal detail, and worth proving.
        if before.is_none_or(|before| before.enabled != after.enabled) {
            told.insert("enabled".to_owned(), after.enabled.into());
        }
        told
    }
}
