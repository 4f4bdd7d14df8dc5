//! An import as it is chosen, and what the broker says to it.

use super::api::{self, Imported};

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
    /// Counts what is chosen: an answer to what was chosen before is none.
    choices: u32,
}

/// What the broker is asked: to look at a file, or to import it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) dry_run: bool,
    /// Where the file goes, and how it is read.
    pub(super) path: String,
    /// What was chosen then.
    choices: u32,
}

impl ImportDraft {
    /// Nothing chosen yet but what is in the file.
    pub(super) fn fresh(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            replace: false,
            file: None,
            answer: None,
            choices: 0,
        }
    }

    pub(super) fn put_kind(&mut self, kind: String) {
        self.kind = kind;
        self.chosen();
    }

    pub(super) fn put_replace(&mut self, replace: bool) {
        self.replace = replace;
        self.chosen();
    }

    pub(super) fn put_file(&mut self, file: Option<String>) {
        self.file = file;
        self.chosen();
    }

    fn chosen(&mut self) {
        self.answer = None;
        self.choices = self.choices.wrapping_add(1);
    }

    /// The file is not to be had any more.
    pub(super) fn unchosen(&mut self) {
        self.put_file(None);
    }

    /// What is sent to have the file looked at.
    pub(super) fn to_look(&self) -> Sent {
        Sent {
            dry_run: true,
            path: api::try_import(&self.kind, self.replace),
            choices: self.choices,
        }
    }

    /// What is sent to have it imported: it removes no more than was told when it was looked at.
    pub(super) fn to_import(&self) -> Sent {
        Sent {
            dry_run: false,
            path: api::import(&self.kind, self.replace, self.removed()),
            choices: self.choices,
        }
    }

    /// The broker has looked at it, or imported it. What it says of a file that was only looked at counts as long as nothing
    /// else is chosen; what was imported was imported.
    pub(super) fn answered(&mut self, sent: &Sent, imported: Imported) {
        if self.choices == sent.choices || !sent.dry_run {
            self.answer = Some((sent.dry_run, imported));
        }
    }

    /// What the broker said is not so any more.
    pub(super) fn outdated(&mut self) {
        self.answer = None;
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
        let sent = draft.to_look();
        draft.answered(&sent, imported(r#"[{"line":2,"code":"empty"}]"#));
        assert!(!draft.can_be_imported());
        draft.answered(&sent, imported("[]"));
        assert!(draft.can_be_imported());
        // It removes no more than was told.
        let sent = draft.to_import();
        assert_eq!(
            sent.path,
            "/directory/import/groups?dry_run=false&replace=false&expect_removed=3"
        );
        // Done, it is not done twice.
        draft.answered(&sent, imported("[]"));
        assert!(!draft.can_be_imported());
    }

    #[test]
    fn an_answer_to_what_was_chosen_before_is_none() {
        let mut draft = ImportDraft::fresh("groups");
        draft.put_file(Some("people.csv".to_owned()));
        let sent = draft.to_look();
        draft.put_replace(true);
        draft.answered(&sent, imported("[]"));
        assert_eq!(draft.answer(), None);
        // Nor where all of it was chosen back: the file may be another of the same name.
        draft.put_replace(false);
        draft.answered(&sent, imported("[]"));
        assert_eq!(draft.answer(), None);
        let sent = draft.to_look();
        draft.answered(&sent, imported("[]"));
        assert!(draft.can_be_imported());
        // What was imported was, whatever is chosen next.
        let sent = draft.to_import();
        draft.put_kind("devices".to_owned());
        draft.answered(&sent, imported("[]"));
        assert_eq!(draft.answer().map(|(dry_run, _)| dry_run), Some(false));
        assert!(!draft.can_be_imported());
    }

    #[test]
    fn whatever_is_chosen_anew_is_to_be_looked_at_first() {
        let changes: [fn(&mut ImportDraft); 5] = [
            |draft| draft.put_replace(true),
            |draft| draft.put_kind("devices".to_owned()),
            |draft| draft.put_file(Some("other.csv".to_owned())),
            ImportDraft::unchosen,
            ImportDraft::outdated,
        ];
        for change in changes {
            let mut draft = ImportDraft::fresh("groups");
            draft.put_file(Some("people.csv".to_owned()));
            let sent = draft.to_look();
            draft.answered(&sent, imported("[]"));
            change(&mut draft);
            assert!(!draft.can_be_imported());
            assert_eq!(draft.answer(), None);
        }
    }
}
