//! *May this person help that one?* On a device, or on one that is not enrolled.

use super::api::{self, Answer, Considered};
use super::draft::somebody;
use super::{Access, words};
use crate::auth::use_auth;
use crate::components::{Button, Card, ErrorBox, Icon, Sign};
use crate::console::devices;
use crate::console::directory::api::Named;
use crate::console::fields::Entry;
use crate::console::pick_one::PickOne;
use crate::i18n;
use crate::platform::spawn;
use crate::t;
use leptos::prelude::*;
use rh_access::Permission;
use rh_protocol::{ErrorBody, ErrorCode};

/// Two people, a device, and the answer.
#[component]
pub(super) fn Why(access: Access) -> impl IntoView {
    let auth = use_auth();
    let helper = RwSignal::new(String::new());
    let sharer = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    let device = RwSignal::new(None::<Named>);
    let answer = RwSignal::new(None::<(Answer, Option<Named>)>);
    // One of them has never been here.
    let unknown = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        answer.set(None);
        unknown.set(false);
        let (of, whom) = (
            somebody(&helper.get_untracked()),
            somebody(&sharer.get_untracked()),
        );
        let on = device.get_untracked();
        spawn(async move {
            let id = on.as_ref().map(|on| on.id.as_str());
            match api::whether(&of, &whom, id).await {
                Ok(told) => {
                    answer.try_set(Some((told, on)));
                }
                Err(refused) if refused.code == ErrorCode::NotFound => {
                    unknown.try_set(true);
                }
                Err(refused) => {
                    if !auth.expired(&refused) {
                        error.try_set(Some(refused));
                    }
                }
            }
            busy.try_set(false);
        });
    });
    let told = move || {
        let (answer, on) = answer.get()?;
        Some(view! { <Told access answer on /> })
    };
    view! {
        <Card wide=true>
            <h2>{t!("why")}</h2>
            <p class="fine">{t!("why-lead")}</p>
            <div class="pair">
                <Entry
                    id="why-helper"
                    label=t!("why-helper")
                    hint=t!("why-hint")
                    value=helper
                    on_input=move |text| helper.set(text)
                    on_enter=ask
                    test_id="why-helper"
                />
                <Entry
                    id="why-sharer"
                    label=t!("why-sharer")
                    hint=t!("why-hint")
                    value=sharer
                    on_input=move |text| sharer.set(text)
                    on_enter=ask
                    test_id="why-sharer"
                />
            </div>
            <Show when=move || auth.may(Permission::DevicesRead)>
                <PickOne
                    id="why-device"
                    legend="why-device"
                    none="why-no-device"
                    find="why-find-device"
                    hint="devices-search-hint"
                    base=devices::BASE
                    chosen=device
                    on_change=move |now| device.set(now)
                />
            </Show>
            <div class="actions">
                <Button label=t!("why-ask") test_id="why-ask" busy on_press=ask />
            </div>
            <ErrorBox error />
            <div role="status">
                {told}
                {move || unknown.get().then(|| view! { <p data-testid="why-unknown">{t!("why-unknown")}</p> })}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Told(access: Access, answer: Answer, on: Option<Named>) -> impl IntoView {
    let on = match on {
        Some(device) => view! { <bdi>{device.called()}</bdi> }.into_any(),
        None => i18n::message("why-no-device").into_any(),
    };
    let Answer {
        allowed,
        refusal,
        considered,
    } = answer;
    let (word, sign) = match &refusal {
        None => ("why-yes", Sign::Tick),
        Some(refusal) => (words::refusal(refusal), Sign::Warning),
    };
    let missing = refusal.map(|refusal| refusal.permissions);
    let missing = move || {
        let names = missing.map(words::whole_names).unwrap_or_default();
        (!names.is_empty()).then(|| {
            let rows = names.into_iter().map(|name| view! { <li>{name}</li> });
            view! { <ul class="item-list">{rows.collect_view()}</ul> }
        })
    };
    let considered = (!considered.is_empty()).then(|| {
        let rows = considered
            .into_iter()
            .map(|considered| view! { <Row access considered /> });
        view! {
            <h3>{t!("why-considered")}</h3>
            <ul class="items">{rows.collect_view()}</ul>
        }
    });
    view! {
        <div class="answer" data-testid="why-answer" data-allowed=allowed.to_string()>
            <p class="answer-word"><Icon sign /> <span>{i18n::message(word)}</span></p>
            {missing}
            <p class="fine" data-testid="why-on">{t!("why-on")} " " {on}</p>
            {considered}
        </div>
    }
    .into_any()
}

#[component]
fn Row(access: Access, considered: Considered) -> impl IntoView {
    let word = words::verdict(&considered);
    let Considered {
        assignment, role, ..
    } = considered;
    view! {
        <li class="item" data-testid="why-considered" data-verdict=word>
            <div class="item-facts">
                <p>
                    <strong><bdi>{move || words::assignment_named(&access.all(), &assignment)}</bdi></strong>
                    " "
                    <span class="fine">
                        <bdi>{move || words::role_named(&access.all(), &role)}</bdi>
                    </span>
                </p>
                <p>{i18n::message(word)}</p>
            </div>
        </li>
    }
    .into_any()
}
