//! The description, as it is and as answers are held against it.

use crate::schema::follow;
use remote_help::http::api::description::TEXT;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// As it is served.
pub(super) static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(TEXT).unwrap());

/// The same, in which nothing may be but what is described. As it is served it allows more, since within a version fields may be
/// added, and programs have to skip them.
pub(super) static CLOSED: LazyLock<Value> = LazyLock::new(|| {
    let mut closed = DOCUMENT.clone();
    close_all(&mut closed);
    closed
});

/// Something that can be asked.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    /// In capitals.
    pub(super) method: &'static str,
    /// With `{name}` for what differs.
    pub(super) path: &'static str,
    /// What is said of it.
    pub(super) told: &'static Value,
}

impl Operation {
    /// Its id.
    pub(super) fn id(&self) -> &'static str {
        self.told["operationId"].as_str().unwrap()
    }

    /// Its parameters, each where it stands.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'static Value> {
        let parameters = self.told["parameters"].as_array();
        parameters.into_iter().flatten().map(there)
    }

    /// Its answers: status and what is said of it.
    pub(super) fn answers(&self) -> impl Iterator<Item = (u16, &'static Value)> {
        let answers = self.told["responses"].as_object().unwrap().iter();
        answers.map(|(status, answer)| (status.parse().unwrap(), there(answer)))
    }

    /// Where it is, on one of the sides, with nothing that is there.
    pub(super) fn at(&self, role: &str) -> String {
        [
            ("{role}", role),
            ("{kind}", "devices"),
            ("{name}", "none"),
            ("{hash}", "none"),
            ("{key}", "none"),
            ("{id}", "00000000000000000000000000000001"),
        ]
        .into_iter()
        .fold(self.path.to_owned(), |path, (name, value)| {
            path.replace(name, value)
        })
    }

    /// The permissions that it takes, if it is open to tokens.
    pub(super) fn token(&self) -> Option<Vec<&'static str>> {
        let mut ways = self.told["security"].as_array().unwrap().iter();
        let roles = ways.find_map(|way| way.get("token"))?;
        let roles = roles.as_array().unwrap().iter();
        Some(roles.map(|role| role.as_str().unwrap()).collect())
    }
}

/// What a reference leads to; anything else is there already.
pub(super) fn there(value: &'static Value) -> &'static Value {
    match value.get("$ref") {
        Some(reference) => follow(&CLOSED, reference),
        None => value,
    }
}

/// All of them.
pub(super) fn operations() -> impl Iterator<Item = Operation> {
    let paths = CLOSED["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, told)| Operation {
            method: match method.as_str() {
                "get" => "GET",
                "put" => "PUT",
                "post" => "POST",
                "delete" => "DELETE",
                other => panic!("{other} {path}"),
            },
            path,
            told,
        })
    })
}

/// The one that a request is for. Of two, the one that says more of it literally.
pub(super) fn operation(method: &Method, path: &str) -> Option<Operation> {
    let all = operations().filter(|one| one.method == method.as_str());
    let fitting = all.filter_map(|one| Some((literal(one.path, path)?, one)));
    fitting
        .max_by_key(|(literal, _)| *literal)
        .map(|(_, one)| one)
}

/// How many parts of a path stand in a template as they are, if it fits at all.
fn literal(template: &str, path: &str) -> Option<usize> {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    let mut count = 0;
    loop {
        match (template.next(), path.next()) {
            (None, None) => return Some(count),
            (Some(wanted), Some(part)) if wanted == part => count += 1,
            (Some(wanted), Some(part)) if wanted.starts_with('{') && !part.is_empty() => {}
            _ => return None,
        }
    }
}

/// Closes every schema that stands where a value does.
fn close_all(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.as_str() {
                    "schema" | "x-line" => close(field),
                    "schemas" => field.as_object_mut().unwrap().values_mut().for_each(inside),
                    _ => close_all(field),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(close_all),
        _ => {}
    }
}

/// Closes what a value is held against, references and alternatives too: what these speak of is spoken of.
fn close(schema: &mut Value) {
    inside(schema);
    if let Some(rules) = schema.as_object_mut() {
        rules.insert("unevaluatedProperties".to_owned(), json!(false));
    }
}

/// Closes what is within a value, and leaves the value itself to whoever refers to this.
fn inside(schema: &mut Value) {
    for (rule, given) in schema.as_object_mut().into_iter().flatten() {
        match rule.as_str() {
            "properties" => given.as_object_mut().unwrap().values_mut().for_each(close),
            "items" | "x-line" => close(given),
            "allOf" | "oneOf" => given.as_array_mut().unwrap().iter_mut().for_each(inside),
            _ => {}
        }
    }
}
