//! Permissions, each with a box to tick, in their groups.

use super::access::words::{self, GROUPS, Group};
use super::fields::{Choice, Tick};
use crate::i18n;
use leptos::prelude::*;
use rh_access::Permissions;

/// All that can be ticked.
#[component]
pub(super) fn PermissionTicks(
    /// Which there are.
    #[prop(into)]
    among: Signal<Permissions>,
    #[prop(into)] ticked: Signal<Permissions>,
    /// Called with those that are ticked now.
    #[prop(into)]
    on_change: Callback<Permissions>,
) -> impl IntoView {
    let among = Memo::new(move |_| among.get());
    let groups = move || {
        let groups = GROUPS.iter();
        let groups = groups.map(|group| of_group(group, among.get(), ticked, on_change));
        groups.collect_view()
    };
    view! { <div class="groups">{groups}</div> }.into_any()
}

fn of_group(
    group: &'static Group,
    among: Permissions,
    ticked: Signal<Permissions>,
    on_change: Callback<Permissions>,
) -> Option<AnyView> {
    let theirs = group.permissions.iter().copied();
    let theirs: Vec<_> = theirs.filter(|one| among.contains(*one)).collect();
    if theirs.is_empty() {
        return None;
    }
    let ticks = theirs.into_iter().map(|one| {
        let only = Permissions::of(&[one]);
        let change = move |on| {
            let now = ticked.get_untracked();
            on_change.run(if on { now.and(only) } else { now.without(only) });
        };
        view! {
            <Tick
                id=words::permission(one)
                choice=Choice::Check
                label=i18n::message(words::permission(one))
                hint=Signal::derive(move || words::about(one))
                on=Signal::derive(move || ticked.get().contains(one))
                on_change=change
            />
        }
    });
    let ticks = ticks.collect_view();
    Some(
        view! {
            <fieldset class="choices">
                <legend>{i18n::message(group.name)}</legend>
                {ticks}
            </fieldset>
        }
        .into_any(),
    )
}
