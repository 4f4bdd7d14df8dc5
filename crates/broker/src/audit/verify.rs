//! Whether the audit still holds: every record is hashed again, and what each day began and ended with is compared.
//!
//! Somebody who can write to the store can change a record, and then its hash, and then those of all that follow:
//! such a chain holds in itself. It no longer holds the [`Head`] that was kept elsewhere before.

use super::{
    chain::{Entry, Hash, day},
    head::{Head, is_signed},
    keys,
    retention::{REMOVED, Removed},
    rows::{self, Stored},
    segments::{self, Segment},
};
use futures_util::TryStreamExt as _;
use sqlx::{SqliteConnection, SqlitePool};
use std::pin::pin;

/// So many faults are told apart; all are counted.
pub const FAULTS: usize = 10_000;

/// Something that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The record, or the one before it, is not what was written.
    #[error("record {0} was changed, or the one before it")]
    Changed(i64),
    /// The record is not there, and perhaps some that follow.
    #[error("record {0} is missing")]
    Missing(i64),
    /// The record is none that was written in its turn.
    #[error("record {0} was put in")]
    Surplus(i64),
    /// The day that begins with this record does not begin or end as was written down.
    #[error("the day that begins with record {0} does not fit the records")]
    Day(i64),
    /// Records up to this one are gone, and none says that retention removed them.
    #[error("the records up to {0} are gone, and retention did not remove them")]
    Unexplained(i64),
    /// Retention's word for what it has removed, up to this record, is not signed by the key of then, or nobody knows that.
    #[error(
        "that retention removed the records up to {0} is not signed with a key that is believed; if another one signed then, give it with --key"
    )]
    Unsigned(i64),
    /// So many rows have something else than a number in its place.
    #[error("{0} records have no number")]
    Unnumbered(u64),
    /// The head that was kept elsewhere names this record, which has another hash or is gone.
    #[error("record {0} is not the one that the kept head names")]
    Head(i64),
}

impl Fault {
    /// The number of the first record that it is about; the least there can be for those without.
    #[must_use]
    pub const fn seq(self) -> i64 {
        match self {
            Self::Changed(seq)
            | Self::Missing(seq)
            | Self::Surplus(seq)
            | Self::Day(seq)
            | Self::Unexplained(seq)
            | Self::Unsigned(seq)
            | Self::Head(seq) => seq,
            Self::Unnumbered(_) => i64::MIN,
        }
    }
}

/// What became of the comparison with a head that was kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The record that it names is the one that is here.
    Same,
    /// Retention has removed the record that it names.
    Removed,
    /// It does not fit: among the faults.
    Differs,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that are there.
    pub records: u64,
    /// Days that have their records.
    pub days: u64,
    /// Records that tell an earlier day than the one that they belong to: they were written later than what they tell of,
    /// as with a deadline that passed while the broker was down, or the clock was set back. No fault.
    pub earlier: u64,
    /// Other keys than the one before, of the records that are there: from which record on, and the public half.
    pub keys: Vec<(i64, String)>,
    /// The last record that retention has removed.
    pub removed: Option<i64>,
    /// The key that has signed that, where it is believed only since one that is known took over from it later.
    pub removed_by: Option<String>,
    /// The comparison with the kept head, if one was given.
    pub kept: Option<Kept>,
    /// What does not hold, in the order of the records; at most [`FAULTS`].
    pub faults: Vec<Fault>,
    /// How much does not hold in all.
    pub count: u64,
}

/// Verifies the whole, against a head that was kept elsewhere if there is one. What retention has removed is to be signed by
/// the key that signed then, as the records tell, where public keys that are believed are given, in base 64: by one of them,
/// or by one from which one of them took over. Nothing is changed, and what is written meanwhile does not disturb.
///
/// # Errors
/// When the store cannot be read.
pub async fn verify(
    store: &SqlitePool,
    kept: Option<&Head>,
    believed: Option<&[String]>,
) -> Result<Report, sqlx::Error> {
    // One transaction sees one state.
    let mut read = store.begin().await?;
    let segments = segments::all(&mut read).await?;
    let mut walk = Walk::default();
    for segment in &segments {
        walk.day(&mut read, segment).await?;
    }
    walk.between_days(&mut read, &segments).await?;
    walk.removed(&segments, believed);
    if let Some(head) = kept {
        walk.compare(&mut read, &segments, head).await?;
    }
    let mut report = walk.report;
    report.faults.sort_by_key(|fault| fault.seq());
    Ok(report)
}

struct Walk {
    /// The number and the hash that the next record builds on; the hash is not known behind what is missing.
    next: i64,
    before: Option<Hash>,
    /// The key that signs here, by the records.
    key: Option<String>,
    /// What retention has told last.
    told: Option<Told>,
    report: Report,
}

/// What retention has told.
struct Told {
    removed: Removed,
    at_ms: i64,
    /// The key that signed then, by the records.
    key: Option<String>,
    /// Those that have spoken since for what they found, which holds this record.
    since: Vec<String>,
}

impl Told {
    /// Whether this key has signed it.
    fn is_by(&self, key: &str) -> bool {
        let told = &self.removed;
        let text = Removed::text(told.through, &told.head, told.days, self.at_ms);
        is_signed(&text, &told.signature, key)
    }
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            next: 1,
            before: Some(Hash::ROOT),
            key: None,
            told: None,
            report: Report::default(),
        }
    }
}

impl Walk {
    fn fault(&mut self, fault: Fault, count: u64) {
        self.report.count = self.report.count.saturating_add(count);
        if self.report.faults.len() < FAULTS {
            self.report.faults.push(fault);
        }
    }

    /// Goes through one day.
    async fn day(
        &mut self,
        read: &mut SqliteConnection,
        segment: &Segment,
    ) -> Result<(), sqlx::Error> {
        let follows = segment.first == self.next && segment.before == self.before;
        let orderly = segment.last >= segment.first && !(segment.removed && self.report.days > 0);
        if !follows || !orderly {
            self.fault(Fault::Day(segment.first), 1);
        }
        (self.next, self.before) = (segment.first, segment.before);
        if segment.removed {
            self.report.removed = Some(segment.last);
        } else {
            self.report.days += 1;
            self.records(read, segment).await?;
        }
        (self.next, self.before) = (segment.last.saturating_add(1), segment.head);
        Ok(())
    }

    async fn records(
        &mut self,
        read: &mut SqliteConnection,
        segment: &Segment,
    ) -> Result<(), sqlx::Error> {
        let mut records = pin!(rows::between(read, segment.first, segment.last));
        let mut fits = true;
        while let Some(stored) = records.try_next().await? {
            if let Some(entry) = &stored.entry {
                // The day begins with its first record; a clock that is set back begins no other.
                let today = day(entry.at_ms);
                self.report.earlier += u64::from(today < segment.day);
                fits &=
                    today <= segment.day && (today == segment.day || stored.seq > segment.first);
            }
            self.record(&stored);
        }
        self.missing(segment.last.saturating_add(1));
        fits &= self.before.is_none() || self.before == segment.head;
        if !fits {
            self.fault(Fault::Day(segment.first), 1);
        }
        Ok(())
    }

    fn record(&mut self, stored: &Stored) {
        self.missing(stored.seq);
        let hash = stored.entry.as_ref().zip(self.before);
        let hash = hash.map(|(entry, before)| entry.hash(&before));
        let fits = match (&stored.entry, hash) {
            (Some(_), Some(hash)) => stored.hash == Some(hash),
            (Some(_), None) => stored.hash.is_some(),
            (None, _) => false,
        };
        if !fits {
            self.fault(Fault::Changed(stored.seq), 1);
        }
        if let Some(entry) = &stored.entry {
            self.heed(entry);
        }
        // Where the record was changed and its hash was not, what follows still builds on that.
        self.before = stored.hash.or(hash);
        self.next = stored.seq.saturating_add(1);
        self.report.records += 1;
    }

    /// Some records tell what others are held to.
    fn heed(&mut self, entry: &Entry) {
        match &*entry.kind {
            REMOVED => {
                let removed = serde_json::from_str(&entry.data).ok();
                self.told = removed.map(|removed| Told {
                    removed,
                    at_ms: entry.at_ms,
                    key: self.key.clone(),
                    since: Vec::new(),
                });
            }
            keys::TOLD | keys::CHANGED => {
                let Ok(told) = serde_json::from_str::<keys::Told>(&entry.data) else {
                    return;
                };
                let before = entry.seq.saturating_sub(1);
                let itself = self
                    .before
                    .is_some_and(|hash| told.speaks_for(before, &hash, entry.at_ms));
                if let Some(removal) = self.told.as_mut().filter(|_| itself) {
                    removal.since.push(told.public_key.clone());
                }
                if entry.kind == keys::CHANGED {
                    let changed = (entry.seq, told.public_key.clone());
                    self.report.keys.push(changed);
                }
                self.key = Some(told.public_key);
            }
            _ => {}
        }
    }

    /// All up to this record should have come before.
    fn missing(&mut self, seq: i64) {
        if seq > self.next {
            self.fault(Fault::Missing(self.next), seq.abs_diff(self.next));
            self.before = None;
        }
    }

    /// Looks for records where there are none.
    async fn between_days(
        &mut self,
        read: &mut SqliteConnection,
        segments: &[Segment],
    ) -> Result<(), sqlx::Error> {
        let mut from = i64::MIN;
        let kept = segments.iter().filter(|segment| !segment.removed);
        let gaps: Vec<(i64, i64)> = kept
            .map(|segment| {
                (
                    segment.first.saturating_sub(1),
                    segment.last.saturating_add(1),
                )
            })
            .chain([(i64::MAX, i64::MAX)])
            .map(|(until, next)| (std::mem::replace(&mut from, next), until))
            .filter(|(from, until)| from <= until)
            .collect();
        for (from, until) in gaps {
            if let (Some(first), count) = rows::count(read, from, until).await? {
                self.fault(Fault::Surplus(first), count);
            }
        }
        let unnumbered = rows::unnumbered(read).await?;
        if unnumbered > 0 {
            self.fault(Fault::Unnumbered(unnumbered), unnumbered);
        }
        Ok(())
    }

    /// What retention has removed last, it has recorded and signed, and it was old enough.
    fn removed(&mut self, segments: &[Segment], believed: Option<&[String]>) {
        let Some(last) = segments.iter().rfind(|segment| segment.removed) else {
            return;
        };
        let told = self.told.take().filter(|told| {
            let days = day(told.at_ms).saturating_sub(last.day);
            let told = &told.removed;
            told.through == last.last && Some(told.head) == last.head && days > told.days.into()
        });
        let Some(told) = told else {
            self.fault(Fault::Unexplained(last.last), 1);
            return;
        };
        let Some(believed) = believed else { return };
        let signed = match &told.key {
            None => believed.iter().any(|key| told.is_by(key)),
            Some(key) if !told.is_by(key) => false,
            Some(key) if believed.contains(key) => true,
            Some(key) => {
                // Who took over found this record, and speaks for it.
                let follows = told.since.iter().any(|later| believed.contains(later));
                self.report.removed_by = follows.then(|| key.clone());
                follows
            }
        };
        if !signed {
            self.fault(Fault::Unsigned(last.last), 1);
        }
    }

    async fn compare(
        &mut self,
        read: &mut SqliteConnection,
        segments: &[Segment],
        head: &Head,
    ) -> Result<(), sqlx::Error> {
        let mut removed = segments.iter().filter(|segment| segment.removed);
        let kept = match removed.find(|segment| segment.last >= head.seq) {
            Some(segment) if segment.last > head.seq => Kept::Removed,
            Some(segment) if segment.head == Some(head.hash) => Kept::Same,
            Some(_) => Kept::Differs,
            None if rows::hash_of(read, head.seq).await? == Some(head.hash) => Kept::Same,
            None => Kept::Differs,
        };
        if kept == Kept::Differs {
            self.fault(Fault::Head(head.seq), 1);
        }
        self.report.kept = Some(kept);
        Ok(())
    }
}
