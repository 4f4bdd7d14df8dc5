//! Tokens, by which other programs use the interface: those that there are, and new ones.

mod api;
mod draft;
mod form;
mod issued;
mod list;

use super::confirm::{Confirm, Question};
use super::load::Loaded;
use crate::auth::{Auth, use_auth};
use crate::routes::ConsolePlace;
use api::{All, Issued};
use form::TokenForm;
use leptos::prelude::*;
use list::List;

/// The tokens as they were last read, and one that was just issued. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Tokens {
    loaded: Loaded<All>,
    issued: RwSignal<Option<Issued>>,
    question: RwSignal<Option<Question>>,
    auth: Auth,
}

/// The page.
#[component]
pub(super) fn TokensPage(place: Memo<Option<ConsolePlace>>) -> impl IntoView {
    let tokens = Tokens {
        loaded: Loaded::new(api::all),
        issued: RwSignal::new(None),
        question: RwSignal::new(None),
        auth: use_auth(),
    };
    view! {
        {move || match place.get() {
            Some(ConsolePlace::TokenForm) => view! { <TokenForm tokens /> }.into_any(),
            _ => view! { <List tokens /> }.into_any(),
        }}
        <Confirm question=tokens.question />
    }
    .into_any()
}
