//! The field for a message.

use crate::components::{Button, ButtonKind, ErrorBox};
use crate::session::SessionHandle;
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, limits};

/// From how many characters on the count is shown.
const COUNT_FROM: usize = limits::CHAT_CHARS - 500;

/// Field and button. Enter sends, Shift and Enter begin a line; what is refused stays in the field.
#[component]
pub(super) fn Compose(session: SessionHandle) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<ErrorBody>);
    let length = Memo::new(move |_| text.with(|text| text.chars().count()));
    let send = move || {
        let words = text.get_untracked();
        if words.trim().is_empty() {
            return;
        }
        match session.send_chat(words) {
            Ok(()) => {
                text.set(String::new());
                error.set(None);
            }
            Err(code) => error.set(Some(ErrorBody::new(code))),
        }
    };
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        // Enter that ends a word of an input method is not meant for us.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let counter = move || {
        let length = length.get();
        (length > COUNT_FROM).then(|| {
            let (length, limit) = (small(length), small(limits::CHAT_CHARS));
            view! { <p class="fine">{t!("chat-count", length = length, limit = limit)}</p> }
        })
    };
    view! {
        <div class="chat-compose">
            <ErrorBox error=error />
            <label class="visually-hidden" for="chat-input">{t!("chat-label")}</label>
            <textarea
                id="chat-input"
                class="chat-input"
                data-testid="chat-input"
                dir="auto"
                rows="2"
                enterkeyhint="send"
                placeholder=t!("chat-placeholder")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=pressed
            ></textarea>
            {counter}
            <Button
                kind=ButtonKind::Secondary
                label=t!("chat-send")
                test_id="chat-send"
                on_press=move |()| send()
            />
        </div>
    }
    .into_any()
}

/// A count for a message's argument.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
