//! A note before the broker has it: what is typed, what is noted already, and the way of both through the broker and a sign-in.

use crate::auth::{Auth, Prompt, use_auth};
use crate::components::Live;
use crate::i18n;
use crate::platform::storage::{self, Key};
use crate::platform::{address, spawn};
use crate::routes::Page;
use crate::session::api;
use leptos::prelude::*;
use rh_protocol::api::Note;
use rh_protocol::{ErrorBody, ErrorCode, Redacted, SessionId, limits};
use serde::{Deserialize, Serialize};

/// What is typed, and what the broker has of it. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(in crate::helper) struct Draft {
    session: StoredValue<Option<SessionId>>,
    pub(super) note: RwSignal<String>,
    pub(super) ticket: RwSignal<String>,
    /// As the broker has it; none until it has said so.
    pub(super) saved: RwSignal<Option<Note>>,
    pub(super) busy: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<ErrorBody>>,
    live: Live,
    pub(super) auth: Auth,
}

/// A note on its way through a sign-in.
#[derive(Serialize, Deserialize)]
struct Kept {
    session: SessionId,
    note: Note,
}

impl Draft {
    /// Provides one to everything below the present owner: it outlives the steps of a session.
    pub(in crate::helper) fn provide() {
        provide_context(Self {
            session: StoredValue::new(None),
            note: RwSignal::new(String::new()),
            ticket: RwSignal::new(String::new()),
            saved: RwSignal::new(None),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            live: Live::expect(),
            auth: use_auth(),
        });
    }

    /// The draft for this session, begun with what is noted already.
    pub(super) fn of(session: SessionId) -> Self {
        let draft: Self = expect_context();
        if draft.session.get_value() != Some(session) {
            draft.session.set_value(Some(session));
            draft.saved.set(None);
            draft.refused.set(None);
            draft.busy.set(false);
        }
        if draft.saved.with_untracked(Option::is_none) {
            draft.load();
        }
        draft
    }

    pub(super) fn load(self) {
        self.ask(async move |session| {
            let note = api::note(session).await?;
            let shown = typed_before(session).unwrap_or_else(|| note.clone());
            self.note.try_set(shown.note.into_inner());
            self.ticket.try_set(shown.ticket);
            Ok(note)
        });
    }

    /// Signs in again and comes back to this page, where what is typed stands as it is.
    pub(super) fn sign_in(self) {
        let (Some(session), Some(here)) = (self.session.get_value(), Page::parse(&address::path()))
        else {
            return;
        };
        let note = self.typed();
        // Before it is known what was noted, nothing can have been typed.
        let known = self.saved.with_untracked(Option::is_some);
        let kept = known.then(|| serde_json::to_string(&Kept { session, note }).ok());
        if let Some(kept) = kept.flatten() {
            storage::set(Key::Note, &kept);
        }
        self.auth.sign_in(Prompt::Default, here);
    }

    pub(super) fn save(self) {
        if untrack(|| self.is_too_long("note") || self.is_too_long("ticket")) {
            return;
        }
        let (note, live) = (self.typed(), self.live);
        self.ask(async move |session| {
            api::set_note(session, &note).await?;
            live.whisper(untrack(|| i18n::text("note-saved", &[])));
            Ok(note)
        });
    }

    /// Asks the broker, once at a time; what it then has is what it answers.
    fn ask(self, asking: impl AsyncFnOnce(SessionId) -> Result<Note, ErrorBody> + 'static) {
        let Some(session) = self
            .session
            .get_value()
            .filter(|_| !self.busy.get_untracked())
        else {
            return;
        };
        self.busy.set(true);
        self.refused.set(None);
        spawn(async move {
            let answer = asking(session).await;
            if self.session.try_get_value().flatten() != Some(session) {
                return;
            }
            match answer {
                Ok(note) => {
                    self.saved.try_set(Some(note));
                }
                Err(refused) => {
                    self.refused.try_set(Some(refused));
                }
            }
            self.busy.try_set(false);
        });
    }

    /// Whether it was refused because the sign-in is over, or too weak by now.
    pub(super) fn is_signed_out(self) -> bool {
        self.refused.with(|refused| {
            let code = refused.as_ref().map(|error| error.code);
            matches!(
                code,
                Some(ErrorCode::NotSignedIn | ErrorCode::InsufficientClaims)
            )
        })
    }

    fn typed(self) -> Note {
        Note {
            note: Redacted::new(self.note.get_untracked()),
            ticket: self.ticket.get_untracked(),
        }
    }

    /// Whether something stands here that the broker does not have.
    pub(super) fn is_unsaved(self) -> bool {
        let (note, ticket) = (self.note.get(), self.ticket.get());
        self.saved.with(|saved| {
            let saved = saved.as_ref();
            saved.is_some_and(|saved| *saved.note.expose() != note || saved.ticket != ticket)
        })
    }

    fn is_too_long(self, field: &'static str) -> bool {
        let (text, most) = match field {
            "note" => (self.note, limits::HELPER_NOTE_CHARS),
            _ => (self.ticket, limits::TICKET_CHARS),
        };
        text.with(|text| text.trim().chars().count() > most)
    }

    /// What is wrong with a field, in the words of `message`.
    pub(super) fn wrong(
        self,
        field: &'static str,
        message: &'static str,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refused = self.refused.with(|refused| {
                let named = refused.as_ref().and_then(|error| error.field.as_deref());
                named == Some(field)
            });
            (refused || self.is_too_long(field)).then(|| i18n::text(message, &[]))
        })
    }
}

/// What was typed before a sign-in. It is taken up once, and by its own session only.
fn typed_before(session: SessionId) -> Option<Note> {
    let kept: Kept = serde_json::from_str(&storage::take(Key::Note)?).ok()?;
    (kept.session == session).then_some(kept.note)
}
