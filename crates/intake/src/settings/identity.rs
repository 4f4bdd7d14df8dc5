//! What an administrator may set about identity: the provider, helpers and administrators, how long a sign-in lasts.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Section `[identity]`: the organisation's OpenID provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderSettings {
    /// The provider's issuer identifier, exactly as its discovery document says it. HTTPS, or plain
    /// HTTP on a loopback host. For Microsoft Entra ID: `https://login.microsoftonline.com/{tid}/v2.0`.
    pub issuer: String,
    /// The `client_id` of this product at the provider, registered as a public client with PKCE
    /// (in Entra: a single-page application).
    pub client_id: String,
    /// Scopes to ask for; `openid` must be among them.
    pub scopes: Vec<String>,
    /// The tenant (`tid`, a GUID) that tokens must be of. Known by itself when the issuer is Entra's.
    pub tenant: Option<String>,
    /// Domains that the organisation vouches for: a person with a verified e-mail address in one of
    /// them is shown with it.
    pub verified_domains: Vec<String>,
    /// Claims that may hold the job title; the first that is there counts.
    pub title_claims: Vec<String>,
    /// Claims that may hold the company; the first that is there counts.
    pub company_claims: Vec<String>,
    /// The claim that holds groups or roles, a text or a list of texts. Dots lead into objects, as in Keycloak's
    /// `realm_access.roles`.
    pub group_claim: String,
    /// Values of it that are groups here: for assignments and their scopes. Those of `[helpers]` and
    /// `[administrators]` are, too. No others are kept of a person.
    pub groups: Vec<String>,
    /// The claim of the ID token that holds the directory's id of the device; none if it is empty. Entra ID documents none
    /// for ordinary applications.
    pub device_claim: String,
}

impl Default for ProviderSettings {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            client_id: String::new(),
            scopes: strings(&["openid", "profile", "email"]),
            tenant: None,
            verified_domains: Vec::new(),
            title_claims: strings(&["job_title", "title", "jobTitle"]),
            company_claims: strings(&["company", "company_name", "companyName", "organization"]),
            group_claim: "groups".to_owned(),
            groups: Vec::new(),
            device_claim: String::new(),
        }
    }
}

/// Sections `[helpers]` and `[administrators]`: who may help everybody, and who may administer. A person needs to match
/// one of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleSettings {
    /// Subjects: the `sub` claim, or `oid` with Entra.
    pub subjects: Vec<String>,
    /// Verified e-mail addresses. Never looked at with Entra, where addresses prove nothing.
    pub emails: Vec<String>,
    /// Values of `identity.group_claim`.
    pub groups: Vec<String>,
}

/// Section `[sign_in]`: how long a sign-in at the broker lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInSettings {
    /// Minutes without a request after which it ends, at least 1.
    pub idle_minutes: u32,
    /// Minutes after which it ends whatever happens, at least 1.
    pub absolute_minutes: u32,
    /// Minutes after which the provider is asked again whether what it said of somebody who is signed in still holds, 1 to 60; 0:
    /// never before the next sign-in. It takes a refresh token, which the provider must give.
    pub refresh_minutes: u32,
}

impl Default for SignInSettings {
    fn default() -> Self {
        Self {
            idle_minutes: 60,
            absolute_minutes: 600,
            refresh_minutes: 5,
        }
    }
}

impl SignInSettings {
    /// The idle time-out in milliseconds.
    #[must_use]
    pub fn idle_ms(self) -> u64 {
        u64::from(self.idle_minutes.max(1)) * 60_000
    }

    /// The longest that may be between two questions to the provider.
    pub const REFRESH: RangeInclusive<u32> = 1..=60;

    /// After how long the provider is asked again, in milliseconds; none: never.
    #[must_use]
    pub fn refresh_ms(self) -> Option<u64> {
        (self.refresh_minutes > 0).then(|| u64::from(self.refresh_minutes) * 60_000)
    }

    /// The absolute time-out in milliseconds.
    #[must_use]
    pub fn absolute_ms(self) -> u64 {
        u64::from(self.absolute_minutes.max(1)) * 60_000
    }
}

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}
