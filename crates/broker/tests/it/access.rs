//! Who may help whom, from outside: roles and assignments by the interface, and what they do to sessions.

mod administrators;
mod asked;
mod rules;
mod sessions;

use crate::{
    page::Page,
    support::{Broker, Browser, Plan, Reply, connected, joined},
};
use remote_help::{
    audit,
    directory::csv::{Kind, import},
    store::Store,
};
use reqwest::{Method, StatusCode};
use rh_protocol::{
    Role,
    api::Joined,
    view::{EndReason, PhaseView, Presence},
};
use serde_json::{Value, json};
use std::time::Instant;

/// The demonstration in which the configuration makes nobody a helper, and its administrator.
struct Bench {
    broker: Broker,
    admin: Browser,
}

impl Bench {
    async fn new() -> Self {
        let broker = Plan::default()
            .settings(|settings| settings.helpers = Default::default())
            .launch()
            .await;
        let admin = broker.signed_in(Role::Helper, "admin").await;
        Self { broker, admin }
    }

    /// The same after a restart with a configuration that lists nobody: helper1 administers, if anybody does.
    async fn without_configured_administrators(self) -> Self {
        let data = self.broker.stop().await;
        let broker = Plan::default()
            .data(&data)
            .settings(|settings| {
                settings.helpers = Default::default();
                settings.administrators = Default::default();
            })
            .launch()
            .await;
        let admin = broker.signed_in(Role::Helper, "helper1").await;
        Self { broker, admin }
    }

    async fn put(&self, what: &str, body: &Value) -> Reply {
        self.admin.put(&format!("/access/{what}"), body).await
    }

    async fn delete(&self, what: &str) -> Reply {
        self.admin.delete(&format!("/access/{what}")).await
    }

    /// Gives helper1 a role over a scope.
    async fn assign(&self, id: &str, role: &str, scope: Value) {
        let body = json!({
            "name": id,
            "role": role,
            "members": { "people": ["subject:helper1"], "groups": [] },
            "scope": scope,
        });
        done(&self.put(&format!("assignments/{id}"), &body).await);
    }

    async fn role(&self, id: &str, permissions: &[&str]) {
        let body = json!({ "name": id, "permissions": permissions });
        done(&self.put(&format!("roles/{id}"), &body).await);
    }

    async fn helper(&self) -> Browser {
        self.broker.signed_in(Role::Helper, "helper1").await
    }

    async fn sharer(&self, account: &str) -> Browser {
        self.broker.signed_in(Role::Sharer, account).await
    }

    async fn audited(&self, kind: &str) -> Vec<Value> {
        self.broker.audited(kind).await
    }

    async fn why(&self, helper: &str, sharer: &str) -> Value {
        let reply = self
            .whether(&format!("subject:{helper}"), &format!("subject:{sharer}"))
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        reply.json()
    }

    async fn whether(&self, helper: &str, sharer: &str) -> Reply {
        let path = format!("/access/decision?helper={helper}&sharer={sharer}");
        self.admin.ask(&path).await
    }

    /// Puts people into the directory, or changes them.
    async fn people(&self, rows: &str) {
        let store = Store::open(self.broker.data.path()).await.unwrap();
        let clock = remote_help::Clock::system();
        let file = format!("id,name,subject,email,enabled\n{rows}");
        let plan = import::import(&store, &clock, Kind::People, file.as_bytes(), false).await;
        assert!(plan.unwrap().bad.is_empty());
    }
}

fn done(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
}

fn everybody() -> Value {
    json!({ "users": "all", "devices": null })
}

fn group(name: &str) -> Value {
    json!({ "users": { "groups": [format!("claim:{name}")] }, "devices": null })
}

async fn create(helper: &Browser) -> Reply {
    helper.post("/helper/sessions", &json!({})).await
}

const fn ended(reason: EndReason) -> PhaseView {
    PhaseView::Ended { reason }
}

const DESK: &str = "help-desk-operator";
