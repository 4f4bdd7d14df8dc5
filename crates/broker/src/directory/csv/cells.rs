//! Texts, lists and times in a cell, and back. What is written reads as what it was.

use super::plan::Problem;
use crate::{audit::export::harmless, directory::words::Word};
use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat};
use std::borrow::Cow;

/// What divides the entries of a list within a cell.
const BETWEEN: &str = ";";

/// A text as it stands in a cell. As in the audit's export, what a spreadsheet would take for a formula has an
/// apostrophe before it. So has what would then read as such a one: apostrophes before a formula.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// A cell as the text that it stands for: one apostrophe before a formula is not part of it.
pub(super) fn unguarded(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => text.trim(),
        _ => cell,
    }
}

/// Whether a spreadsheet would take it for a formula, were it not for apostrophes before it.
fn is_formula(text: &str) -> bool {
    matches!(harmless(text.trim_start_matches('\'')), Cow::Owned(_))
}

/// The entries of a list.
pub(super) fn list(text: &str) -> Vec<String> {
    let entries = text.split(BETWEEN).map(str::trim);
    let entries = entries.filter(|entry| !entry.is_empty());
    entries.map(str::to_owned).collect()
}

/// A list in a cell. No entry holds what divides them: `check` sees to it.
pub(super) fn listed(entries: &[String]) -> String {
    entries.join(BETWEEN)
}

/// What an empty cell does not say is as it is with something new.
pub(super) fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Yes or no. Not `true` and `false` when written: a spreadsheet turns those into words of its own language.
pub(super) const fn switched(on: bool) -> &'static str {
    if on { "yes" } else { "no" }
}

/// Yes, no, or none.
pub(super) fn switch(text: &str) -> Result<Option<bool>, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "yes" | "true" | "1" => Ok(Some(true)),
        "no" | "false" | "0" => Ok(Some(false)),
        _ => Err(Problem::NoSwitch),
    }
}

/// One of a few words, or none.
pub(super) fn word<T: Word>(text: &str) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let word = T::of(&text.to_ascii_lowercase());
    word.map(Some).ok_or_else(|| {
        let words: Vec<_> = T::ALL.iter().map(|(word, _)| *word).collect();
        Problem::NoWord(words.join(", "))
    })
}

/// A moment in Unix milliseconds, or none.
pub(super) fn moment(text: &str) -> Result<Option<u64>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let at = DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_millis());
    let day = || {
        let day: NaiveDate = text.parse()?;
        Ok(day.and_time(NaiveTime::MIN).and_utc().timestamp_millis())
    };
    let ms = at
        .or_else(|_| day())
        .map_err(|_: chrono::ParseError| Problem::NoTime)?;
    u64::try_from(ms).map(Some).map_err(|_| Problem::NoTime)
}

/// A moment as it is written.
pub(super) fn written(ms: Option<u64>) -> String {
    let at = ms.and_then(|ms| i64::try_from(ms).ok());
    let at = at.and_then(DateTime::from_timestamp_millis);
    at.map_or_else(String::new, |at| {
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{entry::Platform, limits};

    #[test]
    fn formulas_are_guarded_and_read_as_they_were() {
        for formula in ["=1+1", "+1", "-1", "@sum", "＝1", "|x", "%x", "\u{feff}=1"] {
            // As in the audit.
            assert_eq!(guarded(formula), format!("'{formula}"));
            assert_eq!(guarded(formula), harmless(formula));
            assert_eq!(unguarded(&guarded(formula)), formula);
        }
        for (text, cell) in [
            ("", ""),
            ("a=1", "a=1"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("'", "'"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("' =1", "'' =1"),
        ] {
            assert_eq!((&*guarded(text), unguarded(cell)), (cell, text));
        }
        assert_eq!(unguarded("  '= 1 "), "= 1");
    }

    #[test]
    fn times_are_read_as_moments_or_days() {
        for (text, ms) in [
            ("", None),
            ("2023-11-14T22:13:20.123Z", Some(1_700_000_000_123)),
            ("2023-11-15T00:13:20+02:00", Some(1_700_000_000_000)),
            ("1970-01-02", Some(86_400_000)),
        ] {
            assert_eq!(moment(text).unwrap(), ms);
            assert_eq!(moment(&written(ms)).unwrap(), ms);
        }
        for bad in [
            "14.11.2023",
            "2023-11-14 22:13",
            "1969-12-31",
            "yesterday",
            "45244",
        ] {
            assert_eq!(moment(bad), Err(Problem::NoTime), "{bad}");
        }
        let latest = Some(limits::LATEST_MS);
        assert_eq!(written(latest), "9999-12-31T23:59:59.999Z");
        assert_eq!(moment(&written(latest)).unwrap(), latest);
    }

    #[test]
    fn words_and_switches_are_read_in_any_case() {
        assert_eq!(word::<Platform>("macOS").unwrap(), Some(Platform::Macos));
        assert_eq!(word::<Platform>("").unwrap(), None);
        let problem = word::<Platform>("amiga").unwrap_err().to_string();
        assert!(problem.contains("windows, macos"), "{problem}");
        assert_eq!(switch("TRUE").unwrap(), Some(true));
        assert_eq!(switch("no").unwrap(), Some(false));
        assert_eq!(switch("WAHR"), Err(Problem::NoSwitch));
        assert_eq!(list(" a ;; b;"), ["a", "b"]);
    }
}
