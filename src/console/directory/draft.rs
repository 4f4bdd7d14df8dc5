//! A person or a group as it is typed, and as it is told.

use super::api::{Group, GroupBody, Person, PersonBody};
use crate::console::opened::{Typed, field, ticks};
use std::collections::BTreeSet;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonDraft {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) subject: String,
    pub(super) title: String,
    pub(super) company: String,
    pub(super) enabled: bool,
    /// Ids.
    pub(super) groups: BTreeSet<String>,
}

impl PersonDraft {
    /// Somebody new, whose account may be used.
    pub(super) fn fresh() -> Self {
        Self {
            name: String::new(),
            email: String::new(),
            subject: String::new(),
            title: String::new(),
            company: String::new(),
            enabled: true,
            groups: BTreeSet::new(),
        }
    }

    /// As they are.
    pub(super) fn of(person: &Person) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let groups = person.groups.iter().flatten();
        Self {
            name: person.name.clone(),
            email: text(&person.email),
            subject: text(&person.subject),
            title: text(&person.title),
            company: text(&person.company),
            enabled: person.enabled,
            groups: groups.map(|group| group.id.clone()).collect(),
        }
    }

    /// As they are told. What is empty is not known.
    pub(super) fn body(&self) -> PersonBody {
        PersonBody {
            subject: some(&self.subject),
            email: some(&self.email),
            name: self.name.trim().to_owned(),
            title: some(&self.title),
            company: some(&self.company),
            enabled: self.enabled,
            groups: self.groups.iter().cloned().collect(),
        }
    }
}

impl Typed for PersonDraft {
    fn over(self, before: Self, now: Self) -> Self {
        Self {
            name: field(self.name, &before.name, now.name),
            email: field(self.email, &before.email, now.email),
            subject: field(self.subject, &before.subject, now.subject),
            title: field(self.title, &before.title, now.title),
            company: field(self.company, &before.company, now.company),
            enabled: field(self.enabled, &before.enabled, now.enabled),
            groups: ticks(&self.groups, &before.groups, &now.groups),
        }
    }
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A person as they are told when they are in a group, or in none of that id, and else as they are.
pub(super) fn regrouped(person: &Person, group: &str, within: bool) -> PersonBody {
    let mut draft = PersonDraft::of(person);
    if within {
        draft.groups.insert(group.to_owned());
    } else {
        draft.groups.remove(group);
    }
    draft.body()
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GroupDraft {
    pub(super) name: String,
    pub(super) kind: String,
}

impl GroupDraft {
    /// A new one.
    pub(super) fn fresh() -> Self {
        Self {
            name: String::new(),
            kind: "people".to_owned(),
        }
    }

    /// As it is.
    pub(super) fn of(group: &Group) -> Self {
        Self {
            name: group.name.clone(),
            kind: group.kind.clone(),
        }
    }

    /// As it is told.
    pub(super) fn body(&self) -> GroupBody {
        GroupBody {
            name: self.name.trim().to_owned(),
            kind: self.kind.clone(),
        }
    }
}

impl Typed for GroupDraft {
    fn over(self, before: Self, now: Self) -> Self {
        Self {
            name: field(self.name, &before.name, now.name),
            kind: field(self.kind, &before.kind, now.kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Person {
        serde_json::from_str(
            r#"{"id":"p","subject":"s-1","name":"Ada Byron","email":"ada@a.example","enabled":false,
            "groups":[{"id":"desk","name":"Desk"},{"id":"staff"}],"age_ms":0}"#,
        )
        .unwrap()
    }

    #[test]
    fn who_is_only_looked_at_stays_as_they_are() {
        let told = serde_json::to_string(&PersonDraft::of(&person()).body()).unwrap();
        assert_eq!(
            told,
            r#"{"subject":"s-1","email":"ada@a.example","name":"Ada Byron","enabled":false,"groups":["desk","staff"]}"#
        );
    }

    #[test]
    fn blanks_are_nothing() {
        let draft = PersonDraft {
            name: " Bo ".to_owned(),
            email: "  ".to_owned(),
            title: " Engineer\n".to_owned(),
            ..PersonDraft::fresh()
        };
        let body = draft.body();
        assert_eq!((body.name.as_str(), body.email), ("Bo", None));
        assert_eq!(body.title.as_deref(), Some("Engineer"));
        assert!(body.enabled);
    }

    #[test]
    fn whoever_somebody_else_has_disabled_stays_so() {
        let before = PersonDraft::of(&person());
        let typed = PersonDraft {
            title: "Engineer".to_owned(),
            ..before.clone()
        };
        let now = PersonDraft {
            enabled: !before.enabled,
            groups: ["staff".to_owned()].into(),
            ..before.clone()
        };
        let over = typed.over(before.clone(), now.clone());
        assert_eq!((&*over.title, over.enabled), ("Engineer", !before.enabled));
        assert_eq!(over.groups, now.groups);
    }

    #[test]
    fn another_group_changes_nothing_else() {
        let person = person();
        let into = regrouped(&person, "night", true);
        assert_eq!(into.groups, ["desk", "night", "staff"]);
        let out = regrouped(&person, "desk", false);
        assert_eq!(out.groups, ["staff"]);
        let rest = PersonDraft::of(&person).body();
        assert_eq!((into.subject, into.enabled), (rest.subject, rest.enabled));
    }
}
