//! One receiver: how it is doing, a test, and what was given up.

use super::api::{Tested, Webhook};
use super::letters::Letters;
use super::{Webhooks, api, words};
use crate::auth::use_auth;
use crate::components::{Button, Card, ErrorBox, Icon};
use crate::i18n;
use crate::platform::spawn;
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;

/// Its card. It stays where it is while what stands in it changes.
#[component]
pub(super) fn Receiver(webhooks: Webhooks, name: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let one = Memo::new(move |before: Option<&Option<Webhook>>| {
        let found = name.with_value(|name| webhooks.find(name));
        found.or_else(|| before.cloned().flatten())
    });
    let title = name.get_value();
    let of = title.clone();
    let dead = Memo::new(move |_| one.with(|one| one.as_ref().map_or(0, |one| one.dead_letters)));
    let shown = RwSignal::new(false);
    let label = Signal::derive(move || {
        if shown.get() {
            i18n::text("letters-hide", &[])
        } else {
            i18n::text("letters-show", &[])
        }
    });
    view! {
        <Card wide=true>
            <div data-testid="webhook" data-name=of class="answer">
                <h2><bdi>{title}</bdi></h2>
                {move || one.get().map(facts)}
                <Test name />
                <Show when=move || { dead.get() > 0 || shown.get() }>
                    <div class="actions">
                        <Button
                            label
                            test_id="letters"
                            on_press=move |()| shown.update(|shown| *shown = !*shown)
                        />
                    </div>
                </Show>
                <Show when=move || shown.get()>
                    <Letters webhooks name dead />
                </Show>
            </div>
        </Card>
    }
    .into_any()
}

fn facts(one: Webhook) -> AnyView {
    let (state, sign) = words::state(&one.state);
    let events = move || {
        let events: Vec<String> = one.events.iter().map(|kind| words::event(kind)).collect();
        let rows = events.into_iter().map(|event| view! { <li>{event}</li> });
        view! { <ul class="names">{rows.collect_view()}</ul> }
    };
    let success = move || match &one.last_success {
        Some(at) => words::at(at),
        None => i18n::text("webhook-never", &[]),
    };
    let failure = move || match &one.last_failure {
        Some(failure) => {
            let (at, why) = (words::at(&failure.at), words::why(&failure.why));
            format!("{at}. {why}")
        }
        None => i18n::text("webhook-never", &[]),
    };
    let number = |number: u32| t!("number", number = number);
    view! {
        <dl class="facts">
            <dt>{t!("webhook-state")}</dt>
            <dd>
                <span class="state-mark" data-testid="webhook-state" data-state=state>
                    <Icon sign />
                    <span>{i18n::message(state)}</span>
                </span>
            </dd>
            <dt>{t!("webhook-host")}</dt>
            <dd><bdi dir="ltr">{one.host}</bdi></dd>
            <dt>{t!("webhook-events")}</dt>
            <dd>{events}</dd>
            <dt>{t!("webhook-waiting")}</dt>
            <dd data-testid="webhook-waiting">{number(one.waiting)}</dd>
            <dt>{t!("webhook-dead")}</dt>
            <dd data-testid="webhook-dead">{number(one.dead_letters)}</dd>
            <dt>{t!("webhook-success")}</dt>
            <dd>{success}</dd>
            <dt>{t!("webhook-failure")}</dt>
            <dd data-testid="webhook-failure">{failure}</dd>
        </dl>
    }
    .into_any()
}

/// Sends a test and says what came of it.
#[component]
fn Test(name: StoredValue<String>) -> impl IntoView {
    let auth = use_auth();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    let tested = RwSignal::new(None::<Tested>);
    let test = move |()| {
        busy.set(true);
        error.set(None);
        tested.set(None);
        spawn(async move {
            match api::test(&name.get_value()).await {
                Ok(told) => {
                    tested.try_set(Some(told));
                }
                Err(refused) => {
                    if !auth.expired(&refused) {
                        error.try_set(Some(refused));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let told = move || {
        tested.get().map(|told| {
            let delivered = told.delivered.to_string();
            let words = move || {
                if told.delivered {
                    return i18n::text("webhook-tested", &[]);
                }
                let said = i18n::text("webhook-test-failed", &[]);
                format!("{said} {}", words::why(&told.why))
            };
            view! { <p data-testid="webhook-tested" data-delivered=delivered>{words}</p> }
        })
    };
    view! {
        <div class="actions">
            <Button
                label=t!("webhook-test")
                about=Signal::derive(move || name.get_value())
                test_id="webhook-test"
                busy
                on_press=test
            />
        </div>
        <ErrorBox error />
        <div role="status">{told}</div>
    }
    .into_any()
}
