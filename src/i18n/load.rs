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

/// Wants a further file of each language from now on: `console` for `console.ftl`. Returns when its
/// messages are there in the present one.
///
/// # Errors
/// `load-failed` when it cannot be fetched.
pub async fn extend(name: &'static str) -> Result<(), ErrorBody> {
    let known = STATE.with(|state| state.further.replace(Some(name))) == Some(name);
    if !known {
        // English, where it was asked for before, lacks the file.
        STATE.with(|state| state.fallback.replace(Fallback::Unasked));
    }
    loop {
        let (locale, there) = STATE.with(|state| {
            let texts = state.texts.borrow();
            let further = texts.as_ref().and_then(Texts::further);
            (state.locale.get(), further == Some(name))
        });
        if there {
            return Ok(());
        }
        let source = further(locale, name).await?;
        let added = STATE.with(|state| match &mut *state.texts.borrow_mut() {
            // Another language that has come meanwhile has brought its own.
            Some(texts) if texts.further().is_none() && state.locale.get() == locale => texts
                .add(name, source)
                .map(|()| Some(state.changed.clone())),
            _ => Ok(None),
        });
        if let Some(changed) = added.map_err(|_| ErrorCode::LoadFailed)? {
            changed.notify();
        }
    }
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
            state.fallback.replace(Fallback::There(Box::new(texts)));
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
    let failed = |_| ErrorBody::from(ErrorCode::LoadFailed);
    let mut texts = Texts::parse(locale, source, intl::number).map_err(failed)?;
    // Asked last: it may have come to be wanted meanwhile.
    if let Some(name) = STATE.with(|state| state.further.get()) {
        let source = further(locale, name).await?;
        texts.add(name, source).map_err(failed)?;
    }
    Ok(texts)
}

async fn further(locale: &Locale, name: &str) -> Result<String, ErrorBody> {
    let tag = locale.tag;
    let path = document::meta(&format!("rh-{name}-{tag}"))
        .unwrap_or_else(|| format!("/locales/{tag}/{name}.ftl"));
    http::file(&path).await
}
