//! Ending a session, with a word that both sides read.

use super::draft::Note;
use super::{HEADING, Sessions, api};
use crate::auth::use_auth;
use crate::components::{Button, ButtonKind, Dialog, ErrorBox, Live};
use crate::console::fields::{Entry, Takes};
use crate::i18n;
use crate::platform::{document, spawn, timer};
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, limits};

/// The question, and the word. What was typed stays when it is refused.
#[component]
pub(super) fn End(sessions: Sessions) -> impl IntoView {
    let auth = use_auth();
    let live = Live::expect();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let note = RwSignal::new(Note::default());
    let refused = RwSignal::new(None::<ErrorBody>);
    // As it was when it was asked for: the session may be over meanwhile.
    let who = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(session) = sessions.ending.get() {
            who.set(sessions.who(session));
            note.set(Note::default());
            busy.set(false);
            refused.set(None);
            open.set(true);
        }
    });
    // Closed, the same one can be asked for again.
    Effect::new(move |_| {
        if !open.get() {
            sessions.ending.set(None);
        }
    });
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let most = count(limits::NOTE_CHARS);
    let hint = Signal::derive(move || {
        let length = note.with(|note| count(note.length()));
        let hint = i18n::text("session-note-hint", &[]);
        let of = [("length", length.into()), ("limit", most.into())];
        format!("{hint} {}", i18n::text("chat-count", &of))
    });
    let wrong = Signal::derive(move || {
        let named = refused.with(|refused| {
            let field = refused.as_ref().and_then(|error| error.field.as_deref());
            field == Some("note")
        });
        let wrong = named || note.with(|note| !note.fits());
        wrong.then(|| i18n::text("wrong-session-note", &[("most", most.into())]))
    });
    let end = move |()| {
        let Some(session) = sessions.ending.get_untracked() else {
            return;
        };
        let note = note.get_untracked();
        // What is wrong stands at the field.
        if !note.fits() {
            document::focus("session-note");
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn(async move {
            let answer = api::end(session, &note.told()).await;
            // Closed meanwhile, and perhaps open for another one.
            let stands = sessions.ending.try_get_untracked() == Some(Some(session));
            match answer {
                Ok(()) => {
                    sessions.loaded.again();
                    live.say(untrack(|| i18n::text("session-ended-said", &[])));
                    if stands {
                        open.try_set(false);
                        // The dialog gives the focus back to what was pressed, which goes with the row.
                        timer::sleep(0).await;
                        document::focus(HEADING);
                    }
                }
                Err(error) => {
                    if !auth.expired(&error) && stands {
                        refused.try_set(Some(error));
                    }
                }
            }
            if stands {
                busy.try_set(false);
            }
        });
    };
    view! {
        <Dialog id="end-dialog" open title=t!("session-end-title")>
            <p data-testid="session-end-who"><strong>{move || who.get()}</strong></p>
            <p>{t!("session-end-body")}</p>
            <ErrorBox error=refused />
            <Entry
                id="session-note"
                label=t!("session-note")
                hint
                error=wrong
                value=Signal::derive(move || note.with(Note::text))
                on_input=move |text| note.set(Note::typed(text))
                takes=Takes::Lines
                test_id="session-note"
            />
            <div class="actions">
                <Button
                    kind=ButtonKind::Danger
                    label=t!("session-end")
                    test_id="session-end-yes"
                    busy
                    on_press=end
                />
                <Button label=t!("cancel") test_id="session-end-no" on_press=move |()| open.set(false) />
            </div>
        </Dialog>
    }
    .into_any()
}
