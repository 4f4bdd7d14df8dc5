//! Whether this person can help that one, as an administrator asks.

use super::*;

/// helper1 helps everybody, and they and sharer1 have been here.
async fn of_both() -> Bench {
    let bench = Bench::new().await;
    bench.assign("desk", DESK, everybody()).await;
    bench.broker.pair().await;
    bench
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_about_is_found_by_the_address_and_the_id_in_the_directory() {
    let bench = of_both().await;
    // The provider has vouched for other addresses.
    bench
        .people(
            "p-1,Maya,helper1,maya@new.example,yes\n\
             p-4,Yuki,sharer1,yuki@new.example,yes\n\
             p-5,Ann,ann,ann@new.example,yes\n",
        )
        .await;
    for (helper, sharer, allowed) in [
        ("email:MAYA@new.example", "email:yuki@new.example", true),
        ("directory:p-1", "directory:p-4", true),
        ("directory:p-4", "directory:p-1", false),
        // What the provider has vouched for counts, too.
        (
            "email:maya.okafor@brightwater.example",
            "directory:p-4",
            true,
        ),
    ] {
        let told: Value = bench.whether(helper, sharer).await.json();
        assert_eq!(told["allowed"], json!(allowed), "{helper} {sharer}: {told}");
    }
    for nobody in [
        // They have never been here.
        "email:ann@new.example",
        "directory:p-5",
        "directory:p-9",
        // Part of an address is none.
        "email:uki@new.example",
    ] {
        let reply = bench.whether("directory:p-1", nobody).await;
        assert_eq!(reply.code(), "not-found", "{nobody}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_account_is_an_answer_and_no_fault() {
    let bench = of_both().await;
    for (rows, whose) in [
        ("p-4,Yuki,sharer1,,no\n", "sharer"),
        ("p-1,Maya,helper1,,no\n", "helper"),
    ] {
        bench.people(rows).await;
        let told = bench.why("helper1", "sharer1").await;
        assert_eq!(
            told,
            json!({
                "allowed": false,
                "refusal": { "reason": "account-disabled", "whose": whose },
                "granted": [],
                "considered": [],
            })
        );
    }
}
