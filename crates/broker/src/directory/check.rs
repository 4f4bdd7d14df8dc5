//! What may stand in the directory: texts are tidied first, and what is still wrong then is refused.

use super::{
    entry::{Compliance, Device, Group, GroupKind, Person, Platform},
    limits,
};
use crate::identity::is_hidden;

/// What is wrong with a value, in a word for programs ([`Invalid::code`]) and in words for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It must not be empty.
    #[error("is empty: it has to be there")]
    Empty,
    /// It is longer than so many characters.
    #[error("is too long: at most {0} characters")]
    TooLong(usize),
    /// It has more entries than this.
    #[error("has too many entries: at most {0}")]
    TooMany(usize),
    /// It holds characters that nobody sees.
    #[error("holds characters that nobody sees: type it anew")]
    Hidden,
    /// It holds what divides the entries of a list.
    #[error("must not hold a semicolon, which divides the entries of a list")]
    Semicolon,
    /// It is no e-mail address.
    #[error("is no e-mail address, such as a@example.com")]
    NoAddress,
    /// It is a time beyond the year 9999.
    #[error("is a time beyond the year 9999")]
    Late,
    /// Another one has it already.
    #[error("belongs to another one already: each may be there once only")]
    Taken,
    /// There is no such person.
    #[error("names nobody in the directory: add the person first")]
    UnknownOwner,
    /// There is no such group.
    #[error("names no group of the directory: add the group {0:?} first")]
    UnknownGroup(String),
    /// There is no such person or device.
    #[error("names none in the directory: add {0:?} first")]
    UnknownMember(String),
    /// The group is made of something else.
    #[error("names the group {0:?}, which is of the other kind")]
    WrongKind(String),
    /// A group that is not empty stays what it is made of.
    #[error("cannot change while the group has members: empty it first")]
    HasMembers,
}

impl Invalid {
    /// A stable word for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong(_) => "too-long",
            Self::TooMany(_) => "too-many",
            Self::Hidden => "hidden-characters",
            Self::Semicolon => "semicolon",
            Self::NoAddress => "no-address",
            Self::Late => "late",
            Self::Taken => "taken",
            Self::UnknownOwner => "unknown-owner",
            Self::UnknownGroup(_) => "unknown-group",
            Self::UnknownMember(_) => "unknown-member",
            Self::WrongKind(_) => "wrong-kind",
            Self::HasMembers => "has-members",
        }
    }

    /// What has to be named beside that word, if anything: how many there may be, or an id.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::TooLong(most) | Self::TooMany(most) => Some(most.to_string()),
            Self::UnknownGroup(id) | Self::UnknownMember(id) | Self::WrongKind(id) => {
                Some(id.clone())
            }
            Self::Empty
            | Self::Hidden
            | Self::Semicolon
            | Self::NoAddress
            | Self::Late
            | Self::Taken
            | Self::UnknownOwner
            | Self::HasMembers => None,
        }
    }
}

/// A value that may not stand there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} {why}")]
pub struct Fault {
    /// Which field, as its column in CSV is called.
    pub field: &'static str,
    /// What is wrong with it.
    pub why: Invalid,
}

/// One kind of what the directory keeps.
pub(super) trait Kept: Clone + PartialEq + Send + Sync {
    /// Its word in the audit.
    const WORD: &'static str;

    /// Its id.
    fn id(&self) -> &str;

    /// One of which nothing is known but its id.
    fn blank(id: &str) -> Self;

    /// The same without blanks around and lists in an order of their own: what is said twice in different ways is
    /// the same.
    fn tidied(self) -> Self;

    /// What may not be so, whatever else the directory holds.
    fn faults(&self) -> Vec<Fault>;

    /// The fields in which two differ.
    fn differing(&self, other: &Self) -> Vec<&'static str>;
}

impl Kept for Person {
    const WORD: &'static str = "person";

    fn id(&self) -> &str {
        &self.id
    }

    fn blank(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            subject: None,
            email: None,
            name: String::new(),
            title: None,
            company: None,
            enabled: true,
            groups: Vec::new(),
        }
    }

    fn tidied(self) -> Self {
        Self {
            id: self.id.trim().to_owned(),
            subject: some(self.subject.map(|text| text.trim().to_owned())),
            email: some(self.email.map(|text| text.trim().to_owned())),
            name: line(&self.name),
            title: some(self.title.map(|text| line(&text))),
            company: some(self.company.map(|text| line(&text))),
            enabled: self.enabled,
            groups: set(self.groups),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.text("id", &self.id, limits::ID, true);
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        faults.text("subject", &optional(&self.subject), limits::SUBJECT, false);
        faults.text("email", &optional(&self.email), limits::EMAIL, false);
        faults.when(
            "email",
            self.email.as_deref().is_some_and(|it| !is_address(it)),
            Invalid::NoAddress,
        );
        faults.text("name", &self.name, limits::NAME, true);
        faults.text("title", &optional(&self.title), limits::NAME, false);
        faults.text("company", &optional(&self.company), limits::NAME, false);
        faults.list("groups", &self.groups, limits::GROUPS, limits::ID);
        faults.0
    }

    fn differing(&self, other: &Self) -> Vec<&'static str> {
        differing([
            ("subject", self.subject != other.subject),
            ("email", self.email != other.email),
            ("name", self.name != other.name),
            ("title", self.title != other.title),
            ("company", self.company != other.company),
            ("enabled", self.enabled != other.enabled),
            ("groups", self.groups != other.groups),
        ])
    }
}

impl Kept for Group {
    const WORD: &'static str = "group";

    fn id(&self) -> &str {
        &self.id
    }

    fn blank(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: String::new(),
            kind: GroupKind::People,
        }
    }

    fn tidied(self) -> Self {
        Self {
            id: self.id.trim().to_owned(),
            name: line(&self.name),
            kind: self.kind,
        }
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.text("id", &self.id, limits::ID, true);
        faults.when("id", self.id.contains(';'), Invalid::Semicolon);
        faults.text("name", &self.name, limits::NAME, true);
        faults.0
    }

    fn differing(&self, other: &Self) -> Vec<&'static str> {
        differing([
            ("name", self.name != other.name),
            ("kind", self.kind != other.kind),
        ])
    }
}

impl Kept for Device {
    const WORD: &'static str = "device";

    fn id(&self) -> &str {
        &self.id
    }

    fn blank(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: String::new(),
            owner: None,
            platform: Platform::Other,
            compliance: Compliance::Unknown,
            reasons: Vec::new(),
            last_seen_ms: None,
            groups: Vec::new(),
        }
    }

    fn tidied(self) -> Self {
        let reasons = self.reasons.iter().map(|reason| line(reason));
        Self {
            id: self.id.trim().to_owned(),
            name: line(&self.name),
            owner: some(self.owner.map(|id| id.trim().to_owned())),
            reasons: reasons.filter(|reason| !reason.is_empty()).collect(),
            groups: set(self.groups),
            ..self
        }
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.text("id", &self.id, limits::ID, true);
        faults.text("name", &self.name, limits::NAME, true);
        faults.list("reasons", &self.reasons, limits::REASONS, limits::REASON);
        let late = self.last_seen_ms.is_some_and(|ms| ms > limits::LATEST_MS);
        faults.when("last_seen", late, Invalid::Late);
        faults.list("groups", &self.groups, limits::GROUPS, limits::ID);
        faults.0
    }

    fn differing(&self, other: &Self) -> Vec<&'static str> {
        differing([
            ("name", self.name != other.name),
            ("owner", self.owner != other.owner),
            ("platform", self.platform != other.platform),
            ("compliance", self.compliance != other.compliance),
            ("reasons", self.reasons != other.reasons),
            ("last_seen", self.last_seen_ms != other.last_seen_ms),
            ("groups", self.groups != other.groups),
        ])
    }
}

fn differing<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    let differing = fields.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(field, _)| field).collect()
}

/// A text on one line, blanks counted once.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An empty text is none.
fn some(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// Ids, each once.
pub(super) fn set(ids: Vec<String>) -> Vec<String> {
    let trimmed = ids.iter().map(|id| id.trim().to_owned());
    let mut ids: Vec<String> = trimmed.filter(|id| !id.is_empty()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Something, one `@`, something.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    let full = |part: &str| {
        let breaks = |char: char| char == '@' || char.is_whitespace();
        !part.is_empty() && !part.contains(breaks)
    };
    parts.is_some_and(|(name, domain)| full(name) && full(domain))
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn when(&mut self, field: &'static str, is: bool, why: Invalid) {
        // One of each field is enough to act on.
        if is && self.0.last().is_none_or(|fault| fault.field != field) {
            self.0.push(Fault { field, why });
        }
    }

    fn text(&mut self, field: &'static str, text: &str, most: usize, needed: bool) {
        self.when(field, needed && text.is_empty(), Invalid::Empty);
        self.when(
            field,
            text.chars().nth(most).is_some(),
            Invalid::TooLong(most),
        );
        self.when(field, text.chars().any(is_hidden), Invalid::Hidden);
    }

    fn list(&mut self, field: &'static str, texts: &[String], entries: usize, most: usize) {
        self.when(field, texts.len() > entries, Invalid::TooMany(entries));
        for text in texts {
            self.text(field, text, most, false);
            self.when(field, text.contains(';'), Invalid::Semicolon);
        }
    }
}

#[cfg(test)]
mod tests;
