//! Answers with their age: bounded, and never handed out as younger than they are.

use crate::directory::Aged;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// Answers by what was asked.
pub(super) struct Cache<K, V> {
    kept: Mutex<Kept<K, V>>,
    most: usize,
    weigh: fn(&V) -> usize,
}

struct Kept<K, V> {
    answers: HashMap<K, Aged<V>>,
    weight: usize,
}

impl<K: Eq + Hash + Clone, V> Kept<K, V> {
    fn remove(&mut self, key: &K, weigh: fn(&V) -> usize) {
        if let Some(gone) = self.answers.remove(key) {
            self.weight -= weigh(&gone.value);
        }
    }

    fn oldest(&self) -> Option<K> {
        let oldest = self.answers.iter().min_by_key(|(_, found)| found.as_of_ms);
        oldest.map(|(key, _)| key.clone())
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// For answers of at most so much weight together.
    pub(super) fn new(most: usize, weigh: fn(&V) -> usize) -> Self {
        Self {
            kept: Mutex::new(Kept {
                answers: HashMap::new(),
                weight: 0,
            }),
            most,
            weigh,
        }
    }

    /// An answer that was true less than so many milliseconds ago. One from the future is none: the clock
    /// was set back, and nobody knows how old it is.
    pub(super) fn younger(&self, key: &K, than_ms: u64, now_ms: u64) -> Option<Aged<V>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.answers
            .get(key)
            .filter(|found| {
                now_ms
                    .checked_sub(found.as_of_ms)
                    .is_some_and(|age| age < than_ms)
            })
            .cloned()
    }

    /// Keeps an answer; where there are too many, the oldest go. One that is too heavy by itself is not kept.
    pub(super) fn keep(&self, key: K, value: Aged<V>) {
        let weight = (self.weigh)(&value.value);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&key, self.weigh);
        if weight > self.most {
            return;
        }
        while kept.weight + weight > self.most {
            let Some(oldest) = kept.oldest() else { break };
            kept.remove(&oldest, self.weigh);
        }
        kept.weight += weight;
        kept.answers.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(value: u32, as_of_ms: u64) -> Aged<u32> {
        Aged { value, as_of_ms }
    }

    #[test]
    fn an_answer_is_as_old_as_it_is() {
        let cache = Cache::new(9, |_| 1);
        cache.keep("a", at(1, 1_000));
        assert_eq!(cache.younger(&"a", 500, 1_499), Some(at(1, 1_000)));
        assert_eq!(cache.younger(&"a", 500, 1_500), None);
        assert_eq!(cache.younger(&"b", 500, 1_000), None);
        // The clock was set back.
        assert_eq!(cache.younger(&"a", 500, 999), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let cache = Cache::new(2, |_| 1);
        cache.keep("a", at(1, 20));
        cache.keep("b", at(2, 10));
        cache.keep("a", at(3, 30));
        assert_eq!(cache.younger(&"b", 99, 30), Some(at(2, 10)));
        cache.keep("c", at(4, 40));
        assert_eq!(cache.younger(&"b", 99, 40), None);
        assert_eq!(cache.younger(&"a", 99, 40), Some(at(3, 30)));
        assert_eq!(cache.younger(&"c", 99, 40), Some(at(4, 40)));
    }
    #[test]
    fn what_is_heavy_takes_the_room_of_several() {
        let cache = Cache::new(10, |value: &u32| usize::try_from(*value).unwrap());
        for (key, weight, as_of_ms) in [("a", 4, 1), ("b", 4, 2), ("c", 7, 3), ("d", 11, 4)] {
            cache.keep(key, at(weight, as_of_ms));
        }
        assert_eq!(cache.younger(&"a", 99, 4), None);
        assert_eq!(cache.younger(&"b", 99, 4), None);
        assert_eq!(cache.younger(&"c", 99, 4), Some(at(7, 3)));
        assert_eq!(cache.younger(&"d", 99, 4), None);
        // What replaces another leaves no weight behind.
        for _ in 0..100 {
            cache.keep("e", at(3, 5));
        }
        assert_eq!(cache.younger(&"c", 99, 5), Some(at(7, 3)));
    }
}
