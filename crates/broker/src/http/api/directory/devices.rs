//! Devices: found, looked at, saved and removed.

use super::{
    Listed, Named, Told, age_ms, author, checked, embedded, gone, group_names, named, size, tag,
    word, word_given,
};
use crate::{
    App,
    condition::{Condition, Tag},
    directory::{
        Device, DeviceQuery, DeviceRow, Provider as _,
        entry::{Compliance, Platform},
    },
    http::{
        asked,
        error::ApiError,
        extract::{Json, Path, Query},
    },
    identity::{DevicesRead, DevicesUpdate, Permitted},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::ErrorCode;
use serde::{Deserialize, Serialize};

/// Which devices, as somebody asks for them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    search: Option<String>,
    compliance: Option<String>,
    platform: Option<String>,
    owner: Option<String>,
    group: Option<String>,
    order: Option<String>,
    reverse: Option<String>,
    after: Option<String>,
    size: Option<String>,
}

impl Asked {
    fn query(&self) -> Result<DeviceQuery, ApiError> {
        Ok(DeviceQuery {
            search: asked::read(self.search.as_deref(), "search")?,
            compliance: word_given("compliance", self.compliance.as_deref())?,
            platform: word_given("platform", self.platform.as_deref())?,
            owner: asked::read(self.owner.as_deref(), "owner")?,
            group: asked::read(self.group.as_deref(), "group")?,
            order: word_given("order", self.order.as_deref())?.unwrap_or_default(),
            reverse: asked::read(self.reverse.as_deref(), "reverse")?.unwrap_or_default(),
            after: asked::read(self.after.as_deref(), "after")?,
            size: size(self.size.as_deref())?,
        })
    }
}

/// A device as it is shown.
#[derive(Serialize)]
pub(super) struct View {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Named>,
    platform: Platform,
    compliance: Compliance,
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen_ms: Option<u64>,
    /// Not in lists, and not while the directory does not tell them.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<Named>>,
    /// Nor this: who has not seen the groups would remove the device from all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<Tag>,
}

impl View {
    fn of(
        device: Device,
        owner_name: Option<String>,
        groups: Option<Vec<Named>>,
        tag: Option<Tag>,
    ) -> Self {
        let owner = device.owner.map(|id| Named {
            id,
            name: owner_name,
        });
        Self {
            id: device.id,
            name: device.name,
            owner,
            platform: device.platform,
            compliance: device.compliance,
            reasons: device.reasons,
            last_seen_ms: device.last_seen_ms,
            groups,
            tag,
        }
    }
}

/// A device to be saved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    name: String,
    owner: Option<String>,
    platform: String,
    compliance: String,
    #[serde(default)]
    reasons: Vec<String>,
    last_seen_ms: Option<u64>,
    #[serde(default)]
    groups: Vec<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    _by: Permitted<DevicesRead>,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Listed<View>>, ApiError> {
    let page = app.access.directory().devices(&asked.query()?).await?;
    let shown = |row: DeviceRow| View::of(row.device, row.owner_name, None, None);
    Ok(axum::Json(Listed::of(&app, page, shown)))
}

pub(super) async fn one(
    State(app): State<App>,
    _by: Permitted<DevicesRead>,
    Path(id): Path<String>,
) -> Result<axum::Json<Told<View>>, ApiError> {
    let answer = app.access.directory().device_by_id(&id).await?;
    let answer = answer.ok_or(ErrorCode::NotFound)?;
    let mut found = answer.device;
    let owner_name = match &found.value.owner {
        Some(owner) => name_of(&app, owner).await,
        None => None,
    };
    let tag = tag(&app, &found.value);
    let groups = std::mem::take(&mut found.value.groups);
    let groups = match answer.groups_untold {
        None => {
            let names = group_names(&app, groups.iter()).await;
            Some(named(groups, &names))
        }
        Some(error) => {
            tracing::warn!(%error, "the groups of a device were not to be had");
            None
        }
    };
    Ok(axum::Json(Told {
        age_ms: age_ms(&app, found.as_of_ms),
        it: View::of(found.value, owner_name, groups, tag),
    }))
}

/// What somebody is called. Where it cannot be told, their id has to do.
async fn name_of(app: &App, person: &str) -> Option<String> {
    match app.access.directory().person_by_id(person).await {
        Ok(found) => found.map(|found| found.value.name),
        Err(error) => {
            tracing::warn!(%error, "the name of a device's owner was not to be had");
            None
        }
    }
}

pub(super) async fn save(
    State(app): State<App>,
    by: Permitted<DevicesUpdate>,
    Path(id): Path<String>,
    condition: Condition,
    Json(body): Json<Body>,
) -> Result<StatusCode, ApiError> {
    let directory = embedded(&app)?;
    let device = Device {
        id: checked(id)?,
        name: body.name,
        owner: body.owner,
        platform: word("platform", &body.platform)?,
        compliance: word("compliance", &body.compliance)?,
        reasons: body.reasons,
        last_seen_ms: body.last_seen_ms,
        groups: body.groups,
    };
    let change = author(&by).only(&condition);
    directory.save_device(&device, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn remove(
    State(app): State<App>,
    by: Permitted<DevicesUpdate>,
    Path(id): Path<String>,
    condition: Condition,
) -> Result<StatusCode, ApiError> {
    let change = author(&by).only(&condition);
    gone(embedded(&app)?.remove_device(&id, change).await?)
}
