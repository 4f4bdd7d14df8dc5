//! The organisation that this broker serves: with Entra ID its `tid`, with any other provider its
//! issuer. Pure.

use super::{raw::Object, refusal::TokenRefusal};
use serde_json::Value;

/// Where Microsoft's issuers live: the worldwide cloud, the one of the US government, China's.
const ENTRA: [&str; 3] = [
    "https://login.microsoftonline.com/",
    "https://login.microsoftonline.us/",
    "https://login.partner.microsoftonline.cn/",
];

/// Longest subject that is kept, in bytes (OpenID Connect Core §2 allows 255 ASCII characters).
const SUBJECT: usize = 255;

/// The tenant rule (G8), and with it what names a person for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// Any conforming provider: the issuer is the tenant, `sub` the person.
    Issuer {
        /// The issuer.
        issuer: String,
    },
    /// Entra ID: issuers differ by `tid`; the person is `tid` and `oid`, never an address.
    Entra {
        /// The issuer.
        issuer: String,
        /// The tenant, a GUID in lower case.
        tid: String,
    },
}

/// Why settings name no tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TenantError {
    /// `tenant` is no GUID.
    #[error("identity.tenant is not a GUID")]
    NotAGuid,
    /// The issuer does not name the tenant.
    #[error(
        "identity.issuer does not name the tenant: it must hold the tenant's GUID as one part of its path"
    )]
    NotInIssuer,
}

impl Tenant {
    /// From the settings. An issuer of Entra's names its tenant by itself.
    ///
    /// # Errors
    /// When the tenant is no GUID, or the issuer is not this tenant's own (`common` and
    /// `organizations` serve every tenant, which one broker does not).
    pub fn new(issuer: &str, tenant: Option<&str>) -> Result<Self, TenantError> {
        let entra = ENTRA.iter().any(|base| issuer.starts_with(base));
        if tenant.is_none() && !entra {
            return Ok(Self::Issuer {
                issuer: issuer.to_owned(),
            });
        }
        let named = || issuer.split('/').find(|part| is_guid(part));
        let tid = match tenant {
            Some(tid) if is_guid(tid) => tid.to_ascii_lowercase(),
            Some(_) => return Err(TenantError::NotAGuid),
            None => named()
                .ok_or(TenantError::NotInIssuer)?
                .to_ascii_lowercase(),
        };
        if !issuer.split('/').any(|part| part == tid) {
            return Err(TenantError::NotInIssuer);
        }
        Ok(Self::Entra {
            issuer: issuer.to_owned(),
            tid,
        })
    }

    /// The issuer that tokens must name.
    pub(super) fn issuer(&self) -> &str {
        match self {
            Self::Issuer { issuer } | Self::Entra { issuer, .. } => issuer,
        }
    }

    /// Whether e-mail addresses may tell who somebody is.
    #[must_use]
    pub fn trusts_addresses(&self) -> bool {
        matches!(self, Self::Issuer { .. })
    }

    /// Holds a token's `iss` and `tid` against the rule.
    pub(super) fn check(&self, claims: &Object) -> Result<(), TokenRefusal> {
        let iss = claims
            .get("iss")
            .and_then(Value::as_str)
            .ok_or(TokenRefusal::IssuerMissing)?;
        match self {
            Self::Issuer { issuer } if iss == issuer => Ok(()),
            Self::Issuer { .. } => Err(TokenRefusal::WrongTenant),
            Self::Entra { issuer, tid } => {
                let claimed = claims
                    .get("tid")
                    .and_then(Value::as_str)
                    .filter(|tid| is_guid(tid))
                    .ok_or(TokenRefusal::TenantMismatch)?;
                if iss != issuer.replace(tid, claimed) {
                    return Err(TokenRefusal::TenantMismatch);
                }
                if claimed != tid {
                    return Err(TokenRefusal::WrongTenant);
                }
                Ok(())
            }
        }
    }

    /// What names the person within the tenant: `sub`, or `oid` with Entra.
    ///
    /// # Errors
    /// When it is missing, empty or over-long.
    pub fn subject<'a>(&self, claims: &'a Object) -> Result<&'a str, TokenRefusal> {
        let text = |name| {
            claims
                .get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty() && text.len() <= SUBJECT)
                .ok_or(TokenRefusal::SubjectMissing)
        };
        // `sub` is required of every ID token, also where `oid` is what counts.
        let sub = text("sub")?;
        match self {
            Self::Issuer { .. } => Ok(sub),
            Self::Entra { .. } => text("oid").and_then(|oid| {
                if is_guid(oid) {
                    Ok(oid)
                } else {
                    Err(TokenRefusal::SubjectMissing)
                }
            }),
        }
    }
}

/// Whether a text is a GUID in its usual form: 8-4-4-4-12 hexadecimal digits.
#[must_use]
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const OURS: &str = "11111111-aaaa-4bbb-8ccc-222222222222";
    const THEIRS: &str = "33333333-aaaa-4bbb-8ccc-444444444444";

    fn issuer(tid: &str) -> String {
        format!("https://login.microsoftonline.com/{tid}/v2.0")
    }

    fn claims(value: serde_json::Value) -> Object {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn entra_is_its_tid_and_the_issuer_that_belongs_to_it() {
        let tenant = Tenant::new(&issuer(OURS), None).unwrap();
        let check = |value| tenant.check(&claims(value));
        assert_eq!(check(json!({"iss": issuer(OURS), "tid": OURS})), Ok(()));
        assert_eq!(
            check(json!({"iss": issuer(THEIRS), "tid": THEIRS})),
            Err(TokenRefusal::WrongTenant)
        );
        for mismatch in [
            json!({"iss": issuer(OURS), "tid": THEIRS}),
            json!({"iss": issuer(THEIRS), "tid": OURS}),
            json!({"iss": issuer(OURS)}),
            json!({"iss": issuer(OURS), "tid": "common"}),
            json!({"iss": issuer(OURS), "tid": 7}),
        ] {
            assert_eq!(check(mismatch), Err(TokenRefusal::TenantMismatch));
        }
        assert_eq!(
            check(json!({"tid": OURS})),
            Err(TokenRefusal::IssuerMissing)
        );
    }

    #[test]
    fn with_entra_a_person_is_the_object_id() {
        let tenant = Tenant::new(&issuer(OURS), None).unwrap();
        let both = claims(json!({"sub": "pairwise", "oid": THEIRS}));
        assert_eq!(tenant.subject(&both), Ok(THEIRS));
        for missing in [
            json!({"sub": "pairwise"}),
            json!({"oid": THEIRS}),
            json!({"sub": "pairwise", "oid": "me@example.com"}),
        ] {
            assert_eq!(
                tenant.subject(&claims(missing)),
                Err(TokenRefusal::SubjectMissing)
            );
        }
    }

    #[test]
    fn any_other_provider_is_its_issuer_to_the_letter() {
        let tenant = Tenant::new("https://id.example", None).unwrap();
        let check = |iss| tenant.check(&claims(json!({ "iss": iss })));
        assert_eq!(check("https://id.example"), Ok(()));
        for other in [
            "https://id.example/",
            "https://ID.example",
            "http://id.example",
        ] {
            assert_eq!(check(other), Err(TokenRefusal::WrongTenant));
        }
    }

    #[test]
    fn an_issuer_for_every_tenant_is_no_tenant() {
        for shared in ["common", "organizations", "consumers"] {
            assert_eq!(
                Tenant::new(&issuer(shared), None),
                Err(TenantError::NotInIssuer)
            );
        }
        assert_eq!(
            Tenant::new(&issuer(OURS), Some(THEIRS)),
            Err(TenantError::NotInIssuer)
        );
        assert_eq!(
            Tenant::new(&issuer(OURS), Some("ours")),
            Err(TenantError::NotAGuid)
        );
    }
}
