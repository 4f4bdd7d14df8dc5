//! A text for a phone's camera, as a QR code (ISO/IEC 18004) drawn in one path.

use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};
use std::fmt::Write;

/// Modules of white around the code, as the standard asks for.
const QUIET: i32 = 4;

/// A QR code. Always dark on white, whatever the theme: many cameras read nothing else.
#[component]
pub fn QrCode(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
    /// Stable name for tests.
    test_id: &'static str,
) -> impl IntoView {
    move || {
        // Too long for any code: then there is none.
        let drawn = draw(&text.get())?;
        let view_box = format!("0 0 {0} {0}", drawn.size);
        Some(
            view! {
                <svg
                    class="qr"
                    role="img"
                    aria-label=label
                    data-testid=test_id
                    viewBox=view_box
                    shape-rendering="crispEdges"
                >
                    <path d=drawn.path />
                </svg>
            }
            .into_any(),
        )
    }
}

struct Drawn {
    /// Modules on each side, white ones included.
    size: i32,
    /// One rectangle for each run of dark modules.
    path: String,
}

fn draw(text: &str) -> Option<Drawn> {
    let code = Code::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let (left, top, width) = (start + QUIET, y + QUIET, x - start);
                // Writing to a string cannot fail.
                let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
            }
            x += 1;
        }
    }
    let size = code.size() + 2 * QUIET;
    Some(Drawn { size, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules that a path covers.
    fn dark(path: &str) -> Vec<(i32, i32)> {
        let mut modules = Vec::new();
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let width: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            modules.extend((0..width).map(|step| (x + step, y)));
        }
        modules
    }

    #[test]
    fn the_path_covers_exactly_the_dark_modules() {
        let text = "https://help.example.com/rh?passcode=4060r0gx";
        let code = Code::encode_text(text, QrCodeEcc::Medium).unwrap();
        let drawn = draw(text).unwrap();
        let mut expected = Vec::new();
        for y in 0..code.size() {
            for x in 0..code.size() {
                if code.get_module(x, y) {
                    expected.push((x + QUIET, y + QUIET));
                }
            }
        }
        assert_eq!(dark(&drawn.path), expected);
        assert_eq!(drawn.size, code.size() + 8);
    }

    #[test]
    fn what_no_code_can_hold_is_not_drawn() {
        assert!(draw(&"x".repeat(8_000)).is_none());
    }
}
