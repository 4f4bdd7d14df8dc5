//! A person, a group or an import as it is typed, and as it is told.

use super::api::{Group, GroupBody, Imported, Person, PersonBody};
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

/// A file to be imported, and what the broker said to exactly that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImportDraft {
    pub(super) kind: String,
    /// Whether what is not in the file goes.
    pub(super) replace: bool,
    /// Its name, once one is chosen.
    pub(super) file: Option<String>,
    /// What it would do, or has done; nothing once something else is chosen.
    answer: Option<(bool, Imported)>,
}

impl ImportDraft {
    /// Nothing chosen yet but what is in the file.
    pub(super) fn fresh(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            replace: false,
            file: None,
            answer: None,
        }
    }

    pub(super) fn put_kind(&mut self, kind: String) {
        self.kind = kind;
        self.answer = None;
    }

    pub(super) fn put_replace(&mut self, replace: bool) {
        self.replace = replace;
        self.answer = None;
    }

    pub(super) fn put_file(&mut self, file: Option<String>) {
        self.file = file;
        self.answer = None;
    }

    /// The file is not to be had any more.
    pub(super) fn unchosen(&mut self) {
        self.put_file(None);
    }

    /// The broker has looked at it, or imported it.
    pub(super) fn answered(&mut self, dry_run: bool, imported: Imported) {
        self.answer = Some((dry_run, imported));
    }

    /// What the broker said, and whether it only looked.
    pub(super) fn answer(&self) -> Option<(bool, &Imported)> {
        self.answer.as_ref().map(|(dry_run, it)| (*dry_run, it))
    }

    /// Whether it was looked at as it is now, and nothing is wrong with it.
    pub(super) fn can_be_imported(&self) -> bool {
        self.answer()
            .is_some_and(|(dry_run, it)| dry_run && it.faults.is_empty())
    }

    /// How many would go.
    pub(super) fn removed(&self) -> u32 {
        self.answer().map_or(0, |(_, it)| it.removed)
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

    fn imported(faults: &str) -> Imported {
        let text =
            format!(r#"{{"new":2,"changed":0,"unchanged":1,"removed":3,"faults":{faults}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn only_what_was_looked_at_and_is_sound_can_be_imported() {
        let mut draft = ImportDraft::fresh("groups");
        assert!(!draft.can_be_imported());
        draft.put_file(Some("people.csv".to_owned()));
        draft.answered(true, imported(r#"[{"line":2,"code":"empty"}]"#));
        assert!(!draft.can_be_imported());
        draft.answered(true, imported("[]"));
        assert!(draft.can_be_imported());
        assert_eq!(draft.removed(), 3);
        // Done, it is not done twice.
        draft.answered(false, imported("[]"));
        assert!(!draft.can_be_imported());
    }

    #[test]
    fn whatever_is_chosen_anew_is_to_be_looked_at_first() {
        let changes: [fn(&mut ImportDraft); 4] = [
            |draft| draft.put_replace(true),
            |draft| draft.put_kind("devices".to_owned()),
            |draft| draft.put_file(Some("other.csv".to_owned())),
            ImportDraft::unchosen,
        ];
        for change in changes {
            let mut draft = ImportDraft::fresh("groups");
            draft.put_file(Some("people.csv".to_owned()));
            draft.answered(true, imported("[]"));
            change(&mut draft);
            assert!(!draft.can_be_imported());
            assert_eq!(draft.answer(), None);
        }
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
