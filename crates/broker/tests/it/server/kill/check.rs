//! The store, and what the program says, held against the book.

use super::{
    PAIRS, Pair,
    book::{Book, Known, Step},
};
use crate::{page::Page, support::Browser};
use remote_help::store::Store;
use reqwest::StatusCode;
use rh_protocol::{
    Role, SessionId,
    api::{Joined, OpenSessions},
    socket::Request,
    view::PhaseView,
};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

/// Holds everything against the book, settles there what was left open, and ends all sessions.
pub(super) async fn all(book: &Book, pairs: &[Pair], data: &Path) {
    let store = Store::open(data).await.unwrap();
    attempts(&store, book).await;
    chain(&store).await;
    outbox(&store).await;
    let mut begun_unheard = 0;
    for session in sessions(&store).await {
        if !book.all().contains_key(&session) {
            begun_unheard += 1;
            book.begun(session);
        }
    }
    assert!(begun_unheard <= PAIRS.len(), "{begun_unheard}");
    for (session, known) in book.all() {
        audit(&store, book, session, &known).await;
    }
    for (session, known) in book.all() {
        rows(&store, session, &known).await;
    }
    for role in [Role::Helper, Role::Sharer] {
        open_sessions(book, pairs, role).await;
    }
    codes(book, pairs).await;
    end(book, pairs).await;
}

/// An attempt that was cut off counts, no other one does; and ten minutes later it is forgotten, which
/// the next round does not wait for.
async fn attempts(store: &Store, book: &Book) {
    let mut write = store.write().await.unwrap();
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM code_attempts WHERE wrong = 0")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    let known = book.all();
    let asked = known.values().filter(|k| k.asked == Some(Step::Join));
    assert!(usize::try_from(left).unwrap() <= asked.count(), "{left}");
    sqlx::query("DELETE FROM code_attempts")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

/// The audit's chain holds, without gaps.
async fn chain(store: &Store) {
    let report = remote_help::audit::verify::verify(store.read(), None, None).await;
    let report = report.unwrap();
    assert_eq!(report.count, 0, "{:?}", report.faults);
    assert!(report.records > 0);
}

/// Webhooks are told of each start and each end that is recorded, once, and of nothing else.
async fn outbox(store: &Store) {
    for (kind, event) in [
        ("connected", "session.started"),
        ("session-ended", "session.ended"),
    ] {
        // One statement, so that both are of the same moment.
        let same: bool = sqlx::query_scalar(
            "SELECT \
             (SELECT group_concat(session) FROM \
              (SELECT DISTINCT session FROM audit WHERE kind = $1 ORDER BY session)) \
             IS (SELECT group_concat(session) FROM \
              (SELECT json_extract(body, '$.session.id') AS session FROM webhook_deliveries \
               WHERE event = $2 ORDER BY session))",
        )
        .bind(kind)
        .bind(event)
        .fetch_one(store.read())
        .await
        .unwrap();
        assert!(same, "{kind}");
    }
}

async fn sessions(store: &Store) -> Vec<SessionId> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM sessions")
        .fetch_all(store.read())
        .await
        .unwrap();
    let ids = ids.iter().map(|id| SessionId::parse(id).unwrap());
    ids.collect()
}

/// Each record that belongs to what was done is there, in order and once; to what was asked for, all
/// or none.
async fn audit(store: &Store, book: &Book, session: SessionId, known: &Known) {
    // What time alone does to a session whose people are cut off is another matter.
    let found: Vec<String> = sqlx::query_scalar(
        "SELECT kind || COALESCE(' ' || json_extract(data, '$.role'), '') FROM audit \
         WHERE session = $1 AND kind NOT IN ('absent', 'returned', 'consent-lapsed') ORDER BY seq",
    )
    .bind(session.to_string())
    .fetch_all(store.read())
    .await
    .unwrap();
    let done = records(&known.done);
    let Some(asked) = known.asked else {
        assert_eq!(found, done, "{session} {known:?}");
        return;
    };
    let with_asked = records(&[&known.done[..], &[asked]].concat());
    assert!(
        found == done || found == with_asked,
        "{session} {known:?}: {found:?}"
    );
    if found == with_asked {
        book.done(session);
    } else {
        book.not_done(session);
    }
}

fn records(steps: &[Step]) -> Vec<&'static str> {
    let begun: &[_] = &["session-created", "code-issued"];
    let then = steps.iter().map(|step| -> &[_] {
        match step {
            // The demonstration's people sit at devices that nobody knows.
            Step::Join => &["joined", "device-warning"],
            Step::HelperAllows => &["consent-given helper"],
            Step::SharerAllows => &["consent-given sharer", "connected"],
            Step::End => &["session-ended"],
        }
    });
    std::iter::once(begun)
        .chain(then)
        .flatten()
        .copied()
        .collect()
}

/// The session's state, its people and its code are of the same moment as its audit records.
async fn rows(store: &Store, session: SessionId, known: &Known) {
    let (life, ended, people, redeemed, lapsed): (String, bool, i64, bool, bool) = sqlx::query_as(
        "SELECT json_extract(s.state, '$.life.type'), s.ended_ms IS NOT NULL, \
         (SELECT COUNT(*) FROM session_participants p WHERE p.session = s.id), \
         c.redeemed_ms IS NOT NULL, \
         EXISTS (SELECT 1 FROM audit a WHERE a.session = s.id AND a.kind = 'consent-lapsed') \
         FROM sessions s JOIN codes c ON c.session = s.id WHERE s.id = $1",
    )
    .bind(session.to_string())
    .fetch_one(store.read())
    .await
    .unwrap();
    let joined = known.has(Step::Join);
    let expected = match known.done.last() {
        None => "created",
        Some(Step::Join | Step::HelperAllows) => "joined",
        // Nobody is there, and the machine may be slow.
        Some(Step::SharerAllows) if lapsed => "joined",
        Some(Step::SharerAllows) => "connected",
        Some(Step::End) => "ended",
    };
    let expected = (
        expected,
        known.has(Step::End),
        1 + i64::from(joined),
        joined,
    );
    let found = (life.as_str(), ended, people, redeemed);
    assert_eq!(found, expected, "{session} {known:?}");
}

/// Everybody finds the sessions that they are in and that are not over, and no others.
async fn open_sessions(book: &Book, pairs: &[Pair], role: Role) {
    let mut found = BTreeSet::new();
    for pair in pairs {
        let browser = match role {
            Role::Helper => &pair.helper,
            Role::Sharer => &pair.sharer,
        };
        found.extend(listed(browser, role).await);
    }
    let expected = book.all().into_iter().filter(|(_, known)| {
        !known.has(Step::End) && (role == Role::Helper || known.has(Step::Join))
    });
    let expected: BTreeSet<_> = expected.map(|(session, _)| session).collect();
    assert_eq!(found, expected, "{role:?}");
}

async fn listed(browser: &Browser, role: Role) -> Vec<SessionId> {
    let open = browser.ask(&format!("/{}/sessions", role.as_str())).await;
    assert_eq!(open.status, StatusCode::OK, "{}", open.text);
    let open: OpenSessions = open.json();
    open.sessions.iter().map(|open| open.session).collect()
}

/// What was spent stays spent: to who spent it the session, to a stranger nothing.
async fn codes(book: &Book, pairs: &[Pair]) {
    let known = book.all();
    let strangers = pairs.iter().cycle().skip(1);
    for (pair, stranger) in pairs.iter().zip(strangers) {
        let mut spent = None;
        for session in listed(&pair.sharer, Role::Sharer).await {
            let code = json!({ "code": known[&session].code.unwrap() });
            let again = pair.sharer.post("/sharer/redeem", &code).await;
            assert_eq!(again.json::<Joined>().session, session);
            spent = Some(code);
        }
        if let Some(code) = spent {
            let refused = stranger.sharer.post("/sharer/redeem", &code).await;
            assert_eq!(refused.code(), "wrong-code");
        }
    }
}

/// Helpers come back, see what they left, and end it.
async fn end(book: &Book, pairs: &[Pair]) {
    for pair in pairs {
        for session in listed(&pair.helper, Role::Helper).await {
            let mut page = Page::open(&pair.helper, Role::Helper, session).await;
            let known = &book.all()[&session];
            match (&page.view.phase, known.code) {
                (PhaseView::Created { code: Some(shown) }, code) => {
                    assert!(!known.has(Step::Join));
                    assert_eq!(shown.code, code.unwrap_or(shown.code));
                }
                (phase, _) => assert!(known.has(Step::Join), "{phase:?}"),
            }
            book.asks(session, Step::End);
            page.done(Request::End).await;
            book.done(session);
        }
    }
}
