//! As much of JSON Schema as `docs/webhooks.schema.json` needs. What it does not know it refuses.

use rh_protocol::view::EndReason;
use serde_json::{Map, Value};
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

fn holds(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let rules = schema.as_object().unwrap();
    let empty = Map::new();
    let properties = rules
        .get("properties")
        .map_or(&empty, |all| all.as_object().unwrap());
    for (rule, given) in rules {
        let fits = match rule.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let path = given.as_str().unwrap().strip_prefix('#').unwrap();
                holds(root, root.pointer(path).unwrap(), value)?;
                true
            }
            "type" => match given {
                Value::Array(types) => types.iter().any(|one| is(value, one)),
                one => is(value, one),
            },
            "enum" => given.as_array().unwrap().contains(value),
            "const" => given == value,
            "minimum" => value.is_null() || value.as_i64() >= given.as_i64(),
            "pattern" => {
                assert_eq!(given, "^[0-9a-f]{32}$");
                let text = value.as_str().unwrap();
                text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            }
            "format" => {
                assert_eq!(given, "date-time");
                value.as_str().is_none_or(|text| {
                    chrono::DateTime::parse_from_rfc3339(text).is_ok() && text.ends_with('Z')
                })
            }
            "required" => value.as_object().is_none_or(|fields| {
                let mut names = given.as_array().unwrap().iter();
                names.all(|name| fields.contains_key(name.as_str().unwrap()))
            }),
            "properties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = properties.get(name) {
                        holds(root, rule, field).map_err(|why| format!("{name}.{why}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(given, false);
                let mut fields = value.as_object().into_iter().flatten();
                fields.all(|(name, _)| properties.contains_key(name))
            }
            "items" => {
                let mut all = value.as_array().into_iter().flatten();
                all.try_for_each(|one| holds(root, given, one))?;
                true
            }
            "oneOf" => {
                let all = given.as_array().unwrap().iter();
                all.filter(|one| holds(root, one, value).is_ok()).count() == 1
            }
            other => panic!("a rule that this test does not know: {other}"),
        };
        if !fits {
            return Err(rule.clone());
        }
    }
    Ok(())
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    }
}

/// Every reason that there is, but for those of a newer broker.
const REASONS: [EndReason; 14] = [
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
