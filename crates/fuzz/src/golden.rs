//! The golden tokens of `rh-intake`'s tests. Their private keys are gone: whatever else verifies with
//! the same key set is a hole.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_intake::tokens::{
    Expected, Keys, LoggedOut, Tenant, TokenRefusal, Unverified, UnverifiedLogout,
};
use rh_protocol::api::SignIn;
use serde_json::Value;
use std::sync::LazyLock;

/// The key set.
pub(crate) const KEYS: &str = include_str!("../../intake/tests/it/golden/keys.json");
/// A token of each algorithm.
pub(crate) const TOKENS: [&str; 4] = [
    include_str!("../../intake/tests/it/golden/rs256.jwt").trim_ascii(),
    include_str!("../../intake/tests/it/golden/ps256.jwt").trim_ascii(),
    include_str!("../../intake/tests/it/golden/es256.jwt").trim_ascii(),
    include_str!("../../intake/tests/it/golden/eddsa.jwt").trim_ascii(),
];
/// The access token that they belong to.
pub(crate) const ACCESS_TOKEN: &str = "the-access-token";

/// Whom these tokens name, at the time when the golden ones are valid.
pub(crate) fn subject(
    id_token: &str,
    access_token: &str,
    keys: &Keys,
) -> Result<String, TokenRefusal> {
    let tokens = SignIn {
        id_token: id_token.to_owned().into(),
        access_token: access_token.to_owned().into(),
        refresh_token: None,
    };
    let verified = Unverified::read(&tokens, expected())?.verify(keys)?;
    TENANT.subject(&verified.claims).map(str::to_owned)
}

/// Whom a logout token names, at that time. Of none that was signed with these keys there is a copy.
pub(crate) fn logged_out(token: &str, keys: &Keys) -> Result<LoggedOut, TokenRefusal> {
    UnverifiedLogout::read(token, expected())?.verify(keys)
}

static TENANT: LazyLock<Tenant> =
    LazyLock::new(|| Tenant::new("https://id.example.com", None).expect("a tenant"));

fn expected() -> Expected<'static> {
    Expected {
        tenant: &TENANT,
        client_id: "remote-help",
        now_ms: 1_900_000_000_000,
    }
}

/// The golden key set, read.
pub(crate) fn keys() -> &'static Keys {
    static GOLDEN: LazyLock<Keys> =
        LazyLock::new(|| Keys::parse(KEYS.as_bytes()).expect("a key set"));
    &GOLDEN
}

/// Tokens that are not accepted: none, or the targets would be blind.
pub(crate) fn tokens_that_are_refused() -> Vec<&'static str> {
    let tokens = TOKENS.into_iter();
    tokens
        .filter(|token| subject(token, ACCESS_TOKEN, keys()).is_err())
        .collect()
}

/// Whether a key of some set is one that the golden tokens were signed with, whatever it is called.
pub(crate) fn is_a_signer(key: &Value) -> bool {
    static SIGNERS: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(KEYS).expect("a key set"));
    let same = |signer: &Value, member| number(signer, member) == number(key, member);
    let signers = SIGNERS["keys"].as_array().expect("a list");
    signers.iter().any(|signer| {
        ["n", "e", "x", "y"]
            .iter()
            .all(|member| same(signer, member))
    })
}

/// A member of a key as a number: without leading zeros; nothing where there is none.
fn number(key: &Value, member: &str) -> Vec<u8> {
    let bytes = key[member]
        .as_str()
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .unwrap_or_default();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes[zeros..].to_vec()
}
