//! Full screen, where the browser has it for elements (an iPhone does not).

use web_sys::Element;

/// Makes the element fill the screen, or gives the screen back. Call it in the click.
pub fn toggle(element: &Element) {
    let Some(document) = super::document::document() else {
        return;
    };
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else {
        // Refused where the browser lacks it or the person has forbidden it: the page stays as it is.
        let _ = element.request_fullscreen();
    }
}
