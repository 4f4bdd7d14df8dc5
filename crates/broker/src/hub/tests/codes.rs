//! Codes: redeemed once, refused alike, and not to be guessed.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_thousand_parallel_redemptions_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..10_000 {
        let hub = bench.hub.clone();
        tasks.spawn(async move {
            let account = format!("sharer-{index}");
            hub.redeem_for(who(&account), person(&account), &Seen::default(), code)
                .await
        });
    }
    let mut won = Vec::new();
    let mut refused = 0;
    while let Some(outcome) = tasks.join_next().await {
        match outcome.unwrap() {
            Ok(session) => won.push(session),
            Err(refusal) => {
                assert_eq!(refusal.error, wrong(4));
                refused += 1;
            }
        }
    }
    assert_eq!((won, refused), (vec![session], 9_999));
    assert_eq!(bench.count("joined").await, 1);
    assert_eq!(bench.count("code-refused").await, 9_999);
    assert_eq!(bench.count("code-alarm").await, 1);
}

#[tokio::test]
async fn unknown_expired_used_and_replaced_codes_are_refused_alike() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (_, used) = bench.create("helper").await;
    bench.redeem("first", used).await.unwrap();
    let (_, expired) = bench.create("helper").await;
    bench.clock.advance(Duration::from_secs(600));

    let mut answers = Vec::new();
    for (account, code) in [("a", used), ("b", expired), ("c", unknown_code())] {
        let refusal = bench
            .hub
            .redeem_for(who(account), person(account), &Seen::default(), code)
            .await;
        answers.push(refusal.unwrap_err());
    }
    assert_eq!(
        answers[0],
        Refusal {
            error: wrong(4),
            alarm: None
        }
    );
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
}

#[tokio::test]
async fn a_code_lives_until_the_last_millisecond_of_its_ten_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    bench.clock.advance(Duration::from_millis(599_999));
    assert_eq!(bench.redeem("sharer", code).await, Ok(session));
}

#[tokio::test]
async fn five_wrong_codes_in_ten_minutes_then_a_pause_for_that_account_alone() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (_, code) = bench.create("helper").await;
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(
            bench.redeem("guesser", unknown_code()).await,
            Err(wrong(left))
        );
        bench.clock.advance(Duration::from_secs(60));
    }
    // Even the right code: else the pause would be no pause.
    let pause = |ms| ErrorBody {
        retry_after_ms: Some(ms),
        ..ErrorBody::new(ErrorCode::TooManyWrongCodes)
    };
    assert_eq!(bench.redeem("guesser", code).await, Err(pause(300_000)));
    assert_eq!(
        bench.count("code-refused").await,
        5,
        "the pause itself writes nothing"
    );

    // It outlives a restart of the broker.
    bench.hub.shut_down().await;
    let again = Bench::open_with(folder.path(), bench.clock.clone(), "").await;
    assert_eq!(again.redeem("guesser", code).await, Err(pause(300_000)));
    assert!(again.redeem("somebody else", code).await.is_ok());
    again.clock.advance(Duration::from_secs(300));
    assert_eq!(again.redeem("guesser", unknown_code()).await, Err(wrong(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_in_parallel_gains_no_more_than_five_tries() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let mut tasks = tokio::task::JoinSet::new();
    for guess in 0..500 {
        let hub = bench.hub.clone();
        tasks.spawn(async move {
            let code = Passcode::from_bits(guess);
            hub.redeem_for(who("guesser"), person("guesser"), &Seen::default(), code)
                .await
        });
    }
    let mut codes = Vec::new();
    while let Some(outcome) = tasks.join_next().await {
        codes.push(outcome.unwrap().unwrap_err().error.code);
    }
    let looked_at = codes
        .iter()
        .filter(|code| **code == ErrorCode::WrongCode)
        .count();
    assert_eq!((codes.len(), looked_at), (500, 5));
}

/// As many wrong codes as are borne in a day, so many of each account.
async fn use_up_the_day(bench: &Bench, each: u32) {
    let guesses = (0..limits::WRONG_CODES_TENANT_DAY).map(|index| async move {
        let account = format!("guesser-{}", index / each);
        bench.redeem(&account, unknown_code()).await
    });
    for refused in futures_util::future::join_all(guesses).await {
        assert_eq!(refused.unwrap_err().code, ErrorCode::WrongCode);
    }
}

#[tokio::test]
async fn past_nine_hundred_wrong_codes_a_day_an_account_waits_for_its_own_ones_before_the_next_look()
 {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (first, one) = bench.create("helper").await;
    let (second, two) = bench.create("helper").await;
    use_up_the_day(&bench, 5).await;
    assert_eq!(bench.count("code-alarm").await, 0);
    let later = |ms| ErrorBody {
        retry_after_ms: Some(ms),
        ..ErrorBody::new(ErrorCode::TooManyWrongCodes)
    };
    // Served at once, alike: none of them has a wrong code of their own.
    for account in ["a", "b"] {
        assert_eq!(bench.redeem(account, unknown_code()).await, Err(wrong(4)));
    }
    assert_eq!(bench.count("code-alarm").await, 1);
    assert_eq!(bench.redeem("careful", one).await, Ok(first));

    let refused = bench.count("code-refused").await;
    for (wait_ms, left) in [(1_000, 3), (2_000, 2), (4_000, 1)] {
        // Even the right code is not looked at, and trying in vain costs nothing.
        for _ in 0..3 {
            assert_eq!(bench.redeem("a", two).await, Err(later(wait_ms)));
        }
        bench.clock.advance(Duration::from_millis(wait_ms - 1));
        assert_eq!(bench.redeem("a", two).await, Err(later(1)));
        bench.clock.advance(Duration::from_millis(1));
        assert_eq!(bench.redeem("a", unknown_code()).await, Err(wrong(left)));
    }
    assert_eq!(bench.count("code-refused").await, refused + 3);
    // The other's wait did not grow with these.
    assert_eq!(bench.redeem("b", two).await, Ok(second));
}

#[tokio::test]
async fn what_accounts_guess_together_in_a_day_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    use_up_the_day(&bench, 5).await;
    let accounts = ["guesser-0", "guesser-1", "fresh-0", "fresh-1"];
    let mut looks = [0; 4];
    let mut again_ms = [START_MS; 4];
    // For less than a day, so that nothing is forgotten yet; each comes back when it may, the sooner first.
    let end_ms = START_MS + 24 * 60 * 60 * 1_000 - 1;
    loop {
        let next = (0..accounts.len()).min_by_key(|&index| again_ms[index]);
        let next = next.unwrap();
        if again_ms[next] > end_ms {
            break;
        }
        let wait_ms = again_ms[next].saturating_sub(bench.clock.now_ms());
        bench.clock.advance(Duration::from_millis(wait_ms));
        let refused = bench.redeem(accounts[next], unknown_code()).await;
        let refused = refused.unwrap_err();
        if refused.code == ErrorCode::WrongCode {
            looks[next] += 1;
        }
        let retry_ms = refused.retry_after_ms.unwrap_or(0);
        again_ms[next] = bench.clock.now_ms() + retry_ms;
    }
    // Five were had before by the first two.
    assert_eq!(looks, [12, 12, 17, 17]);
    assert_eq!(bench.count("code-alarm").await, 1);
}

#[tokio::test]
async fn the_alarm_is_raised_once_a_day_however_often_the_figure_is_passed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    assert_eq!(bench.redeem("early", unknown_code()).await, Err(wrong(4)));
    bench.clock.advance(Duration::from_secs(60));
    use_up_the_day(&bench, 1).await;
    assert_eq!(bench.count("code-alarm").await, 1);
    // The first one is forgotten, the next one passes the figure again.
    let day = Duration::from_secs(24 * 60 * 60);
    bench.clock.advance(day - Duration::from_secs(60));
    assert_eq!(bench.redeem("late", unknown_code()).await, Err(wrong(4)));
    assert_eq!(bench.count("code-alarm").await, 1);
    // A day later nobody waits, and the next day has its own alarm.
    bench.clock.advance(day);
    for left in [4, 3] {
        assert_eq!(bench.redeem("late", unknown_code()).await, Err(wrong(left)));
    }
    use_up_the_day(&bench, 1).await;
    assert_eq!(bench.count("code-alarm").await, 2);
}

#[tokio::test]
async fn an_alarm_is_told_together_with_its_record() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let hook = format!(
        "[[webhooks]]\nname = \"a\"\nurl = \"http://127.0.0.1:9/\"\nsecret = \"{}\"",
        "s".repeat(32)
    );
    let bench = Bench::open_with(folder.path(), Clock::manual(START_MS), &hook).await;
    use_up_the_day(&bench, 1).await;
    let told = async || -> Vec<String> {
        let bodies = sqlx::query_scalar("SELECT body FROM webhook_deliveries");
        bodies.fetch_all(bench.store.read()).await.unwrap()
    };
    assert!(told().await.is_empty());
    for account in ["a", "b"] {
        assert_eq!(bench.redeem(account, unknown_code()).await, Err(wrong(4)));
    }
    assert_eq!(bench.count("code-alarm").await, 1);
    let told = told().await;
    assert_eq!(told.len(), 1);
    let body: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
    assert_eq!(body["type"], "alarm");
    assert_eq!(body["at"], "2026-01-01T00:00:00.000Z");
    let figures = serde_json::json!({
        "kind": "wrong-codes",
        "count": 901,
        "limit": 900,
        "within_ms": 86_400_000,
    });
    assert_eq!(body["alarm"], figures);
}

#[tokio::test]
async fn helpers_cannot_join_their_own_session_and_do_not_spend_its_code_by_trying() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("both").await;
    for _ in 0..6 {
        let refused = bench.redeem("both", code).await;
        assert_eq!(refused, Err(ErrorCode::OwnSession.into()));
    }
    assert_eq!(bench.redeem("sharer", code).await, Ok(session));
    assert_eq!(bench.count("join-refused").await, 6);
}

#[tokio::test]
async fn who_redeemed_a_code_is_told_the_session_again_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    assert_eq!(bench.redeem("sharer", code).await, Ok(session));
    // Changes when any other connection has committed a write.
    let mut watch = bench.store.read().acquire().await.unwrap();
    let mut version = async || {
        sqlx::query_scalar::<_, i64>("PRAGMA data_version")
            .fetch_one(&mut *watch)
            .await
            .unwrap()
    };
    let before = version().await;
    for _ in 0..6 {
        assert_eq!(bench.redeem("sharer", code).await, Ok(session));
    }
    assert_eq!(version().await, before);
    // To anybody else it is a wrong code: to the helper too, and to who is in another session.
    let (elsewhere, other) = bench.create("helper").await;
    assert_eq!(bench.redeem("another", other).await, Ok(elsewhere));
    for account in ["helper", "another", "nobody"] {
        assert_eq!(bench.redeem(account, code).await, Err(wrong(4)));
    }
    // And to themselves once the session is over.
    assert_eq!(bench.end(session).await, Ok(()));
    assert_eq!(bench.redeem("sharer", code).await, Err(wrong(4)));
}

#[tokio::test]
async fn the_same_person_several_times_at_once_gets_the_session_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    // All are looked at before the session has heard of the first. More would be guesses by then.
    let times = usize::from(limits::WRONG_CODES);
    let tries = (0..times).map(|_| bench.redeem("sharer", code));
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes, vec![Ok(session); times]);
    assert_eq!(bench.count("joined").await, 1);
    assert_eq!(bench.count("code-refused").await, 0);
    // None of them is held against the person.
    assert_eq!(bench.redeem("sharer", unknown_code()).await, Err(wrong(4)));
}
