//! A token that is issued.

use super::Tokens;
use super::api;
use super::draft::Draft;
use crate::components::{Card, StepHeading};
use crate::console::fields::{Entry, Takes};
use crate::console::permission_ticks::PermissionTicks;
use crate::console::saving::Saving;
use crate::i18n;
use crate::platform::clock;
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;
use rh_access::{Permission, Permissions};
use rh_protocol::limits;

/// The fields by the names of the interface, and where the focus goes when one is wrong.
static FIELDS: [(&str, &str); 2] = [("name", "token-name"), ("days", "token-days")];

/// The form. Nobody gives away what they do not have.
#[component]
pub(super) fn TokenForm(tokens: Tokens) -> impl IntoView {
    let draft = RwSignal::new(Draft::fresh());
    let list = Page::Console(Some(ConsolePage::Tokens)).path();
    let saving = Saving::new(list, Callback::new(move |()| tokens.loaded.again()));
    let save = Callback::new(move |()| {
        let body = draft.with_untracked(Draft::body);
        saving.run(&FIELDS, async move {
            let issued = api::issue(&body).await?;
            tokens.issued.try_set(Some(issued));
            Ok(())
        });
    });
    let given = Signal::derive(move || {
        let held: Vec<Permission> = Permissions::PROGRAMS
            .iter()
            .filter(|one| tokens.auth.may(*one))
            .collect();
        Permissions::of(&held)
    });
    let most = limits::MACHINE_TOKEN_DAYS;
    let ends = move || {
        let ends_ms = draft.with(|draft| draft.ends_ms(clock::wall_ms(), most))?;
        Some(i18n::text(
            "token-will-end",
            &[("time", i18n::date_time(ends_ms).into())],
        ))
    };
    let permissions = saving.wrong("permissions", "wrong-token-permissions");
    let days = saving.wrong("days", "wrong-token-days");
    view! {
        <Card wide=true>
            <StepHeading text=t!("token-new") />
            {saving.problem()}
            <Entry
                id="token-name"
                label=t!("token-name")
                hint=t!("token-name-hint")
                error=saving.wrong("name", "wrong-entry-name")
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |text| draft.update(|draft| draft.name = text)
                on_enter=save
                test_id="token-name"
            />
            <p class="fine">{t!("token-permissions-hint")}</p>
            <p class="field-error" aria-live="polite" data-testid="permissions-error">
                {move || permissions.get()}
            </p>
            <PermissionTicks
                among=given
                ticked=Signal::derive(move || draft.with(|draft| draft.permissions))
                on_change=move |now| draft.update(|draft| draft.permissions = now)
            />
            <Entry
                id="token-days"
                label=t!("token-days")
                hint=t!("range", most = most)
                error=days
                value=Signal::derive(move || draft.with(|draft| draft.days.clone()))
                on_input=move |text| draft.update(|draft| draft.days = text)
                on_enter=save
                takes=Takes::Number
                test_id="token-days"
            />
            <p class="fine" data-testid="token-will-end">{ends}</p>
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}
