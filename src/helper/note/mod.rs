//! What the helper notes about the session: some lines and the reference to a ticket. What is typed stays until the broker has
//! taken it, over the session's end too.

mod draft;

use crate::components::{Button, Card, ErrorBox, Field};
use crate::session::SessionHandle;
use crate::t;
pub(super) use draft::Draft;
use leptos::prelude::*;
use rh_protocol::api::Note;
use rh_protocol::limits;

/// From how many characters on the count is shown.
const COUNT_FROM: usize = limits::HELPER_NOTE_CHARS - 300;

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
