//! Which device somebody joins from, enrolled browsers, and their keys, against a real store.

mod enrolling;
mod finding;
mod looking;
mod renewing;

use super::{signature::tests::BrowserKey, *};
use crate::{
    Settings,
    directory::{Compliance, Directory, Embedded, Person, Platform, embedded::Author},
    identity::{DeviceCheck, SignInId},
};
use rh_protocol::{
    Redacted,
    api::Signed,
    limits,
    view::{DeviceState, DeviceVerdict},
};
use std::time::Duration;

const ORIGIN: &str = "http://localhost:8080";
const BY: Author<'static> = Author::Account("admin");

struct Bench {
    devices: Devices,
    directory: Embedded,
    store: Store,
    clock: Clock,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::manual(1_767_225_600_000);
        let settings: Settings = toml::from_str(&format!("public_url = \"{ORIGIN}\"")).unwrap();
        let settings = Arc::new(settings);
        let store = Store::open(folder.path()).await.unwrap();
        let directory = Directory::open(&settings, store.clone(), clock.clone()).unwrap();
        let Directory::Embedded(embedded) = directory.clone() else {
            panic!("another directory")
        };
        let access = Access::open(settings, store.clone(), clock.clone(), directory);
        let access = access.await.unwrap();
        let bench = Self {
            devices: Devices::new(store.clone(), clock.clone(), access, ORIGIN.to_owned()),
            directory: embedded,
            store,
            clock,
            _folder: folder,
        };
        bench.person("olga").await;
        bench.person("otto").await;
        bench
            .device("d-1", Some("olga"), Compliance::Compliant)
            .await;
        bench.device("d-2", None, Compliance::NotCompliant).await;
        bench
    }

    async fn person(&self, id: &str) {
        let person = Person {
            id: id.to_owned(),
            subject: Some(id.to_owned()),
            email: None,
            name: id.to_uppercase(),
            title: None,
            company: None,
            enabled: true,
            groups: Vec::new(),
        };
        self.directory.save_person(&person, BY).await.unwrap();
    }

    async fn device(&self, id: &str, owner: Option<&str>, compliance: Compliance) {
        let device = Entry {
            id: id.to_owned(),
            name: id.to_uppercase(),
            owner: owner.map(str::to_owned),
            platform: Platform::Linux,
            compliance,
            reasons: Vec::new(),
            last_seen_ms: None,
            groups: Vec::new(),
        };
        self.directory.save_device(&device, BY).await.unwrap();
    }

    /// Somebody has signed in.
    async fn sign_in(&self, account: &str, id: u128) -> SignInId {
        let id = format!("{id:032x}");
        let mut write = self.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO accounts (id, issuer, subject, name, groups_held, updated_ms) \
             VALUES ($1, '', $1, $1, '[]', 0) ON CONFLICT (id) DO NOTHING",
        )
        .bind(account)
        .execute(&mut *write)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO sign_ins (id, secret_hash, role, account, seen_ms, expires_ms) \
             VALUES ($1, $1, 'sharer', $2, 0, 0)",
        )
        .bind(&id)
        .bind(account)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
        SignInId::parse(&id).unwrap()
    }

    /// A link to enrol a browser on a device with: its secret.
    async fn link(&self, device: &str) -> Redacted<String> {
        let issued = self.devices.issue_link_by("admin", device).await.unwrap();
        let (_, token) = issued.link.expose().split_once('#').unwrap();
        Redacted::new(token.to_owned())
    }

    /// Somebody enrols a browser, whose key has this id then.
    async fn enrol(&self, account: &str, device: &str) -> (BrowserKey, String) {
        let (key, token) = (BrowserKey::fresh(), self.link(device).await);
        let public = key.public();
        let enrolled = self.devices.enrol_for(account, &token, &public).await;
        (key, enrolled.unwrap().key)
    }

    /// The browser signs a fresh challenge.
    async fn prove(&self, sign_in: SignInId, key: &BrowserKey, id: &str) -> Option<Proved> {
        let challenge = self.devices.challenge_for(sign_in).await.unwrap();
        let signed = sign(key, id, challenge.challenge.expose());
        self.devices.prove_for(sign_in, &signed).await.unwrap()
    }

    async fn find(&self, who: &str, seen: Seen, bound: Option<&str>) -> Found {
        let bound = match bound {
            Some(device) => self.devices.bind(device).await.unwrap(),
            None => None,
        };
        let who = Standing {
            subject: who.to_owned(),
            ..Standing::default()
        };
        let bound = bound.map(|(bound, _)| bound);
        let found = self.devices.find(&who, &seen, bound.as_ref());
        found.await.unwrap()
    }

    /// What is to be known now of where somebody sits.
    async fn look(&self, who: &str, device: &Device) -> Looked {
        let who = Standing {
            subject: who.to_owned(),
            ..Standing::default()
        };
        self.devices.look_again(&who, device).await.unwrap()
    }

    async fn recorded(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT kind FROM audit WHERE kind LIKE 'device-%' ORDER BY seq")
            .fetch_all(self.store.read())
            .await
            .unwrap()
    }
}

fn sign(key: &BrowserKey, id: &str, challenge: &str) -> Signed {
    Signed {
        key: id.to_owned(),
        signature: Redacted::new(key.sign(ORIGIN, challenge)),
    }
}

fn code<T: std::fmt::Debug>(refused: Result<T, DeviceError>) -> ErrorCode {
    match refused {
        Err(DeviceError::Refused(body)) => body.code,
        other => panic!("{other:?}"),
    }
}

fn proof(found: &Found) -> (Option<&str>, Option<DeviceProof>, DeviceState) {
    let shown = &found.device.shown;
    (found.device.id.as_deref(), shown.proof, shown.state)
}
