//! The table that administrators have in their heads: each of Intune's six permissions, by two built-in and three own roles,
//! over five scopes, on a device in each of five states. What is expected stands here by itself, in the words of the manual,
//! and the broker is asked for every cell; and whether somebody is really helped is tried for every role, scope and state.

use super::{Bench, HEADER, done, redeem_as};
use crate::{page::Page, support::Browser};
use reqwest::{Method, StatusCode};
use rh_protocol::{Role, api::Joined, view::DeviceState};
use serde_json::{Value, json};
use std::fmt::Write as _;

const PERMISSIONS: [&str; 6] = [
    "view-screen",
    "take-full-control",
    "elevation",
    "unattended",
    "offer-remote-assistance",
    "connector-read",
];

/// A role, and which of the permissions it has, in their order.
const ROLES: [(&str, [bool; 6]); 5] = [
    ("help-desk-operator", [true; 6]),
    (
        "school-administrator",
        [true, true, true, false, true, true],
    ),
    ("tier-one", [true, false, false, false, true, true]),
    ("no-screen", [false, true, true, true, true, true]),
    ("screen-only", [true, false, false, false, false, false]),
];

/// A scope, and whether it covers somebody of its groups on a device of its groups that is enrolled, and on one that is not.
fn scopes() -> [(&'static str, Value, bool, bool); 5] {
    let groups = |name: &str| json!({ "groups": [format!("directory:{name}")] });
    [
        (
            "all users",
            json!({ "users": "all", "devices": null }),
            true,
            true,
        ),
        (
            "all devices",
            json!({ "users": null, "devices": "all" }),
            true,
            false,
        ),
        (
            "their group",
            json!({ "users": groups("staff"), "devices": null }),
            true,
            true,
        ),
        (
            "its group",
            json!({ "users": null, "devices": groups("laptops") }),
            true,
            false,
        ),
        (
            "both",
            json!({ "users": groups("staff"), "devices": groups("laptops") }),
            true,
            false,
        ),
    ]
}

impl Bench {
    async fn change(&self, what: &str, body: &Value) {
        let path = format!("{}/access/{what}", rh_protocol::api::BASE);
        let body = Some(body.to_string());
        done(
            &self
                .admin
                .send(Method::PUT, &path, "application/json", body)
                .await,
        );
    }

    /// What helper2 is granted with sharer1 on a device.
    async fn granted(&self, device: Option<&str>) -> Vec<String> {
        let device = device.map_or(String::new(), |id| format!("&device={id}"));
        let path =
            format!("/access/decision?helper=subject:helper2&sharer=subject:sharer1{device}");
        let reply = self.admin.ask(&path).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let granted = reply.json::<Value>()["granted"].clone();
        serde_json::from_value(granted).unwrap()
    }

    /// Whether helper2 can help sharer1 on a device, as the two of them find out.
    async fn helps(&self, helper: &Browser, sharer: &Browser, device: Option<&str>) -> bool {
        let started = helper.post("/helper/sessions", &json!({})).await;
        if started.status == StatusCode::FORBIDDEN {
            assert_eq!(started.code(), "not-a-helper");
            return false;
        }
        let session = started.json::<Joined>().session;
        let page = Page::open(helper, Role::Helper, session).await;
        let headers: Vec<_> = device.iter().map(|id| (HEADER, *id)).collect();
        let joined = redeem_as(sharer, page.code(), &headers).await;
        if joined.status != StatusCode::OK {
            assert_eq!(joined.code(), "helper-not-permitted");
            return false;
        }
        let end = format!("/sessions/{session}/end");
        done(&self.admin.post(&end, &json!({ "note": "" })).await);
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn six_permissions_by_five_roles_over_five_scopes_on_five_states_of_a_device() {
    let bench = Bench::with(|settings| {
        // Keeps helper2 at the helper's side whatever the role in question allows, and helps nobody.
        settings.helpers = Default::default();
        settings.administrators.subjects.push("helper2".to_owned());
    })
    .await;
    for (role, held) in &ROLES[2..] {
        let held = PERMISSIONS.iter().zip(held).filter(|(_, held)| **held);
        let held: Vec<_> = held.map(|(permission, _)| *permission).collect();
        let body = json!({ "name": role, "permissions": held });
        bench.change(&format!("roles/{role}"), &body).await;
    }
    let helper = bench.broker.signed_in(Role::Helper, "helper2").await;
    let sharer = bench.sharer("sharer1").await;
    let (mut cells, mut tried, mut wrong) = (0, 0, String::new());
    for (role, held) in ROLES {
        for (scope, body, enrolled, unenrolled) in scopes() {
            let members = json!({ "people": ["subject:helper2"], "groups": [] });
            let body = json!({ "name": "it", "role": role, "members": members, "scope": body });
            bench.change("assignments/it", &body).await;
            for state in DeviceState::ALL {
                let id = format!("d-{}", state.as_str());
                let device = (state != DeviceState::Unenrolled).then_some(id.as_str());
                let covered = if device.is_some() {
                    enrolled
                } else {
                    unenrolled
                };
                let granted = bench.granted(device).await;
                for (permission, held) in PERMISSIONS.iter().zip(held) {
                    let found = granted.iter().any(|granted| granted == permission);
                    cells += 1;
                    if found != (held && covered) {
                        let _ =
                            writeln!(wrong, "{permission}, {role}, {scope}, {state:?}: {found}");
                    }
                }
                // To help here takes these three.
                let enough = held[0] && held[4] && held[5];
                let helps = bench.helps(&helper, &sharer, device).await;
                tried += 1;
                if helps != (enough && covered) {
                    let _ = writeln!(wrong, "{role}, {scope}, {state:?}: helps: {helps}");
                }
            }
        }
    }
    assert_eq!(wrong, "");
    assert_eq!((cells, tried), (750, 125));
    println!("{cells} cells as expected; {tried} sessions tried");
}
