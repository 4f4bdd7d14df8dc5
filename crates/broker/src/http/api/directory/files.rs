//! Files of the embedded directory, as `docs/directory.md` describes them: read into it, and written from it.

use super::{author, embedded};
use crate::{
    App, audit,
    directory::{
        csv::{
            Kind,
            export::{EXPORTED, ExportError},
            plan::{Bad, Plan},
        },
        embedded::files::{ImportError, Importing},
        limits,
    },
    http::{
        asked,
        body::{self, Unread},
        error::ApiError,
        extract::{Path, Query},
    },
    identity::{DevicesUpdate, Permission, Permitted},
};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request, State},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use http::{header, request::Parts};
use rh_protocol::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

/// How a file is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct How {
    dry_run: Option<String>,
    replace: Option<String>,
    expect_removed: Option<String>,
}

/// What a file does, or would do. With a fault it does nothing.
#[derive(Serialize)]
pub(super) struct Outcome {
    new: usize,
    changed: usize,
    unchanged: usize,
    removed: usize,
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Fault {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'static str>,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

impl From<Plan> for Outcome {
    fn from(plan: Plan) -> Self {
        Self {
            new: plan.new,
            changed: plan.changed,
            unchanged: plan.unchanged,
            removed: plan.removed,
            faults: plan.bad.iter().map(Fault::from).collect(),
        }
    }
}

impl From<&Bad> for Fault {
    fn from(bad: &Bad) -> Self {
        Self {
            // What is wrong with the whole file is wrong from its beginning.
            line: bad.line.unwrap_or(1),
            column: bad.column,
            code: bad.problem.code(),
            detail: bad.problem.detail(),
        }
    }
}

/// Which files there are.
pub(super) struct FileKind(Kind);

/// Who imports, and what: people and groups only who may also change roles. As an extractor before the file, so that none is
/// read of others.
pub(super) struct Importer {
    by: Permitted<DevicesUpdate>,
    kind: Kind,
}

impl FromRequestParts<App> for Importer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let by = Permitted::<DevicesUpdate>::from_request_parts(parts, app).await?;
        let FileKind(kind) = FileKind::from_request_parts(parts, app).await?;
        match kind {
            Kind::Devices => {}
            Kind::People | Kind::Groups => by.require(Permission::RolesUpdate)?,
        }
        Ok(Self { by, kind })
    }
}

impl FromRequestParts<App> for FileKind {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Path(kind) = Path::<String>::from_request_parts(parts, app).await?;
        let kind = kind.parse().map_err(|_| ErrorCode::NotFound)?;
        Ok(Self(kind))
    }
}

/// The turn to import. As an extractor before the file, so that only one file is held at once.
pub(super) struct Turn(Importing);

impl FromRequestParts<App> for Turn {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let turn = embedded(app)?.begin_import();
        turn.map(Self).ok_or(ErrorCode::Unavailable.into())
    }
}

/// A file: larger than other bodies, and slower.
pub(super) struct File(Bytes);

impl FromRequest<App> for File {
    type Rejection = Unread;

    async fn from_request(request: Request, app: &App) -> Result<Self, Unread> {
        let most = usize::try_from(limits::FILE).unwrap_or(usize::MAX);
        let pause = app.settings.connections.body_timeout();
        let time = Duration::from_millis(limits::FILE_MS);
        let file = body::read(request.into_body(), most, pause, time);
        file.await.map(Self)
    }
}

pub(super) async fn import(
    Importer { by, kind }: Importer,
    Query(how): Query<How>,
    Turn(turn): Turn,
    File(file): File,
) -> Result<axum::Json<Outcome>, ApiError> {
    let replace = asked::read(how.replace.as_deref(), "replace")?.unwrap_or_default();
    let dry_run = asked::read(how.dry_run.as_deref(), "dry_run")?.unwrap_or_default();
    let most = asked::read(how.expect_removed.as_deref(), "expect_removed")?;
    let plan = if dry_run {
        turn.dry_run(kind, file, replace).await?
    } else {
        turn.import(kind, file, replace, most, author(&by)).await?
    };
    Ok(axum::Json(plan.into()))
}

pub(super) async fn export(
    State(app): State<App>,
    by: Permitted<DevicesUpdate>,
    FileKind(kind): FileKind,
) -> Result<Response, ApiError> {
    let begun = embedded(&app)?.begin_export(kind).await?;
    let mut export = begun.ok_or(ErrorCode::Unavailable)?;
    // A store that fails at once is told as such; later the download breaks off.
    let first = export.next().await?;
    let told = json!({ "file": kind.name() });
    audit::taken_out(&app.store, &app.clock, &by, EXPORTED, told).await?;
    let pieces = stream::try_unfold((first, export), |(piece, mut export)| async move {
        let Some(piece) = piece else { return Ok(None) };
        let next = export.next().await?;
        Ok::<_, ExportError>(Some((piece, (next, export))))
    });
    let name = format!("attachment; filename=\"{}.csv\"", kind.name());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

impl From<ImportError> for ApiError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Change(error) => error.into(),
            ImportError::Broken(error) => Self::internal(error),
        }
    }
}

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        Self::unavailable(error)
    }
}
