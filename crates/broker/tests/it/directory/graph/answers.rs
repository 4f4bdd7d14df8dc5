//! What Graph answers, as it is documented: `$select` and its default set, pages, searches by the beginnings of
//! words, counts, and errors with codes.

use super::{
    TENANT,
    mock::{Endless, Inside, Seen, error},
    world::{entra_id, object_id},
};
use axum::{
    Json,
    http::{Method, header},
    response::{IntoResponse, Response},
};
use remote_help::directory::{Compliance, Device, Person, Platform};
use serde_json::{Map, Value, json};

/// What is told of a person unless something else is asked for.
const DEFAULTS: &str = "id,displayName,jobTitle,mail,userPrincipalName";

/// Answers a request.
pub(super) fn answer(inside: &Inside, origin: &str, seen: &Seen, body: &Value) -> Response {
    let path = seen.path.strip_prefix("/v1.0/").unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let world = &inside.world;
    let list = |rows| listing(inside, origin, seen, rows);
    let someone = |id: &str| world.people.iter().find(|person| person.id == id);
    let post = seen.method == Method::POST;
    match parts.as_slice() {
        ["users"] => list(people(inside, seen, |_| true)),
        ["users", id] => match someone(id) {
            Some(person) => {
                Json(select(inside, seen, DEFAULTS, user(inside, person))).into_response()
            }
            None => missing(),
        },
        ["users", id, "photo", "$value"] => match world.photos.get(*id) {
            Some(bytes) => ([(header::CONTENT_TYPE, "image/jpeg")], bytes.clone()).into_response(),
            None => error(404, "ImageNotFound"),
        },
        ["users", id, "getMemberObjects"] if post => {
            memberships(inside, body, someone(id).map(|person| &person.groups))
        }
        ["users", id, "transitiveMemberOf"] => match someone(id) {
            Some(person) => list(ids(&person.groups)),
            None => missing(),
        },
        ["groups"] => {
            let row = |group: &remote_help::directory::Group| {
                select(
                    inside,
                    seen,
                    "id",
                    json!({"id": group.id, "displayName": group.name, "visibility": null}),
                )
            };
            list(world.groups.iter().map(row).collect())
        }
        ["groups", id, "transitiveMembers", "microsoft.graph.user"] => {
            if !world.groups.iter().any(|group| group.id == *id) {
                return missing();
            }
            let is_in = |person: &Person| person.groups.iter().any(|group| group == id);
            list(people(inside, seen, is_in))
        }
        ["groups", id, "transitiveMembers", "microsoft.graph.device"] => {
            if !world.groups.iter().any(|group| group.id == *id) {
                return missing();
            }
            // Only members of one kind takes the header.
            assert!(seen.eventual && seen.query.contains_key("$count"));
            let is_in = |device: &&Device| device.groups.iter().any(|group| group == id);
            let row = |device: &Device| {
                let all = json!({"id": object_id(&device.id), "deviceId": entra_id(&device.id)});
                select(inside, seen, "id", all)
            };
            list(world.devices.iter().filter(is_in).map(row).collect())
        }
        ["organization"] => {
            let domain =
                |name: &String| json!({"name": name, "isDefault": false, "isInitial": false});
            let domains = world.organization.verified_domains.iter().map(domain);
            let all = json!({
                "id": inside.quirks.other_id.unwrap_or(TENANT),
                "displayName": world.organization.name,
                "verifiedDomains": domains.collect::<Vec<_>>(),
                "city": "Example",
            });
            list(vec![select(inside, seen, "id", all)])
        }
        ["deviceManagement", "managedDevices"] => list(managed(inside, seen)),
        ["deviceManagement", "managedDevices", id] => {
            match world.devices.iter().find(|device| device.id == *id) {
                Some(device) => {
                    Json(select(inside, seen, "id", told(inside, device))).into_response()
                }
                None => error(404, "ResourceNotFound"),
            }
        }
        [
            "deviceManagement",
            "managedDevices",
            id,
            "deviceCompliancePolicyStates",
        ] => {
            let found = world.devices.iter().find(|device| device.id == *id);
            let reasons = found
                .map(|device| device.reasons.clone())
                .unwrap_or_default();
            let state = |name: &str, state| json!({"id": "x", "displayName": name, "state": state});
            let mut rows: Vec<Value> = reasons
                .iter()
                .map(|name| state(name, "nonCompliant"))
                .collect();
            rows.push(state("A policy that is met", "compliant"));
            list(rows)
        }
        ["devices"] => list(objects(inside, seen)),
        ["devices", id, "getMemberObjects"] if post => {
            let found = world
                .devices
                .iter()
                .find(|device| object_id(&device.id) == *id);
            memberships(inside, body, found.map(|device| &device.groups))
        }
        _ => error(400, "BadRequest"),
    }
}

fn missing() -> Response {
    error(404, "Request_ResourceNotFound")
}

/// The properties that were asked for, or else those that are told by themselves.
fn select(inside: &Inside, seen: &Seen, defaults: &str, all: Value) -> Value {
    let wanted = seen.query.get("$select").map_or(defaults, String::as_str);
    let mut chosen = Map::new();
    for name in wanted.split(',') {
        if !inside.quirks.omits.contains(&name) {
            chosen.insert(name.to_owned(), all[name].clone());
        }
    }
    Value::Object(chosen)
}

fn user(inside: &Inside, person: &Person) -> Value {
    json!({
        "id": inside.quirks.other_id.unwrap_or(&person.id),
        "displayName": person.name,
        "jobTitle": person.title,
        "companyName": person.company,
        "mail": person.email,
        "userPrincipalName": inside.quirks.upn.map(str::to_owned).or_else(|| {
            person.email.as_ref().map(|mail| format!("{mail}.upn"))
        }),
        "accountEnabled": person.enabled,
    })
}

/// People, searched and by name.
fn people(inside: &Inside, seen: &Seen, wanted: impl Fn(&Person) -> bool) -> Vec<Value> {
    let search = seen.query.get("$search");
    // What is advanced takes the header; without it, this is an error.
    assert!(seen.eventual || (search.is_none() && !seen.query.contains_key("$count")));
    let mut found: Vec<&Person> = inside
        .world
        .people
        .iter()
        .filter(|person| wanted(person))
        .filter(|person| {
            inside.quirks.ignores_filters
                || search.is_none_or(|search| {
                    let user = user(inside, person);
                    search.split(" OR ").any(|clause| finds(clause, &user))
                })
        })
        .collect();
    if seen.query.contains_key("$orderby") {
        found.sort_by_key(|person| person.name.to_lowercase());
    }
    found
        .into_iter()
        .map(|person| select(inside, seen, DEFAULTS, user(inside, person)))
        .collect()
}

/// Whether a clause of a search finds somebody: words of the name by their beginnings, addresses by theirs.
fn finds(clause: &str, user: &Value) -> bool {
    let clause = clause.trim_matches('"').replace("\\\"", "\"");
    let (field, text) = clause.split_once(':').unwrap();
    let value = user[field].as_str().unwrap_or_default().to_lowercase();
    if field != "displayName" {
        return value.starts_with(text);
    }
    let words: Vec<&str> = value.split(|char: char| !char.is_alphanumeric()).collect();
    text.split(' ')
        .all(|part| words.iter().any(|word| word.starts_with(part)))
}

fn ids(ids: &[String]) -> Vec<Value> {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

fn memberships(inside: &Inside, body: &Value, groups: Option<&Vec<String>>) -> Response {
    assert_eq!(body["securityEnabledOnly"], json!(false));
    match groups {
        None => missing(),
        Some(_) if inside.quirks.too_many_groups => error(400, "Directory_ResultSizeLimitExceeded"),
        Some(groups) => Json(json!({ "value": groups })).into_response(),
    }
}

/// Devices of Intune's. One filter is understood; any other is ignored in silence, as the real one does.
fn managed(inside: &Inside, seen: &Seen) -> Vec<Value> {
    let filter = seen.query.get("$filter");
    let wanted = filter
        .and_then(|filter| filter.strip_prefix("azureADDeviceId eq '"))
        .and_then(|rest| rest.strip_suffix('\''))
        .filter(|_| !inside.quirks.ignores_filters);
    inside
        .world
        .devices
        .iter()
        .filter(|device| wanted.is_none_or(|wanted| entra_id(&device.id) == wanted))
        .map(|device| select(inside, seen, "id", told(inside, device)))
        .collect()
}

/// A device as Intune tells it.
fn told(inside: &Inside, device: &Device) -> Value {
    let owner = device.owner.as_ref();
    let owner = owner.and_then(|id| inside.world.people.iter().find(|person| person.id == *id));
    let state = inside.world.states.get(&device.id).map_or_else(
        || match device.compliance {
            Compliance::Compliant => "compliant",
            Compliance::NotCompliant => "noncompliant",
            Compliance::InGracePeriod => "inGracePeriod",
            Compliance::Unknown => "unknown",
        },
        String::as_str,
    );
    let system = match device.platform {
        Platform::Windows => "Windows",
        Platform::Macos => "macOS",
        Platform::Linux => "Linux (ubuntu)",
        Platform::Ios => "iOS",
        Platform::Android => "AndroidEnterprise",
        Platform::Other => "ChromeOS",
    };
    let seen = device.last_seen_ms.map_or_else(
        || "0001-01-01T00:00:00Z".to_owned(),
        |at| {
            let at = i64::try_from(at).unwrap();
            let at = chrono::DateTime::from_timestamp_millis(at).unwrap();
            at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
        },
    );
    json!({
        "id": inside.quirks.other_id.unwrap_or(&device.id),
        "userId": device.owner.as_deref().unwrap_or_default(),
        "deviceName": device.name,
        "operatingSystem": system,
        "complianceState": state,
        "lastSyncDateTime": seen,
        "azureADDeviceId": entra_id(&device.id),
        "userDisplayName": owner.map(|owner| &owner.name),
        "userPrincipalName": owner.and_then(|owner| owner.email.as_ref()),
        "emailAddress": owner.and_then(|owner| owner.email.as_ref()),
        "serialNumber": "0",
    })
}

/// Devices as Entra ID tells them.
fn objects(inside: &Inside, seen: &Seen) -> Vec<Value> {
    let filter = seen.query.get("$filter").unwrap();
    let wanted = filter.strip_prefix("deviceId eq '").unwrap();
    let wanted = wanted.strip_suffix('\'').unwrap();
    inside
        .world
        .devices
        .iter()
        .filter(|device| inside.quirks.ignores_filters || entra_id(&device.id) == wanted)
        .map(|device| json!({"id": object_id(&device.id), "deviceId": entra_id(&device.id)}))
        .collect()
}

/// A page of rows, with where the next one is.
fn listing(inside: &Inside, origin: &str, seen: &Seen, rows: Vec<Value>) -> Response {
    let begin: usize = seen
        .query
        .get("$skiptoken")
        .map_or(0, |mark| mark.parse().unwrap());
    let top = seen.query.get("$top").map(|top| top.parse().unwrap());
    let size = top.unwrap_or(usize::MAX).min(inside.page);
    let mut page = json!({ "@odata.context": format!("{origin}/v1.0/$metadata") });
    if seen
        .query
        .get("$count")
        .is_some_and(|count| count == "true")
    {
        page["@odata.count"] = json!(rows.len());
    }
    let next = match inside.quirks.endless {
        Some(Endless::Circle) => Some(begin),
        Some(Endless::Spiral) => Some(begin + 1),
        None => (begin + size < rows.len()).then_some(begin + size),
    };
    if let Some(next) = next {
        let origin = inside.quirks.next_origin.as_deref().unwrap_or(origin);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &seen.query {
            if name != "$skiptoken" {
                query.append_pair(name, value);
            }
        }
        query.append_pair("$skiptoken", &next.to_string());
        page["@odata.nextLink"] = json!(format!("{origin}{}?{}", seen.path, query.finish()));
    }
    let rows: Vec<Value> = rows.into_iter().skip(begin).take(size).collect();
    page["value"] = json!(rows);
    Json(page).into_response()
}
