//! The directory by HTTP: looked at and changed, as the console does.

mod files;
mod refused;

use super::graph;
use crate::support::{Broker, Browser, Plan, Reply};
use remote_help::store::Store;
use reqwest::{Method, StatusCode};
use rh_protocol::Role;
use serde_json::{Value, json};

/// The demonstration, and its administrator.
struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn new() -> Self {
        Self::at(Broker::demo().await).await
    }

    async fn at(broker: Broker) -> Self {
        let admin = broker.signed_in(Role::Helper, "admin").await;
        Self { broker, admin }
    }

    /// With a few of everything, put there by the interface.
    async fn filled() -> Self {
        let bench = Self::new().await;
        for (id, name, kind) in [
            ("staff", "Staff", "people"),
            ("desk", "Desk", "people"),
            ("laptops", "Laptops", "devices"),
        ] {
            let body = json!({ "name": name, "kind": kind });
            bench.put(&format!("groups/{id}"), &body).await;
        }
        for (id, body) in [
            (
                "p-1",
                json!({ "name": "Ada Byron", "subject": "s-1", "email": "ada@example.com", "title": "Engineer",
                        "company": "Example", "enabled": true, "groups": ["staff", "desk"] }),
            ),
            (
                "p-2",
                json!({ "name": "Bo", "enabled": false, "groups": [] }),
            ),
        ] {
            bench.put(&format!("people/{id}"), &body).await;
        }
        for (id, body) in [
            (
                // `d/1 ä`
                "d%2F1%20%C3%A4",
                json!({ "name": "LAPTOP-9", "owner": "p-1", "platform": "windows", "compliance": "not-compliant",
                        "reasons": ["no disk encryption"], "last_seen_ms": 1_700_000_000_000_u64,
                        "groups": ["laptops"] }),
            ),
            (
                "d-2",
                json!({ "name": "Phone", "owner": "p-2", "platform": "ios", "compliance": "compliant" }),
            ),
            (
                "d-3",
                json!({ "name": "kiosk", "platform": "other", "compliance": "unknown", "groups": ["laptops"] }),
            ),
        ] {
            bench.put(&format!("devices/{id}"), &body).await;
        }
        bench
    }

    async fn change(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        change(&self.admin, method, path, body).await
    }

    /// Puts what must be taken.
    async fn put(&self, path: &str, body: &Value) {
        let reply = self.change(Method::PUT, path, Some(body)).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    }

    async fn delete(&self, path: &str) -> Reply {
        self.change(Method::DELETE, path, None).await
    }

    /// What must be there, but for its age and its tags (`conditions` has tests of these).
    async fn get(&self, path: &str) -> Value {
        let reply = ask(&self.admin, path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
        let mut told: Value = reply.json();
        let age = told.as_object_mut().unwrap().remove("age_ms");
        assert!(age.is_some_and(|age| age.as_u64().unwrap() < 60_000));
        untag(&mut told);
        told
    }

    /// The ids of a list.
    async fn ids(&self, path: &str) -> Vec<String> {
        let told = self.get(path).await;
        let rows = told["rows"].as_array().unwrap().iter();
        rows.map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What the audit says of the directory: the kind and the data of each record, all by this account.
    async fn audited(&self, account: &str) -> Vec<(String, Value)> {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        let by: String = sqlx::query_scalar("SELECT id FROM accounts WHERE subject = $1")
            .bind(account)
            .fetch_one(store.read())
            .await
            .unwrap();
        let rows: Vec<(Option<String>, String, String)> = sqlx::query_as(
            "SELECT actor, kind, data FROM audit WHERE kind LIKE 'directory-%' ORDER BY seq",
        )
        .fetch_all(store.read())
        .await
        .unwrap();
        let told = rows.into_iter().map(|(actor, kind, data)| {
            assert_eq!(actor.as_ref(), Some(&by), "{kind} {data}");
            (kind, serde_json::from_str(&data).unwrap())
        });
        told.collect()
    }
}

fn untag(told: &mut Value) {
    match told {
        Value::Object(fields) => {
            fields.remove("tag");
            fields.values_mut().for_each(untag);
        }
        Value::Array(entries) => entries.iter_mut().for_each(untag),
        _ => {}
    }
}

async fn ask(by: &Browser, path: &str) -> Reply {
    by.ask(&format!("/directory{path}")).await
}

async fn change(by: &Browser, method: Method, path: &str, body: Option<&Value>) -> Reply {
    let path = format!("{}/directory/{path}", rh_protocol::api::BASE);
    let body = body.map(ToString::to_string);
    by.send(method, &path, "application/json", body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_is_found_as_it_is_and_recorded_with_who_did_it() {
    let bench = Bench::filled().await;
    assert_eq!(
        bench.get("").await,
        json!({
            "keeper": "embedded", "editable": true,
            "organization": { "verified_domains": ["brightwater.example"] },
        })
    );
    let mut laptop = json!({
        "id": "d/1 ä", "name": "LAPTOP-9", "owner": { "id": "p-1", "name": "Ada Byron" },
        "platform": "windows", "compliance": "not-compliant", "reasons": ["no disk encryption"],
        "last_seen_ms": 1_700_000_000_000_u64,
    });
    let listed = bench.get("/devices?search=laptop").await;
    assert_eq!(listed, json!({ "rows": [laptop], "total": 1 }));
    laptop["groups"] = json!([{ "id": "laptops", "name": "Laptops" }]);
    assert_eq!(bench.get("/devices/d%2F1%20%C3%A4").await, laptop);
    assert_eq!(
        bench.get("/devices/d-3").await,
        json!({
            "id": "d-3", "name": "kiosk", "platform": "other", "compliance": "unknown", "reasons": [],
            "groups": [{ "id": "laptops", "name": "Laptops" }],
        })
    );
    let ada = json!({
        "id": "p-1", "subject": "s-1", "email": "ada@example.com", "name": "Ada Byron",
        "title": "Engineer", "company": "Example", "enabled": true,
        "groups": [{ "id": "desk", "name": "Desk" }, { "id": "staff", "name": "Staff" }],
    });
    let bo = json!({ "id": "p-2", "name": "Bo", "enabled": false, "groups": [] });
    assert_eq!(bench.get("/people/p-1").await, ada);
    assert_eq!(
        bench.get("/people").await,
        json!({ "rows": [ada, bo], "total": 2 })
    );
    let [desk, staff, laptops] = [
        ("desk", "Desk", "people"),
        ("staff", "Staff", "people"),
        ("laptops", "Laptops", "devices"),
    ]
    .map(|(id, name, kind)| json!({ "id": id, "name": name, "kind": kind }));
    for (query, rows) in [
        ("?kind=people", json!([desk, staff])),
        ("?kind=devices", json!([laptops])),
        ("", json!([desk, staff, laptops])),
    ] {
        let listed = bench.get(&format!("/groups{query}")).await;
        assert_eq!(listed, json!({ "rows": rows }));
    }

    // The same again is no change.
    bench
        .put("people/p-2", &json!({ "name": "Bo", "enabled": false }))
        .await;
    let saved = bench.audited("admin").await;
    let kinds: Vec<&str> = saved.iter().map(|(kind, _)| kind.as_str()).collect();
    let [groups, people, devices] =
        ["group", "person", "device"].map(|what| format!("directory-{what}-saved"));
    assert_eq!(
        kinds,
        [
            &*groups, &groups, &groups, &people, &people, &devices, &devices, &devices
        ]
    );

    bench
        .put("groups/desk/members", &json!({ "members": ["p-2"] }))
        .await;
    for path in ["devices/d%2F1%20%C3%A4", "people/p-1", "groups/laptops"] {
        let reply = bench.delete(path).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
        assert_eq!(bench.delete(path).await.code(), "not-found", "{path}");
        let asked = ask(&bench.admin, &format!("/{path}")).await;
        let there_is_none = StatusCode::METHOD_NOT_ALLOWED;
        let expected = if path.starts_with("groups") {
            there_is_none
        } else {
            StatusCode::NOT_FOUND
        };
        assert_eq!(asked.status, expected, "{path}");
    }
    assert_eq!(bench.ids("/people?group=desk").await, ["p-2"]);
    assert_eq!(bench.get("/devices/d-3").await["groups"], json!([]));
    let records = bench.audited("admin").await;
    assert_eq!(
        records[saved.len()..],
        [
            (
                "directory-group-members".to_owned(),
                json!({ "group": "desk", "kind": "people", "added": ["p-2"], "removed": ["p-1"] })
            ),
            (
                "directory-device-removed".to_owned(),
                json!({
                    "device": "d/1 ä", "compliance": { "before": "not-compliant", "after": null },
                    "groups": { "added": [], "removed": ["laptops"] },
                })
            ),
            (
                "directory-person-removed".to_owned(),
                json!({ "person": "p-1", "groups": { "added": [], "removed": ["staff"] } })
            ),
            (
                "directory-group-removed".to_owned(),
                json!({ "group": "laptops", "removed": ["d-3"] })
            ),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_searched_filtered_sorted_and_cut_into_pages() {
    let bench = Bench::filled().await;
    let laptop = "d/1 ä";
    for (query, expected) in [
        ("", vec!["d-3", laptop, "d-2"]),
        (
            "?search=&compliance=&platform=&owner=&group=&order=&reverse=&after=&size=",
            vec!["d-3", laptop, "d-2"],
        ),
        ("?search=byron", vec![laptop]),
        ("?compliance=compliant", vec!["d-2"]),
        ("?platform=other", vec!["d-3"]),
        ("?owner=p-2", vec!["d-2"]),
        ("?group=laptops", vec!["d-3", laptop]),
        ("?group=laptops&owner=p-1", vec![laptop]),
        ("?order=owner", vec![laptop, "d-2", "d-3"]),
        ("?order=compliance", vec![laptop, "d-3", "d-2"]),
        ("?order=last-seen&reverse=true", vec!["d-3", "d-2", laptop]),
    ] {
        let found = bench.ids(&format!("/devices{query}")).await;
        assert_eq!(found, expected, "{query}");
    }
    for (query, expected) in [
        ("", vec!["p-1", "p-2"]),
        ("?search=ADA%40", vec!["p-1"]),
        ("?group=desk", vec!["p-1"]),
        ("?group=laptops", vec![]),
    ] {
        let found = bench.ids(&format!("/people{query}")).await;
        assert_eq!(found, expected, "{query}");
    }
    for list in ["/devices?size=1&reverse=true&order=owner", "/people?size=1"] {
        let all = bench.get(&list.replace("size=1", "size=")).await;
        let mut rows = Vec::new();
        let mut page = bench.get(list).await;
        loop {
            assert_eq!(page["total"], all["total"]);
            rows.extend(page["rows"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else {
                break;
            };
            // Of another list it is none.
            let other = list.replace("size=1", "size=1&search=a");
            let refused = ask(&bench.admin, &format!("{other}&after={next}")).await;
            assert_eq!(refused.json::<Value>()["error"]["field"], json!("after"));
            page = bench.get(&format!("{list}&after={next}")).await;
        }
        assert_eq!(json!(rows), all["rows"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_changes_nothing_and_who_may_not_reads_nothing() {
    let bench = Bench::filled().await;
    let helper = bench.broker.signed_in(Role::Helper, "helper1").await;
    let reading = [
        "",
        "/devices",
        "/devices/d-2",
        "/people",
        "/people/p-1",
        "/groups",
    ];
    for path in reading {
        assert_eq!(ask(&helper, path).await.status, StatusCode::OK, "{path}");
    }
    let fine = json!({
        "devices/d-2": { "name": "X", "platform": "ios", "compliance": "compliant" },
        "people/p-2": { "name": "X", "enabled": true },
        "groups/desk": { "name": "X", "kind": "people" },
        "groups/desk/members": { "members": [] },
    });
    let before = bench.audited("admin").await;
    let nobody = bench.broker.browser();
    let foreign = Browser::through("https://evil.example", &bench.broker.origin);
    for (by, code) in [
        (&helper, "not-permitted"),
        (&nobody, "not-signed-in"),
        (&foreign, "origin-refused"),
    ] {
        for (path, body) in fine.as_object().unwrap() {
            let reply = change(by, Method::PUT, path, Some(body)).await;
            assert_eq!(reply.code(), code, "{path}");
            if !path.ends_with("members") {
                let reply = change(by, Method::DELETE, path, None).await;
                assert_eq!(reply.code(), code, "{path}");
            }
        }
        let reply = files::import_by(by, "people?replace=true", "id,name\n").await;
        assert_eq!(reply.code(), code);
    }
    assert_eq!(ask(&helper, "/export/people").await.code(), "not-permitted");
    for path in reading {
        assert_eq!(ask(&nobody, path).await.code(), "not-signed-in", "{path}");
    }
    // Whoever helps by a role that says nothing of devices.
    let role = json!({
        "name": "Helps", "permissions": ["view-screen", "offer-remote-assistance", "connector-read"],
    });
    let assignment = json!({
        "name": "Helps", "role": "helps",
        "members": { "people": ["subject:sharer1"], "groups": [] },
        "scope": { "users": "all", "devices": null },
    });
    for (path, body) in [("roles/helps", role), ("assignments/helps", assignment)] {
        // Beside the directory.
        bench.put(&format!("../access/{path}"), &body).await;
    }
    let other = bench.broker.signed_in(Role::Helper, "sharer1").await;
    for path in reading {
        assert_eq!(ask(&other, path).await.code(), "not-permitted", "{path}");
    }
    assert_eq!(bench.audited("admin").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_the_devices_does_not_decide_who_is_who_and_in_which_group() {
    let bench = Bench::filled().await;
    let role = json!({ "name": "Keeps", "permissions": ["devices-read", "devices-update"] });
    let assignment = json!({
        "name": "Keeps", "role": "keeps",
        "members": { "people": ["subject:sharer1"], "groups": [] },
        "scope": { "users": "all", "devices": null },
    });
    // Whoever gets into that group, or passes for p-1, administers.
    let desk = json!({
        "name": "Desk", "role": "administrator",
        "members": { "people": ["directory:p-1"], "groups": ["directory:desk"] },
        "scope": { "users": "all", "devices": null },
    });
    for (path, body) in [
        ("roles/keeps", role),
        ("assignments/keeps", assignment),
        ("assignments/desk", desk),
    ] {
        bench.put(&format!("../access/{path}"), &body).await;
    }
    let before = bench.audited("admin").await;
    let keeper = bench.broker.signed_in(Role::Helper, "sharer1").await;
    let me = json!({ "name": "X", "subject": "sharer1", "enabled": true, "groups": ["desk"] });
    let group = json!({ "name": "Desk", "kind": "people" });
    let members = json!({ "members": ["p-2"] });
    for (method, path, body) in [
        (Method::PUT, "people/p-1", Some(&me)),
        (Method::PUT, "people/p-9", Some(&me)),
        (Method::DELETE, "people/p-1", None),
        (Method::PUT, "groups/desk", Some(&group)),
        (Method::DELETE, "groups/desk", None),
        (Method::PUT, "groups/desk/members", Some(&members)),
    ] {
        let refused = change(&keeper, method, path, body).await;
        assert_eq!(refused.code(), "not-permitted", "{path}");
    }
    for what in ["people", "groups", "people?dry_run=true"] {
        let refused = files::import_by(&keeper, what, "id,name\n").await;
        assert_eq!(refused.code(), "not-permitted", "{what}");
    }
    assert_eq!(bench.audited("admin").await, before);

    let phone = json!({ "name": "Phone 2", "platform": "ios", "compliance": "unknown" });
    let saved = change(&keeper, Method::PUT, "devices/d-2", Some(&phone)).await;
    assert_eq!(saved.status, StatusCode::NO_CONTENT, "{}", saved.text);
    let csv = "id,name,platform,compliance\nd-4,Tablet,ios,unknown\n";
    let imported = files::import_by(&keeper, "devices", csv).await;
    assert_eq!(
        imported.json::<Value>()["new"],
        json!(1),
        "{}",
        imported.text
    );
    let removed = change(&keeper, Method::DELETE, "devices/d-2", None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_graph_keeps_is_read_and_not_changed_and_said_to_be_gone_when_it_is() {
    let (mock, directory) = graph::usual().await;
    let plan = Plan::default().settings(move |settings| settings.directory = directory);
    let bench = Bench::at(plan.launch().await).await;
    assert_eq!(
        bench.get("").await,
        json!({
            "keeper": "graph", "editable": false,
            "organization": { "name": "Example", "verified_domains": ["example.com", "example.onmicrosoft.com"] },
        })
    );
    let devices = bench.get("/devices?size=2").await;
    assert_eq!(devices["rows"][0]["name"], json!("kiosk"));
    assert_eq!(devices["rows"][1]["owner"]["name"], json!("Ada Example"));
    let next = devices["next"].as_str().unwrap();
    let laptop = devices["rows"][1]["id"].as_str().unwrap();
    let rest = bench.get(&format!("/devices?size=2&after={next}")).await;
    assert_eq!(rest["rows"][0]["compliance"], json!("not-compliant"));
    let laptop = bench.get(&format!("/devices/{laptop}")).await;
    assert_eq!(laptop["owner"]["name"], json!("Ada Example"));
    assert_eq!(laptop["groups"][0]["name"], json!("Laptops"));
    let people = bench.get("/people?search=ada").await;
    let ada = &people["rows"][0];
    // Graph tells them one person at a time.
    assert_eq!(ada["groups"], Value::Null);
    let ada = bench
        .get(&format!("/people/{}", ada["id"].as_str().unwrap()))
        .await;
    assert_eq!(ada["groups"].as_array().unwrap().len(), 2);
    let groups = bench.get("/groups?kind=people").await;
    assert_eq!(groups["rows"][0]["name"], json!("help desk"));
    // What cannot be changed here has no tag.
    for path in ["/people", "/groups"] {
        let told = ask(&bench.admin, path).await.text;
        assert!(!told.contains("\"tag\""), "{told}");
    }
    // A group of Entra ID may hold people and devices, and is one all the same.
    let all = bench.get("/groups").await;
    assert_eq!(all["rows"], groups["rows"]);

    for after in ["x", "%21"] {
        for list in ["devices", "people"] {
            let refused = ask(&bench.admin, &format!("/{list}?after={after}")).await;
            assert_eq!(refused.code(), "bad-field");
            assert_eq!(refused.json::<Value>()["error"]["field"], json!("after"));
        }
    }
    let device = json!({ "name": "X", "platform": "ios", "compliance": "compliant" });
    let person = json!({ "name": "X", "enabled": true });
    let group = json!({ "name": "X", "kind": "people" });
    let members = json!({ "members": [] });
    for (method, path, body) in [
        (Method::PUT, "devices/x", Some(&device)),
        (Method::PUT, "people/x", Some(&person)),
        (Method::PUT, "groups/x", Some(&group)),
        (Method::PUT, "groups/x/members", Some(&members)),
        (Method::DELETE, "devices/x", None),
        (Method::DELETE, "people/x", None),
        (Method::DELETE, "groups/x", None),
    ] {
        let refused = bench.change(method, path, body).await;
        let told = (refused.status, refused.code());
        let expected = (StatusCode::CONFLICT, "directory-read-only".to_owned());
        assert_eq!(told, expected, "{path}");
    }
    let refused = files::import_by(&bench.admin, "people", "id,name\n").await;
    assert_eq!(refused.code(), "directory-read-only");
    let refused = ask(&bench.admin, "/export/people").await;
    assert_eq!(refused.code(), "directory-read-only");

    // What has not been asked before is not to be had now.
    mock.goes_down();
    let gone = ask(&bench.admin, "/people?search=cleo").await;
    assert_eq!(
        (gone.status, gone.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    );
    let again = gone.json::<Value>()["error"]["retry_after_ms"].as_u64();
    assert!(again.is_some_and(|ms| ms > 0) && !gone.header("retry-after").is_empty());
}
