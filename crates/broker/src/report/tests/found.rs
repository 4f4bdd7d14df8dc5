//! What filters find, and what days and totals tell of it.

use super::*;

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
