//! The security code on its way through the sign-in: from the session link, or from the field, to
//! the moment it is redeemed. In this tab's session storage only.

use crate::platform::storage::{self, Key};
use rh_protocol::Passcode;
use rh_protocol::passcode::PasscodeError;

/// Characters of a link's code that are kept: enough to say what is wrong with it, no more.
const KEPT_CHARS: usize = 64;

/// Keeps what a link or a person gave, sound or not.
pub fn keep(text: &str) {
    let cut: String = text.chars().take(KEPT_CHARS).collect();
    // Where storage is forbidden, the code is asked for again after the sign-in.
    storage::set(Key::Passcode, &cut);
}

/// The code that is waiting to be redeemed, or what is wrong with it.
#[must_use]
pub fn waiting() -> Option<Result<Passcode, PasscodeError>> {
    storage::get(Key::Passcode).map(|text| Passcode::parse(&text))
}

/// Forgets the code: it was redeemed, refused, or is not wanted any more.
pub fn forget() {
    storage::remove(Key::Passcode);
}
