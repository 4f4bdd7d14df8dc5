//! What may not stand in the directory.

use super::*;

fn person() -> Person {
    Person {
        name: "Ada".to_owned(),
        ..Person::blank("p1")
    }
}

fn device() -> Device {
    Device {
        name: "Laptop".to_owned(),
        ..Device::blank("d1")
    }
}

fn fault(faults: &[Fault]) -> (&'static str, &'static str) {
    assert_eq!(faults.len(), 1, "{faults:?}");
    (faults[0].field, faults[0].why.code())
}

#[test]
fn what_is_said_in_different_ways_is_the_same() {
    let untidy = Person {
        id: " p1 ".to_owned(),
        name: "\tAda\u{a0} ".to_owned(),
        title: Some("  ".to_owned()),
        groups: ["b", " a", "b", ""].map(str::to_owned).into(),
        ..person()
    };
    let tidy = Person {
        groups: ["a", "b"].map(str::to_owned).into(),
        ..person()
    };
    assert!(untidy.tidied() == tidy);
    let untidy = Device {
        reasons: ["no\nupdates", " ", "no disk  encryption"]
            .map(str::to_owned)
            .into(),
        ..device()
    };
    assert_eq!(
        untidy.tidied().reasons,
        ["no updates", "no disk encryption"]
    );
}

#[test]
fn each_kind_of_fault_of_a_person_has_its_code() {
    assert_eq!(person().faults(), []);
    let long = "x".repeat(limits::NAME + 1);
    for (person, expected) in [
        (Person::blank("p1"), ("name", "empty")),
        (
            Person {
                id: String::new(),
                ..person()
            },
            ("id", "empty"),
        ),
        (
            Person {
                name: long.clone(),
                ..person()
            },
            ("name", "too-long"),
        ),
        (
            Person {
                title: Some("a\u{202e}b".to_owned()),
                ..person()
            },
            ("title", "hidden-characters"),
        ),
        (
            Person {
                email: Some("a@b@c".to_owned()),
                ..person()
            },
            ("email", "no-address"),
        ),
        (
            Person {
                groups: vec!["g".to_owned(); limits::GROUPS + 1],
                ..person()
            },
            ("groups", "too-many"),
        ),
    ] {
        assert_eq!(fault(&person.faults()), expected);
    }
    let most = Person {
        name: "é".repeat(limits::NAME),
        ..person()
    };
    assert_eq!(most.faults(), []);
}

#[test]
fn each_kind_of_fault_of_groups_and_devices_has_its_code() {
    assert_eq!(device().faults(), []);
    for (device, expected) in [
        (
            Device {
                reasons: vec!["a; b".to_owned()],
                ..device()
            },
            ("reasons", "semicolon"),
        ),
        (
            Device {
                last_seen_ms: Some(limits::LATEST_MS + 1),
                ..device()
            },
            ("last_seen", "late"),
        ),
    ] {
        assert_eq!(fault(&device.faults()), expected);
    }
    let group = Group {
        name: "All".to_owned(),
        ..Group::blank("a;b")
    };
    assert_eq!(fault(&group.faults()), ("id", "semicolon"));
}
