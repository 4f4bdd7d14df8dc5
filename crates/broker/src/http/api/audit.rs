//! The audit: read in pages, and taken out whole.
//!
//! | method and path | query → answer | permission |
//! | --- | --- | --- |
//! | `GET /audit` | filters, `after`, `size` → records, the newest first, and `next` | *Audit data: Read* |
//! | `GET /audit/export` | filters, `format` → a file, the oldest first | *Audit data: Read* |
//!
//! Filters: `from_ms` (not before) and `to_ms` (before), `kind`, `actor` (an account, or part of a name or an address),
//! `session`. An export is itself in the audit, before anything of it goes.

use crate::{
    App,
    audit::{
        self,
        export::{ExportError, Format, Pieces},
        query::{self, Filter, Page},
    },
    http::{asked, download, error::ApiError, extract::Query, routes::Routes},
    identity::{AuditRead, Permitted},
};
use axum::extract::State;
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;

/// Letters of a kind.
pub const KIND: usize = 64;
/// Letters of a session's id.
pub const SESSION: usize = 64;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/audit", page)
        .get("/audit/export", export)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    from_ms: Option<String>,
    to_ms: Option<String>,
    kind: Option<String>,
    actor: Option<String>,
    session: Option<String>,
    after: Option<String>,
    size: Option<String>,
    format: Option<String>,
}

impl Asked {
    fn filter(&self) -> Result<Filter, ApiError> {
        let (from_ms, until_ms) = asked::span(self.from_ms.as_deref(), self.to_ms.as_deref())?;
        let kind = word(self.kind.as_deref(), "kind", KIND, |byte| {
            byte.is_ascii_lowercase() || byte == b'-'
        })?;
        let session = word(self.session.as_deref(), "session", SESSION, |byte| {
            byte.is_ascii_hexdigit()
        })?;
        Ok(Filter {
            from_ms,
            until_ms,
            kind,
            actor: asked::text(self.actor.as_deref(), "actor")?,
            session,
        })
    }
}

/// A text of such letters only.
fn word(
    text: Option<&str>,
    field: &str,
    most: usize,
    fits: impl Fn(u8) -> bool,
) -> Result<Option<String>, ApiError> {
    let word = asked::read::<String>(text, field)?;
    match word {
        Some(word) if word.len() > most || !word.bytes().all(fits) => Err(asked::bad(field)),
        word => Ok(word),
    }
}

async fn page(
    State(app): State<App>,
    _by: Permitted<AuditRead>,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Page>, ApiError> {
    let filter = asked.filter()?;
    let after = asked::read(asked.after.as_deref(), "after")?;
    let size = asked::size(asked.size.as_deref(), query::PAGE, query::MOST)?;
    Ok(axum::Json(
        query::page(app.store.read(), &filter, after, size).await?,
    ))
}

async fn export(
    State(app): State<App>,
    by: Permitted<AuditRead>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let filter = asked.filter()?;
    let format: Option<Format> = asked::read(asked.format.as_deref(), "format")?;
    let format = format.ok_or_else(|| asked::bad("format"))?;
    let pieces = Pieces::begin(app.store.read().clone(), format, &filter).await?;
    // A name that is searched for stays out of the audit.
    let told = json!({
        "format": format.name(),
        "from_ms": filter.from_ms,
        "to_ms": filter.until_ms,
        "kind": filter.kind,
        "session": filter.session,
        "by_actor": filter.actor.is_some(),
    });
    audit::taken_out(&app.store, &app.clock, &by, "audit-exported", told).await?;
    let pieces = stream::try_unfold(pieces, |mut pieces| async move {
        Ok(pieces.next().await?.map(|piece| (piece, pieces)))
    });
    Ok(download::file("remote-help-audit", format, pieces))
}

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        Self::unavailable(error)
    }
}
