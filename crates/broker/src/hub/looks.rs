//! Whom the directory is asked for, in turn and so many at once. Nobody is forgotten: whoever is added while they are asked
//! for is asked for once more, and nobody loses their place in the line to somebody who is added later.

use rh_protocol::SessionId;
use std::collections::{HashMap, VecDeque};

/// Sessions for which the directory is asked at the same time.
const AT_ONCE: usize = 16;

/// Where a session is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the line.
    Waits,
    /// Asked for.
    Asked,
    /// Asked for, and added since.
    AskedAgain,
}

/// The sessions to be looked at.
#[derive(Debug, Default)]
pub(super) struct Looks {
    line: VecDeque<SessionId>,
    places: HashMap<SessionId, Place>,
}

impl Looks {
    /// Has a session looked at from now on.
    pub(super) fn add(&mut self, session: SessionId) {
        match self.places.get(&session) {
            None => {
                self.places.insert(session, Place::Waits);
                self.line.push_back(session);
            }
            Some(Place::Waits) => {}
            Some(Place::Asked | Place::AskedAgain) => {
                self.places.insert(session, Place::AskedAgain);
            }
        }
    }

    /// Whose turn it is, if another one can be asked for.
    pub(super) fn next(&mut self) -> Option<SessionId> {
        if self.places.len() - self.line.len() >= AT_ONCE {
            return None;
        }
        let session = self.line.pop_front()?;
        self.places.insert(session, Place::Asked);
        Some(session)
    }

    /// The answer for a session is there.
    pub(super) fn answered(&mut self, session: SessionId) {
        if let Some(Place::AskedAgain) = self.places.remove(&session) {
            self.add(session);
        }
    }

    /// Lets go of those who are still in the line.
    pub(super) fn forget(&mut self) {
        for session in self.line.drain(..) {
            self.places.remove(&session);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(number: usize) -> SessionId {
        SessionId::from_bits(u128::try_from(number).unwrap())
    }

    fn all(looks: &mut Looks) -> Vec<SessionId> {
        std::iter::from_fn(|| looks.next()).collect()
    }

    #[test]
    fn so_many_are_asked_for_at_once_and_the_others_in_turn() {
        let mut looks = Looks::default();
        for number in 0..AT_ONCE + 2 {
            looks.add(session(number));
            looks.add(session(number));
        }
        let asked: Vec<_> = (0..AT_ONCE).map(session).collect();
        assert_eq!(all(&mut looks), asked);
        looks.answered(session(3));
        assert_eq!(all(&mut looks), [session(AT_ONCE)]);
        looks.answered(session(AT_ONCE));
        looks.answered(session(0));
        assert_eq!(all(&mut looks), [session(AT_ONCE + 1)]);
    }

    #[test]
    fn who_is_added_while_asked_for_is_asked_for_once_more_after_those_who_wait() {
        let mut looks = Looks::default();
        for number in 0..=AT_ONCE {
            looks.add(session(number));
        }
        assert_eq!(all(&mut looks).len(), AT_ONCE);
        // Something changes, twice, while all of them are asked for.
        for number in [5, 5, AT_ONCE] {
            looks.add(session(number));
        }
        looks.answered(session(5));
        assert_eq!(all(&mut looks), [session(AT_ONCE)]);
        looks.answered(session(7));
        assert_eq!(all(&mut looks), [session(5)]);
        looks.answered(session(5));
        assert_eq!(all(&mut looks), []);
    }

    #[test]
    fn who_is_forgotten_can_be_added_again() {
        let mut looks = Looks::default();
        for number in 0..=AT_ONCE {
            looks.add(session(number));
        }
        assert_eq!(all(&mut looks).len(), AT_ONCE);
        looks.forget();
        looks.answered(session(0));
        assert_eq!(all(&mut looks), []);
        looks.add(session(AT_ONCE));
        assert_eq!(all(&mut looks), [session(AT_ONCE)]);
    }
}
