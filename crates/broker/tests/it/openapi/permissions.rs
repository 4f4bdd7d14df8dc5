//! Who may ask for what, as the description says it, held against the broker: every operation is tried with tokens.

use super::document::{DOCUMENT, Operation, operations};
use crate::{
    refused::{are, recorded},
    support::{Broker, Reply},
    tokens::{issue, program},
};
use reqwest::{Method, StatusCode};
use rh_access::Permission;
use rh_protocol::Role;
use serde_json::{Value, json};

/// The permissions that a token can have.
fn of_tokens() -> Vec<&'static str> {
    let named = DOCUMENT["components"]["schemas"]["TokenPermission"]["enum"].as_array();
    named
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect()
}

/// Asks for nothing that is there.
async fn ask(broker: &Broker, token: &str, operation: Operation) -> Reply {
    let path = operation.at("helper");
    let path = path.strip_prefix(rh_protocol::api::BASE).unwrap();
    let method: Method = operation.method.parse().unwrap();
    program(broker, token, method, path, &json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_takes_the_permission_that_it_names_and_no_other() {
    let broker = Broker::demo().await;
    let admin = broker.signed_in(Role::Helper, "admin").await;
    let all = of_tokens();
    let issued = async |permissions: &[&str]| {
        let issued: Value = issue(&admin, permissions, 1).await;
        let text = |name: &str| issued[name].as_str().unwrap().to_owned();
        (text("token"), format!("token:{}", text("id")))
    };
    let token = async |permissions: &[&str]| issued(permissions).await.0;
    let mut refusals = Vec::new();
    for permission in &all {
        let only = token(&[permission]).await;
        let others: Vec<&str> = all
            .iter()
            .filter(|one| *one != permission)
            .copied()
            .collect();
        let (others, actor) = issued(&others).await;
        let takes_it = |it: &Operation| it.token().is_some_and(|all| all.contains(permission));
        for operation in operations().filter(takes_it) {
            let id = operation.id();
            let refused = ask(&broker, &others, operation).await;
            assert_eq!(
                refused.status,
                StatusCode::FORBIDDEN,
                "{id}: {}",
                refused.text
            );
            assert_eq!(refused.code(), "not-permitted", "{id}");
            let Operation { method, path, .. } = operation;
            let told = json!({ "method": method, "route": path, "missing": [permission] });
            refusals.push((actor.clone(), told));
            let enough = match &operation.token().unwrap()[..] {
                [_] => only.clone(),
                several => token(several).await,
            };
            let allowed = ask(&broker, &enough, operation).await;
            let refusals = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED];
            assert!(
                !refusals.contains(&allowed.status),
                "{id}: {}",
                allowed.text
            );
        }
    }
    let token = token(&all).await;
    for operation in operations().filter(|it| it.token().is_none()) {
        let security = operation.told["security"].as_array().unwrap();
        if security.is_empty() || security.contains(&json!({})) {
            continue;
        }
        let refused = ask(&broker, &token, operation).await;
        let expected = if operation.method == "GET" {
            "not-signed-in"
        } else {
            "origin-refused"
        };
        assert_eq!(refused.code(), expected, "{}", operation.id());
    }
    // Each refusal for want of a permission is in the audit once, with the right words.
    let refusals = refusals.iter();
    let refusals: Vec<_> = refusals
        .map(|(actor, told)| (actor.as_str(), told.clone()))
        .collect();
    are(recorded(broker).await, &refusals);
}

#[test]
fn permissions_are_named_as_people_know_them() {
    let access = include_str!("../../../../../docs/access.md");
    let named = DOCUMENT["components"]["schemas"]["Permission"]["enum"]
        .as_array()
        .unwrap();
    let names = Permission::ALL.map(Permission::name);
    assert_eq!(*named, names.map(Value::from));
    for operation in operations() {
        let Some(permissions) = operation.token() else {
            continue;
        };
        let helper = json!({ "helper": permissions });
        let security = operation.told["security"].as_array().unwrap();
        assert!(security.contains(&helper), "{}", operation.id());
        let words = permissions.iter().map(|permission| {
            let mut lines = access.lines();
            let line = lines.find(|line| line.contains(&format!("| `{permission}` |")));
            format!("*{}*", line.unwrap().split('|').nth(1).unwrap().trim())
        });
        let words = words.collect::<Vec<_>>().join(" and ");
        let told = operation.told["description"].as_str().unwrap();
        assert!(
            told.starts_with(&format!("Takes {words}.")),
            "{}",
            operation.id()
        );
    }
}
