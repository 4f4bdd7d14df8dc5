//! The offer to enrol a browser again that has forgotten its key, to who enrolled it before.

use super::{api, key};
use crate::auth::use_auth;
use crate::components::{Button, Card, ErrorBox};
use crate::platform::spawn;
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;
use rh_protocol::api::{Renew, RenewableDevice};

/// One button for each device that this may be.
#[component]
pub(super) fn RenewCard() -> impl IntoView {
    let auth = use_auth();
    let devices = auth.me().map(|me| me.renewable.clone()).unwrap_or_default();
    let error = RwSignal::new(None::<ErrorBody>);
    let busy = RwSignal::new(false);
    let renewed = RwSignal::new(false);
    let renew = move |id: String| {
        busy.set(true);
        error.set(None);
        spawn(async move {
            let made = key::make(|public_key| async move {
                let renew = Renew {
                    device: id,
                    public_key,
                };
                api::renew(&renew).await
            });
            match made.await {
                Ok(_) => {
                    renewed.try_set(true);
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
    let offer = move |device: RenewableDevice| {
        let id = device.id;
        let name = device.name.into_inner();
        view! {
            <div class="actions">
                <Button
                    label=t!("renew")
                    about=name.clone()
                    test_id="renew"
                    busy
                    on_press=move |()| renew(id.clone())
                />
                <p class="device-name"><bdi>{name}</bdi></p>
            </div>
        }
        .into_any()
    };
    let offers = move || {
        if renewed.get() {
            return view! { <p data-testid="renewed">{t!("renew-done")}</p> }.into_any();
        }
        devices.iter().cloned().map(offer).collect_view().into_any()
    };
    view! {
        <Card>
            <h2>{t!("renew-title")}</h2>
            <p>{t!("renew-lead")}</p>
            <ErrorBox error />
            <div role="status">{offers}</div>
        </Card>
    }
    .into_any()
}
