//! The people of the demonstration: an invented organisation, and one person of another.

use crate::settings::demo::{DOMAIN, HELPERS, ISSUER_PATH};

/// One person.
#[derive(Debug)]
pub(super) struct Account {
    /// Short name: the end of the button's test id, and the subject.
    pub(super) id: &'static str,
    /// Full name.
    pub(super) name: &'static str,
    /// Job title.
    pub(super) title: &'static str,
    /// Company.
    pub(super) company: &'static str,
    /// E-mail address, verified.
    pub(super) email: &'static str,
    /// The one group that they are in.
    pub(super) group: &'static str,
}

/// Everybody, in the order of the page.
pub(super) static ACCOUNTS: [Account; 7] = [
    Account {
        id: "helper1",
        name: "Maya Okafor",
        title: "Service Desk Analyst",
        company: "Brightwater",
        email: "maya.okafor@brightwater.example",
        group: "it",
    },
    Account {
        id: "helper2",
        name: "Tomás Ferreira",
        title: "Senior Support Engineer",
        company: "Brightwater",
        email: "tomas.ferreira@brightwater.example",
        group: "it",
    },
    Account {
        id: "admin",
        name: "Ingrid Halvorsen",
        title: "IT Operations Lead",
        company: "Brightwater",
        email: "ingrid.halvorsen@brightwater.example",
        group: "it",
    },
    Account {
        id: "sharer1",
        name: "Yuki Tanaka",
        title: "Financial Controller",
        company: "Brightwater",
        email: "yuki.tanaka@brightwater.example",
        group: "finance",
    },
    Account {
        id: "sharer2",
        name: "Samir Haddad",
        title: "Regional Sales Manager",
        company: "Brightwater",
        email: "samir.haddad@brightwater.example",
        group: "sales",
    },
    Account {
        id: "sharer3",
        name: "Eleanor Whitfield",
        title: "Legal Counsel",
        company: "Brightwater",
        email: "eleanor.whitfield@brightwater.example",
        group: "legal",
    },
    Account {
        id: "outsider",
        name: "Viktor Lang",
        title: "Consultant",
        company: "Northgate Partners",
        email: "viktor.lang@northgate.example",
        group: "consultants",
    },
];

/// Where people stand towards the invented organisation: the groups of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// May help.
    Helper,
    /// May ask for help.
    Sharer,
    /// Belongs to another organisation.
    Outsider,
}

impl Account {
    /// Where they stand.
    pub(super) fn standing(&self) -> Standing {
        let domain = self.email.rsplit_once('@').map(|(_, domain)| domain);
        if domain != Some(DOMAIN) {
            Standing::Outsider
        } else if HELPERS.contains(&self.id) {
            Standing::Helper
        } else {
            Standing::Sharer
        }
    }

    /// The issuer that vouches for them. The outsider's organisation shares this provider, as tenants
    /// of a cloud do, and has an issuer of its own.
    pub(super) fn issuer(&self, origin: &str) -> String {
        match self.standing() {
            Standing::Outsider => format!("{origin}/demo/elsewhere"),
            Standing::Helper | Standing::Sharer => issuer(origin),
        }
    }
}

/// The account of this id.
pub(super) fn find(id: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.id == id)
}

/// The demonstration's issuer, below the origin that people open.
pub(super) fn issuer(origin: &str) -> String {
    format!("{origin}{ISSUER_PATH}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_help_three_ask_and_one_is_a_stranger() {
        let count = |standing| {
            ACCOUNTS
                .iter()
                .filter(|account| account.standing() == standing)
                .count()
        };
        assert_eq!(count(Standing::Helper), HELPERS.len());
        assert_eq!(count(Standing::Sharer), 3);
        assert_eq!(count(Standing::Outsider), 1);
        let outsider = find("outsider").unwrap();
        assert_ne!(
            outsider.issuer("http://localhost"),
            issuer("http://localhost")
        );
    }
}
