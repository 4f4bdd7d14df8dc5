//! What stands above the pages of the directory: the way from one to the other, and who keeps it.

use super::Directory;
use super::api::About;
use crate::components::{Card, StepHeading};
use crate::console::lists::pager::age;
use crate::i18n;
use crate::routes::{ConsolePage, ConsolePlace};
use crate::t;
use leptos::prelude::*;
use rh_access::Permission;

/// The pages, each with its place and the message with its name.
fn pages() -> [(ConsolePlace, &'static str); 3] {
    [
        (ConsolePlace::Page(ConsolePage::Directory), "people"),
        (ConsolePlace::Groups, "groups"),
        (ConsolePlace::Files, "files"),
    ]
}

/// The head of one of them.
#[component]
pub(super) fn DirectoryHead(
    directory: Directory,
    here: ConsolePlace,
    /// The message with its heading.
    title: &'static str,
) -> impl IntoView {
    let auth = directory.auth;
    let links = move || {
        let seen = |place: &ConsolePlace| match place {
            // Who may not import and export finds nothing there.
            ConsolePlace::Files => auth.may(Permission::DevicesUpdate),
            _ => true,
        };
        let links = pages().into_iter().filter(|(place, _)| seen(place));
        let links = links.map(|(place, name)| {
            let current = (place == here).then_some("page");
            view! {
                <li>
                    <a class="console-link" href=place.path() aria-current=current>
                        {i18n::message(name)}
                    </a>
                </li>
            }
        });
        links.collect_view()
    };
    view! {
        <nav class="console-nav" aria-label=t!("directory")>
            <ul>{links}</ul>
        </nav>
        <Card wide=true>
            <StepHeading text=i18n::message(title) />
            <div class="answer" data-testid="keeper">
                {move || directory.about.get().map(|about| kept(&about))}
            </div>
        </Card>
    }
    .into_any()
}

/// Who keeps it, whose it is, and how old what is said of that is.
fn kept(about: &About) -> AnyView {
    let keeper = match about.keeper.as_str() {
        "embedded" => "kept-here",
        "graph" => "kept-by-graph",
        _ => "kept-elsewhere",
    };
    let organization = about.organization.name.clone();
    let organization = organization.map(|name| view! { <strong><bdi>{name}</bdi></strong> " " });
    let domains = about.organization.verified_domains.join(", ");
    let domains = (!domains.is_empty()).then(|| view! { <bdi dir="ltr">{domains}</bdi> });
    let whose = (organization.is_some() || domains.is_some())
        .then(|| view! { <p>{organization} {domains}</p> });
    let age_ms = about.age_ms;
    let aged = (!about.editable).then(|| view! { <p class="fine">{move || age(age_ms)}</p> });
    view! {
        <p>{i18n::message(keeper)}</p>
        {whose}
        {aged}
    }
    .into_any()
}
