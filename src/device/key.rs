//! Making, keeping and using the key. Its id stands in the local storage, beside it in the database the key itself: browsers
//! forget both together.

use super::api;
use crate::platform::address;
use crate::platform::device_key::{DeviceKey, Slot};
use crate::platform::storage::{self, Key};
use rh_protocol::api::{EnrolledKey, Signed, challenge_message};
use rh_protocol::{ErrorBody, ErrorCode, Redacted};

/// Signs a fresh challenge with the key of this id. A browser that has forgotten it is not enrolled any more.
pub(super) async fn sign(id: String) -> Option<Signed> {
    let Some(key) = DeviceKey::kept().await.ok()? else {
        storage::remove(Key::Device);
        return None;
    };
    let challenge = api::challenge().await.ok()?;
    let message = challenge_message(&address::origin(), challenge.challenge.expose());
    let signature = key.sign(&message).await.ok()?;
    Some(Signed {
        key: id,
        signature: Redacted::new(signature),
    })
}

/// Makes a key, keeps it, and has it enrolled by `enrol`, which is given its public half. One that could not be kept is
/// never enrolled, and one that is not enrolled takes nobody's place.
///
/// # Errors
/// `device-key-failed`, or why the broker refuses.
pub(super) async fn make<F>(enrol: impl FnOnce(String) -> F) -> Result<EnrolledKey, ErrorBody>
where
    F: Future<Output = Result<EnrolledKey, ErrorBody>>,
{
    let failed = |_| ErrorBody::new(ErrorCode::DeviceKeyFailed);
    let (key, public) = DeviceKey::make().await.map_err(failed)?;
    key.keep(Slot::Pending).await.map_err(failed)?;
    let enrolled = enrol(public).await?;
    key.keep(Slot::Enrolled).await.map_err(failed)?;
    if storage::set(Key::Device, &enrolled.key) {
        Ok(enrolled)
    } else {
        Err(ErrorBody::new(ErrorCode::DeviceKeyFailed))
    }
}
