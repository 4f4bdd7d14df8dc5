//! Names of things that a directory or an administrator has named. Opaque here.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// By what the directory or the store calls it.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// What the directory or the store calls it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        /// A person's id may name them: it is not printed by chance.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

id! {
    /// One name of a person of the tenant. They may go by several.
    PersonId
}
id! {
    /// A group of people, or of devices, of the directory.
    GroupId
}
id! {
    /// An enrolled device of the directory.
    DeviceId
}
id! {
    /// A role.
    RoleId
}
id! {
    /// An assignment of a role.
    AssignmentId
}
