//! What is typed on the page of settings, and what it changes.

use super::api::{Body, Now, Value};
use super::known::{self, Kind, Setting};
use rh_protocol::limits;
use std::collections::BTreeMap;

/// What is set in place of the configuration, as it is typed; what is not among it is as configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft(BTreeMap<&'static str, String>);

/// One setting that becomes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) setting: &'static Setting,
    pub(super) to: String,
}

impl Draft {
    /// As it is.
    pub(super) fn of(now: &Now) -> Self {
        let set = known::all().filter_map(|setting| {
            let value = now.set.get(setting.key)?;
            Some((setting.key, value.to_string()))
        });
        Self(set.collect())
    }

    /// What stands in a setting's field.
    pub(super) fn text(&self, now: &Now, key: &str) -> String {
        match self.0.get(key) {
            Some(own) => own.clone(),
            None => now.configured(key),
        }
    }

    /// Whether a setting is another than the configuration says.
    pub(super) fn is_own(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Takes what is typed. What the configuration says anyway is not set beside it.
    pub(super) fn put(&mut self, now: &Now, key: &'static str, text: String) {
        let configured = now.configured(key);
        let listed = known::all().any(|setting| setting.key == key && setting.is_list());
        if text == configured || listed && words(&text).eq(words(&configured)) {
            self.0.remove(key);
        } else {
            self.0.insert(key, text);
        }
    }

    /// As the configuration says.
    pub(super) fn reset(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// What becomes another by it.
    pub(super) fn changes(&self, now: &Now) -> Vec<Change> {
        let before = Self::of(now);
        let changes = known::all().filter_map(|setting| {
            let to = self.text(now, setting.key);
            let from = before.text(now, setting.key);
            let other = if setting.is_list() {
                words(&from).ne(words(&to))
            } else {
                from.trim() != to.trim()
            };
            other.then_some(Change { setting, to })
        });
        changes.collect()
    }

    /// Whether what stands in a field can be told: a number within its range, a text that is not too long, words of which
    /// there are not too many.
    pub(super) fn fits(&self, now: &Now, setting: &Setting) -> bool {
        let text = self.text(now, setting.key);
        let limit = now.limit(setting.key);
        match setting.kind {
            Kind::Switch => true,
            Kind::Number => number(&text).is_some_and(|number| limit.holds(number)),
            Kind::Age | Kind::Interval => {
                number(&text).is_some_and(|number| number == 0 || limit.holds(number))
            }
            Kind::Text => limit.holds(length(&text)),
            Kind::Context => is_context(text.trim()),
            Kind::Words(most) => {
                words(&text).count() <= most
                    && words(&text).all(|word| word.len() <= limits::ACR_VALUE && word.is_ascii())
            }
        }
    }

    /// Whether it switches off what is on.
    pub(super) fn switches_off(&self, now: &Now, key: &str) -> bool {
        Self::of(now).text(now, key) == ON && self.text(now, key) == OFF
    }

    /// As it is told; nothing while something does not fit. What this page does not know stays as it is.
    pub(super) fn body(&self, now: &Now) -> Option<Body> {
        let mut set = now.set.clone();
        for setting in known::all() {
            let value = match self.0.get(setting.key) {
                None => {
                    set.remove(setting.key);
                    continue;
                }
                Some(_) if !self.fits(now, setting) => return None,
                Some(text) => match setting.kind {
                    Kind::Switch => Value::Switch(text == ON),
                    Kind::Number | Kind::Age | Kind::Interval => Value::Number(number(text)?),
                    Kind::Text => Value::Text(text.clone()),
                    Kind::Context => Value::Text(text.trim().to_owned()),
                    Kind::Words(_) => Value::List(words(text).map(str::to_owned).collect()),
                },
            };
            set.insert(setting.key.to_owned(), value);
        }
        Some(Body {
            revision: now.revision,
            set,
        })
    }

    /// What was typed since this was sent, over what there is now that it is saved.
    pub(super) fn since(&self, sent: &Self, before: &Now, now: &Now) -> Self {
        let mut draft = Self::of(now);
        for setting in known::all() {
            let text = self.text(before, setting.key);
            if text != sent.text(before, setting.key) {
                draft.put(now, setting.key, text);
            }
        }
        draft
    }

    /// The same changes of what somebody else has left meanwhile.
    pub(super) fn over(&self, before: &Now, now: &Now) -> Self {
        let mut draft = Self::of(now);
        for Change { setting, to } in self.changes(before) {
            draft.put(now, setting.key, to);
        }
        draft
    }
}

impl Draft {
    /// What changes, as it is kept while the person is away.
    pub(super) fn kept(&self, now: &Now) -> Option<String> {
        let changes = self.changes(now).into_iter();
        let changes: BTreeMap<_, _> = changes
            .map(|Change { setting, to }| (setting.key, to))
            .collect();
        let some = !changes.is_empty();
        some.then(|| serde_json::to_string(&changes).ok()).flatten()
    }

    /// What was kept, over what there is now. What does not read changes nothing.
    pub(super) fn back(kept: &str, now: &Now) -> Self {
        let kept: BTreeMap<String, String> = serde_json::from_str(kept).unwrap_or_default();
        let mut draft = Self::of(now);
        for setting in known::all() {
            if let Some(text) = kept.get(setting.key) {
                draft.put(now, setting.key, text.clone());
            }
        }
        draft
    }
}

/// A switch, as it stands in a draft.
pub(super) const ON: &str = "true";
/// See [`ON`].
pub(super) const OFF: &str = "false";

/// As many characters as the broker counts.
pub(super) fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

/// The words of a list, as they are typed.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// Nothing, or `c1` to `c99`, as the broker takes it.
fn is_context(text: &str) -> bool {
    let digits = text.strip_prefix('c').unwrap_or_default().as_bytes();
    text.is_empty() || matches!(digits, [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(set: &str) -> Now {
        let text = format!(
            r#"{{"revision":3,"set":{set},"configured":{{"features.enabled":true,"features.chat":true,
            "features.notice":"","codes.seconds":600,"sign_in.idle_minutes":60,
            "strength.helpers.context":"","strength.helpers.acr_values":[],"strength.sharers.context":"",
            "strength.sharers.max_age_minutes":0,"newer":1}},"effective":{{}},
            "limits":{{"features.notice":{{"most":500}},"codes.seconds":{{"least":1,"most":600}},
            "strength.sharers.max_age_minutes":{{"least":5,"most":43200,"or_none":true}}}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn told(draft: &Draft, now: &Now) -> String {
        serde_json::to_string(&draft.body(now).unwrap()).unwrap()
    }

    fn keys(draft: &Draft, now: &Now) -> Vec<&'static str> {
        let changes = draft.changes(now).into_iter();
        changes.map(|change| change.setting.key).collect()
    }

    #[test]
    fn what_is_only_looked_at_stays_and_so_does_what_is_not_known_here() {
        let now = now(r#"{"features.chat":false,"codes.seconds":120,"newer":2}"#);
        let draft = Draft::of(&now);
        assert!(draft.changes(&now).is_empty());
        assert_eq!(
            told(&draft, &now),
            r#"{"revision":3,"set":{"codes.seconds":120,"features.chat":false,"newer":2}}"#
        );
        assert!(draft.is_own("features.chat") && !draft.is_own("features.enabled"));
        assert_eq!(draft.text(&now, "sign_in.idle_minutes"), "60");
    }

    #[test]
    fn what_the_configuration_says_anyway_is_as_configured_again() {
        let now = now(r#"{"codes.seconds":120}"#);
        let mut draft = Draft::of(&now);
        draft.put(&now, known::CHAT, OFF.to_owned());
        draft.put(&now, known::CHAT, ON.to_owned());
        assert!(draft.changes(&now).is_empty());
        draft.reset("codes.seconds");
        assert_eq!(keys(&draft, &now), ["codes.seconds"]);
        assert_eq!(draft.changes(&now)[0].to, "600");
        assert_eq!(told(&draft, &now), r#"{"revision":3,"set":{}}"#);
    }

    #[test]
    fn what_is_typed_while_it_is_saved_stays() {
        let before = now(r#"{"codes.seconds":120}"#);
        let mut sent = Draft::of(&before);
        sent.put(&before, "sign_in.idle_minutes", "30".to_owned());
        let mut draft = sent.clone();
        draft.put(&before, "codes.seconds", "300".to_owned());
        let saved = now(r#"{"codes.seconds":120,"sign_in.idle_minutes":30}"#);
        let after = draft.since(&sent, &before, &saved);
        assert_eq!(keys(&after, &saved), ["codes.seconds"]);
        assert_eq!(after.text(&saved, "codes.seconds"), "300");
        assert!(
            sent.since(&sent, &before, &saved)
                .changes(&saved)
                .is_empty()
        );
    }

    #[test]
    fn what_does_not_fit_is_told_to_nobody() {
        let now = now("{}");
        let mut draft = Draft::default();
        for text in ["0", "601", "", "ten", "-1", "1.5"] {
            draft.put(&now, "codes.seconds", text.to_owned());
            assert_eq!(draft.body(&now), None, "{text}");
        }
        draft.put(&now, "codes.seconds", " 90 ".to_owned());
        draft.put(&now, "features.notice", "x".repeat(501));
        assert_eq!(draft.body(&now), None);
        draft.put(&now, "features.notice", "ü".repeat(500));
        assert!(told(&draft, &now).contains(r#""codes.seconds":90"#));
    }

    #[test]
    fn a_list_is_told_as_one_however_it_is_typed() {
        let now = now(r#"{"strength.helpers.acr_values":["gold","silver"]}"#);
        let key = "strength.helpers.acr_values";
        let mut draft = Draft::of(&now);
        assert_eq!(draft.text(&now, key), "gold\nsilver");
        draft.put(&now, key, " gold   silver\n".to_owned());
        assert!(draft.changes(&now).is_empty());
        draft.put(&now, key, "silver\n\ngold urn:x".to_owned());
        assert_eq!(keys(&draft, &now), [key]);
        assert_eq!(
            told(&draft, &now),
            r#"{"revision":3,"set":{"strength.helpers.acr_values":["silver","gold","urn:x"]}}"#
        );
        // None are as many as the configuration has.
        draft.put(&now, key, " \n".to_owned());
        assert!(!draft.is_own(key));
        for wrong in ["é".to_owned(), "x".repeat(257), "x ".repeat(17)] {
            draft.put(&now, key, wrong);
            assert_eq!(draft.body(&now), None);
        }
    }

    #[test]
    fn an_age_can_be_none_and_a_context_is_one_or_nothing() {
        let now = now("{}");
        let mut draft = Draft::default();
        let age = "strength.sharers.max_age_minutes";
        for (text, fits) in [
            ("0", true),
            ("4", false),
            ("5", true),
            ("43201", false),
            ("", false),
        ] {
            draft.put(&now, age, text.to_owned());
            assert_eq!(draft.body(&now).is_some(), fits, "{text:?}");
        }
        draft.reset(age);
        let context = "strength.sharers.context";
        for (text, fits) in [
            ("c1", true),
            (" c99 ", true),
            ("c0", false),
            ("c100", false),
            ("x", false),
        ] {
            draft.put(&now, context, text.to_owned());
            assert_eq!(draft.body(&now).is_some(), fits, "{text:?}");
        }
        draft.put(&now, context, String::new());
        assert!(draft.changes(&now).is_empty());
    }

    #[test]
    fn switching_off_is_noticed_and_staying_off_is_not() {
        let on = now("{}");
        let mut draft = Draft::default();
        draft.put(&on, known::ENABLED, OFF.to_owned());
        assert!(draft.switches_off(&on, known::ENABLED) && !draft.switches_off(&on, known::CHAT));
        let off = now(r#"{"features.enabled":false}"#);
        assert!(!Draft::of(&off).switches_off(&off, known::ENABLED));
    }

    #[test]
    fn what_was_typed_outlives_what_somebody_else_has_changed_meanwhile() {
        let before = now(r#"{"codes.seconds":120}"#);
        let mut draft = Draft::of(&before);
        draft.put(&before, "features.notice", "Mine".to_owned());
        let meanwhile =
            now(r#"{"codes.seconds":60,"features.notice":"Theirs","features.chat":false}"#);
        let draft = draft.over(&before, &meanwhile);
        assert_eq!(keys(&draft, &meanwhile), ["features.notice"]);
        assert_eq!(draft.text(&meanwhile, "features.notice"), "Mine");
        assert_eq!(draft.text(&meanwhile, "codes.seconds"), "60");
        assert_eq!(draft.text(&meanwhile, "features.chat"), OFF);
    }

    #[test]
    fn what_was_typed_is_there_again_after_a_sign_in() {
        let before = now(r#"{"codes.seconds":120}"#);
        let mut draft = Draft::of(&before);
        assert_eq!(draft.kept(&before), None);
        draft.put(&before, "features.notice", "Mine".to_owned());
        draft.reset("codes.seconds");
        let kept = draft.kept(&before).unwrap();
        assert_eq!(Draft::back(&kept, &before), draft);
        // Over what somebody else has left meanwhile, too.
        let meanwhile = now(r#"{"codes.seconds":60,"features.chat":false}"#);
        let back = Draft::back(&kept, &meanwhile);
        assert_eq!(
            keys(&back, &meanwhile),
            ["features.notice", "codes.seconds"]
        );
        for unread in ["", "[]", r#"{"newer":"1"}"#] {
            assert_eq!(Draft::back(unread, &before), Draft::of(&before));
        }
    }
}
