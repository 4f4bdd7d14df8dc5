//! As much of JSON Schema (2020-12) as our own descriptions need. What it does not know it refuses.

mod pattern;

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Which fields of an object a schema has spoken of.
type Spoken = BTreeSet<String>;

/// Holds a value against a schema; its references lead into the root.
///
/// # Errors
/// Says where it does not hold, and why.
pub(crate) fn holds(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    look(root, schema, value).map(drop)
}

/// Follows a reference within the root.
pub(crate) fn follow<'a>(root: &'a Value, reference: &Value) -> &'a Value {
    let reference = reference.as_str().unwrap();
    let path = reference.strip_prefix('#').unwrap();
    let found = root.pointer(path);
    found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

fn look(root: &Value, schema: &Value, value: &Value) -> Result<Spoken, String> {
    let rules = match schema {
        Value::Bool(true) => return Ok(Spoken::new()),
        Value::Bool(false) => return Err("nothing may be there".to_owned()),
        rules => rules.as_object().unwrap(),
    };
    let mut spoken = Spoken::new();
    for (rule, given) in rules {
        if let Some(fits) = of_any(rule, given, value) {
            if !fits {
                return Err(format!("{rule} {given}, not {value}"));
            }
            continue;
        }
        match rule.as_str() {
            "$ref" => spoken.extend(look(root, follow(root, given), value)?),
            "allOf" => {
                for one in given.as_array().unwrap() {
                    spoken.extend(look(root, one, value)?);
                }
            }
            "oneOf" | "anyOf" => spoken.extend(alternatives(root, rule, given, value)?),
            "if" => {
                let branch = if look(root, given, value).is_ok() {
                    "then"
                } else {
                    "else"
                };
                if let Some(branch) = rules.get(branch) {
                    spoken.extend(look(root, branch, value)?);
                }
            }
            // With `if`.
            "then" | "else" => {}
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    look(root, given, item).map_err(|why| format!("{at}.{why}"))?;
                }
            }
            "propertyNames" => {
                for name in value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name)
                {
                    look(root, given, &name.as_str().into())?;
                }
            }
            "properties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = given.get(name) {
                        look(root, rule, field).map_err(|why| format!("{name}.{why}"))?;
                        spoken.insert(name.clone());
                    }
                }
            }
            "patternProperties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    for (_, rule) in fitting(given, name) {
                        look(root, rule, field).map_err(|why| format!("{name}.{why}"))?;
                        spoken.insert(name.clone());
                    }
                }
            }
            // After all others, below.
            "additionalProperties" | "unevaluatedProperties" => {}
            other => panic!("a rule that this test does not know: {other}"),
        }
    }
    rest(root, rules, value, &mut spoken)?;
    Ok(spoken)
}

/// The fields of which nothing else has spoken.
fn rest(
    root: &Value,
    rules: &Map<String, Value>,
    value: &Value,
    spoken: &mut Spoken,
) -> Result<(), String> {
    let nothing = Value::Object(Map::new());
    let named = rules.get("properties").unwrap_or(&nothing);
    let patterns = rules.get("patternProperties").unwrap_or(&nothing);
    for (name, field) in value.as_object().into_iter().flatten() {
        let known = named.get(name).is_some() || fitting(patterns, name).next().is_some();
        let additional = rules.get("additionalProperties").filter(|_| !known);
        let left = additional.is_none() && !spoken.contains(name);
        let unevaluated = rules.get("unevaluatedProperties").filter(|_| left);
        for rule in additional.into_iter().chain(unevaluated) {
            look(root, rule, field).map_err(|why| format!("{name}: {why}"))?;
            spoken.insert(name.clone());
        }
    }
    Ok(())
}

fn fitting<'a>(patterns: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let patterns = patterns.as_object().unwrap().iter();
    patterns.filter(move |(pattern, _)| pattern::fits(pattern, name))
}

fn alternatives(root: &Value, rule: &str, given: &Value, value: &Value) -> Result<Spoken, String> {
    let (mut spoken, mut count, mut whys) = (Spoken::new(), 0, Vec::new());
    for one in given.as_array().unwrap() {
        match look(root, one, value) {
            Ok(more) => {
                count += 1;
                spoken.extend(more);
            }
            Err(why) => whys.push(why),
        }
    }
    match (rule, count) {
        (_, 0) => Err(format!("none of {whys:?}")),
        ("oneOf", 2..) => Err(format!("{count} of what only one may be")),
        _ => Ok(spoken),
    }
}

/// The rules that speak of no other schema; none for one of the others.
fn of_any(rule: &str, given: &Value, value: &Value) -> Option<bool> {
    let length = |text: &str| text.chars().count() as u64;
    let least = |has: Option<u64>| has.is_none_or(|has| has >= given.as_u64().unwrap());
    let most = |has: Option<u64>| has.is_none_or(|has| has <= given.as_u64().unwrap());
    let entries = value.as_array().map(|all| all.len() as u64);
    Some(match rule {
        "$schema" | "$id" | "$defs" | "$comment" | "title" | "description" | "default"
        | "examples" => true,
        extension if extension.starts_with("x-") => true,
        "type" => match given {
            Value::Array(types) => types.iter().any(|one| is(value, one)),
            one => is(value, one),
        },
        "enum" => given.as_array().unwrap().contains(value),
        "const" => given == value,
        "minimum" => value
            .as_f64()
            .is_none_or(|it| it >= given.as_f64().unwrap()),
        "maximum" => value
            .as_f64()
            .is_none_or(|it| it <= given.as_f64().unwrap()),
        "minLength" => least(value.as_str().map(length)),
        "maxLength" => most(value.as_str().map(length)),
        "minItems" => least(entries),
        "maxItems" => most(entries),
        "minProperties" => least(value.as_object().map(|all| all.len() as u64)),
        "maxProperties" => most(value.as_object().map(|all| all.len() as u64)),
        "uniqueItems" => value.as_array().is_none_or(|all| {
            let mut seen = BTreeSet::new();
            all.iter().all(|one| seen.insert(one.to_string()))
        }),
        "pattern" => value
            .as_str()
            .is_none_or(|text| pattern::fits(given.as_str().unwrap(), text)),
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
        _ => return None,
    })
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    }
}

#[test]
fn what_no_schema_has_spoken_of_is_found_through_references_and_alternatives() {
    let root = serde_json::json!({
        "named": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
        "closed": {
            "allOf": [{ "$ref": "#/named" }],
            "oneOf": [
                { "properties": { "why": { "const": "a" } }, "required": ["why"] },
                { "properties": { "who": { "type": ["integer", "null"], "minimum": 1 } }, "required": ["who"] },
            ],
            "unevaluatedProperties": false,
        },
        "any": { "type": "object", "additionalProperties": true },
    });
    let holds = |schema: &str, value: Value| holds(&root, &root[schema], &value).is_ok();
    assert!(holds(
        "closed",
        serde_json::json!({ "id": "x", "why": "a" })
    ));
    assert!(holds(
        "closed",
        serde_json::json!({ "id": "x", "who": null })
    ));
    assert!(holds("named", serde_json::json!({ "id": "x", "other": 1 })));
    assert!(holds("any", serde_json::json!({ "other": {} })));
    for wrong in [
        serde_json::json!({ "id": "x" }),
        serde_json::json!({ "id": 1, "why": "a" }),
        serde_json::json!({ "why": "a" }),
        serde_json::json!({ "id": "x", "who": 0 }),
        serde_json::json!({ "id": "x", "who": 1, "why": "a" }),
        serde_json::json!({ "id": "x", "why": "a", "other": 1 }),
    ] {
        assert!(!holds("closed", wrong.clone()), "{wrong}");
    }
}
