//! Roles and assignments, as they are saved and removed.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_role_or_an_assignment_is_named_and_nothing_changes() {
    let bench = Bench::new().await;
    bench.role("looks", &["view-screen"]).await;
    bench.assign("a", "looks", everybody()).await;
    let before = bench.admin.ask("/access").await.text;
    let fine = json!({ "people": ["subject:x"], "groups": [] });
    let assignment = |change: &dyn Fn(&mut Value)| {
        let mut body = json!({ "name": "n", "role": DESK, "members": fine, "scope": everybody() });
        change(&mut body);
        body
    };
    let cases = [
        ("roles/x", json!({ "name": "", "permissions": [] }), "name"),
        (
            "roles/x",
            json!({ "name": " x", "permissions": [] }),
            "name",
        ),
        (
            "roles/x",
            json!({ "name": "LOOKS", "permissions": [] }),
            "name",
        ),
        (
            "roles/x",
            json!({ "name": "n".repeat(129), "permissions": [] }),
            "name",
        ),
        (
            "roles/x",
            json!({ "name": "n", "description": "a\u{7}", "permissions": [] }),
            "description",
        ),
        ("roles/No", json!({ "name": "n", "permissions": [] }), "id"),
        (
            "assignments/x",
            assignment(&|it| it["name"] = json!("")),
            "name",
        ),
        (
            "assignments/x",
            assignment(&|it| it["role"] = json!("gone")),
            "role",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["people"] = json!([])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["people"] = json!(["helen"])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["groups"] = json!(["claim:"])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["members"]["groups"] = json!(["claim: desk"])),
            "members",
        ),
        // No sign-in has it: nothing is kept of this value of the claim.
        (
            "assignments/x",
            assignment(&|it| it["members"]["groups"] = json!(["claim:desks"])),
            "members",
        ),
        (
            "assignments/x",
            assignment(&|it| it["scope"]["devices"] = json!({ "groups": ["claim:desks"] })),
            "scope",
        ),
        (
            "assignments/x",
            assignment(&|it| it["scope"] = json!({ "users": null, "devices": null })),
            "scope",
        ),
        (
            "assignments/x",
            assignment(&|it| it["scope"]["users"] = json!({ "groups": [] })),
            "scope",
        ),
    ];
    for (what, body, field) in cases {
        let reply = bench.put(what, &body).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::BAD_REQUEST, "bad-field"),
            "{body}"
        );
        assert_eq!(
            reply.json::<Value>()["error"]["field"],
            json!(field),
            "{body}"
        );
    }
    for body in [
        json!({ "name": "n", "permissions": ["everything"] }),
        json!({ "name": "n", "permissions": [], "more": 1 }),
        json!({ "name": "n" }),
    ] {
        assert_eq!(
            bench.put("roles/x", &body).await.code(),
            "bad-request",
            "{body}"
        );
    }
    // What is left out says nothing, so that a word that is typed wrong would widen it.
    let legal = json!({ "groups": ["directory:legal"] });
    for scope in [
        json!({ "user": legal, "devices": "all" }),
        json!({ "users": { "groups": ["directory:legal"], "but": [] } }),
    ] {
        let body = assignment(&|it| it["scope"] = scope.clone());
        let reply = bench.put("assignments/x", &body).await;
        assert_eq!(reply.code(), "bad-request", "{body}");
    }
    let body = assignment(&|it| it["members"]["group"] = json!(["directory:legal"]));
    let reply = bench.put("assignments/x", &body).await;
    assert_eq!(reply.code(), "bad-request", "{body}");
    let role = json!({ "name": "n", "permissions": [] });
    for (reply, code) in [
        (bench.put(&format!("roles/{DESK}"), &role).await, "built-in"),
        (bench.delete(&format!("roles/{DESK}")).await, "built-in"),
        (bench.delete("roles/looks").await, "in-use"),
        (bench.delete("roles/gone").await, "not-found"),
        (
            bench
                .put("assignments/configuration-helpers", &assignment(&|_| ()))
                .await,
            "built-in",
        ),
        (
            bench
                .delete("assignments/configuration-administrators")
                .await,
            "built-in",
        ),
        (bench.delete("assignments/gone").await, "not-found"),
    ] {
        assert_eq!(reply.code(), code);
    }
    assert_eq!(bench.admin.ask("/access").await.text, before);
    assert_eq!(bench.audited("role-saved").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_recorded_once_with_what_was_before_and_the_audit_holds() {
    let bench = Bench::new().await;
    bench.role("looks", &["view-screen"]).await;
    bench
        .role("looks", &["view-screen", "connector-read"])
        .await;
    bench.assign("a", "looks", everybody()).await;
    done(&bench.delete("assignments/a").await);
    done(&bench.delete("roles/looks").await);
    let saved = bench.audited("role-saved").await;
    assert_eq!(saved[0]["before"], Value::Null);
    assert_eq!(saved[1]["before"]["permissions"], json!(["view-screen"]));
    assert_eq!(
        saved[1]["after"]["permissions"],
        json!(["view-screen", "connector-read"])
    );
    let removed = bench.audited("role-removed").await;
    assert_eq!(removed[0]["before"], saved[1]["after"]);
    for (kind, count) in [
        ("role-saved", 2),
        ("role-removed", 1),
        ("assignment-saved", 1),
        ("assignment-removed", 1),
    ] {
        assert_eq!(bench.audited(kind).await.len(), count, "{kind}");
    }
    audit::command::verify(bench.broker.data.path(), None, None)
        .await
        .unwrap();
}
