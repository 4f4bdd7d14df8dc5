//! What was acknowledged survives `kill -9`: people begin, join, allow and end sessions all at once,
//! the program is killed in the middle of it, and the next one on the same data must know all that
//! was said to be done. Again and again, on the same data.

mod book;
mod check;

use super::program::Program;
use crate::{
    page::{Gone, Page, Raw, hello},
    support::Browser,
};
use book::{Book, Step};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use reqwest::StatusCode;
use rh_protocol::{ErrorBody, Role, SessionId, api::Joined, socket::Request, view::DeviceState};
use rustix::process::Signal;
use serde_json::json;
use std::time::Duration;

const ROUNDS: u64 = 10;
/// Steps that are acknowledged in a round before the program is killed.
const STEPS: std::ops::Range<usize> = 10..60;
/// Who helps whom, all at once. Each sharer has one attempt at a code under way at most.
const PAIRS: [(&str, &str); 6] = [
    ("helper1", "sharer1"),
    ("helper2", "sharer2"),
    ("admin", "sharer3"),
    ("helper1", "helper2"),
    ("helper2", "admin"),
    ("admin", "helper1"),
];

/// The program was killed before it answered.
#[derive(Debug)]
struct Cut;

impl From<reqwest::Error> for Cut {
    fn from(_: reqwest::Error) -> Self {
        Self
    }
}

impl From<tokio_tungstenite::tungstenite::Error> for Cut {
    fn from(_: tokio_tungstenite::tungstenite::Error) -> Self {
        Self
    }
}

impl From<Gone> for Cut {
    fn from(_: Gone) -> Self {
        Self
    }
}

/// Two people, each signed in in a browser.
struct Pair {
    helper: Browser,
    sharer: Browser,
}

impl Pair {
    async fn sign_in(origin: &str, (helper, sharer): (&str, &str)) -> Self {
        let pair = Self {
            helper: Browser::new(origin),
            sharer: Browser::new(origin),
        };
        for (browser, role, account) in [
            (&pair.helper, Role::Helper, helper),
            (&pair.sharer, Role::Sharer, sharer),
        ] {
            let signed_in = browser.sign_in(role, account).await;
            assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.text);
        }
        pair
    }

    /// Has session after session, each up to a point that chance decides, until the program is gone.
    async fn work(&self, book: &Book, mut random: StdRng) {
        loop {
            // About half are ended: nobody may hold too many.
            let steps = random.random_range(1..=8).min(5);
            if let Err(Cut) = self.session(book, steps).await {
                return;
            }
        }
    }

    /// Takes a session so many steps far.
    async fn session(&self, book: &Book, steps: usize) -> Result<(), Cut> {
        let session = self.begin(book).await?;
        let raw = Raw::open(&self.helper, Role::Helper, session).await?;
        let mut helper = raw.try_hello(hello()).await?;
        let code = helper.code();
        book.knows_code(session, code);
        if steps == 1 {
            return Ok(());
        }
        book.asks(session, Step::Join);
        let body = json!({ "code": code });
        let joined = self.sharer.try_post("/sharer/redeem", &body).await?;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
        book.done(session);
        if steps == 2 {
            return Ok(());
        }
        let raw = Raw::open(&self.sharer, Role::Sharer, session).await?;
        let mut sharer = raw.try_hello(hello()).await?;
        let allow = |device| Request::Consent {
            round: 1,
            allow: true,
            device,
        };
        // The demonstration's people sit at devices that nobody knows.
        let knowing = allow(Some(DeviceState::Unenrolled));
        take(book, session, Step::HelperAllows, &mut helper, knowing).await?;
        if steps == 3 {
            return Ok(());
        }
        take(book, session, Step::SharerAllows, &mut sharer, allow(None)).await?;
        if steps == 4 {
            return Ok(());
        }
        take(book, session, Step::End, &mut helper, Request::End).await
    }

    async fn begin(&self, book: &Book) -> Result<SessionId, Cut> {
        let begun = self.helper.try_post("/helper/sessions", &json!({})).await?;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.text);
        let session = begun.json::<Joined>().session;
        book.begun(session);
        Ok(session)
    }
}

/// Takes a step on a page.
async fn take(
    book: &Book,
    session: SessionId,
    step: Step,
    page: &mut Page,
    request: Request,
) -> Result<(), Cut> {
    book.asks(session, step);
    let refused: Option<ErrorBody> = page.try_request(request).await?;
    assert_eq!(refused, None);
    book.done(session);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9() {
    let data = tempfile::tempdir().unwrap();
    // Nobody reads its log while it works: a pipe that is full would stop it.
    let hooks = format!(
        "[{{ name = 'nobody', url = 'http://127.0.0.1:9/', secret = '{}' }}]",
        "s".repeat(32)
    );
    let quiet = [
        ("REMOTE_HELP_LOG__LEVEL", "error"),
        // Nobody is there, so that all of it stays in the outbox.
        ("REMOTE_HELP_WEBHOOKS", hooks.as_str()),
    ];
    let mut program = Program::demo(0, data.path(), &quiet).await;
    let port = program.port();
    let mut pairs = Vec::new();
    for people in PAIRS {
        pairs.push(Pair::sign_in(&program.origin, people).await);
    }
    let book = Book::default();
    for round in 0..ROUNDS {
        let mut random = StdRng::seed_from_u64(round);
        let work = pairs
            .iter()
            .map(|pair| pair.work(&book, StdRng::from_rng(&mut random)));
        let work = futures_util::future::join_all(work.collect::<Vec<_>>());
        let steps = book.steps() + random.random_range(STEPS);
        let kill = async {
            book.until(steps).await;
            // Right after an answer, or in the midst of the next ones.
            if round % 2 == 1 {
                let moment = random.random_range(0..2_000);
                tokio::time::sleep(Duration::from_micros(moment)).await;
            }
            program.signal(Signal::KILL);
        };
        tokio::join!(work, kill);
        assert!(!program.wait().await.success());

        program = Program::demo(port, data.path(), &quiet).await;
        check::all(&book, &pairs, data.path()).await;
    }
    let (log, status) = program.stop().await;
    assert!(status.success(), "{log}");
}
