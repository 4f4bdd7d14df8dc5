//! On which condition something is to be changed, as a request says it: `If-Match` and `If-None-Match` of RFC 9110.

use super::error::ApiError;
use crate::condition::{Condition, Overtaken};
use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderName, header, request::Parts};
use rh_protocol::ErrorCode;

/// The headers, as refusals name them.
const IF_MATCH: &str = "If-Match";
const IF_NONE_MATCH: &str = "If-None-Match";

impl<S: Sync> FromRequestParts<S> for Condition {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        read(&parts.headers)
    }
}

impl From<Overtaken> for ApiError {
    fn from(_: Overtaken) -> Self {
        ErrorCode::ChangedMeanwhile.into()
    }
}

fn read(headers: &HeaderMap) -> Result<Condition, ApiError> {
    let matching = given(headers, &header::IF_MATCH, IF_MATCH)?;
    let none = given(headers, &header::IF_NONE_MATCH, IF_NONE_MATCH)?;
    match (matching, none) {
        (None, None) => Ok(Condition::Any),
        (Some(text), None) if text == "*" => Ok(Condition::There),
        (Some(text), None) => {
            let tags = tags(&text).ok_or_else(|| ApiError::field(IF_MATCH))?;
            Ok(Condition::Same(tags))
        }
        (None, Some(text)) if text == "*" => Ok(Condition::New),
        // Both together cannot be met, and of tags that it must not have nobody knows all.
        (_, Some(_)) => Err(ApiError::field(IF_NONE_MATCH)),
    }
}

/// What a header says; several lines of it are one list.
fn given(headers: &HeaderMap, name: &HeaderName, told: &str) -> Result<Option<String>, ApiError> {
    let mut lines = Vec::new();
    for line in headers.get_all(name) {
        let line = line.to_str().map_err(|_| ApiError::field(told))?;
        lines.push(line.trim());
    }
    Ok((!lines.is_empty()).then(|| lines.join(", ")))
}

/// The tags of a list, without their quotation marks. A weak one (`W/"…"`) is left out: no change can rely on it, so it
/// matches nothing.
fn tags(text: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let weak = rest.strip_prefix("W/");
        let (tag, after) = weak.unwrap_or(rest).strip_prefix('"')?.split_once('"')?;
        if weak.is_none() {
            tags.push(tag.to_owned());
        }
        rest = after.trim_start_matches([' ', '\t']);
        if rest.is_empty() {
            return Some(tags);
        }
        rest = rest.strip_prefix(',')?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lines: &[(&'static str, &'static str)]) -> Result<Condition, Option<String>> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        read(&headers).map_err(|error| error.body().field.clone())
    }

    fn same(tags: &[&str]) -> Result<Condition, Option<String>> {
        let tags = tags.iter().map(|tag| (*tag).to_owned());
        Ok(Condition::Same(tags.collect()))
    }

    #[test]
    fn conditions_read_as_the_standard_writes_them() {
        assert_eq!(said(&[]), Ok(Condition::Any));
        assert_eq!(said(&[("if-match", "*")]), Ok(Condition::There));
        assert_eq!(said(&[("if-none-match", " * ")]), Ok(Condition::New));
        assert_eq!(said(&[("if-match", "\"a1\"")]), same(&["a1"]));
        let list = "\"a,1\" ,\t\"b\", W/\"c\"";
        assert_eq!(said(&[("if-match", list)]), same(&["a,1", "b"]));
        let lines = [("if-match", "\"a\""), ("if-match", "\"b\"")];
        assert_eq!(said(&lines), same(&["a", "b"]));
        assert_eq!(said(&[("if-match", "W/\"a\"")]), same(&[]));
    }

    #[test]
    fn what_is_no_condition_is_refused_by_its_name() {
        for wrong in [
            "",
            "a",
            "\"a",
            "a\"",
            "\"a\" \"b\"",
            "\"a\",",
            "w/\"a\"",
            "*, *",
        ] {
            let refused = said(&[("if-match", wrong)]);
            assert_eq!(refused, Err(Some("If-Match".to_owned())), "{wrong}");
        }
        for lines in [
            &[("if-none-match", "\"a\"")][..],
            &[("if-none-match", "")],
            &[("if-match", "\"a\""), ("if-none-match", "*")],
        ] {
            let refused = said(lines);
            assert_eq!(refused, Err(Some("If-None-Match".to_owned())), "{lines:?}");
        }
    }
}
