//! A link that enrols one browser on a device: made, shown once, and copied.

use super::api::{self, Keys, Link};
use crate::auth::use_auth;
use crate::components::{Button, CopyButton, ErrorBox};
use crate::console::load::Loaded;
use crate::i18n;
use crate::platform::{document, spawn, timer};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;

/// What stands above the link; it has the focus once there is one.
const TITLE: &str = "enrolment-link";

/// The button, and the link.
#[component]
pub(super) fn Enrol(id: StoredValue<String>, keys: Loaded<Keys>) -> impl IntoView {
    let auth = use_auth();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ErrorBody>);
    let link = RwSignal::new(None::<Link>);
    let make = move |()| {
        busy.set(true);
        error.set(None);
        let id = id.get_value();
        spawn(async move {
            match api::enrol(&id).await {
                Ok(made) => {
                    link.try_set(Some(made));
                    keys.again();
                    timer::sleep(0).await;
                    document::focus(TITLE);
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
    // A link that was made earlier cannot be shown again; a new one takes its place.
    let earlier = move || {
        let remaining_ms = keys.get()?.link_remaining_ms?;
        link.with(Option::is_none).then(|| {
            let words = move || {
                let time = i18n::duration(remaining_ms);
                i18n::text("enrolment-earlier", &[("time", time.into())])
            };
            view! { <p class="fine" data-testid="enrol-earlier">{words}</p> }
        })
    };
    view! {
        <div class="actions">
            <Button label=t!("enrolment") test_id="enrol" busy on_press=make />
        </div>
        {earlier}
        <ErrorBox error />
        {move || link.get().map(shown)}
    }
    .into_any()
}

fn shown(made: Link) -> AnyView {
    let Link { link, remaining_ms } = made;
    let lasts = move || {
        let time = i18n::duration(remaining_ms);
        i18n::text("enrolment-lasts", &[("time", time.into())])
    };
    view! {
        <div class="remark" data-testid="enrolment">
            <h3 id=TITLE tabindex="-1">{t!("enrolment-title")}</h3>
            <p>{t!("enrolment-what")}</p>
            <p class="session-link"><bdi dir="ltr" data-testid="enrol-link">{link.clone()}</bdi></p>
            <div class="actions">
                <CopyButton text=Signal::stored(link) label=t!("copy-link") test_id="enrol-copy" />
            </div>
            <p class="fine">{lasts}</p>
        </div>
    }
    .into_any()
}
