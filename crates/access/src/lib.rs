//! Who may help whom, and who may administer what.
//!
//! A [`Role`] is a set of [`Permission`]s. An [`Assignment`] gives a role to members (people or groups) over a
//! [`Scope`] (sharers, devices, or both). [`Rules`] holds all of them, [`Rules::decide`] answers for one helper, one
//! sharer and that sharer's device, and says why. Pure functions over values: no I/O, no clock.
#![forbid(unsafe_code)]

mod assignment;
mod decision;
mod id;
mod permission;
mod role;
mod rules;
mod scope;
mod subject;

pub use assignment::{Assignment, Members};
pub use decision::{Considered, Decision, Grant, Refusal, Verdict};
pub use id::{AssignmentId, DeviceId, GroupId, PersonId, RoleId};
pub use permission::{Permission, Permissions};
pub use role::{BuiltIn, Role, Tier};
pub use rules::Rules;
pub use scope::{Gap, Reach, Scope};
pub use subject::{Device, Person};
