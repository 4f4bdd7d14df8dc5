//! Devices listed: searched, filtered, sorted and cut into pages here, since Intune ignores in silence what it
//! does not support of that. Pure.

use super::{devices::Row, failure::Failure, guid::Guid};
use crate::directory::query::rank;
use crate::directory::{
    Compliance, Device, DeviceQuery, DeviceRow, Page,
    query::{DeviceOrder, PAGE},
};
use std::{
    cmp::{Ordering, Reverse},
    collections::HashSet,
};

/// A device whose state is too old to count. Its groups stay: they are as old as those of people may be.
pub(super) fn outdated(mut device: Device) -> Device {
    device.compliance = Compliance::Unknown;
    device.reasons.clear();
    device
}

/// The page that a query asks for, of all devices. `old`: their states no longer count. `group`: the devices, by their
/// ids in Entra ID, of the group that is asked for, if one is.
pub(super) fn page(
    all: &[Row],
    query: &DeviceQuery,
    old: bool,
    group: Option<&HashSet<Guid>>,
) -> Result<Page<DeviceRow>, Failure> {
    let words = query.search.as_deref().unwrap_or_default().trim();
    let words = words.to_lowercase();
    let state = |row: &Row| {
        if old {
            Compliance::Unknown
        } else {
            row.device.compliance
        }
    };
    let mut found: Vec<&Row> = all
        .iter()
        .filter(|row| query.compliance.is_none_or(|wanted| state(row) == wanted))
        .filter(|row| {
            query
                .platform
                .is_none_or(|wanted| row.device.platform == wanted)
        })
        .filter(|row| {
            query
                .owner
                .as_ref()
                .is_none_or(|wanted| row.device.owner.as_ref() == Some(wanted))
        })
        .filter(|row| {
            let is_in =
                |group: &HashSet<Guid>| row.entra_id.as_ref().is_some_and(|id| group.contains(id));
            group.is_none_or(is_in)
        })
        .filter(|row| words.is_empty() || has(row, &words))
        .collect();
    match query.order {
        DeviceOrder::Name => {
            found.sort_by_cached_key(|row| (row.device.name.to_lowercase(), id(row)))
        }
        // Those of nobody come last.
        DeviceOrder::Owner => found.sort_by_cached_key(|row| {
            let name = row.owner_name.as_ref().map(|name| name.to_lowercase());
            (name.is_none(), name, id(row))
        }),
        DeviceOrder::Compliance => {
            found.sort_by(|a, b| worst_first(state(a), state(b)).then_with(|| by_id(a, b)));
        }
        DeviceOrder::LastSeen => {
            let seen = |row: &Row| Reverse(row.device.last_seen_ms);
            found.sort_by(|a, b| seen(a).cmp(&seen(b)).then_with(|| by_id(a, b)));
        }
    }
    if query.reverse {
        found.reverse();
    }
    let begin = match &query.after {
        Some(mark) => mark
            .strip_prefix(sign(query))
            .and_then(|mark| begin(&found, mark))
            .ok_or(Failure::BadMark)?,
        None => 0,
    };
    let size = match query.size {
        0 => PAGE,
        size => size.min(PAGE),
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let rest = found.get(begin..).unwrap_or_default();
    let rows: Vec<&Row> = rest.iter().take(size).copied().collect();
    let more = rest.len() > rows.len();
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| format!("{}{}.{}", sign(query), begin + rows.len(), last.device.id));
    Ok(Page {
        total: u64::try_from(found.len()).ok(),
        next,
        rows: rows
            .into_iter()
            .map(|row| {
                let device = row.device.clone();
                DeviceRow {
                    device: if old { outdated(device) } else { device },
                    owner_name: row.owner_name.clone(),
                }
            })
            .collect(),
    })
}

fn id(row: &Row) -> String {
    row.device.id.clone()
}

/// Compared often: nothing is copied for it.
fn by_id(a: &Row, b: &Row) -> Ordering {
    a.device.id.cmp(&b.device.id)
}

/// Whether what is searched for is part of something that the device is known by.
fn has(row: &Row, words: &str) -> bool {
    let device = &row.device;
    [&device.name, &device.id]
        .into_iter()
        .chain(&row.owner_name)
        .chain(&row.owner_addresses)
        .any(|field| field.to_lowercase().contains(words))
}

fn worst_first(a: Compliance, b: Compliance) -> Ordering {
    rank(a).cmp(&rank(b))
}

/// What marks of lists in this order begin with: in another one they would lead anywhere.
const fn sign(query: &DeviceQuery) -> char {
    match (query.order, query.reverse) {
        (DeviceOrder::Name, false) => 'n',
        (DeviceOrder::Name, true) => 'N',
        (DeviceOrder::Owner, false) => 'o',
        (DeviceOrder::Owner, true) => 'O',
        (DeviceOrder::Compliance, false) => 'c',
        (DeviceOrder::Compliance, true) => 'C',
        (DeviceOrder::LastSeen, false) => 's',
        (DeviceOrder::LastSeen, true) => 'S',
    }
}

/// Where the page after a mark begins: behind the device that was the last on the page before, wherever it is
/// now; where it was, if it is gone.
fn begin(found: &[&Row], mark: &str) -> Option<usize> {
    let (at, last) = mark.split_once('.')?;
    let at: usize = at.parse().ok()?;
    let here = at
        .checked_sub(1)
        .and_then(|before| found.get(before))
        .is_some_and(|row| row.device.id == last);
    if here {
        return Some(at);
    }
    let now = found.iter().position(|row| row.device.id == last);
    Some(now.map_or(at.saturating_sub(1), |now| now + 1))
}
