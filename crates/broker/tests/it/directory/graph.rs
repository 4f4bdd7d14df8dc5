//! Microsoft Graph as the directory, against a Graph of our own that does as documented, and as badly as it is
//! told to.

mod answers;
mod devices;
mod lists;
mod mock;
mod organization;
mod people;
mod profile;
mod running;
mod shared;
mod tokens;
mod trouble;
mod world;

pub(crate) use mock::Mock;
use remote_help::{
    Clock, Settings,
    directory::Graph,
    settings::{DirectorySettings, load},
};
use std::{ops::RangeInclusive, sync::Arc, time::Duration};
use world::World;

/// The tenant.
const TENANT: &str = "7e4a0000-aaaa-4bbb-8ccc-000000000000";
/// The app.
const CLIENT: &str = "c11e0000-aaaa-4bbb-8ccc-000000000000";
/// Its secret.
const SECRET: &str = "the-secret-of-the-app";
/// When the tests take place, in Unix milliseconds.
const NOW_MS: u64 = 1_900_000_000_000;
/// The refresh time, in milliseconds.
const REFRESH_MS: u64 = 300_000;

/// A directory, who answers it, and the time.
struct Bench {
    mock: Mock,
    graph: Arc<Graph>,
    clock: Clock,
}

impl Bench {
    /// With the usual organisation.
    async fn start() -> Self {
        Self::of(World::usual()).await
    }

    /// With an organisation of plain values.
    async fn of(world: World) -> Self {
        // Whoever builds the first client of the process needs the provider of cryptography.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mock = Mock::start(world).await;
        let clock = Clock::manual(NOW_MS);
        let graph = Graph::new(&settings(&mock.origin), clock.clone()).unwrap();
        Self {
            mock,
            graph: Arc::new(graph),
            clock,
        }
    }

    /// Lets time pass.
    fn pass(&self, ms: u64) {
        self.clock.advance(Duration::from_millis(ms));
    }

    /// Waits until somebody waits for a moment in this range, and tells which.
    async fn awaited(&self, range: RangeInclusive<u64>) -> u64 {
        soon(self.clock.awaited(range)).await
    }

    /// Waits for an answer, and lets the time pass that it waits for before it asks again.
    async fn patiently<T>(&self, asked: impl Future<Output = T>) -> T {
        let pass = async {
            loop {
                let now = self.clock.now_ms();
                // No answer in time would be later.
                let at = self.clock.awaited(now..=now + 5_000).await;
                self.pass(at - now);
                // So that who waited is gone before the next is looked for.
                tokio::task::yield_now().await;
            }
        };
        soon(async {
            tokio::select! {
                answer = asked => answer,
                () = pass => unreachable!(),
            }
        })
        .await
    }
}

/// A device that nobody owns, by its id at Intune and by the one in Entra ID.
pub(crate) fn of_nobody() -> (&'static str, String) {
    (world::KIOSK, world::entra_id(world::KIOSK))
}

/// A Graph with the usual organisation, and settings that lead to it, for a broker of any tenant.
pub(crate) async fn usual() -> (Mock, DirectorySettings) {
    let mock = Mock::start(World::usual()).await;
    let mut directory = settings(&mock.origin).directory;
    directory.graph.tenant = Some(TENANT.to_owned());
    (mock, directory)
}

/// What should come soon by the true clock. A test that fails does not hang.
async fn soon<T>(asked: impl Future<Output = T>) -> T {
    let soon = tokio::time::timeout(Duration::from_secs(30), asked);
    soon.await.expect("nothing came")
}

/// Settings that lead to a Graph at this origin.
fn settings(origin: &str) -> Settings {
    let text = format!(
        "public_url = 'http://localhost:8080'\n\
         [identity]\n\
         issuer = 'https://login.microsoftonline.com/{TENANT}/v2.0'\n\
         client_id = 'rh'\n\
         [directory]\n\
         provider = 'graph'\n\
         [directory.graph]\n\
         client_id = '{CLIENT}'\n\
         client_secret = '{SECRET}'\n\
         login_url = '{origin}'\n\
         graph_url = '{origin}'\n"
    );
    load::text_with(&text, "test", []).unwrap()
}
