//! Codes, as those who type them see them: which is good, for whom, and how often one may be wrong.

use super::*;

#[tokio::test]
async fn a_new_code_replaces_the_old_one() {
    let pair = Pair::new().await;
    let (session, mut helper, old) = pair.create().await;
    helper.done(Request::NewCode).await;
    let new = helper.code();
    assert_ne!(old, new);
    let refused = redeem(&pair.sharer, old).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.tries_left),
        (ErrorCode::WrongCode, Some(4))
    );
    assert_eq!(redeem(&pair.sharer, new).await, Ok(session));
    // Being in its session makes it no better, unlike the one that was spent.
    let refused = redeem(&pair.sharer, old).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.tries_left),
        (ErrorCode::WrongCode, Some(3))
    );
    assert_eq!(redeem(&pair.sharer, new).await, Ok(session));
}

#[tokio::test]
async fn unknown_expired_used_and_replaced_codes_have_the_same_answer_to_the_byte() {
    let pair = Pair::new().await;
    let (_, _, expired) = pair.create().await;
    pair.broker.clock.advance(Duration::from_secs(600));
    let (session, _, used) = pair.create().await;
    assert_eq!(redeem(&pair.sharer, used).await, Ok(session));
    let (_, mut helper, replaced) = pair.create().await;
    helper.done(Request::NewCode).await;
    let unknown = Passcode::parse("zzzzzzzz").unwrap();

    let mut answers = Vec::new();
    // Each by somebody who has all tries left: how many there are is part of the answer.
    for (account, code) in [
        ("sharer1", unknown),
        ("sharer2", expired),
        ("sharer3", used),
        ("helper2", replaced),
    ] {
        let browser = pair.broker.signed_in(Role::Sharer, account).await;
        let body = json!({ "code": code });
        let reply = browser.post("/sharer/redeem", &body).await;
        answers.push((reply.status, reply.text));
    }
    let expected = r#"{"error":{"code":"wrong-code","tries_left":4}}"#;
    for answer in answers {
        assert_eq!(answer, (StatusCode::NOT_FOUND, expected.to_owned()));
    }
}

#[tokio::test]
async fn opening_the_link_does_not_spend_the_code_and_joining_does() {
    let pair = Pair::new().await;
    let (session, _helper, code) = pair.create().await;
    let scanner = pair.broker.browser();
    for path in ["/rh", "/api/v1/sharer/redeem", "/api/v1/config"] {
        let path = format!("{path}?passcode={}", code.as_str());
        for browser in [&scanner, &pair.sharer] {
            browser.get(&path).await;
            browser.send(reqwest::Method::HEAD, &path, "", None).await;
        }
    }
    assert_eq!(redeem(&pair.sharer, code).await, Ok(session));
    let second = pair.broker.signed_in(Role::Sharer, "sharer2").await;
    let refused = redeem(&second, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongCode);
}

#[tokio::test]
async fn wrong_codes_say_how_many_tries_are_left_and_malformed_ones_do_not_count() {
    let pair = Pair::new().await;
    let (_, _helper, right) = pair.create().await;
    for text in ["", "4060r0g", "4060r0gu", "4060r0gx1"] {
        let reply = pair
            .sharer
            .post("/sharer/redeem", &json!({ "code": text }))
            .await;
        assert_eq!(
            (reply.status, &*reply.code()),
            (StatusCode::BAD_REQUEST, "malformed-code")
        );
    }
    let wrong = Passcode::parse("zzzzzzzz").unwrap();
    for left in [4, 3, 2, 1, 0] {
        let refused = redeem(&pair.sharer, wrong).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.tries_left),
            (ErrorCode::WrongCode, Some(left))
        );
    }
    let refused = redeem(&pair.sharer, right).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyWrongCodes);
    assert_eq!(refused.retry_after_ms, Some(600_000));
    // Nobody else is locked out, though all come from one address.
    let other = pair.broker.signed_in(Role::Sharer, "sharer2").await;
    assert!(redeem(&other, right).await.is_ok());
}

#[tokio::test]
async fn codes_are_for_people_who_are_signed_in() {
    let pair = Pair::new().await;
    let (_, _helper, code) = pair.create().await;
    let nobody = pair.broker.browser();
    let refused = redeem(&nobody, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotSignedIn);
    // A helper's sign-in is none of a sharer's, and the other way round.
    let refused = redeem(&pair.helper, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotSignedIn);
    let refused = pair.sharer.post("/helper/sessions", &json!({})).await;
    assert_eq!(refused.code(), "not-signed-in");
}

#[tokio::test]
async fn nobody_is_helper_and_sharer_of_one_session() {
    let pair = Pair::new().await;
    let (session, _helper, code) = pair.create().await;
    let same = pair.broker.signed_in(Role::Sharer, "helper1").await;
    let refused = redeem(&same, code).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::OwnSession);
    assert_eq!(redeem(&pair.sharer, code).await, Ok(session));
}
