//! What is reckoned when a session is filed, by itself and for those that ended before there was a report.

use super::*;

#[tokio::test]
async fn how_long_it_lasted_and_was_shared_is_reckoned_from_its_records() {
    let bench = Bench::new().await;
    let whole = [
        ("session-created", 0),
        ("joined", 3),
        ("connected", 5),
        ("sharing-started", 6),
        ("sharing-paused", 10),
        ("sharing-resumed", 15),
        ("sharing-stopped", 20),
        // Consent had lapsed and was given again.
        ("connected", 30),
        // It began with a pause.
        ("sharing-started", 40),
        ("sharing-paused", 40),
        ("sharing-resumed", 41),
        // The end ends the sharing.
        ("session-ended", 60),
    ];
    bench.session(&filed("0a", NOW), &whole).await;
    let nobody = Filed {
        sharer: None,
        outcome: EndReason::NobodyJoined,
        ..filed("0b", NOW + DAY)
    };
    bench.session(&nobody, &[("session-created", 0)]).await;
    // Filed once, it stays.
    let mut write = bench.store.write().await.unwrap();
    file(&mut write, &filed("0b", NOW)).await.unwrap();
    write.commit().await.unwrap();

    let page = bench.page(&Filter::default(), None, 10).await;
    let [none, row] = &page.sessions[..] else {
        panic!("{page:?}");
    };
    assert_eq!(row.started_ms, Some(NOW + 5 * MINUTE));
    assert_eq!(row.duration_ms, 55 * MINUTE);
    assert_eq!(row.shared_ms, (4 + 5 + 19) * MINUTE);
    assert_eq!(row.sharer.as_ref().unwrap().account, "zoe");
    assert_eq!((none.started_ms, none.duration_ms), (None, 0));
    assert_eq!((&none.sharer, &*none.outcome), (&None, "nobody-joined"));
    let totals = bench.totals(&Filter::default()).await;
    assert_eq!((totals.sessions, totals.started), (2, 1));
    assert_eq!(totals.median_ms, Some(55 * MINUTE.unsigned_abs()));
}

#[tokio::test]
async fn nothing_lasts_less_than_no_time() {
    let bench = Bench::new().await;
    // An older build ended it by a deadline that had passed before it began.
    let records = [
        ("connected", 70),
        ("sharing-started", 71),
        ("sharing-stopped", 75),
        ("sharing-started", 90),
        ("session-ended", 60),
    ];
    bench.session(&filed("0a", NOW), &records).await;
    let page = bench.page(&Filter::default(), None, 10).await;
    let [row] = &page.sessions[..] else {
        panic!("{page:?}");
    };
    assert_eq!((row.duration_ms, row.shared_ms), (0, 4 * MINUTE));
}

/// The rows as they are in the store, each whole.
async fn stored(bench: &Bench) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT json_array(session, created_ms, started_ms, ended_ms, duration_ms, shared_ms, outcome, \
         helper_account, helper_name, helper_key, sharer_account, sharer_name, sharer_key, \
         device, device_name, device_key) FROM session_report ORDER BY session",
    )
    .fetch_all(bench.store.read())
    .await
    .unwrap()
}

#[tokio::test]
async fn what_ended_before_there_was_a_report_is_filed_alike() {
    let bench = Bench::new().await;
    bench.knows("maya", "Maya O.", "Maya@Example.com").await;
    let at = |minutes: u64| Instant::from_ms(NOW.unsigned_abs() + minutes * 60_000);
    let person = |name: &str| Person {
        name: Redacted::new(name.to_owned()),
        ..Person::default()
    };
    for (nth, joined) in [(1, true), (2, false)] {
        let code = Passcode::from_bits(nth);
        let new = NewSession {
            session: SessionId::from_bits(nth.into()),
            helper: ParticipantId::from_bits(1),
            account: Account::new("maya"),
            person: person("Maya Okafor"),
            code,
            chat: true,
            bound: None,
        };
        let (mut session, _) = Session::create(at(0), new, Timing::default());
        if joined {
            let redeemed = Input::Redeemed {
                participant: ParticipantId::from_bits(2),
                account: Account::new("zoe"),
                person: person("Zoe \"Z\" Tanaka"),
                code,
                device: Device::default(),
                owner: true,
            };
            assert_eq!(session.handle(at(1), redeemed).refusal, None);
        }
        let end = Input::EndedByAdministrator {
            actor: None,
            note: None,
        };
        assert_eq!(session.handle(at(2), end).refusal, None);
        let (outcome, ended) = session.ended().unwrap();
        let of = Filed {
            ended_ms: i64::try_from(ended.as_ms()).unwrap(),
            outcome,
            sharer: joined.then(|| somebody("zoe", "Zoe \"Z\" Tanaka")),
            ..filed(&session.id().to_string(), NOW)
        };
        let records = [
            ("connected", 1),
            ("sharing-started", 1),
            ("sharing-paused", 2),
        ];
        bench
            .session(&of, if joined { &records } else { &[] })
            .await;
        let mut write = bench.store.write().await.unwrap();
        sqlx::query("UPDATE sessions SET state = $1 WHERE id = $2")
            .bind(serde_json::to_string(&session).unwrap())
            .bind(&of.session)
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }
    let filed = stored(&bench).await;
    assert_eq!(filed.len(), 2);
    let migration = include_str!("../../../migrations/0010_report.sql");
    let begin = migration.find("INSERT INTO session_report").unwrap();
    let length = migration[begin..].find(';').unwrap();
    let mut write = bench.store.write().await.unwrap();
    for query in ["DELETE FROM session_report", &migration[begin..][..length]] {
        sqlx::query(sqlx::AssertSqlSafe(query))
            .execute(&mut *write)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    assert_eq!(stored(&bench).await, filed);
}

#[test]
fn outcomes_are_known_by_their_names_only() {
    assert_eq!(name_of(EndReason::TooLong), "too-long");
    assert_eq!(outcome_of("too-long"), Some(EndReason::TooLong));
    assert_eq!(outcome_of("unknown"), Some(EndReason::Unknown));
    assert_eq!(outcome_of("nonsense"), None);
    for wrong in ["", "1", "1.", "x.0a", "1.0a'", "1.g"] {
        assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
    }
}
