//! Section `[devices]`: how a sharer's device is known, and on which devices anybody is helped.

use super::{Settings, SettingsError, strength};
use ipnet::IpNet;
use serde::Deserialize;
use std::net::IpAddr;

/// Section `[devices]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeviceSettings {
    /// Whether people are helped on devices that are not enrolled.
    pub allow_unenrolled: bool,
    /// Whether a session that was started for a device refuses other people and devices. Else its helper is warned.
    pub refuse_others: bool,
    /// The authentication context of Microsoft Entra ID whose policy demands a compliant device: sharers are asked for it
    /// when they join. Nobody is asked if it is empty.
    pub compliance_context: String,
    /// The header in which a reverse proxy names the device whose certificate it has checked; none if it is empty.
    pub proxy_header: String,
    /// Networks of the proxies that are believed about it.
    pub proxies: Vec<IpNet>,
}

impl Default for DeviceSettings {
    fn default() -> Self {
        Self {
            allow_unenrolled: false,
            refuse_others: true,
            compliance_context: String::new(),
            proxy_header: String::new(),
            proxies: Vec::new(),
        }
    }
}

impl DeviceSettings {
    /// The header in which the proxy at this address may name a device; none where nobody is believed.
    #[must_use]
    pub fn header_from(&self, proxy: IpAddr) -> Option<&str> {
        let proxy = proxy.to_canonical();
        let believed = self.proxies.iter().any(|network| network.contains(&proxy));
        Some(self.proxy_header.as_str()).filter(|name| believed && !name.is_empty())
    }
}

/// Rules of what administrators may change.
pub(super) fn changeable(settings: &Settings) -> Result<(), SettingsError> {
    let context = &settings.devices.compliance_context;
    strength::check_context(settings, "devices.compliance_context", context)
}

/// Rules of this section.
pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    let devices = &settings.devices;
    let header = &devices.proxy_header;
    if !header.bytes().all(is_token) {
        return Err(SettingsError::Range(
            "devices.proxy_header",
            "the name of an HTTP header",
        ));
    }
    if header.is_empty() != devices.proxies.is_empty() {
        return Err(SettingsError::Range(
            "devices.proxies",
            "given together with devices.proxy_header, or neither of them",
        ));
    }
    Ok(())
}

/// Whether a byte may stand in the name of a header (RFC 9110 §5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> DeviceSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn nobody_is_believed_about_devices_unless_it_is_said_who() {
        let nobody = settings("");
        assert!(!nobody.allow_unenrolled && nobody.refuse_others);
        let somebody = settings("proxy_header = \"x-device\"\nproxies = [\"10.0.0.0/8\"]");
        for (settings, from, header) in [
            (&nobody, "10.0.0.1", None),
            (&somebody, "10.0.0.1", Some("x-device")),
            (&somebody, "::ffff:10.0.0.1", Some("x-device")),
            (&somebody, "192.0.2.1", None),
        ] {
            assert_eq!(
                settings.header_from(from.parse().unwrap()),
                header,
                "{from}"
            );
        }
    }
}
