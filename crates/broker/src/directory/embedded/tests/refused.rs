//! What does not fit what else the directory holds.

use super::{BY, ChangeError, Device, Group, GroupKind, Kept, Person, Saved, suite};

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_field_and_code() {
    let mut kept = Kept::new().await;
    let directory = kept.directory.clone();
    let fault = |error: ChangeError| match error {
        ChangeError::Invalid(fault) => (fault.field, fault.why.code()),
        ChangeError::Store(error) => panic!("{error}"),
        ChangeError::Overtaken(error) => panic!("{error}"),
    };
    let ada = kept.person(suite::ADA);
    let groups = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    for (person, expected) in [
        (
            Person {
                name: " ".to_owned(),
                ..ada.clone()
            },
            ("name", "empty"),
        ),
        (
            Person {
                id: "p-new".to_owned(),
                email: None,
                ..ada.clone()
            },
            ("subject", "taken"),
        ),
        (
            Person {
                email: Some("BO@example.com".to_owned()),
                ..ada.clone()
            },
            ("email", "taken"),
        ),
        (
            Person {
                groups: groups(&[suite::DESK, suite::NO_GROUP]),
                ..ada.clone()
            },
            ("groups", "unknown-group"),
        ),
        (
            Person {
                groups: groups(&[suite::LAPTOPS]),
                ..ada.clone()
            },
            ("groups", "wrong-kind"),
        ),
    ] {
        let refused = directory.save_person(&person, BY).await.unwrap_err();
        assert_eq!(fault(refused), expected);
    }
    let laptop = kept.device(suite::LAPTOP);
    for (device, expected) in [
        (
            Device {
                owner: Some(suite::NOBODY.to_owned()),
                ..laptop.clone()
            },
            ("owner", "unknown-owner"),
        ),
        (
            Device {
                groups: groups(&[suite::STAFF]),
                ..laptop
            },
            ("groups", "wrong-kind"),
        ),
    ] {
        let refused = directory.save_device(&device, BY).await.unwrap_err();
        assert_eq!(fault(refused), expected);
    }
    let staff = Group {
        id: suite::STAFF.to_owned(),
        name: "Staff".to_owned(),
        kind: GroupKind::Devices,
    };
    let refused = directory.save_group(&staff, BY).await.unwrap_err();
    assert_eq!(fault(refused), ("kind", "has-members"));
    for (group, member, expected) in [
        (suite::NO_GROUP, suite::ADA, ("group", "unknown-group")),
        (suite::STAFF, suite::LAPTOP, ("members", "unknown-member")),
        (
            suite::LAPTOPS,
            suite::NO_DEVICE,
            ("members", "unknown-member"),
        ),
    ] {
        let set = directory.set_members(group, &groups(&[member]), BY).await;
        assert_eq!(fault(set.unwrap_err()), expected);
    }
    assert_eq!(
        (kept.told().await, *directory.changes().borrow()),
        (vec![], 0)
    );

    // An empty group may become one of devices.
    directory.set_members(suite::STAFF, &[], BY).await.unwrap();
    let saved = directory.save_group(&staff, BY).await.unwrap();
    assert_eq!(saved, Saved::Changed);
}
