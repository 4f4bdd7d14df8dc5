//! Values of a query: one that does not read is refused by its name. What is empty is not there.

use super::error::ApiError;
use rh_protocol::{ErrorBody, ErrorCode, Redacted};
use std::str::FromStr;

/// Characters of a text in a query.
pub const TEXT: usize = 512;

/// A refusal that names the field.
#[must_use]
pub fn bad(field: &str) -> ApiError {
    ErrorBody {
        field: Some(field.to_owned()),
        ..ErrorBody::new(ErrorCode::BadField)
    }
    .into()
}

/// A value that reads in one way only.
///
/// # Errors
/// Refused with `bad-field` when it does not.
pub fn read<T: FromStr>(text: Option<&str>, field: &str) -> Result<Option<T>, ApiError> {
    let there = text.map(str::trim).filter(|text| !text.is_empty());
    there
        .map(|text| text.parse().map_err(|_| bad(field)))
        .transpose()
}

/// What somebody or something is called, or part of it.
///
/// # Errors
/// Refused with `bad-field` when it is longer than any name, or no line.
pub fn text(text: Option<&str>, field: &str) -> Result<Option<Redacted<String>>, ApiError> {
    let Some(text) = read::<String>(text, field)? else {
        return Ok(None);
    };
    if text.chars().count() > TEXT || text.chars().any(char::is_control) {
        return Err(bad(field));
    }
    Ok(Some(Redacted::new(text)))
}

/// The id of somebody in the directory, where a text names them by it: `directory:` and the id.
#[must_use]
pub fn of_directory(text: &str) -> Option<&str> {
    text.strip_prefix("directory:")
}

/// A span of time in Unix milliseconds: not before the one, before the other.
///
/// # Errors
/// Refused with `bad-field` when one does not read, or there is no time between them.
pub fn span(
    from_ms: Option<&str>,
    to_ms: Option<&str>,
) -> Result<(Option<i64>, Option<i64>), ApiError> {
    let (from, to) = (
        read::<i64>(from_ms, "from_ms")?,
        read::<i64>(to_ms, "to_ms")?,
    );
    match (from, to) {
        (Some(from), Some(to)) if from >= to => Err(bad("to_ms")),
        span => Ok(span),
    }
}

/// Rows on a page.
///
/// # Errors
/// Refused with `bad-field` when there would be none, or more than there may be.
pub fn size(size: Option<&str>, usual: u32, most: u32) -> Result<u32, ApiError> {
    match read::<u32>(size, "size")? {
        None => Ok(usual),
        Some(size) if (1..=most).contains(&size) => Ok(size),
        Some(_) => Err(bad("size")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field<T: std::fmt::Debug>(refused: Result<T, ApiError>) -> String {
        refused.unwrap_err().body().field.clone().unwrap()
    }

    #[test]
    fn what_does_not_read_is_named_and_what_is_empty_is_not_there() {
        assert_eq!(read::<i64>(Some(" 7 "), "after").unwrap(), Some(7));
        assert_eq!(read::<i64>(Some(""), "after").unwrap(), None);
        assert_eq!(read::<i64>(None, "after").unwrap(), None);
        assert_eq!(field(read::<i64>(Some("x"), "after")), "after");
        assert_eq!(field(text(Some("a\nb"), "helper")), "helper");
        assert_eq!(field(text(Some(&"é".repeat(513)), "helper")), "helper");
        assert!(text(Some(&"é".repeat(512)), "helper").unwrap().is_some());
        assert_eq!(span(Some("1"), Some("2")).unwrap(), (Some(1), Some(2)));
        assert_eq!(field(span(Some("2"), Some("2"))), "to_ms");
        assert_eq!(field(span(Some("1.5"), None)), "from_ms");
        assert_eq!(size(None, 50, 200).unwrap(), 50);
        assert_eq!(size(Some("200"), 50, 200).unwrap(), 200);
        for wrong in ["0", "201", "-1"] {
            assert_eq!(field(size(Some(wrong), 50, 200)), "size");
        }
    }
}
