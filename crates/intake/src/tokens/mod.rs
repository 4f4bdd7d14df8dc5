//! ID tokens (OpenID Connect Core §3.1.3.7), logout tokens (OpenID Connect Back-Channel Logout §2.4), and the key sets that
//! verify them. Pure: documents and the time come from the caller.
//!
//! | module | what |
//! | --- | --- |
//! | `raw`, `claims`, `tenant`, `keys` | the rules, each by itself |
//! | `verify` | all of them in order, with `openidconnect`'s verifier |
//! | `logout` | the provider's word that somebody has signed out there |
//! | `strength` | what a token proved of how somebody signed in, and whether that is enough |
//! | `refusal` | why a token is refused, a variant a rule |

mod claims;
mod keys;
mod logout;
mod raw;
mod refusal;
mod strength;
mod tenant;
mod verify;

pub use claims::Expected;
pub use keys::Keys;
pub use logout::{LoggedOut, UnverifiedLogout, issued_ms, session_of};
pub use raw::Object;
pub use refusal::TokenRefusal;
pub use strength::Proved;
pub use tenant::{Tenant, TenantError, is_guid};
pub use verify::{Unverified, Verified};
