//! How strong a sign-in was: what its ID token proved, and whether that is enough for what is required. Pure.

use super::{claims::LEEWAY_MS, raw::Object, tenant::Tenant};
use crate::settings::strength::{Requirement, is_context};
use rh_protocol::limits;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What an ID token proved of how somebody signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proved {
    /// Authentication contexts of Microsoft Entra ID.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acrs: Vec<String>,
    /// The way to sign in, as the provider names it (OpenID Connect Core §2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// When the person last proved to the provider who they are, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time_ms: Option<u64>,
}

impl Proved {
    /// From the claims of an ID token that was verified. What is not of its type proves nothing, and so does a time that
    /// lies ahead.
    #[must_use]
    pub fn of(claims: &Object, tenant: &Tenant, now_ms: u64) -> Self {
        let entra = matches!(tenant, Tenant::Entra { .. });
        let acrs = claims.get("acrs").and_then(Value::as_array);
        let acrs = acrs.into_iter().flatten().filter_map(Value::as_str);
        let acr = claims.get("acr").and_then(Value::as_str);
        Self {
            acrs: acrs
                .filter(|context| entra && is_context(context))
                .map(str::to_owned)
                .collect(),
            // Entra's says 0 or 1, whatever was asked for.
            acr: acr
                .filter(|acr| !entra && acr.len() <= limits::ACR_VALUE)
                .map(str::to_owned),
            auth_time_ms: claims
                .get("auth_time")
                .and_then(Value::as_f64)
                .and_then(milliseconds)
                .filter(|at_ms| *at_ms <= now_ms.saturating_add(LEEWAY_MS)),
        }
    }

    /// Whether nothing is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it is enough for what is required. The age is as of now: a sign-in grows old.
    #[must_use]
    pub fn meets(&self, required: &Requirement, now_ms: u64) -> bool {
        let context = required.context.is_empty() || self.acrs.contains(&required.context);
        let acr = required.acr_values.is_empty()
            || self
                .acr
                .as_ref()
                .is_some_and(|acr| required.acr_values.contains(acr));
        let young = required.max_age_ms().is_none_or(|longest_ms| {
            self.auth_time_ms.is_some_and(|at_ms| {
                now_ms.saturating_sub(at_ms) <= longest_ms.saturating_add(LEEWAY_MS)
            })
        });
        context && acr && young
    }
}

/// A NumericDate in whole milliseconds, if it is one of after 1970 that can be reckoned with.
fn milliseconds(seconds: f64) -> Option<u64> {
    // Exact far beyond any date that matters (the year 287396).
    const LATEST: f64 = 9_007_199_254_740.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (0.0..=LATEST)
        .contains(&seconds)
        .then_some((seconds * 1_000.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW_S: u64 = 1_900_000_000;
    const NOW_MS: u64 = NOW_S * 1_000;
    const TID: &str = "11111111-aaaa-4bbb-8ccc-222222222222";

    fn entra() -> Tenant {
        let issuer = format!("https://login.microsoftonline.com/{TID}/v2.0");
        Tenant::new(&issuer, None).unwrap()
    }

    fn other() -> Tenant {
        Tenant::new("https://id.example", None).unwrap()
    }

    fn proved(tenant: &Tenant, claims: Value) -> Proved {
        Proved::of(claims.as_object().unwrap(), tenant, NOW_MS)
    }

    fn required(value: Value) -> Requirement {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn enough_is_what_is_required_and_nothing_less() {
        let context = json!({ "context": "c1" });
        let acr = json!({ "acr_values": ["gold", "silver"] });
        let age = json!({ "max_age_minutes": 60 });
        let all = json!({ "acr_values": ["gold"], "max_age_minutes": 60 });
        let ago = |seconds: u64| NOW_S - seconds;
        for (tenant, required_now, claims, enough) in [
            // Nothing is required.
            (entra(), json!({}), json!({}), true),
            (other(), json!({}), json!({ "acr": "bronze" }), true),
            // Contexts, as Entra documents them: an array of texts.
            (entra(), context.clone(), json!({ "acrs": ["c1"] }), true),
            (
                entra(),
                context.clone(),
                json!({ "acrs": ["c2", "c1"] }),
                true,
            ),
            (
                entra(),
                context.clone(),
                json!({ "acrs": ["p1", 7, "c1"] }),
                true,
            ),
            (entra(), context.clone(), json!({ "acrs": ["c2"] }), false),
            (entra(), context.clone(), json!({ "acrs": ["c11"] }), false),
            (entra(), context.clone(), json!({ "acrs": ["C1"] }), false),
            (entra(), context.clone(), json!({ "acrs": [] }), false),
            (entra(), context.clone(), json!({ "acrs": "c1" }), false),
            (
                entra(),
                context.clone(),
                json!({ "acrs": { "c1": true } }),
                false,
            ),
            (entra(), context.clone(), json!({ "acr": "c1" }), false),
            (entra(), context.clone(), json!({ "acr": "1" }), false),
            (entra(), context.clone(), json!({ "amr": ["mfa"] }), false),
            (entra(), context.clone(), json!({}), false),
            // Somebody else's claim of that name is not Entra's.
            (other(), context, json!({ "acrs": ["c1"] }), false),
            // One of the values.
            (other(), acr.clone(), json!({ "acr": "silver" }), true),
            (other(), acr.clone(), json!({ "acr": "bronze" }), false),
            (other(), acr.clone(), json!({ "acr": "Silver" }), false),
            (other(), acr.clone(), json!({ "acr": "gold silver" }), false),
            (other(), acr.clone(), json!({ "acr": ["gold"] }), false),
            (other(), acr.clone(), json!({ "acr": "" }), false),
            (other(), acr.clone(), json!({}), false),
            (entra(), acr, json!({ "acr": "gold" }), false),
            (
                entra(),
                json!({ "acr_values": ["1"] }),
                json!({ "acr": "1" }),
                false,
            ),
            // Young enough, with the minute that is forgiven everywhere.
            (other(), age.clone(), json!({ "auth_time": NOW_S }), true),
            (
                other(),
                age.clone(),
                json!({ "auth_time": ago(3_600) }),
                true,
            ),
            (
                other(),
                age.clone(),
                json!({ "auth_time": ago(3_660) }),
                true,
            ),
            (
                other(),
                age.clone(),
                json!({ "auth_time": ago(3_661) }),
                false,
            ),
            (entra(), age.clone(), json!({ "auth_time": ago(30) }), true),
            (
                entra(),
                age.clone(),
                json!({ "auth_time": ago(4_000) }),
                false,
            ),
            (
                other(),
                age.clone(),
                json!({ "auth_time": NOW_S + 60 }),
                true,
            ),
            (
                other(),
                age.clone(),
                json!({ "auth_time": NOW_S + 61 }),
                false,
            ),
            (
                other(),
                age.clone(),
                json!({ "auth_time": NOW_S.to_string() }),
                false,
            ),
            (other(), age.clone(), json!({ "auth_time": -1 }), false),
            (other(), age.clone(), json!({ "auth_time": 1e300 }), false),
            (other(), age.clone(), json!({ "auth_time": null }), false),
            (other(), age, json!({ "iat": NOW_S }), false),
            // All of it.
            (
                other(),
                all.clone(),
                json!({ "acr": "gold", "auth_time": NOW_S }),
                true,
            ),
            (other(), all.clone(), json!({ "acr": "gold" }), false),
            (other(), all, json!({ "auth_time": NOW_S }), false),
        ] {
            let proved = proved(&tenant, claims.clone());
            let meets = proved.meets(&required(required_now.clone()), NOW_MS);
            assert_eq!(meets, enough, "{required_now} {claims}");
        }
    }

    #[test]
    fn a_sign_in_grows_old_where_it_stands() {
        let hour = required(json!({ "max_age_minutes": 60 }));
        let proved = proved(&other(), json!({ "auth_time": NOW_S }));
        assert!(proved.meets(&hour, NOW_MS + 3_660_000));
        assert!(!proved.meets(&hour, NOW_MS + 3_660_001));
    }

    #[test]
    fn what_was_proved_is_kept_and_nothing_beside_it() {
        let long = "x".repeat(limits::ACR_VALUE + 1);
        assert!(proved(&other(), json!({ "acr": long, "acrs": ["c1"] })).is_nothing());
        let all = json!({ "acr": "gold", "auth_time": NOW_S });
        let kept = serde_json::to_value(proved(&other(), all)).unwrap();
        assert_eq!(kept, json!({ "acr": "gold", "auth_time_ms": NOW_MS }));
        let back: Proved = serde_json::from_value(kept).unwrap();
        assert_eq!(back.auth_time_ms, Some(NOW_MS));
        let contexts = proved(&entra(), json!({ "acrs": ["c1", "p1"], "acr": "1" }));
        assert_eq!(
            serde_json::to_value(contexts).unwrap(),
            json!({ "acrs": ["c1"] })
        );
    }
}
