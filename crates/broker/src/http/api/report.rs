//! The report of sessions that are over.
//!
//! | method and path | query → answer | permission |
//! | --- | --- | --- |
//! | `GET /report/sessions` | filters, `after`, `size` → sessions, the newest first, and `next` | *Audit data: Read* |
//! | `GET /report/totals` | filters → figures of all of them, and day by day | *Audit data: Read* |
//! | `GET /report/export` | filters, `format` → a file, the oldest first | *Audit data: Read* |
//!
//! Filters: `from_ms` (created not before) and `to_ms` (before), `helper` and `sharer` (an account, `directory:` and
//! somebody's id there, or part of a name or an address), `device` (an id, or part of a name), `outcome`, `ticket` (part of a reference). An export is in the audit, before anything of it goes.

use crate::{
    App,
    audit::{self, export::Format},
    http::{
        asked::{self, of_directory},
        download,
        error::ApiError,
        extract::Query,
        routes::Routes,
    },
    identity::{AuditRead, Permitted},
    report::{
        export::Pieces,
        name_of, outcome_of,
        query::{self, Filter, Page},
        totals::{self, Totals},
    },
};
use axum::extract::State;
use axum::response::Response;
use futures_util::stream;
use rh_protocol::{Redacted, view::EndReason};
use serde::Deserialize;
use serde_json::json;

/// Routes, relative to the interface's base.
pub fn routes() -> Routes {
    Routes::new()
        .get("/report/sessions", sessions)
        .get("/report/totals", totals)
        .get("/report/export", export)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    from_ms: Option<String>,
    to_ms: Option<String>,
    helper: Option<String>,
    sharer: Option<String>,
    device: Option<String>,
    outcome: Option<String>,
    ticket: Option<String>,
    after: Option<String>,
    size: Option<String>,
    format: Option<String>,
}

impl Asked {
    async fn filter(&self, app: &App) -> Result<Filter, ApiError> {
        let (from_ms, until_ms) = asked::span(self.from_ms.as_deref(), self.to_ms.as_deref())?;
        let (helper, helper_is) = somebody(app, self.helper.as_deref(), "helper").await?;
        let (sharer, sharer_is) = somebody(app, self.sharer.as_deref(), "sharer").await?;
        Ok(Filter {
            from_ms,
            until_ms,
            helper,
            sharer,
            helper_is,
            sharer_is,
            device: asked::text(self.device.as_deref(), "device")?,
            outcome: outcome(self.outcome.as_deref())?,
            ticket: asked::text(self.ticket.as_deref(), "ticket")?,
        })
    }
}

/// Whoever is called like a text, or has one of the accounts of somebody in the directory.
async fn somebody(
    app: &App,
    text: Option<&str>,
    field: &str,
) -> Result<(Option<Redacted<String>>, Option<Vec<String>>), ApiError> {
    let text = asked::text(text, field)?;
    let id = text.as_ref().and_then(|text| of_directory(text.expose()));
    let Some(id) = id else {
        return Ok((text, None));
    };
    let accounts = app.identity.accounts_of(id).await?;
    let accounts = accounts.ok_or_else(|| asked::bad(field))?;
    let accounts = accounts.iter().map(ToString::to_string).collect();
    Ok((None, Some(accounts)))
}

fn outcome(name: Option<&str>) -> Result<Option<EndReason>, ApiError> {
    let name = asked::read::<String>(name, "outcome")?;
    name.map(|name| outcome_of(&name).ok_or_else(|| asked::bad("outcome")))
        .transpose()
}

async fn sessions(
    State(app): State<App>,
    _by: Permitted<AuditRead>,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Page>, ApiError> {
    let filter = asked.filter(&app).await?;
    let after = asked::read(asked.after.as_deref(), "after")?;
    let size = asked::size(asked.size.as_deref(), query::PAGE, query::MOST)?;
    let page = query::page(app.store.read(), &filter, after.as_ref(), size).await?;
    Ok(axum::Json(page))
}

async fn totals(
    State(app): State<App>,
    _by: Permitted<AuditRead>,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Totals>, ApiError> {
    let filter = asked.filter(&app).await?;
    Ok(axum::Json(totals::totals(app.store.read(), &filter).await?))
}

async fn export(
    State(app): State<App>,
    by: Permitted<AuditRead>,
    Query(asked): Query<Asked>,
) -> Result<Response, ApiError> {
    let filter = asked.filter(&app).await?;
    let format: Option<Format> = asked::read(asked.format.as_deref(), "format")?;
    let format = format.ok_or_else(|| asked::bad("format"))?;
    // Names that are searched for stay out of the audit.
    let told = json!({
        "format": format.name(),
        "from_ms": filter.from_ms,
        "to_ms": filter.until_ms,
        "outcome": filter.outcome.map(name_of),
        "by_helper": filter.helper.is_some() || filter.helper_is.is_some(),
        "by_sharer": filter.sharer.is_some() || filter.sharer_is.is_some(),
        "by_device": filter.device.is_some(),
        "by_ticket": filter.ticket.is_some(),
    });
    audit::taken_out(&app.store, &app.clock, &by, "report-exported", told).await?;
    let pieces = Pieces::new(app.store.clone(), format, filter);
    let pieces = stream::try_unfold(pieces, |mut pieces| async move {
        Ok(pieces.next().await?.map(|piece| (piece, pieces)))
    });
    Ok(download::file("remote-help-sessions", format, pieces))
}
