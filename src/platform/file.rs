//! A file that somebody has chosen in a field of the page.

use super::js::{Failure, get};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlInputElement};

/// The name of the file that is chosen in the field with this id, if one is.
#[must_use]
pub fn name(field: &str) -> Option<String> {
    let file = chosen(field)?;
    get(&file, "name")?.as_string()
}

/// Its bytes.
///
/// # Errors
/// When none is chosen, or it cannot be read any more: it was changed, moved or removed since.
pub(super) async fn read(field: &str) -> Result<JsValue, Failure> {
    let file = chosen(field).ok_or_else(|| Failure::new("NotFoundError"))?;
    Ok(JsFuture::from(file.array_buffer()).await?)
}

/// Has no file chosen in the field any more.
pub fn forget(field: &str) {
    if let Some(input) = input(field) {
        input.set_value("");
    }
}

fn input(field: &str) -> Option<HtmlInputElement> {
    let document = super::document::document()?;
    document.get_element_by_id(field)?.dyn_into().ok()
}

fn chosen(field: &str) -> Option<Blob> {
    let input = input(field)?;
    let files = get(&input, "files")?;
    // A list of files that is empty has none at its beginning.
    let first = Reflect::get_u32(&files, 0).ok()?;
    first.dyn_into().ok()
}
