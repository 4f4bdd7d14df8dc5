//! A draft is told as it was typed, one that is only looked at stays as it is, and ids can stand in an address.

use super::*;
use rh_access::Permission;

fn assignment(people: &[&str], groups: &[&str], scope: Scope) -> Assignment {
    Assignment {
        id: "a".to_owned(),
        configured: false,
        name: "Desk".to_owned(),
        role: "r".to_owned(),
        members: Members {
            people: people.iter().copied().map(PersonId::new).collect(),
            groups: groups.iter().copied().map(GroupId::new).collect(),
        },
        scope,
        tag: String::new(),
    }
}

#[test]
fn an_assignment_that_is_only_looked_at_stays_as_it_is() {
    let of = |names: &[&str]| {
        Some(Reach::Groups(
            names.iter().copied().map(GroupId::new).collect(),
        ))
    };
    for (people, groups, scope) in [
        (
            &["email:a@b.example", "subject:s-1"][..],
            &["claim:it"][..],
            Scope::everybody(),
        ),
        (
            // Names that look like another kind keep their own, and so do those that are not the usual one.
            &[
                "subject:email:x",
                "email:claim:y",
                "directory:7",
                "subject: a",
            ],
            &["directory:9", "claim:directory:9"],
            Scope {
                users: of(&["claim:sales", "directory:3"]),
                devices: of(&["directory:kiosks", "claim:odd"]),
            },
        ),
        (
            &[],
            &["claim:it"],
            Scope {
                users: None,
                devices: Some(Reach::All),
            },
        ),
        (&[], &[], Scope::default()),
    ] {
        let assignment = assignment(people, groups, scope);
        let body = AssignmentDraft::of(&assignment).body();
        assert_eq!(body.members, assignment.members);
        assert_eq!(body.scope, assignment.scope);
        assert_eq!((body.name, body.role), (assignment.name, assignment.role));
    }
}

#[test]
fn what_is_typed_is_told_with_its_kind_and_empty_lines_are_nothing() {
    let draft = AssignmentDraft {
        name: " Desk ".to_owned(),
        emails: "a@b.example\n\n  c@d.example  \n".to_owned(),
        subjects: "s-1\r\ndirectory:7".to_owned(),
        groups: "it".to_owned(),
        sharer_groups: "left over".to_owned(),
        ..AssignmentDraft::fresh()
    };
    let body = draft.body();
    assert_eq!(body.name, "Desk");
    let people: Vec<_> = body.members.people.iter().map(PersonId::as_str).collect();
    let expected = [
        "directory:7",
        "email:a@b.example",
        "email:c@d.example",
        "subject:s-1",
    ];
    assert_eq!(people, expected);
    // Groups that are typed and not chosen do not count.
    assert_eq!(body.scope, Scope::everybody());
}

#[test]
fn a_tier_changes_what_helps_and_leaves_the_rest() {
    let mine = Permissions::of(&[Permission::Unattended, Permission::AuditRead]);
    let one = after(Tier::One, mine);
    assert_eq!(
        one,
        Permissions::HELP.and(Permissions::of(&[Permission::AuditRead]))
    );
    assert!(!helps_too_little(one) && helps_too_little(mine));
    assert!(!helps_too_little(Permissions::of(&[Permission::AuditRead])));
    assert!(!helps_too_little(Permissions::NONE));
}

#[test]
fn ids_can_stand_in_an_address_whatever_the_name() {
    let long = "x".repeat(200);
    for (name, begins) in [
        ("First line (Sales)", "first-line-sales-"),
        ("الدعم", ""),
        ("  Ünï ", "n-"),
        (long.as_str(), "xxxx"),
    ] {
        let id = fresh_id(name, 0xab);
        assert!(id.starts_with(begins), "{id}");
        assert!(id.ends_with("00000000000000ab"), "{id}");
        assert!(id.len() <= limits::RULE_ID, "{id}");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(id.chars().all(plain), "{id}");
    }
    assert_ne!(fresh_id("a", 1), fresh_id("a", 2));
}

#[test]
fn whoever_is_meant_is_found_by_address_or_subject() {
    assert_eq!(somebody(" a@b.example "), "email:a@b.example");
    assert_eq!(somebody("helper1"), "subject:helper1");
    assert_eq!(somebody("subject:a@b"), "subject:a@b");
    assert_eq!(kind_of("email:a@b"), ("member-email", "a@b"));
    assert_eq!(kind_of("claim:it"), ("member-claim", "it"));
}

#[test]
fn what_was_typed_goes_over_what_somebody_else_has_left() {
    let all = Permissions::of;
    let before = RoleDraft {
        name: "Desk".to_owned(),
        description: "Old".to_owned(),
        permissions: all(&[Permission::ViewScreen, Permission::RolesUpdate]),
    };
    let typed = RoleDraft {
        name: "First line".to_owned(),
        permissions: all(&[
            Permission::ViewScreen,
            Permission::RolesUpdate,
            Permission::AuditRead,
        ]),
        ..before.clone()
    };
    let now = RoleDraft {
        description: "New".to_owned(),
        permissions: all(&[Permission::ViewScreen]),
        ..before.clone()
    };
    let over = typed.over(before, now);
    assert_eq!((&*over.name, &*over.description), ("First line", "New"));
    let left = all(&[Permission::ViewScreen, Permission::AuditRead]);
    assert_eq!(over.permissions, left);

    let before = AssignmentDraft {
        emails: "a@b\nc@d".to_owned(),
        ..AssignmentDraft::fresh()
    };
    let typed = AssignmentDraft {
        emails: "a@b\nc@d\ne@f".to_owned(),
        ..before.clone()
    };
    let now = AssignmentDraft {
        emails: "c@d".to_owned(),
        sharers: Over::Nothing,
        ..before.clone()
    };
    let over = typed.over(before, now);
    // Who was taken out does not come back.
    assert_eq!((&*over.emails, over.sharers), ("c@d\ne@f", Over::Nothing));
}
