//! The table that administrators have in their heads: each of Intune's six permissions, by two built-in and three own roles,
//! over five scopes, with somebody within their groups and outside, on a device within and outside and in each of five states.
//! What is expected stands here by itself, in the words of the manual, and the broker is asked for every cell; and whether
//! somebody is really helped is tried for every role, scope, place and state.

use super::{Bench, HEADER, done, redeem_as};
use crate::{page::Page, support::Browser};
use reqwest::StatusCode;
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

/// Where somebody may sit: whether they are in the group of people, and whether the device is in the group of devices, or is
/// not enrolled at all.
const PLACES: [(bool, Option<bool>); 6] = [
    (true, Some(true)),
    (true, Some(false)),
    (true, None),
    (false, Some(true)),
    (false, Some(false)),
    (false, None),
];

/// It covers them there.
const YES: &str = "";
/// It does not, since they are not in the group.
const THEM: &str = "sharer-out-of-scope";
/// It does not, since the device is not in the group.
const IT: &str = "device-out-of-scope";
/// It does not, since the device is not enrolled.
const NONE: &str = "device-not-enrolled";

/// A scope, and what it says of each of the [`PLACES`].
fn scopes() -> [(&'static str, Value, [&'static str; 6]); 5] {
    let groups = |name: &str| json!({ "groups": [format!("directory:{name}")] });
    [
        (
            "all users",
            json!({ "users": "all", "devices": null }),
            [YES, YES, YES, YES, YES, YES],
        ),
        (
            "all devices",
            json!({ "users": null, "devices": "all" }),
            [YES, YES, NONE, YES, YES, NONE],
        ),
        (
            "their group",
            json!({ "users": groups("staff"), "devices": null }),
            [YES, YES, YES, THEM, THEM, THEM],
        ),
        (
            "its group",
            json!({ "users": null, "devices": groups("laptops") }),
            [YES, IT, NONE, YES, IT, NONE],
        ),
        (
            "both",
            json!({ "users": groups("staff"), "devices": groups("laptops") }),
            [YES, IT, NONE, THEM, THEM, THEM],
        ),
    ]
}

impl Bench {
    /// What helper2 is granted with a sharer on a device.
    async fn granted(&self, sharer: &str, device: Option<&str>) -> Vec<String> {
        let device = device.map_or(String::new(), |id| format!("&device={id}"));
        let path =
            format!("/access/decision?helper=subject:helper2&sharer=subject:{sharer}{device}");
        let reply = self.admin.ask(&path).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let granted = reply.json::<Value>()["granted"].clone();
        serde_json::from_value(granted).unwrap()
    }

    /// Whether helper2 can help a sharer on a device, as the two of them find out.
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
async fn six_permissions_by_five_roles_over_five_scopes_within_and_outside_on_five_states_of_a_device()
 {
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
        bench.rule(&format!("roles/{role}"), &body).await;
    }
    // Beside those of the groups: somebody, and devices, in none.
    let outside = json!({ "subject": "sharer2", "name": "sharer2", "enabled": true });
    bench.put("people/p-sharer2", &outside).await;
    for state in DeviceState::ALL {
        let device = json!({ "name": "X", "platform": "linux", "compliance": state.as_str() });
        if state != DeviceState::Unenrolled {
            bench
                .put(&format!("devices/x-{}", state.as_str()), &device)
                .await;
        }
    }
    let helper = bench.broker.signed_in(Role::Helper, "helper2").await;
    let sharers = [bench.sharer("sharer1").await, bench.sharer("sharer2").await];
    let (mut cells, mut tried, mut wrong) = (0, 0, String::new());
    let mut refused = Vec::new();
    for (role, held) in ROLES {
        for (scope, body, expected) in scopes() {
            let members = json!({ "people": ["subject:helper2"], "groups": [] });
            let body = json!({ "name": "it", "role": role, "members": members, "scope": body });
            bench.rule("assignments/it", &body).await;
            for ((inside, device), why) in PLACES.iter().zip(expected) {
                let (account, sharer) = if *inside {
                    ("sharer1", &sharers[0])
                } else {
                    ("sharer2", &sharers[1])
                };
                let enrolled = |state: &DeviceState| *state != DeviceState::Unenrolled;
                let states = DeviceState::ALL.into_iter();
                for state in states.filter(|state| enrolled(state) == device.is_some()) {
                    let id = device.map(|listed| {
                        format!("{}-{}", if listed { "d" } else { "x" }, state.as_str())
                    });
                    let place = format!("{role}, {scope}, {account}, {id:?}");
                    let covered = why == YES;
                    let granted = bench.granted(account, id.as_deref()).await;
                    for (permission, held) in PERMISSIONS.iter().zip(held) {
                        let found = granted.iter().any(|granted| granted == permission);
                        cells += 1;
                        if found != (held && covered) {
                            let _ = writeln!(wrong, "{permission}, {place}: {found}");
                        }
                    }
                    // To help here takes these three.
                    let enough = held[0] && held[4] && held[5];
                    let helps = bench.helps(&helper, sharer, id.as_deref()).await;
                    tried += 1;
                    if helps != (enough && covered) {
                        let _ = writeln!(wrong, "{place}: helps: {helps}");
                    }
                    if enough && !covered {
                        refused.push(json!({ "why": why }));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, "");
    assert_eq!((cells, tried), (2_700, 450));
    // Each refusal says why.
    assert_eq!(bench.audited("access-refused").await, refused);
    println!("{cells} cells as expected; {tried} sessions tried");
}
