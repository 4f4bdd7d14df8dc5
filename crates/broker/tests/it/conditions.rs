//! What administrators change whole is changed only where it is still as it was read: roles, assignments, people, devices
//! and groups, by `If-Match` and `If-None-Match`.

use crate::support::{Broker, Browser, Reply};
use futures_util::future::join_all;
use remote_help::store::Store;
use reqwest::{Method, StatusCode};
use rh_protocol::{Role, api::BASE};
use serde_json::{Value, json};

/// One of each kind: where it is, in which list where it is not told alone, and what is saved.
struct Kind {
    path: &'static str,
    /// Where it is read, and under which name the list stands.
    read: (&'static str, Option<&'static str>),
    /// What its name is changed in.
    body: Value,
}

fn kinds() -> [Kind; 5] {
    [
        Kind {
            path: "/access/roles/x",
            read: ("/access", Some("roles")),
            body: json!({ "name": "1", "description": "", "permissions": ["view-screen"] }),
        },
        Kind {
            path: "/access/assignments/x",
            read: ("/access", Some("assignments")),
            body: json!({
                "name": "1", "role": "help-desk-operator",
                "members": { "people": ["email:Ada@example.com"], "groups": [] },
                "scope": { "users": "all", "devices": null },
            }),
        },
        Kind {
            path: "/directory/people/x",
            read: ("/directory/people/x", None),
            body: json!({ "name": "1", "title": "Engineer", "enabled": true, "groups": ["of-people"] }),
        },
        Kind {
            path: "/directory/devices/x",
            read: ("/directory/devices/x", None),
            body: json!({ "name": "1", "platform": "windows", "compliance": "compliant" }),
        },
        Kind {
            path: "/directory/groups/x",
            read: ("/directory/groups", Some("rows")),
            body: json!({ "name": "1", "kind": "devices" }),
        },
    ]
}

impl Kind {
    fn named(&self, name: &str) -> Value {
        let mut body = self.body.clone();
        body["name"] = json!(name);
        body
    }
}

struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn new() -> Self {
        let broker = Broker::demo().await;
        let admin = broker.signed_in(Role::Helper, "admin").await;
        let bench = Self { broker, admin };
        let group = json!({ "name": "People", "kind": "people" });
        done(&bench.put("/directory/groups/of-people", &group, None).await);
        bench
    }

    async fn put(&self, path: &str, body: &Value, only: Option<(&str, &str)>) -> Reply {
        self.change(Method::PUT, path, Some(body), only).await
    }

    async fn delete(&self, path: &str, only: Option<(&str, &str)>) -> Reply {
        self.change(Method::DELETE, path, None, only).await
    }

    async fn change(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        only: Option<(&str, &str)>,
    ) -> Reply {
        let mut request = self.admin.request(method, &format!("{BASE}{path}"));
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some((header, value)) = only {
            request = request.header(header, value);
        }
        self.admin.try_send(request).await.unwrap()
    }

    /// What is there now, if anything is.
    async fn read(&self, kind: &Kind) -> Option<Value> {
        let (path, list) = kind.read;
        let reply = self.admin.ask(path).await;
        let Some(list) = list else {
            return (reply.status == StatusCode::OK).then(|| reply.json());
        };
        let told: Value = reply.json();
        let mut all = told[list].as_array().unwrap().iter();
        all.find(|one| one["id"] == "x").cloned()
    }

    /// The name and the tag of what is there now, the latter as `If-Match` takes it.
    async fn now(&self, kind: &Kind) -> (String, String) {
        let now = self.read(kind).await.expect(kind.path);
        let text = |field: &str| now[field].as_str().unwrap().to_owned();
        (text("name"), format!("\"{}\"", text("tag")))
    }

    /// How many changes the audit has.
    async fn changes(&self) -> i64 {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM audit WHERE kind LIKE 'directory-%' OR kind LIKE 'role-%' \
             OR kind LIKE 'assignment-%'",
        )
        .fetch_one(store.read())
        .await
        .unwrap()
    }
}

fn done(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
}

fn overtaken(reply: &Reply) {
    let told = (reply.status, reply.code());
    let expected = (StatusCode::CONFLICT, "changed-meanwhile".to_owned());
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_has_changed_or_removed_meanwhile_stays_so() {
    let bench = Bench::new().await;
    let new = Some(("If-None-Match", "*"));
    for kind in kinds() {
        let path = kind.path;
        let [one, two, three] = ["1", "2", "3"].map(|name| kind.named(name));
        let before = bench.changes().await;
        overtaken(&bench.put(path, &one, Some(("If-Match", "*"))).await);
        assert_eq!(bench.read(&kind).await, None, "{path}");
        done(&bench.put(path, &one, new).await);
        // Whoever does not hear of it says it again.
        done(&bench.put(path, &one, new).await);
        overtaken(&bench.put(path, &two, new).await);
        assert_eq!(bench.changes().await, before + 1, "{path}");

        let (name, first) = bench.now(&kind).await;
        assert_eq!(name, "1");
        // Who says nothing changes whatever is there.
        done(&bench.put(path, &two, None).await);
        overtaken(&bench.put(path, &three, Some(("If-Match", &first))).await);
        overtaken(&bench.delete(path, Some(("If-Match", &first))).await);
        done(&bench.put(path, &two, Some(("If-Match", &first))).await);
        let (name, second) = bench.now(&kind).await;
        assert_eq!(name, "2");
        assert_ne!(first, second, "{path}");
        assert_eq!(bench.changes().await, before + 2, "{path}");

        let either = format!("{first}, {second}");
        done(&bench.put(path, &three, Some(("If-Match", &either))).await);
        done(&bench.put(path, &one, Some(("If-Match", "*"))).await);
        let (name, again) = bench.now(&kind).await;
        // The same again has the same tag.
        assert_eq!((&*name, &again), ("1", &first));
        let weak = format!("W/{first}");
        overtaken(&bench.delete(path, Some(("If-Match", &weak))).await);
        done(&bench.delete(path, Some(("If-Match", &first))).await);
        // It does not come back.
        overtaken(&bench.put(path, &one, Some(("If-Match", &first))).await);
        assert_eq!(bench.read(&kind).await, None, "{path}");
        let gone = bench.delete(path, Some(("If-Match", &first))).await;
        assert_eq!(gone.code(), "not-found", "{path}");
        assert_eq!(bench.changes().await, before + 5, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_who_change_the_same_at_once_one_does() {
    let bench = Bench::new().await;
    for kind in kinds() {
        let path = kind.path;
        for only in ["If-None-Match", "If-Match"] {
            let before = bench.changes().await;
            let value = match only {
                "If-Match" => bench.now(&kind).await.1,
                _ => "*".to_owned(),
            };
            let names: Vec<Value> = (0..8)
                .map(|at| kind.named(&format!("{only} {at}")))
                .collect();
            let puts = names.iter();
            let puts = puts.map(|body| bench.put(path, body, Some((only, &value))));
            let mut first = None;
            for (reply, body) in join_all(puts).await.iter().zip(&names) {
                if reply.status == StatusCode::NO_CONTENT {
                    assert_eq!(first.replace(body), None, "{path}: a second one");
                } else {
                    overtaken(reply);
                }
            }
            let (name, _) = bench.now(&kind).await;
            assert_eq!(json!(name), first.expect("nobody")["name"], "{path}");
            assert_eq!(bench.changes().await, before + 1, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_is_of_everything_that_saving_replaces_and_stands_where_that_is_told() {
    let bench = Bench::new().await;
    let [.., person, device, group] = kinds();
    for kind in [&person, &device, &group] {
        done(&bench.put(kind.path, &kind.body, None).await);
    }
    // Who is taken out of a group is put back by nobody who read them before.
    let (_, before) = bench.now(&person).await;
    let nobody = json!({ "members": [] });
    let members = "/directory/groups/of-people/members";
    done(&bench.put(members, &nobody, None).await);
    let again = person.named("2");
    overtaken(
        &bench
            .put(person.path, &again, Some(("If-Match", &before)))
            .await,
    );
    // What lists tell whole has its tag there, too.
    let rows = |told: Value| told["rows"].as_array().unwrap().clone();
    let people: Value = bench.admin.ask("/directory/people").await.json();
    let told = bench.read(&person).await.unwrap();
    assert_eq!(rows(people)[0]["tag"], told["tag"]);
    let devices: Value = bench.admin.ask("/directory/devices").await.json();
    assert_eq!(rows(devices)[0].get("tag"), None);
    let access: Value = bench.admin.ask("/access").await.json();
    for fixed in ["roles", "assignments"] {
        let all = access[fixed].as_array().unwrap();
        assert!(!all.is_empty(), "{fixed}");
        assert!(all.iter().all(|one| one.get("tag").is_none()), "{fixed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_condition_is_refused_by_its_name_and_changes_nothing() {
    let bench = Bench::new().await;
    for kind in kinds() {
        done(&bench.put(kind.path, &kind.body, None).await);
        let before = bench.read(&kind).await;
        for (header, value) in [("If-Match", "tag"), ("If-None-Match", "\"tag\"")] {
            let two = kind.named("2");
            let put = bench.put(kind.path, &two, Some((header, value))).await;
            let told: Value = put.json();
            let expected = json!({ "code": "bad-field", "field": header });
            assert_eq!(told["error"], expected, "{}", kind.path);
        }
        let deleted = bench.delete(kind.path, Some(("If-Match", "tag"))).await;
        assert_eq!(deleted.code(), "bad-field", "{}", kind.path);
        let same = |now: Option<Value>| now.map(|now| (now["name"].clone(), now["tag"].clone()));
        assert_eq!(same(bench.read(&kind).await), same(before), "{}", kind.path);
    }
}
