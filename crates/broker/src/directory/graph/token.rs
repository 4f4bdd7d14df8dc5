//! Access tokens (OAuth 2.0 client credentials, RFC 6749 §4.4): one is kept until shortly before it ends, and
//! one request at a time asks for the next.

use super::{
    failure::{Failure, code},
    line::{Answer, Line, Service},
};
use http::header;
use rh_protocol::Redacted;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use url::Url;

/// A token is no longer used so long before it ends, in milliseconds, or once half its time is over.
const MARGIN_MS: u64 = 5 * 60_000;
/// No token is used for longer, whatever is said of it, in milliseconds.
const LONGEST_MS: u64 = 24 * 60 * 60_000;
/// After a refusal nobody asks again for so long, in milliseconds: credentials do not mend themselves.
const REST_MS: u64 = 30_000;
/// Largest answer that is read, in bytes.
const LIMIT: usize = 64 * 1024;

/// A token. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Token(Redacted<Arc<str>>);

impl Token {
    /// For the `Authorization` header.
    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Whether it is the very same.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.0.expose(), other.0.expose())
    }
}

/// What is known of the next token.
#[derive(Debug, Default)]
enum Kept {
    /// Nothing.
    #[default]
    Nothing,
    /// It is this one.
    Token { token: Token, until_ms: u64 },
    /// There is none for us.
    Refusal { why: String, until_ms: u64 },
}

/// Where tokens come from.
pub(super) struct Tokens {
    url: Url,
    client_id: String,
    secret: Redacted<String>,
    scope: String,
    kept: tokio::sync::Mutex<Kept>,
}

/// An answer that grants one (RFC 6749 §5.1).
#[derive(Deserialize)]
struct Grant {
    access_token: Redacted<String>,
    token_type: String,
    /// Seconds; some write them as a text.
    expires_in: Value,
}

/// An answer that refuses one (RFC 6749 §5.2).
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Tokens {
    /// For one app and one scope; nothing is asked yet.
    pub(super) fn new(
        url: Url,
        client_id: String,
        secret: Redacted<String>,
        scope: String,
    ) -> Self {
        Self {
            url,
            client_id,
            secret,
            scope,
            kept: tokio::sync::Mutex::default(),
        }
    }

    /// A token that is good for a while. Who has been told that theirs is not good any more says so with
    /// `spent`.
    ///
    /// # Errors
    /// When there is none.
    pub(super) async fn token(&self, line: &Line, spent: Option<&Token>) -> Result<Token, Failure> {
        let mut kept = self.kept.lock().await;
        let now = line.clock().now_ms();
        match &*kept {
            Kept::Token { token, until_ms }
                if now < *until_ms && spent.is_none_or(|spent| !spent.is(token)) =>
            {
                return Ok(token.clone());
            }
            // A clock that is set back makes no rest longer.
            Kept::Refusal { why, until_ms }
                if (1..=REST_MS).contains(&until_ms.saturating_sub(now)) =>
            {
                return Err(Failure::Refused(why.clone()));
            }
            _ => {}
        }
        let asked = self.ask(line).await;
        *kept = match &asked {
            Ok((token, seconds)) => Kept::Token {
                token: token.clone(),
                until_ms: now.saturating_add(usable_ms(*seconds)),
            },
            Err(Failure::Refused(why)) => Kept::Refusal {
                why: why.clone(),
                until_ms: now.saturating_add(REST_MS),
            },
            Err(_) => Kept::Nothing,
        };
        asked.map(|(token, _)| token)
    }

    async fn ask(&self, line: &Line) -> Result<(Token, u64), Failure> {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.secret.expose())
            .append_pair("scope", &self.scope)
            .finish();
        let answer = line
            .send(Service::Login, LIMIT, |http| {
                http.post(self.url.clone())
                    .header(header::ACCEPT, "application/json")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(form.clone())
            })
            .await?;
        read(&answer)
    }
}

/// The token and how many seconds it lasts.
fn read(answer: &Answer) -> Result<(Token, u64), Failure> {
    if !answer.status.is_success() {
        // By its `error`: numbers and descriptions change (and describe who asks).
        let refusal: Refusal = serde_json::from_slice(&answer.body)
            .map_err(|_| Failure::Nonsense("the token service answers what it should not"))?;
        return Err(match refusal.error.as_str() {
            "temporarily_unavailable" | "server_error" => {
                Failure::unavailable("Microsoft's token service cannot answer now")
            }
            error => Failure::Refused(format!(
                "no token for the app ({}): look at directory.graph's tenant, client_id and client_secret, \
                 and whether the secret has expired",
                code(error)
            )),
        });
    }
    let nonsense = || Failure::Nonsense("the token service answers no token");
    let grant: Grant = serde_json::from_slice(&answer.body).map_err(|_| nonsense())?;
    let seconds = match &grant.expires_in {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    let token = grant.access_token.expose();
    let fits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    if !grant.token_type.eq_ignore_ascii_case("bearer") || !fits {
        return Err(nonsense());
    }
    let token = Token(Redacted::new(Arc::from(token.as_str())));
    Ok((token, seconds.ok_or_else(nonsense)?))
}

/// How long a token that lasts so many seconds is used, in milliseconds.
fn usable_ms(seconds: u64) -> u64 {
    let lasts = seconds.saturating_mul(1_000).min(LONGEST_MS);
    lasts - MARGIN_MS.min(lasts / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;
    use serde_json::json;

    fn answer(status: u16, body: Value) -> Result<(Token, u64), Failure> {
        read(&Answer {
            status: StatusCode::from_u16(status).unwrap(),
            body: body.to_string().into_bytes(),
        })
    }

    #[test]
    fn a_token_is_left_before_it_ends() {
        assert_eq!(usable_ms(3_599), 3_299_000);
        assert_eq!(usable_ms(60), 30_000);
        assert_eq!(usable_ms(0), 0);
        assert_eq!(usable_ms(u64::MAX), LONGEST_MS - MARGIN_MS);
    }

    #[test]
    fn tokens_are_read_strictly_and_never_printed() {
        let good =
            json!({"token_type": "Bearer", "expires_in": 3599, "access_token": "e30.secret"});
        let (token, seconds) = answer(200, good.clone()).unwrap();
        assert_eq!((token.expose(), seconds), ("e30.secret", 3_599));
        assert!(!format!("{token:?}").contains("secret"));
        let mut text = good.clone();
        text["expires_in"] = json!("3599");
        assert_eq!(answer(200, text).unwrap().1, 3_599);
        for (key, value) in [
            ("token_type", json!("pop")),
            ("access_token", json!("")),
            ("access_token", json!("a\r\nb")),
            ("expires_in", json!("soon")),
            ("expires_in", json!(-1)),
        ] {
            let mut bad = good.clone();
            bad[key] = value;
            assert!(
                matches!(answer(200, bad), Err(Failure::Nonsense(_))),
                "{key}"
            );
        }
    }

    #[test]
    fn a_refusal_is_judged_by_its_error_alone() {
        // The number says that the secret is wrong, and nobody looks at it.
        let body = |error| json!({"error": error, "error_codes": [7_000_215], "error_description": "AADSTS7000215: Ada"});
        for error in ["invalid_client", "unauthorized_client", "invalid_scope"] {
            let Err(Failure::Refused(why)) = answer(401, body(error)) else {
                panic!("{error}");
            };
            assert!(why.contains(error) && !why.contains("Ada") && !why.contains("AADSTS"));
        }
        for error in ["temporarily_unavailable", "server_error"] {
            assert!(matches!(
                answer(400, body(error)),
                Err(Failure::Unavailable { .. })
            ));
        }
        assert!(matches!(
            answer(400, json!({"reason": "?"})),
            Err(Failure::Nonsense(_))
        ));
    }
}
