//! Who may not help, whatever the directory would say: what needs no answer of it, which may take long or not come.

use super::{Access, Standing};
use rh_access::{Device, DeviceId, GroupId, Permissions, Person, PersonId, Reach, Refusal};
use std::collections::BTreeSet;

/// What names of the directory begin with.
const DIRECTORY: &str = "directory:";

/// All that rules call by names of the directory.
#[derive(Default)]
struct Named {
    people: BTreeSet<PersonId>,
    groups: BTreeSet<GroupId>,
}

impl Named {
    /// Somebody who goes by all of these names and is in all of these groups, beside their own.
    fn best(&self, who: &Standing) -> Person {
        let mut person = who.person();
        person.names.extend(self.people.iter().cloned());
        person.groups.extend(self.groups.iter().cloned());
        person
    }
}

impl Access {
    /// Whether a helper may help a sharer on a device, if the directory said of all three the best that the rules ask for;
    /// without a sharer: whether they may help anybody. Who may not even then may not at all.
    ///
    /// # Errors
    /// Why not.
    pub fn at_best(
        &self,
        helper: &Standing,
        sharer: Option<&Standing>,
        device: Option<&str>,
    ) -> Result<(), Refusal> {
        let now = self.now();
        let mut named = Named::default();
        // The configuration names nobody so.
        for stored in now.stored.assignments.values() {
            let (members, scope) = (&stored.assignment.members, &stored.assignment.scope);
            let people = members.people.iter();
            let people = people.filter(|name| name.as_str().starts_with(DIRECTORY));
            named.people.extend(people.cloned());
            let reaches = [&scope.users, &scope.devices].into_iter().flatten();
            let scopes = reaches.filter_map(|reach| match reach {
                Reach::All => None,
                Reach::Groups(groups) => Some(groups),
            });
            let groups = scopes.chain([&members.groups]).flatten();
            let groups = groups.filter(|name| name.as_str().starts_with(DIRECTORY));
            named.groups.extend(groups.cloned());
        }
        let helper = named.best(helper);
        let Some(sharer) = sharer else {
            let helps = now.rules.permissions(&helper);
            let helps = helps.contains_all(Permissions::HELP);
            return helps.then_some(()).ok_or(Refusal::NoRole);
        };
        let sharer = named.best(sharer);
        let device = device.map(|id| Device {
            id: DeviceId::new(id),
            groups: named.groups,
        });
        let decided = now.rules.decide(&helper, &sharer, device.as_ref());
        decided.grant().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        stored::NamedAssignment,
        tests::{open, standing},
    };
    use crate::{condition::Condition, identity::Permitted};
    use rh_access::{
        Assignment, AssignmentId, Gap, GroupId, Members, Reach, Refusal, RoleId, Scope,
    };

    fn groups(names: &[&str]) -> Reach {
        Reach::Groups(names.iter().map(|name| GroupId::new(*name)).collect())
    }

    fn assignment(member: &str, users: Reach, devices: Option<Reach>) -> NamedAssignment {
        NamedAssignment {
            name: "a".to_owned(),
            assignment: Assignment {
                id: AssignmentId::new("a"),
                role: RoleId::new("help-desk-operator"),
                members: Members {
                    people: Default::default(),
                    groups: [GroupId::new(member)].into(),
                },
                scope: Scope {
                    users: Some(users),
                    devices,
                },
            },
        }
    }

    #[tokio::test]
    async fn who_may_not_help_at_best_is_known_without_the_directory() {
        let folder = tempfile::tempdir().unwrap();
        let more = "administrators.subjects = ['admin']\nhelpers.groups = ['desk']\n\
                    identity.groups = ['staff', 'else']";
        let access = open(folder.path(), more).await;
        let by = Permitted::of("admin");
        let (desk, staff) = (
            standing("d", None, &["desk"]),
            standing("s", None, &["staff"]),
        );
        assert_eq!(access.at_best(&desk, None, None), Ok(()));
        assert_eq!(access.at_best(&desk, Some(&staff), None), Ok(()));
        assert_eq!(access.at_best(&staff, None, None), Err(Refusal::NoRole));
        let out = |gap| Err(Refusal::OutOfScope { gap });
        let device = Some("d-1");
        for (member, users, devices, expected, with_device) in [
            // What the directory says could be the best.
            ("directory:g", Reach::All, None, Ok(()), Ok(())),
            (
                "claim:staff",
                groups(&["directory:g"]),
                None,
                Ok(()),
                Ok(()),
            ),
            (
                "claim:staff",
                Reach::All,
                Some(groups(&["directory:g"])),
                out(Gap::Unenrolled),
                Ok(()),
            ),
            // What the sign-in says is known.
            (
                "claim:else",
                Reach::All,
                None,
                Err(Refusal::NoRole),
                Err(Refusal::NoRole),
            ),
            (
                "claim:staff",
                groups(&["claim:else"]),
                None,
                out(Gap::Sharer),
                out(Gap::Sharer),
            ),
        ] {
            let named = assignment(member, users, devices);
            access
                .save_assignment(&by, named, &Condition::Any)
                .await
                .unwrap();
            let at_best = |device| access.at_best(&staff, Some(&desk), device);
            assert_eq!(
                (at_best(None), at_best(device)),
                (expected, with_device),
                "{member}"
            );
        }
    }
}
