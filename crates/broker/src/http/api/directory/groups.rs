//! Groups: listed, saved, filled and removed.

use super::{Listed, Registrar, age_ms, author, checked, embedded, gone, tag, word, word_given};
use crate::{
    App,
    condition::{Condition, Tag},
    directory::{Group, GroupKind, Provider as _},
    http::{
        error::ApiError,
        extract::{Json, Path, Query},
    },
    identity::{DevicesRead, Permitted},
};
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Which groups, as somebody asks for them: those of both kinds unless told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    kind: Option<String>,
}

/// A group as it is shown.
#[derive(Serialize)]
pub(super) struct View {
    #[serde(flatten)]
    group: Group,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<Tag>,
}

/// A group to be saved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    name: String,
    kind: String,
}

/// Who, or what, a group is to be made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Members {
    members: Vec<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    _by: Permitted<DevicesRead>,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Listed<View>>, ApiError> {
    let kinds = match word_given::<GroupKind>("kind", asked.kind.as_deref())? {
        Some(kind) => vec![kind],
        None => vec![GroupKind::People, GroupKind::Devices],
    };
    let mut listed = Listed {
        rows: Vec::new(),
        total: None,
        next: None,
        age_ms: 0,
    };
    let mut there = HashSet::new();
    for kind in kinds {
        let groups = app.access.directory().groups(kind).await?;
        // One that may hold both is given for either, and told once.
        let new = groups.value.into_iter();
        let new = new.filter(|group| there.insert(group.id.clone()));
        listed.rows.extend(new.map(|group| View {
            tag: tag(&app, &group),
            group,
        }));
        listed.age_ms = listed.age_ms.max(age_ms(&app, groups.as_of_ms));
    }
    Ok(axum::Json(listed))
}

pub(super) async fn save(
    State(app): State<App>,
    by: Registrar,
    Path(id): Path<String>,
    condition: Condition,
    Json(body): Json<Body>,
) -> Result<StatusCode, ApiError> {
    let directory = embedded(&app)?;
    let group = Group {
        id: checked(id)?,
        name: body.name,
        kind: word("kind", &body.kind)?,
    };
    let change = author(&by).only(&condition);
    directory.save_group(&group, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn remove(
    State(app): State<App>,
    by: Registrar,
    Path(id): Path<String>,
    condition: Condition,
) -> Result<StatusCode, ApiError> {
    let change = author(&by).only(&condition);
    gone(embedded(&app)?.remove_group(&id, change).await?)
}

pub(super) async fn set_members(
    State(app): State<App>,
    by: Registrar,
    Path(id): Path<String>,
    Json(Members { members }): Json<Members>,
) -> Result<StatusCode, ApiError> {
    let directory = embedded(&app)?;
    directory.set_members(&id, &members, author(&by)).await?;
    Ok(StatusCode::NO_CONTENT)
}
