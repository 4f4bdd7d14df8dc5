//! Who may help: the accounts that the configuration lists. A pure function whose answer is the
//! permission itself.

use crate::settings::HelperSettings;
use std::fmt;

/// What is known of a person that can make them a helper. Kept with a sign-in, so that a changed
/// configuration counts from the next request on.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// What names the person within the tenant.
    pub subject: String,
    /// Their verified e-mail address, where addresses may be trusted at all.
    pub email: Option<String>,
    /// Values of the configured group claim.
    pub groups: Vec<String>,
}

/// All of it is about a person.
impl fmt::Debug for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standing").finish_non_exhaustive()
    }
}

/// Proof that somebody may help. Only [`may_help`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayHelp(());

/// Whether the settings make this person a helper.
#[must_use]
pub fn may_help(settings: &HelperSettings, standing: &Standing) -> Option<MayHelp> {
    let by_subject = settings.subjects.contains(&standing.subject);
    let by_email = standing.email.as_ref().is_some_and(|email| {
        settings
            .emails
            .iter()
            .any(|listed| listed.eq_ignore_ascii_case(email))
    });
    let by_group = standing
        .groups
        .iter()
        .any(|group| settings.groups.values.contains(group));
    (by_subject || by_email || by_group).then_some(MayHelp(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> HelperSettings {
        HelperSettings {
            subjects: vec!["s-1".to_owned()],
            emails: vec!["Help@Example.com".to_owned()],
            groups: crate::settings::GroupSettings {
                claim: "groups".to_owned(),
                values: vec!["desk".to_owned()],
            },
        }
    }

    fn standing(subject: &str, email: Option<&str>, groups: &[&str]) -> Standing {
        Standing {
            subject: subject.to_owned(),
            email: email.map(str::to_owned),
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        }
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let printed = format!("{:?}", standing("s-1", Some("a@b"), &["desk"]));
        assert_eq!(printed, "Standing { .. }");
    }

    #[test]
    fn one_list_is_enough_and_none_is_not() {
        for helper in [
            standing("s-1", None, &[]),
            standing("x", Some("help@example.com"), &[]),
            standing("x", None, &["staff", "desk"]),
        ] {
            assert!(
                may_help(&settings(), &helper).is_some(),
                "{}",
                helper.subject
            );
        }
        for other in [
            standing("s-2", Some("help@example.org"), &["Desk"]),
            standing("S-1", None, &[]),
            standing("", Some(""), &[""]),
        ] {
            assert!(may_help(&settings(), &other).is_none(), "{}", other.subject);
        }
        let nobody = HelperSettings::default();
        assert!(may_help(&nobody, &standing("", Some(""), &[""])).is_none());
    }
}
