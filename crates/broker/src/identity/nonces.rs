//! Nonces of the broker: single use, ten minutes, each for one browser and role.

use super::{error::SignInError, secret};
use crate::store::Store;
use rh_protocol::{Redacted, Role};
use sqlx::Row as _;

/// How long a nonce is good for, in milliseconds: long enough for a password, a second factor and a
/// phone that must be found first.
pub(super) const LIFE_MS: u64 = 10 * 60_000;
/// Nonces that one browser may hold: a tab each. The oldest gives way.
const PER_BROWSER: i64 = 16;

/// A nonce, and the secret that its browser keeps in a cookie.
#[derive(Debug)]
pub(super) struct Issued {
    /// For the provider.
    pub(super) nonce: Redacted<String>,
    /// For the cookie.
    pub(super) browser: Redacted<String>,
}

/// Gives a nonce to a browser. A browser that has a sign-in under way keeps its cookie, so that two
/// tabs can sign in at once.
///
/// # Errors
/// When the store fails.
pub(super) async fn issue(
    store: &Store,
    role: Role,
    browser: Option<Redacted<String>>,
    now_ms: i64,
) -> Result<Issued, SignInError> {
    let mut write = store.write().await?;
    sqlx::query("DELETE FROM nonces WHERE expires_ms <= $1")
        .bind(now_ms)
        .execute(&mut *write)
        .await?;
    // Only a cookie of ours is kept: one that somebody planted binds nothing.
    let known = match browser {
        Some(browser) => sqlx::query("SELECT 1 FROM nonces WHERE browser_hash = $1 LIMIT 1")
            .bind(secret::hash(browser.expose()))
            .fetch_optional(&mut *write)
            .await?
            .map(|_| browser),
        None => None,
    };
    let issued = Issued {
        nonce: secret::fresh(),
        browser: known.unwrap_or_else(secret::fresh),
    };
    let browser_hash = secret::hash(issued.browser.expose());
    sqlx::query(
        "DELETE FROM nonces WHERE browser_hash = $1 AND nonce_hash NOT IN (\
         SELECT nonce_hash FROM nonces WHERE browser_hash = $1 \
         ORDER BY expires_ms DESC LIMIT $2)",
    )
    .bind(&browser_hash)
    .bind(PER_BROWSER - 1)
    .execute(&mut *write)
    .await?;
    sqlx::query(
        "INSERT INTO nonces (nonce_hash, browser_hash, role, expires_ms) VALUES ($1, $2, $3, $4)",
    )
    .bind(secret::hash(issued.nonce.expose()))
    .bind(browser_hash)
    .bind(role.as_str())
    .bind(now_ms.saturating_add_unsigned(LIFE_MS))
    .execute(&mut *write)
    .await?;
    write.commit().await?;
    Ok(issued)
}

/// Whether this browser has a sign-in under way in this role: asked first, since it is cheap.
///
/// # Errors
/// When the store fails.
pub(super) async fn is_expected(
    store: &Store,
    role: Role,
    browser: &Redacted<String>,
    now_ms: i64,
) -> Result<bool, SignInError> {
    let found = sqlx::query(
        "SELECT 1 FROM nonces WHERE browser_hash = $1 AND role = $2 AND expires_ms > $3 LIMIT 1",
    )
    .bind(secret::hash(browser.expose()))
    .bind(role.as_str())
    .bind(now_ms)
    .fetch_optional(store.read())
    .await?;
    Ok(found.is_some())
}

/// Spends a nonce: true for exactly one caller, in time, from the browser and role it was given to.
///
/// # Errors
/// When the store fails.
pub(super) async fn spend(
    store: &Store,
    role: Role,
    nonce: &str,
    browser: &Redacted<String>,
    now_ms: i64,
) -> Result<bool, SignInError> {
    let mut write = store.write().await?;
    let spent = sqlx::query(
        "DELETE FROM nonces WHERE nonce_hash = $1 AND browser_hash = $2 AND role = $3 \
         RETURNING expires_ms",
    )
    .bind(secret::hash(nonce))
    .bind(secret::hash(browser.expose()))
    .bind(role.as_str())
    .fetch_optional(&mut *write)
    .await?;
    write.commit().await?;
    Ok(match spent {
        Some(row) => row.try_get::<i64, _>("expires_ms")? > now_ms,
        None => false,
    })
}
