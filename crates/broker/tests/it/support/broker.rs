//! Launches the broker in this process, on a port of its own.

use super::Browser;
use remote_help::{
    Clock, Extras, Listeners, Settings, http::assets::Assets, launch_with,
    server::launch::LaunchError, settings::demo,
};
use reqwest::StatusCode;
use rh_protocol::Role;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A broker that is to be launched: the demonstration, unless changed.
pub(crate) struct Plan {
    clock: Clock,
    assets: Assets,
    data: Arc<TempDir>,
    change: Box<dyn FnOnce(&mut Settings) + Send>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            assets: Assets::default(),
            data: Arc::new(tempfile::tempdir().unwrap()),
            change: Box::new(|_| {}),
        }
    }
}

impl Plan {
    /// With this clock.
    pub(crate) fn clock(mut self, clock: &Clock) -> Self {
        self.clock = clock.clone();
        self
    }

    /// With this web app.
    pub(crate) fn assets(mut self, assets: Assets) -> Self {
        self.assets = assets;
        self
    }

    /// On the data of an earlier one.
    pub(crate) fn data(mut self, data: &Arc<TempDir>) -> Self {
        self.data = Arc::clone(data);
        self
    }

    /// With other settings.
    pub(crate) fn settings(mut self, change: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        self.change = Box::new(change);
        self
    }

    /// Launches it on a free port.
    pub(crate) async fn launch(self) -> Broker {
        self.launch_at(0).await
    }

    /// Launches it on a port that is known to be free.
    pub(crate) async fn launch_at(self, port: u16) -> Broker {
        let listeners = Listeners::bind_loopback(port).await.unwrap();
        let port = listeners.port();
        let data = self.data.path().to_owned();
        let mut settings = demo::demo(&listeners.addresses(), Some(data), []).unwrap();
        (self.change)(&mut settings);
        let origin = settings.public_url.origin();
        let stop = CancellationToken::new();
        let extras = Extras {
            clock: self.clock.clone(),
            assets: self.assets,
        };
        let running = tokio::spawn(launch_with(settings, listeners, stop.clone(), extras));
        Broker {
            origin,
            port,
            clock: self.clock,
            data: self.data,
            stop,
            running,
        }
    }
}

/// A broker that runs in this process. Connections made before it is up wait for it.
pub(crate) struct Broker {
    /// What people open.
    pub(crate) origin: String,
    /// Where it listens, on both loopback addresses.
    pub(crate) port: u16,
    /// Its time.
    pub(crate) clock: Clock,
    /// Its data folder, kept as long as anyone holds it.
    pub(crate) data: Arc<TempDir>,
    stop: CancellationToken,
    running: JoinHandle<Result<(), LaunchError>>,
}

impl Broker {
    /// The demonstration, as it is.
    pub(crate) async fn demo() -> Self {
        Plan::default().launch().await
    }

    /// A fresh browser.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.origin)
    }

    /// A fresh browser, in which an account of the demonstration is signed in.
    pub(crate) async fn signed_in(&self, role: Role, account: &str) -> Browser {
        let browser = self.browser();
        let reply = browser.sign_in(role, account).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        browser
    }

    /// Begins to stop it.
    pub(crate) fn begin_stop(&self) {
        self.stop.cancel();
    }

    /// Waits until it is down.
    pub(crate) async fn down(self) -> Arc<TempDir> {
        self.running.await.unwrap().unwrap();
        self.data
    }

    /// Stops it in good order and keeps its data.
    pub(crate) async fn stop(self) -> Arc<TempDir> {
        self.begin_stop();
        self.down().await
    }
}
