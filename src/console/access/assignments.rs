//! The assignments that there are.

use super::api::{Assignment, Kind};
use super::draft::kind_of;
use super::roles::{Ways, removal};
use super::{Access, words};
use crate::components::Card;
use crate::console::confirm::{Question, Words};
use crate::i18n;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;
use rh_access::{GroupId, PersonId, Reach};

const REMOVE: Words = Words {
    title: "remove-assignment-title",
    body: "remove-assignment-body",
    confirm: "remove",
    said: "removed",
};

/// The list of assignments.
#[component]
pub(super) fn Assignments(access: Access, question: RwSignal<Option<Question>>) -> impl IntoView {
    let rows = move || {
        let all = access.all();
        if all.assignments.is_empty() {
            return view! { <p>{t!("no-assignments")}</p> }.into_any();
        }
        let rows = all.assignments.iter().cloned();
        let rows = rows.map(|assignment| view! { <Row access assignment question /> });
        view! { <ul class="items" data-testid="assignments">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <Card wide=true>
            <div class="console-head">
                <h2 id=Kind::Assignment.heading() tabindex="-1">{t!("assignments")}</h2>
                <a
                    class="button"
                    data-testid="new-assignment"
                    href=ConsolePlace::Assignment(None).path()
                >
                    {t!("new-assignment")}
                </a>
            </div>
            <p class="fine">{t!("assignments-lead")}</p>
            {rows}
        </Card>
    }
    .into_any()
}

#[component]
fn Row(
    access: Access,
    assignment: Assignment,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let remove = removal(access, REMOVE, Kind::Assignment, question);
    let (id, configured) = (assignment.id.clone(), assignment.configured);
    let shown = StoredValue::new(assignment);
    let name = Signal::derive(move || shown.with_value(words::assignment_name));
    let role = move || words::role_named(&access.all(), &shown.with_value(|it| it.role.clone()));
    let place = ConsolePlace::Assignment(Some(id.clone()));
    let remove = move |()| remove.run((id.clone(), name.get_untracked()));
    let ways = if configured {
        view! { <p class="mark">{t!("configured")}</p> }.into_any()
    } else {
        view! { <Ways name place remove /> }.into_any()
    };
    let members = move || shown.with_value(members);
    let sharers = move || shown.with_value(|it| reach(it.scope.users.as_ref(), OVER_SHARERS));
    let devices = move || shown.with_value(|it| reach(it.scope.devices.as_ref(), OVER_DEVICES));
    view! {
        <li class="item" data-testid="assignment">
            <div class="item-facts">
                <h3><bdi>{name}</bdi></h3>
                <dl class="facts">
                    <dt>{t!("role")}</dt>
                    <dd><bdi>{role}</bdi></dd>
                    <dt>{t!("members")}</dt>
                    <dd>{members}</dd>
                    <dt>{t!("sharers")}</dt>
                    <dd>{sharers}</dd>
                    <dt>{t!("devices")}</dt>
                    <dd>{devices}</dd>
                </dl>
            </div>
            {ways}
        </li>
    }
    .into_any()
}

/// How many names stand there before the rest is counted.
const SHOWN: usize = 12;

fn members(assignment: &Assignment) -> AnyView {
    let people = assignment.members.people.iter().map(PersonId::as_str);
    let groups = assignment.members.groups.iter().map(GroupId::as_str);
    names(people.chain(groups))
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> AnyView {
    let all: Vec<&str> = names.collect();
    let rows = all.iter().take(SHOWN).map(|name| {
        let (kind, rest) = kind_of(name);
        let (kind, rest) = (i18n::text(kind, &[]), rest.to_owned());
        view! {
            <li>
                <span class="fine">{kind}</span>
                " "
                <bdi>{rest}</bdi>
            </li>
        }
    });
    let rows = rows.collect_view();
    let rest = u32::try_from(all.len().saturating_sub(SHOWN)).unwrap_or(u32::MAX);
    let rest = (rest > 0)
        .then(|| view! { <li>{i18n::text("more-names", &[("count", rest.into())])}</li> });
    view! { <ul class="names">{rows} {rest}</ul> }.into_any()
}

/// The messages for everything, and for nothing.
const OVER_SHARERS: (&str, &str) = ("sharers-all", "sharers-nothing");
const OVER_DEVICES: (&str, &str) = ("devices-all", "devices-nothing");

fn reach(reach: Option<&Reach>, (all, nothing): (&str, &str)) -> AnyView {
    match reach {
        None => i18n::text(nothing, &[]).into_any(),
        Some(Reach::All) => i18n::text(all, &[]).into_any(),
        Some(Reach::Groups(groups)) => names(groups.iter().map(GroupId::as_str)),
    }
}
