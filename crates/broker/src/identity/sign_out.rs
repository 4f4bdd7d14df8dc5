//! How sign-ins end before their time: by the person, by the provider, or because another one takes their place. What hangs on
//! them is told.

use super::{
    AccountId, Identity, SignInId, cookies::Purpose, error::SignInError, grant, origin,
    sealed::SealKey, secret, sign_ins::Under,
};
use crate::{
    audit,
    store::{self, Write},
};
use http::{HeaderMap, HeaderValue, Method};
use rh_protocol::{Redacted, Role, api::SignedOut};
use serde_json::json;
use sqlx::{Row as _, sqlite::SqliteRow};
use url::Url;

/// Who ended a sign-in that its person did not, for the audit: the provider.
pub(super) const BY_PROVIDER: &str = "provider";
/// Somebody else, who has signed in in their place.
pub(super) const BY_ANOTHER: &str = "another-person";

impl Identity {
    /// Ends the sign-in of this role in this browser at once, if there is one, and tells where the
    /// provider's own ends.
    ///
    /// # Errors
    /// `origin-refused`, or a fault of the store.
    pub async fn sign_out(
        &self,
        role: Role,
        headers: &HeaderMap,
    ) -> Result<(SignedOut, HeaderValue), SignInError> {
        if !origin::is_ours(&Method::POST, headers, &self.0.origin) {
            return Err(SignInError::OriginRefused);
        }
        let purpose = Purpose::SignedIn(role);
        if let Some(secret) = self.0.cookies.get(purpose, headers) {
            let mut write = self.0.store.write().await?;
            let (closed, sealed) = close(&mut write, role, &secret).await?.unzip();
            let token = match (&closed, sealed.flatten()) {
                (Some(closed), Some(sealed)) => SealKey::of(&secret)?.open(closed.id, &sealed),
                _ => None,
            };
            self.over(write, closed, None).await?;
            if let Some(token) = token {
                self.0.tasks.spawn(self.clone().give_back(token));
            }
        }
        let answer = SignedOut {
            end_session_url: self.end_session_url(role),
        };
        Ok((answer, self.0.cookies.clear(purpose)))
    }

    /// Records that sign-ins are over, and `why` if it was not by the person, keeps what was written, and tells of it.
    pub(super) async fn over(
        &self,
        mut write: Write,
        closed: impl IntoIterator<Item = Closed>,
        why: Option<&str>,
    ) -> Result<(), SignInError> {
        let over = self.record_over(&mut write, closed, why).await?;
        self.keep(write, over, false).await
    }

    /// Records that sign-ins are over, and tells which they are.
    pub(super) async fn record_over(
        &self,
        write: &mut Write,
        closed: impl IntoIterator<Item = Closed>,
        why: Option<&str>,
    ) -> Result<Vec<SignInId>, SignInError> {
        let mut over = Vec::new();
        for closed in closed {
            let mut data = json!({ "role": closed.role });
            if let Some(why) = why {
                data["by"] = json!(why);
            }
            let record = self.record("sign-out", Some(&closed.account), data);
            audit::append(write, &record).await?;
            over.push(closed.id);
        }
        Ok(over)
    }

    /// Keeps what was written, and tells of the sign-ins that are over by it, and whether what gives somebody a role has
    /// changed.
    pub(super) async fn keep(
        &self,
        write: Write,
        over: Vec<SignInId>,
        changed: bool,
    ) -> Result<(), SignInError> {
        let identity = self.clone();
        let tell = async move {
            for over in over {
                identity.0.refreshes.forget(over);
                // Nobody may be listening.
                let _ = identity.0.revocations.send(over);
            }
            if changed {
                identity.0.access.look_again();
            }
        };
        Ok(store::keep(write, tell).await?)
    }

    /// Tells the provider that a refresh token counts no more.
    async fn give_back(self, token: Redacted<String>) {
        let inner = &*self.0;
        let client = &inner.settings.identity.client_id;
        let given = grant::revoke(&inner.provider, client, &inner.origin, &token);
        if let Err(error) = given.await {
            tracing::warn!(%error, "a refresh token could not be given back");
        }
    }

    /// Where the provider's own sign-in ends (OpenID Connect RP-Initiated Logout §2). Without the ID
    /// token, which we have forgotten, the provider may ask the person first.
    fn end_session_url(&self, role: Role) -> Option<String> {
        let mut url: Url = self.0.provider.known()?.end_session_endpoint.clone()?;
        let back = match role {
            Role::Helper => "/rhh",
            Role::Sharer => "/rh",
        };
        url.query_pairs_mut()
            .append_pair("client_id", &self.0.settings.identity.client_id)
            .append_pair(
                "post_logout_redirect_uri",
                &format!("{}{back}", self.0.origin),
            );
        Some(url.into())
    }
}

/// A sign-in that is over.
#[derive(Debug)]
pub(super) struct Closed {
    pub(super) id: SignInId,
    pub(super) role: String,
    pub(super) account: AccountId,
}

impl Closed {
    pub(super) fn read(row: &SqliteRow) -> Result<Option<Self>, sqlx::Error> {
        let id = SignInId::parse(&row.try_get::<String, _>("id")?);
        let (role, account) = (
            row.try_get("role")?,
            AccountId::stored(row.try_get("account")?),
        );
        Ok(id.map(|id| Self { id, role, account }))
    }
}

/// Ends the sign-in of a secret; tells which it was, and its refresh token, sealed, if there was one.
async fn close(
    write: &mut Write,
    role: Role,
    secret: &Redacted<String>,
) -> Result<Option<(Closed, Option<Vec<u8>>)>, SignInError> {
    let row = sqlx::query(
        "DELETE FROM sign_ins WHERE secret_hash = $1 AND role = $2 \
         RETURNING id, role, account, refresh_sealed",
    )
    .bind(secret::hash(secret.expose()))
    .bind(role.as_str())
    .fetch_optional(&mut **write)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed = row.try_get("refresh_sealed")?;
    Ok(Closed::read(&row)?.map(|closed| (closed, sealed)))
}

/// Ends a sign-in, unless the person has signed in anew meanwhile.
pub(super) async fn close_under(
    write: &mut Write,
    under: Under<'_>,
) -> Result<Option<Closed>, SignInError> {
    let row = sqlx::query(
        "DELETE FROM sign_ins WHERE id = $1 AND secret_hash = $2 RETURNING id, role, account",
    )
    .bind(under.id.to_string())
    .bind(under.hash)
    .fetch_optional(&mut **write)
    .await?;
    Ok(row.as_ref().map(Closed::read).transpose()?.flatten())
}

/// Which sign-ins the provider ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended<'a> {
    /// Those of people of this provider's.
    pub(super) issuer: &'a str,
    /// Of this account only.
    pub(super) account: Option<&'a AccountId>,
    /// Of this sign-in at the provider only. One that it did not name is meant, too, where the account is.
    pub(super) session: Option<&'a str>,
    /// When, by the provider's clock. Where it is not told by the name of one, those that it had issued until then are meant.
    pub(super) at_ms: i64,
}

/// Ends them, and tells which they were.
pub(super) async fn close_ended(
    write: &mut Write,
    ended: Ended<'_>,
) -> Result<Vec<Closed>, SignInError> {
    let rows = sqlx::query(
        "DELETE FROM sign_ins \
         WHERE account IN (SELECT id FROM accounts WHERE issuer = $2 AND id = COALESCE($3, id)) \
         AND (provider_session = $4 OR (issued_ms <= $1 AND $3 IS NOT NULL \
              AND ($4 IS NULL OR provider_session IS NULL))) \
         RETURNING id, role, account",
    )
    .bind(ended.at_ms)
    .bind(ended.issuer)
    .bind(ended.account.map(AccountId::as_str))
    .bind(ended.session)
    .fetch_all(&mut **write)
    .await?;
    let closed: Result<Vec<_>, _> = rows.iter().map(Closed::read).collect();
    Ok(closed?.into_iter().flatten().collect())
}
