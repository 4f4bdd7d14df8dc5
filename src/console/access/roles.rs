//! The roles that there are.

use super::api::{self, Kind, Role};
use super::{Access, words};
use crate::auth::use_auth;
use crate::components::{Button, ButtonKind, Card};
use crate::console::confirm::{Question, Words};
use crate::console::load::Asking;
use crate::console::opened::is_overtaken;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;

const REMOVE: Words = Words {
    title: "remove-role-title",
    body: "remove-role-body",
    confirm: "remove",
    said: "removed",
};

/// The list of roles.
#[component]
pub(super) fn Roles(access: Access, question: RwSignal<Option<Question>>) -> impl IntoView {
    let rows = move || {
        let all = access.all();
        let rows = all.roles.iter().cloned();
        rows.map(|role| view! { <Row access role question /> })
            .collect_view()
    };
    view! {
        <Card wide=true>
            <div class="console-head">
                <h2 id=Kind::Role.heading() tabindex="-1">{t!("roles")}</h2>
                <a class="button" data-testid="new-role" href=ConsolePlace::Role(None).path()>
                    {t!("new-role")}
                </a>
            </div>
            <p class="fine">{t!("roles-lead")}</p>
            <ul class="items" data-testid="roles">{rows}</ul>
        </Card>
    }
    .into_any()
}

#[component]
fn Row(access: Access, role: Role, question: RwSignal<Option<Question>>) -> impl IntoView {
    let remove = removal(access, REMOVE, Kind::Role, question);
    let role = StoredValue::new(role);
    let name = Signal::derive(move || role.with_value(words::role_name));
    let (id, built_in) = role.with_value(|role| (role.id.clone(), role.built_in));
    let permissions = role.with_value(|role| role.permissions);
    let description = move || {
        let text = role.with_value(words::role_description);
        (!text.is_empty()).then(|| view! { <p dir="auto">{text}</p> })
    };
    let count = u32::try_from(permissions.iter().count()).unwrap_or_default();
    let listed = move || {
        let names = words::whole_names(permissions).into_iter();
        names.map(|name| view! { <li>{name}</li> }).collect_view()
    };
    let place = ConsolePlace::Role(Some(id.clone()));
    let remove = move |()| remove.run((id.clone(), name.get_untracked()));
    let ways = if built_in {
        view! { <p class="mark">{t!("built-in")}</p> }.into_any()
    } else {
        view! { <Ways name place remove /> }.into_any()
    };
    view! {
        <li class="item" data-testid="role">
            <div class="item-facts">
                <h3><bdi>{name}</bdi></h3>
                {description}
                <details>
                    <summary>{t!("role-permissions", count = count)}</summary>
                    <ul class="item-list">{listed}</ul>
                </details>
            </div>
            {ways}
        </li>
    }
    .into_any()
}

/// Asks whether what has this id and name is to be removed.
pub(super) fn removal(
    access: Access,
    words: Words,
    kind: Kind,
    question: RwSignal<Option<Question>>,
) -> Callback<(String, String)> {
    let auth = use_auth();
    let done = Callback::new(move |()| access.changed(auth));
    Callback::new(move |(id, name): (String, String)| {
        let act = move || {
            let (id, tag) = (id.clone(), access.tag(kind, &id));
            Box::pin(async move {
                let told = api::remove(kind, &id, &tag).await;
                // Shown as it is now: who asks again means that.
                if told.as_ref().is_err_and(is_overtaken) {
                    access.0.again();
                }
                told
            }) as Asking<()>
        };
        let asked = Question::new(words, name, act, done, kind.heading());
        question.set(Some(asked));
    })
}

/// What can be done with something that was made here.
#[component]
pub(super) fn Ways(
    #[prop(into)] name: Signal<String>,
    place: ConsolePlace,
    #[prop(into)] remove: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="item-ways">
            <a class="button" data-testid="edit" href=place.path()>
                {t!("edit")}
                <span class="visually-hidden">" " <bdi>{name}</bdi></span>
            </a>
            <Button
                kind=ButtonKind::Quiet
                label=t!("remove")
                about=name
                test_id="remove"
                on_press=remove
            />
        </div>
    }
    .into_any()
}
