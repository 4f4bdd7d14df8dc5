//! The address bar: reading it, cleaning it, leaving for another one.

use super::js::Failure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{UrlSearchParams, Window};

/// The window that the app runs in.
#[must_use]
pub fn window() -> Window {
    // The app runs in a window and nowhere else: its workers are crates of their own.
    js_sys::global().unchecked_into()
}

/// Scheme, host and port of this page: `https://help.example.com`.
#[must_use]
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The WebSocket address of a path on this origin. Spelled out, since the oldest browsers take
/// neither relative nor `https:` addresses there.
#[must_use]
pub fn socket_url(path: &str) -> String {
    // `http` becomes `ws`, `https` becomes `wss`.
    format!("{}{path}", origin().replacen("http", "ws", 1))
}

/// Path of the present address, with its leading slash.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// What stands behind `#` in the present address, which no server is told; nothing if nothing does.
#[must_use]
pub fn fragment() -> Option<String> {
    let hash = window().location().hash().ok()?;
    hash.strip_prefix('#')
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// The present query, parsed.
#[derive(Debug)]
pub struct Query(UrlSearchParams);

impl Query {
    /// Reads the address bar; none when there is no query at all.
    #[must_use]
    pub fn read() -> Option<Self> {
        let search = window().location().search().ok()?;
        if search.is_empty() {
            return None;
        }
        UrlSearchParams::new_with_str(&search).ok().map(Self)
    }

    /// The value of a key that is there exactly once; a repeated key counts as absent, since
    /// parameters of an authorization response must not repeat (RFC 6749 §3.1).
    #[must_use]
    pub fn once(&self, key: &str) -> Option<String> {
        let all = self.0.get_all(key);
        (all.length() == 1).then(|| all.get(0).as_string())?
    }

    /// Whether a key is there at all.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.has(key)
    }
}

/// Puts another path in place of the present history entry: nothing of the old address stays in
/// the address bar or in the history of this tab.
pub fn replace(path: &str) {
    if let Ok(history) = window().history() {
        // Refused only for another origin or after hundreds of calls a minute.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Leaves this page for another address, by a full navigation.
///
/// # Errors
/// When the browser takes the text for no address.
pub fn leave_for(url: &str) -> Result<(), Failure> {
    Ok(window().location().assign(url)?)
}

/// Loads the present page again.
pub fn reload() {
    // Fails only in documents that are being taken down, which is what was asked for.
    let _ = window().location().reload();
}
