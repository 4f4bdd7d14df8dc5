//! The end of the chain, signed by the broker: to be kept where the broker's machine cannot change it.

use super::{chain::Hash, segments};
use crate::store::StoreError;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// The file with the key, PKCS #8, in the data folder.
const KEY: &str = "audit.key";
/// The same before it counts.
const FRESH: &str = "audit.new";
/// So much of a file with heads is read, in bytes: some years of one a day.
const LARGEST: u64 = 1024 * 1024;

/// What can go wrong with a head or its key.
#[derive(Debug, thiserror::Error)]
pub enum HeadError {
    /// The key cannot be read or written.
    #[error("{}: {source}", .file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key's file holds none.
    #[error("{} is no Ed25519 key in PKCS #8: put the one back that was there, or remove it for a new one", .0.display())]
    Key(PathBuf),
    /// The machine gives no random numbers.
    #[error("no random numbers are to be had")]
    Random,
    /// The file is no head.
    #[error("{}: not a head of an audit: {why}", .file.display())]
    NoHead {
        /// Which file.
        file: PathBuf,
        /// Why.
        why: String,
    },
    /// Somebody changed the head.
    #[error("the head's signature does not fit: it was changed after it was signed")]
    Signature,
    /// It is another broker's, or the key was exchanged.
    #[error("the head was signed with another key than this one: {}", .0.join(", "))]
    OtherKey(Vec<String>),
    /// Nothing has been recorded.
    #[error("nothing has been recorded yet: there is no head")]
    Empty,
    /// The newest segment has no hash.
    #[error("the audit is damaged: verify it")]
    Damaged,
    /// The store.
    #[error("the database failed: {0}")]
    Store(#[from] sqlx::Error),
    /// What is to be recorded cannot be.
    #[error("data: {0}")]
    Record(#[from] StoreError),
}

impl HeadError {
    /// Whether there is no such file.
    pub(super) fn is_not_there(&self) -> bool {
        matches!(self, Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// The last record at some time, and the broker's word for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The record's number.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
    /// When this was signed, in Unix milliseconds.
    pub signed_ms: u64,
    /// The broker's Ed25519 key (RFC 8032), in base 64.
    pub public_key: String,
    /// The signature, in base 64.
    pub signature: String,
}

impl Head {
    /// Whether one of these public keys, in base 64, signed it.
    ///
    /// # Errors
    /// When another key has.
    pub fn is_by(&self, keys: &[String]) -> Result<(), HeadError> {
        if keys.contains(&self.public_key) {
            Ok(())
        } else {
            Err(HeadError::OtherKey(keys.to_vec()))
        }
    }

    /// What is signed: three lines.
    fn text(seq: i64, hash: &Hash, signed_ms: u64) -> String {
        format!("remote-help audit head 1\n{seq} {hash}\n{signed_ms}\n")
    }

    /// Reads the last of those that were kept in a file, a line each. Its signature must fit.
    ///
    /// # Errors
    /// When the file cannot be read or holds no head, or the head was changed.
    pub fn read(file: &Path) -> Result<Self, HeadError> {
        let no_head = |why: String| HeadError::NoHead {
            file: file.to_owned(),
            why,
        };
        let mut text = String::new();
        File::open(file)
            .and_then(|file| file.take(LARGEST).read_to_string(&mut text))
            .map_err(failed(file))?;
        // The newest of several: one is added a day.
        let line = text.lines().rfind(|line| !line.trim().is_empty());
        let head: Self = serde_json::from_str(line.unwrap_or_default())
            .map_err(|error| no_head(error.to_string()))?;
        let bytes = |text: &str| {
            STANDARD
                .decode(text)
                .map_err(|error| no_head(error.to_string()))
        };
        bytes(&head.public_key)?;
        bytes(&head.signature)?;
        let text = Self::text(head.seq, &head.hash, head.signed_ms);
        if !is_signed(&text, &head.signature, &head.public_key) {
            return Err(HeadError::Signature);
        }
        Ok(head)
    }
}

/// Whether a public key has signed a text; key and signature in base 64.
pub(super) fn is_signed(text: &str, signature: &str, key: &str) -> bool {
    let (Ok(signature), Ok(key)) = (STANDARD.decode(signature), STANDARD.decode(key)) else {
        return false;
    };
    let key = UnparsedPublicKey::new(&ED25519, key);
    key.verify(text.as_bytes(), &signature).is_ok()
}

/// The key that signs heads, and what retention has removed.
pub struct Signer(Ed25519KeyPair);

/// Nothing of the key.
impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

impl Signer {
    /// Makes a key, for its owner only, which is the folder's once it is [settled](Self::settle).
    pub(super) fn prepare(folder: &Path) -> Result<Self, HeadError> {
        let key =
            Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| HeadError::Random)?;
        let fresh = folder.join(FRESH);
        let written = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)
            .and_then(|mut to| to.write_all(key.as_ref()).and_then(|()| to.sync_all()));
        written.map_err(failed(&fresh))?;
        let key = Ed25519KeyPair::from_pkcs8(key.as_ref()).map_err(|_| HeadError::Key(fresh))?;
        Ok(Self(key))
    }

    /// Puts the key that was prepared in its place, whole or not at all.
    pub(super) fn settle(folder: &Path) -> Result<(), HeadError> {
        let file = folder.join(KEY);
        fs::rename(folder.join(FRESH), &file).map_err(failed(&file))?;
        // The name too must be on the disk before a head is signed.
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(failed(folder))
    }

    /// The key of a data folder that a broker has used.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, HeadError> {
        let file = folder.join(KEY);
        let bytes = fs::read(&file).map_err(failed(&file))?;
        let key = Ed25519KeyPair::from_pkcs8(&bytes).map_err(|_| HeadError::Key(file))?;
        Ok(Self(key))
    }

    /// Its public half, in base 64.
    #[must_use]
    pub fn public_key(&self) -> String {
        STANDARD.encode(self.0.public_key())
    }

    /// Signs a text, in base 64.
    pub(super) fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.0.sign(text.as_bytes()))
    }

    /// Signs the newest record's hash.
    ///
    /// # Errors
    /// When nothing is recorded, or the store cannot be read.
    pub async fn head(&self, store: &SqlitePool, now_ms: u64) -> Result<Head, HeadError> {
        let newest = segments::newest(&mut *store.acquire().await?).await?;
        let newest = newest.ok_or(HeadError::Empty)?;
        let hash = newest.head.ok_or(HeadError::Damaged)?;
        let text = Head::text(newest.last, &hash, now_ms);
        Ok(Head {
            seq: newest.last,
            hash,
            signed_ms: now_ms,
            public_key: self.public_key(),
            signature: self.sign(&text),
        })
    }
}

fn failed(file: &Path) -> impl FnOnce(io::Error) -> HeadError {
    let file = file.to_owned();
    move |source| HeadError::File { file, source }
}
