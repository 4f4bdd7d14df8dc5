//! Who may help whom, and who may administer what: the rules of `rh_access` over what is stored and configured.
//!
//! | module | what |
//! | --- | --- |
//! | this one | the rules as they are now, and what follows from them |
//! | [`standing`] | a person, as far as access is concerned |
//! | [`configured`] | assignments that the configuration makes |
//! | `left` | whether anybody is left who can administer |
//! | [`stored`] | roles and assignments that administrators make |
//! | [`change`] | how they are changed: checked, recorded, effective at once |
//! | `best` | who may not help, whatever the directory would say |

mod best;
pub mod change;
pub mod configured;
pub(crate) mod left;
pub mod standing;
pub mod stored;

pub use change::ChangeError;
pub use standing::Standing;

use crate::{
    Clock, Settings,
    directory::{Directory, DirectoryError, PersonKey, Provider as _},
    store::{Store, StoreError},
};
use rh_access::{Decision, Device, GroupId, Permissions, Person, Reach, Rules};
use std::sync::Arc;
use stored::Stored;
use tokio::sync::watch;

/// Why it cannot be told what somebody may do.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Our own store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The directory gives no answer.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The directory says that the account may not be used any more.
    #[error("the account is disabled in the directory")]
    Disabled,
}

/// The room's state. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Access(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Arc<Settings>,
    store: Store,
    clock: Clock,
    directory: Directory,
    now: watch::Sender<Arc<Now>>,
    /// Held while something is changed: each change is judged by what the one before has left.
    changing: Arc<tokio::sync::Mutex<()>>,
}

/// Everything as it is now.
#[derive(Debug)]
pub struct Now {
    /// What administrators have made.
    pub stored: Stored,
    /// What follows from it and from the configuration.
    pub rules: Rules,
}

impl Access {
    /// Reads what is stored.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open(
        settings: Arc<Settings>,
        store: Store,
        clock: Clock,
        directory: Directory,
    ) -> Result<Self, StoreError> {
        let mut reader = store.read().acquire().await?;
        let stored = Stored::load(&mut reader).await?;
        drop(reader);
        let rules = rules(&settings, &stored);
        let (now, _) = watch::channel(Arc::new(Now { stored, rules }));
        Ok(Self(Arc::new(Inner {
            settings,
            store,
            clock,
            directory,
            now,
            changing: Arc::default(),
        })))
    }

    /// Everything as it is now.
    #[must_use]
    pub fn now(&self) -> Arc<Now> {
        Arc::clone(&self.0.now.borrow())
    }

    /// Has everything that hangs on what people may do looked at again: what is known of somebody has changed.
    pub fn look_again(&self) {
        self.0.now.send_modify(|_| ());
    }

    /// Tells when something has changed.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Arc<Now>> {
        self.0.now.subscribe()
    }

    /// The directory.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.0.directory
    }

    /// A person as the rules take them: what their sign-in says, and what the directory does.
    ///
    /// # Errors
    /// When it cannot be told which groups they are in, or their account may not be used any more.
    pub async fn person(&self, who: &Standing) -> Result<Person, AccessError> {
        let mut person = who.person();
        let key = PersonKey {
            subject: &who.subject,
            email: who.email.as_deref(),
        };
        let known = self.0.directory.person(key).await?;
        if known.is_none() && self.holds_everybody() {
            return Err(AccessError::Disabled);
        }
        if let Some(known) = known {
            let known = known.value;
            if !known.enabled {
                return Err(AccessError::Disabled);
            }
            person.names.insert(standing::by_directory(&known.id));
            let groups = known.groups.iter().map(|id| standing::of_directory(id));
            person.groups.extend(groups);
        }
        Ok(person)
    }

    /// Whether everybody who signs in is in the directory: it is the provider's own. Who is not there any more was removed.
    fn holds_everybody(&self) -> bool {
        let settings = &self.0.settings;
        let of_provider = settings.entra_tenant();
        matches!(self.0.directory, Directory::Graph(_))
            && of_provider.is_some()
            && of_provider == settings.graph_tenant()
    }

    /// What somebody may do where it does not matter whom it concerns. Who administers by the configuration goes on doing so
    /// when the directory disables them, and does nothing else.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub async fn permissions(&self, who: &Standing) -> Result<Permissions, AccessError> {
        match self.person(who).await {
            Err(AccessError::Disabled) => {
                let kept = configured::kept(&self.0.settings, &who.person());
                let kept = Some(kept).filter(|kept| !kept.is_empty());
                kept.ok_or(AccessError::Disabled)
            }
            person => Ok(self.now().rules.permissions(&person?)),
        }
    }

    /// Whether a helper may help a sharer on a device, and why; without a device: on one that is not enrolled.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub async fn decide(
        &self,
        helper: &Standing,
        sharer: &Standing,
        device: Option<&Device>,
    ) -> Result<Decision, AccessError> {
        // At once: a session that runs has to be looked at in time, also where the directory is slow.
        let (helper, sharer) = tokio::try_join!(self.person(helper), self.person(sharer))?;
        Ok(self.now().rules.decide(&helper, &sharer, device))
    }
}

impl Access {
    /// Whether a helper may help the owner of a device on it, before anybody has joined: who is judged again then. Of a device
    /// that nobody owns anybody may be helped whom the rules reach at all.
    ///
    /// # Errors
    /// When it cannot be told. That is no permission.
    pub async fn decide_ahead(
        &self,
        helper: &Standing,
        owner: Option<&str>,
        device: &Device,
    ) -> Result<Decision, AccessError> {
        let helper = self.person(helper).await?;
        let sharer = match owner {
            Some(owner) => self.owner(owner).await?,
            None => anybody(self.scoped().into_iter()),
        };
        Ok(self.now().rules.decide(&helper, &sharer, Some(device)))
    }

    /// Somebody of the directory, as the rules take them. Who is not there any more is in none of its groups. Groups of the
    /// provider's claims are those of their last sign-in, and before the first one may be any.
    async fn owner(&self, id: &str) -> Result<Person, AccessError> {
        let known = self.0.directory.person_by_id(id).await?;
        let known = known.map(|known| known.value);
        let name = known.as_ref().and_then(|known| {
            let subject = known.subject.as_ref().map(|it| format!("subject:{it}"));
            subject.or_else(|| known.email.as_ref().map(|it| format!("email:{it}")))
        });
        let signed_in = match name {
            Some(name) => self.find(&name).await?,
            None => None,
        };
        let mut person = match signed_in {
            Some(standing) => standing.person(),
            None => anybody(self.scoped().into_iter().filter(standing::is_claim)),
        };
        person.names.insert(standing::by_directory(id));
        let groups = known.iter().flat_map(|known| &known.groups);
        let groups = groups.map(|id| standing::of_directory(id));
        person.groups.extend(groups);
        Ok(person)
    }

    /// Groups of people to whom assignments reach.
    fn scoped(&self) -> Vec<GroupId> {
        let now = self.now();
        let assignments = now.stored.assignments.values();
        let reaches = assignments.filter_map(|stored| stored.assignment.scope.users.as_ref());
        let groups = reaches.filter_map(|reach| match reach {
            Reach::All => None,
            Reach::Groups(groups) => Some(groups),
        });
        groups.flatten().cloned().collect()
    }
}

/// Somebody in these groups, of whom no more is known.
fn anybody(groups: impl Iterator<Item = GroupId>) -> Person {
    Person {
        names: Default::default(),
        groups: groups.collect(),
    }
}

/// The rules of what is stored and configured together.
fn rules(settings: &Settings, stored: &Stored) -> Rules {
    let roles = stored.roles.values().map(|role| role.role.clone());
    let assigned = stored.assignments.values().map(|it| it.assignment.clone());
    Rules::new(roles, assigned.chain(configured::assignments(settings)))
}

#[cfg(test)]
mod tests;
