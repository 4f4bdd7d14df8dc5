//! Devices of Intune, and whether they meet the policies. Only one word says that they do.

use super::{
    failure::Failure,
    groups::{Member, memberships},
    guid::Guid,
    line::Service,
    request::{Ask, Client, Listing},
};
use crate::{
    directory::{Compliance, Device, Platform},
    identity::clean,
};
use chrono::DateTime;
use serde::Deserialize;

/// What reading devices takes.
const PERMISSION: &str = "DeviceManagementManagedDevices.Read.All";
/// What is read of a device.
const SELECT: &str = "id,userId,deviceName,operatingSystem,complianceState,lastSyncDateTime,azureADDeviceId,\
                      userDisplayName,userPrincipalName,emailAddress";
/// Most reasons that are told.
const REASONS: usize = 20;

/// A device as Intune tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    id: String,
    user_id: Option<String>,
    device_name: Option<String>,
    operating_system: Option<String>,
    compliance_state: Option<String>,
    last_sync_date_time: Option<String>,
    #[serde(rename = "azureADDeviceId")]
    entra_id: Option<String>,
    user_display_name: Option<String>,
    user_principal_name: Option<String>,
    email_address: Option<String>,
}

/// A device, with what else it is found and sorted by.
#[derive(Clone)]
pub(super) struct Row {
    /// The device.
    pub(super) device: Device,
    /// Its id in Entra ID.
    pub(super) entra_id: Option<Guid>,
    /// The owner's name.
    pub(super) owner_name: Option<String>,
    /// The owner's addresses.
    pub(super) owner_addresses: Vec<String>,
}

impl Told {
    fn row(self) -> Result<Row, Failure> {
        let id = Guid::parse(&self.id).ok_or(Failure::Nonsense("a device without an id"))?;
        let text = |value: Option<String>| value.as_deref().and_then(clean);
        let addresses = [self.email_address, self.user_principal_name];
        Ok(Row {
            entra_id: self.entra_id.as_deref().and_then(Guid::parse),
            owner_name: text(self.user_display_name),
            owner_addresses: addresses.into_iter().filter_map(text).collect(),
            device: Device {
                name: text(self.device_name).unwrap_or_else(|| id.as_str().to_owned()),
                id: id.into_string(),
                owner: self
                    .user_id
                    .as_deref()
                    .and_then(Guid::parse)
                    .map(Guid::into_string),
                platform: platform(self.operating_system.as_deref().unwrap_or_default()),
                compliance: compliance(self.compliance_state.as_deref().unwrap_or_default()),
                reasons: Vec::new(),
                last_seen_ms: self.last_sync_date_time.as_deref().and_then(moment),
                groups: Vec::new(),
            },
        })
    }
}

/// What a state of Intune's means. Whatever is not one of three words is unknown, also words to come.
fn compliance(state: &str) -> Compliance {
    match state {
        "compliant" => Compliance::Compliant,
        "noncompliant" => Compliance::NotCompliant,
        "inGracePeriod" => Compliance::InGracePeriod,
        _ => Compliance::Unknown,
    }
}

/// What a device runs, by the name of that.
fn platform(system: &str) -> Platform {
    let system = system.trim().to_ascii_lowercase();
    let is = |names: &[&str]| names.iter().any(|name| system.starts_with(name));
    if is(&["windows"]) {
        Platform::Windows
    } else if is(&["macos", "mac os", "macmdm"]) {
        Platform::Macos
    } else if is(&["ios", "ipados"]) {
        Platform::Ios
    } else if is(&["android"]) {
        Platform::Android
    } else if is(&["linux", "ubuntu"]) {
        Platform::Linux
    } else {
        Platform::Other
    }
}

/// A time in Unix milliseconds. The year 1 stands for never.
fn moment(text: &str) -> Option<u64> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    u64::try_from(at.timestamp_millis()).ok()
}

/// Asks for a device by its id at Intune, without its groups.
pub(super) async fn device(client: &Client, id: &Guid) -> Result<Option<Row>, Failure> {
    let path = format!("/deviceManagement/managedDevices/{}", id.as_str());
    let ask = Ask::get(Service::Intune, PERMISSION, &path, &[("$select", SELECT)]);
    let Some(told) = client.document::<Told>(&ask).await? else {
        return Ok(None);
    };
    let row = told.row()?;
    if row.device.id != id.as_str() {
        return Err(Failure::Nonsense("another device than the one asked for"));
    }
    Ok(Some(explained(client, row).await))
}

/// Asks for a device by its id in Entra ID, without its groups. If it was enrolled several times, the enrolment counts that
/// Intune heard of last.
pub(super) async fn device_of_entra(client: &Client, id: &Guid) -> Result<Option<Row>, Failure> {
    let filter = format!("azureADDeviceId eq '{}'", id.as_str());
    let parameters = [("$filter", filter.as_str()), ("$select", SELECT)];
    let path = "/deviceManagement/managedDevices";
    let ask = Ask::get(Service::Intune, PERMISSION, path, &parameters);
    // A filter that is not understood is ignored in silence, and then these are all devices.
    let found = rows(client, &ask)
        .await?
        .into_iter()
        .filter(|row| row.entra_id.as_ref() == Some(id))
        .max_by_key(|row| row.device.last_seen_ms);
    Ok(match found {
        Some(row) => Some(explained(client, row).await),
        None => None,
    })
}

/// Asks for all devices, without reasons and groups.
pub(super) async fn all(client: &Client) -> Result<Vec<Row>, Failure> {
    let path = "/deviceManagement/managedDevices";
    let ask = Ask::get(Service::Intune, PERMISSION, path, &[("$select", SELECT)]);
    let mut rows = rows(client, &ask).await?;
    // A device that moved from page to page while they were read stands there once.
    rows.sort_by(|a, b| a.device.id.cmp(&b.device.id));
    rows.dedup_by(|a, b| a.device.id == b.device.id);
    Ok(rows)
}

async fn rows(client: &Client, ask: &Ask) -> Result<Vec<Row>, Failure> {
    client
        .all::<Told>(ask)
        .await?
        .ok_or(Failure::Nonsense("there are no devices to ask for"))?
        .into_iter()
        .map(Told::row)
        .collect()
}

/// Adds why it does not meet the policies. Reasons that cannot be had are left out: that explains less, and no more.
async fn explained(client: &Client, mut row: Row) -> Row {
    let device = &mut row.device;
    if matches!(
        device.compliance,
        Compliance::NotCompliant | Compliance::InGracePeriod
    ) {
        device.reasons = reasons(client, &device.id).await.unwrap_or_else(|error| {
            tracing::debug!(%error, "why a device is not compliant was not to be had");
            Vec::new()
        });
    }
    row
}

/// What a policy says of a device.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PolicyState {
    display_name: Option<String>,
    state: Option<String>,
}

/// The names of the policies that it does not meet.
async fn reasons(client: &Client, id: &str) -> Result<Vec<String>, Failure> {
    let path = format!("/deviceManagement/managedDevices/{id}/deviceCompliancePolicyStates");
    let permission = "DeviceManagementConfiguration.Read.All";
    let ask = Ask::get(Service::Intune, permission, &path, &[]);
    let states: Vec<PolicyState> = client.all(&ask).await?.unwrap_or_default();
    let mut names: Vec<String> = states
        .into_iter()
        .filter(|policy| {
            let state = policy.state.as_deref().unwrap_or_default();
            state.eq_ignore_ascii_case("nonCompliant")
        })
        .filter_map(|policy| policy.display_name.as_deref().and_then(clean))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(REASONS);
    Ok(names)
}

/// The object of a device in Entra ID, whose id is not the device's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    id: String,
    device_id: Option<String>,
}

/// The ids of the groups that a device is in, by its id in Entra ID. They decide on rights: while they cannot be told, or we
/// may not read them, nobody is told that there are none.
pub(super) async fn groups(client: &Client, entra: &Guid) -> Result<Vec<String>, Failure> {
    let filter = format!("deviceId eq '{}'", entra.as_str());
    let parameters = [("$filter", filter.as_str()), ("$select", "id,deviceId")];
    let ask = Ask::get(Service::Entra, "Device.Read.All", "/devices", &parameters);
    let found: Option<Listing<Object>> = client.document(&ask).await?;
    let object = found.and_then(|found| {
        found.value.into_iter().find(|object| {
            object.device_id.as_deref().and_then(Guid::parse).as_ref() == Some(entra)
        })
    });
    let Some(object) = object else {
        return Ok(Vec::new());
    };
    let id = Guid::parse(&object.id).ok_or(Failure::Nonsense("a device without an id"))?;
    let found = memberships(client, Member::Device(&id)).await?;
    Ok(found.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_word_is_compliant() {
        for (state, expected) in [
            ("compliant", Compliance::Compliant),
            ("noncompliant", Compliance::NotCompliant),
            ("inGracePeriod", Compliance::InGracePeriod),
            ("unknown", Compliance::Unknown),
            ("conflict", Compliance::Unknown),
            ("error", Compliance::Unknown),
            ("configManager", Compliance::Unknown),
            ("unknownFutureValue", Compliance::Unknown),
            ("Compliant", Compliance::Unknown),
            (" compliant", Compliance::Unknown),
            ("", Compliance::Unknown),
        ] {
            assert_eq!(compliance(state), expected, "{state:?}");
        }
    }

    #[test]
    fn systems_are_known_by_their_names() {
        for (system, expected) in [
            ("Windows", Platform::Windows),
            ("windows 11", Platform::Windows),
            ("macOS", Platform::Macos),
            ("Mac OS X", Platform::Macos),
            ("iOS", Platform::Ios),
            ("iPadOS", Platform::Ios),
            ("AndroidEnterprise", Platform::Android),
            ("Linux (Ubuntu)", Platform::Linux),
            ("ChromeOS", Platform::Other),
            ("", Platform::Other),
        ] {
            assert_eq!(platform(system), expected, "{system:?}");
        }
    }

    #[test]
    fn the_year_one_is_never() {
        assert_eq!(moment("2026-11-29T21:00:00Z"), Some(1_795_986_000_000));
        assert_eq!(moment("0001-01-01T00:00:00Z"), None);
        assert_eq!(moment("yesterday"), None);
    }
}
