//! People: found, looked at, saved and removed.

use super::{
    Listed, Named, Registrar, Told, age_ms, author, checked, embedded, gone, group_names, named,
    size, tag,
};
use crate::{
    App,
    condition::{Condition, Tag},
    directory::{Directory, Person, PersonQuery, Provider as _},
    http::{
        asked,
        error::ApiError,
        extract::{Json, Path, Query},
    },
    identity::{DevicesRead, Permitted},
};
use axum::extract::State;
use http::StatusCode;
use rh_protocol::ErrorCode;
use serde::{Deserialize, Serialize};

/// Which people, as somebody asks for them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    search: Option<String>,
    group: Option<String>,
    after: Option<String>,
    size: Option<String>,
}

impl Asked {
    fn query(&self) -> Result<PersonQuery, ApiError> {
        Ok(PersonQuery {
            search: asked::read(self.search.as_deref(), "search")?,
            group: asked::read(self.group.as_deref(), "group")?,
            after: asked::read(self.after.as_deref(), "after")?,
            size: size(self.size.as_deref())?,
        })
    }
}

/// A person as they are shown.
#[derive(Serialize)]
pub(super) struct View {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    enabled: bool,
    /// Not in lists of a directory that tells them one person at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<Named>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<Tag>,
}

impl View {
    fn of(person: Person, groups: Option<Vec<Named>>, tag: Option<Tag>) -> Self {
        Self {
            id: person.id,
            subject: person.subject,
            email: person.email,
            name: person.name,
            title: person.title,
            company: person.company,
            enabled: person.enabled,
            groups,
            tag,
        }
    }
}

/// A person to be saved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    subject: Option<String>,
    email: Option<String>,
    name: String,
    title: Option<String>,
    company: Option<String>,
    enabled: bool,
    #[serde(default)]
    groups: Vec<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    _by: Permitted<DevicesRead>,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Listed<View>>, ApiError> {
    let directory = app.access.directory();
    let page = directory.people(&asked.query()?).await?;
    let groups = page.value.rows.iter().flat_map(|person| &person.groups);
    let names = group_names(&app, groups).await;
    let has_groups = matches!(directory, Directory::Embedded(_));
    let shown = |mut person: Person| {
        let tag = tag(&app, &person);
        let groups = std::mem::take(&mut person.groups);
        let groups = has_groups.then(|| named(groups, &names));
        View::of(person, groups, tag)
    };
    Ok(axum::Json(Listed::of(&app, page, shown)))
}

pub(super) async fn one(
    State(app): State<App>,
    _by: Permitted<DevicesRead>,
    Path(id): Path<String>,
) -> Result<axum::Json<Told<View>>, ApiError> {
    let found = app.access.directory().person_by_id(&id).await?;
    let mut found = found.ok_or(ErrorCode::NotFound)?;
    let tag = tag(&app, &found.value);
    let groups = std::mem::take(&mut found.value.groups);
    let names = group_names(&app, groups.iter()).await;
    let groups = Some(named(groups, &names));
    Ok(axum::Json(Told {
        age_ms: age_ms(&app, found.as_of_ms),
        it: View::of(found.value, groups, tag),
    }))
}

pub(super) async fn save(
    State(app): State<App>,
    by: Registrar,
    Path(id): Path<String>,
    condition: Condition,
    Json(body): Json<Body>,
) -> Result<StatusCode, ApiError> {
    let directory = embedded(&app)?;
    let person = Person {
        id: checked(id)?,
        subject: body.subject,
        email: body.email,
        name: body.name,
        title: body.title,
        company: body.company,
        enabled: body.enabled,
        groups: body.groups,
    };
    let change = author(&by).only(&condition);
    directory.save_person(&person, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn remove(
    State(app): State<App>,
    by: Registrar,
    Path(id): Path<String>,
    condition: Condition,
) -> Result<StatusCode, ApiError> {
    let change = author(&by).only(&condition);
    gone(embedded(&app)?.remove_person(&id, change).await?)
}
