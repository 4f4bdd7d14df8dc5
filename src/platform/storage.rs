//! What the browser keeps for us: every key stands here. No token is ever among them.

use rh_protocol::Role;
use web_sys::Storage;

/// Everything that is kept, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The language that the person chose. Stays.
    Language,
    /// Verifier, state and nonce of the sign-in under way, until its callback. Ends with the tab.
    SignIn(Role),
    /// That this tab has been sent to the provider for a stronger sign-in, until one is good or a person signs in by hand.
    /// Ends with the tab.
    Asked(Role),
    /// The security code on its way through the sign-in. Ends with the tab.
    Passcode,
    /// The secret of an enrolment link on its way through the sign-in. Ends with the tab.
    Enrolment,
    /// Id of the key by which this browser is enrolled on a device. Stays.
    Device,
    /// The address in the console on its way through the sign-in. Ends with the tab.
    Console,
    /// Settings that were typed and not saved, on their way through the sign-in. Ends with the tab.
    Settings,
    /// A helper's note that was typed and not saved, on its way through the sign-in. Ends with the tab.
    Note,
}

impl Key {
    /// The name in the browser's storage.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Language => "rh.language",
            Self::SignIn(Role::Helper) => "rh.sign-in.helper",
            Self::SignIn(Role::Sharer) => "rh.sign-in.sharer",
            Self::Asked(Role::Helper) => "rh.asked.helper",
            Self::Asked(Role::Sharer) => "rh.asked.sharer",
            Self::Passcode => "rh.passcode",
            Self::Enrolment => "rh.enrolment",
            Self::Device => "rh.device",
            Self::Console => "rh.console",
            Self::Settings => "rh.settings",
            Self::Note => "rh.note",
        }
    }

    /// Where it is kept; absent when the person has forbidden storage.
    fn place(self) -> Option<Storage> {
        let window = super::address::window();
        match self {
            Self::Language | Self::Device => window.local_storage(),
            Self::SignIn(_)
            | Self::Asked(_)
            | Self::Passcode
            | Self::Enrolment
            | Self::Console
            | Self::Settings
            | Self::Note => window.session_storage(),
        }
        .ok()
        .flatten()
    }
}

/// Reads a value.
#[must_use]
pub fn get(key: Key) -> Option<String> {
    key.place()?.get_item(key.name()).ok().flatten()
}

/// Keeps a value. Returns whether the browser did: storage may be full or forbidden.
pub fn set(key: Key, value: &str) -> bool {
    key.place()
        .is_some_and(|place| place.set_item(key.name(), value).is_ok())
}

/// Forgets a value.
pub fn remove(key: Key) {
    if let Some(place) = key.place() {
        let _ = place.remove_item(key.name());
    }
}

/// Reads a value and forgets it at once.
#[must_use]
pub fn take(key: Key) -> Option<String> {
    let value = get(key);
    remove(key);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_roles_in_one_browser_do_not_share_a_sign_in() {
        assert_ne!(
            Key::SignIn(Role::Helper).name(),
            Key::SignIn(Role::Sharer).name()
        );
    }
}
