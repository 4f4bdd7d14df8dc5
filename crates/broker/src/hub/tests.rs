//! Tests of codes, attempts and sessions against a real store, on a clock moved by hand.

use super::*;
use rh_protocol::Redacted;
use std::{collections::HashSet, path::Path, time::Duration};

/// 2026-01-01T00:00:00Z.
const START_MS: u64 = 1_767_225_600_000;

struct Bench {
    hub: Hub,
    clock: Clock,
    store: Store,
}

impl Bench {
    async fn open(folder: &Path) -> Self {
        Self::open_with(folder, Clock::manual(START_MS), "").await
    }

    async fn open_with(folder: &Path, clock: Clock, more: &str) -> Self {
        let settings = format!("public_url = \"http://localhost:8080\"\n{more}");
        let settings = toml::from_str(&settings).unwrap();
        let store = Store::open(folder).await.unwrap();
        let hub = Hub::open(
            Arc::new(settings),
            store.clone(),
            clock.clone(),
            "test".into(),
        )
        .await
        .unwrap();
        Self { hub, clock, store }
    }

    async fn create(&self, helper: &str) -> (SessionId, Passcode) {
        let session = self
            .hub
            .create_for(who(helper), person(helper))
            .await
            .unwrap();
        (session, self.code_of(session).await)
    }

    async fn code_of(&self, session: SessionId) -> Passcode {
        let code: String = sqlx::query_scalar(
            "SELECT code FROM codes WHERE session = $1 AND redeemed_ms IS NULL AND retired_ms IS NULL",
        )
        .bind(session.to_string())
        .fetch_one(self.store.read())
        .await
        .unwrap();
        Passcode::parse(&code).unwrap()
    }

    async fn redeem(&self, account: &str, code: Passcode) -> Result<SessionId, ErrorBody> {
        let redeemed = self
            .hub
            .redeem_for(who(account), person(account), code)
            .await;
        redeemed.map_err(|refusal| refusal.error)
    }

    /// Kinds of the audit records, oldest first.
    async fn audit(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT kind FROM audit ORDER BY seq")
            .fetch_all(self.store.read())
            .await
            .unwrap()
    }

    async fn count(&self, kind: &str) -> usize {
        self.audit().await.iter().filter(|k| *k == kind).count()
    }
}

fn who(account: &str) -> Account {
    Account::new(account)
}

fn person(name: &str) -> Person {
    Person {
        name: Redacted::new(name.to_owned()),
        picture: Some(format!("/pictures/{name}")),
        ..Person::default()
    }
}

fn wrong(tries_left: u8) -> ErrorBody {
    ErrorBody {
        tries_left: Some(tries_left),
        ..ErrorBody::new(ErrorCode::WrongCode)
    }
}

/// A code that no test gives out.
fn unknown_code() -> Passcode {
    Passcode::parse("zzzzzzzz").unwrap()
}

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
            hub.redeem_for(who(&account), person(&account), code).await
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
            .redeem_for(who(account), person(account), code)
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
            hub.redeem_for(who("guesser"), person("guesser"), code)
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
async fn a_session_and_its_code_outlive_the_broker_and_its_deadlines_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    let (_, expiring) = bench.create("helper").await;
    // Not shut down: what was acknowledged must be on disk already.
    bench.clock.advance(Duration::from_secs(599));
    let again = Bench::open_with(folder.path(), bench.clock.clone(), "").await;
    assert_eq!(again.redeem("sharer", code).await, Ok(session));
    again.clock.advance(Duration::from_secs(1));
    assert_eq!(again.redeem("another", expiring).await, Err(wrong(4)));
}

#[tokio::test]
async fn nobody_joined_ends_a_session_by_the_clock_alone() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    bench.clock.advance(Duration::from_secs(2 * 60 * 60));
    // Closing lets the task finish what it was woken for.
    let heard = bench
        .hub
        .ask(session, Message::EndedByAdministrator { actor: None })
        .await;
    assert_eq!(
        heard,
        Answer::Refused {
            error: ErrorCode::SessionEnded.into()
        }
    );
    assert_eq!(bench.count("session-ended").await, 1);
    assert!(
        bench
            .hub
            .sessions_of(&who("helper"), Role::Helper)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_helper_holds_no_more_sessions_than_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let mut sessions = HashSet::new();
    for _ in 0..limits::OPEN_SESSIONS_PER_HELPER {
        sessions.insert(bench.create("helper").await.0);
    }
    assert_eq!(sessions.len(), limits::OPEN_SESSIONS_PER_HELPER);
    let refused = bench.hub.create_for(who("helper"), person("helper")).await;
    assert!(
        matches!(&refused, Err(HubError::Refused(error)) if error.code == ErrorCode::TooManySessions),
        "{refused:?}"
    );
    bench.create("another helper").await;
}

#[tokio::test]
async fn switched_off_nothing_starts_and_what_was_open_ends() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    bench.hub.shut_down().await;
    let off = "[features]\nenabled = false\n";
    let off = Bench::open_with(folder.path(), bench.clock.clone(), off).await;
    let refused = off.hub.create_for(who("helper"), person("helper")).await;
    assert!(
        matches!(&refused, Err(HubError::Refused(error)) if error.code == ErrorCode::RemoteHelpOff),
        "{refused:?}"
    );
    let refused = off.redeem("sharer", code).await;
    assert_eq!(refused, Err(ErrorCode::RemoteHelpOff.into()));
    // Its task has taken the order by the time it takes the next one.
    let again = off
        .hub
        .ask(session, Message::EndedByAdministrator { actor: None })
        .await;
    assert_eq!(
        again,
        Answer::Refused {
            error: ErrorCode::SessionEnded.into()
        }
    );
    assert_eq!(off.count("session-ended").await, 1);
}

#[tokio::test]
async fn what_cannot_be_recorded_does_not_happen() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, code) = bench.create("helper").await;
    let before = bench.audit().await;
    let mut write = bench.store.write().await.unwrap();
    sqlx::query(
        "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();

    let refused = bench.hub.create_for(who("helper"), person("helper")).await;
    assert!(matches!(refused, Err(HubError::Store(_))), "{refused:?}");
    let refused = bench.redeem("sharer", code).await;
    assert_eq!(refused, Err(ErrorCode::Unavailable.into()));
    let ended = bench
        .hub
        .ask(session, Message::EndedByAdministrator { actor: None })
        .await;
    assert_eq!(
        ended,
        Answer::Refused {
            error: ErrorCode::Unavailable.into()
        }
    );
    assert_eq!(bench.audit().await, before);
    assert_eq!(
        bench
            .hub
            .sessions_of(&who("helper"), Role::Helper)
            .await
            .unwrap()
            .len(),
        1
    );

    let mut write = bench.store.write().await.unwrap();
    sqlx::query("DROP TRIGGER broken")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(bench.redeem("sharer", code).await, Ok(session));
}

#[tokio::test]
async fn audit_rows_are_never_changed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    bench.create("helper").await;
    let mut write = bench.store.write().await.unwrap();
    let changed = sqlx::query("UPDATE audit SET actor = 'somebody else'")
        .execute(&mut *write)
        .await;
    assert!(changed.unwrap_err().to_string().contains("never changed"));
}

#[tokio::test]
async fn the_audit_holds_accounts_and_neither_names_nor_codes() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let session = bench
        .hub
        .create_for(who("issuer|h1"), person("Hannah Helper"))
        .await
        .unwrap();
    let code = bench.code_of(session).await;
    let joined = bench
        .hub
        .redeem_for(who("issuer|s1"), person("Sam Sharer"), code)
        .await;
    assert_eq!(joined, Ok(session));
    let rows: Vec<(String, Option<String>, Option<String>, String)> =
        sqlx::query_as("SELECT kind, session, actor, data FROM audit ORDER BY seq")
            .fetch_all(bench.store.read())
            .await
            .unwrap();
    let actors: Vec<_> = rows
        .iter()
        .map(|row| (row.0.as_str(), row.2.as_deref()))
        .collect();
    assert_eq!(
        actors,
        [
            ("session-created", Some("issuer|h1")),
            ("code-issued", Some("issuer|h1")),
            ("joined", Some("issuer|s1")),
        ]
    );
    let all = format!("{rows:?}");
    assert!(
        rows.iter()
            .all(|row| row.1.as_deref() == Some(&*session.to_string()))
    );
    for secret in [code.as_str(), "Hannah", "Sam"] {
        assert!(!all.contains(secret), "{all}");
    }
}

#[tokio::test]
async fn a_picture_is_for_those_who_are_in_a_session_with_its_person() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (_, code) = bench.create("helper").await;
    bench.redeem("sharer", code).await.unwrap();
    let sees = async |account: &str, of: &str| bench.hub.shares_picture(account, of).await.unwrap();
    assert!(sees("helper", "sharer").await);
    assert!(sees("sharer", "helper").await);
    assert!(!sees("sharer", "").await);
    assert!(!sees("stranger", "helper").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_over_answers_whoever_comes_late_and_however_many() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    let end = || Message::EndedByAdministrator { actor: None };
    let ended = bench.hub.ask(session, end()).await;
    assert_eq!(ended, Answer::Done { participant: None });
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..1_000 {
        let hub = bench.hub.clone();
        tasks.spawn(async move { hub.ask(session, end()).await });
    }
    let over = Answer::Refused {
        error: ErrorCode::SessionEnded.into(),
    };
    while let Some(answer) = tasks.join_next().await {
        assert_eq!(answer.unwrap(), over);
    }
    assert_eq!(bench.count("session-ended").await, 1);
    let unknown = bench.hub.ask(SessionId::from_bits(1), end()).await;
    let nowhere = Answer::Refused {
        error: ErrorCode::SessionNotFound.into(),
    };
    assert_eq!(unknown, nowhere);
}

#[tokio::test]
async fn people_are_told_of_a_restart_while_the_store_is_stuck() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::open(folder.path()).await;
    let (session, _) = bench.create("helper").await;
    let (outlet, mut queue) = outlet::Outlet::new();
    let connection = ConnectionId::from_bits(1);
    bench.hub.outlets().add(connection, outlet);
    // The one writer is taken, and the session has something to write.
    let held = bench.store.write().await.unwrap();
    let end = Message::EndedByAdministrator { actor: None };
    assert!(bench.hub.post(session, end).await);
    let going_down = tokio::spawn({
        let hub = bench.hub.clone();
        async move { hub.shut_down().await }
    });
    let mut told = Vec::new();
    let telling = async {
        while let Some(item) = queue.frames.recv().await {
            let last = matches!(item, outlet::Outgoing::Close(_));
            told.push(item);
            if last {
                return;
            }
        }
    };
    // Less than the broker gives the hub, far less than the store's patience.
    let in_time = tokio::time::timeout(Duration::from_secs(2), telling).await;
    assert!(in_time.is_ok(), "nobody was told");
    let restarting = r#"{"kind":"event","event":{"type":"restarting","retry_after_ms":1000}}"#;
    assert_eq!(
        told,
        [
            outlet::Outgoing::Frame(restarting.into()),
            outlet::Outgoing::Close(rh_protocol::socket::close::RESTARTING),
        ]
    );
    assert!(!going_down.is_finished(), "what is under way is waited for");
    drop(held);
    going_down.await.unwrap();
    assert_eq!(bench.count("session-ended").await, 1);
}
