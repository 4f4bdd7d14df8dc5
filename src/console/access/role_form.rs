//! A role that is made or changed.

use super::Access;
use super::api::{self, Role, TIERS};
use super::draft::{self, RoleDraft};
use super::words;
use crate::components::{Button, Card, StepHeading};
use crate::console::fields::Entry;
use crate::console::load::Asking;
use crate::console::opened::Opened;
use crate::console::permission_ticks::PermissionTicks;
use crate::i18n;
use crate::t;
use leptos::prelude::*;
use rh_access::{Permission, Permissions};
use rh_protocol::{ErrorBody, ErrorCode};

/// As it is now.
fn read(id: String) -> Asking<(RoleDraft, String)> {
    Box::pin(async move {
        let mut all = api::all().await?.roles.into_iter();
        let found = all.find(|role| role.id == id);
        let now = found.ok_or(ErrorBody::new(ErrorCode::NotFound))?;
        Ok((RoleDraft::of(&now), now.tag))
    })
}

/// The form. What is typed stays until it is saved or left.
#[component]
pub(super) fn RoleForm(access: Access, role: Option<Role>) -> impl IntoView {
    let title = if role.is_some() {
        t!("role-edit")
    } else {
        t!("role-new")
    };
    let opened = match role {
        Some(role) => {
            let given = RoleDraft::of(&role);
            Opened::of(role.id, role.tag, given, read)
        }
        None => Opened::fresh(RoleDraft::default(), read),
    };
    let draft = opened.draft;
    let saving = access.saving();
    let save = Callback::new(move |()| {
        let draft = draft.get_untracked();
        let (id, only) = (opened.id(&draft.name), opened.only());
        saving.run(&[], async move {
            api::save_role(&id, &only, &draft.body()).await
        });
    });
    view! {
        <Card wide=true>
            <StepHeading text=title />
            {saving.problem_with(opened, "role-name")}
            <Entry
                id="role-name"
                label=t!("name")
                hint=t!("name-hint")
                error=saving.wrong("name", "wrong-name")
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |text| draft.update(|draft| draft.name = text)
                on_enter=save
                test_id="role-name"
            />
            <Entry
                id="role-description"
                label=t!("description")
                hint=t!("description-hint")
                error=saving.wrong("description", "wrong-description")
                value=Signal::derive(move || draft.with(|draft| draft.description.clone()))
                on_input=move |text| draft.update(|draft| draft.description = text)
                on_enter=save
                test_id="role-description"
            />
            <Tiers draft />
            <PermissionTicks
                among=Permissions::of(&Permission::ALL)
                ticked=Signal::derive(move || draft.with(|draft| draft.permissions))
                on_change=move |now| draft.update(|draft| draft.permissions = now)
            />
            <TooLittle draft />
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}

/// The templates.
#[component]
fn Tiers(draft: RwSignal<RoleDraft>) -> impl IntoView {
    let buttons = TIERS.map(|tier| {
        let press = move |()| {
            draft.update(|draft| draft.permissions = draft::after(tier, draft.permissions));
        };
        let is = move || {
            let now = draft.with(|draft| draft.permissions);
            Some(now == draft::after(tier, now))
        };
        let test_id = words::tier(tier);
        view! {
            <Button label=i18n::message(words::tier(tier)) test_id pressed=Signal::derive(is) on_press=press />
        }
    });
    view! {
        <fieldset class="choices">
            <legend>{t!("tiers")}</legend>
            <p class="fine">{t!("tiers-hint")}</p>
            <div class="actions">{buttons.into_iter().collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Says what is missing for helping, where somebody seems to mean it.
#[component]
fn TooLittle(draft: RwSignal<RoleDraft>) -> impl IntoView {
    let missing = move || {
        let now = draft.with(|draft| draft.permissions);
        draft::helps_too_little(now).then(|| {
            let missing = words::whole_names(Permissions::HELP.without(now));
            let rows = missing.into_iter().map(|name| view! { <li>{name}</li> });
            view! {
                <div class="remark" data-testid="helps-too-little">
                    <p>{t!("helps-too-little")}</p>
                    <ul class="item-list">{rows.collect_view()}</ul>
                </div>
            }
        })
    };
    view! { <div role="status">{missing}</div> }.into_any()
}
