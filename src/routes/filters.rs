//! What pages of the console show a part of, as it stands in their addresses: a link that is handed on shows the same.

use crate::percent;
use std::fmt;

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Characters of a text.
const TEXT: usize = 512;

/// A day (UTC), counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// Reads a date as `2026-11-30`, between 1970 and 9999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').map(str::parse::<i64>);
        let (year, month, day) = (
            parts.next()?.ok()?,
            parts.next()?.ok()?,
            parts.next()?.ok()?,
        );
        let within =
            (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let found = within.then(|| Self::of(year, month, day))?;
        // What is no date, such as the 30th of February, is called otherwise.
        (found.to_string() == text).then_some(found)
    }

    /// By days since the first of March of the year 0: so a leap day is the last of its year.
    const fn of(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self(era * 146_097 + days - 719_468)
    }

    /// When it begins, in milliseconds since 1970.
    #[must_use]
    pub const fn begins_ms(self) -> i64 {
        self.0 * DAY_MS
    }

    /// So many days later.
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// How many days later it is than another.
    #[must_use]
    pub const fn since(self, other: Self) -> i64 {
        self.0 - other.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = (from_march + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// What can be filtered by, and how what is found is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// From this day on.
    From,
    /// To this day, which is included.
    To,
    /// Who helped: an account, `directory:` and somebody's id there, or part of a name or an address.
    Helper,
    /// Who was helped.
    Sharer,
    /// On which device: an id, or part of a name.
    Device,
    /// How the session ended.
    Outcome,
    /// The reference to a ticket, or part of it.
    Ticket,
    /// Who did it.
    Actor,
    /// What kind of record it is.
    Kind,
    /// To which session it belongs.
    Session,
    /// Part of a name.
    Search,
    /// Whether a device meets the policies.
    Compliance,
    /// What runs on it.
    Platform,
    /// By which column it is sorted.
    Order,
    /// The other way round.
    Reverse,
}

impl Text {
    /// Those of the report.
    pub const OF_REPORT: [Self; 7] = [
        Self::From,
        Self::To,
        Self::Helper,
        Self::Sharer,
        Self::Device,
        Self::Outcome,
        Self::Ticket,
    ];
    /// Those of the audit.
    pub const OF_AUDIT: [Self; 5] = [Self::From, Self::To, Self::Kind, Self::Actor, Self::Session];
    /// Those of the devices.
    pub const OF_DEVICES: [Self; 5] = [
        Self::Search,
        Self::Compliance,
        Self::Platform,
        Self::Order,
        Self::Reverse,
    ];
    /// Those of the people.
    pub const OF_PEOPLE: [Self; 1] = [Self::Search];

    /// Its key in our addresses; but for days the broker's interface calls it so too.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Helper => "helper",
            Self::Sharer => "sharer",
            Self::Device => "device",
            Self::Outcome => "outcome",
            Self::Ticket => "ticket",
            Self::Actor => "actor",
            Self::Kind => "kind",
            Self::Session => "session",
            Self::Search => "search",
            Self::Compliance => "compliance",
            Self::Platform => "platform",
            Self::Order => "order",
            Self::Reverse => "reverse",
        }
    }

    /// Key and value for the broker's interface, which takes instants for days.
    fn asked(self, value: &str) -> (&'static str, String) {
        let begins = |days| Day::parse(value).map(|day| day.plus(days).begins_ms().to_string());
        match self {
            Self::From => ("from_ms", begins(0).unwrap_or_default()),
            Self::To => ("to_ms", begins(1).unwrap_or_default()),
            other => (other.key(), value.to_owned()),
        }
    }

    /// Whether only a day can stand there.
    const fn is_day(self) -> bool {
        matches!(self, Self::From | Self::To)
    }
}

/// What a page shows a part of. Nothing is set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(Vec<(Text, String)>);

impl Filters {
    /// Reads a query, of which only these texts count. What does not read is not set.
    #[must_use]
    pub fn read(texts: &[Text], get: impl Fn(&str) -> Option<String>) -> Self {
        let mut filters = Self::default();
        for text in texts {
            filters.put(*text, get(text.key()).unwrap_or_default().trim());
        }
        filters
    }

    /// A text that is set; empty if it is not.
    #[must_use]
    pub fn text(&self, text: Text) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == text);
        found.map_or("", |(_, value)| value)
    }

    /// Sets a text as it is typed, or takes it away if it is empty or no day where one must be. Space around it counts for
    /// nothing.
    pub fn put(&mut self, text: Text, value: &str) {
        self.0.retain(|(known, _)| *known != text);
        let value: String = value.chars().take(TEXT).collect();
        if !value.is_empty() && (!text.is_day() || Day::parse(&value).is_some()) {
            self.0.push((text, value));
            // One choice has one address.
            self.0.sort_unstable_by_key(|(text, _)| text.key());
        }
    }

    /// The same with a text.
    #[must_use]
    pub fn with(mut self, text: Text, value: &str) -> Self {
        self.put(text, value);
        self
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given().next().is_none()
    }

    /// Behind the path of a page: with its question mark, or nothing at all.
    #[must_use]
    pub fn address(&self) -> String {
        let mut query = String::new();
        for (text, value) in self.given() {
            push(&mut query, text.key(), value);
        }
        query
    }

    /// Behind a path of the broker's interface.
    #[must_use]
    pub fn asked(&self) -> String {
        let mut query = String::new();
        for (text, value) in self.given() {
            let (key, value) = text.asked(value);
            push(&mut query, key, &value);
        }
        query
    }

    fn given(&self) -> impl Iterator<Item = (Text, &str)> {
        let texts = self.0.iter().map(|(text, value)| (*text, value.trim()));
        texts.filter(|(_, value)| !value.is_empty())
    }
}

/// Adds a key and its value to a query, which may be empty yet.
pub fn push(query: &mut String, key: &str, value: &str) {
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push_str(key);
    query.push('=');
    query.push_str(&percent::encoded(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_called_by_their_dates_and_nothing_else_is_a_day() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1999-12-31", 10_956),
            ("2000-02-29", 11_016),
            ("2026-11-30", 20_787),
            ("2100-03-01", 47_541),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day, day.to_string()), (Day(days), text.to_owned()));
            assert_eq!(day.begins_ms(), days * DAY_MS);
        }
        for text in [
            "",
            "2026",
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "1969-12-31",
            "2026-11-30x",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        for days in -1_000..200_000 {
            let text = Day(days).to_string();
            assert!(
                Day::parse(&text).is_none_or(|day| day == Day(days)),
                "{text}"
            );
        }
    }

    #[test]
    fn an_address_reads_back_as_what_was_chosen() {
        let mut filters = Filters::default()
            .with(Text::From, "2026-11-01")
            .with(Text::To, "2026-11-30");
        filters.put(Text::Helper, " Zoë & Co=1% ");
        filters.put(Text::Outcome, "ended-by-helper");
        let address = filters.address();
        assert_eq!(
            address,
            "?from=2026-11-01&helper=Zo%C3%AB%20%26%20Co%3D1%25&outcome=ended-by-helper&to=2026-11-30"
        );
        let get = |key: &str| match key {
            "helper" => Some("Zoë & Co=1%".to_owned()),
            // Keys of another page are none of this one's.
            "kind" => Some("sign-in".to_owned()),
            _ => address[1..]
                .split('&')
                .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
                .map(str::to_owned),
        };
        filters.put(Text::Helper, "Zoë & Co=1%");
        assert_eq!(Filters::read(&Text::OF_REPORT, get), filters);
        assert_eq!(
            filters.asked(),
            "?from_ms=1793491200000&helper=Zo%C3%AB%20%26%20Co%3D1%25&outcome=ended-by-helper\
             &to_ms=1796083200000"
        );
    }

    #[test]
    fn nothing_chosen_is_no_query() {
        let mut filters = Filters::default().with(Text::Actor, "x");
        filters.put(Text::Actor, "  ");
        assert!(filters.is_empty());
        assert_eq!((filters.address(), filters.asked()), Default::default());
        filters.put(Text::From, "2026-02-30");
        assert!(filters.is_empty());
        let wrong = Filters::read(&Text::OF_AUDIT, |_| Some("  ".to_owned()));
        assert!(wrong.is_empty());
    }
}
