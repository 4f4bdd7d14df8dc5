//! What the cells of each kind of row mean.

use super::{
    cells,
    plan::{Known, Problem},
};
use crate::directory::{
    check::{Invalid, Kept as _},
    embedded::{paging::email_key, rows::Rows},
    entry::{Device, Group, GroupKind, Person},
    words::Word as _,
};
use std::collections::BTreeMap;

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// As the header calls it.
    pub(super) name: &'static str,
    /// Whether a file must have it.
    pub(super) needed: bool,
}

const fn needed(name: &'static str) -> Column {
    Column { name, needed: true }
}

const fn optional(name: &'static str) -> Column {
    Column {
        name,
        needed: false,
    }
}

/// One kind of row.
pub(super) trait Cells: Rows {
    /// Its columns, in the order of export. The first is the id.
    const COLUMNS: &'static [Column];

    /// Those of the kind that are known.
    fn of(known: &Known) -> &BTreeMap<String, Self>;

    /// Takes what one cell says, a text without blanks around. What an empty cell does not say is as it is with
    /// something new.
    fn set(&mut self, column: &str, text: &str, known: &Known) -> Result<(), Problem>;

    /// What one cell says.
    fn cell(&self, column: &str) -> String;

    /// What no other may have, besides the id: in which column, and by what it is compared.
    fn own(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

fn groups(text: &str, kind: GroupKind, known: &Known) -> Result<Vec<String>, Problem> {
    let ids = cells::list(text);
    for id in &ids {
        match known.groups.get(id) {
            None => return Err(Invalid::UnknownGroup(id.clone()).into()),
            Some(group) if group.kind != kind => return Err(Invalid::WrongKind(id.clone()).into()),
            Some(_) => {}
        }
    }
    Ok(ids)
}

impl Cells for Person {
    const COLUMNS: &'static [Column] = &[
        needed("id"),
        optional("subject"),
        optional("email"),
        needed("name"),
        optional("title"),
        optional("company"),
        optional("enabled"),
        optional("groups"),
    ];

    fn of(known: &Known) -> &BTreeMap<String, Self> {
        &known.people
    }

    fn set(&mut self, column: &str, text: &str, known: &Known) -> Result<(), Problem> {
        match column {
            "subject" => self.subject = cells::optional(text),
            "email" => self.email = cells::optional(text),
            "name" => text.clone_into(&mut self.name),
            "title" => self.title = cells::optional(text),
            "company" => self.company = cells::optional(text),
            "enabled" => self.enabled = cells::switch(text)?.unwrap_or(true),
            "groups" => self.groups = groups(text, GroupKind::People, known)?,
            _ => {}
        }
        Ok(())
    }

    fn cell(&self, column: &str) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match column {
            "id" => self.id.clone(),
            "subject" => text(&self.subject),
            "email" => text(&self.email),
            "name" => self.name.clone(),
            "title" => text(&self.title),
            "company" => text(&self.company),
            "enabled" => cells::switched(self.enabled).to_owned(),
            "groups" => cells::listed(&self.groups),
            _ => String::new(),
        }
    }

    fn own(&self) -> Vec<(&'static str, String)> {
        let subject = self.subject.clone().map(|it| ("subject", it));
        let email = self.email.as_deref().map(|it| ("email", email_key(it)));
        subject.into_iter().chain(email).collect()
    }
}

impl Cells for Group {
    const COLUMNS: &'static [Column] = &[needed("id"), needed("name"), needed("kind")];

    fn of(known: &Known) -> &BTreeMap<String, Self> {
        &known.groups
    }

    fn set(&mut self, column: &str, text: &str, known: &Known) -> Result<(), Problem> {
        match column {
            "name" => text.clone_into(&mut self.name),
            "kind" => {
                let kind = cells::word(text)?.ok_or(Invalid::Empty)?;
                if kind != self.kind && known.groups_with_members.contains(&self.id) {
                    return Err(Invalid::HasMembers.into());
                }
                self.kind = kind;
            }
            _ => {}
        }
        Ok(())
    }

    fn cell(&self, column: &str) -> String {
        match column {
            "id" => self.id.clone(),
            "name" => self.name.clone(),
            "kind" => self.kind.word().to_owned(),
            _ => String::new(),
        }
    }
}

impl Cells for Device {
    const COLUMNS: &'static [Column] = &[
        needed("id"),
        needed("name"),
        optional("owner"),
        optional("platform"),
        optional("compliance"),
        optional("reasons"),
        optional("last_seen"),
        optional("groups"),
    ];

    fn of(known: &Known) -> &BTreeMap<String, Self> {
        &known.devices
    }

    fn set(&mut self, column: &str, text: &str, known: &Known) -> Result<(), Problem> {
        let blank = || Self::blank(&self.id);
        match column {
            "name" => text.clone_into(&mut self.name),
            "owner" => self.owner = known.owner(text)?,
            "platform" => self.platform = cells::word(text)?.unwrap_or(blank().platform),
            "compliance" => self.compliance = cells::word(text)?.unwrap_or(blank().compliance),
            "reasons" => self.reasons = cells::list(text),
            "last_seen" => self.last_seen_ms = cells::moment(text)?,
            "groups" => self.groups = groups(text, GroupKind::Devices, known)?,
            _ => {}
        }
        Ok(())
    }

    fn cell(&self, column: &str) -> String {
        match column {
            "id" => self.id.clone(),
            "name" => self.name.clone(),
            "owner" => self.owner.clone().unwrap_or_default(),
            "platform" => self.platform.word().to_owned(),
            "compliance" => self.compliance.word().to_owned(),
            "reasons" => cells::listed(&self.reasons),
            "last_seen" => cells::written(self.last_seen_ms),
            "groups" => cells::listed(&self.groups),
            _ => String::new(),
        }
    }
}
