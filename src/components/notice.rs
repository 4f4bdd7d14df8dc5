//! What the organisation wants people to read before they let somebody see their screen, in its own words.

use crate::auth::use_auth;
use leptos::prelude::*;

/// The notice, if there is one.
#[component]
pub fn Notice() -> impl IntoView {
    let auth = use_auth();
    let text = Memo::new(move |_| auth.config().and_then(|config| config.notice.clone()));
    move || {
        text.get().map(|text| {
            view! {
                <p class="organization-notice" dir="auto" data-testid="notice">
                    {text}
                </p>
            }
            .into_any()
        })
    }
}
