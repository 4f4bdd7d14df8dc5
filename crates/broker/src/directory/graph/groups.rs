//! Groups, and who is in which.

use super::{
    failure::Failure,
    guid::Guid,
    line::Service,
    request::{Ask, Client},
};
use crate::identity::clean;
use serde::Deserialize;
use serde_json::json;
use std::collections::HashSet;

/// What reading groups takes.
const PERMISSION: &str = "GroupMember.Read.All";
/// The code by which Graph says that somebody is in more groups than one answer holds.
const TOO_MANY: &str = "Directory_ResultSizeLimitExceeded";

/// Somebody or something that may be in groups.
#[derive(Clone, Copy)]
pub(super) enum Member<'a> {
    /// A person.
    Person(&'a Guid),
    /// A device, by the id of its object.
    Device(&'a Guid),
}

impl Member<'_> {
    fn path(self) -> String {
        match self {
            Self::Person(id) => format!("/users/{}", id.as_str()),
            Self::Device(id) => format!("/devices/{}", id.as_str()),
        }
    }

    fn permission(self) -> &'static str {
        match self {
            Self::Person(_) => "User.Read.All, GroupMember.Read.All",
            Self::Device(_) => "Device.Read.All",
        }
    }
}

/// An object of which nothing but the id matters.
#[derive(Deserialize)]
struct Object {
    id: String,
}

/// The ids of all groups that they are in, also by way of other groups: all of them or none.
pub(super) async fn memberships(
    client: &Client,
    member: Member<'_>,
) -> Result<Option<Vec<String>>, Failure> {
    let path = member.path();
    let get = |end: &str, parameters: &[(&str, &str)]| {
        Ask::get(
            Service::Entra,
            member.permission(),
            &format!("{path}/{end}"),
            parameters,
        )
    };
    // Groups of every kind: Teams are made of such that are no security groups.
    let ask = get("getMemberObjects", &[]).post(json!({ "securityEnabledOnly": false }));
    let found = match client.all::<String>(&ask).await {
        Err(Failure::Rejected(code)) if code == TOO_MANY => {
            let ask = get("transitiveMemberOf", &[("$select", "id"), ("$top", "999")]);
            let objects = client.all::<Object>(&ask).await?;
            objects.map(|objects| objects.into_iter().map(|object| object.id).collect())
        }
        other => other?,
    };
    found
        .map(|ids| {
            let mut ids = ids
                .iter()
                .map(|id| Guid::parse(id).map(Guid::into_string))
                .collect::<Option<Vec<String>>>()
                .ok_or(Failure::Nonsense("a group without an id"))?;
            ids.sort_unstable();
            ids.dedup();
            Ok(ids)
        })
        .transpose()
}

/// A device as a member of a group.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MemberDevice {
    device_id: Option<String>,
}

/// The devices that are in a group, also by way of other groups, by their ids in Entra ID. None where there is no such
/// group.
pub(super) async fn devices(client: &Client, group: &Guid) -> Result<HashSet<Guid>, Failure> {
    let path = format!(
        "/groups/{}/transitiveMembers/microsoft.graph.device",
        group.as_str()
    );
    let parameters = [
        ("$select", "id,deviceId"),
        ("$count", "true"),
        ("$top", "999"),
    ];
    let permission = "GroupMember.Read.All, Device.Read.All";
    let ask = Ask::get(Service::Entra, permission, &path, &parameters).eventual();
    let rows: Vec<MemberDevice> = client.all(&ask).await?.unwrap_or_default();
    let ids = rows.into_iter().filter_map(|row| row.device_id);
    Ok(ids.filter_map(|id| Guid::parse(&id)).collect())
}

/// A group as Graph tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    display_name: Option<String>,
}

/// Ids and names of all groups, by name.
pub(super) async fn all(client: &Client) -> Result<Vec<(String, String)>, Failure> {
    let parameters = [("$select", "id,displayName"), ("$top", "999")];
    let ask = Ask::get(Service::Entra, PERMISSION, "/groups", &parameters);
    let rows: Vec<Row> = client
        .all(&ask)
        .await?
        .ok_or(Failure::Nonsense("there are no groups to ask for"))?;
    let mut groups = rows
        .into_iter()
        .map(|row| {
            let id = Guid::parse(&row.id)?.into_string();
            let name = row.display_name.as_deref().and_then(clean);
            Some((name.unwrap_or_else(|| id.clone()), id))
        })
        .collect::<Option<Vec<_>>>()
        .ok_or(Failure::Nonsense("a group without an id"))?;
    groups.sort_by_cached_key(|(name, id)| (name.to_lowercase(), id.clone()));
    groups.dedup();
    Ok(groups.into_iter().map(|(name, id)| (id, name)).collect())
}
