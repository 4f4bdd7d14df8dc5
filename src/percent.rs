//! Texts within addresses (RFC 3986 §2.1).

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Everything but the unreserved characters as percent signs and digits: fits a segment of a path and a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// The text that stands there; none if it is not UTF-8. A percent sign without two digits stands for itself, since some
/// that show an address leave it so.
#[must_use]
pub fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?))
            .flatten()
            .and_then(|value| u8::try_from(value).ok());
        decoded.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_encoded_reads_back_and_divides_nothing() {
        for text in [
            "",
            "plain-1._~",
            "a/b?c=d&e#f",
            "100 %",
            "Büro 山",
            "%41",
            "+",
        ] {
            let there = encoded(text);
            assert!(!there.contains(['/', '?', '#', '&', '+', ' ']), "{there}");
            assert_eq!(decoded(&there).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_was_never_encoded_stands_for_itself() {
        assert_eq!(decoded("100%").as_deref(), Some("100%"));
        assert_eq!(decoded("%zz%4").as_deref(), Some("%zz%4"));
        assert_eq!(decoded("%c3%bc").as_deref(), Some("ü"));
        assert_eq!(decoded("%ff"), None);
    }
}
