//! Importing a file: looked at first, then done.

use super::Directory;
use super::api::Imported;
use super::import_draft::{ImportDraft, Sent};
use crate::console::choose::Choices;
use crate::console::confirm::{Question, Words};
use crate::console::load::Asking;
use crate::console::opened::is_overtaken;
use crate::i18n;
use crate::platform::http::{self, NotTaken};
use crate::platform::{document, file, spawn, timer};
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode};

/// The field of the file, and what came of it.
pub(super) const FIELD: &str = "import-file";
pub(super) const RESULT: &str = "import-result";

/// What a file is.
const CSV: &str = "text/csv";

const REPLACE: Words = Words {
    title: "import-replace-title",
    body: "import-replace-body",
    confirm: "import",
    said: "import-said",
};

/// An import. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Importing {
    directory: Directory,
    pub(super) draft: RwSignal<ImportDraft>,
    pub(super) busy: RwSignal<bool>,
    pub(super) error: RwSignal<Option<ErrorBody>>,
    /// The file cannot be read any more.
    pub(super) unreadable: RwSignal<bool>,
}

impl Importing {
    /// Nothing chosen yet, of these kinds: the first.
    pub(super) fn new(directory: Directory, kinds: Choices) -> Self {
        Self {
            directory,
            draft: RwSignal::new(ImportDraft::fresh(
                kinds.first().map_or("", |(kind, _)| kind),
            )),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            unreadable: RwSignal::new(false),
        }
    }

    /// Has the file looked at. Without one, that is said at its field.
    pub(super) fn check(self) {
        if self.draft.with_untracked(|draft| draft.file.is_some()) {
            self.run(self.draft.with_untracked(ImportDraft::to_look));
            return;
        }
        self.unreadable.set(false);
        self.error.set(Some(ErrorBody {
            field: Some("file".to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        }));
        document::focus(FIELD);
    }

    /// Something else is chosen.
    pub(super) fn change(self, change: impl FnOnce(&mut ImportDraft)) {
        self.error.set(None);
        self.unreadable.set(false);
        self.draft.update(change);
    }

    /// Sends the file, to be looked at or to be imported.
    async fn send(self, sent: Sent) -> Result<(), ErrorBody> {
        let answer = http::post_file::<Imported>(&sent.path, FIELD, CSV).await;
        match answer {
            Ok(imported) => {
                self.draft
                    .try_update(|draft| draft.answered(&sent, imported));
                if !sent.dry_run {
                    self.directory.people.again();
                }
                Ok(())
            }
            Err(NotTaken::Unreadable) => {
                self.unreadable.try_set(true);
                self.draft.try_update(ImportDraft::unchosen);
                file::forget(FIELD);
                Ok(())
            }
            Err(NotTaken::Refused(refused)) => {
                // More would go than was told: it is to be looked at again.
                if is_overtaken(&refused) {
                    self.draft.try_update(ImportDraft::outdated);
                }
                Err(refused)
            }
        }
    }

    fn run(self, sent: Sent) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn(async move {
            match self.send(sent).await {
                Ok(()) => {
                    timer::sleep(0).await;
                    let unreadable = self.unreadable.try_get_untracked() == Some(true);
                    document::focus(if unreadable { FIELD } else { RESULT });
                }
                Err(refused) => {
                    if !self.directory.auth.expired(&refused) {
                        self.error.try_set(Some(refused));
                    }
                }
            }
            self.busy.try_set(false);
        });
    }

    /// Imports; where that may remove something, only after a question.
    pub(super) fn import(self) {
        let (sent, replace, removed) = self
            .draft
            .with_untracked(|draft| (draft.to_import(), draft.replace, draft.removed()));
        if !replace {
            self.run(sent);
            return;
        }
        let act = move || Box::pin(self.send(sent.clone())) as Asking<()>;
        let count = untrack(|| i18n::text("number", &[("number", removed.into())]));
        let question = Question::new(REPLACE, count, act, Callback::new(|()| ()), RESULT);
        self.directory.question.set(Some(question));
    }
}
