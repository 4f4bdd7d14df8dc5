//! What is filed, found and reckoned up.

use super::{
    Filed, Screen, Somebody, file, name_of, outcome_of,
    query::{Cursor, Filter, Page, page},
    totals::{Day, Outcome, Totals, totals},
};
use crate::{
    audit::{self, Record},
    store::Store,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rh_protocol::{
    ParticipantId, Passcode, Redacted, SessionId,
    view::{EndReason, Person},
};
use rh_session::{
    Instant, Timing,
    broker::{Account, Device, Input, NewSession, Session},
};
use serde_json::json;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// 2026-11-01 00:00 UTC.
const NOW: i64 = 1_793_491_200_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

struct Bench {
    store: Store,
    _folder: TempDir,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        Self {
            store,
            _folder: folder,
        }
    }

    /// Somebody has signed in.
    async fn knows(&self, account: &str, name: &str, email: &str) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, email, updated_ms) \
             VALUES ($1, 'i', $1, $2, $3, 0)",
        )
        .bind(account)
        .bind(name)
        .bind(email)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
    }

    /// Files a session with what was recorded of it: kinds, and minutes after it was created.
    async fn session(&self, filed: &Filed, records: &[(&str, i64)]) {
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO sessions (id, helper_account, created_ms, ended_ms, state) \
             VALUES ($1, $2, $3, $4, '{}')",
        )
        .bind(&filed.session)
        .bind(&filed.helper.account)
        .bind(filed.created_ms)
        .bind(filed.ended_ms)
        .execute(&mut *write)
        .await
        .unwrap();
        for (kind, minutes) in records {
            let record = Record {
                at_ms: (filed.created_ms + minutes * MINUTE).unsigned_abs(),
                session: Some(filed.session.clone()),
                actor: None,
                kind: (*kind).to_owned(),
                data: json!({}),
            };
            audit::append(&mut write, &record).await.unwrap();
        }
        file(&mut write, filed).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn page(&self, filter: &Filter, after: Option<&str>, size: u32) -> Page {
        let after: Option<Cursor> = after.map(|text| text.parse().unwrap());
        page(self.store.read(), filter, after.as_ref(), size)
            .await
            .unwrap()
    }

    async fn found(&self, filter: Filter) -> Vec<String> {
        let page = self.page(&filter, None, 200).await;
        page.sessions.into_iter().map(|row| row.session).collect()
    }

    async fn totals(&self, filter: &Filter) -> Totals {
        totals(self.store.read(), filter).await.unwrap()
    }
}

fn somebody(account: &str, name: &str) -> Somebody {
    Somebody {
        account: account.to_owned(),
        name: Redacted::new(name.to_owned()),
    }
}

/// A session of an hour.
fn filed(session: &str, created_ms: i64) -> Filed {
    Filed {
        session: session.to_owned(),
        created_ms,
        ended_ms: created_ms + 60 * MINUTE,
        outcome: EndReason::EndedByHelper,
        helper: somebody("maya", "Maya Okafor"),
        sharer: Some(somebody("zoe", "Zoë Tanaka")),
        device: None,
        screen: Screen::default(),
    }
}

fn text(text: &str) -> Option<Redacted<String>> {
    Some(Redacted::new(text.to_owned()))
}

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

#[tokio::test]
async fn filters_find_by_account_name_address_device_outcome_and_time() {
    let bench = Bench::new().await;
    bench.knows("zoe", "Zoë Tanaka", "Zoe.T@example.com").await;
    bench.session(&filed("0a", NOW), &[]).await;
    let other = Filed {
        outcome: EndReason::HelperGone,
        helper: somebody("m%x", "Sigma ΣΑΣ"),
        sharer: None,
        device: Some(("d-1".to_owned(), "LAPTOP-7".to_owned())),
        ..filed("0b", NOW + DAY)
    };
    bench.session(&other, &[]).await;
    let all = Filter::default;
    for (filter, expected) in [
        (all(), &["0b", "0a"][..]),
        (
            Filter {
                helper: text("maya"),
                ..all()
            },
            &["0a"],
        ),
        (
            Filter {
                helper: text(" OKAF "),
                ..all()
            },
            &["0a"],
        ),
        (
            Filter {
                helper: text("m%x"),
                ..all()
            },
            &["0b"],
        ),
        (
            Filter {
                helper: text("%"),
                ..all()
            },
            &[],
        ),
        (
            Filter {
                helper: text("σας"),
                ..all()
            },
            &["0b"],
        ),
        (
            Filter {
                sharer: text("ZOË"),
                ..all()
            },
            &["0a"],
        ),
        (
            Filter {
                sharer: text("zoe.t@EXAMPLE"),
                ..all()
            },
            &["0a"],
        ),
        (
            Filter {
                device: text("laptop"),
                ..all()
            },
            &["0b"],
        ),
        (
            Filter {
                device: text("d-1"),
                ..all()
            },
            &["0b"],
        ),
        (
            Filter {
                outcome: Some(EndReason::HelperGone),
                ..all()
            },
            &["0b"],
        ),
        (
            Filter {
                from_ms: Some(NOW + 1),
                ..all()
            },
            &["0b"],
        ),
        (
            Filter {
                until_ms: Some(NOW + DAY),
                ..all()
            },
            &["0a"],
        ),
        (
            Filter {
                until_ms: Some(NOW),
                ..all()
            },
            &[],
        ),
        (
            Filter {
                helper: text("maya"),
                outcome: Some(EndReason::HelperGone),
                ..all()
            },
            &[],
        ),
    ] {
        assert_eq!(bench.found(filter.clone()).await, expected, "{filter:?}");
        assert_eq!(
            bench.totals(&filter).await.sessions,
            expected.len() as u64,
            "{filter:?}"
        );
    }
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
    let migration = include_str!("../../migrations/0010_report.sql");
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

/// Twenty thousand sessions over sixty days, reckoned up by the store and by hand.
#[tokio::test]
async fn days_and_totals_of_twenty_thousand_sessions_are_right() {
    const SESSIONS: u64 = 20_000;
    let bench = Bench::new().await;
    let mut random = StdRng::seed_from_u64(10);
    let outcomes = [
        EndReason::EndedByHelper,
        EndReason::EndedBySharer,
        EndReason::NobodyJoined,
    ];
    let mut days: BTreeMap<i64, Day> = BTreeMap::new();
    let mut ended: BTreeMap<String, u64> = BTreeMap::new();
    let mut durations = Vec::new();
    let mut write = bench.store.write().await.unwrap();
    for nth in 0..SESSIONS {
        let created_ms = NOW + random.random_range(0..60 * DAY);
        let outcome = outcomes[random.random_range(0..outcomes.len())];
        let started = outcome != EndReason::NobodyJoined;
        let duration_ms = if started {
            random.random_range(1..90 * MINUTE)
        } else {
            0
        };
        let shared_ms = duration_ms / 2;
        let session = format!("{nth:032x}");
        sqlx::query(
            "INSERT INTO sessions (id, helper_account, created_ms, ended_ms, state) \
             VALUES ($1, 'h', $2, $2, '{}')",
        )
        .bind(&session)
        .bind(created_ms)
        .execute(&mut *write)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO session_report (session, created_ms, started_ms, ended_ms, duration_ms, shared_ms, \
             outcome, helper_account, helper_name, helper_key) \
             VALUES ($1, $2, $3, $2, $4, $5, $6, $7, 'n', 'n')",
        )
        .bind(&session)
        .bind(created_ms)
        .bind(started.then_some(created_ms))
        .bind(duration_ms)
        .bind(shared_ms)
        .bind(name_of(outcome))
        .bind(format!("helper-{}", nth % 7))
        .execute(&mut *write)
        .await
        .unwrap();
        if nth % 7 != 3 {
            continue;
        }
        let day = days.entry(created_ms / DAY).or_insert_with(|| Day {
            day: chrono::DateTime::from_timestamp_millis(created_ms)
                .unwrap()
                .date_naive()
                .to_string(),
            sessions: 0,
            duration_ms: 0,
            shared_ms: 0,
        });
        day.sessions += 1;
        day.duration_ms += duration_ms.unsigned_abs();
        day.shared_ms += shared_ms.unsigned_abs();
        *ended.entry(name_of(outcome)).or_default() += 1;
        if started {
            durations.push(duration_ms.unsigned_abs());
        }
    }
    write.commit().await.unwrap();
    durations.sort_unstable();
    let middle = durations.len() / 2;
    let median = if durations.len() % 2 == 0 {
        (durations[middle - 1] + durations[middle]) / 2
    } else {
        durations[middle]
    };
    let filter = Filter {
        helper: text("helper-3"),
        ..Filter::default()
    };
    let mut found = bench.totals(&filter).await;
    assert_eq!(found.days, days.into_values().collect::<Vec<_>>());
    assert_eq!(found.sessions, ended.values().sum::<u64>());
    assert_eq!(found.started, durations.len() as u64);
    assert_eq!(found.duration_ms, durations.iter().sum::<u64>());
    assert_eq!(found.median_ms, Some(median));
    assert_eq!(found.outcomes.len(), outcomes.len());
    assert!(
        found
            .outcomes
            .is_sorted_by_key(|one| std::cmp::Reverse(one.sessions))
    );
    found.outcomes.sort_by(|a, b| a.outcome.cmp(&b.outcome));
    let ended = ended.into_iter();
    let ended = ended.map(|(outcome, sessions)| Outcome { outcome, sessions });
    assert_eq!(found.outcomes, ended.collect::<Vec<_>>());

    // Page by page, each once, the newest first.
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = bench.page(&filter, after.as_deref(), 200).await;
        seen.extend(page.sessions.iter().map(|row| row.cursor()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len() as u64, found.sessions);
    let place = |cursor: &Cursor| (cursor.created_ms, cursor.session.clone());
    assert!(seen.windows(2).all(|two| place(&two[0]) > place(&two[1])));
}
