//! A device as it is typed, and as it is told.

use super::api::{Body, Device};
use crate::console::directory::api::Named;
use crate::console::opened::{Typed, field, lines, ticks};
use std::collections::BTreeSet;

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) owner: Option<Named>,
    pub(super) platform: String,
    pub(super) compliance: String,
    /// One on each line.
    pub(super) reasons: String,
    /// Ids.
    pub(super) groups: BTreeSet<String>,
    /// Nobody types it: it stays as it is.
    last_seen_ms: Option<u64>,
}

impl Draft {
    /// A new one, of which nothing is known.
    pub(super) fn fresh() -> Self {
        Self {
            name: String::new(),
            owner: None,
            platform: "other".to_owned(),
            compliance: "unknown".to_owned(),
            reasons: String::new(),
            groups: BTreeSet::new(),
            last_seen_ms: None,
        }
    }

    /// As it is.
    pub(super) fn of(device: &Device) -> Self {
        let groups = device.groups.iter().flatten();
        Self {
            name: device.name.clone(),
            owner: device.owner.clone(),
            platform: device.platform.clone(),
            compliance: device.compliance.clone(),
            reasons: device.reasons.join("\n"),
            groups: groups.map(|group| group.id.clone()).collect(),
            last_seen_ms: device.last_seen_ms,
        }
    }

    /// As it is told.
    pub(super) fn body(&self) -> Body {
        let reasons = self.reasons.lines().map(str::trim);
        let reasons = reasons.filter(|line| !line.is_empty());
        Body {
            name: self.name.trim().to_owned(),
            owner: self.owner.as_ref().map(|owner| owner.id.clone()),
            platform: self.platform.clone(),
            compliance: self.compliance.clone(),
            reasons: reasons.map(str::to_owned).collect(),
            last_seen_ms: self.last_seen_ms,
            groups: self.groups.iter().cloned().collect(),
        }
    }
}

impl Typed for Draft {
    fn over(self, before: Self, now: Self) -> Self {
        Self {
            name: field(self.name, &before.name, now.name),
            owner: field(self.owner, &before.owner, now.owner),
            platform: field(self.platform, &before.platform, now.platform),
            compliance: field(self.compliance, &before.compliance, now.compliance),
            reasons: lines(&self.reasons, &before.reasons, &now.reasons),
            groups: ticks(&self.groups, &before.groups, &now.groups),
            last_seen_ms: now.last_seen_ms,
        }
    }
}

/// A device as it is told when it is in a group, or in none of that id, and else as it is.
pub(super) fn regrouped(device: &Device, group: &str, within: bool) -> Body {
    let mut draft = Draft::of(device);
    if within {
        draft.groups.insert(group.to_owned());
    } else {
        draft.groups.remove(group);
    }
    draft.body()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device() -> Device {
        serde_json::from_str(
            r#"{"id":"d","name":"LAPTOP-9","owner":{"id":"p","name":"Yuki"},"platform":"windows",
            "compliance":"not-compliant","reasons":["no disk encryption","no updates"],"last_seen_ms":7,
            "groups":[{"id":"a"},{"id":"b","name":"Laptops"}],"age_ms":1}"#,
        )
        .unwrap()
    }

    #[test]
    fn what_is_only_looked_at_stays_as_it_is() {
        let told = serde_json::to_string(&Draft::of(&device()).body()).unwrap();
        assert_eq!(
            told,
            r#"{"name":"LAPTOP-9","owner":"p","platform":"windows","compliance":"not-compliant","reasons":["no disk encryption","no updates"],"last_seen_ms":7,"groups":["a","b"]}"#
        );
    }

    #[test]
    fn empty_lines_are_no_reasons_and_nobody_is_no_owner() {
        let draft = Draft {
            name: " Kiosk ".to_owned(),
            reasons: "\n  no updates \n\n".to_owned(),
            ..Draft::fresh()
        };
        let told = serde_json::to_string(&draft.body()).unwrap();
        assert_eq!(
            told,
            r#"{"name":"Kiosk","platform":"other","compliance":"unknown","reasons":["no updates"],"groups":[]}"#
        );
    }

    #[test]
    fn what_is_typed_takes_nothing_back_that_came_meanwhile() {
        let before = Draft {
            compliance: "compliant".to_owned(),
            ..Draft::of(&device())
        };
        let typed = Draft {
            name: "LAPTOP-10".to_owned(),
            ..before.clone()
        };
        let now = Draft {
            last_seen_ms: Some(8),
            ..Draft::of(&device())
        };
        let over = typed.over(before, now);
        assert_eq!(
            (&*over.name, &*over.compliance, over.last_seen_ms),
            ("LAPTOP-10", "not-compliant", Some(8))
        );
    }

    #[test]
    fn another_group_changes_nothing_else() {
        let device = device();
        let into = regrouped(&device, "c", true);
        assert_eq!(into.groups, ["a", "b", "c"]);
        let out = regrouped(&device, "a", false);
        assert_eq!(out.groups, ["b"]);
        let rest = Draft::of(&device).body();
        assert_eq!(
            (into.owner, into.last_seen_ms),
            (rest.owner, rest.last_seen_ms)
        );
    }
}
