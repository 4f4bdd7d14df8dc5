//! Copying a text, and handing one to the mail program.

use super::js::{Failure, get};
use crate::percent;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, HtmlTextAreaElement};

/// Puts a text on the clipboard. Call it in the click.
///
/// # Errors
/// When the browser or its policy refuses.
pub async fn copy(text: &str) -> Result<(), Failure> {
    let navigator = super::address::window().navigator();
    // Only secure contexts have it; plain HTTP beyond loopback gets the older way.
    if get(&navigator, "clipboard").is_some() {
        let written = navigator.clipboard().write_text(text).await;
        if written.is_ok() {
            return Ok(());
        }
    }
    copy_by_selection(text)
}

/// Selects the text in a field of its own and asks for the copy command.
fn copy_by_selection(text: &str) -> Result<(), Failure> {
    let refused = || Failure::new("NotAllowedError");
    let document = super::document::document().ok_or_else(refused)?;
    let document: web_sys::HtmlDocument = document.unchecked_into();
    let field: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    field.set_class_name("visually-hidden");
    field.set_read_only(true);
    field.set_value(text);
    document.body().ok_or_else(refused)?.append_child(&field)?;
    field.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    field.remove();
    copied.then_some(()).ok_or_else(refused)
}

/// Opens the mail program with a message begun. The page stays where it is.
pub fn mail(subject: &str, body: &str) {
    let href = mail_link(subject, body);
    let Some(document) = super::document::document() else {
        return;
    };
    if let Ok(link) = document.create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&href);
        link.click();
    }
}

/// The `mailto:` address (RFC 6068): percent-encoded, line ends as CRLF.
#[must_use]
pub fn mail_link(subject: &str, body: &str) -> String {
    let encode = |text: &str| {
        let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
        percent::encoded(&lines)
    };
    format!("mailto:?subject={}&body={}", encode(subject), encode(body))
}

#[cfg(test)]
mod tests {
    use super::mail_link;

    #[test]
    fn a_mail_keeps_its_lines_and_any_script() {
        assert_eq!(
            mail_link("Help & more", "a?b=c\né"),
            "mailto:?subject=Help%20%26%20more&body=a%3Fb%3Dc%0D%0A%C3%A9"
        );
    }
}
