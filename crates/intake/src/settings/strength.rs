//! How strong a sign-in must be: what the organisation requires of helpers (who administers is among them) and,
//! separately, of sharers.

use super::{Settings, SettingsError};
use crate::tokens::Tenant;
use rh_protocol::{Role, limits, sign_in::Ask};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Sections `[strength.helpers]` and `[strength.sharers]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StrengthSettings {
    /// What the helpers' side requires.
    pub helpers: Requirement,
    /// What the sharers' side requires.
    pub sharers: Requirement,
}

impl StrengthSettings {
    /// What is required in a role.
    #[must_use]
    pub const fn of(&self, role: Role) -> &Requirement {
        match role {
            Role::Helper => &self.helpers,
            Role::Sharer => &self.sharers,
        }
    }
}

/// What a sign-in must have proved: all of what is set here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Requirement {
    /// An authentication context of Microsoft Entra ID (`c1` to `c99`); none if it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub context: String,
    /// Values of `acr`, of which one will do; any sign-in if there are none. Not with Entra ID, whose `acr` says nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acr_values: Vec<String>,
    /// Minutes that the provider's own sign-in may be old; of any age if it is 0.
    #[serde(skip_serializing_if = "is_none")]
    pub max_age_minutes: u32,
}

const fn is_none(minutes: &u32) -> bool {
    *minutes == 0
}

impl Requirement {
    /// Shortest and longest age that can be required, in minutes: five minutes, in which people get through the steps of
    /// a sign-in, and thirty days.
    pub const AGES: std::ops::RangeInclusive<u32> = 5..=43_200;

    /// The longest age in milliseconds, if one is required.
    #[must_use]
    pub fn max_age_ms(&self) -> Option<u64> {
        (self.max_age_minutes > 0).then(|| u64::from(self.max_age_minutes) * 60_000)
    }

    /// What to ask the provider for. Of `acr` it is asked by `claims` where the provider understands that (its discovery
    /// document says so), since only there it can be essential (OpenID Connect Core §5.5.1.1), else by `acr_values`;
    /// never by both, of which nobody knows what becomes. An authentication context is always asked for by `claims`.
    #[must_use]
    pub fn ask(&self, reads_claims: bool) -> Ask {
        let mut id_token = serde_json::Map::new();
        if !self.context.is_empty() {
            id_token.insert(
                "acrs".to_owned(),
                json!({ "essential": true, "value": self.context }),
            );
        }
        let acr = !self.acr_values.is_empty();
        if acr && reads_claims {
            id_token.insert(
                "acr".to_owned(),
                json!({ "essential": true, "values": self.acr_values }),
            );
        }
        Ask {
            claims: (!id_token.is_empty()).then(|| json!({ "id_token": id_token }).to_string()),
            acr_values: (acr && !reads_claims).then(|| self.acr_values.join(" ")),
            max_age: (self.max_age_minutes > 0).then(|| u64::from(self.max_age_minutes) * 60),
        }
    }
}

/// The keys of one role: context, `acr` values, age.
const KEYS: [[&str; 3]; 2] = [
    [
        "strength.helpers.context",
        "strength.helpers.acr_values",
        "strength.helpers.max_age_minutes",
    ],
    [
        "strength.sharers.context",
        "strength.sharers.acr_values",
        "strength.sharers.max_age_minutes",
    ],
];

/// Checks what is required of both sides.
///
/// # Errors
/// With the first key that is out of its limits, or that this provider can never fulfil: then nobody would get in.
pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    let entra = is_entra(settings);
    let strength = &settings.strength;
    for (required, [context, acr_values, age]) in
        [&strength.helpers, &strength.sharers].into_iter().zip(KEYS)
    {
        let refuse = |key, why| Err(SettingsError::Range(key, why));
        check_context(settings, context, &required.context)?;
        let values = &required.acr_values;
        if values.len() > limits::ACR_VALUES || !values.iter().all(|value| is_acr(value)) {
            return refuse(
                acr_values,
                "at most 16 values of at most 256 visible ASCII characters, none with a blank",
            );
        }
        if entra && !values.is_empty() {
            return refuse(
                acr_values,
                "empty: with Microsoft Entra ID set an authentication context",
            );
        }
        if required.max_age_minutes > 0 && !Requirement::AGES.contains(&required.max_age_minutes) {
            return refuse(age, "0, or from 5 to 43200");
        }
    }
    Ok(())
}

/// Checks an authentication context, or that there is none.
///
/// # Errors
/// With its key, where it is none, or where the provider has no such thing.
pub(super) fn check_context(
    settings: &Settings,
    key: &'static str,
    context: &str,
) -> Result<(), SettingsError> {
    let why = if context.is_empty() {
        return Ok(());
    } else if !is_context(context) {
        "an authentication context, from c1 to c99"
    } else if !is_entra(settings) {
        "empty: only Microsoft Entra ID has such contexts"
    } else {
        return Ok(());
    };
    Err(SettingsError::Range(key, why))
}

/// Whether the identity provider is Microsoft Entra ID.
fn is_entra(settings: &Settings) -> bool {
    let identity = &settings.identity;
    let tenant = Tenant::new(&identity.issuer, identity.tenant.as_deref());
    matches!(tenant, Ok(Tenant::Entra { .. }))
}

/// Whether a text names an authentication context: `c1` to `c99`.
#[must_use]
pub fn is_context(text: &str) -> bool {
    let digits = text.strip_prefix('c').unwrap_or_default().as_bytes();
    matches!(digits, [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'])
}

/// Whether a text can be a value of `acr` here.
fn is_acr(text: &str) -> bool {
    (1..=limits::ACR_VALUE).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Overrides, demo};

    const ENTRA: &str =
        "https://login.microsoftonline.com/11111111-aaaa-4bbb-8ccc-222222222222/v2.0";

    fn refused(issuer: &str, set: serde_json::Value) -> Option<&'static str> {
        let mut settings = demo::demo(&["127.0.0.1:8080".parse().unwrap()], None, []).unwrap();
        settings.identity.issuer = issuer.to_owned();
        let overrides: Overrides = serde_json::from_value(set).unwrap();
        match settings.with(&overrides) {
            Ok(_) => None,
            Err(SettingsError::Range(key, _)) => Some(key),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn contexts_are_entras_and_acr_values_everybody_elses() {
        for side in ["helpers", "sharers"] {
            let key = |name: &str| format!("strength.{side}.{name}");
            let context = |value: &str| json!({ key("context"): value });
            for good in ["", "c1", "c9", "c10", "c99"] {
                assert_eq!(refused(ENTRA, context(good)), None, "{good}");
            }
            for bad in [
                "c0", "c100", "c01", "C1", "1", "c", "c1 ", "c1,c2", "\u{663}",
            ] {
                assert_eq!(
                    refused(ENTRA, context(bad)).map(str::to_owned),
                    Some(key("context")),
                    "{bad}"
                );
            }
            assert_eq!(
                refused("https://id.example", context("c1")).map(str::to_owned),
                Some(key("context"))
            );
            let values = |values: serde_json::Value| json!({ key("acr_values"): values });
            let silver = values(json!(["urn:mace:incommon:iap:silver", "2"]));
            assert_eq!(refused("https://id.example", silver.clone()), None);
            assert_eq!(
                refused(ENTRA, silver).map(str::to_owned),
                Some(key("acr_values"))
            );
            for bad in [
                json!([""]),
                json!(["two words"]),
                json!(["é"]),
                json!(["x".repeat(257)]),
                json!(vec!["x"; 17]),
            ] {
                assert_eq!(
                    refused("https://id.example", values(bad.clone())).map(str::to_owned),
                    Some(key("acr_values")),
                    "{bad}"
                );
            }
            for (minutes, fits) in [
                (0, true),
                (4, false),
                (5, true),
                (43_200, true),
                (43_201, false),
            ] {
                let age = json!({ key("max_age_minutes"): minutes });
                assert_eq!(refused("https://id.example", age).is_none(), fits);
            }
        }
    }

    #[test]
    fn what_is_asked_for_is_what_is_required() {
        let none = Requirement::default();
        assert_eq!(none.ask(true), Ask::default());
        let context = Requirement {
            context: "c1".to_owned(),
            max_age_minutes: 60,
            ..none.clone()
        };
        // As Microsoft documents it, whatever the discovery document says.
        for reads_claims in [false, true] {
            let ask = context.ask(reads_claims);
            assert_eq!(
                ask.claims.as_deref(),
                Some(r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"#)
            );
            assert_eq!((ask.acr_values, ask.max_age), (None, Some(3_600)));
        }
        let acr = Requirement {
            acr_values: vec!["gold".to_owned(), "silver".to_owned()],
            ..none
        };
        let by_claims = acr.ask(true);
        assert_eq!(
            by_claims.claims.as_deref(),
            Some(r#"{"id_token":{"acr":{"essential":true,"values":["gold","silver"]}}}"#)
        );
        assert_eq!((by_claims.acr_values, by_claims.max_age), (None, None));
        let by_parameter = acr.ask(false);
        assert_eq!(by_parameter.claims, None);
        assert_eq!(by_parameter.acr_values.as_deref(), Some("gold silver"));
    }
}
