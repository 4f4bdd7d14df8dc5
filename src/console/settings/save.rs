//! What will change, and the one button that does it. What ends something for those who are at it is asked first.

use super::Typing;
use super::draft::{Change, Draft};
use super::off;
use super::off::Off;
use super::{api, row};
use crate::auth::{Auth, use_auth};
use crate::components::{Button, ButtonKind, Card, ErrorBox, Live};
use crate::i18n;
use crate::platform::spawn;
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorCode;
use std::sync::Arc;

#[component]
pub(super) fn Save(typing: Typing) -> impl IntoView {
    let auth = use_auth();
    let live = Live::expect();
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let changes = Memo::new(move |_| typing.with(Draft::changes));
    let nothing = Signal::derive(move || changes.with(Vec::is_empty));
    let tell = move || {
        let Some(body) = typing.with(Draft::body) else {
            return;
        };
        let sent = typing.draft.get();
        busy.set(true);
        typing.refused.set(None);
        spawn(async move {
            let told = api::change(&body).await;
            match told {
                Ok(()) => {
                    live.say(untrack(|| i18n::text("saved", &[])));
                    load(auth, typing, |draft, before, now| {
                        *draft = draft.since(&sent, before, now);
                    })
                    .await;
                    auth.refresh();
                }
                Err(refused) => {
                    // Not at once to the provider: one has to know why, before one is asked for more.
                    let weak = refused.code == ErrorCode::InsufficientClaims;
                    if refused.code == ErrorCode::NotSignedIn {
                        typing.keep();
                    }
                    if weak || !auth.expired(&refused) {
                        typing.refused.try_set(Some(refused));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let save = move |()| {
        let fits = untrack(|| typing.with(|draft, now| draft.body(now).is_some()));
        if !fits {
            live.say(untrack(|| i18n::text("settings-unfit", &[])));
        } else if off::is_due(typing) {
            asking.set(true);
        } else {
            untrack(tell);
        }
    };
    let confirm = move |()| {
        asking.set(false);
        untrack(tell);
    };
    let discard = move |()| {
        let now = typing.now.get_untracked();
        typing.refused.set(None);
        typing.draft.set(Draft::of(&now));
    };
    view! {
        <Card wide=true>
            <h2>{t!("settings-changes")}</h2>
            <Changes changes />
            <Refused typing />
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("save")
                    test_id="save"
                    busy
                    disabled=nothing
                    on_press=save
                />
                <Button
                    label=t!("discard")
                    test_id="discard"
                    disabled=nothing
                    on_press=discard
                />
            </div>
        </Card>
        <Off typing asking confirm=Callback::new(confirm) />
    }
    .into_any()
}

/// Asks the broker, and has `then` make a draft of what it says.
async fn load(auth: Auth, typing: Typing, then: impl FnOnce(&mut Draft, &api::Now, &api::Now)) {
    match api::now().await {
        Ok(now) => {
            let now = Arc::new(now);
            let Some(before) = typing.now.try_get_untracked() else {
                return;
            };
            let mut draft = typing.draft.get_untracked();
            then(&mut draft, &before, &now);
            typing.loaded.put(Arc::clone(&now));
            typing.now.set(now);
            typing.draft.set(draft);
            typing.refused.set(None);
        }
        Err(error) => {
            if error.code == ErrorCode::NotSignedIn {
                typing.keep();
            }
            if !auth.expired(&error) {
                typing.refused.try_set(Some(error));
            }
        }
    }
}

/// What will change.
#[component]
fn Changes(changes: Memo<Vec<Change>>) -> impl IntoView {
    let rows = move || {
        let changes = changes.get();
        if changes.is_empty() {
            return view! { <p class="fine" data-testid="no-changes">{t!("settings-no-changes")}</p> }
                .into_any();
        }
        let rows = changes.into_iter().map(|Change { setting, to }| {
            view! {
                <dt>{i18n::message(setting.name)}</dt>
                <dd dir="auto">{move || row::shown(setting, &to)}</dd>
            }
        });
        view! { <dl class="facts" data-testid="changes">{rows.collect_view()}</dl> }.into_any()
    };
    view! { <div>{rows}</div> }.into_any()
}

/// Why it was refused. What somebody else has changed meanwhile can be looked at without losing what was typed; what one would
/// require of oneself can be proved.
#[component]
fn Refused(typing: Typing) -> impl IntoView {
    let auth = use_auth();
    let is = move |code| {
        typing
            .refused
            .with(|refused| refused.as_ref().is_some_and(|error| error.code == code))
    };
    let stale = move || is(ErrorCode::ChangedMeanwhile);
    let weak = move || is(ErrorCode::InsufficientClaims);
    let prove = move |()| {
        if let Some(refused) = typing.refused.get_untracked() {
            typing.keep();
            auth.expired(&refused);
        }
    };
    let load = move |()| {
        spawn(async move {
            load(auth, typing, |draft, before, now| {
                *draft = draft.over(before, now)
            })
            .await;
        });
    };
    view! {
        <ErrorBox error=typing.refused>
            <Show when=stale>
                <div class="actions">
                    <Button label=t!("load-now") test_id="load-now" on_press=load />
                </div>
            </Show>
            <Show when=weak>
                <div class="actions">
                    <Button label=t!("sign-in") test_id="prove" busy=auth.busy() on_press=prove />
                </div>
            </Show>
        </ErrorBox>
    }
    .into_any()
}
