//! The embedded directory as CSV: one file each for people, groups and devices; `docs/directory.md` says how they look.
//!
//! | module | what |
//! | --- | --- |
//! | this one | the kinds of files |
//! | `cells` | texts, lists and times in a cell, and back |
//! | `columns` | what the cells of each kind of row mean |
//! | `table` | a file as rows of cells, wherever its columns stand |
//! | [`plan`] | what an import would do, with all that keeps it from being done |
//! | [`import`] | doing it |
//! | [`export`] | the directory as such files |

mod cells;
mod columns;
pub mod export;
pub mod import;
pub mod plan;
mod table;

use std::str::FromStr;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `people.csv`.
    People,
    /// `groups.csv`.
    Groups,
    /// `devices.csv`.
    Devices,
}

impl Kind {
    /// What it is called, also as a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Groups => "groups",
            Self::Devices => "devices",
        }
    }
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "people" => Ok(Self::People),
            "groups" => Ok(Self::Groups),
            "devices" => Ok(Self::Devices),
            _ => Err("one of people, groups and devices"),
        }
    }
}

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
