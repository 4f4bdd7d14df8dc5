//! *Why can or can't this person help that one?*

use super::api::{self, Answer, Considered};
use super::draft::somebody;
use super::{Access, words};
use crate::auth::use_auth;
use crate::components::{Button, Card, ErrorBox, Icon, Sign};
use crate::console::fields::Entry;
use crate::i18n;
use crate::platform::spawn;
use crate::t;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode};

/// Two people, and the answer.
#[component]
pub(super) fn Why(access: Access) -> impl IntoView {
    let auth = use_auth();
    let helper = RwSignal::new(String::new());
    let sharer = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    let answer = RwSignal::new(None::<Answer>);
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
        spawn(async move {
            match api::whether(&of, &whom).await {
                Ok(told) => {
                    answer.try_set(Some(told));
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
    let told = move || answer.get().map(|answer| view! { <Told access answer /> });
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
fn Told(access: Access, answer: Answer) -> impl IntoView {
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
    let rows = considered
        .into_iter()
        .map(|considered| view! { <Row access considered /> })
        .collect_view();
    view! {
        <div class="answer" data-testid="why-answer" data-allowed=allowed.to_string()>
            <p class="answer-word"><Icon sign /> <span>{i18n::message(word)}</span></p>
            {missing}
            <h3>{t!("why-considered")}</h3>
            <ul class="items">{rows}</ul>
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
