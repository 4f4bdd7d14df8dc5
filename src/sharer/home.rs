//! `/rh`: a code that came with the link is redeemed, else it is asked for, before the sign-in or
//! after it; a session that was interrupted can be returned to.

use super::code::CodeStep;
use crate::auth::{Auth, Gate, Prompt, SignInProblem, code, use_auth};
use crate::components::{Button, Card, Part, Progress};
use crate::device;
use crate::room::ReturnCard;
use crate::routes::Page;
use crate::session::api;
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rh_protocol::{ErrorBody, ErrorCode, Passcode, Role};

/// Where the sign-in leads back to.
const HOME: Page = Page::Home(Role::Sharer);

/// The sharer's first page.
#[component]
pub fn HomePage() -> impl IntoView {
    // With a code at hand, the sign-in says that the session comes next.
    view! {
        <Gate
            return_to=HOME
            title=t!("sharer-sign-in-title")
            lead=t!("sharer-sign-in-code-lead")
            signed_out=code_first
        >
            <Home />
        </Gate>
    }
    .into_any()
}

/// Who was given a code looks for its field, and not for a sign-in: that follows.
fn code_first() -> Option<AnyView> {
    let missing = code::waiting().is_none();
    missing.then(|| view! { <CodeFirst /> }.into_any())
}

#[component]
fn CodeFirst() -> impl IntoView {
    let auth = use_auth();
    let sign_in = move || auth.sign_in(Prompt::Default, HOME);
    // Redeemed after the sign-in, as the code of a link is.
    let redeem = Callback::new(move |code: Passcode| {
        code::keep(code.as_str());
        sign_in();
    });
    let problem = view! { <SignInProblem return_to=HOME /> }.into_any();
    view! {
        <CodeStep error=RwSignal::new(None) joining=auth.busy() redeem problem>
            <p>{t!("sharer-sign-in-lead")}</p>
            <div class="actions">
                <Button
                    label=t!("sign-in")
                    test_id="sign-in"
                    busy=auth.busy()
                    on_press=sign_in
                />
            </div>
        </CodeStep>
    }
    .into_any()
}

#[component]
fn Home() -> impl IntoView {
    let auth = use_auth();
    let error = RwSignal::new(None::<ErrorBody>);
    let joining = RwSignal::new(false);
    let navigate = use_navigate();
    let redeem = Callback::new(move |code: Passcode| {
        if joining.get_untracked() {
            return;
        }
        joining.set(true);
        error.set(None);
        let navigate = navigate.clone();
        crate::platform::spawn(async move {
            let device = device::signed().await;
            match api::redeem(code, device).await {
                Ok(session) => {
                    code::forget();
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&Page::Session(Role::Sharer, session).path(), options);
                }
                Err(refused) => {
                    if is_open(refused.code) {
                        code::keep(code.as_str());
                    } else {
                        code::forget();
                    }
                    if let Some(wrong) = elsewhere(auth, refused).await {
                        error.try_set(Some(wrong));
                    }
                    joining.try_set(false);
                }
            }
        });
    });
    // The code of the link, if one brought the person here. It is not redeemed twice.
    let brought = code::waiting();
    let by_link = brought.is_some();
    let doubt = auth.doubt();
    let doubted = Memo::new(move |_| doubt.with(Option::is_some));
    match brought {
        // Redeemed once the person goes on.
        Some(Ok(_)) if doubted.get_untracked() => {}
        Some(Ok(code)) => redeem.run(code),
        Some(Err(_)) => {
            code::forget();
            error.set(Some(ErrorBody::new(ErrorCode::MalformedCode)));
        }
        None => {}
    }
    let renewable = Memo::new(move |_| {
        let offered = auth.me().is_some_and(|me| !me.renewable.is_empty());
        offered && !device::is_enrolled()
    });
    Effect::new(move |before: Option<bool>| {
        let now = doubted.get();
        if before == Some(true)
            && !now
            && let Some(Ok(code)) = code::waiting()
        {
            redeem.run(code);
        }
        now
    });
    let joining = Signal::derive(move || joining.get() || auth.busy().get());
    let without_field = Memo::new(move |_| by_link && joining.get());
    move || {
        if doubted.get() {
            view! { <Part fetch=|| Box::pin(device::check_card()) /> }.into_any()
        } else if without_field.get() {
            view! { <Card><Progress label=t!("joining") /></Card> }.into_any()
        } else {
            view! {
                <ReturnCard role=Role::Sharer />
                <Show when=move || renewable.get()>
                    <Part fetch=|| Box::pin(device::renew_card()) />
                </Show>
                <CodeStep error joining redeem />
            }
            .into_any()
        }
    }
}

/// Takes note of a refusal that leads to the provider: to sign in anew, or to ask about the device. Returns any other, and why
/// the browser did not go.
async fn elsewhere(auth: Auth, refused: ErrorBody) -> Option<ErrorBody> {
    match (refused.code, &refused.ask) {
        (ErrorCode::DeviceCheck, Some(ask)) => {
            let gone = auth.check_device(ask, Prompt::Nobody).await;
            gone.err().map(|problem| problem.error)
        }
        _ => (!auth.expired(&refused)).then_some(refused),
    }
}

/// Whether nobody has judged the code: it may be good, and is kept for another try.
pub(super) const fn is_open(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::NetworkUnreachable
            | ErrorCode::Unavailable
            | ErrorCode::Internal
            | ErrorCode::TooManyRequests
            | ErrorCode::NotSignedIn
            | ErrorCode::InsufficientClaims
            | ErrorCode::DeviceCheck
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_kept_until_it_is_judged() {
        for code in [
            ErrorCode::NetworkUnreachable,
            ErrorCode::Unavailable,
            ErrorCode::NotSignedIn,
            ErrorCode::InsufficientClaims,
            ErrorCode::DeviceCheck,
        ] {
            assert!(is_open(code), "{code:?}");
        }
        for code in [
            ErrorCode::WrongCode,
            ErrorCode::TooManyWrongCodes,
            ErrorCode::MalformedCode,
            ErrorCode::OwnSession,
            ErrorCode::HelperNotPermitted,
            ErrorCode::DeviceNotEnrolled,
            ErrorCode::OtherThanBound,
            ErrorCode::RemoteHelpOff,
        ] {
            assert!(!is_open(code), "{code:?}");
        }
    }
}
