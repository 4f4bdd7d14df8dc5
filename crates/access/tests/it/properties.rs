//! What holds whatever the roles, assignments, people and devices.

use proptest::{collection::btree_set, collection::vec, prelude::*};
use rh_access::{
    Assignment, AssignmentId, BuiltIn, Device, DeviceId, GroupId, Members, Permission, Permissions,
    Person, PersonId, Reach, Role, RoleId, Rules, Scope, Verdict,
};
use std::collections::BTreeSet;

fn groups() -> impl Strategy<Value = BTreeSet<GroupId>> {
    btree_set((0..4_u8).prop_map(|n| GroupId::new(format!("g{n}"))), 0..3)
}

fn person() -> impl Strategy<Value = Person> {
    let name = (0..4_u8).prop_map(|n| PersonId::new(format!("p{n}")));
    (btree_set(name, 1..3), groups()).prop_map(|(names, groups)| Person { names, groups })
}

fn device() -> impl Strategy<Value = Device> {
    groups().prop_map(|groups| Device {
        id: DeviceId::new("d"),
        groups,
    })
}

fn some_reach() -> impl Strategy<Value = Reach> {
    prop_oneof![Just(Reach::All), groups().prop_map(Reach::Groups)]
}

fn reach() -> impl Strategy<Value = Option<Reach>> {
    proptest::option::of(some_reach())
}

fn role() -> impl Strategy<Value = Role> {
    let permissions = vec(proptest::sample::select(Permission::ALL.to_vec()), 0..8);
    (0..3_u8, permissions).prop_map(|(id, permissions)| Role {
        id: RoleId::new(format!("r{id}")),
        permissions: Permissions::of(&permissions),
    })
}

/// One whose id is its place among others.
fn assignment() -> impl Strategy<Value = Assignment> {
    let role = prop_oneof![
        (0..4_u8).prop_map(|n| RoleId::new(format!("r{n}"))),
        Just(RoleId::new(BuiltIn::HelpDeskOperator.id())),
    ];
    let people = btree_set((0..4_u8).prop_map(|n| PersonId::new(format!("p{n}"))), 0..2);
    (role, people, groups(), reach(), reach()).prop_map(|(role, people, groups, users, devices)| {
        Assignment {
            id: AssignmentId::new(""),
            role,
            members: Members { people, groups },
            scope: Scope { users, devices },
        }
    })
}

fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
    vec(assignment(), 0..6).prop_map(|mut all| {
        for (n, assignment) in all.iter_mut().enumerate() {
            assignment.id = AssignmentId::new(format!("a{n}"));
        }
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn one_assignment_more_never_takes_a_right_away(
        roles in vec(role(), 0..4),
        all in assignments(),
        mut more in assignment(),
        helper in person(),
        sharer in person(),
        device in proptest::option::of(device()),
    ) {
        more.id = AssignmentId::new("more");
        let before = Rules::new(roles.clone(), all.clone());
        let after = Rules::new(roles, all.into_iter().chain([more]));
        let decide = |rules: &Rules| rules.decide(&helper, &sharer, device.as_ref());
        prop_assert!(decide(&after).granted.contains_all(decide(&before).granted));
        prop_assert!(decide(&after).grant().is_ok() || decide(&before).grant().is_err());
        prop_assert!(after.permissions(&helper).contains_all(before.permissions(&helper)));
    }

    #[test]
    fn no_scope_of_devices_covers_one_that_is_not_enrolled(users in reach(), devices in reach(), sharer in person()) {
        let by_devices = devices.is_some();
        let scope = Scope { users, devices };
        prop_assert!(!by_devices || scope.cover(&sharer, None).is_err());
    }

    #[test]
    fn a_scope_of_both_covers_what_each_alone_would(
        users in some_reach(),
        devices in some_reach(),
        sharer in person(),
        device in proptest::option::of(device()),
    ) {
        let covers = |users: Option<&Reach>, devices: Option<&Reach>| {
            let scope = Scope { users: users.cloned(), devices: devices.cloned() };
            scope.cover(&sharer, device.as_ref()).is_ok()
        };
        let (users, devices) = (Some(&users), Some(&devices));
        prop_assert_eq!(covers(users, devices), covers(users, None) && covers(None, devices));
    }

    #[test]
    fn the_answer_comes_with_every_assignment_and_its_reason(
        all in assignments(),
        helper in person(),
        sharer in person(),
        device in proptest::option::of(device()),
    ) {
        let count = all.len();
        let decision = Rules::new([], all).decide(&helper, &sharer, device.as_ref());
        prop_assert_eq!(decision.considered.len(), count);
        let covering = decision.considered.iter().filter(|one| one.verdict == Verdict::Covers);
        let together = covering.fold(Permissions::NONE, |all, one| all.and(one.permissions));
        prop_assert_eq!(together, decision.granted);
        prop_assert_eq!(decision.grant().is_ok(), together.contains_all(Permissions::HELP));
    }
}
