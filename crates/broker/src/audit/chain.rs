//! The chain: what a record's hash is made of. Pure; `docs/audit.md` tells it to those who check it themselves.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// SHA-256 of a record and all before it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first record follows.
    pub const ROOT: Self = Self([0; 32]);

    /// From what the store holds; `None` unless it is 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = "a hash has 64 hexadecimal digits";
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong);
        }
        let mut hash = [0; 32];
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = str::from_utf8(digits).map_err(|_| wrong)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong)?;
        }
        Ok(Self(hash))
    }
}

/// A record at its place, as the store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When, in Unix milliseconds.
    pub at_ms: i64,
    /// The session that it belongs to.
    pub session: Option<String>,
    /// The account that did it.
    pub actor: Option<String>,
    /// What happened.
    pub kind: String,
    /// The details, the text of a JSON object.
    pub data: String,
}

impl Entry {
    /// Its hash, if the record before it has that one.
    ///
    /// SHA-256 of: the hash before; number and time as 8 bytes, big-endian, two's complement; then session, actor,
    /// kind and details, each as one byte 1, its length in bytes as 4 bytes, big-endian, and its UTF-8; or one
    /// byte 0 if there is none.
    #[must_use]
    pub fn hash(&self, before: &Hash) -> Hash {
        let mut sum = Sha256::new();
        sum.update(before.0);
        sum.update(self.seq.to_be_bytes());
        sum.update(self.at_ms.to_be_bytes());
        let texts = [
            self.session.as_deref(),
            self.actor.as_deref(),
            Some(&*self.kind),
            Some(&*self.data),
        ];
        for text in texts {
            let Some(text) = text else {
                sum.update([0]);
                continue;
            };
            // What the broker writes is far shorter; of what somebody else put there the rest counts as well.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            sum.update([1]);
            sum.update(length.to_be_bytes());
            sum.update(text);
        }
        Hash(sum.finalize().into())
    }
}

/// The day of a time in Unix milliseconds: days since 1970-01-01 (UTC).
#[must_use]
pub const fn day(at_ms: i64) -> i64 {
    at_ms.div_euclid(DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            seq: 7,
            at_ms: 1_700_000_000_000,
            session: Some("s".to_owned()),
            actor: Some("ab".to_owned()),
            kind: "joined".to_owned(),
            data: "{}".to_owned(),
        }
    }

    /// What `docs/audit.md` shows.
    #[test]
    fn the_hash_is_the_one_that_is_documented() {
        let hash = entry().hash(&Hash::ROOT);
        assert_eq!(
            hash.to_string(),
            "218ee2b73f6c58cfd16c41dad83dadef628721adf7736b7d6b2a487af51a37a2"
        );
        assert_eq!(Hash::try_from(hash.to_string()), Ok(hash));
        for wrong in ["", "ab", &"g".repeat(64), &"é".repeat(32)] {
            assert!(Hash::try_from(wrong.to_owned()).is_err());
        }
    }

    #[test]
    fn whatever_changes_changes_the_hash() {
        type Change = fn(&mut Entry);
        let changes: [Change; 10] = [
            |it| it.seq += 1,
            |it| it.at_ms -= 1,
            |it| it.session = None,
            |it| it.session = Some(String::new()),
            |it| it.actor = None,
            |it| it.kind.push('x'),
            |it| it.data.push(' '),
            // What moves from one text to the next.
            |it| (it.session, it.actor) = (Some("sa".to_owned()), Some("b".to_owned())),
            |it| (it.session, it.actor) = (it.actor.take(), it.session.take()),
            |it| (it.kind, it.data) = ("joined{".to_owned(), "}".to_owned()),
        ];
        let mut hashes = vec![entry().hash(&Hash::ROOT), entry().hash(&Hash([1; 32]))];
        hashes.extend(changes.iter().map(|change| {
            let mut entry = entry();
            change(&mut entry);
            entry.hash(&Hash::ROOT)
        }));
        for (i, hash) in hashes.iter().enumerate() {
            assert!(!hashes[..i].contains(hash), "{i}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_also_before_1970() {
        assert_eq!(
            [day(-1), day(0), day(DAY_MS - 1), day(DAY_MS)],
            [-1, 0, 0, 1]
        );
    }
}
