//! What a form was opened with. Saving and removing change only that; what somebody else has left meanwhile can be looked at
//! without losing what was typed.

use super::access::fresh_id;
use super::load::Asking;
use crate::platform::http::{self, Only};
use crate::platform::random;
use leptos::prelude::*;
use rh_protocol::{ErrorBody, ErrorCode};
use std::collections::BTreeSet;

/// How often something is done again that somebody else was faster with.
const TRIES: usize = 5;

/// What is typed into a form.
pub(super) trait Typed: Clone + Send + Sync + 'static {
    /// What was typed over what was there before, over what is there now.
    fn over(self, before: Self, now: Self) -> Self;
}

/// Asks for one by its id: as it would be typed, and its tag.
pub(super) type Read<T> = fn(String) -> Asking<(T, String)>;

/// A form that is open. A handle: copy it freely.
pub(super) struct Opened<T: Typed> {
    /// What is typed.
    pub(super) draft: RwSignal<T>,
    /// None yet of something new.
    id: StoredValue<Option<String>>,
    /// The tag of what was there; none of something new.
    tag: StoredValue<Option<String>>,
    before: StoredValue<T>,
    read: Read<T>,
}

impl<T: Typed> Clone for Opened<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Typed> Copy for Opened<T> {}

impl<T: Typed> Opened<T> {
    /// For something new.
    pub(super) fn fresh(draft: T, read: Read<T>) -> Self {
        Self::with(None, None, draft, read)
    }

    /// For what is there, by its id and its tag.
    pub(super) fn of(id: String, tag: String, draft: T, read: Read<T>) -> Self {
        Self::with(Some(id), Some(tag), draft, read)
    }

    fn with(id: Option<String>, tag: Option<String>, draft: T, read: Read<T>) -> Self {
        Self {
            draft: RwSignal::new(draft.clone()),
            id: StoredValue::new(id),
            tag: StoredValue::new(tag),
            before: StoredValue::new(draft),
            read,
        }
    }

    /// Its id. Something new gets one of this name when it is saved for the first time, and keeps it: an answer may get lost, and
    /// saved again it must not be there twice.
    pub(super) fn id(self, name: &str) -> String {
        if let Some(id) = self.id.get_value() {
            return id;
        }
        let id = fresh_id(name, random::bits64());
        self.id.set_value(Some(id.clone()));
        id
    }

    /// Where it may be saved.
    pub(super) fn only(self) -> Only {
        self.tag.get_value().map_or(Only::New, Only::Same)
    }

    /// Removes it from where it is. If it is another by now, that is read, so that who asks again means that.
    pub(super) async fn remove(self, path: String) -> Result<(), ErrorBody> {
        let tag = self.tag.try_get_value().flatten().unwrap_or_default();
        let told = http::delete_only(&path, &tag).await;
        if told.as_ref().is_err_and(is_overtaken) {
            self.again().await?;
        }
        told
    }

    /// Reads what is there now, and puts what was typed over it.
    pub(super) async fn again(self) -> Result<(), ErrorBody> {
        let Some(id) = self.id.try_get_value().flatten() else {
            return Ok(());
        };
        let (now, tag) = (self.read)(id).await?;
        if let Some(before) = self.before.try_get_value() {
            let there = now.clone();
            self.draft
                .try_update(|draft| *draft = draft.clone().over(before, there));
            self.before.try_set_value(now);
            self.tag.try_set_value(Some(tag));
        }
        Ok(())
    }
}

/// Whether somebody else was faster.
pub(super) fn is_overtaken(refused: &ErrorBody) -> bool {
    refused.code == ErrorCode::ChangedMeanwhile
}

/// Reads something and changes it, again where somebody else has changed it in between.
pub(super) async fn insist(
    change: impl AsyncFn() -> Result<(), ErrorBody>,
) -> Result<(), ErrorBody> {
    for _ in 1..TRIES {
        match change().await {
            Err(refused) if is_overtaken(&refused) => {}
            told => return told,
        }
    }
    change().await
}

/// A field: as it was typed, and where nobody touched it as it is now.
pub(super) fn field<V: PartialEq>(typed: V, before: &V, now: V) -> V {
    if typed == *before { now } else { typed }
}

/// The same of several that are ticked, each for itself.
pub(super) fn ticks<V: Ord + Clone>(
    typed: &BTreeSet<V>,
    before: &BTreeSet<V>,
    now: &BTreeSet<V>,
) -> BTreeSet<V> {
    let stay = now
        .iter()
        .filter(|one| typed.contains(one) || !before.contains(one));
    stay.chain(typed.difference(before)).cloned().collect()
}

/// The same of lines.
pub(super) fn lines(typed: &str, before: &str, now: &str) -> String {
    if typed == before {
        return now.to_owned();
    }
    let set = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
    let (mine, old, new) = (set(typed), set(before), set(now));
    let stay = now
        .lines()
        .filter(|line| mine.contains(*line) || !old.contains(*line));
    let more = typed
        .lines()
        .filter(|line| !old.contains(*line) && !new.contains(*line));
    stay.chain(more).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_and_the_rest_is_as_it_is_now() {
        assert_eq!(field("typed", &"before", "now"), "typed");
        assert_eq!(field("before", &"before", "now"), "now");
    }

    #[test]
    fn what_somebody_else_took_out_stays_out_and_what_they_put_in_stays_in() {
        let set = |all: &str| all.chars().collect::<BTreeSet<char>>();
        // Here `d` was put in and `b` taken out; there `e` in and `a` out.
        assert_eq!(ticks(&set("acd"), &set("abc"), &set("bce")), set("cde"));
        assert_eq!(ticks(&set("abc"), &set("abc"), &set("x")), set("x"));
    }

    #[test]
    fn lines_are_taken_one_by_one() {
        assert_eq!(lines("a\nc\nd", "a\nb\nc", "b\nc\ne"), "c\ne\nd");
        assert_eq!(lines("a", "a", "b"), "b");
        assert_eq!(lines("a\nb", "a", "a\nb"), "a\nb");
        assert_eq!(lines("", "a", "a\nb"), "b");
    }
}
