//! The page of an enrolment link: which device it is for, and one button.

use super::{api, key};
use crate::auth::{Gate, use_auth};
use crate::components::{Button, ButtonKind, Card, ErrorBox, Icon, Progress, Sign, StepHeading};
use crate::platform::spawn;
use crate::platform::storage::{self, Key};
use crate::routes::Page;
use crate::t;
use leptos::prelude::*;
use rh_protocol::api::{Enrol, Enrolment, EnrolmentLink};
use rh_protocol::{ErrorBody, ErrorCode, Redacted, Role};

/// The page.
#[component]
pub(super) fn EnrolPage() -> impl IntoView {
    view! {
        <Gate return_to=Page::Enrol title=t!("enrol-sign-in-title") lead=t!("enrol-sign-in-lead")>
            <Steps />
        </Gate>
    }
    .into_any()
}

/// What stands there.
#[derive(Clone)]
enum Step {
    Asking,
    Offered(Enrolment),
    Done(Redacted<String>),
    Refused,
}

#[component]
fn Steps() -> impl IntoView {
    let auth = use_auth();
    let step = RwSignal::new(Step::Asking);
    let error = RwSignal::new(None::<ErrorBody>);
    let busy = RwSignal::new(false);
    let refuse = move |refused: ErrorBody| {
        if refused.code == ErrorCode::WrongEnrolmentLink {
            storage::remove(Key::Enrolment);
        }
        if !auth.expired(&refused) {
            error.try_set(Some(refused));
        }
    };
    let Some(token) = storage::get(Key::Enrolment) else {
        return missing();
    };
    let token = StoredValue::new(Redacted::new(token));
    spawn(async move {
        let link = EnrolmentLink {
            token: token.get_value(),
        };
        match api::enrolment(&link).await {
            Ok(found) => {
                step.try_set(Step::Offered(found));
            }
            Err(refused) => {
                step.try_set(Step::Refused);
                refuse(refused);
            }
        }
    });
    let enrol = Callback::new(move |()| {
        busy.set(true);
        error.set(None);
        spawn(async move {
            let token = token.get_value();
            let made = key::make(|public_key| async move {
                let enrol = Enrol { token, public_key };
                api::enrol(&enrol).await
            });
            match made.await {
                Ok(enrolled) => {
                    storage::remove(Key::Enrolment);
                    step.try_set(Step::Done(enrolled.device));
                }
                Err(refused) => refuse(refused),
            }
            busy.try_set(false);
        });
    });
    let body = move || match step.get() {
        Step::Asking => view! { <Progress label=t!("loading") /> }.into_any(),
        Step::Offered(found) => offered(found, busy.into(), enrol),
        Step::Done(device) => done(device),
        Step::Refused => to_start(),
    };
    view! {
        <Card>
            <StepHeading text=t!("enrol-title") />
            <ErrorBox error />
            {body}
        </Card>
    }
    .into_any()
}

fn offered(found: Enrolment, busy: Signal<bool>, enrol: Callback<()>) -> AnyView {
    let other = (!found.fits).then(|| {
        view! {
            <p class="device-doubt">
                <Icon sign=Sign::Warning />
                <span data-testid="enrol-doubt">{t!("enrol-other-system")}</span>
            </p>
        }
    });
    view! {
        <p class="lead">{t!("enrol-lead")}</p>
        <p class="device-name"><bdi data-testid="enrol-device">{found.device.into_inner()}</bdi></p>
        {other}
        <p>{t!("enrol-means")}</p>
        <div class="actions">
            <Button
                kind=ButtonKind::Primary
                label=t!("enrol")
                test_id="enrol"
                busy
                on_press=enrol
            />
        </div>
    }
    .into_any()
}

fn done(device: Redacted<String>) -> AnyView {
    view! {
        <div role="status">
            <p class="lead" data-testid="enrolled">{t!("enrol-done")}</p>
            <p class="device-name"><bdi>{device.into_inner()}</bdi></p>
        </div>
        {to_start()}
    }
    .into_any()
}

/// Somebody came without a link, or a second time.
fn missing() -> AnyView {
    view! {
        <Card>
            <StepHeading text=t!("enrol-title") />
            <p class="lead" data-testid="enrol-missing">{t!("enrol-missing")}</p>
            {to_start()}
        </Card>
    }
    .into_any()
}

fn to_start() -> AnyView {
    view! {
        <div class="actions">
            <a class="button" href=Page::Home(Role::Sharer).path()>{t!("to-start")}</a>
        </div>
    }
    .into_any()
}
