//! What the log has said of refusals: each stays until an administrator has seen to it, and is met at every look meanwhile.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// The log says the same again after this, in milliseconds: an hour.
const AGAIN_MS: u64 = 60 * 60_000;

/// When each was told.
#[derive(Default)]
pub(super) struct Refusals(Mutex<HashMap<String, u64>>);

impl Refusals {
    /// Whether the log has not said that for a while. From now on it has.
    pub(super) fn is_news(&self, why: &str, now_ms: u64) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|_, at_ms| now_ms.saturating_sub(*at_ms) < AGAIN_MS);
        if told.contains_key(why) {
            return false;
        }
        told.insert(why.to_owned(), now_ms);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_once_in_an_hour() {
        let refusals = Refusals::default();
        assert!(refusals.is_news("a", 1_000));
        assert!(!refusals.is_news("a", 1_000));
        assert!(refusals.is_news("b", 2_000));
        assert!(!refusals.is_news("a", 1_000 + AGAIN_MS - 1));
        assert!(refusals.is_news("a", 1_000 + AGAIN_MS));
        assert!(!refusals.is_news("b", 1_000 + AGAIN_MS));
    }
}
