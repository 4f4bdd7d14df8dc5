//! What the directory knows of who signs in, laid over what the provider's claims say of them.
//!
//! Whether they may come in is decided by then (`caller`). Here nobody is refused: where the directory says nothing, or nothing
//! in time, the claims have to do, and the next sign-in asks again.

use super::{
    Identity,
    person::{clean, verified_domain},
    user_info::Picture,
};
use crate::{
    access::{AccessError, Standing},
    directory::{self, Directory, DirectoryError, PersonKey, Provider as _},
};
use rh_protocol::{Redacted, view::Person};
use std::sync::atomic::Ordering;

/// The longest that a sign-in waits for all of it, in milliseconds.
const WAIT_MS: u64 = 3_000;

/// What the directory knows of somebody.
#[derive(Default)]
pub(super) struct Known {
    person: Option<directory::Person>,
    /// Domains that are the organisation's own.
    domains: Vec<String>,
    photo: Option<Picture>,
}

impl Known {
    /// Lays it over what is said of them; what it does not know stands as it is. Gives their picture, where there is one.
    pub(super) fn lay_over(self, said: &mut Person) -> Option<Picture> {
        let known = self.person?;
        let text = |known: Option<&str>| known.and_then(clean).map(Redacted::new);
        // Whoever has no name there goes by their id.
        let name = Some(known.name.as_str()).filter(|name| *name != known.id);
        if let Some(name) = text(name) {
            said.name = name;
        }
        let domain = known.email.as_deref();
        let domain = domain.and_then(|email| verified_domain(email, &self.domains));
        for (field, known) in [
            (&mut said.title, text(known.title.as_deref())),
            (&mut said.company, text(known.company.as_deref())),
            (&mut said.domain, domain.map(Redacted::new)),
        ] {
            if known.is_some() {
                *field = known;
            }
        }
        self.photo
    }
}

/// Why the directory says nothing.
#[derive(Debug, thiserror::Error)]
enum Silence {
    /// It cannot, or will not.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// It takes too long.
    #[error("no answer in time")]
    Late,
}

impl Identity {
    /// What the directory knows of somebody who may come in, as far as it says so in time.
    pub(super) async fn known(&self, who: &Standing) -> Known {
        let until_ms = self.0.clock.now_ms().saturating_add(WAIT_MS);
        let directory = || self.0.access.directory().clone();
        let (it, who) = (directory(), who.clone());
        let person = async move {
            let key = PersonKey {
                subject: &who.subject,
                email: who.email.as_deref(),
            };
            it.person(key).await
        };
        let person = match self.in_time(until_ms, person).await {
            Ok(Some(person)) => person.value,
            found => {
                self.note_silence(found.err().as_ref());
                return Known::default();
            }
        };
        let it = directory();
        let organization = async move { it.organization().await };
        let (it, id) = (directory(), person.id.clone());
        let photo = async move { it.photo(&id).await };
        let (organization, photo) = tokio::join!(
            self.in_time(until_ms, organization),
            self.in_time(until_ms, photo)
        );
        self.note_silence(organization.as_ref().err().or(photo.as_ref().err()));
        let domains = organization.map(|it| it.value.verified_domains);
        let photo = photo.ok().flatten();
        Known {
            person: Some(person),
            domains: domains.unwrap_or_default(),
            photo: photo.and_then(|photo| Picture::of(photo.value.bytes)),
        }
    }

    /// Those of somebody's groups that mean something here, where there are too many of them for a token: by Graph, which calls
    /// groups as the token would. And as of when, in Unix milliseconds.
    ///
    /// # Errors
    /// When Graph gives no answer: then it cannot be told what they may do.
    pub(super) async fn groups_of(
        &self,
        who: &Standing,
        known: &[String],
    ) -> Result<(Vec<String>, u64), AccessError> {
        let Directory::Graph(graph) = self.0.access.directory() else {
            tracing::warn!(
                "somebody is in too many groups for a token: none of them counts \
                 (docs/providers.md, groups overage)"
            );
            return Ok((Vec::new(), self.0.clock.now_ms()));
        };
        let key = PersonKey {
            subject: &who.subject,
            email: who.email.as_deref(),
        };
        let Some(person) = graph.person(key).await? else {
            return Ok((Vec::new(), self.0.clock.now_ms()));
        };
        let mut groups = person.value.groups;
        groups.retain(|group| known.contains(group));
        Ok((groups, person.as_of_ms))
    }

    /// An answer, if it comes before this moment. The question goes on after it: a directory that keeps answers has this one
    /// for the next sign-in.
    async fn in_time<T: Send + 'static>(
        &self,
        until_ms: u64,
        question: impl Future<Output = Result<T, DirectoryError>> + Send + 'static,
    ) -> Result<T, Silence> {
        tokio::select! {
            biased;
            answer = tokio::spawn(question) => Ok(answer.map_err(|_| Silence::Late)??),
            () = self.0.clock.sleep_until(until_ms) => Err(Silence::Late),
        }
    }

    /// Logs that the directory says nothing, once for as long as it does.
    fn note_silence(&self, why: Option<&Silence>) {
        let was_silent = self.0.silent.swap(why.is_some(), Ordering::Relaxed);
        match why {
            Some(why) if !was_silent => {
                tracing::warn!(%why, "the directory does not say who people are: claims have to do");
            }
            None if was_silent => tracing::info!("the directory says who people are again"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Option<Redacted<String>> {
        Some(Redacted::new(text.to_owned()))
    }

    /// What claims say of somebody.
    fn said() -> Person {
        Person {
            name: Redacted::new("Claimed Name".to_owned()),
            title: text("Claimed title"),
            company: None,
            domain: text("claimed.example"),
            picture: None,
        }
    }

    fn known(email: Option<&str>) -> Known {
        Known {
            person: Some(directory::Person {
                id: "p-1".to_owned(),
                subject: None,
                email: email.map(str::to_owned),
                name: "Known\u{202e} Name".to_owned(),
                title: None,
                company: Some("Known".to_owned()),
                enabled: true,
                groups: Vec::new(),
            }),
            domains: vec!["example.com".to_owned()],
            photo: None,
        }
    }

    #[test]
    fn what_the_directory_knows_wins_and_what_it_does_not_know_stands() {
        let mut person = said();
        assert!(known(Some("a@Example.com")).lay_over(&mut person).is_none());
        assert_eq!(person.name.expose(), "Known Name");
        assert_eq!(person.title, text("Claimed title"));
        assert_eq!(person.company, text("Known"));
        assert_eq!(person.domain, text("example.com"));
    }

    #[test]
    fn only_the_organisations_own_domains_are_shown() {
        for email in [
            None,
            Some("a@sub.example.com"),
            Some("a@example.com.evil.example"),
            Some("example.com"),
        ] {
            let mut person = said();
            known(email).lay_over(&mut person);
            assert_eq!(person.domain, text("claimed.example"), "{email:?}");
        }
    }

    #[test]
    fn who_has_no_name_in_the_directory_keeps_the_one_of_the_claims() {
        for name in ["p-1", "\u{200b}"] {
            let mut known = known(None);
            known.person.as_mut().unwrap().name = name.to_owned();
            let mut person = said();
            known.lay_over(&mut person);
            assert_eq!(person.name.expose(), "Claimed Name");
        }
    }

    #[test]
    fn whom_the_directory_does_not_know_is_who_the_claims_say() {
        let mut person = said();
        let nobody = Known {
            person: None,
            ..known(None)
        };
        assert!(nobody.lay_over(&mut person).is_none());
        assert_eq!(person, said());
    }
}
