//! The server: from listeners to requests, with a limit on everything that a client may take.
//!
//! | module | what |
//! | --- | --- |
//! | [`launch`] | the way up and the way down |
//! | [`listeners`] | addresses that are bound |
//! | [`accept`] | one loop for each listener |
//! | [`gate`] | how many connections, in all and from one address |
//! | [`connection`] | one connection: handshake, preface, HTTP, idle time |
//! | [`activity`] | when a connection was last of use |
//! | [`tls`] | certificates, reloaded without a restart |
//! | [`logs`] | the log |

pub mod accept;
pub mod activity;
pub mod connection;
pub mod gate;
pub mod launch;
pub mod listeners;
pub mod logs;
pub mod tls;
