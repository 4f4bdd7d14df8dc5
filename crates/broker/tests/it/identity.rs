//! Sign-in from outside: the token table, the life of a sign-in, how strong it must be, what is said of devices, the demonstration's provider.

mod demo;
mod device_check;
mod known;
mod life;
pub(crate) mod logout;
pub(crate) mod provider;
mod refresh;
mod signer;
mod strength;
mod table;
