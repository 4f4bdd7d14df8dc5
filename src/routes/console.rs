//! The pages of the console, and the places within them.

use super::base;
use crate::percent;
use leptos_router::{StaticSegment, WildcardSegment};
use rh_access::Permission;
use rh_protocol::{Role, limits};

const CONSOLE: &str = "console";
const ROLE: &str = "role";
const ASSIGNMENT: &str = "assignment";
const DEVICE: &str = "device";
const NEW: &str = "new";
const EDIT: &str = "edit";
const PERSON: &str = "person";
const GROUPS: &str = "groups";
const GROUP: &str = "group";
const FILES: &str = "files";

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsolePage {
    /// The sessions that run now.
    Sessions,
    /// The devices that the directory knows.
    Devices,
    /// Its people and groups, and files of all three.
    Directory,
    /// The sessions that are over, in rows and figures.
    Report,
    /// What happened.
    Audit,
    /// Roles and assignments.
    Access,
    /// What can be changed while the broker runs.
    Settings,
    /// Other programs that are told.
    Webhooks,
    /// Other programs that use the interface.
    Tokens,
}

impl ConsolePage {
    /// All of them, in the order of the navigation: what is done most comes first.
    pub const ALL: [Self; 9] = [
        Self::Sessions,
        Self::Devices,
        Self::Directory,
        Self::Report,
        Self::Audit,
        Self::Access,
        Self::Settings,
        Self::Webhooks,
        Self::Tokens,
    ];

    /// What it takes to see it.
    #[must_use]
    pub const fn needs(self) -> Permission {
        match self {
            Self::Access => Permission::RolesUpdate,
            Self::Settings | Self::Webhooks | Self::Tokens => Permission::OrganizationUpdate,
            Self::Devices | Self::Directory => Permission::DevicesRead,
            Self::Sessions => Permission::Sessions,
            Self::Report | Self::Audit => Permission::AuditRead,
        }
    }

    const fn segment(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Settings => "settings",
            Self::Report => "report",
            Self::Audit => "audit",
            Self::Devices => "devices",
            Self::Directory => "directory",
            Self::Sessions => "sessions",
            Self::Webhooks => "webhooks",
            Self::Tokens => "tokens",
        }
    }
}

/// A place in the console. What is made anew has no id yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsolePlace {
    /// The first page that somebody may see.
    First,
    /// A page.
    Page(ConsolePage),
    /// A role that is made or changed.
    Role(Option<String>),
    /// An assignment that is made or changed.
    Assignment(Option<String>),
    /// A device.
    Device(String),
    /// A device that is added or changed.
    DeviceForm(Option<String>),
    /// A person that is looked at, added or changed.
    Person(Option<String>),
    /// The groups.
    Groups,
    /// A group with its members, or one that is added.
    Group(Option<String>),
    /// Import and export.
    Files,
    /// A token that is issued.
    TokenForm,
}

impl ConsolePlace {
    /// The page that it belongs to; [`Self::First`] is none yet.
    #[must_use]
    pub const fn page(&self) -> Option<ConsolePage> {
        match self {
            Self::First => None,
            Self::Page(page) => Some(*page),
            Self::Role(_) | Self::Assignment(_) => Some(ConsolePage::Access),
            Self::Device(_) | Self::DeviceForm(_) => Some(ConsolePage::Devices),
            Self::Person(_) | Self::Groups | Self::Group(_) | Self::Files => {
                Some(ConsolePage::Directory)
            }
            Self::TokenForm => Some(ConsolePage::Tokens),
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        let base = format!("/{}/{CONSOLE}", base(Role::Helper));
        let within = |page: ConsolePage, kind: &str, id: Option<&str>| {
            let page = page.segment();
            match id {
                Some(id) => format!("{base}/{page}/{kind}/{}", percent::encoded(id)),
                None => format!("{base}/{page}/{kind}"),
            }
        };
        match self {
            Self::First => base,
            Self::Page(page) => format!("{base}/{}", page.segment()),
            Self::Role(id) => within(ConsolePage::Access, ROLE, id.as_deref()),
            Self::Assignment(id) => within(ConsolePage::Access, ASSIGNMENT, id.as_deref()),
            Self::Device(id) => within(ConsolePage::Devices, DEVICE, Some(id)),
            Self::DeviceForm(None) => within(ConsolePage::Devices, NEW, None),
            Self::DeviceForm(id) => within(ConsolePage::Devices, EDIT, id.as_deref()),
            Self::Person(id) => within(ConsolePage::Directory, PERSON, id.as_deref()),
            Self::Groups => within(ConsolePage::Directory, GROUPS, None),
            Self::Group(id) => within(ConsolePage::Directory, GROUP, id.as_deref()),
            Self::Files => within(ConsolePage::Directory, FILES, None),
            Self::TokenForm => within(ConsolePage::Tokens, NEW, None),
        }
    }

    /// The place at a path; none for anything that is not exactly one of ours.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let mut segments = path.strip_prefix('/')?.trim_end_matches('/').split('/');
        let ours = segments.next() == Some(base(Role::Helper)) && segments.next() == Some(CONSOLE);
        if !ours {
            return None;
        }
        Self::within(segments)
    }

    fn within<'a>(mut segments: impl Iterator<Item = &'a str>) -> Option<Self> {
        let Some(page) = segments.next() else {
            return Some(Self::First);
        };
        let page = ConsolePage::ALL
            .into_iter()
            .find(|known| known.segment() == page)?;
        let place = match (page, segments.next()) {
            (page, None) => return Some(Self::Page(page)),
            (ConsolePage::Access, Some(ROLE)) => Self::Role(id(segments.next())?),
            (ConsolePage::Access, Some(ASSIGNMENT)) => Self::Assignment(id(segments.next())?),
            (ConsolePage::Devices, Some(DEVICE)) => Self::Device(any_id(segments.next())??),
            (ConsolePage::Devices, Some(NEW)) => Self::DeviceForm(None),
            (ConsolePage::Devices, Some(EDIT)) => Self::DeviceForm(Some(any_id(segments.next())??)),
            (ConsolePage::Directory, Some(PERSON)) => Self::Person(any_id(segments.next())?),
            (ConsolePage::Directory, Some(GROUPS)) => Self::Groups,
            (ConsolePage::Directory, Some(GROUP)) => Self::Group(any_id(segments.next())?),
            (ConsolePage::Directory, Some(FILES)) => Self::Files,
            (ConsolePage::Tokens, Some(NEW)) => Self::TokenForm,
            _ => return None,
        };
        segments.next().is_none().then_some(place)
    }
}

/// An id as the broker takes them, if one stands there; `None` if something else does.
fn id(segment: Option<&str>) -> Option<Option<String>> {
    let Some(id) = segment else {
        return Some(None);
    };
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=limits::RULE_ID).contains(&id.len());
    (fits && id.bytes().all(plain)).then(|| Some(id.to_owned()))
}

/// Longest id of the directory's that is looked for, in bytes: none that it takes is longer.
const DIRECTORY_ID: usize = 512;

/// An id as a directory takes them, which is any text; `None` if something else stands there.
fn any_id(segment: Option<&str>) -> Option<Option<String>> {
    let Some(segment) = segment else {
        return Some(None);
    };
    let id = percent::decoded(segment)?;
    (1..=DIRECTORY_ID).contains(&id.len()).then_some(Some(id))
}

/// The router's pattern of every [`ConsolePlace`].
#[must_use]
pub fn console() -> (
    StaticSegment<&'static str>,
    StaticSegment<&'static str>,
    WildcardSegment,
) {
    (
        StaticSegment(base(Role::Helper)),
        StaticSegment(CONSOLE),
        WildcardSegment("place"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::Page;

    #[test]
    fn places_in_the_console_read_back_and_belong_to_their_page() {
        let id = || Some("first-line-2".to_owned());
        // What a directory calls something is any text.
        let odd = || Some("Büro/7 #1%?".to_owned());
        for (place, page) in [
            (ConsolePlace::First, None),
            (
                ConsolePlace::Page(ConsolePage::Access),
                Some(ConsolePage::Access),
            ),
            (
                ConsolePlace::Page(ConsolePage::Settings),
                Some(ConsolePage::Settings),
            ),
            (ConsolePlace::Role(None), Some(ConsolePage::Access)),
            (ConsolePlace::Role(id()), Some(ConsolePage::Access)),
            (ConsolePlace::Assignment(None), Some(ConsolePage::Access)),
            (ConsolePlace::Assignment(id()), Some(ConsolePage::Access)),
            (
                ConsolePlace::Device("Büro/7 #1%?".to_owned()),
                Some(ConsolePage::Devices),
            ),
            (ConsolePlace::DeviceForm(None), Some(ConsolePage::Devices)),
            (ConsolePlace::DeviceForm(odd()), Some(ConsolePage::Devices)),
            (ConsolePlace::Person(None), Some(ConsolePage::Directory)),
            (ConsolePlace::Person(odd()), Some(ConsolePage::Directory)),
            (ConsolePlace::Groups, Some(ConsolePage::Directory)),
            (ConsolePlace::Group(None), Some(ConsolePage::Directory)),
            (ConsolePlace::Group(odd()), Some(ConsolePage::Directory)),
            (ConsolePlace::Files, Some(ConsolePage::Directory)),
            (ConsolePlace::TokenForm, Some(ConsolePage::Tokens)),
        ] {
            assert_eq!(ConsolePlace::parse(&place.path()), Some(place.clone()));
            assert_eq!(Page::parse(&place.path()), Some(Page::Console(page)));
        }
        for page in ConsolePage::ALL.map(Some).into_iter().chain([None]) {
            let path = Page::Console(page).path();
            assert_eq!(Page::parse(&path), Some(Page::Console(page)));
            assert_eq!(Page::Console(page).role(), Role::Helper);
        }
        assert_eq!(
            ConsolePlace::parse("/rhh/console/"),
            Some(ConsolePlace::First)
        );
        for path in [
            "/rh/console/access",
            "/rhh/console/nowhere",
            "/rhh/console/settings/role",
            "/rhh/console/access/role/a/b",
            "/rhh/console/access/role/A%20b",
            "/rhh/console/devices/device",
            "/rhh/console/devices/device/%ff",
            "/rhh/console/devices/new/1",
            "/rhh/console/directory/groups/1",
        ] {
            assert_eq!(ConsolePlace::parse(path), None, "{path}");
        }
    }
}
