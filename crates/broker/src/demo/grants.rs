//! Authorization codes and access tokens that are out: in memory, single use, short-lived.

use super::accounts::Account;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_protocol::Redacted;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How long a code is good for, in milliseconds.
const CODE_MS: u64 = 60_000;
/// How long an access token is good for, in milliseconds.
pub(super) const ACCESS_MS: u64 = 5 * 60_000;
/// Codes, and tokens, that may be out at once.
const OUT: usize = 4_096;

/// What a code stands for.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) account: &'static Account,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) nonce: Option<Redacted<String>>,
    /// `code_challenge` of the method S256 (RFC 7636 §4.2).
    pub(super) challenge: String,
}

impl Grant {
    /// Whether a verifier is the one that the challenge was made of (RFC 7636 §4.6).
    pub(super) fn accepts(&self, verifier: &str) -> bool {
        (43..=128).contains(&verifier.len())
            && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == self.challenge
    }
}

/// Everything that is out. Keys are random and are told to one browser only.
#[derive(Debug, Default)]
pub(super) struct Grants {
    codes: Mutex<HashMap<String, (Grant, u64)>>,
    tokens: Mutex<HashMap<String, (&'static Account, u64)>>,
}

impl Grants {
    /// Gives a code; none when too many are out.
    pub(super) fn give_code(&self, grant: Grant, now_ms: u64) -> Option<String> {
        give(&self.codes, grant, now_ms + CODE_MS, now_ms)
    }

    /// Takes a code back: once, and in time.
    pub(super) fn take_code(&self, code: &str, now_ms: u64) -> Option<Grant> {
        let (grant, until) = lock(&self.codes).remove(code)?;
        (now_ms < until).then_some(grant)
    }

    /// Gives an access token; none when too many are out.
    pub(super) fn give_token(&self, account: &'static Account, now_ms: u64) -> Option<String> {
        give(&self.tokens, account, now_ms + ACCESS_MS, now_ms)
    }

    /// Whose access token this is.
    pub(super) fn account(&self, token: &str, now_ms: u64) -> Option<&'static Account> {
        let (account, until) = *lock(&self.tokens).get(token)?;
        (now_ms < until).then_some(account)
    }
}

fn give<T>(
    all: &Mutex<HashMap<String, (T, u64)>>,
    value: T,
    until: u64,
    now: u64,
) -> Option<String> {
    let mut all = lock(all);
    all.retain(|_, (_, until)| now < *until);
    if all.len() >= OUT {
        return None;
    }
    let bits: [u8; 32] = rand::random();
    let key = URL_SAFE_NO_PAD.encode(bits);
    all.insert(key.clone(), (value, until));
    Some(key)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant {
            account: super::super::accounts::find("helper1").unwrap(),
            client_id: "c".to_owned(),
            redirect_uri: "r".to_owned(),
            nonce: None,
            // RFC 7636, appendix B.
            challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
        }
    }

    #[test]
    fn a_code_is_taken_once_and_in_time() {
        let grants = Grants::default();
        let code = grants.give_code(grant(), 0).unwrap();
        assert!(grants.take_code("other", 0).is_none());
        assert!(grants.take_code(&code, CODE_MS - 1).is_some());
        assert!(grants.take_code(&code, 0).is_none());
        let late = grants.give_code(grant(), 0).unwrap();
        assert!(grants.take_code(&late, CODE_MS).is_none());
    }

    #[test]
    fn the_verifier_is_the_one_of_the_challenge() {
        assert!(grant().accepts("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!grant().accepts("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"));
        assert!(!grant().accepts(""));
    }

    #[test]
    fn a_token_ends_by_itself_and_memory_is_bounded() {
        let grants = Grants::default();
        let account = grant().account;
        let token = grants.give_token(account, 0).unwrap();
        assert!(grants.account(&token, ACCESS_MS - 1).is_some());
        assert!(grants.account(&token, ACCESS_MS).is_none());
        for _ in 1..OUT {
            assert!(grants.give_token(account, 0).is_some());
        }
        assert!(grants.give_token(account, 0).is_none());
        assert!(grants.give_token(account, ACCESS_MS).is_some());
    }
}
