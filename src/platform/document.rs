//! The document around the app: its head, its title and icon, its language.

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlLinkElement};

/// Content of `<meta name=…>`, by which the build tells the app hashed addresses.
#[must_use]
pub fn meta(name: &str) -> Option<String> {
    let selector = format!("meta[name=\"{name}\"]");
    let element = document()?.query_selector(&selector).ok().flatten()?;
    element
        .get_attribute("content")
        .filter(|text| !text.is_empty())
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the icon of the tab to an image on this origin.
pub fn set_icon(href: &str) {
    let link = document().and_then(|d| d.query_selector("link[rel~=\"icon\"]").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlLinkElement>().ok()) {
        link.set_href(href);
    }
}

/// Sets language (BCP 47) and direction (`ltr`, `rtl`) of the document.
pub fn set_language(tag: &str, direction: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", direction);
    }
}

/// Takes an element away, such as the static shell that was shown until the app came.
pub fn remove_element(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether nobody sees the tab now.
#[must_use]
pub fn hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

pub(super) fn document() -> Option<Document> {
    super::address::window().document()
}
