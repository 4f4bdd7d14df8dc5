//! A person: looked at, and where the directory can be changed here, added, changed and removed.

use super::Directory;
use super::api::{self, Person};
use super::draft::PersonDraft;
use super::person_facts::facts;
use crate::components::{Button, ButtonKind, Card, StepHeading};
use crate::console::confirm::{Question, Words};
use crate::console::fields::{Choice, Entry, Tick};
use crate::console::group_ticks::GroupTicks;
use crate::console::load::{Asking, Loaded};
use crate::console::opened::Opened;
use crate::console::report::Recent;
use crate::console::saving::Saving;
use crate::i18n;
use crate::routes::filters::Text;
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const REMOVE: Words = Words {
    title: "person-remove-title",
    body: "person-remove-body",
    confirm: "remove",
    said: "removed",
};

/// The fields by the names of the interface, and where the focus goes when one is wrong.
static FIELDS: [(&str, &str); 5] = [
    ("name", "person-name"),
    ("email", "person-email"),
    ("subject", "person-subject"),
    ("title", "person-title"),
    ("company", "person-company"),
];

/// The page of one person, or the form for a new one.
#[component]
pub(super) fn PersonPage(directory: Directory, id: Option<String>) -> impl IntoView {
    let back = move || directory.chosen.address();
    let body = match id {
        None => view! { <Form directory person=None /> }.into_any(),
        Some(id) => {
            let loaded = Loaded::new(move || {
                let id = id.clone();
                Box::pin(async move { api::person(&id).await }) as Asking<Person>
            });
            loaded.view(move |person| {
                let person = (*person).clone();
                let recent = recent(&person);
                let own = if untrack(|| directory.editable()) {
                    view! { <Form directory person=Some(person) /> }.into_any()
                } else {
                    facts(person)
                };
                view! {
                    {own}
                    {recent}
                }
                .into_any()
            })
        }
    };
    view! {
        <p class="console-back"><a href=back>{t!("people-back")}</a></p>
        {body}
    }
    .into_any()
}

/// The sessions in which they were helped: the broker knows by their id which accounts are theirs.
fn recent(person: &Person) -> AnyView {
    let known = format!("directory:{}", person.id);
    view! { <Recent title="recent-of-person" by=Text::Sharer value=known /> }.into_any()
}

/// As they are now.
fn read(id: String) -> Asking<(PersonDraft, String)> {
    Box::pin(async move {
        let now = api::person(&id).await?;
        Ok((PersonDraft::of(&now), now.tag))
    })
}

#[component]
fn Form(directory: Directory, person: Option<Person>) -> impl IntoView {
    let title = match &person {
        Some(person) => Signal::stored(person.name.clone()),
        None => t!("person-new"),
    };
    let opened = match &person {
        Some(person) => {
            let (id, tag) = (person.id.clone(), person.tag.clone());
            Opened::of(id, tag, PersonDraft::of(person), read)
        }
        None => Opened::fresh(PersonDraft::fresh(), read),
    };
    let draft = opened.draft;
    let back = untrack(|| directory.chosen.address());
    let saving = Saving::new(back, Callback::new(move |()| directory.people.again()));
    let save = Callback::new(move |()| {
        let body = draft.with_untracked(PersonDraft::body);
        // Nothing of the name: the audit tells ids, and keeps them.
        let (id, only) = (opened.id(""), opened.only());
        saving.run(
            &FIELDS,
            async move { api::save_person(&id, &only, &body).await },
        );
    });
    let entry = move |id: &'static str,
                      (label, hint): (&'static str, &'static str),
                      error: Signal<Option<String>>,
                      field: fn(&mut PersonDraft) -> &mut String| {
        // Read through a copy, so that one way to a field is enough.
        let value = Signal::derive(move || field(&mut draft.get()).clone());
        let typed = move |text| draft.update(|draft| *field(draft) = text);
        view! {
            <Entry
                id
                label=i18n::message(label)
                hint=i18n::message(hint)
                error
                value
                on_input=typed
                on_enter=save
                test_id=id
            />
        }
    };
    let name = ("person-name", "name-hint");
    let email = ("person-email", "person-email-hint");
    let subject = ("person-subject", "person-subject-hint");
    let job = ("person-title", "person-optional");
    let company = ("person-company", "person-optional");
    view! {
        <Card wide=true>
            <div class="console-head">
                <StepHeading text=title />
                {person.map(|person| view! { <Remove directory person opened /> })}
            </div>
            {saving.problem_with(opened, "person-name")}
            {entry("person-name", name, saving.wrong("name", "wrong-entry-name"), |it| &mut it.name)}
            {entry("person-email", email, saving.wrong("email", "wrong-email"), |it| &mut it.email)}
            {entry("person-subject", subject, saving.wrong("subject", "wrong-subject"), |it| &mut it.subject)}
            {entry("person-title", job, saving.wrong("title", "wrong-line"), |it| &mut it.title)}
            {entry("person-company", company, saving.wrong("company", "wrong-line"), |it| &mut it.company)}
            <Tick
                id="person-enabled"
                choice=Choice::Switch
                label=t!("account-may-be-used")
                hint=t!("account-may-be-used.about")
                on=Signal::derive(move || draft.with(|draft| draft.enabled))
                on_change=move |on| draft.update(|draft| draft.enabled = on)
            />
            <GroupTicks
                kind="people"
                ticked=Signal::derive(move || draft.with(|draft| draft.groups.clone()))
                on_change=move |groups| draft.update(|draft| draft.groups = groups)
                error=saving.wrong("groups", "wrong-groups")
            />
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}

#[component]
fn Remove(directory: Directory, person: Person, opened: Opened<PersonDraft>) -> impl IntoView {
    let navigate = use_navigate();
    let done = Callback::new(move |()| {
        directory.people.again();
        let list = untrack(|| directory.chosen.address());
        navigate(&list, NavigateOptions::default());
    });
    let Person { id, name, .. } = person;
    let ask = move |()| {
        let id = id.clone();
        let act = move || {
            let path = api::path("people", &id);
            Box::pin(opened.remove(path)) as Asking<()>
        };
        let question = Question::new(REMOVE, name.clone(), act, done, "people");
        directory.question.set(Some(question));
    };
    view! { <Button kind=ButtonKind::Quiet label=t!("remove") test_id="remove" on_press=ask /> }
        .into_any()
}
