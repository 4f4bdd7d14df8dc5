//! Sign-in from outside: the token table, the life of a sign-in, how strong it must be, the demonstration's provider.

mod demo;
mod life;
mod provider;
mod signer;
mod strength;
mod table;
