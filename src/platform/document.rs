//! The document as a whole: notes that the build left in `<meta>`, language and direction, title
//! and icon, and the static shell that the app takes the place of.

use super::js::Failure;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, HtmlLinkElement};

/// The document of this page.
#[must_use]
pub fn document() -> Option<Document> {
    super::address::window().document()
}

/// Whether nobody sees the page: another tab is in front, or the window is minimised.
#[must_use]
pub fn hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the icon of the tab to the one of this name, where the build left it.
pub fn set_icon(name: &str) {
    let found = document()
        .and_then(|document| document.query_selector("link[rel~=\"icon\"]").ok())
        .flatten();
    if let (Some(link), Some(path)) = (found, meta(&format!("rh-icon-{name}"))) {
        // An attribute of every element; setting it cannot be refused.
        let _ = link.set_attribute("href", &path);
    }
}

/// Content of `<meta name="…">`, where it is there and not empty.
#[must_use]
pub fn meta(name: &str) -> Option<String> {
    let selector = format!("meta[name=\"{name}\"]");
    let element = document()?.query_selector(&selector).ok()??;
    element
        .get_attribute("content")
        .filter(|content| !content.is_empty())
}

/// Adds the style sheet of this name, where the build left it and it is not there yet. It is asked for at once; the future
/// says when it is there.
///
/// # Errors
/// When it cannot be fetched.
pub fn add_style(name: &str) -> impl Future<Output = Result<(), Failure>> + 'static {
    let loading = begin_style(&format!("rh-style-{name}"));
    async move {
        if let Some(loading) = loading? {
            JsFuture::from(loading).await?;
        }
        Ok(())
    }
}

fn begin_style(name: &str) -> Result<Option<Promise>, Failure> {
    let (Some(document), Some(path)) = (document(), meta(name)) else {
        return Ok(None);
    };
    let known = format!("link[rel=\"stylesheet\"][href=\"{path}\"]");
    if document.query_selector(&known)?.is_some() {
        return Ok(None);
    }
    let link: HtmlLinkElement = document.create_element("link")?.unchecked_into();
    link.set_rel("stylesheet");
    link.set_href(&path);
    let loading = Promise::new(&mut |done, failed| {
        link.set_onload(Some(&done));
        link.set_onerror(Some(&failed));
    });
    let head = document.query_selector("head")?;
    let head = head.ok_or_else(|| Failure::new("NotFoundError"))?;
    head.append_child(&link)?;
    Ok(Some(loading))
}

/// Name of the build that this page and its workers must share; empty where none was left.
#[must_use]
pub fn build() -> String {
    meta("rh-build").unwrap_or_default()
}

/// Language tags that the browser's owner prefers, best first.
#[must_use]
pub fn preferred_languages() -> Vec<String> {
    let languages = super::address::window().navigator().languages();
    languages.iter().filter_map(|tag| tag.as_string()).collect()
}

/// Sets `lang` and `dir` of the document.
pub fn set_language(tag: &str, direction: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Both are attributes of every HTML element; setting them cannot be refused.
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", direction);
    }
}

/// The element that the app is mounted in, emptied of the static shell: `#app`, or the body.
#[must_use]
pub fn mount_point() -> Option<HtmlElement> {
    let document = document()?;
    let element = document
        .get_element_by_id("app")
        .or_else(|| document.body().map(Into::into))?;
    element.set_text_content(None);
    element.dyn_into().ok()
}

/// Moves the keyboard's focus to the element with this id, where there is one.
pub fn focus(id: &str) {
    let found = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Refused only for elements that cannot have focus, where nothing is lost.
        let _ = element.focus();
    }
}

/// Whether the focus is within the element with this id.
#[must_use]
pub fn focus_within(id: &str) -> bool {
    let Some(document) = document() else {
        return false;
    };
    let (outer, focused) = (document.get_element_by_id(id), document.active_element());
    outer.is_some_and(|outer| outer.contains(focused.as_deref()))
}

/// Whether nothing has the focus, as after what had it is gone.
#[must_use]
pub fn focus_is_lost() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether the focus is in something that takes key strokes as text or as a choice.
#[must_use]
pub fn is_typing() -> bool {
    let Some(element) = document().and_then(|document| document.active_element()) else {
        return false;
    };
    let editable = element
        .dyn_ref::<HtmlElement>()
        .is_some_and(HtmlElement::is_content_editable);
    editable || takes_keys(&element.tag_name())
}

/// Elements by the name that a document of HTML gives them, which is in capitals.
fn takes_keys(tag: &str) -> bool {
    matches!(tag, "INPUT" | "TEXTAREA" | "SELECT")
}

#[cfg(test)]
mod tests {
    use super::takes_keys;

    #[test]
    fn fields_take_keys_and_buttons_do_not() {
        for tag in ["INPUT", "TEXTAREA", "SELECT"] {
            assert!(takes_keys(tag), "{tag}");
        }
        for tag in ["BUTTON", "BODY", "A", "H1", "DIV"] {
            assert!(!takes_keys(tag), "{tag}");
        }
    }
}
