//! What the keys do while the picture has the focus.

use super::zoom::Pair;

/// What can be asked of the viewer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Command {
    /// Larger by a step.
    In,
    /// Smaller by a step.
    Out,
    /// All of the picture.
    Fit,
    /// As it is, and back.
    Actual,
    /// The whole screen for it, and back.
    Full,
    /// What the picture costs, and back.
    Statistics,
    /// Seeing another part of it: in a direction, by a page or less.
    Pan { direction: Pair, page: bool },
}

/// What a key asks for, by its sign and its place on the keyboard.
pub(super) fn command(key: &str, code: &str, shift: bool) -> Option<Command> {
    let pan = |x: f64, y: f64| Command::Pan {
        direction: [x, y],
        page: shift,
    };
    Some(match key {
        "+" | "=" => Command::In,
        "-" => Command::Out,
        "0" => Command::Fit,
        "1" => Command::Actual,
        "f" | "F" => Command::Full,
        "s" | "S" => Command::Statistics,
        "ArrowLeft" => pan(-1.0, 0.0),
        "ArrowRight" => pan(1.0, 0.0),
        "ArrowUp" => pan(0.0, -1.0),
        "ArrowDown" => pan(0.0, 1.0),
        // Keyboards of other scripts have other letters and digits on these keys, some of them none
        // without Shift.
        _ if key.chars().any(|c| c.is_ascii_alphanumeric()) => return None,
        _ => match code {
            "Digit0" => Command::Fit,
            "Digit1" => Command::Actual,
            "KeyF" => Command::Full,
            "KeyS" => Command::Statistics,
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_by_their_sign() {
        for (key, asked) in [
            ("+", Command::In),
            ("=", Command::In),
            ("-", Command::Out),
            ("0", Command::Fit),
            ("1", Command::Actual),
            ("f", Command::Full),
            ("F", Command::Full),
            ("s", Command::Statistics),
            ("S", Command::Statistics),
        ] {
            assert_eq!(command(key, "", false), Some(asked), "{key}");
        }
        let direction = [0.0, -1.0];
        for page in [false, true] {
            let asked = Command::Pan { direction, page };
            assert_eq!(command("ArrowUp", "ArrowUp", page), Some(asked));
        }
    }

    #[test]
    fn keys_of_other_scripts_by_their_place() {
        // Arabic, Russian, and French digits without Shift.
        assert_eq!(command("ب", "KeyF", false), Some(Command::Full));
        assert_eq!(command("а", "KeyF", false), Some(Command::Full));
        assert_eq!(command("س", "KeyS", false), Some(Command::Statistics));
        assert_eq!(command("١", "Digit1", false), Some(Command::Actual));
        assert_eq!(command("à", "Digit0", false), Some(Command::Fit));
        assert_eq!(command("&", "Digit1", false), Some(Command::Actual));
    }

    #[test]
    fn every_other_key_is_the_browsers() {
        // A letter of another arrangement on the place of F is that letter.
        for (key, code) in [
            ("u", "KeyF"),
            ("Tab", "Tab"),
            ("Enter", "Enter"),
            ("Escape", "Escape"),
            (" ", "Space"),
            ("ß", "Minus"),
            ("2", "Digit2"),
        ] {
            assert_eq!(command(key, code, false), None, "{key}");
        }
    }
}
