//! Whether the time of a refusal tells what was wrong with a code: unknown, expired and used ones are
//! redeemed in random order through the whole interface (sign-in, ledger, store, answer), each try by
//! an account of its own. Unknown codes are measured twice, which shows the noise.
//!
//! Writes `benches/results/codes.md`. `RH_TRIALS` tries of each kind, 4,000 unless told otherwise.

use axum::{Router, body::Body};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use remote_help::{
    App, Clock, Settings, access::Access, app::Parts, audit::refusals::Refusals, devices::Devices,
    directory::Directory, http::assets::Assets, hub::Hub, identity::Identity, policy::Policy,
    settings::demo, store::Store, webhooks::Webhooks,
};
use rh_protocol::{Passcode, Role, limits};
use sha2::{Digest as _, Sha256};
use std::{
    fmt::Write as _,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

mod machine;
use machine::{keep, machine};

/// Codes of each kind that a session gave out once; each is tried many times.
const POOL: usize = 200;
const HELPER: &str = "helper@bench.example";
/// What everybody is told.
const REFUSED: &[u8] = br#"{"error":{"code":"wrong-code","tries_left":4}}"#;

/// What is wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unknown,
    UnknownAgain,
    Expired,
    Used,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Unknown, Self::UnknownAgain, Self::Expired, Self::Used];

    const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::UnknownAgain => "unknown, once more",
            Self::Expired => "expired",
            Self::Used => "used",
        }
    }
}

#[tokio::main]
async fn main() {
    let trials = std::env::var("RH_TRIALS").map_or(4_000, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let broker = Broker::open(folder.path()).await;

    let expired = broker.codes().await;
    broker.clock.advance(Duration::from_secs(11 * 60));
    let used = broker.codes().await;
    for code in &used {
        let (status, _) = broker
            .redeem(&broker.sign_in(Role::Sharer).await, *code)
            .await;
        assert_eq!(status, StatusCode::OK);
    }

    let mut random = StdRng::seed_from_u64(1);
    let mut took: [Vec<f64>; 4] = Default::default();
    // One of each kind after the other, in random order, so that a busy moment hits all alike.
    let rounds = (0..trials).flat_map(|_| {
        let mut round = Kind::ALL;
        round.shuffle(&mut random);
        round
    });
    let rounds: Vec<Kind> = rounds.collect();
    for kind in rounds {
        let code = match kind {
            Kind::Unknown | Kind::UnknownAgain => Passcode::from_bits(random.random()),
            Kind::Expired => expired[random.random_range(0..POOL)],
            Kind::Used => used[random.random_range(0..POOL)],
        };
        let cookie = broker.sign_in(Role::Sharer).await;
        let begun = Instant::now();
        let (status, body) = broker.redeem(&cookie, code).await;
        let elapsed = begun.elapsed();
        assert_eq!((status, &*body), (StatusCode::NOT_FOUND, REFUSED));
        took[kind as usize].push(elapsed.as_secs_f64() * 1e6);
    }
    report(took);
}

/// A broker without its listeners, on a clock that stands still.
struct Broker {
    router: Router,
    store: Store,
    clock: Clock,
    origin: String,
}

impl Broker {
    async fn open(folder: &Path) -> Self {
        // The client of the identity provider needs one, though it is never asked.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
        let settings = demo::demo(&[address], Some(folder.to_owned()), []);
        let mut settings: Settings = settings.expect("settings");
        settings.helpers.emails = vec![HELPER.to_owned()];
        settings.devices.allow_unenrolled = true;
        let origin = settings.public_url.origin();
        let settings = Arc::new(settings);
        let store = Store::open(folder).await.expect("a store");
        let clock = Clock::manual(Clock::system().now_ms());
        let build: Arc<str> = "bench".into();
        let directory = Directory::open(&settings, store.clone(), clock.clone());
        let directory = directory.expect("a directory");
        let access = Access::open(
            Arc::clone(&settings),
            store.clone(),
            clock.clone(),
            directory,
        );
        let access = access.await.expect("the rules of access");
        let of = access.clone();
        let devices = Devices::new(store.clone(), clock.clone(), of, origin.clone());
        let policy = Policy::open(Arc::clone(&settings), store.clone(), clock.clone());
        let policy = policy.await.expect("the settings");
        let webhooks = Webhooks::open(&settings, store.clone(), clock.clone());
        let webhooks = webhooks.expect("webhooks");
        let hub = Hub::open(
            store.clone(),
            clock.clone(),
            access.clone(),
            devices.clone(),
            policy.clone(),
            webhooks.clone(),
            Arc::clone(&build),
        );
        let app = App::new(Parts {
            identity: Identity::new(
                Arc::clone(&settings),
                store.clone(),
                clock.clone(),
                access.clone(),
                policy.clone(),
                TaskTracker::new(),
            )
            .expect("identity"),
            devices,
            hub: hub.await.expect("a hub"),
            webhooks,
            access,
            policy,
            settings,
            refusals: Refusals::new(store.clone(), clock.clone(), TaskTracker::new()),
            store: store.clone(),
            clock: clock.clone(),
            build,
        });
        Self {
            router: remote_help::http::router(app, Assets::default()),
            store,
            clock,
            origin,
        }
    }

    /// Somebody new is signed in: the cookie of the sign-in, of which the store has the hash.
    async fn sign_in(&self, role: Role) -> String {
        let id = format!("{:032x}", rand::random::<u128>());
        let secret = format!("{id}{}", "x".repeat(11));
        let now = self.clock.now_db();
        let mut write = self.store.write().await.expect("the writer");
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, email, updated_ms) \
             VALUES ($1, '', $1, 'x', $2, $3)",
        )
        .bind(&id)
        .bind(HELPER)
        .bind(now)
        .execute(&mut *write)
        .await
        .expect("an account");
        sqlx::query(
            "INSERT INTO sign_ins \
             (id, secret_hash, role, account, seen_ms, expires_ms) \
             VALUES ($1, $2, $3, $1, $4, $5)",
        )
        .bind(&id)
        .bind(hex(&Sha256::digest(&secret)))
        .bind(role.as_str())
        .bind(now)
        .bind(now + 3_600_000)
        .execute(&mut *write)
        .await
        .expect("a sign-in");
        write.commit().await.expect("to be written");
        format!("rh-{}={secret}", role.as_str())
    }

    /// Codes of sessions that helpers begin.
    async fn codes(&self) -> Vec<Passcode> {
        let mut codes = Vec::with_capacity(POOL);
        while codes.len() < POOL {
            let helper = self.sign_in(Role::Helper).await;
            for _ in 0..limits::OPEN_SESSIONS_PER_HELPER {
                let (status, body) = self.post("helper/sessions", &helper, String::new()).await;
                assert_eq!(status, StatusCode::OK);
                let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
                let code: String = sqlx::query_scalar("SELECT code FROM codes WHERE session = $1")
                    .bind(body["session"].as_str())
                    .fetch_one(self.store.read())
                    .await
                    .expect("a code");
                codes.push(Passcode::parse(&code).expect("a code"));
            }
        }
        codes
    }

    async fn redeem(&self, cookie: &str, code: Passcode) -> (StatusCode, Vec<u8>) {
        let body = format!("{{\"code\":\"{}\"}}", code.as_str());
        self.post("sharer/redeem", cookie, body).await
    }

    async fn post(&self, path: &str, cookie: &str, body: String) -> (StatusCode, Vec<u8>) {
        let request = Request::post(format!("{}/{path}", rh_protocol::api::BASE))
            .header(header::ORIGIN, &self.origin)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .expect("a request");
        let response = self.router.clone().oneshot(request).await;
        let (head, body) = response.expect("an answer").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        (head.status, body.to_vec())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Prints and keeps medians, 95th percentiles and how they stand to those of unknown codes.
fn report(mut took: [Vec<f64>; 4]) {
    took.iter_mut().for_each(|all| all.sort_by(f64::total_cmp));
    // Nearest rank.
    let at = |all: &[f64], percent: usize| all[(all.len() * percent).div_ceil(100) - 1];
    let [unknown, ..] = &took;
    let (median, p95) = (at(unknown, 50), at(unknown, 95));
    let mut text = format!(
        "# How long a wrong code takes to be refused\n\n\
         Microseconds. {}. Unknown codes twice: how far the two differ is the noise.\n\n\
         | what | trials | median | p95 | median to unknown | p95 to unknown |\n\
         | --- | --- | --- | --- | --- | --- |\n",
        machine()
    );
    for kind in Kind::ALL {
        let all = &took[kind as usize];
        let (middle, late) = (at(all, 50), at(all, 95));
        let _ = writeln!(
            text,
            "| {} | {} | {middle:.0} | {late:.0} | {:.3} | {:.3} |",
            kind.name(),
            all.len(),
            middle / median,
            late / p95,
        );
    }
    keep("codes.md", &text);
}
