//! Fetching a language, changing to it, and remembering the choice.

use super::{Fallback, Locale, STATE, Texts};
use crate::platform::storage::{self, Key};
use crate::platform::{document, http, intl, spawn, timer};
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode};

/// Longest wait between two tries to fetch the first language, in milliseconds.
const LONGEST_WAIT: i32 = 8_000;

/// Brings up the remembered language, else the browser's. Returns when its messages are there;
/// until then the static shell stays up, for as long as a bad network takes.
pub async fn start() {
    let remembered = storage::get(Key::Language).and_then(|tag| Locale::find(&tag));
    let preferred = document::preferred_languages();
    let wanted =
        remembered.unwrap_or_else(|| Locale::negotiate(preferred.iter().map(String::as_str)));
    let mut wait = 500;
    while change(wanted).await.is_err() {
        timer::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Changes to a language and remembers it.
///
/// # Errors
/// `load-failed` when it cannot be fetched: the present language stays.
pub async fn choose(locale: &'static Locale) -> Result<(), ErrorBody> {
    change(locale).await?;
    // Where storage is forbidden the choice holds until the page is left.
    storage::set(Key::Language, locale.tag);
    Ok(())
}

async fn change(locale: &'static Locale) -> Result<(), ErrorBody> {
    let texts = fetch(locale).await?;
    document::set_language(locale.tag, locale.direction());
    let changed = STATE.with(|state| {
        state.locale.set(locale);
        state.texts.replace(Some(texts));
        state.changed.clone()
    });
    changed.notify();
    Ok(())
}

/// Fetches English for messages that the present language lacks.
pub(super) fn fetch_fallback() {
    STATE.with(|state| state.fallback.replace(Fallback::Loading));
    spawn(async {
        let Ok(texts) = fetch(Locale::fallback()).await else {
            // Asked for again with the next missing message.
            STATE.with(|state| state.fallback.replace(Fallback::Unasked));
            return;
        };
        let changed = STATE.with(|state| {
            state.fallback.replace(Fallback::There(texts));
            state.changed.clone()
        });
        changed.notify();
    });
}

async fn fetch(locale: &'static Locale) -> Result<Texts, ErrorBody> {
    let tag = locale.tag;
    // The build leaves the hashed name of every language in the page.
    let path = document::meta(&format!("rh-locale-{tag}"))
        .unwrap_or_else(|| format!("/locales/{tag}/core.ftl"));
    let source = http::file(&path).await?;
    Texts::parse(locale, source, intl::number).map_err(|_| ErrorCode::LoadFailed.into())
}
