//! What administrators may set while the broker runs, in place of what the configuration says.

use super::{Settings, SettingsError, check};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

macro_rules! overrides {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $key:literal => $($place:ident).+,)*) => {
        /// Values by the keys of the configuration; what is not among them is as the configuration says.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Overrides {
            $($(#[$doc])* #[serde(rename = $key, skip_serializing_if = "Option::is_none")] pub $name: Option<$type>,)*
        }

        impl Overrides {
            /// Every key that can be set so.
            pub const KEYS: &[&str] = &[$($key,)*];

            /// What holds in some settings.
            #[must_use]
            pub fn of(settings: &Settings) -> Self {
                Self { $($name: Some(settings.$($place).+.clone()),)* }
            }

            fn apply(&self, settings: &mut Settings) {
                $(if let Some(value) = &self.$name {
                    settings.$($place).+ = value.clone();
                })*
            }
        }
    };
}

overrides! {
    /// Whether Remote Help is on.
    enabled: bool = "features.enabled" => features.enabled,
    /// Whether helper and sharer can chat.
    chat: bool = "features.chat" => features.chat,
    /// What people read before they enter a code.
    notice: String = "features.notice" => features.notice,
    /// Whether people are helped on devices that are not enrolled.
    allow_unenrolled: bool = "devices.allow_unenrolled" => devices.allow_unenrolled,
    /// Whether a session that was started for a device refuses other people and devices.
    refuse_others: bool = "devices.refuse_others" => devices.refuse_others,
    /// The authentication context by which sharers prove that their device is compliant.
    compliance_context: String = "devices.compliance_context" => devices.compliance_context,
    /// Seconds that a code can be redeemed.
    code: u32 = "codes.seconds" => codes.seconds,
    /// Seconds that a helper waits for somebody to join.
    join: u32 = "sessions.join_seconds" => sessions.join_seconds,
    /// Seconds in which the trust screens are answered.
    answer: u32 = "sessions.answer_seconds" => sessions.answer_seconds,
    /// Seconds for which consent stands while somebody is away.
    consent: u32 = "sessions.consent_seconds" => sessions.consent_seconds,
    /// Seconds that a session without consent waits for somebody who is away.
    returning: u32 = "sessions.return_seconds" => sessions.return_seconds,
    /// Seconds that a session lasts.
    longest: u32 = "sessions.longest_seconds" => sessions.longest_seconds,
    /// Minutes without a request after which a sign-in ends.
    idle: u32 = "sign_in.idle_minutes" => sign_in.idle_minutes,
    /// Minutes after which it ends whatever happens.
    absolute: u32 = "sign_in.absolute_minutes" => sign_in.absolute_minutes,
    /// Minutes after which the provider is asked again what it says of somebody.
    refresh: u32 = "sign_in.refresh_minutes" => sign_in.refresh_minutes,
    /// The authentication context that helpers must prove.
    helpers_context: String = "strength.helpers.context" => strength.helpers.context,
    /// Values of `acr` of which helpers must prove one.
    helpers_acr_values: Vec<String> = "strength.helpers.acr_values" => strength.helpers.acr_values,
    /// Minutes that a helper's sign-in at the provider may be old.
    helpers_max_age: u32 = "strength.helpers.max_age_minutes" => strength.helpers.max_age_minutes,
    /// The authentication context that sharers must prove.
    sharers_context: String = "strength.sharers.context" => strength.sharers.context,
    /// Values of `acr` of which sharers must prove one.
    sharers_acr_values: Vec<String> = "strength.sharers.acr_values" => strength.sharers.acr_values,
    /// Minutes that a sharer's sign-in at the provider may be old.
    sharers_max_age: u32 = "strength.sharers.max_age_minutes" => strength.sharers.max_age_minutes,
    /// Minutes after which Microsoft Graph is asked again.
    graph_refresh: u32 = "directory.graph.refresh_minutes" => directory.graph.refresh_minutes,
    /// Days that the past is kept.
    retention: u32 = "audit.retention_days" => audit.retention_days,
}

impl Settings {
    /// These settings with other values in some places, held to the same rules.
    ///
    /// # Errors
    /// With the first rule that is broken.
    pub fn with(&self, overrides: &Overrides) -> Result<Self, SettingsError> {
        let mut settings = self.clone();
        overrides.apply(&mut settings);
        check::changeable(&settings)?;
        Ok(settings)
    }

    /// These settings with as many of some values, by their keys, as fit, and which these are. What is left out does not read,
    /// or breaks a rule beside those that are taken; each is tried in the order of [`Overrides::KEYS`] until no more is taken.
    #[must_use]
    pub fn with_fitting(&self, values: &Map<String, Value>) -> (Overrides, Self) {
        let with = |values: &Map<String, Value>| {
            let overrides = serde_json::from_value(values.clone().into()).ok()?;
            let settings = self.with(&overrides).ok()?;
            Some((overrides, settings))
        };
        let mut taken = Map::new();
        let mut holds = (Overrides::default(), self.clone());
        loop {
            let before = taken.len();
            for key in Overrides::KEYS.iter().copied() {
                let Some(value) = values.get(key).filter(|_| !taken.contains_key(key)) else {
                    continue;
                };
                taken.insert(key.to_owned(), value.clone());
                match with(&taken) {
                    Some(fits) => holds = fits,
                    None => drop(taken.remove(key)),
                }
            }
            // One may fit only beside another that came after it.
            if taken.len() == before {
                return holds;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{demo, keys};
    use serde_json::json;

    fn settings() -> Settings {
        demo::demo(&["127.0.0.1:8080".parse().unwrap()], None, []).unwrap()
    }

    #[test]
    fn every_key_is_one_of_the_configuration_and_travels_by_its_name() {
        let known: Vec<String> = keys::all().map(|(key, _)| key).collect();
        for key in Overrides::KEYS {
            assert!(known.iter().any(|known| known == key), "{key}");
        }
        let all = serde_json::to_value(Overrides::of(&settings())).unwrap();
        let names: Vec<_> = all
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut keys = Overrides::KEYS.to_vec();
        keys.sort_unstable();
        assert_eq!(names, keys);
    }

    #[test]
    fn what_is_set_counts_the_rest_stays_and_each_is_held_to_its_range() {
        let set = |text: &str| settings().with(&serde_json::from_str(text).unwrap());
        let changed = set(r#"{"features.chat":false,"codes.seconds":120}"#).unwrap();
        assert!(!changed.features.chat && changed.features.enabled);
        assert_eq!(changed.codes.seconds, 120);
        assert_eq!(
            Overrides::of(&set("{}").unwrap()),
            Overrides::of(&settings())
        );
        for (text, key) in [
            (r#"{"codes.seconds":0}"#, "codes.seconds"),
            (r#"{"codes.seconds":601}"#, "codes.seconds"),
            (
                r#"{"sessions.longest_seconds":36001}"#,
                "sessions.longest_seconds",
            ),
            (r#"{"audit.retention_days":0}"#, "audit.retention_days"),
            (r#"{"sign_in.idle_minutes":0}"#, "sign_in.idle_minutes"),
            (
                r#"{"sign_in.absolute_minutes":59}"#,
                "sign_in.absolute_minutes",
            ),
            (
                r#"{"sign_in.refresh_minutes":61}"#,
                "sign_in.refresh_minutes",
            ),
            (r#"{"features.notice":"a\u0000"}"#, "features.notice"),
        ] {
            match set(text) {
                Err(SettingsError::Range(named, _)) => assert_eq!(named, key),
                other => panic!("{text}: {other:?}"),
            }
        }
        let long = json!({ "features.notice": "x".repeat(501) });
        assert!(set(&long.to_string()).is_err());
        assert!(serde_json::from_str::<Overrides>(r#"{"public_url":"x"}"#).is_err());
    }

    #[test]
    fn of_values_that_do_not_all_fit_only_those_that_do_not_are_left_out() {
        // The demonstration's provider is not Entra ID.
        for (values, fitting) in [
            (json!({}), json!({})),
            (
                json!({ "features.enabled": false, "strength.helpers.context": "c1", "codes.seconds": 60 }),
                json!({ "features.enabled": false, "codes.seconds": 60 }),
            ),
            // What nobody knows here, and what is of another kind.
            (
                json!({ "features.chat": false, "no.such_key": 1, "codes.seconds": "60" }),
                json!({ "features.chat": false }),
            ),
            // The first fits only beside the second.
            (
                json!({ "sign_in.idle_minutes": 700, "sign_in.absolute_minutes": 800 }),
                json!({ "sign_in.idle_minutes": 700, "sign_in.absolute_minutes": 800 }),
            ),
            (
                json!({ "sign_in.idle_minutes": 700, "audit.retention_days": 7 }),
                json!({ "audit.retention_days": 7 }),
            ),
        ] {
            let (taken, held) = settings().with_fitting(values.as_object().unwrap());
            assert_eq!(json!(taken), fitting, "{values}");
            let expected = settings().with(&taken).unwrap();
            assert_eq!(Overrides::of(&held), Overrides::of(&expected), "{values}");
        }
    }
}
