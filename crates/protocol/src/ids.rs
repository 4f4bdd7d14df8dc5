//! Identifiers: opaque, random where made by a machine, safe to show and to log.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u128);

        impl $name {
            /// Length of the text form in characters.
            pub const TEXT_LEN: usize = 32;

            /// From 128 random bits (the caller's, so that cores stay without randomness).
            #[must_use]
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// The 128 bits, for storage and ordering.
            #[must_use]
            pub const fn to_bits(self) -> u128 {
                self.0
            }

            /// Reads the text form: exactly 32 lower-case hexadecimal digits.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let exact = text.len() == Self::TEXT_LEN
                    && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                if !exact {
                    return None;
                }
                u128::from_str_radix(text, 16).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:032x})", stringify!($name), self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an id"))
            }
        }
    };
}

id! {
    /// One helped session, from its code to its end. Stands in the address after joining.
    SessionId
}
id! {
    /// One person's place in one session. Survives reloads and reconnects.
    ParticipantId
}
id! {
    /// One WebSocket of a participant. The newest connection of a participant wins.
    ConnectionId
}
id! {
    /// One opening of a session's page, made by the page itself. Outlives its WebSockets, so that a
    /// dropped socket can be told from a reloaded page (which has lost its capture and peer
    /// connection).
    PageId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_is_exact() {
        let id = SessionId::from_bits(0x00ab);
        assert_eq!(id.to_string(), "000000000000000000000000000000ab");
        assert_eq!(SessionId::parse(&id.to_string()), Some(id));
        for wrong in [
            "",
            "ab",
            "000000000000000000000000000000AB",
            "+00000000000000000000000000000ab",
        ] {
            assert_eq!(SessionId::parse(wrong), None, "{wrong}");
        }
    }
}
