//! A file read into the embedded directory: all of it, or nothing.

use super::{
    Kind,
    columns::Cells,
    plan::{Changes, Known, Plan, plan},
};
use crate::{
    Clock,
    directory::{
        check::Kept as _,
        embedded::{Author, free_person, rows},
        entry::{Device, Group, Person},
    },
    store::{Store, StoreError},
};
use sqlx::{SqliteConnection, SqlitePool};

/// What a file would do, without doing it.
///
/// # Errors
/// When the store cannot be read.
pub async fn dry_run(
    store: &SqlitePool,
    kind: Kind,
    bytes: &[u8],
    replace: bool,
) -> Result<Plan, StoreError> {
    let mut read = store.begin().await?;
    let known = Known::load(&mut read, kind).await?;
    Ok(compared(&known, kind, bytes, replace))
}

/// The same with a directory that holds nothing, as before the first start.
#[must_use]
pub fn dry_run_into_nothing(kind: Kind, bytes: &[u8], replace: bool) -> Plan {
    compared(&Known::default(), kind, bytes, replace)
}

fn compared(known: &Known, kind: Kind, bytes: &[u8], replace: bool) -> Plan {
    match kind {
        Kind::People => plan::<Person>(bytes, known, replace).0,
        Kind::Groups => plan::<Group>(bytes, known, replace).0,
        Kind::Devices => plan::<Device>(bytes, known, replace).0,
    }
}

/// Reads a file into the directory: its rows are added or put in the place of those with their ids; with `replace`
/// all others go. In one transaction, each change with its record in the audit. With a bad row nothing is done.
///
/// No running broker hears of it: whoever calls has to have the data folder for themselves.
///
/// # Errors
/// When the store fails. Then nothing is changed.
pub async fn import(
    store: &Store,
    clock: &Clock,
    kind: Kind,
    bytes: &[u8],
    replace: bool,
) -> Result<Plan, StoreError> {
    let mut write = store.write().await?;
    let known = Known::load(&mut write, kind).await?;
    let now_ms = clock.now_ms();
    let plan = match kind {
        Kind::People => {
            let (plan, changes) = plan::<Person>(bytes, &known, replace);
            if plan.bad.is_empty() {
                free(&mut write, &changes).await?;
                apply(&mut write, changes, now_ms).await?;
            }
            plan
        }
        Kind::Groups => {
            let (plan, changes) = plan::<Group>(bytes, &known, replace);
            if plan.bad.is_empty() {
                apply(&mut write, changes, now_ms).await?;
            }
            plan
        }
        Kind::Devices => {
            let (plan, changes) = plan::<Device>(bytes, &known, replace);
            if plan.bad.is_empty() {
                apply(&mut write, changes, now_ms).await?;
            }
            plan
        }
    };
    write.commit().await?;
    Ok(plan)
}

/// Two people may exchange their addresses.
async fn free(writer: &mut SqliteConnection, changes: &Changes<Person>) -> Result<(), sqlx::Error> {
    for (before, after) in &changes.write {
        let differs =
            |before: &Person| before.subject != after.subject || before.email != after.email;
        if before.as_ref().is_some_and(differs) {
            free_person(writer, after.id()).await?;
        }
    }
    Ok(())
}

async fn apply<T: Cells>(
    writer: &mut SqliteConnection,
    changes: Changes<T>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    // First, so that others can have what was theirs.
    for it in &changes.remove {
        rows::remove(writer, it, Author::Import, now_ms).await?;
    }
    for (before, after) in &changes.write {
        rows::write(writer, before.as_ref(), after, Author::Import, now_ms).await?;
    }
    Ok(())
}
