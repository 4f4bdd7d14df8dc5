//! The word with which a session is ended, as it is typed and as it is told.

use rh_protocol::limits;

/// A note to both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Note(String);

impl Note {
    /// As it is typed.
    pub(super) fn typed(text: String) -> Self {
        Self(text)
    }

    /// What stands in the field.
    pub(super) fn text(&self) -> String {
        self.0.clone()
    }

    /// As it is told: on one line.
    pub(super) fn told(&self) -> String {
        let words: Vec<&str> = self.0.split(blank).filter(|it| !it.is_empty()).collect();
        words.join(" ")
    }

    /// As many characters as the broker counts.
    pub(super) fn length(&self) -> usize {
        self.told().chars().count()
    }

    /// Whether it can be told.
    pub(super) fn fits(&self) -> bool {
        self.length() <= limits::NOTE_CHARS
    }
}

/// Ends of lines and other characters that only divide. The broker takes none that controls.
fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_told_on_one_line() {
        let note = Note::typed("  The help desk\r\n\ncloses\tnow.\u{0} ".to_owned());
        assert_eq!(note.told(), "The help desk closes now.");
        assert!(!note.told().chars().any(char::is_control));
        assert_eq!(Note::default().told(), "");
    }

    #[test]
    fn its_length_is_that_of_what_is_told() {
        let most = limits::NOTE_CHARS;
        assert!(Note::typed(format!("{} \n", "山".repeat(most))).fits());
        let long = Note::typed("x".repeat(most + 1));
        assert!(!long.fits());
        assert_eq!(long.length(), most + 1);
    }
}
