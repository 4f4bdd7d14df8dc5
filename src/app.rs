//! How the page comes up: what the address brought, the language, then providers and router.

use crate::auth::{Arrival, Auth, CallbackPage};
use crate::components::{Frame, Live, NotFound};
use crate::platform::{document, spawn};
use crate::{helper, i18n, routes, sharer};
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
    // The pages are made inside the router, which gives them its context.
    view! {
        <Router>
            <Frame>{pages(role)}</Frame>
        </Router>
    }
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
            <Route path=routes::session(role) view=sharer::SessionPage />
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
            <Route path=routes::session(role) view=helper::SessionPage />
        </FlatRoutes>
    }
}
