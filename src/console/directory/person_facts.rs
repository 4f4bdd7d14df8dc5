//! What the directory knows of a person, where it cannot be changed here.

use super::api::Person;
use super::people::account;
use crate::components::{Card, StepHeading};
use crate::console::group_ticks::links;
use crate::console::lists::pager::age;
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// All of it, and how old that is.
pub(super) fn facts(person: Person) -> AnyView {
    let fact = |name: &'static str, text: Option<String>| {
        text.map(|text| view! { <dt>{i18n::message(name)}</dt> <dd><bdi>{text}</bdi></dd> })
    };
    let age_ms = person.age_ms;
    view! {
        <Card wide=true>
            <StepHeading text=Signal::stored(person.name) />
            <dl class="facts" data-testid="person-facts">
                {fact("person-email", person.email)}
                {fact("person-subject", person.subject)}
                {fact("person-title", person.title)}
                {fact("person-company", person.company)}
                <dt>{t!("person-account")}</dt>
                <dd>{account(person.enabled)}</dd>
                <dt>{t!("groups")}</dt>
                <dd>{links(person.groups.as_deref().unwrap_or_default())}</dd>
            </dl>
            <p class="fine">{move || age(age_ms)}</p>
        </Card>
    }
    .into_any()
}
