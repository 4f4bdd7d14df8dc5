//! Which key signs from which record on. The chain always tells it: of the first key, of one that is not the one before, and
//! once more before retention takes the record that told it last.

use super::{
    Record,
    chain::Hash,
    head::{HeadError, Signer, is_signed},
    rows, segments,
};
use crate::{Clock, store::Store};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::SqliteConnection;
use std::path::Path;

/// The kind of the record that tells the key, where no other one was told before, or the same.
pub(super) const TOLD: &str = "audit-key-told";
/// The kind of the record that tells another key than before.
pub(super) const CHANGED: &str = "audit-key-changed";

/// What such a record tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    /// The public half of the key that signs from here on, in base 64.
    pub(super) public_key: String,
    /// That key's word for the record before, in base 64: who can write to the database cannot have it speak for what it
    /// did not find there.
    #[serde(default)]
    signature: String,
}

impl Told {
    /// What is signed: three lines, with the record before and when this was told.
    fn text(before: i64, hash: &Hash, at_ms: i64) -> String {
        format!("remote-help audit key 1\n{before} {hash}\n{at_ms}\n")
    }

    /// Whether the key itself speaks for the record before this one, and so for all before it.
    pub(super) fn speaks_for(&self, before: i64, hash: &Hash, at_ms: i64) -> bool {
        let text = Self::text(before, hash, at_ms);
        is_signed(&text, &self.signature, &self.public_key)
    }
}

/// The key that signs by the newest record that tells one, and that record's number.
pub(super) async fn newest(
    read: &mut SqliteConnection,
) -> Result<Option<(i64, Told)>, sqlx::Error> {
    let mut newest = None;
    for kind in [TOLD, CHANGED] {
        newest = newest.max(rows::newest_of(read, kind).await?);
    }
    Ok(newest.and_then(|(seq, data)| Some((seq, serde_json::from_str(&data).ok()?))))
}

/// Adds a record that tells which key signs from there on.
pub(super) async fn tell(
    writer: &mut SqliteConnection,
    signer: &Signer,
    kind: &str,
    now_ms: u64,
) -> Result<i64, sqlx::Error> {
    let before = segments::newest(writer).await?;
    let (last, head) = before.map_or((0, None), |before| (before.last, before.head));
    let mut record = Record {
        at_ms: now_ms,
        session: None,
        actor: None,
        kind: kind.to_owned(),
        data: json!({}),
    };
    let text = Told::text(last, &head.unwrap_or(Hash::ROOT), super::at(&record));
    record.data = json!(Told {
        public_key: signer.public_key(),
        signature: signer.sign(&text),
    });
    super::append(writer, &record).await
}

/// The key of a data folder, which is made if there is none. If the records do not tell it yet, or tell another one, one more
/// record says which it is before anything is signed with it.
///
/// # Errors
/// When it cannot be read, made or told of.
pub async fn open(folder: &Path, store: &Store, clock: &Clock) -> Result<Signer, HeadError> {
    let (signer, made) = match Signer::open(folder) {
        Err(error) if error.is_not_there() => (Signer::prepare(folder)?, true),
        opened => (opened?, false),
    };
    let mut read = store.read().acquire().await?;
    let kind = match newest(&mut read).await? {
        Some((_, told)) if told.public_key == signer.public_key() => None,
        Some(_) => Some(CHANGED),
        // Also where an operator has imported the directory before the broker first starts.
        None => Some(TOLD),
    };
    drop(read);
    if let Some(kind) = kind {
        let mut write = store.write().await?;
        let seq = tell(&mut write, &signer, kind, clock.now_ms()).await?;
        write.commit().await?;
        if kind == CHANGED {
            tracing::warn!(
                seq,
                made,
                "the audit's key (audit.key) is not the one of before: heads are signed with this one from that record on. \
                 Those of before are verified with --key and its public half. If you have its file, stop the broker, put it \
                 back and start again"
            );
        }
    }
    // Only now: who is stopped before has made no key.
    if made {
        Signer::settle(folder)?;
    }
    Ok(signer)
}
