//! Sections `[directory]` and `[directory.graph]`: who keeps the organisation's people, groups and devices.

use super::{PublicUrl, Settings, SettingsError};
use crate::tokens::{Tenant, is_guid};
use rh_protocol::Redacted;
use serde::Deserialize;
use std::{ops::RangeInclusive, path::PathBuf};

/// Section `[directory]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DirectorySettings {
    /// Who keeps it.
    pub provider: DirectoryKeeper,
    /// Microsoft Graph. Read only where that is the provider.
    pub graph: GraphSettings,
}

/// Who keeps the directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DirectoryKeeper {
    /// The broker itself.
    #[default]
    Embedded,
    /// Microsoft Graph: Entra ID and Intune.
    Graph,
}

/// Section `[directory.graph]`: the app registration that the broker asks Microsoft Graph with.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GraphSettings {
    /// The tenant, a GUID. Known by itself where people sign in with Microsoft Entra ID.
    pub tenant: Option<String>,
    /// The app's `client_id`, a GUID. A confidential client: another one than the app that people sign in to.
    pub client_id: String,
    /// The app's secret.
    pub client_secret: Option<Redacted<String>>,
    /// File with the secret, in place of `client_secret`. Read once, when the broker starts.
    pub client_secret_file: Option<PathBuf>,
    /// Minutes after which an answer is asked for again, from 1 to 60. Compliance that is older is unknown.
    pub refresh_minutes: u32,
    /// Where tokens come from: HTTPS, or plain HTTP on a loopback host.
    pub login_url: PublicUrl,
    /// Where Microsoft Graph is: HTTPS, or plain HTTP on a loopback host.
    pub graph_url: PublicUrl,
}

impl Default for GraphSettings {
    fn default() -> Self {
        Self {
            tenant: None,
            client_id: String::new(),
            client_secret: None,
            client_secret_file: None,
            refresh_minutes: 5,
            login_url: PublicUrl::https_host("login.microsoftonline.com"),
            graph_url: PublicUrl::https_host("graph.microsoft.com"),
        }
    }
}

impl GraphSettings {
    /// How many minutes may pass before an answer is asked for again.
    pub const REFRESH: RangeInclusive<u32> = 1..=60;

    /// After how many milliseconds an answer is asked for again.
    #[must_use]
    pub fn refresh_ms(&self) -> u64 {
        u64::from(self.refresh_minutes.max(1)) * 60_000
    }
}

impl Settings {
    /// The tenant that Microsoft Graph is asked about, in lower case: the one that is set, else the one
    /// that people sign in to. `None`: neither is known.
    #[must_use]
    pub fn graph_tenant(&self) -> Option<String> {
        let set = self.directory.graph.tenant.as_deref();
        set.map(str::to_ascii_lowercase)
            .or_else(|| self.entra_tenant())
    }

    /// The tenant that people sign in to, where that is Microsoft Entra ID.
    #[must_use]
    pub fn entra_tenant(&self) -> Option<String> {
        match Tenant::new(&self.identity.issuer, self.identity.tenant.as_deref()) {
            Ok(Tenant::Entra { tid, .. }) => Some(tid),
            Ok(Tenant::Issuer { .. }) | Err(_) => None,
        }
    }
}

/// The rule of what administrators may set.
pub(super) fn changeable(settings: &Settings) -> Result<(), SettingsError> {
    if GraphSettings::REFRESH.contains(&settings.directory.graph.refresh_minutes) {
        return Ok(());
    }
    Err(SettingsError::Range(
        "directory.graph.refresh_minutes",
        "from 1 to 60",
    ))
}

/// Rules of these sections.
pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    let refuse = |key, why| Err(SettingsError::Directory { key, why });
    let graph = &settings.directory.graph;
    // They carry the secret and what it opens.
    for (key, url) in [
        ("login_url", &graph.login_url),
        ("graph_url", &graph.graph_url),
    ] {
        if !url.is_https() && !url.is_loopback() {
            return refuse(key, "must begin with https://");
        }
    }
    if settings.directory.provider == DirectoryKeeper::Embedded {
        return Ok(());
    }
    if graph
        .tenant
        .as_deref()
        .is_some_and(|tenant| !is_guid(tenant))
    {
        return refuse("tenant", "is not a GUID");
    }
    // People are found by the object id of their sign-in, which only this very tenant gives them.
    let Some(entra) = settings.entra_tenant() else {
        return refuse(
            "tenant",
            "cannot be used: people sign in elsewhere than with Microsoft Entra ID, and Microsoft Graph \
             knows nobody by such a sign-in. Let `identity.issuer` name the tenant, or set \
             `directory.provider` to \"embedded\"",
        );
    };
    if settings.graph_tenant().as_ref() != Some(&entra) {
        return refuse("tenant", "is another tenant than the one people sign in to");
    }
    if !is_guid(&graph.client_id) {
        return refuse(
            "client_id",
            "is missing, or not a GUID: register an app for the broker (docs/directory-graph.md)",
        );
    }
    if graph
        .client_secret
        .as_ref()
        .is_none_or(|secret| secret.expose().is_empty())
    {
        return refuse(
            "client_secret",
            "is missing: set it, or `directory.graph.client_secret_file`",
        );
    }
    Ok(())
}
