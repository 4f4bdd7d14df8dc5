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
    Ok(Prepared::of(&known, kind, bytes, replace).plan)
}

/// The same with a directory that holds nothing, as before the first start.
#[must_use]
pub fn dry_run_into_nothing(kind: Kind, bytes: &[u8], replace: bool) -> Plan {
    Prepared::of(&Known::default(), kind, bytes, replace).plan
}

/// Reads a file into the directory: its rows are added or put in the place of those with their ids; with `replace`
/// all others go. In one transaction, each change with its record in the audit. With a bad row nothing is done.
///
/// No running broker hears of it: whoever calls has to have the data folder for themselves. In a broker it goes by
/// [`Embedded::begin_import`](crate::directory::Embedded::begin_import).
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
    let prepared = Prepared::of(&known, kind, bytes, replace);
    if prepared.is_to_be_done() {
        let work = &prepared.work;
        work.apply(&mut write, Author::Import, clock.now_ms())
            .await?;
        write.commit().await?;
    }
    Ok(prepared.plan)
}

/// A file compared with the directory, and what is to be done with each row.
pub(in crate::directory) struct Prepared {
    /// What it would do.
    pub(in crate::directory) plan: Plan,
    /// What that takes.
    pub(in crate::directory) work: Work,
}

/// What is to be written and removed, of any kind.
pub(in crate::directory) enum Work {
    People(Changes<Person>),
    Groups(Changes<Group>),
    Devices(Changes<Device>),
}

impl Prepared {
    /// Compares them. Takes its time with a large file.
    pub(in crate::directory) fn of(known: &Known, kind: Kind, bytes: &[u8], replace: bool) -> Self {
        let (plan, work) = match kind {
            Kind::People => {
                let (plan, changes) = plan(bytes, known, replace);
                (plan, Work::People(changes))
            }
            Kind::Groups => {
                let (plan, changes) = plan(bytes, known, replace);
                (plan, Work::Groups(changes))
            }
            Kind::Devices => {
                let (plan, changes) = plan(bytes, known, replace);
                (plan, Work::Devices(changes))
            }
        };
        Self { plan, work }
    }

    /// Whether it can be done, and there is anything to do.
    pub(in crate::directory) const fn is_to_be_done(&self) -> bool {
        let nothing = match &self.work {
            Work::People(changes) => changes.is_empty(),
            Work::Groups(changes) => changes.is_empty(),
            Work::Devices(changes) => changes.is_empty(),
        };
        self.plan.bad.is_empty() && !nothing
    }
}

impl Work {
    /// Does it. The directory has to be as it was when they were compared.
    pub(in crate::directory) async fn apply(
        &self,
        writer: &mut SqliteConnection,
        author: Author<'_>,
        now_ms: u64,
    ) -> Result<(), sqlx::Error> {
        match self {
            Self::People(changes) => {
                free(writer, changes).await?;
                write(writer, changes, author, now_ms).await
            }
            Self::Groups(changes) => write(writer, changes, author, now_ms).await,
            Self::Devices(changes) => write(writer, changes, author, now_ms).await,
        }
    }
}

async fn write<T: Cells>(
    writer: &mut SqliteConnection,
    changes: &Changes<T>,
    author: Author<'_>,
    now_ms: u64,
) -> Result<(), sqlx::Error> {
    // First, so that others can have what was theirs.
    rows::remove(writer, &changes.remove, author, now_ms).await?;
    rows::write(writer, &changes.write, author, now_ms).await
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
