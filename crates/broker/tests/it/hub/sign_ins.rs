//! What becomes of the sockets of a sign-in that ends, or is renewed.

use super::*;

#[tokio::test]
async fn sign_out_closes_the_sockets_of_that_sign_in_only() {
    let pair = Pair::new().await;
    let (_, mut helper, sharer) = pair.joined().await;
    let reply = pair.sharer.post("/sharer/sign-out", &json!({})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let (closed, _) = sharer.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
    helper.until_other(Presence::Away).await;
    helper.heartbeat().await;
}

#[tokio::test]
async fn a_sign_in_that_runs_out_closes_its_socket() {
    let plan = Plan::default().clock(&still());
    let plan = plan.settings(|settings| settings.sign_in.absolute_minutes = 5);
    let pair = Pair::at(plan.launch().await).await;
    let (_, helper, _) = pair.create().await;
    pair.broker.clock.advance(Duration::from_secs(5 * 60));
    let (closed, _) = helper.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
}

#[tokio::test]
async fn a_sign_in_that_is_renewed_keeps_its_socket_until_its_new_end() {
    let plan = Plan::default().clock(&still());
    let plan = plan.settings(|settings| {
        settings.sign_in.idle_minutes = 5;
        settings.sign_in.absolute_minutes = 5;
    });
    let pair = Pair::at(plan.launch().await).await;
    let (_, mut helper, _) = pair.create().await;
    // The socket asks about its sign-in once a minute: not between the renewal and the old end.
    pair.broker.clock.advance(Duration::from_secs(5 * 60 - 1));
    helper.heartbeat().await;
    let renewed = pair.helper.sign_in(Role::Helper, "helper1").await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text);
    pair.broker.clock.advance(Duration::from_secs(30));
    helper.heartbeat().await;
    // A place where a socket that is to be closed would have been.
    assert_eq!(
        open_sessions(&pair.helper, Role::Helper)
            .await
            .sessions
            .len(),
        1
    );
    helper.heartbeat().await;
    pair.broker.clock.advance(Duration::from_secs(5 * 60));
    let (closed, _) = helper.closed().await;
    assert_eq!(
        closed,
        Closed::refused(close::SIGNED_OUT, ErrorCode::NotSignedIn)
    );
}
