//! What the helper notes about the session: some lines and the reference to a ticket. What is typed stays until the broker has
//! taken it, over the session's end too.

use crate::auth::{Auth, Prompt, use_auth};
use crate::components::{Button, Card, ErrorBox, Field, Live};
use crate::i18n;
use crate::platform::storage::{self, Key};
use crate::platform::{address, spawn};
use crate::routes::Page;
use crate::session::{SessionHandle, api};
use crate::t;
use leptos::prelude::*;
use rh_protocol::api::Note;
use rh_protocol::{ErrorBody, ErrorCode, Redacted, SessionId, limits};
use serde::{Deserialize, Serialize};

/// From how many characters on the count is shown.
const COUNT_FROM: usize = limits::HELPER_NOTE_CHARS - 300;

/// What is typed, and what the broker has of it. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    session: StoredValue<Option<SessionId>>,
    note: RwSignal<String>,
    ticket: RwSignal<String>,
    /// As the broker has it; none until it has said so.
    saved: RwSignal<Option<Note>>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
    live: Live,
    auth: Auth,
}

/// A note on its way through a sign-in.
#[derive(Serialize, Deserialize)]
struct Kept {
    session: SessionId,
    note: Note,
}

impl Draft {
    /// Provides one to everything below the present owner: it outlives the steps of a session.
    pub(super) fn provide() {
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
    fn of(session: SessionId) -> Self {
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

    fn load(self) {
        self.ask(async move |session| {
            let note = api::note(session).await?;
            let shown = typed_before(session).unwrap_or_else(|| note.clone());
            self.note.try_set(shown.note.into_inner());
            self.ticket.try_set(shown.ticket);
            Ok(note)
        });
    }

    /// Signs in again and comes back to this page, where what is typed stands as it is.
    fn sign_in(self) {
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

    fn save(self) {
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
    fn is_signed_out(self) -> bool {
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
    fn is_unsaved(self) -> bool {
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
    fn wrong(self, field: &'static str, message: &'static str) -> Signal<Option<String>> {
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

/// The session's draft, once it is known which one it is.
fn draft(session: SessionHandle) -> Option<Draft> {
    let id = session
        .view()
        .with_untracked(|view| view.as_ref().map(|view| view.session));
    id.map(Draft::of)
}

/// The form on the end page.
#[component]
pub(super) fn NoteCard(session: SessionHandle) -> impl IntoView {
    draft(session).map(|draft| {
        view! {
            <Card>
                <h2>{t!("note-title")}</h2>
                <Form draft />
            </Card>
        }
        .into_any()
    })
}

/// The form while the session runs, folded.
#[component]
pub(super) fn NoteFold(session: SessionHandle) -> impl IntoView {
    draft(session).map(|draft| {
        view! {
            <details class="note-fold" data-testid="note-fold">
                <summary>{t!("note-title")}</summary>
                <Card><Form draft /></Card>
            </details>
        }
        .into_any()
    })
}

#[component]
fn Form(draft: Draft) -> impl IntoView {
    let known = Memo::new(move |_| draft.saved.with(Option::is_some));
    let body = move || {
        if known.get() {
            return fields(draft);
        }
        let waits = draft.refused.with(Option::is_none);
        if waits {
            view! { <p class="fine">{t!("note-loading")}</p> }.into_any()
        } else {
            again(draft)
        }
    };
    view! {
        <p class="lead" data-testid="note-private">{t!("note-lead")}</p>
        {body}
        <ErrorBox error=draft.refused>
            <Show when=move || draft.is_signed_out()>
                <div class="actions">
                    <Button
                        label=t!("sign-in")
                        test_id="note-sign-in"
                        busy=draft.auth.busy()
                        on_press=move |()| draft.sign_in()
                    />
                </div>
            </Show>
        </ErrorBox>
    }
    .into_any()
}

/// What was noted before is not known: nothing is typed over it.
fn again(draft: Draft) -> AnyView {
    view! {
        <div class="actions">
            <Button
                label=t!("try-again")
                test_id="note-again"
                busy=draft.busy
                on_press=move |()| draft.load()
            />
        </div>
    }
    .into_any()
}

fn fields(draft: Draft) -> AnyView {
    let length = Memo::new(move |_| draft.note.with(|note| note.chars().count()));
    let counter = move || {
        let length = length.get();
        (length > COUNT_FROM).then(|| {
            let (length, limit) = (small(length), small(limits::HELPER_NOTE_CHARS));
            view! { <p class="fine">{t!("note-count", length = length, limit = limit)}</p> }
        })
    };
    let wrong = draft.wrong("note", "note-text-wrong");
    let state = move || {
        let refused = draft.refused.with(Option::is_some);
        let empty = draft
            .saved
            .with(|saved| saved.as_ref() == Some(&Note::default()));
        match (draft.is_unsaved(), refused) {
            (true, true) => Some(("kept", t!("note-kept"))),
            (true, false) => Some(("unsaved", t!("note-unsaved"))),
            (false, _) if empty => None,
            (false, _) => Some(("saved", t!("note-saved"))),
        }
    };
    let state = move || {
        state().map(|(name, words)| {
            view! { <p class="fine" data-testid="note-state" data-state=name>{words}</p> }
        })
    };
    let save = move |()| draft.save();
    view! {
        <div class="field">
            <label class="field-label" for="note-text">{t!("note-text")}</label>
            <textarea
                id="note-text"
                class="field-input"
                data-testid="note-text"
                dir="auto"
                rows="4"
                aria-describedby="note-text-hint note-text-error"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                prop:value=draft.note
                on:input=move |event| draft.note.set(event_target_value(&event))
            ></textarea>
            <p class="field-hint" id="note-text-hint">{t!("note-text-hint")}</p>
            {counter}
            <p class="field-error" id="note-text-error" aria-live="polite">
                {move || wrong.get()}
            </p>
        </div>
        <Field
            id="note-ticket"
            label=t!("note-ticket")
            hint=t!("note-ticket-hint")
            error=draft.wrong("ticket", "note-ticket-wrong")
            value=draft.ticket
            on_enter=save
            test_id="note-ticket"
        />
        {state}
        <div class="actions">
            <Button label=t!("note-save") test_id="save-note" busy=draft.busy on_press=save />
        </div>
    }
    .into_any()
}

/// A count for a message's argument.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
