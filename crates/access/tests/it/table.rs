//! Each refusal, and that permissions of several assignments add up.

use rh_access::{
    Assignment, AssignmentId, BuiltIn, Device, DeviceId, Gap, GroupId, Members, Permission,
    Permissions, Person, PersonId, Reach, Refusal, Role, RoleId, Rules, Scope,
};

fn groups(names: &[&str]) -> std::collections::BTreeSet<GroupId> {
    names.iter().map(|name| GroupId::new(*name)).collect()
}

fn person(id: &str, of: &[&str]) -> Person {
    Person {
        names: [PersonId::new(id)].into(),
        groups: groups(of),
    }
}

fn device(of: &[&str]) -> Device {
    Device {
        id: DeviceId::new("device"),
        groups: groups(of),
    }
}

fn assign(id: &str, role: &str, scope: Scope) -> Assignment {
    Assignment {
        id: AssignmentId::new(id),
        role: RoleId::new(role),
        members: Members {
            people: [PersonId::new("helper")].into(),
            groups: groups(&["desk"]),
        },
        scope,
    }
}

fn scope(users: Option<&[&str]>, devices: Option<&[&str]>) -> Scope {
    let reach = |names: &[&str]| match names {
        ["*"] => Reach::All,
        names => Reach::Groups(groups(names)),
    };
    Scope {
        users: users.map(reach),
        devices: devices.map(reach),
    }
}

const DESK: &str = BuiltIn::HelpDeskOperator.id();

#[test]
fn a_scope_decides_whom() {
    let enrolled = device(&["laptops"]);
    let sharer = person("sharer", &["sales"]);
    let refused = |gap| Some(Refusal::OutOfScope { gap });
    for (users, devices, with, without) in [
        (Some(&["*"][..]), None, None, None),
        (Some(&["sales"]), None, None, None),
        (
            Some(&["board"]),
            None,
            refused(Gap::Sharer),
            refused(Gap::Sharer),
        ),
        (None, Some(&["*"][..]), None, refused(Gap::Unenrolled)),
        (None, Some(&["laptops"]), None, refused(Gap::Unenrolled)),
        (
            None,
            Some(&["kiosks"]),
            refused(Gap::Device),
            refused(Gap::Unenrolled),
        ),
        (
            Some(&["sales"]),
            Some(&["laptops"]),
            None,
            refused(Gap::Unenrolled),
        ),
        (
            Some(&["board"]),
            Some(&["laptops"]),
            refused(Gap::Sharer),
            refused(Gap::Sharer),
        ),
        (
            Some(&["sales"]),
            Some(&["kiosks"]),
            refused(Gap::Device),
            refused(Gap::Unenrolled),
        ),
        (None, None, refused(Gap::Empty), refused(Gap::Empty)),
    ] {
        let rules = Rules::new([], [assign("a", DESK, scope(users, devices))]);
        for helper in [person("helper", &[]), person("another", &["desk"])] {
            let asked = |device| rules.decide(&helper, &sharer, device).grant().err();
            assert_eq!(asked(Some(&enrolled)), with, "{users:?} {devices:?}");
            assert_eq!(asked(None), without, "{users:?} {devices:?}, not enrolled");
        }
        let nobody = person("another", &["staff"]);
        let asked = rules.decide(&nobody, &sharer, Some(&enrolled)).grant();
        assert_eq!(asked, Err(Refusal::NoRole));
    }
}

#[test]
fn the_permissions_of_what_covers_a_session_add_up_and_no_others() {
    let looks = Role {
        id: RoleId::new("looks"),
        permissions: Permissions::of(&[Permission::ViewScreen]),
    };
    let offers = Role {
        id: RoleId::new("offers"),
        permissions: Permissions::of(&[
            Permission::OfferRemoteAssistance,
            Permission::ConnectorRead,
        ]),
    };
    let everybody = || scope(Some(&["*"]), None);
    let (helper, sharer) = (person("helper", &[]), person("sharer", &["sales"]));
    let one = assign("1", "looks", everybody());
    let ask = |assignments: Vec<Assignment>| {
        Rules::new([looks.clone(), offers.clone()], assignments)
            .decide(&helper, &sharer, None)
            .grant()
    };
    let missing = Refusal::Missing {
        permissions: offers.permissions,
    };
    assert_eq!(ask(vec![one.clone()]), Err(missing));
    let far = assign("2", "offers", scope(Some(&["board"]), None));
    assert_eq!(ask(vec![one.clone(), far]), Err(missing));
    let both = ask(vec![one.clone(), assign("2", "offers", everybody())]);
    assert_eq!(both.map(|grant| grant.by().len()), Ok(2));
    // A role that is gone gives nothing.
    assert_eq!(
        ask(vec![one, assign("2", "gone", everybody())]),
        Err(missing)
    );
}

#[test]
fn administering_helps_nobody_and_helping_administers_nothing() {
    let rules = Rules::new(
        [],
        [assign("a", BuiltIn::Administrator.id(), Scope::everybody())],
    );
    let helper = person("helper", &[]);
    let asked = rules.decide(&helper, &person("sharer", &[]), None).grant();
    assert_eq!(asked, Err(Refusal::NoRole));
    assert!(rules.permissions(&helper).contains(Permission::RolesUpdate));
    assert_eq!(rules.administering().count(), 1);
    let rules = Rules::new([], [assign("a", DESK, Scope::everybody())]);
    // Only which devices there are is for both.
    let devices = Permissions::of(&[Permission::DevicesRead]);
    let administering = BuiltIn::Administrator.permissions().without(devices);
    assert!(!rules.permissions(&helper).touch(administering));
    assert!(rules.permissions(&helper).contains_all(devices));
    assert_eq!(rules.administering().count(), 0);
}

#[test]
fn no_role_can_take_the_place_of_a_built_in_one() {
    let greedy = Role {
        id: RoleId::new(DESK),
        permissions: Permissions::of(&Permission::ALL),
    };
    let rules = Rules::new([greedy], [assign("a", DESK, Scope::everybody())]);
    let decision = rules.decide(&person("helper", &[]), &person("sharer", &[]), None);
    assert_eq!(decision.granted, BuiltIn::HelpDeskOperator.permissions());
}
