//! What the chart of days is drawn of. Pure.

use super::api::OfDay;
use crate::routes::filters::Day;

/// Days that are drawn at least, and at most: the newest.
const FEWEST: i64 = 14;
pub(super) const MOST: i64 = 92;

/// How high the highest bar is.
pub(super) const HEIGHT: u32 = 100;

/// A day, with sessions or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) day: Day,
    pub(super) sessions: u64,
    pub(super) duration_ms: u64,
}

/// The days that are drawn: all from the first with sessions to the last.
pub(super) fn days(told: &[OfDay]) -> Vec<Drawn> {
    let known: Vec<(Day, &OfDay)> = told
        .iter()
        .filter_map(|of| Some((Day::parse(&of.day)?, of)))
        .collect();
    let (Some((first, _)), Some((last, _))) = (known.first(), known.last()) else {
        return Vec::new();
    };
    let count = (last.since(*first) + 1).clamp(FEWEST, MOST);
    let begin = last.plus(1 - count);
    (0..count)
        .map(|nth| {
            let day = begin.plus(nth);
            let found = known.iter().find(|(known, _)| *known == day);
            Drawn {
                day,
                sessions: found.map_or(0, |(_, of)| of.sessions),
                duration_ms: found.map_or(0, |(_, of)| of.duration_ms),
            }
        })
        .collect()
}

/// How high a bar is, in whole parts of the highest. What is there at all is seen.
pub(super) fn height(value: u64, most: u64) -> u32 {
    if value == 0 || most == 0 {
        return 0;
    }
    let part = u128::from(value) * u128::from(HEIGHT) / u128::from(most);
    u32::try_from(part).unwrap_or(HEIGHT).clamp(2, HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(day: &str, sessions: u64) -> OfDay {
        OfDay {
            day: day.to_owned(),
            sessions,
            duration_ms: sessions * 60_000,
            shared_ms: 0,
        }
    }

    #[test]
    fn days_without_sessions_are_drawn_too_and_no_more_than_fit() {
        let drawn = days(&[of("2026-02-27", 3), of("2026-03-20", 1)]);
        assert_eq!(drawn.len(), 22);
        let with: Vec<_> = drawn
            .iter()
            .filter(|drawn| drawn.sessions > 0)
            .map(|drawn| (drawn.day.to_string(), drawn.sessions, drawn.duration_ms))
            .collect();
        assert_eq!(
            with,
            [
                ("2026-02-27".to_owned(), 3, 180_000),
                ("2026-03-20".to_owned(), 1, 60_000)
            ]
        );
        let one = days(&[of("2026-03-20", 1)]);
        assert_eq!(one.len() as i64, FEWEST);
        assert_eq!(one.last().unwrap().day.to_string(), "2026-03-20");
        let many = days(&[of("2020-01-01", 1), of("2026-03-20", 1)]);
        assert_eq!(many.len() as i64, MOST);
        assert_eq!(many.last().unwrap().sessions, 1);
        assert_eq!(days(&[]), []);
    }

    #[test]
    fn the_highest_bar_is_whole_and_the_least_is_seen() {
        assert_eq!(height(0, 9), 0);
        assert_eq!(height(0, 0), 0);
        assert_eq!(height(9, 9), HEIGHT);
        assert_eq!(height(1, 100_000), 2);
        assert_eq!(height(u64::MAX, u64::MAX), HEIGHT);
    }
}
