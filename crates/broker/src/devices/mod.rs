//! The sharer's device: which one it is, by whatever can tell, and in what state.
//!
//! | module | what |
//! | --- | --- |
//! | this one | the first that answers: the provider's claim, a proxy's header, a browser's key, what is presumed |
//! | [`seen`] | what a request tells of the device that it comes from |
//! | `keys` | browsers that are enrolled on devices: links, keys, revoking |
//! | `renewing` | such browsers that have forgotten their keys |
//! | `challenge` | what such a browser signs |
//! | `signature` | whether it did |
//! | `shown` | a device of the directory as people are shown it |

mod challenge;
mod keys;
mod renewing;
pub mod seen;
mod shown;
mod signature;

pub use keys::{IssuedLink, KeyView, Proved};
pub use seen::Seen;

use crate::{
    Clock,
    access::{Access, AccessError, Standing, standing},
    directory::{Device as Entry, DeviceAnswer, Directory, DirectoryError, Provider as _},
    identity::clean,
    store::{Store, StoreError},
};
use rh_access::{Device as Enrolled, DeviceId};
use rh_protocol::{
    ErrorBody, ErrorCode, Redacted,
    view::{DeviceProof, DeviceState, DeviceVerdict},
};
use rh_session::broker::{Bound, Device};
use std::sync::Arc;
use tokio::sync::watch;

/// Why something about devices is not done.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// Our own store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The directory gives no answer.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// It is refused.
    #[error("refused: {}", .0.code.as_str())]
    Refused(ErrorBody),
}

impl From<sqlx::Error> for DeviceError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<ErrorCode> for DeviceError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code.into())
    }
}

impl DeviceError {
    fn field(name: &str) -> Self {
        Self::Refused(ErrorBody {
            field: Some(name.to_owned()),
            ..ErrorBody::new(ErrorCode::BadField)
        })
    }
}

/// The room's state. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Devices(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    clock: Clock,
    access: Access,
    /// Ours, which browsers sign along.
    origin: String,
    changes: watch::Sender<u64>,
}

/// The device that somebody sits at.
#[derive(Debug)]
pub struct Found {
    /// As the session keeps it.
    pub device: Device,
    /// As the rules of access take it; none while the directory does not vouch for it, and in no groups while these are unknown.
    pub enrolled: Option<Enrolled>,
    /// Why the directory does not say, or not in which groups it is.
    pub silent: Option<DirectoryError>,
    /// Whether the person owns the device that the session is bound to.
    pub owner: bool,
}

/// What there is to be known of a device, once more.
#[derive(Debug)]
pub struct Looked {
    /// As the session keeps it: in no better state than it can be told to be in.
    pub device: Device,
    /// As the rules of access take it; or why the directory does not say, or not in which groups it is.
    pub enrolled: Result<Option<Enrolled>, DirectoryError>,
}

impl Looked {
    const fn nothing(device: Device) -> Self {
        Self {
            device,
            enrolled: Ok(None),
        }
    }
}

impl Devices {
    /// Of this broker.
    #[must_use]
    pub fn new(store: Store, clock: Clock, access: Access, origin: String) -> Self {
        Self(Arc::new(Inner {
            store,
            clock,
            access,
            origin,
            changes: watch::Sender::new(0),
        }))
    }

    /// Tells when a browser's key was revoked.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Which device somebody joins from: the first of all that can tell. `bound` is the device that the session was started
    /// for. What the identity provider says of it, where it was asked, decides its state. While the directory is silent a
    /// browser's key still tells which device it is, since we enrolled it; any other name may be of no device at all.
    ///
    /// # Errors
    /// When it cannot be told who they are to the directory, or what the bound device is.
    pub async fn find(
        &self,
        sharer: &Standing,
        seen: &Seen,
        bound: Option<&Bound>,
    ) -> Result<Found, AccessError> {
        let mut found = self.identify(sharer, seen, bound).await?;
        shown::judge(&mut found.device.shown, seen.check.verdict());
        Ok(found)
    }

    async fn identify(
        &self,
        sharer: &Standing,
        seen: &Seen,
        bound: Option<&Bound>,
    ) -> Result<Found, AccessError> {
        let owner = self.owns(sharer, bound).await?;
        let proved = seen.key.as_ref();
        let mut unsure = None;
        for (proof, id) in [
            (DeviceProof::Claim, seen.claim.as_deref()),
            (DeviceProof::Proxy, seen.proxy.as_deref()),
            (
                DeviceProof::Key,
                proved.map(|proved| proved.device.as_str()),
            ),
        ] {
            let Some(id) = id else { continue };
            let key = proved.filter(|_| proof == DeviceProof::Key);
            let key = key.map(|proved| proved.key.clone());
            match self.directory().device_by_any(id).await {
                Ok(Some(answer)) => return Ok(found(answer, proof, key, owner)),
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(%error, "the state of a sharer's device cannot be told");
                    let device = Device {
                        id: Some(id.to_owned()),
                        unchecked: key.is_none(),
                        key,
                        shown: shown::nobody_knows(Some(proof), None),
                        reported: None,
                    };
                    // The first that names one, unless a key does: that is the last.
                    if unsure.is_none() || !device.unchecked {
                        unsure = Some((device, error));
                    }
                }
            }
        }
        if let Some((device, error)) = unsure {
            return Ok(Found {
                device,
                enrolled: None,
                silent: Some(error),
                owner,
            });
        }
        if owner
            && let Some(bound) = bound
            && let Some(answer) = self.directory().device_by_any(&bound.device).await?
            && self.is_of(&answer.device.value, sharer).await?
            && seen.platform == Some(answer.device.value.platform)
        {
            return Ok(found(answer, DeviceProof::Presumed, None, owner));
        }
        Ok(Found {
            device: shown::unenrolled(),
            enrolled: None,
            silent: None,
            owner,
        })
    }

    /// What is to be known now of a device that somebody joined from. What the identity provider said of it then still
    /// counts, but not once its key is revoked, it is no device of the organisation's any more, or it was only presumed and
    /// is no longer theirs. Nor does a yes once the directory has come to say that it is not compliant.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn look_again(
        &self,
        sharer: &Standing,
        device: &Device,
    ) -> Result<Looked, StoreError> {
        if let Some(key) = &device.key
            && !self.has_key(key).await?
        {
            return Ok(Looked::nothing(shown::unenrolled()));
        }
        let (Some(id), Some(proof)) = (&device.id, device.shown.proof) else {
            return Ok(Looked::nothing(device.clone()));
        };
        let presumed = (proof == DeviceProof::Presumed).then_some(sharer);
        let mut verdict = device.shown.verdict;
        let mut looked = match self.still(id, presumed).await? {
            Ok(Some(answer)) => {
                let found = found(answer, proof, device.key.clone(), false);
                let bad = Some(DeviceState::NotCompliant);
                if found.device.reported == bad && device.reported != bad {
                    verdict = verdict.filter(|verdict| *verdict != DeviceVerdict::Compliant);
                }
                Looked {
                    device: found.device,
                    enrolled: found.silent.map_or(Ok(found.enrolled), Err),
                }
            }
            Ok(None) => return Ok(Looked::nothing(shown::unenrolled())),
            Err(error) => {
                let shown = shown::nobody_knows(Some(proof), device.shown.name.clone());
                Looked {
                    device: Device {
                        shown,
                        ..device.clone()
                    },
                    enrolled: Err(error),
                }
            }
        };
        shown::judge(&mut looked.device.shown, verdict);
        Ok(looked)
    }

    /// A device of the directory; one that is only presumed as long as it is this person's.
    async fn still(
        &self,
        id: &str,
        presumed: Option<&Standing>,
    ) -> Result<Result<Option<DeviceAnswer>, DirectoryError>, StoreError> {
        let found = self.directory().device_by_any(id).await;
        let (Ok(Some(answer)), Some(sharer)) = (&found, presumed) else {
            return Ok(found);
        };
        match self.is_of(&answer.device.value, sharer).await {
            // Who may be nowhere any more is told so, and not that it is for the device.
            Ok(true) | Err(AccessError::Disabled) => Ok(found),
            Ok(false) => Ok(Ok(None)),
            Err(AccessError::Directory(error)) => Ok(Err(error)),
            Err(AccessError::Store(error)) => Err(error),
        }
    }

    /// A device of the directory, as the rules of access take it.
    ///
    /// # Errors
    /// See [`DirectoryError`].
    pub async fn enrolled(&self, id: &str) -> Result<Option<Enrolled>, DirectoryError> {
        Ok(self.whole(id).await?.as_ref().map(enrolled))
    }

    /// What a session is bound to that is started for a device of the directory, and how the rules of access take it.
    ///
    /// # Errors
    /// See [`DirectoryError`].
    pub async fn bind(&self, id: &str) -> Result<Option<(Bound, Enrolled)>, DirectoryError> {
        let Some(entry) = self.whole(id).await? else {
            return Ok(None);
        };
        let owner = match &entry.owner {
            Some(owner) => self.directory().person_by_id(owner).await?,
            None => None,
        };
        let owner_name = owner.and_then(|owner| clean(&owner.value.name));
        let enrolled = enrolled(&entry);
        let bound = Bound {
            name: shown::name(&entry),
            device: entry.id,
            owner: entry.owner,
            owner_name: owner_name.map(Redacted::new),
        };
        Ok(Some((bound, enrolled)))
    }

    /// A device of the directory with its groups, or not at all.
    async fn whole(&self, id: &str) -> Result<Option<Entry>, DirectoryError> {
        let found = self.directory().device_by_any(id).await?;
        let whole = found.map(DeviceAnswer::whole).transpose()?;
        Ok(whole.map(|device| device.value))
    }

    /// A device of the directory, for whoever does not care for its groups: they may be unknown.
    async fn named(&self, id: &str) -> Result<Option<Entry>, DirectoryError> {
        let found = self.directory().device_by_any(id).await?;
        Ok(found.map(|answer| answer.device.value))
    }

    /// Whether somebody owns the bound device; so does everybody where it has no owner.
    async fn owns(&self, sharer: &Standing, bound: Option<&Bound>) -> Result<bool, AccessError> {
        let Some(owner) = bound.and_then(|bound| bound.owner.as_deref()) else {
            return Ok(true);
        };
        let person = self.0.access.person(sharer).await?;
        Ok(person.names.contains(&standing::by_directory(owner)))
    }

    /// Whether somebody owns a device, as the directory says now. One that nobody owns is nobody's.
    async fn is_of(&self, entry: &Entry, who: &Standing) -> Result<bool, AccessError> {
        let Some(owner) = &entry.owner else {
            return Ok(false);
        };
        let person = self.0.access.person(who).await?;
        Ok(person.names.contains(&standing::by_directory(owner)))
    }

    fn directory(&self) -> &Directory {
        self.0.access.directory()
    }

    fn changed(&self) {
        self.0
            .changes
            .send_modify(|count| *count = count.wrapping_add(1));
    }
}

fn found(answer: DeviceAnswer, proof: DeviceProof, key: Option<String>, owner: bool) -> Found {
    let entry = &answer.device.value;
    let shown = shown::device(entry, proof);
    Found {
        device: Device {
            id: Some(entry.id.clone()),
            key,
            unchecked: false,
            reported: Some(shown.state),
            shown,
        },
        enrolled: Some(enrolled(entry)),
        silent: answer.groups_untold,
        owner,
    }
}

fn enrolled(entry: &Entry) -> Enrolled {
    let groups = entry.groups.iter().map(|id| standing::of_directory(id));
    Enrolled {
        id: DeviceId::new(entry.id.clone()),
        groups: groups.collect(),
    }
}

#[cfg(test)]
mod tests;
