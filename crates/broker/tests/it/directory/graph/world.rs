//! An organisation of plain values, which any provider could be filled with.

use remote_help::directory::{
    Compliance, Device, Group, GroupKind, Organization, Person, Platform,
};
use std::collections::BTreeMap;

/// People.
pub(super) const ADA: &str = "ada00000-aaaa-4bbb-8ccc-000000000001";
pub(super) const BEN: &str = "be000000-aaaa-4bbb-8ccc-000000000002";
pub(super) const CLEO: &str = "c1e00000-aaaa-4bbb-8ccc-000000000003";
/// Groups.
pub(super) const HELP_DESK: &str = "90000000-aaaa-4bbb-8ccc-000000000001";
pub(super) const STAFF: &str = "90000000-aaaa-4bbb-8ccc-000000000002";
pub(super) const LAPTOPS: &str = "90000000-aaaa-4bbb-8ccc-000000000003";
/// Devices.
pub(super) const LAPTOP: &str = "d0000000-aaaa-4bbb-8ccc-000000000001";
pub(super) const PHONE: &str = "d0000000-aaaa-4bbb-8ccc-000000000002";
pub(super) const KIOSK: &str = "d0000000-aaaa-4bbb-8ccc-000000000003";
/// Nobody and nothing.
pub(super) const NOBODY: &str = "ffffffff-aaaa-4bbb-8ccc-ffffffffffff";

/// An organisation.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) people: Vec<Person>,
    pub(crate) groups: Vec<Group>,
    pub(crate) devices: Vec<Device>,
    pub(crate) organization: Organization,
    /// Photos by the ids of people.
    pub(crate) photos: BTreeMap<String, Vec<u8>>,
    /// Words for the compliance of devices, by their ids, in place of the usual ones.
    pub(crate) states: BTreeMap<String, String>,
}

impl World {
    /// Three people with three devices.
    pub(super) fn usual() -> Self {
        Self {
            people: vec![
                person(ADA, "Ada Example", &[HELP_DESK, STAFF]),
                person(BEN, "Ben Example", &[STAFF]),
                Person {
                    enabled: false,
                    ..person(CLEO, "Cleo Sample", &[])
                },
            ],
            groups: vec![
                group(STAFF, "Staff"),
                group(HELP_DESK, "help desk"),
                group(LAPTOPS, "Laptops"),
            ],
            devices: vec![
                Device {
                    groups: vec![LAPTOPS.to_owned()],
                    ..device(LAPTOP, "Laptop of Ada", Some(ADA), Platform::Windows)
                },
                Device {
                    compliance: Compliance::NotCompliant,
                    reasons: vec!["Encryption".to_owned(), "PIN".to_owned()],
                    ..device(PHONE, "Phone of Ben", Some(BEN), Platform::Ios)
                },
                Device {
                    compliance: Compliance::InGracePeriod,
                    last_seen_ms: None,
                    ..device(KIOSK, "kiosk", None, Platform::Other)
                },
            ],
            organization: Organization {
                name: Some("Example".to_owned()),
                verified_domains: vec![
                    "example.com".to_owned(),
                    "example.onmicrosoft.com".to_owned(),
                ],
            },
            photos: BTreeMap::from([(ADA.to_owned(), png(96))]),
            states: BTreeMap::new(),
        }
    }

    /// One of the people.
    pub(super) fn person(&self, id: &str) -> Person {
        let found = self.people.iter().find(|person| person.id == id);
        found.unwrap().clone()
    }

    /// One of the devices.
    pub(super) fn device(&self, id: &str) -> Device {
        let found = self.devices.iter().find(|device| device.id == id);
        found.unwrap().clone()
    }
}

/// Somebody.
pub(super) fn person(id: &str, name: &str, groups: &[&str]) -> Person {
    let first = name.split(' ').next().unwrap().to_lowercase();
    Person {
        id: id.to_owned(),
        subject: Some(id.to_owned()),
        email: Some(format!("{first}@example.com")),
        name: name.to_owned(),
        title: Some("Engineer".to_owned()),
        company: Some("Example".to_owned()),
        enabled: true,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

fn group(id: &str, name: &str) -> Group {
    Group {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: GroupKind::People,
    }
}

/// A device that meets the policies.
pub(super) fn device(id: &str, name: &str, owner: Option<&str>, platform: Platform) -> Device {
    Device {
        id: id.to_owned(),
        name: name.to_owned(),
        owner: owner.map(str::to_owned),
        platform,
        compliance: Compliance::Compliant,
        reasons: Vec::new(),
        last_seen_ms: Some(1_899_999_000_000 + u64::from(id.as_bytes()[35])),
        groups: Vec::new(),
    }
}

/// The id in Entra ID of a device of Intune's.
pub(super) fn entra_id(device: &str) -> String {
    device.replacen("d0", "e0", 1)
}

/// The id of its object there.
pub(super) fn object_id(device: &str) -> String {
    device.replacen("d0", "0b", 1)
}

/// What passes for a picture of this size.
pub(super) fn png(side: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(side.to_be_bytes());
    bytes.extend(side.to_be_bytes());
    bytes
}
