//! Deliveries, held against `docs/webhooks.schema.json`.

use crate::schema::holds;
use rh_protocol::view::EndReason;
use serde_json::Value;
use std::collections::BTreeSet;

const SCHEMA: &str = include_str!("../../../../../docs/webhooks.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// Holds a body against the schema.
pub(crate) fn check(body: &Value) {
    let root = schema();
    if let Err(why) = holds(&root, &root, body) {
        panic!("{why}: {body}");
    }
}

/// Every reason that there is, but for those of a newer broker.
pub(crate) const REASONS: [EndReason; 14] = [
    EndReason::EndedByHelper,
    EndReason::EndedBySharer,
    EndReason::DeclinedBySharer,
    EndReason::DeclinedByHelper,
    EndReason::ConsentTimedOut,
    EndReason::NobodyJoined,
    EndReason::HelperGone,
    EndReason::SharerGone,
    EndReason::TooLong,
    EndReason::EndedByAdministrator,
    EndReason::NotPermitted,
    EndReason::PermissionWithdrawn,
    EndReason::DeviceNotEnrolled,
    EndReason::OtherThanBound,
];

/// Does not compile when there is a reason more.
const fn place(reason: EndReason) -> usize {
    match reason {
        EndReason::EndedByHelper => 0,
        EndReason::EndedBySharer => 1,
        EndReason::DeclinedBySharer => 2,
        EndReason::DeclinedByHelper => 3,
        EndReason::ConsentTimedOut => 4,
        EndReason::NobodyJoined => 5,
        EndReason::HelperGone => 6,
        EndReason::SharerGone => 7,
        EndReason::TooLong => 8,
        EndReason::EndedByAdministrator => 9,
        EndReason::NotPermitted => 10,
        EndReason::PermissionWithdrawn => 11,
        EndReason::DeviceNotEnrolled => 12,
        EndReason::OtherThanBound => 13,
        EndReason::Unknown => usize::MAX,
    }
}

#[test]
fn the_schema_knows_every_reason_and_no_other() {
    for (at, reason) in REASONS.into_iter().enumerate() {
        assert_eq!(place(reason), at);
    }
    let schema = schema();
    let named = schema.pointer("/oneOf/1/properties/reason/enum").unwrap();
    let named: BTreeSet<&str> = named
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let reasons = REASONS.map(|reason| serde_json::to_value(reason).unwrap());
    let written: BTreeSet<&str> = reasons.iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(named, written);
}

#[test]
fn what_does_not_fit_is_refused() {
    let example = include_str!("../../../../../docs/webhooks.md");
    let (_, rest) = example.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let example: Value = serde_json::from_str(example).unwrap();
    check(&example);
    let root = schema();
    let with = |path: &str, value: Value| {
        let mut changed = example.clone();
        *changed.pointer_mut(path).unwrap() = value;
        holds(&root, &root, &changed)
    };
    for (path, value) in [
        ("/type", "session.started".into()),
        ("/type", "other".into()),
        ("/id", "x".into()),
        ("/at", "yesterday".into()),
        ("/reason", "unknown".into()),
        ("/duration_ms", "1".into()),
        ("/duration_ms", (-1).into()),
        ("/session/helper", 1.into()),
        ("/session/helper/name", Value::Null),
        ("/session", Value::Null),
    ] {
        assert!(with(path, value).is_err(), "{path}");
    }
}
