//! What stands before every page that needs a sign-in, and the ways past a refused one.

use super::{Problem, Prompt, Standing, use_auth};
use crate::components::{Button, ButtonKind, Card, ErrorBox, Progress, StepHeading};
use crate::platform::address;
use crate::routes::Page;
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorCode, Role};

/// Shows its children to those who are signed in, and the sign-in to everybody else.
#[component]
pub fn Gate(
    /// Where the person goes on after the sign-in.
    return_to: Page,
    /// Heading of the sign-in.
    #[prop(into)]
    title: Signal<String>,
    /// What the sign-in is for.
    #[prop(into)]
    lead: Signal<String>,
    /// What stands in place of the bare sign-in, where something does.
    #[prop(optional)]
    signed_out: Option<fn() -> Option<AnyView>>,
    /// The page itself.
    children: ChildrenFn,
) -> impl IntoView {
    let auth = use_auth();
    // Back from a sign-in that failed, nobody has asked yet who is here.
    let failed = auth.problem().with_untracked(Option::is_some);
    if failed && matches!(untrack(move || auth.standing()), Standing::Unknown) {
        auth.refresh();
    }
    // Only the kind of standing swaps the view: a renewed sign-in does not rebuild the page.
    let standing = Memo::new(move |_| match auth.standing() {
        Standing::Unknown => 0,
        Standing::Out => 1,
        Standing::In(_) => 2,
    });
    move || match standing.get() {
        0 => view! { <Waiting return_to /> }.into_any(),
        1 => signed_out
            .and_then(|make| make())
            .unwrap_or_else(|| view! { <SignInCard return_to title lead /> }.into_any()),
        _ => children().into_any(),
    }
}

/// Until the broker has said who is here.
#[component]
fn Waiting(return_to: Page) -> impl IntoView {
    let auth = use_auth();
    let title = match auth.role() {
        Role::Sharer => t!("role-sharer"),
        Role::Helper => t!("role-helper"),
    };
    let waits = move || {
        if auth.problem().with(Option::is_none) {
            view! { <Progress label=t!("loading") /> }.into_any()
        } else {
            // What stands in the way is a step of its own.
            view! { <StepHeading text=title /> }.into_any()
        }
    };
    view! {
        <Card>
            {waits}
            <SignInProblem return_to />
        </Card>
    }
    .into_any()
}

/// The sign-in itself.
#[component]
fn SignInCard(return_to: Page, title: Signal<String>, lead: Signal<String>) -> impl IntoView {
    let auth = use_auth();
    view! {
        <Card>
            <StepHeading text=title />
            <p class="lead">{lead}</p>
            <SignInProblem return_to />
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("sign-in")
                    test_id="sign-in"
                    busy=auth.busy()
                    on_press=move || auth.sign_in(Prompt::Default, return_to)
                />
            </div>
        </Card>
    }
    .into_any()
}

/// The problem of a sign-in, with the ways forward that can help.
#[component]
pub fn SignInProblem(
    /// Where the person goes on after another try.
    return_to: Page,
    /// No sign-in button stands beside it.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let auth = use_auth();
    let problem = auth.problem();
    let error = Signal::derive(move || problem.get().map(|problem| problem.error));
    let detail = Signal::derive(move || problem.get().and_then(|problem| problem.detail));
    let ways = move || problem.with(|problem| problem.as_ref().map(Ways::of).unwrap_or_default());
    view! {
        <ErrorBox error detail>
            <div class="actions">
                <Show when=move || alone && ways().again>
                    <Button
                        label=t!("try-again")
                        test_id="try-again"
                        busy=auth.busy()
                        on_press=move || auth.sign_in(Prompt::Default, return_to)
                    />
                </Show>
                <Show when=move || ways().other_account>
                    <Button
                        label=t!("use-another-account")
                        test_id="other-account"
                        busy=auth.busy()
                        on_press=move || auth.sign_in(Prompt::OtherAccount, return_to)
                    />
                </Show>
                <Show when=move || ways().reload>
                    <Button
                        label=t!("reload")
                        test_id="reload"
                        on_press=|()| address::reload()
                    />
                </Show>
                <Show when=move || ways().ask_again>
                    <Button
                        label=t!("try-again")
                        test_id="try-again"
                        on_press=move || auth.refresh()
                    />
                </Show>
            </div>
        </ErrorBox>
    }
    .into_any()
}

/// Which ways forward can help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ways {
    /// To the provider, once more.
    again: bool,
    /// To the provider, with another account.
    other_account: bool,
    /// To the broker, once more.
    ask_again: bool,
    /// The page itself, once more.
    reload: bool,
}

impl Ways {
    fn of(problem: &Problem) -> Self {
        let none = Self::default();
        let again = Self {
            again: true,
            ..none
        };
        match problem.error.code {
            // The sign-in button beside it says it all.
            ErrorCode::NotSignedIn => none,
            ErrorCode::SignInExpired
            | ErrorCode::StateMismatch
            | ErrorCode::ProviderUnreachable
            | ErrorCode::ProviderTrouble
            | ErrorCode::ProviderInteraction => again,
            ErrorCode::InsufficientClaims
            | ErrorCode::ProviderDenied
            | ErrorCode::ProviderPolicy
            | ErrorCode::TokenRefused => Self {
                other_account: true,
                ..again
            },
            ErrorCode::WrongTenant | ErrorCode::NotAHelper => Self {
                other_account: true,
                ..none
            },
            ErrorCode::LoadFailed | ErrorCode::UnsupportedVersion => Self {
                reload: true,
                ..none
            },
            // Another try cannot help: the words say whom to turn to.
            ErrorCode::ProviderMisconfigured | ErrorCode::RemoteHelpOff => none,
            _ => Self {
                ask_again: true,
                ..none
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_account_can_be_changed_and_a_refused_setup_cannot() {
        let ways = |code: ErrorCode| Ways::of(&code.into());
        assert!(ways(ErrorCode::WrongTenant).other_account);
        assert!(!ways(ErrorCode::WrongTenant).again);
        assert!(ways(ErrorCode::ProviderDenied).again);
        assert!(ways(ErrorCode::InsufficientClaims).again);
        assert!(ways(ErrorCode::NetworkUnreachable).ask_again);
        assert!(ways(ErrorCode::LoadFailed).reload);
        assert_eq!(ways(ErrorCode::RemoteHelpOff), Ways::default());
    }
}
