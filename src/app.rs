//! How the page comes up: what the address brought, the language, then providers and router.

use crate::auth::{self, Arrival, Auth, CallbackPage, Standing};
use crate::components::{Frame, Live, NotFound, Part};
use crate::platform::{document, spawn};
use crate::{console, device, helper, i18n, routes, sharer};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use rh_protocol::Role;

/// Starts the app of `/rh` and `/rhh`. The static shell stays up until there are words.
pub fn start() {
    // Before anything waits: no code and no answer of the provider stays in the address.
    let arrival = Arrival::take();
    spawn(async move {
        i18n::start().await;
        if let Some(place) = document::mount_point() {
            mount_to(place, move || view! { <App arrival /> }).forget();
        }
    });
}

/// Providers and router.
#[component]
fn App(arrival: Arrival) -> impl IntoView {
    let auth = Auth::provide(arrival);
    Live::provide();
    let role = auth.role();
    Effect::new(move |_| fetch_ahead(role, &auth.standing()));
    // The pages are made inside the router, which gives them its context.
    view! {
        <Router>
            <Frame>{pages(role)}</Frame>
        </Router>
    }
}

/// Fetches what comes next while the person reads what is there. What cannot be fetched now is
/// fetched when it is wanted.
fn fetch_ahead(role: Role, standing: &Standing) {
    let signs_in = match standing {
        // What this page itself needs goes first.
        Standing::Unknown => return,
        Standing::Out => true,
        Standing::In(_) => false,
    };
    spawn(async move {
        if signs_in {
            let _ = auth::part::fetch().await;
        }
        let _ = match role {
            Role::Sharer => sharer::fetch_session().await,
            Role::Helper => helper::fetch_session().await,
        };
    });
}

/// Each role loads its own pages: from one to the other it is a full navigation, since their
/// permissions differ.
fn pages(role: Role) -> AnyView {
    match role {
        Role::Sharer => view! { <SharerPages /> }.into_any(),
        Role::Helper => view! { <HelperPages /> }.into_any(),
    }
}

#[component]
fn SharerPages() -> impl IntoView {
    let role = Role::Sharer;
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=routes::home(role) view=sharer::HomePage />
            <Route path=routes::callback(role) view=CallbackPage />
            <Route path=routes::session(role) view=SharerSession />
            <Route path=routes::enrol() view=Enrol />
        </FlatRoutes>
    }
}

#[component]
fn HelperPages() -> impl IntoView {
    let role = Role::Helper;
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=routes::home(role) view=helper::HomePage />
            <Route path=routes::callback(role) view=CallbackPage />
            <Route path=routes::session(role) view=HelperSession />
            <Route path=routes::console() view=Console />
        </FlatRoutes>
    }
}

#[component]
fn SharerSession() -> impl IntoView {
    view! { <Part fetch=|| Box::pin(sharer::session_page()) /> }
}

#[component]
fn Enrol() -> impl IntoView {
    view! { <Part fetch=|| Box::pin(device::enrol_page()) /> }
}

#[component]
fn Console() -> impl IntoView {
    view! { <Part fetch=|| Box::pin(console::fetch()) /> }
}

#[component]
fn HelperSession() -> impl IntoView {
    view! { <Part fetch=|| Box::pin(helper::session_page()) /> }
}
