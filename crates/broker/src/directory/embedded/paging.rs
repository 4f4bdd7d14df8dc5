//! Lists in pieces: where the next page begins, and texts that are searched.

use crate::directory::{DirectoryError, limits, query::PAGE};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::{QueryBuilder, Sqlite};

/// Bytes of the hash before a cursor.
const CHECK: usize = 8;

/// What a list is sorted by, of one row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Key {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// The last row of a page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What the list is sorted by.
    pub(super) key: Key,
    /// What decides between equal ones.
    pub(super) id: String,
}

impl Cursor {
    /// The cursor as a text, for a list. Its hash covers the list's query, so that it goes on in no other. It is no
    /// secret: whoever can ask for the next page may see the whole list.
    pub(super) fn encode(&self, list: &str) -> String {
        let body = serde_json::json!(self).to_string();
        let mut bytes = check(list, body.as_bytes()).to_vec();
        bytes.extend_from_slice(body.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what [`Cursor::encode`] made for the same list.
    pub(super) fn decode(text: &str, list: &str) -> Result<Self, DirectoryError> {
        let read = || {
            let text = Some(text).filter(|text| text.len() <= limits::CURSOR)?;
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            let (hash, body) = bytes.split_at_checked(CHECK)?;
            if hash != check(list, body) {
                return None;
            }
            serde_json::from_slice(body).ok()
        };
        read().ok_or(DirectoryError::BadCursor)
    }
}

fn check(list: &str, body: &[u8]) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    hash.update(list.len().to_be_bytes());
    hash.update(list);
    hash.update(body);
    let hash = hash.finalize();
    std::array::from_fn(|at| hash[at])
}

/// How many rows a page has that was asked for with so many.
pub(super) const fn size(asked: u32) -> u32 {
    if asked == 0 || asked > PAGE {
        PAGE
    } else {
        asked
    }
}

/// A text as it is searched and sorted: in lower case, with one small sigma, since the one at the end of a word is
/// another.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase().replace('ς', "σ")
}

/// An e-mail address as it is found. Only ASCII's letters: Unicode has others that become them in lower case, and with
/// such an address somebody would pass for another.
pub(crate) fn email_key(address: &str) -> String {
    address.to_ascii_lowercase()
}

/// Texts in which is searched, a line each: no search goes from one into the next.
pub(crate) fn searched(texts: &[&str]) -> String {
    fold(&texts.join("\n"))
}

/// What is searched for.
pub(crate) enum Search {
    /// Nothing: all are meant.
    All,
    /// What no row can have.
    Nowhere,
    /// Rows whose text is like this pattern.
    Like(String),
}

/// Reads what somebody searches for.
pub(crate) fn search(text: Option<&str>) -> Search {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() {
        Search::All
    } else if text.chars().nth(limits::SEARCH).is_some() || text.contains('\n') {
        Search::Nowhere
    } else {
        let text = fold(text);
        let mut pattern = String::with_capacity(text.len() + 2);
        pattern.push('%');
        for char in text.chars() {
            if matches!(char, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(char);
        }
        pattern.push('%');
        Search::Like(pattern)
    }
}

/// Adds that to a query whose conditions have begun.
pub(super) fn push_search(query: &mut QueryBuilder<Sqlite>, text: Option<&str>) {
    match search(text) {
        Search::All => {}
        Search::Nowhere => {
            query.push(" AND 1 = 0");
        }
        Search::Like(pattern) => {
            query.push(" AND search LIKE ").push_bind(pattern);
            query.push(r" ESCAPE '\'");
        }
    }
}

/// Adds where a page begins, in what order it goes on, and how long it is. One row more than is shown tells whether
/// there are others.
pub(super) fn push_page(
    query: &mut QueryBuilder<Sqlite>,
    column: &str,
    reverse: bool,
    after: Option<Cursor>,
    size: u32,
) {
    let (beyond, direction) = if reverse { ("<", "DESC") } else { (">", "ASC") };
    if let Some(Cursor { key, id }) = after {
        query.push(format_args!(" AND ({column}, id) {beyond} ("));
        match key {
            Key::Number(number) => query.push_bind(number),
            Key::Text(text) => query.push_bind(text),
        };
        query.push(", ").push_bind(id).push(")");
    }
    let order = format_args!(" ORDER BY {column} {direction}, id {direction} LIMIT ");
    query.push(order).push_bind(i64::from(size) + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_for_its_own_list_only_and_as_it_was_written() {
        for key in [Key::Number(-7), Key::Text("ä\"7".to_owned())] {
            let cursor = Cursor {
                key,
                id: "d1".to_owned(),
            };
            let text = cursor.encode("by name");
            assert!(Cursor::decode(&text, "by name").unwrap() == cursor);
            let is_bad = |text: &str, list| {
                matches!(Cursor::decode(text, list), Err(DirectoryError::BadCursor))
            };
            assert!(is_bad(&text, "by owner"));
            for at in 0..text.len() {
                let mut other = text.clone().into_bytes();
                other[at] = if other[at] == b'A' { b'B' } else { b'A' };
                assert!(is_bad(std::str::from_utf8(&other).unwrap(), "by name"));
            }
            for bad in ["", "AAAA", "!", &text[1..], &"A".repeat(5_000)] {
                assert!(is_bad(bad, "by name"));
            }
        }
    }

    #[test]
    fn what_is_searched_for_means_itself() {
        let pattern = |text| match search(Some(text)) {
            Search::Like(pattern) => pattern,
            Search::All => "all".to_owned(),
            Search::Nowhere => "nowhere".to_owned(),
        };
        assert_eq!(pattern(" 100%_\\ "), r"%100\%\_\\%");
        assert_eq!(pattern("ÄΟΔΟΣ"), "%äοδοσ%");
        assert_eq!(pattern(" "), "all");
        assert_eq!(pattern("a\nb"), "nowhere");
        assert_eq!(pattern(&"a".repeat(limits::SEARCH + 1)), "nowhere");
    }

    #[test]
    fn only_ascii_is_alike_in_addresses() {
        assert_eq!(email_key("Ada@Example.COM"), "ada@example.com");
        // The sign for kelvin.
        assert_ne!(email_key("bac\u{212a}@example.com"), "back@example.com");
    }
}
