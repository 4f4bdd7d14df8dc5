//! Claims → what others see of a person, cleaned and cut. Pure.

use crate::access::Standing;
use crate::settings::ProviderSettings;
use rh_intake::tokens::Object;
use rh_protocol::{Redacted, limits, view::Person};
use serde_json::Value;
use std::fmt;
use url::Url;

/// Values of the group claim that are looked at.
const GROUPS: usize = 1_000;

/// What the provider vouches for about somebody.
pub(super) struct Profile {
    /// What others see; the picture is added once it is fetched.
    pub(super) person: Person,
    /// Where the picture is.
    pub(super) picture: Option<Url>,
    /// What can make them a helper.
    pub(super) standing: Standing,
    /// As of when that is, in Unix milliseconds, where it is older than what was just said.
    pub(super) as_of_ms: Option<u64>,
}

impl Profile {
    /// Since when it is true, where it was asked for then.
    pub(super) fn told_ms(&self, asked_ms: i64) -> i64 {
        let as_of_ms = self
            .as_of_ms
            .and_then(|as_of_ms| i64::try_from(as_of_ms).ok());
        as_of_ms.map_or(asked_ms, |as_of_ms| as_of_ms.min(asked_ms))
    }
}

/// The picture's address may name the person, too.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").finish_non_exhaustive()
    }
}

/// Reads the claims of a person.
///
/// `addresses` says whether e-mail addresses may prove anything; `groups` is the claim that holds
/// groups, of which only the `known` ones are kept.
pub(super) fn profile(
    claims: &Object,
    subject: &str,
    settings: &ProviderSettings,
    groups: (&str, &[String]),
    addresses: bool,
) -> Profile {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).and_then(clean);
    let first = |names: &[String]| names.iter().find_map(|name| text(name));
    let email = addresses.then(|| verified_email(claims)).flatten();
    let name = text("name")
        .or_else(|| {
            let parts: Vec<_> = ["given_name", "family_name"]
                .into_iter()
                .filter_map(text)
                .collect();
            clean(&parts.join(" "))
        })
        .or_else(|| text("preferred_username"))
        .or_else(|| text("email"))
        .or_else(|| clean(subject))
        .unwrap_or_default();
    Profile {
        person: Person {
            name: Redacted::new(name),
            title: first(&settings.title_claims).map(Redacted::new),
            company: first(&settings.company_claims).map(Redacted::new),
            domain: email
                .as_deref()
                .and_then(|email| verified_domain(email, &settings.verified_domains))
                .map(Redacted::new),
            picture: None,
        },
        picture: claims
            .get("picture")
            .and_then(Value::as_str)
            .and_then(|url| Url::parse(url).ok()),
        standing: Standing {
            subject: subject.to_owned(),
            email,
            groups: known_groups(claims, groups.0, groups.1),
        },
        as_of_ms: None,
    }
}

/// The e-mail address, if the provider says that it is verified (OpenID Connect Core §5.1; some write
/// the flag as a text).
fn verified_email(claims: &Object) -> Option<String> {
    let verified = match claims.get("email_verified")? {
        Value::Bool(verified) => *verified,
        Value::String(verified) => verified == "true",
        _ => false,
    };
    let email = claims.get("email")?.as_str()?;
    (verified && email.contains('@')).then(|| email.to_owned())
}

/// The domain of an address, if the administrator listed it. A subdomain is another domain.
pub(super) fn verified_domain(email: &str, listed: &[String]) -> Option<String> {
    let (_, domain) = email.rsplit_once('@')?;
    listed
        .iter()
        .find(|listed| listed.eq_ignore_ascii_case(domain))
        .map(|listed| listed.to_ascii_lowercase())
}

/// Whether the provider leaves out the groups because there are too many of them (Entra ID's *groups overage*: the claim is named
/// as a distributed one, OpenID Connect Core §5.6.2). Where it says to fetch them is never asked: it is an address of the token's.
pub(super) fn has_overage(claims: &Object, claim: &str) -> bool {
    let named = claims.get("_claim_names").and_then(Value::as_object);
    !claims.contains_key(claim) && named.is_some_and(|named| named.contains_key(claim))
}

/// Groups of the person that the configuration knows: what else they are in is not kept.
fn known_groups(claims: &Object, claim: &str, known: &[String]) -> Vec<String> {
    let found = claims.get(claim).or_else(|| {
        // Keycloak: `realm_access.roles`. A claim whose name holds dots has come first.
        let mut path = claim.split('.');
        let first = claims.get(path.next()?)?;
        path.try_fold(first, |value, part| value.get(part))
    });
    let values: &[Value] = match found {
        Some(Value::Array(values)) => values,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    values
        .iter()
        .take(GROUPS)
        .filter_map(Value::as_str)
        .filter(|group| known.iter().any(|known| known == group))
        .map(str::to_owned)
        .collect()
}

/// A text fit to be shown to somebody else: one line, without what is invisible or turns text
/// around, and no longer than `limits::PERSON_CHARS`. None when nothing is left.
pub(crate) fn clean(text: &str) -> Option<String> {
    let mut clean = String::new();
    let mut left = limits::PERSON_CHARS;
    for char in text.chars() {
        let char = if char.is_whitespace() { ' ' } else { char };
        if is_hidden(char) || (char == ' ' && (clean.is_empty() || clean.ends_with(' '))) {
            continue;
        }
        if left == 0 {
            break;
        }
        left -= 1;
        clean.push(char);
    }
    clean.truncate(clean.trim_end().len());
    (!clean.is_empty()).then_some(clean)
}

/// Control characters, bidirectional overrides and isolates, and format characters that show nothing
/// themselves. Joiners stay: scripts and emoji need them.
pub(crate) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(claims: Value) -> Profile {
        let settings = ProviderSettings {
            verified_domains: vec!["Example.com".to_owned()],
            ..ProviderSettings::default()
        };
        let known = ["desk".to_owned()];
        let claims = claims.as_object().unwrap();
        profile(claims, "s", &settings, ("realm_access.roles", &known), true)
    }

    #[test]
    fn groups_that_are_too_many_are_told_from_none() {
        let overage = |claims: Value| has_overage(claims.as_object().unwrap(), "groups");
        let sources = json!({ "src1": { "endpoint": "https://elsewhere.example" } });
        assert!(overage(
            json!({ "_claim_names": { "groups": "src1" }, "_claim_sources": sources })
        ));
        for claims in [
            json!({}),
            json!({ "groups": [] }),
            json!({ "_claim_names": { "roles": "src1" } }),
            json!({ "_claim_names": "groups" }),
            json!({ "groups": ["a"], "_claim_names": { "groups": "src1" } }),
        ] {
            assert!(!overage(claims.clone()), "{claims}");
        }
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let profile = read(json!({"name": "Maya", "picture": "https://id.example.com/maya.png"}));
        assert!(profile.picture.is_some());
        assert_eq!(format!("{profile:?}"), "Profile { .. }");
    }

    #[test]
    fn hidden_characters_go_and_length_is_cut() {
        assert_eq!(
            clean("Maya\u{202e} Okafor\u{2066}\n"),
            Some("Maya Okafor".to_owned())
        );
        assert_eq!(clean("  a \t\u{3000} b  "), Some("a b".to_owned()));
        assert_eq!(clean("\u{200b}\u{feff} \u{7}"), None);
        assert_eq!(clean("می\u{200c}خواهم"), Some("می\u{200c}خواهم".to_owned()));
        assert_eq!(
            clean(&"é".repeat(500)).unwrap().chars().count(),
            limits::PERSON_CHARS
        );
        let spaced = "a".repeat(limits::PERSON_CHARS - 1) + " b";
        assert_eq!(clean(&spaced).unwrap().len(), limits::PERSON_CHARS - 1);
    }

    #[test]
    fn a_domain_needs_a_verified_address_and_the_administrators_word() {
        let domain = |claims| read(claims).person.domain.map(Redacted::into_inner);
        let ours = Some("example.com".to_owned());
        assert_eq!(
            domain(json!({"email": "a@example.com", "email_verified": true})),
            ours
        );
        assert_eq!(
            domain(json!({"email": "a@EXAMPLE.com", "email_verified": "true"})),
            ours
        );
        for claims in [
            json!({"email": "a@example.com"}),
            json!({"email": "a@example.com", "email_verified": false}),
            json!({"email": "a@example.com", "email_verified": 1}),
            json!({"email": "a@sub.example.com", "email_verified": true}),
            json!({"email": "a@example.com.evil.test", "email_verified": true}),
            json!({"email": "example.com", "email_verified": true}),
        ] {
            assert_eq!(domain(claims.clone()), None, "{claims}");
        }
    }

    #[test]
    fn names_fall_back_and_titles_follow_the_settings() {
        let name = |claims| read(claims).person.name.into_inner();
        assert_eq!(name(json!({"name": "A B", "email": "e"})), "A B");
        assert_eq!(name(json!({"given_name": "A", "family_name": "B"})), "A B");
        assert_eq!(
            name(json!({"name": "\u{202e}", "preferred_username": "ab"})),
            "ab"
        );
        assert_eq!(name(json!({})), "s");
        let person = read(json!({"title": "T", "organization": "O"})).person;
        assert_eq!(person.title, Some(Redacted::new("T".to_owned())));
        assert_eq!(person.company, Some(Redacted::new("O".to_owned())));
    }

    #[test]
    fn only_known_groups_are_kept() {
        let groups = |claims| read(claims).standing.groups;
        let nested = json!({"realm_access": {"roles": ["x", "desk", 7]}});
        assert_eq!(groups(nested), ["desk"]);
        assert_eq!(groups(json!({"realm_access.roles": "desk"})), ["desk"]);
        assert!(groups(json!({"realm_access": "desk"})).is_empty());
    }
}
