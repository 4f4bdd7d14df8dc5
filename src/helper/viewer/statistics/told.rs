//! The figures of the statistics in words.

use crate::i18n::{self, Arg};
use crate::session::Stage;
use rh_protocol::stats::SharerStats;

/// What a stage is called, in the language files.
pub(super) const fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Capture => "stats-capture",
        Stage::Queue => "stats-queue",
        Stage::Copy => "stats-copy",
        Stage::Damage => "stats-damage",
        Stage::Encode => "stats-encode",
        Stage::FilmEncode => "stats-film-encode",
        Stage::Send => "stats-send",
        Stage::Network => "stats-network",
        Stage::Reassemble => "stats-reassemble",
        Stage::Decode => "stats-decode",
        Stage::FilmDecode => "stats-film-decode",
        Stage::Convert => "stats-convert",
        Stage::Draw => "stats-draw",
        Stage::Display => "stats-display",
    }
}

/// What stands where nothing is known.
pub(super) fn nothing() -> String {
    i18n::text("stats-unknown", &[])
}

/// So many in the time that is told of, as so many a second.
fn a_second(told: &SharerStats, count: u32) -> f64 {
    f64::from(count) * 1_000.0 / f64::from(told.interval_ms.max(1))
}

fn kilobits(bytes_a_second: f64) -> String {
    i18n::with_unit(
        (bytes_a_second * 8.0 / 1_000.0).round(),
        "kilobit-per-second",
    )
}

pub(super) fn frames(told: &SharerStats) -> Option<String> {
    let number = |count| Arg::Number(a_second(told, count).round());
    let counts = [
        ("captured", number(told.captured)),
        ("sent", number(told.sent)),
        ("skipped", number(told.replaced)),
    ];
    Some(i18n::text("stats-frames-told", &counts))
}

pub(super) fn data(told: &SharerStats) -> Option<String> {
    Some(kilobits(a_second(told, told.bytes)))
}

pub(super) fn round_trip(told: &SharerStats) -> Option<String> {
    let ms = told.round_trip_ms?;
    Some(i18n::with_unit(ms.into(), "millisecond"))
}

/// What it was seen to carry: a screen on which little happens does not ask for more.
pub(super) fn path(told: &SharerStats) -> Option<String> {
    let rate = Arg::from(kilobits(told.rate?.into()));
    Some(i18n::text("stats-path-told", &[("rate", rate)]))
}

pub(super) fn picture(told: &SharerStats) -> Option<String> {
    let format = u32::from(told.format);
    let size = [
        ("width", u32::from(told.width).into()),
        ("height", u32::from(told.height).into()),
        ("format", format.into()),
    ];
    (told.width > 0).then(|| i18n::text("stats-picture-told", &size))
}

pub(super) fn film(told: &SharerStats) -> Option<String> {
    Some(match told.film {
        Some(codec) => i18n::text("stats-film-told", &[("codec", u32::from(codec).into())]),
        None => i18n::text("stats-film-none", &[]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_by_the_second() {
        let told = SharerStats {
            interval_ms: 2_000,
            ..SharerStats::default()
        };
        assert!((a_second(&told, 30) - 15.0).abs() < f64::EPSILON);
        let nonsense = SharerStats::default();
        assert!(a_second(&nonsense, 1).is_finite());
    }

    #[test]
    fn every_stage_has_a_name_of_its_own() {
        let mut names = Stage::ALL.map(name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
