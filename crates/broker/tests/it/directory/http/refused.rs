//! What is wrong with a request is named, and nothing changes.

use super::{Bench, ask};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_by_its_field() {
    let bench = Bench::filled().await;
    let before = bench.audited("admin").await;
    let with = |base: &Value, field: &str, value: Value| {
        let mut body = base.clone();
        body[field] = value;
        body
    };
    let device = json!({ "name": "X", "platform": "ios", "compliance": "compliant" });
    let person = json!({ "name": "X", "enabled": true });
    let group = json!({ "name": "X", "kind": "people" });
    let many: Vec<String> = (0..201).map(|nth| format!("g-{nth}")).collect();
    for (path, body, field) in [
        ("devices/x", with(&device, "name", json!(" ")), "name"),
        (
            "devices/x",
            with(&device, "owner", json!("nobody")),
            "owner",
        ),
        (
            "devices/x",
            with(&device, "platform", json!("amiga")),
            "platform",
        ),
        (
            "devices/x",
            with(&device, "compliance", json!("fine")),
            "compliance",
        ),
        (
            "devices/x",
            with(&device, "reasons", json!(["a;b"])),
            "reasons",
        ),
        (
            "devices/x",
            with(&device, "last_seen_ms", json!(253_402_300_800_000_u64)),
            "last_seen_ms",
        ),
        (
            "devices/x",
            with(&device, "groups", json!(["staff"])),
            "groups",
        ),
        ("devices/x", with(&device, "groups", json!(many)), "groups"),
        ("devices/%20x", device.clone(), "id"),
        (
            &format!("devices/{}", "x".repeat(129)),
            device.clone(),
            "id",
        ),
        (
            "people/x",
            with(&person, "name", json!("a\u{202e}b")),
            "name",
        ),
        (
            "people/x",
            with(&person, "subject", json!("s-1")),
            "subject",
        ),
        (
            "people/x",
            with(&person, "email", json!("ADA@example.com")),
            "email",
        ),
        (
            "people/x",
            with(&person, "email", json!("nowhere")),
            "email",
        ),
        (
            "people/x",
            with(&person, "title", json!("t".repeat(129))),
            "title",
        ),
        (
            "people/x",
            with(&person, "company", json!("c".repeat(129))),
            "company",
        ),
        (
            "people/x",
            with(&person, "groups", json!(["none"])),
            "groups",
        ),
        ("groups/x", with(&group, "name", json!("")), "name"),
        ("groups/x", with(&group, "kind", json!("both")), "kind"),
        (
            "groups/staff",
            with(&group, "kind", json!("devices")),
            "kind",
        ),
        ("groups/a%3Bb", group.clone(), "id"),
        (
            "groups/staff/members",
            json!({ "members": ["d-2"] }),
            "members",
        ),
    ] {
        let reply = bench.change(Method::PUT, path, Some(&body)).await;
        assert_eq!(reply.code(), "bad-field", "{path} {body}");
        let told = &reply.json::<Value>()["error"]["field"];
        assert_eq!(*told, json!(field), "{path} {body}");
    }
    for (path, field) in [
        ("/devices?compliance=fine", "compliance"),
        ("/devices?platform=amiga", "platform"),
        ("/devices?order=price", "order"),
        ("/devices?reverse=perhaps", "reverse"),
        ("/devices?size=-1", "size"),
        ("/devices?size=0", "size"),
        ("/devices?size=201", "size"),
        ("/devices?after=x", "after"),
        ("/people?size=many", "size"),
        ("/people?size=201", "size"),
        ("/people?after=x", "after"),
        ("/groups?kind=both", "kind"),
    ] {
        let reply = ask(&bench.admin, path).await;
        assert_eq!(reply.code(), "bad-field", "{path}");
        assert_eq!(reply.json::<Value>()["error"]["field"], json!(field));
    }
    // Nothing that is asked for is skipped in silence.
    for path in [
        "/devices?state=unknown",
        "/people?name=a",
        "/groups?of=people",
    ] {
        assert_eq!(
            ask(&bench.admin, path).await.code(),
            "bad-request",
            "{path}"
        );
    }
    for (path, body) in [
        ("devices/x", with(&device, "more", json!(1))),
        ("devices/x", json!({ "name": "X" })),
        ("people/x", with(&person, "enabled", json!("yes"))),
        ("groups/x", json!([])),
    ] {
        let reply = bench.change(Method::PUT, path, Some(&body)).await;
        assert_eq!(reply.code(), "bad-request", "{path} {body}");
    }
    for path in ["/devices/none", "/people/none", "/export/cars"] {
        assert_eq!(ask(&bench.admin, path).await.code(), "not-found", "{path}");
    }
    let members = json!({ "members": [] });
    let nowhere = bench.change(Method::PUT, "groups/none/members", Some(&members));
    assert_eq!(nowhere.await.code(), "not-found");
    assert_eq!(bench.audited("admin").await, before);
}
