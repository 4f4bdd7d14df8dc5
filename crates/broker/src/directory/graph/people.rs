//! People: by their object id, never by an address.

use super::{
    failure::Failure,
    groups::{Member, memberships},
    guid::Guid,
    line::Service,
    request::{Ask, Client, Listing},
};
use crate::{
    directory::{Page, Person, PersonQuery, Photo, query::PAGE},
    identity::{clean, picture},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_protocol::limits;
use serde::Deserialize;

/// What reading people takes.
const PERMISSION: &str = "User.Read.All";
/// What is read of a person. The company is told only where it is asked for.
const SELECT: &str = "id,displayName,jobTitle,companyName,mail,userPrincipalName,accountEnabled";
/// What stands in the name by which guests of the organisation sign in.
const GUEST: &str = "#EXT#";
/// Longest search, in characters.
const SEARCH: usize = 100;
/// Longest mark of a next page, in bytes.
const MARK: usize = 8 * 1024;

/// A person as Graph tells them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    display_name: Option<String>,
    job_title: Option<String>,
    company_name: Option<String>,
    mail: Option<String>,
    user_principal_name: Option<String>,
    account_enabled: Option<bool>,
}

impl Row {
    /// With the ids of their groups.
    fn person(self, groups: Vec<String>) -> Result<Person, Failure> {
        let id = Guid::parse(&self.id).ok_or(Failure::Nonsense("a person without an id"))?;
        let text = |value: Option<String>| value.as_deref().and_then(clean);
        // Without the permission it is left out, and says nothing then.
        let enabled = self.account_enabled.ok_or_else(|| {
            Failure::Refused(format!(
                "Microsoft Graph does not tell whether an account is enabled: the app needs the application \
                 permission {PERMISSION}"
            ))
        })?;
        let called = text(self.user_principal_name);
        // A guest's holds their own address at home, and this organisation's domain behind it.
        let at_home = called.clone().filter(|called| !called.contains(GUEST));
        Ok(Person {
            subject: Some(id.as_str().to_owned()),
            email: text(self.mail).or(at_home),
            name: text(self.display_name)
                .or(called)
                .unwrap_or_else(|| id.as_str().to_owned()),
            title: text(self.job_title),
            company: text(self.company_name),
            enabled,
            groups,
            id: id.into_string(),
        })
    }

    /// Whether each word of a search is in the name or in an address.
    fn matches(&self, words: &[String]) -> bool {
        let fields: Vec<String> = [&self.display_name, &self.mail, &self.user_principal_name]
            .into_iter()
            .flatten()
            .map(|field| field.to_lowercase())
            .collect();
        words
            .iter()
            .all(|word| fields.iter().any(|field| field.contains(word)))
    }
}

/// Asks for a person and their groups.
pub(super) async fn person(client: &Client, id: &Guid) -> Result<Option<Person>, Failure> {
    let path = format!("/users/{}", id.as_str());
    let ask = Ask::get(Service::Entra, PERMISSION, &path, &[("$select", SELECT)]);
    let Some(row) = client.document::<Row>(&ask).await? else {
        return Ok(None);
    };
    if Guid::parse(&row.id).as_ref() != Some(id) {
        return Err(Failure::Nonsense("another person than the one asked for"));
    }
    // Whoever has gone in between is gone.
    let Some(groups) = memberships(client, Member::Person(id)).await? else {
        return Ok(None);
    };
    row.person(groups).map(Some)
}

/// Asks for a photo. None is also what nobody should show.
pub(super) async fn photo(client: &Client, id: &Guid) -> Result<Option<Photo>, Failure> {
    let path = format!("/users/{}/photo/$value", id.as_str());
    let ask = Ask::get(Service::Photos, PERMISSION, &path, &[]);
    let bytes = match client.bytes(&ask, limits::PICTURE).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) | Err(Failure::TooLarge) => return Ok(None),
        Err(other) => return Err(other),
    };
    Ok(picture::inspect(&bytes).map(|format| Photo {
        media_type: format.media_type(),
        bytes,
    }))
}

/// Asks for a page of people, without their groups: Graph tells these one by one.
///
/// Graph searches for the beginnings of words in names and of addresses, not for any part of them. Where it
/// ignores the search, what does not match is left out here.
pub(super) async fn people(client: &Client, query: &PersonQuery) -> Result<Page<Person>, Failure> {
    let nobody = Page {
        rows: Vec::new(),
        total: Some(0),
        next: None,
    };
    let search = query.search.as_deref().unwrap_or_default();
    let search: String = search.chars().take(SEARCH).collect();
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let path = match query.group.as_deref().map(Guid::parse) {
        None => "/users".to_owned(),
        Some(Some(group)) => format!(
            "/groups/{}/transitiveMembers/microsoft.graph.user",
            group.as_str()
        ),
        Some(None) => return Ok(nobody),
    };
    let size = match query.size {
        0 => PAGE,
        size => size.min(PAGE),
    }
    .to_string();
    let sought = sought(&words);
    let mut parameters = vec![
        ("$select", SELECT),
        ("$orderby", "displayName"),
        ("$count", "true"),
        ("$top", size.as_str()),
    ];
    if !words.is_empty() {
        parameters.push(("$search", &sought));
    }
    let permission = match query.group {
        Some(_) => "GroupMember.Read.All",
        None => PERMISSION,
    };
    let mut ask = Ask::get(Service::Entra, permission, &path, &parameters).eventual();
    if let Some(mark) = &query.after {
        ask = ask.query(&unmark(mark).ok_or(Failure::BadMark)?);
    }
    let page = match client.document::<Listing<Row>>(&ask).await {
        Ok(Some(page)) => page,
        Ok(None) => return Ok(nobody),
        // Marks end some time, and this one is in other hands.
        Err(Failure::Rejected(_)) if query.after.is_some() => return Err(Failure::BadMark),
        Err(other) => return Err(other),
    };
    // Only the query goes out, and what comes back goes to the same path: the mark is in other hands.
    let next = client
        .next(&page)?
        .and_then(|url| url.query().map(|query| URL_SAFE_NO_PAD.encode(query)));
    let asked = page.value.len();
    let rows = page
        .value
        .into_iter()
        .filter(|row| row.matches(&words))
        .map(|row| row.person(Vec::new()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page {
        total: page.count.filter(|_| rows.len() == asked),
        rows,
        next,
    })
}

/// The search for words as Graph takes it.
fn sought(words: &[String]) -> String {
    let text = words.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
    ["displayName", "mail", "userPrincipalName"]
        .map(|field| format!("\"{field}:{text}\""))
        .join(" OR ")
}

/// The query of a next page out of its mark.
fn unmark(mark: &str) -> Option<String> {
    if mark.len() > MARK {
        return None;
    }
    let query = String::from_utf8(URL_SAFE_NO_PAD.decode(mark).ok()?).ok()?;
    let fits = query
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'#');
    (fits && !query.is_empty()).then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_stays_within_its_quotation_marks() {
        let words = ["a\"".to_owned(), "\\b".to_owned()];
        assert_eq!(
            sought(&words),
            r#""displayName:a\" \\b" OR "mail:a\" \\b" OR "userPrincipalName:a\" \\b""#
        );
    }

    #[test]
    fn a_mark_is_a_query_and_nothing_else() {
        let mark = |query: &str| unmark(&URL_SAFE_NO_PAD.encode(query));
        assert_eq!(mark("$skiptoken=x").as_deref(), Some("$skiptoken=x"));
        for query in ["", "a#b", "a b", "é", "a\r\nb"] {
            assert_eq!(mark(query), None, "{query:?}");
        }
        assert_eq!(unmark("?"), None);
        assert_eq!(mark(&"a".repeat(MARK)), None);
    }
}
