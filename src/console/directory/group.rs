//! A group: its name, and who or what is in it.

use super::Directory;
use super::api::{self, Group};
use super::draft::GroupDraft;
use super::groups::kind;
use super::members::Members;
use crate::components::{Button, ButtonKind, Card, NotFound, StepHeading};
use crate::console::choose::{Choices, Choose, worded};
use crate::console::confirm::{Question, Words};
use crate::console::fields::Entry;
use crate::console::load::{Asking, Loaded};
use crate::console::opened::Opened;
use crate::console::saving::Saving;
use crate::i18n;
use crate::routes::ConsolePlace;
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rh_protocol::{ErrorBody, ErrorCode};

const REMOVE: Words = Words {
    title: "group-remove-title",
    body: "group-remove-body",
    confirm: "remove",
    said: "removed",
};

static KINDS: Choices = &[
    ("people", "group-of-people"),
    ("devices", "group-of-devices"),
];

/// The fields by the names of the interface, and where the focus goes when one is wrong.
static FIELDS: [(&str, &str); 2] = [("name", "group-name"), ("kind", "group-kind")];

/// Of either kind.
fn group(id: String) -> Asking<Option<Group>> {
    Box::pin(async move {
        let mut all = api::all_groups().await?.into_iter();
        Ok(all.find(|group| group.id == id))
    })
}

/// The page of one group, or the form for a new one.
#[component]
pub(super) fn GroupPage(directory: Directory, id: Option<String>) -> impl IntoView {
    let body = match id {
        None => view! { <Form directory group=None /> }.into_any(),
        Some(id) => {
            let loaded = Loaded::new(move || group(id.clone()));
            loaded.view(move |group| match &*group {
                Some(group) => of_group(directory, group),
                None => view! { <NotFound /> }.into_any(),
            })
        }
    };
    view! {
        <p class="console-back"><a href=ConsolePlace::Groups.path()>{t!("groups-back")}</a></p>
        {body}
    }
    .into_any()
}

fn of_group(directory: Directory, group: &Group) -> AnyView {
    let (id, of) = (group.id.clone(), group.kind.clone());
    let head = if untrack(|| directory.editable()) {
        view! { <Form directory group=Some(group.clone()) /> }.into_any()
    } else {
        let (name, of) = (group.name.clone(), i18n::message(kind(&group.kind)));
        view! {
            <Card wide=true>
                <StepHeading text=Signal::stored(name) />
                <p>{of}</p>
            </Card>
        }
        .into_any()
    };
    view! {
        {head}
        <Members directory id of_devices={of == "devices"} />
    }
    .into_any()
}

/// As it is now.
fn read(id: String) -> Asking<(GroupDraft, String)> {
    Box::pin(async move {
        let now = group(id).await?;
        let now = now.ok_or(ErrorBody::new(ErrorCode::NotFound))?;
        Ok((GroupDraft::of(&now), now.tag))
    })
}

#[component]
fn Form(directory: Directory, group: Option<Group>) -> impl IntoView {
    let title = match &group {
        Some(group) => Signal::stored(group.name.clone()),
        None => t!("group-new"),
    };
    let opened = match &group {
        Some(group) => {
            let (id, tag) = (group.id.clone(), group.tag.clone());
            Opened::of(id, tag, GroupDraft::of(group), read)
        }
        None => Opened::fresh(GroupDraft::fresh(), read),
    };
    let draft = opened.draft;
    let saving = Saving::new(ConsolePlace::Groups.path(), Callback::new(|()| ()));
    let new = group.is_none();
    let save = Callback::new(move |()| {
        let body = draft.with_untracked(GroupDraft::body);
        let (id, only) = (opened.id(&body.name), opened.only());
        saving.run(
            &FIELDS,
            async move { api::save_group(&id, &only, &body).await },
        );
    });
    // What a group is made of stays, once it is there.
    let of = new.then(|| {
        view! {
            <Choose
                id="group-kind"
                label=t!("group-kind")
                of=worded(KINDS)
                value=Signal::derive(move || draft.with(|draft| draft.kind.clone()))
                on_change=move |chosen| draft.update(|draft| draft.kind = chosen)
                error=saving.wrong("kind", "wrong-choice")
            />
        }
    });
    let of_what = group.as_ref().map(|group| {
        let of = i18n::message(kind(&group.kind));
        view! { <p class="fine">{of}</p> }
    });
    view! {
        <Card wide=true>
            <div class="console-head">
                <StepHeading text=title />
                {group.map(|group| view! { <Remove directory group opened /> })}
            </div>
            {of_what}
            {saving.problem_with(opened, "group-name")}
            <Entry
                id="group-name"
                label=t!("name")
                hint=t!("name-hint")
                error=saving.wrong("name", "wrong-entry-name")
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |text| draft.update(|draft| draft.name = text)
                on_enter=save
                test_id="group-name"
            />
            {of}
            {saving.ways(save)}
        </Card>
    }
    .into_any()
}

#[component]
fn Remove(directory: Directory, group: Group, opened: Opened<GroupDraft>) -> impl IntoView {
    let navigate = use_navigate();
    let done = Callback::new(move |()| {
        navigate(&ConsolePlace::Groups.path(), NavigateOptions::default());
    });
    let Group { id, name, .. } = group;
    let ask = move |()| {
        let id = id.clone();
        let act = move || {
            let path = api::path("groups", &id);
            Box::pin(opened.remove(path)) as Asking<()>
        };
        let question = Question::new(REMOVE, name.clone(), act, done, "groups");
        directory.question.set(Some(question));
    };
    view! { <Button kind=ButtonKind::Quiet label=t!("remove") test_id="remove" on_press=ask /> }
        .into_any()
}
