//! Files: one that somebody has chosen in a field of the page, and one that they save.

use super::js::{Failure, get};
use super::{spawn, timer};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// How long what is saved is held: some browsers fetch it only once they have asked where to put it.
const HELD_MS: i32 = 5 * 60_000;

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

/// Has the browser save a text as a file of this name. Call it in the click.
///
/// # Errors
/// When the browser makes no file of it; what becomes of it afterwards it does not say.
pub fn save(name: &str, media_type: &str, text: &str) -> Result<(), Failure> {
    let missing = || Failure::new("NotFoundError");
    let document = super::document::document().ok_or_else(missing)?;
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let file = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&file)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    document.body().ok_or_else(missing)?.append_child(&link)?;
    link.click();
    link.remove();
    spawn(async move {
        timer::sleep(HELD_MS).await;
        // An address that is not held any more needs no letting go.
        let _ = Url::revoke_object_url(&address);
    });
    Ok(())
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
