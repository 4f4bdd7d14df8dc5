//! What to do when the sign-in service has not said that the device is compliant: ask it once more, where it may show its own
//! pages, or go on all the same.

use crate::auth::{Doubt, Prompt, use_auth};
use crate::components::{Button, ButtonKind, Card, ErrorBox, Icon, Sign, StepHeading};
use crate::platform::{features, spawn};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use rh_protocol::view::DeviceVerdict;

/// The card. It goes when there is no doubt any more, or none that stops anybody.
#[component]
pub(super) fn CheckCard() -> impl IntoView {
    let auth = use_auth();
    let doubt = auth.doubt();
    let Some(Doubt { checked, number }) = doubt.get_untracked() else {
        return ().into_any();
    };
    let error = RwSignal::new(None::<ErrorBody>);
    let said = if checked.verdict == DeviceVerdict::NotCompliant {
        t!("check-refused")
    } else {
        t!("check-silent")
    };
    let browser = if features::is_edge() {
        t!("check-edge")
    } else {
        t!("check-browser")
    };
    let number = number.map(|number| {
        view! {
            <p class="fine">
                {t!("error-detail")} " " <bdi dir="ltr" data-testid="check-number">{number}</bdi>
            </p>
        }
    });
    let again = checked.ask.map(|ask| {
        let again = move |()| {
            let ask = ask.clone();
            error.set(None);
            spawn(async move {
                if let Err(problem) = auth.check_device(&ask, Prompt::Default).await {
                    error.try_set(Some(problem.error));
                }
            });
        };
        view! {
            <Button label=t!("check-again") test_id="check-again" busy=auth.busy() on_press=again />
        }
    });
    view! {
        <Card>
            <StepHeading text=t!("check-title") />
            <p class="lead" data-testid="check-said">{said}</p>
            <p class="device-doubt">
                <Icon sign=Sign::Question />
                <span>{browser}</span>
            </p>
            {number}
            <ErrorBox error />
            <p>{t!("check-go-on-means")}</p>
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("check-go-on")
                    test_id="check-go-on"
                    on_press=move |()| doubt.set(None)
                />
                {again}
            </div>
        </Card>
    }
    .into_any()
}
