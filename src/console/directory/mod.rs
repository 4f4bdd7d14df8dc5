//! The directory's people and groups, and files of all that it holds.

pub(super) mod api;
mod draft;
mod faults;
mod files;
mod group;
mod groups;
mod head;
mod import;
mod import_draft;
mod importing;
mod members;
mod people;
mod person;
mod person_facts;

use super::confirm::{Confirm, Question};
use super::lists::Listing;
use super::lists::chosen::Chosen;
use super::load::Loaded;
use crate::auth::{Auth, use_auth};
use crate::routes::filters::Text;
use crate::routes::{ConsolePage, ConsolePlace};
use api::{About, Person};
use files::Files;
use group::GroupPage;
use groups::Groups;
use leptos::prelude::*;
use people::People;
use person::PersonPage;
use rh_access::Permission;

/// Where people are, in the interface.
pub(super) const PEOPLE: &str = "/directory/people";

/// The people as they were last looked at, and who keeps them. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Directory {
    chosen: Chosen,
    people: Listing<Person>,
    about: Loaded<About>,
    question: RwSignal<Option<Question>>,
    auth: Auth,
}

impl Directory {
    /// Whether the person may change devices, and they can be changed here. Tracked.
    fn devices_editable(self) -> bool {
        let editable = self.about.get().is_some_and(|about| about.editable);
        editable && self.auth.may(Permission::DevicesUpdate)
    }

    /// The same of people and groups: who decides on who is in which decides on rights. Tracked.
    fn editable(self) -> bool {
        self.devices_editable() && self.auth.may(Permission::RolesUpdate)
    }
}

/// The page. The list of people stays as it is while one of them is looked at.
#[component]
pub(super) fn DirectoryPage(place: Memo<Option<ConsolePlace>>) -> impl IntoView {
    let chosen = Chosen::new(ConsolePage::Directory, &Text::OF_PEOPLE);
    let directory = Directory {
        chosen,
        people: Listing::new(PEOPLE, chosen.asked()),
        about: Loaded::new(api::about),
        question: RwSignal::new(None),
        auth: use_auth(),
    };
    // Whether it can be changed decides what most of it is.
    let about = directory.about;
    let body = move || {
        let place = place.get();
        about.view(move |_| match place.clone() {
            Some(ConsolePlace::Person(id)) => view! { <PersonPage directory id /> }.into_any(),
            Some(ConsolePlace::Groups) => view! { <Groups directory /> }.into_any(),
            Some(ConsolePlace::Group(id)) => view! { <GroupPage directory id /> }.into_any(),
            Some(ConsolePlace::Files) => view! { <Files directory /> }.into_any(),
            _ => view! { <People directory /> }.into_any(),
        })
    };
    view! {
        {body}
        <Confirm question=directory.question />
    }
    .into_any()
}
