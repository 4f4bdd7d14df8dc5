//! A role that is made or changed.

use super::Access;
use super::api::{self, Role, TIERS};
use super::draft::{self, RoleDraft, fresh_id};
use super::words;
use crate::components::{Button, Card, StepHeading};
use crate::console::fields::Entry;
use crate::console::permission_ticks::PermissionTicks;
use crate::i18n;
use crate::platform::random;
use crate::t;
use leptos::prelude::*;
use rh_access::{Permission, Permissions};

/// The form. What is typed stays until it is saved or left.
#[component]
pub(super) fn RoleForm(access: Access, role: Option<Role>) -> impl IntoView {
    let given = role.as_ref().map(RoleDraft::of).unwrap_or_default();
    let title = if role.is_some() {
        t!("role-edit")
    } else {
        t!("role-new")
    };
    let id = role.map(|role| role.id);
    let name = RwSignal::new(given.name);
    let description = RwSignal::new(given.description);
    let permissions = RwSignal::new(given.permissions);
    let saving = access.saving();
    let save = Callback::new(move |()| {
        let draft = RoleDraft {
            name: name.get_untracked(),
            description: description.get_untracked(),
            permissions: permissions.get_untracked(),
        };
        let fresh = || fresh_id(&draft.name, random::bits64());
        let id = id.clone().unwrap_or_else(fresh);
        saving.run(&[], async move { api::save_role(&id, &draft.body()).await });
    });
    view! {
        <Card wide=true>
            <StepHeading text=title />
            {saving.problem()}
            <Entry
                id="role-name"
                label=t!("name")
                hint=t!("name-hint")
                error=saving.wrong("name", "wrong-name")
                value=name
                on_input=move |text| name.set(text)
                on_enter=save
                test_id="role-name"
            />
            <Entry
                id="role-description"
                label=t!("description")
                hint=t!("description-hint")
                error=saving.wrong("description", "wrong-description")
                value=description
                on_input=move |text| description.set(text)
                on_enter=save
                test_id="role-description"
            />
            <Tiers permissions />
            <PermissionTicks
                among=Permissions::of(&Permission::ALL)
                ticked=permissions
                on_change=move |now| permissions.set(now)
            />
            <TooLittle permissions />
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}

/// The templates.
#[component]
fn Tiers(permissions: RwSignal<Permissions>) -> impl IntoView {
    let buttons = TIERS.map(|tier| {
        let press = move |()| permissions.update(|now| *now = draft::after(tier, *now));
        let is = move || Some(permissions.get() == draft::after(tier, permissions.get()));
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
fn TooLittle(permissions: RwSignal<Permissions>) -> impl IntoView {
    let missing = move || {
        let now = permissions.get();
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
