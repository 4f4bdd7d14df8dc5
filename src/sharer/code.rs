//! The field for the security code.

use super::home::is_open;
use crate::auth::code;
use crate::components::{Button, ButtonKind, Card, ErrorBox, Field, Notice, StepHeading};
use crate::routes::Page;
use crate::t;
use leptos::prelude::*;
use rh_protocol::passcode::PasscodeError;
use rh_protocol::{ErrorBody, ErrorCode, Passcode, Role};

/// Asks for the code. A text that is none is explained here, without asking the broker.
#[component]
pub(super) fn CodeStep(
    /// What is wrong.
    error: RwSignal<Option<ErrorBody>>,
    /// Whether a code is on its way.
    #[prop(into)]
    joining: Signal<bool>,
    /// Takes the code.
    redeem: Callback<Passcode>,
    /// Something else that is wrong, above the field.
    #[prop(optional)]
    problem: Option<AnyView>,
    /// Another way on, below the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<PasscodeError>);
    let join = Callback::new(move |()| {
        let code = typed.with_untracked(|text| Passcode::parse(text));
        wrong.set(code.err());
        match code {
            Ok(code) => redeem.run(code),
            Err(_) => error.set(Some(ErrorBody::new(ErrorCode::MalformedCode))),
        }
    });
    // No answer about the code: the same one once more, which may have come by a link.
    let kept = move || {
        error.with(|error| {
            let error = error.as_ref();
            error.is_some_and(|error| is_open(error.code))
        })
    };
    let again = move |()| {
        if let Some(Ok(code)) = code::waiting() {
            redeem.run(code);
        }
    };
    let wrong_words = Signal::derive(move || wrong.get().map(|wrong| words(wrong).get()));
    view! {
        <Card>
            <StepHeading text=t!("code-title") />
            <p class="lead">{t!("code-lead")}</p>
            <Notice />
            {problem}
            <ErrorBox error>
                <Show when=kept>
                    <div class="actions">
                        <Button
                            label=t!("try-again")
                            test_id="try-again"
                            busy=joining
                            on_press=again
                        />
                    </div>
                </Show>
            </ErrorBox>
            <Field
                id="code"
                class="code-field"
                label=t!("code-label")
                hint=t!("code-hint")
                error=wrong_words
                value=typed
                on_enter=join
                test_id="code-input"
            />
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("join")
                    test_id="join"
                    busy=joining
                    on_press=join
                />
            </div>
            {children.map(|children| children())}
            <p class="fine">
                <a href=Page::Home(Role::Helper).path() rel="external">{t!("role-helper")}</a>
            </p>
        </Card>
    }
    .into_any()
}

/// What is wrong with what was typed.
fn words(wrong: PasscodeError) -> Signal<String> {
    match wrong {
        PasscodeError::Empty => t!("code-empty"),
        PasscodeError::TooShort => t!("code-too-short"),
        PasscodeError::TooLong => t!("code-too-long"),
        PasscodeError::BadCharacter => t!("code-bad-character"),
    }
}
