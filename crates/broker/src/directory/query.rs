//! Lists: searched, filtered, sorted, page by page.

use super::entry::{Compliance, Device, Platform};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most rows on a page.
pub const PAGE: u32 = 200;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// How many there are on all pages; `None` where the directory does not say.
    pub total: Option<u64>,
    /// What to ask for the next page with; `None`: this is the last. Opaque to whoever asks.
    pub next: Option<String>,
}

/// A device in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// The device, without its groups.
    pub device: Device,
    /// What its owner is called, where the directory tells it.
    pub owner_name: Option<String>,
}

/// The name is a person's.
impl fmt::Debug for DeviceRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = f.debug_struct("DeviceRow");
        row.field("device", &self.device).finish_non_exhaustive()
    }
}

/// By what devices are sorted; their ids decide between equal ones. Names in any case, with letters in the order of
/// their numbers in Unicode: no language's own order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceOrder {
    /// By name.
    #[default]
    Name,
    /// By the owner's name; those without one last.
    Owner,
    /// The worst state first: [`rank`].
    Compliance,
    /// Those seen last first; those never seen last.
    LastSeen,
}

/// Where a state stands among the others, 0 being the worst. Nobody knowing is worse than a good answer and
/// better than a bad one.
#[must_use]
pub const fn rank(compliance: Compliance) -> u8 {
    match compliance {
        Compliance::NotCompliant => 0,
        Compliance::InGracePeriod => 1,
        Compliance::Unknown => 2,
        Compliance::Compliant => 3,
    }
}

/// Which devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceQuery {
    /// Part of the name, the id, or the owner's name or address, in any case.
    pub search: Option<String>,
    /// In this state only.
    pub compliance: Option<Compliance>,
    /// Of this kind only.
    pub platform: Option<Platform>,
    /// This person's only, by their id.
    pub owner: Option<String>,
    /// In this group only.
    pub group: Option<String>,
    /// Sorted so.
    pub order: DeviceOrder,
    /// The other way round, ids too.
    pub reverse: bool,
    /// From [`Page::next`].
    pub after: Option<String>,
    /// Rows on a page, at most [`PAGE`]; 0 is that, too.
    pub size: u32,
}

/// Which people, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonQuery {
    /// Part of the name or the address, in any case.
    pub search: Option<String>,
    /// In this group only.
    pub group: Option<String>,
    /// From [`Page::next`].
    pub after: Option<String>,
    /// Rows on a page, at most [`PAGE`]; 0 is that, too.
    pub size: u32,
}
