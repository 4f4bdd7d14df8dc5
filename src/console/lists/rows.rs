//! A page of a list: how it is asked for, and read.

use crate::routes::filters::push;
use rh_protocol::{ErrorBody, ErrorCode};
use serde::{Deserialize, Deserializer};

/// A page, as the broker gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(in crate::console) struct Rows<T> {
    #[serde(alias = "sessions", alias = "records")]
    pub(in crate::console) rows: Vec<T>,
    /// On all pages, where the broker says it.
    #[serde(default)]
    pub(super) total: Option<u64>,
    /// Where the next page goes on; without it this is the last.
    #[serde(default, deserialize_with = "place")]
    pub(super) next: Option<String>,
    /// How old the answer is.
    #[serde(default)]
    pub(super) age_ms: u64,
}

/// Where a page goes on; the audit says it by a number.
fn place<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Place {
        Text(String),
        Number(i64),
    }
    let place = Option::<Place>::deserialize(from)?;
    Ok(place.map(|place| match place {
        Place::Text(text) => text,
        Place::Number(number) => number.to_string(),
    }))
}

/// The path of a page of what is asked.
pub(in crate::console) fn path(base: &str, asked: &str, size: u32, after: Option<&str>) -> String {
    let mut query = asked.to_owned();
    push(&mut query, "size", &size.to_string());
    if let Some(after) = after {
        push(&mut query, "after", after);
    }
    format!("{base}{query}")
}

/// Whether a page is refused since what is listed has changed, so that it cannot go on from there.
pub(super) fn cannot_go_on(error: &ErrorBody) -> bool {
    error.code == ErrorCode::BadField && error.field.as_deref() == Some("after")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_with_what_is_chosen_and_where_it_begins() {
        assert_eq!(path("/a", "", 50, None), "/a?size=50");
        assert_eq!(
            path("/a", "?search=x", 8, Some("x=1/2")),
            "/a?search=x&size=8&after=x%3D1%2F2"
        );
    }

    #[test]
    fn a_page_reads_whatever_it_is_of_and_without_what_is_not_said() {
        let page: Rows<u8> = serde_json::from_str(r#"{"rows":[1],"age_ms":7}"#).unwrap();
        assert_eq!((page.total, page.next, page.age_ms), (None, None, 7));
        let text = r#"{"rows":[],"total":3,"next":"n","age_ms":0}"#;
        let page: Rows<u8> = serde_json::from_str(text).unwrap();
        assert_eq!((page.total, page.next.as_deref()), (Some(3), Some("n")));
        let page: Rows<u8> = serde_json::from_str(r#"{"sessions":[1],"next":"1.0a"}"#).unwrap();
        assert_eq!(page.next.as_deref(), Some("1.0a"));
        let page: Rows<u8> = serde_json::from_str(r#"{"records":[],"next":-8}"#).unwrap();
        assert_eq!(page.next.as_deref(), Some("-8"));
    }

    #[test]
    fn only_a_place_that_is_lost_begins_anew() {
        let refused = |field: &str| ErrorBody {
            field: Some(field.to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        };
        assert!(cannot_go_on(&refused("after")));
        assert!(!cannot_go_on(&refused("search")));
        assert!(!cannot_go_on(&ErrorCode::Unavailable.into()));
    }
}
