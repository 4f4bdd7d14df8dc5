//! A broker of an organisation whose directory is Graph, on a clock that is moved by hand.

use super::{
    TENANT,
    mock::Mock,
    soon,
    world::{BEN, png},
};
use crate::{
    identity::provider::{Bench, Provider},
    support::Browser,
};
use remote_help::Settings;
use rh_protocol::{Role, api::Me, view::Person};
use serde_json::json;
use std::time::Duration;

/// How long a sign-in waits for the directory, in milliseconds.
pub(super) const WAIT_MS: u64 = 3_000;

/// A broker of the tenant, and its Graph.
pub(super) struct Organization {
    pub(super) bench: Bench,
    pub(super) graph: Mock,
}

impl Organization {
    /// With the usual people, of whom Ben administers.
    pub(super) async fn start() -> Self {
        Self::with(|_| ()).await
    }

    /// With other settings.
    pub(super) async fn with(change: impl FnOnce(&mut Settings) + Send + 'static) -> Self {
        let (graph, directory) = super::usual().await;
        let provider = Provider::start(&format!("/{TENANT}/v2.0")).await;
        let picture = format!("{}/picture", provider.issuer());
        provider.says(|says| {
            says.picture = png(48);
            // With Entra ID no address proves anything, whatever stands there.
            says.user_info = json!({
                "sub": "pairwise", "name": "As Claimed", "title": "Claimed", "picture": picture,
                "email": "somebody@claimed.example", "email_verified": true,
            });
        });
        let bench = Bench::with(provider, move |settings| {
            settings.identity.tenant = Some(TENANT.to_owned());
            settings.identity.verified_domains = vec!["claimed.example".to_owned()];
            settings.directory = directory;
            settings.administrators.subjects = vec![BEN.to_owned()];
            change(settings);
        });
        let bench = bench.await;
        Self { bench, graph }
    }

    /// Signs somebody in.
    pub(super) async fn sign_in(&self, oid: &str) -> (Person, Browser) {
        self.sign_in_as(Role::Sharer, oid).await
    }

    /// Signs somebody in on either side.
    pub(super) async fn sign_in_as(&self, role: Role, oid: &str) -> (Person, Browser) {
        let browser = self.bench.broker.browser();
        let reply = self
            .bench
            .sign_in_with(&browser, role, |claims| {
                claims["sub"] = json!("pairwise");
                claims["oid"] = json!(oid);
                claims["tid"] = json!(TENANT);
            })
            .await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        (reply.json::<Me>().person, browser)
    }

    /// What is shown of them.
    pub(super) async fn shown(&self, oid: &str) -> Person {
        soon(self.sign_in(oid)).await.0
    }

    /// Waits for an answer, and lets the time pass that it waits for before Graph is asked again.
    pub(super) async fn patiently<T>(&self, asked: impl Future<Output = T>) -> T {
        soon(async {
            tokio::pin!(asked);
            loop {
                let now = self.bench.clock.now_ms();
                tokio::select! {
                    biased;
                    answer = &mut asked => break answer,
                    at = self.bench.clock.awaited(now + 1..=now + WAIT_MS) => self.pass(at - now),
                }
            }
        })
        .await
    }

    /// Lets time pass.
    pub(super) fn pass(&self, ms: u64) {
        self.bench.clock.advance(Duration::from_millis(ms));
    }
}
