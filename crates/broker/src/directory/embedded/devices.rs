//! The rows of devices.

use super::{
    ChangeError,
    groups::{self, Members},
    paging::{self, Cursor, Key},
    record,
    rows::{CHUNK, Rows},
};
use crate::directory::{
    DirectoryError,
    check::{Fault, Invalid},
    entry::{Compliance, Device, GroupKind, Person, Platform},
    query::{DeviceOrder, DeviceQuery, DeviceRow, Page, rank},
    words::Word as _,
};
use serde_json::{Map, Value, json};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};
use std::collections::{BTreeSet, HashMap};

/// What a device without an owner is sorted by: after all names, none of which holds this.
const NOBODY: &str = "\u{10ffff}";

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    owner: Option<String>,
    platform: String,
    compliance: String,
    reasons: String,
    last_seen_ms: Option<i64>,
}

/// A row of a list, with what lists are sorted by.
#[derive(FromRow)]
struct Listed {
    #[sqlx(flatten)]
    row: Row,
    name_key: String,
    owner_key: String,
    compliance_rank: i64,
    seen_rank: i64,
}

impl Row {
    /// What is no clear answer any more reads as unknown.
    fn device(self, groups: Vec<String>) -> Device {
        Device {
            id: self.id,
            name: self.name,
            owner: self.owner,
            platform: Platform::of(&self.platform).unwrap_or(Platform::Other),
            compliance: Compliance::of(&self.compliance).unwrap_or(Compliance::Unknown),
            reasons: serde_json::from_str(&self.reasons).unwrap_or_default(),
            last_seen_ms: self.last_seen_ms.and_then(|ms| u64::try_from(ms).ok()),
            groups,
        }
    }
}

impl Listed {
    fn cursor(&self, order: DeviceOrder) -> Cursor {
        let key = match order {
            DeviceOrder::Name => Key::Text(self.name_key.clone()),
            DeviceOrder::Owner => Key::Text(self.owner_key.clone()),
            DeviceOrder::Compliance => Key::Number(self.compliance_rank),
            DeviceOrder::LastSeen => Key::Number(self.seen_rank),
        };
        Cursor {
            key,
            id: self.row.id.clone(),
        }
    }
}

/// Those seen last first, those never seen last.
const fn seen_rank(last_seen_ms: Option<i64>) -> i64 {
    match last_seen_ms {
        Some(ms) => ms.saturating_neg(),
        None => i64::MAX,
    }
}

fn signed(ms: Option<u64>) -> Option<i64> {
    ms.map(|ms| i64::try_from(ms).unwrap_or(i64::MAX))
}

const fn column(order: DeviceOrder) -> &'static str {
    match order {
        DeviceOrder::Name => "name_key",
        DeviceOrder::Owner => "owner_key",
        DeviceOrder::Compliance => "compliance_rank",
        DeviceOrder::LastSeen => "seen_rank",
    }
}

/// A page of them. Their groups are not looked up.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    query: &DeviceQuery,
) -> Result<Page<DeviceRow>, DirectoryError> {
    let first = DeviceQuery {
        after: None,
        size: 0,
        ..query.clone()
    };
    let list = json!(["devices", first]).to_string();
    let after = query.after.as_deref();
    let after = after.map(|text| Cursor::decode(text, &list)).transpose()?;

    let mut counting = QueryBuilder::new("SELECT COUNT(*) FROM directory_devices WHERE 1 = 1");
    push_conditions(&mut counting, query);
    let total: i64 = counting
        .build_query_scalar()
        .fetch_one(&mut *connection)
        .await?;

    let mut listing = QueryBuilder::new(
        "SELECT id, name, owner, platform, compliance, reasons, last_seen_ms, \
         name_key, owner_key, compliance_rank, seen_rank FROM directory_devices WHERE 1 = 1",
    );
    push_conditions(&mut listing, query);
    let size = paging::size(query.size);
    let by = column(query.order);
    paging::push_page(&mut listing, by, query.reverse, after, size);
    let mut rows: Vec<Listed> = listing.build_query_as().fetch_all(&mut *connection).await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| row.cursor(query.order).encode(&list));
    // Not by a join: that would be made for every row which is only sorted.
    let devices = rows.into_iter().map(|it| it.row.device(Vec::new()));
    let devices: Vec<Device> = devices.collect();
    let owners = owners(connection, devices.iter()).await?;
    let row = |device: Device| {
        let owner = device.owner.as_ref().and_then(|id| owners.get(id));
        DeviceRow {
            owner_name: owner.map(|(name, _)| name.clone()),
            device,
        }
    };
    Ok(Page {
        rows: devices.into_iter().map(row).collect(),
        total: Some(total.unsigned_abs()),
        next,
    })
}

fn push_conditions(sql: &mut QueryBuilder<Sqlite>, query: &DeviceQuery) {
    paging::push_search(sql, query.search.as_deref());
    if let Some(compliance) = query.compliance {
        let rank = i64::from(rank(compliance));
        sql.push(" AND compliance_rank = ").push_bind(rank);
    }
    if let Some(platform) = query.platform {
        sql.push(" AND platform = ").push_bind(platform.word());
    }
    if let Some(owner) = &query.owner {
        sql.push(" AND owner = ").push_bind(owner.clone());
    }
    if let Some(group) = &query.group {
        sql.push(" AND id IN (SELECT device FROM directory_group_devices WHERE group_id = ")
            .push_bind(group.clone())
            .push(")");
    }
}

/// What a device is sorted and searched by because of its owner.
fn keys(name: &str, id: &str, owner: Option<(&str, Option<&str>)>) -> (String, String) {
    let (owner_name, address) = owner.unwrap_or_default();
    let key = owner.map_or_else(|| NOBODY.to_owned(), |(name, _)| paging::fold(name));
    let texts = [name, id, owner_name, address.unwrap_or_default()];
    (key, paging::searched(&texts))
}

/// The names and addresses of whose these are, by their ids: of as many devices as one statement can name.
async fn owners(
    connection: &mut SqliteConnection,
    devices: impl Iterator<Item = &Device>,
) -> Result<HashMap<String, (String, Option<String>)>, sqlx::Error> {
    let ids: BTreeSet<String> = devices.filter_map(|device| device.owner.clone()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = QueryBuilder::new("SELECT id, name, email FROM directory_people WHERE id IN (");
    let mut listed = query.separated(", ");
    for id in ids {
        listed.push_bind(id);
    }
    query.push(")");
    let rows: Vec<(String, String, Option<String>)> =
        query.build_query_as().fetch_all(connection).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|(id, name, email)| (id, (name, email))).collect())
}

async fn owned(
    connection: &mut SqliteConnection,
    owner: &str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as("SELECT id, name FROM directory_devices WHERE owner = $1 ORDER BY id")
        .bind(owner)
        .fetch_all(connection)
        .await
}

/// The owner has another name or address.
pub(super) async fn owner_changed(
    writer: &mut SqliteConnection,
    owner: &Person,
) -> Result<(), sqlx::Error> {
    for (id, name) in owned(writer, &owner.id).await? {
        let (key, search) = keys(&name, &id, Some((&owner.name, owner.email.as_deref())));
        sqlx::query("UPDATE directory_devices SET owner_key = $2, search = $3 WHERE id = $1")
            .bind(id)
            .bind(key)
            .bind(search)
            .execute(&mut *writer)
            .await?;
    }
    Ok(())
}

/// The owner goes. Returns the devices that have none now.
pub(super) async fn owner_gone(
    writer: &mut SqliteConnection,
    owner: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let devices = owned(writer, owner).await?;
    for (id, name) in &devices {
        let (key, search) = keys(name, id, None);
        sqlx::query(
            "UPDATE directory_devices SET owner = NULL, owner_key = $2, search = $3 WHERE id = $1",
        )
        .bind(id)
        .bind(key)
        .bind(search)
        .execute(&mut *writer)
        .await?;
    }
    Ok(devices.into_iter().map(|(id, _)| id).collect())
}

impl Rows for Device {
    async fn read(
        connection: &mut SqliteConnection,
        id: &str,
    ) -> Result<Option<Self>, sqlx::Error> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, name, owner, platform, compliance, reasons, last_seen_ms \
             FROM directory_devices WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let groups = groups::of_device(connection, id).await?;
        Ok(Some(row.device(groups)))
    }

    async fn after(connection: &mut SqliteConnection, id: &str) -> Result<Vec<Self>, sqlx::Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, name, owner, platform, compliance, reasons, last_seen_ms \
             FROM directory_devices WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(id)
        .bind(CHUNK as i64)
        .fetch_all(&mut *connection)
        .await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let mut groups = groups::of_each(connection, GroupKind::Devices, &ids).await?;
        let device = |row: Row| {
            let groups = groups.remove(&row.id).unwrap_or_default();
            row.device(groups)
        };
        Ok(rows.into_iter().map(device).collect())
    }

    async fn fits(&self, connection: &mut SqliteConnection) -> Result<(), ChangeError> {
        if let Some(owner) = &self.owner {
            let there: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM directory_people WHERE id = $1")
                    .bind(owner)
                    .fetch_one(&mut *connection)
                    .await?;
            if there == 0 {
                let (field, why) = ("owner", Invalid::UnknownOwner);
                return Err(Fault { field, why }.into());
            }
        }
        groups::all_are(connection, &self.groups, GroupKind::Devices).await
    }

    async fn put(
        writer: &mut SqliteConnection,
        changed: &[(Option<Self>, Self)],
    ) -> Result<(), sqlx::Error> {
        let owners = owners(writer, changed.iter().map(|(_, it)| it)).await?;
        let mut query = QueryBuilder::new(
            "INSERT INTO directory_devices (id, name, owner, platform, compliance, reasons, \
             last_seen_ms, name_key, owner_key, compliance_rank, seen_rank, search) ",
        );
        query.push_values(changed, |mut row, (_, it)| {
            let owner = it.owner.as_ref().and_then(|owner| owners.get(owner));
            let owner = owner.map(|(name, email)| (name.as_str(), email.as_deref()));
            let (owner_key, search) = keys(&it.name, &it.id, owner);
            let last_seen_ms = signed(it.last_seen_ms);
            row.push_bind(it.id.clone())
                .push_bind(it.name.clone())
                .push_bind(it.owner.clone())
                .push_bind(it.platform.word())
                .push_bind(it.compliance.word())
                .push_bind(json!(it.reasons).to_string())
                .push_bind(last_seen_ms)
                .push_bind(paging::fold(&it.name))
                .push_bind(owner_key)
                .push_bind(i64::from(rank(it.compliance)))
                .push_bind(seen_rank(last_seen_ms))
                .push_bind(search);
        });
        query.push(
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, owner = excluded.owner, \
             platform = excluded.platform, compliance = excluded.compliance, \
             reasons = excluded.reasons, last_seen_ms = excluded.last_seen_ms, \
             name_key = excluded.name_key, owner_key = excluded.owner_key, \
             compliance_rank = excluded.compliance_rank, seen_rank = excluded.seen_rank, \
             search = excluded.search",
        );
        query.build().execute(&mut *writer).await?;
        let moves = changed.iter().map(|(before, it)| {
            let held = before.as_ref().map_or(&[][..], |before| &before.groups);
            (&*it.id, Members::between(held, &it.groups))
        });
        let moves: Vec<(&str, Members)> = moves.collect();
        groups::move_all(writer, GroupKind::Devices, &moves).await
    }

    async fn delete(
        &self,
        writer: &mut SqliteConnection,
    ) -> Result<Map<String, Value>, sqlx::Error> {
        sqlx::query("DELETE FROM directory_devices WHERE id = $1")
            .bind(&self.id)
            .execute(writer)
            .await?;
        let mut told = Map::new();
        let state = json!({ "before": self.compliance.word(), "after": null });
        told.insert("compliance".to_owned(), state);
        record::groups(&mut told, &self.groups, &[]);
        Ok(told)
    }

    fn told(before: Option<&Self>, after: &Self) -> Map<String, Value> {
        let mut told = Map::new();
        if before.is_none_or(|before| before.compliance != after.compliance) {
            let before = before.map(|before| before.compliance.word());
            let state = json!({ "before": before, "after": after.compliance.word() });
            told.insert("compliance".to_owned(), state);
        }
        let held = before.map_or(&[][..], |before| &before.groups);
        record::groups(&mut told, held, &after.groups);
        told
    }
}
