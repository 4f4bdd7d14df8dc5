//! What webhooks are told of a session: taken from the same records as the audit, in the same transaction.

use crate::report::note;
use crate::webhooks::{
    Event, Told, Webhooks,
    event::{self, time},
};
use rh_protocol::{Redacted, Role, SessionId};
use rh_session::broker::{Audit, AuditEvent, Session};
use sqlx::SqliteConnection;

/// Tells of a record that is about to be written, if it is one of those that anybody is told of.
pub(super) async fn tell(
    writer: &mut SqliteConnection,
    webhooks: &Webhooks,
    session: &Session,
    audit: &Audit,
) -> Result<Told, sqlx::Error> {
    use crate::settings::WebhookEvent as Wanted;
    let at_ms = audit.at.as_ms();
    let event = match &audit.event {
        AuditEvent::Connected { .. } if webhooks.wants(Wanted::SessionStarted) => {
            if started_ms(writer, session.id()).await?.is_some() {
                // Consent had lapsed and was given again.
                return Ok(Told::default());
            }
            let session = describe(writer, session, Some(at_ms)).await?;
            Event::SessionStarted { session }
        }
        AuditEvent::SessionEnded { reason, note } if webhooks.wants(Wanted::SessionEnded) => {
            let started_ms = started_ms(writer, session.id()).await?;
            Event::SessionEnded {
                session: describe(writer, session, started_ms).await?,
                reason: *reason,
                note: note.clone(),
                duration_ms: started_ms.map(|started_ms| at_ms.saturating_sub(started_ms)),
                screen: screen(session),
                ticket: note::ticket(writer, session.id()).await?.map(Redacted::new),
            }
        }
        _ => return Ok(Told::default()),
    };
    webhooks.tell(writer, at_ms, &event).await
}

/// When both had agreed for the first time.
async fn started_ms(
    writer: &mut SqliteConnection,
    session: SessionId,
) -> Result<Option<u64>, sqlx::Error> {
    let first: Option<i64> = sqlx::query_scalar(
        "SELECT MIN(at_ms) FROM audit WHERE session = $1 AND kind = 'connected'",
    )
    .bind(session.to_string())
    .fetch_one(writer)
    .await?;
    Ok(first.and_then(|at_ms| u64::try_from(at_ms).ok()))
}

async fn describe(
    writer: &mut SqliteConnection,
    session: &Session,
    started_ms: Option<u64>,
) -> Result<event::Session, sqlx::Error> {
    Ok(event::Session {
        id: session.id().to_string(),
        created_at: time(session.created().as_ms()),
        started_at: started_ms.map(time),
        helper: person(writer, session, Role::Helper).await?,
        sharer: person(writer, session, Role::Sharer).await?,
        device: session.device().map(device),
    })
}

/// What there was to see.
fn screen(session: &Session) -> event::Screen {
    let receipt = session.receipt().unwrap_or_default();
    event::Screen {
        surfaces: receipt.surfaces,
        shared_ms: receipt.shared_ms,
        pauses: receipt.pauses,
        paused_ms: receipt.paused_ms,
    }
}

fn device(device: &rh_session::broker::Device) -> event::Device {
    event::Device {
        id: device.id.clone(),
        name: device.shown.name.clone(),
        state: device.shown.state,
        proof: device.shown.proof,
    }
}

/// Who is on that side.
async fn person(
    writer: &mut SqliteConnection,
    session: &Session,
    side: Role,
) -> Result<Option<event::Person>, sqlx::Error> {
    let mut people = session.people().filter(|(_, role, ..)| *role == side);
    let Some((_, _, account, person)) = people.next() else {
        return Ok(None);
    };
    let known: Option<(String, Option<String>)> =
        sqlx::query_as("SELECT subject, email FROM accounts WHERE id = $1")
            .bind(account.as_str())
            .fetch_optional(writer)
            .await?;
    let (subject, email) = known.map_or((None, None), |(subject, email)| (Some(subject), email));
    Ok(Some(event::Person {
        account: account.as_str().to_owned(),
        subject: subject.map(Redacted::new),
        name: person.name.clone(),
        email: email.map(Redacted::new),
    }))
}
