//! The page's address: where it is, where it goes, and how secrets leave it.

use wasm_bindgen::JsValue;

/// The origin, such as `https://help.example.com`.
#[must_use]
pub fn origin() -> String {
    location().origin().unwrap_or_default()
}

/// The path, such as `/rh`.
#[must_use]
pub fn path() -> String {
    location().pathname().unwrap_or_default()
}

/// The query with its question mark, or nothing.
#[must_use]
pub fn query() -> String {
    location().search().unwrap_or_default()
}

/// Puts a path (with query) in the address bar and in the present history entry, without loading.
pub fn replace(path: &str) {
    if let Ok(history) = window().history() {
        // Fails for another origin, or when called very often: the address then stays as it is.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Leaves for another page, which gets its own history entry.
pub fn leave_for(url: &str) {
    let _ = location().assign(url);
}

/// Leaves for another page, which takes this one's place in the history.
pub fn leave_behind(url: &str) {
    let _ = location().replace(url);
}

/// Loads the page anew.
pub fn reload() {
    let _ = location().reload();
}

/// The languages that the person prefers, best first (BCP 47 tags).
#[must_use]
pub fn languages() -> Vec<String> {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|tag| tag.as_string()).collect()
}

/// The address of a WebSocket on this origin.
pub(super) fn socket_url(path: &str) -> String {
    websocket_origin(&origin()) + path
}

/// `http` → `ws`, `https` → `wss`: relative addresses are newer than the oldest browsers.
fn websocket_origin(origin: &str) -> String {
    match origin.strip_prefix("http") {
        Some(rest) => format!("ws{rest}"),
        None => origin.to_owned(),
    }
}

pub(super) fn window() -> web_sys::Window {
    use wasm_bindgen::JsCast;
    // The app runs in windows only: its global object is one.
    js_sys::global().unchecked_into()
}

fn location() -> web_sys::Location {
    window().location()
}

#[cfg(test)]
mod tests {
    use super::websocket_origin;

    #[test]
    fn sockets_keep_the_security_of_the_page() {
        assert_eq!(websocket_origin("https://a.example"), "wss://a.example");
        assert_eq!(
            websocket_origin("http://localhost:8080"),
            "ws://localhost:8080"
        );
    }
}
