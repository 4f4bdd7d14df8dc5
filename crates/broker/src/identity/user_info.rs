//! The userinfo of the person who signs in (OpenID Connect Core §5.3), laid over the ID token's
//! claims, and their picture.

use super::{
    error::SignInError,
    fetch::{Fetch, FetchError},
    metadata::is_loopback_http,
    picture::{self, Format},
    provider::Provider,
    public_only::is_public,
    secret,
};
use http::StatusCode;
use rh_intake::tokens::{Object, TokenRefusal};
use rh_protocol::{Redacted, limits};
use serde_json::Value;
use url::{Host, Url};

/// Claims that only the ID token may make.
const KEPT: [&str; 12] = [
    "iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "tid", "oid", "idtyp", "typ",
];

/// Asks for the userinfo, where the provider has it, and lays it over the token's claims.
///
/// # Errors
/// When the provider does not accept the access token, answers for somebody else, or not at all.
pub(super) async fn complete(
    provider: &Provider,
    mut claims: Object,
    access_token: &Redacted<String>,
) -> Result<Object, SignInError> {
    let metadata = provider.metadata().await?;
    let Some(url) = &metadata.userinfo_endpoint else {
        return Ok(claims);
    };
    let answer = match provider.fetch.user_info(url, access_token.expose()).await {
        Ok(answer) => answer,
        Err(FetchError::Status(
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST,
        )) => return Err(TokenRefusal::UserInfo.into()),
        Err(error) => return Err(error.into()),
    };
    if !answer.content_type.starts_with("application/json") {
        return Err(FetchError::Content("JSON").into());
    }
    let info: Object =
        serde_json::from_slice(&answer.body).map_err(|_| FetchError::Content("JSON"))?;
    merge(&mut claims, info)?;
    Ok(claims)
}

/// Lays userinfo over an ID token's claims.
fn merge(claims: &mut Object, info: Object) -> Result<(), TokenRefusal> {
    let same = matches!((claims.get("sub"), info.get("sub")),
        (Some(Value::String(ours)), Some(Value::String(theirs))) if ours == theirs);
    if !same {
        return Err(TokenRefusal::UserInfo);
    }
    if info.contains_key("email") {
        // The word of one document does not vouch for the address of the other.
        claims.remove("email_verified");
    }
    let allowed = info
        .into_iter()
        .filter(|(name, _)| !KEPT.contains(&name.as_str()));
    claims.extend(allowed);
    Ok(())
}

/// A picture that was found acceptable.
#[derive(Debug)]
pub(super) struct Picture {
    /// SHA-256 of the bytes.
    pub(super) hash: String,
    /// Its format.
    pub(super) format: Format,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
}

impl Picture {
    /// Of these bytes, where nothing speaks against showing them.
    pub(super) fn of(bytes: Vec<u8>) -> Option<Self> {
        let format = picture::inspect(&bytes).filter(|_| bytes.len() <= limits::PICTURE)?;
        Some(Self {
            hash: secret::digest(&bytes),
            format,
            bytes,
        })
    }
}

/// Fetches a picture; none when its address, answer or content is not acceptable. A sign-in never
/// fails for a picture's sake.
pub(super) async fn picture(
    provider: &Provider,
    elsewhere: Option<&Fetch>,
    url: &Url,
) -> Option<Picture> {
    let fetch = match place(provider.issuer(), url)? {
        Place::Provider => &provider.fetch,
        Place::Elsewhere => elsewhere?,
    };
    let bytes = match fetch.picture(url, limits::PICTURE).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::debug!(%error, "a profile picture was not to be had");
            return None;
        }
    };
    Picture::of(bytes)
}

#[derive(Debug, PartialEq, Eq)]
enum Place {
    Provider,
    Elsewhere,
}

/// Whether a picture may be fetched from there: from the provider's own origin, or by HTTPS from a
/// public address.
fn place(issuer: &Url, url: &Url) -> Option<Place> {
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    if url.origin() == issuer.origin() {
        let safe = url.scheme() == "https" || is_loopback_http(url);
        return safe.then_some(Place::Provider);
    }
    let public = match url.host()? {
        // Its addresses are looked at when it is resolved.
        Host::Domain(_) => true,
        Host::Ipv4(address) => is_public(address.into()),
        Host::Ipv6(address) => is_public(address.into()),
    };
    (url.scheme() == "https" && public).then_some(Place::Elsewhere)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Object {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn userinfo_adds_but_never_takes_over() {
        let mut claims = object(json!({
            "sub": "a", "iss": "i", "oid": "o", "email": "a@x", "email_verified": true,
        }));
        let info = json!({"sub": "a", "iss": "evil", "oid": "evil", "email": "b@x", "name": "N"});
        merge(&mut claims, object(info)).unwrap();
        let expected = json!({"sub": "a", "iss": "i", "oid": "o", "email": "b@x", "name": "N"});
        assert_eq!(claims, object(expected));
    }

    #[test]
    fn userinfo_of_somebody_else_is_refused() {
        for info in [json!({"sub": "b"}), json!({}), json!({"sub": 7})] {
            let mut claims = object(json!({"sub": "a"}));
            assert_eq!(
                merge(&mut claims, object(info)),
                Err(TokenRefusal::UserInfo)
            );
        }
    }

    #[test]
    fn pictures_come_from_the_provider_or_the_public_internet() {
        let at = |issuer: &str, url: &str| {
            place(&Url::parse(issuer).unwrap(), &Url::parse(url).unwrap())
        };
        let id = "https://id.internal";
        assert_eq!(at(id, "https://id.internal/me.png"), Some(Place::Provider));
        assert_eq!(at(id, "https://cdn.example/me.png"), Some(Place::Elsewhere));
        let demo = "http://localhost:8080/demo/oidc";
        assert_eq!(
            at(demo, "http://localhost:8080/me.png"),
            Some(Place::Provider)
        );
        for (issuer, url) in [
            (id, "http://id.internal/me.png"),
            (id, "http://cdn.example/me.png"),
            (id, "https://10.0.0.1/me.png"),
            (id, "https://[::1]/me.png"),
            (id, "https://169.254.169.254/latest"),
            (id, "https://user:word@cdn.example/me.png"),
            (demo, "http://localhost:8081/me.png"),
            (id, "data:image/png;base64,AA"),
        ] {
            assert_eq!(at(issuer, url), None, "{url}");
        }
    }
}
