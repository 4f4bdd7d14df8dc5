//! The security code: 8 characters of Crockford's base 32, in lower case.
//!
//! It is typed in any case, with or without spaces and dashes, and with look-alikes
//! (`o` for `0`, `i` and `l` for `1`); a whole session link may be pasted instead.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The alphabet: `0-9a-z` without `i`, `l`, `o` and `u`.
pub const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a code.
pub const LEN: usize = 8;
/// Name of the query parameter that carries a code in a session link.
pub const QUERY_KEY: &str = "passcode";

/// A security code in its canonical form. A secret: its `Debug` shows nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Passcode([u8; LEN]);

/// Why a text is not a security code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasscodeError {
    /// No character of the alphabet is in it.
    Empty,
    /// Fewer than 8 characters.
    TooShort,
    /// More than 8 characters.
    TooLong,
    /// A character that is neither of the alphabet, nor a look-alike, nor a separator.
    BadCharacter,
}

impl Passcode {
    /// From 40 random bits (the upper 24 of the 64 given are not used).
    #[must_use]
    pub fn from_bits(mut bits: u64) -> Self {
        let mut code = [0; LEN];
        for slot in &mut code {
            *slot = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        Self(code)
    }

    /// Reads what a person typed, or a link they pasted.
    ///
    /// # Errors
    /// [`PasscodeError`] says what is wrong with it; nothing is guessed beyond look-alikes.
    pub fn parse(input: &str) -> Result<Self, PasscodeError> {
        let text = link_value(input).unwrap_or(input);
        let mut code = [0; LEN];
        let mut filled = 0;
        for character in text.chars() {
            if is_separator(character) {
                continue;
            }
            let symbol = canonical(character).ok_or(PasscodeError::BadCharacter)?;
            *code.get_mut(filled).ok_or(PasscodeError::TooLong)? = symbol;
            filled += 1;
        }
        match filled {
            0 => Err(PasscodeError::Empty),
            LEN => Ok(Self(code)),
            _ => Err(PasscodeError::TooShort),
        }
    }

    /// The canonical form, as it stands in a session link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The alphabet is ASCII, so this cannot fail; an empty text would be refused everywhere.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Two groups of four, for people to read out: `4060 r0gx`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (first, second) = self.as_str().split_at(LEN / 2);
        format!("{first} {second}")
    }
}

/// The value of `passcode=` in a pasted link, up to the next separator.
fn link_value(input: &str) -> Option<&str> {
    let start = input.find("passcode=")? + "passcode=".len();
    let rest = input.get(start..)?;
    rest.split(['&', '#', ' ', '\n', '\r', '>', ')']).next()
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '.' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// The alphabet's symbol for a typed character; full-width forms (common with input methods for
/// East Asian scripts) and Arabic-Indic digits count as what they look like.
fn canonical(character: char) -> Option<u8> {
    let plain = match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0)?,
        '\u{0660}'..='\u{0669}' => char::from_digit(character as u32 - 0x0660, 10)?,
        '\u{06f0}'..='\u{06f9}' => char::from_digit(character as u32 - 0x06f0, 10)?,
        other => other,
    };
    let lower = match plain.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let byte = u8::try_from(lower).ok()?;
    ALPHABET.contains(&byte).then_some(byte)
}

impl fmt::Debug for Passcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passcode([redacted])")
    }
}

impl Serialize for Passcode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Passcode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("not a security code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<String, PasscodeError> {
        Passcode::parse(text).map(|code| code.as_str().to_owned())
    }

    #[test]
    fn forgives_case_separators_and_look_alikes() {
        for typed in [
            "4060r0gx",
            "4060R0GX",
            "4060 r0gx",
            " 4O60-RoGx ",
            "4060\u{2013}r0gx\n",
            "４０６０ｒ０ｇｘ",
            "\u{2066}4060 r0gx\u{2069}",
        ] {
            assert_eq!(parse(typed).as_deref(), Ok("4060r0gx"), "{typed}");
        }
        assert_eq!(parse("iIlL 0000").as_deref(), Ok("11110000"));
        assert_eq!(parse("٤٠٦٠ r0gx").as_deref(), Ok("4060r0gx"));
    }

    #[test]
    fn reads_a_pasted_link() {
        for link in [
            "https://help.example.com/rh?passcode=4060r0gx",
            "Please open <https://help.example.com/rh?passcode=4060r0gx>",
            "http://localhost:8080/rh?lang=ar&passcode=4060R0GX&x=1#y",
        ] {
            assert_eq!(parse(link).as_deref(), Ok("4060r0gx"), "{link}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(parse(" - "), Err(PasscodeError::Empty));
        assert_eq!(parse("4060r0g"), Err(PasscodeError::TooShort));
        assert_eq!(parse("4060r0gx1"), Err(PasscodeError::TooLong));
        assert_eq!(parse("4060r0gu"), Err(PasscodeError::BadCharacter));
        assert_eq!(parse("4060r0gé"), Err(PasscodeError::BadCharacter));
    }

    #[test]
    fn debug_shows_nothing() {
        let code = Passcode::from_bits(u64::MAX);
        assert_eq!(format!("{code:?}"), "Passcode([redacted])");
        assert_eq!(code.grouped(), "zzzz zzzz");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn every_code_round_trips(bits in any::<u64>()) {
            let code = Passcode::from_bits(bits);
            prop_assert_eq!(Passcode::parse(code.as_str()), Ok(code));
            prop_assert_eq!(Passcode::parse(&code.grouped().to_uppercase()), Ok(code));
        }

        #[test]
        fn no_input_panics(text in ".*") {
            let _ = Passcode::parse(&text);
        }
    }
}
