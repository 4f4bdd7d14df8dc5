//! Who administers, by a role and by the configuration, and that the last one stays.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn who_administers_is_a_role_too_and_the_last_one_stays() {
    let bench = Bench::new().await;
    let others = |role: &str| {
        json!({
            "name": "desk leads",
            "role": role,
            "members": { "people": ["email:Maya.Okafor@brightwater.example"], "groups": [] },
            "scope": everybody(),
        })
    };
    done(
        &bench
            .put("assignments/leads", &others("administrator"))
            .await,
    );
    // Whoever administers only gets in, and helps nobody.
    let maya = bench.helper().await;
    assert_eq!(maya.ask("/access").await.status, StatusCode::OK);
    assert_eq!(create(&maya).await.code(), "not-a-helper");
    // Whoever helps only administers nothing.
    done(&bench.put("assignments/leads", &others(DESK)).await);
    assert_eq!(maya.ask("/access").await.code(), "not-permitted");
    let reply = maya.delete("/access/assignments/leads").await;
    assert_eq!(reply.code(), "not-permitted");
    assert_eq!(create(&maya).await.status, StatusCode::OK);
    assert_eq!(
        bench.broker.browser().ask("/access").await.code(),
        "not-signed-in"
    );
    // The configuration takes its administrators back: now the stored ones are all there is.
    done(
        &bench
            .put("assignments/leads", &others("administrator"))
            .await,
    );
    let last = bench.without_configured_administrators().await;
    assert_eq!(
        last.delete("assignments/leads").await.code(),
        "last-administrator"
    );
    assert_eq!(
        last.put("assignments/leads", &others(DESK)).await.code(),
        "last-administrator"
    );
    assert_eq!(last.admin.ask("/access").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_administers_by_the_configuration_goes_on_though_the_directory_disables_them() {
    let bench = Bench::new().await;
    bench.assign("a", DESK, everybody()).await;
    let both = json!({
        "name": "a", "role": DESK, "scope": everybody(),
        "members": { "people": ["subject:admin", "subject:helper1"], "groups": [] },
    });
    done(&bench.put("assignments/a", &both).await);
    let helper = bench.helper().await;
    assert_eq!(create(&bench.admin).await.status, StatusCode::OK);
    for account in ["admin", "helper1"] {
        let person = json!({ "name": account, "subject": account, "enabled": false });
        let path = format!("../directory/people/p-{account}");
        done(&bench.put(&path, &person).await);
    }
    assert_eq!(helper.ask("/access").await.code(), "account-disabled");
    assert_eq!(bench.admin.ask("/access").await.status, StatusCode::OK);
    // They administer, and that is all.
    assert_eq!(create(&bench.admin).await.code(), "not-a-helper");
    let again = bench.broker.browser().sign_in(Role::Helper, "admin").await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    let refused = bench.broker.browser().sign_in(Role::Sharer, "admin").await;
    assert_eq!(refused.code(), "account-disabled");
    let whys = bench.audited("access-refused").await;
    assert_eq!(whys.len(), 1);
    assert_eq!(whys[0], json!({ "why": "account-disabled" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_in_the_directory_too() {
    let bench = Bench::new().await;
    let person = |subject: &str, enabled: bool, groups: &[&str]| json!({ "name": subject, "subject": subject, "enabled": enabled, "groups": groups });
    let leads = json!({ "name": "Leads", "kind": "people" });
    done(&bench.put("../directory/groups/leads", &leads).await);
    for (id, enabled) in [("helper1", true), ("helper2", false)] {
        let path = format!("../directory/people/{id}");
        done(&bench.put(&path, &person(id, enabled, &["leads"])).await);
    }
    let assignment = |people: &[&str], groups: &[&str]| {
        json!({
            "name": "leads", "role": "administrator", "scope": everybody(),
            "members": { "people": people, "groups": groups },
        })
    };
    let by_group = assignment(&[], &["directory:leads"]);
    done(&bench.put("assignments/leads", &by_group).await);
    let bench = bench.without_configured_administrators().await;
    let last = |reply: Reply| {
        let told = (reply.status, reply.code());
        let expected = (StatusCode::CONFLICT, "last-administrator".to_owned());
        assert_eq!(told, expected, "{}", reply.text);
    };

    let disabled = person("helper1", false, &["leads"]);
    let elsewhere = person("helper1", true, &[]);
    let nameless = json!({ "name": "helper1", "enabled": true, "groups": ["leads"] });
    for body in [&disabled, &elsewhere, &nameless] {
        last(bench.put("../directory/people/helper1", body).await);
    }
    last(bench.delete("../directory/people/helper1").await);
    last(bench.delete("../directory/groups/leads").await);
    let members = json!({ "members": ["helper2"] });
    last(
        bench
            .put("../directory/groups/leads/members", &members)
            .await,
    );
    let path = format!(
        "{}/directory/import/people?replace=true",
        rh_protocol::api::BASE
    );
    let file = "id,name,subject,enabled,groups\nhelper2,B,helper2,no,leads\n".to_owned();
    last(
        bench
            .admin
            .send(Method::POST, &path, "text/csv", Some(file))
            .await,
    );
    // Roles are held to the same.
    last(
        bench
            .put(
                "assignments/leads",
                &assignment(&["directory:helper2"], &[]),
            )
            .await,
    );
    last(
        bench
            .put("assignments/leads", &assignment(&["subject:helper2"], &[]))
            .await,
    );
    assert_eq!(bench.audited("directory-person-saved").await.len(), 2);
    assert_eq!(bench.admin.ask("/access").await.status, StatusCode::OK);

    // What leaves them is done, and so is all of it once there is another.
    let renamed =
        json!({ "name": "Maya", "subject": "helper1", "enabled": true, "groups": ["leads"] });
    done(&bench.put("../directory/people/helper1", &renamed).await);
    let another = person("helper2", true, &["leads"]);
    done(&bench.put("../directory/people/helper2", &another).await);
    done(&bench.put("../directory/people/helper1", &disabled).await);
    assert_eq!(bench.admin.ask("/access").await.code(), "account-disabled");
}
