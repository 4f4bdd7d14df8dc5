//! Which key signs heads from which record on: a key that is not the one before is told by a record.

use super::{
    Record,
    head::{HeadError, Signer},
    rows, segments,
};
use crate::{Clock, store::Store};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;

/// The kind of that record.
pub(super) const CHANGED: &str = "audit-key-changed";

/// What it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Changed {
    /// The public half of the key that signs from here on, in base 64.
    pub(super) public_key: String,
}

/// The key of a data folder, which is made if there is none. If there are records of before and it is another than theirs,
/// one more record says so before anything is signed with it.
///
/// # Errors
/// When it cannot be read, made or told of.
pub async fn open(folder: &Path, store: &Store, clock: &Clock) -> Result<Signer, HeadError> {
    let (signer, made) = match Signer::open(folder) {
        Err(error) if error.is_not_there() => (Signer::prepare(folder)?, true),
        opened => (opened?, false),
    };
    let public_key = signer.public_key();
    let mut read = store.read().acquire().await?;
    let told = rows::newest_of(&mut read, CHANGED).await?;
    let told: Option<Changed> = told.and_then(|data| serde_json::from_str(&data).ok());
    let changed = match told {
        Some(told) => told.public_key != public_key,
        None => made && segments::newest(&mut read).await?.is_some(),
    };
    drop(read);
    if changed {
        let record = Record {
            at_ms: clock.now_ms(),
            session: None,
            actor: None,
            kind: CHANGED.to_owned(),
            data: json!(Changed { public_key }),
        };
        let mut write = store.write().await?;
        let seq = super::append(&mut write, &record).await?;
        write.commit().await?;
        tracing::warn!(
            seq,
            made,
            "the audit's key (audit.key) is not the one of before: heads are signed with this one from that record on. \
             Those of before are verified with --key and its public half. If you have its file, stop the broker, put it \
             back and start again"
        );
    }
    // Only now: who is stopped before has made no key.
    if made {
        Signer::settle(folder)?;
    }
    Ok(signer)
}
