//! How long to wait before a request is sent again, and when not to. Pure; time and chance are the caller's.

use chrono::{DateTime, NaiveDateTime};

/// Most requests for one answer.
const ATTEMPTS: u32 = 3;
/// No request is sent later than this after the first, in milliseconds: somebody is waiting.
const PATIENCE_MS: u64 = 10_000;
/// The first wait where the service names none, in milliseconds; each further one is twice as long.
const FIRST_MS: u64 = 500;

/// The requests for one answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempts {
    began_ms: u64,
    made: u32,
}

impl Attempts {
    /// The first is sent now.
    pub(super) fn begin(now_ms: u64) -> Self {
        Self {
            began_ms: now_ms,
            made: 1,
        }
    }

    /// When to send the next one, in Unix milliseconds; `None`: give up. The wait is what the service asks
    /// for; else it doubles, and `chance` (any number) makes it shorter by up to a half, so that many who
    /// failed together do not come back together.
    pub(super) fn next(&mut self, now_ms: u64, asked_ms: Option<u64>, chance: u64) -> Option<u64> {
        let wait = asked_ms.unwrap_or_else(|| {
            let longest = FIRST_MS << self.made.saturating_sub(1).min(8);
            longest - chance % (longest / 2)
        });
        let at_ms = now_ms.saturating_add(wait);
        if self.made >= ATTEMPTS || at_ms > self.began_ms.saturating_add(PATIENCE_MS) {
            return None;
        }
        self.made += 1;
        Some(at_ms)
    }
}

/// What `Retry-After` asks for, in milliseconds from now: seconds or a date (RFC 9110 §10.2.3). `None`: it is
/// neither.
pub(super) fn retry_after(value: &str, now_ms: u64) -> Option<u64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than fit are many.
        let seconds: u64 = value.parse().unwrap_or(u64::MAX);
        return Some(seconds.saturating_mul(1_000));
    }
    let at = date(value)?;
    Some(u64::try_from(at).unwrap_or(0).saturating_sub(now_ms))
}

/// A date in one of the three forms that HTTP knows (RFC 9110 §5.6.7), in Unix milliseconds.
fn date(value: &str) -> Option<i64> {
    if !value.is_ascii() {
        return None;
    }
    let plain = |form| NaiveDateTime::parse_from_str(value, form).ok();
    DateTime::parse_from_rfc2822(value)
        .map(|at| at.naive_utc())
        .ok()
        .or_else(|| plain("%A, %d-%b-%y %H:%M:%S GMT"))
        .or_else(|| plain("%a %b %e %H:%M:%S %Y"))
        .map(|at| at.and_utc().timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT.
    const THEN_MS: u64 = 784_111_777_000;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        for (value, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120_000)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(7_000)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(7_000)),
            ("Sun Nov  6 08:49:37 1994", Some(7_000)),
            // Over already.
            ("Sun, 06 Nov 1994 08:49:20 GMT", Some(0)),
            ("Mon, 01 Jan 1601 00:00:00 GMT", Some(0)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("Sun, 36 Nov 1994 08:49:37 GMT", None),
            ("in 2 s", None),
        ] {
            assert_eq!(retry_after(value, THEN_MS - 7_000), expected, "{value:?}");
        }
    }

    #[test]
    fn waits_double_with_some_chance_and_end() {
        let mut attempts = Attempts::begin(0);
        assert_eq!(attempts.next(0, None, 0), Some(500));
        assert_eq!(attempts.next(600, None, 499), Some(600 + 501));
        assert_eq!(attempts.next(2_000, None, 0), None);
    }

    #[test]
    fn what_the_service_asks_for_is_kept_to_or_nothing_is_sent() {
        let mut attempts = Attempts::begin(0);
        assert_eq!(attempts.next(0, Some(10_000), 0), Some(10_000));
        assert_eq!(Attempts::begin(0).next(1, Some(10_000), 0), None);
        assert_eq!(Attempts::begin(0).next(0, Some(u64::MAX), 0), None);
    }

    proptest! {
        #[test]
        fn any_retry_after_is_read_without_harm(value in ".{0,60}", now in any::<u64>()) {
            let _ = retry_after(&value, now);
        }

        #[test]
        fn a_date_tells_the_way_to_it(now in 0..4_000_000_000_000_u64, wait in 0..1_000_000_u64) {
            let at = DateTime::from_timestamp_millis(i64::try_from(now + wait * 1_000).unwrap()).unwrap();
            let text = at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
            let read = retry_after(&text, now).unwrap();
            // The date has no milliseconds.
            prop_assert!(read <= wait * 1_000 && read + 1_000 > wait * 1_000, "{}", read);
            prop_assert_eq!(retry_after(&wait.to_string(), now), Some(wait * 1_000));
        }

        #[test]
        fn attempts_are_few_and_end_soon(
            asked in proptest::option::of(any::<u64>()),
            chance in any::<u64>(),
            took in 0..20_000_u64,
        ) {
            let mut attempts = Attempts::begin(0);
            let (mut now, mut made) = (took, 1);
            while let Some(at) = attempts.next(now, asked, chance) {
                prop_assert!(at >= now && at <= PATIENCE_MS);
                prop_assert_eq!(asked.is_none_or(|asked| at == now + asked), true);
                now = at + took;
                made += 1;
                prop_assert!(made <= ATTEMPTS);
            }
        }
    }
}
