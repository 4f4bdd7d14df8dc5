//! The answer to *may this person help that one*, and why.

use crate::{
    id::{AssignmentId, RoleId},
    permission::Permissions,
    scope::Gap,
};
use serde::Serialize;

/// What was made of one assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "verdict", content = "gap")]
pub enum Verdict {
    /// It covers the session: what its role allows is allowed.
    Covers,
    /// The helper is none of its members.
    NotAMember,
    /// Its scope does not cover the session.
    OutOfScope(Gap),
}

/// One assignment, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Considered {
    /// Which.
    pub assignment: AssignmentId,
    /// The role that it gives.
    pub role: RoleId,
    /// What that role allows.
    pub permissions: Permissions,
    /// What was made of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// The whole answer, for whoever asks why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Each assignment there is, in the order of their ids.
    pub considered: Vec<Considered>,
    /// What those that cover the session allow together.
    pub granted: Permissions,
}

/// Why somebody may not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Refusal {
    /// No assignment makes them a helper.
    NoRole,
    /// They are a helper, but for no session of this sharer and device.
    OutOfScope {
        /// What keeps the assignment from it that comes nearest.
        gap: Gap,
    },
    /// What covers the session does not allow enough.
    Missing {
        /// What else it takes.
        permissions: Permissions,
    },
}

impl Refusal {
    /// Why, as a stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoRole => "no-role",
            Self::OutOfScope { gap: Gap::Empty } => "scope-is-empty",
            Self::OutOfScope { gap: Gap::Sharer } => "sharer-out-of-scope",
            Self::OutOfScope {
                gap: Gap::Unenrolled,
            } => "device-not-enrolled",
            Self::OutOfScope { gap: Gap::Device } => "device-out-of-scope",
            Self::Missing { .. } => "missing-permissions",
        }
    }
}

/// Proof that a helper may help in one session, as of when it was asked. Only [`Decision::grant`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant(Vec<AssignmentId>);

impl Grant {
    /// By which assignments.
    #[must_use]
    pub fn by(&self) -> &[AssignmentId] {
        &self.0
    }
}

impl Decision {
    /// Whether the helper may help.
    ///
    /// # Errors
    /// Why not.
    pub fn grant(&self) -> Result<Grant, Refusal> {
        if self.granted.contains_all(Permissions::HELP) {
            let by = self.covering().map(|one| one.assignment.clone()).collect();
            return Ok(Grant(by));
        }
        if self.covering().next().is_some() {
            let permissions = Permissions::HELP.without(self.granted);
            return Err(Refusal::Missing { permissions });
        }
        let gaps = self.helping().filter_map(|one| match one.verdict {
            Verdict::OutOfScope(gap) => Some(gap),
            Verdict::Covers | Verdict::NotAMember => None,
        });
        gaps.max()
            .map_or(Err(Refusal::NoRole), |gap| Err(Refusal::OutOfScope { gap }))
    }

    fn covering(&self) -> impl Iterator<Item = &Considered> {
        self.helping().filter(|one| one.verdict == Verdict::Covers)
    }

    /// Those that have to do with helping.
    fn helping(&self) -> impl Iterator<Item = &Considered> {
        self.considered
            .iter()
            .filter(|one| one.permissions.touch(Permissions::HELP))
    }
}
