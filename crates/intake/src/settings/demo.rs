//! The settings of the demonstration: one organisation that is invented, on this machine only.

use super::{Settings, SettingsError, check, load};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// Where the demonstration's own provider stands below the public URL.
pub const ISSUER_PATH: &str = "/demo/oidc";
/// The app's `client_id` at the demonstration's provider.
pub const CLIENT_ID: &str = "remote-help-demo";
/// The invented organisation's domain.
pub const DOMAIN: &str = "brightwater.example";
/// What stands for the file in refusals.
const ORIGIN: &str = "demonstration";
/// Accounts that may help.
pub const HELPERS: &[&str] = &["admin", "helper1", "helper2"];
/// Groups of the invented organisation.
pub const GROUPS: &[&str] = &["it", "finance", "sales", "legal"];
/// Accounts that may administer.
pub const ADMINISTRATORS: &[&str] = &["admin"];

/// Where the demonstration is to listen: as the command line says, else the environment, else on
/// 127.0.0.1:8080.
///
/// # Errors
/// When the environment names unknown keys, or either would open the demonstration to others.
pub fn listen(
    given: Option<SocketAddr>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Vec<SocketAddr>, SettingsError> {
    let wanted = match given {
        Some(given) => vec![given],
        // The one key without a default does not matter here.
        None => {
            let least = "public_url = \"http://localhost\"";
            load::unchecked(least, ORIGIN, environment, &load::from_disk)?.listen
        }
    };
    if wanted.is_empty() {
        return Err(SettingsError::NowhereToListen);
    }
    match wanted.iter().find(|at| !at.ip().is_loopback()) {
        Some(outside) => Err(SettingsError::DemoBeyondLoopback(*outside)),
        None => Ok(wanted),
    }
}

/// Settings for a demonstration that listens at these addresses, the first of which people open. The
/// environment may override what the command line does not say (`data_dir`).
///
/// # Errors
/// When the environment names unknown keys, or would open the demonstration to others.
pub fn demo(
    listen: &[SocketAddr],
    data_dir: Option<PathBuf>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    let first = listen.first().ok_or(SettingsError::NowhereToListen)?;
    let origin = if is_localhost(first) {
        format!("http://localhost:{}", first.port())
    } else {
        format!("http://{first}")
    };
    let text = format!(
        "public_url = {origin:?}\n\
         [identity]\n\
         issuer = \"{origin}{ISSUER_PATH}\"\n\
         client_id = {CLIENT_ID:?}\n\
         verified_domains = [{DOMAIN:?}]\n\
         groups = {GROUPS:?}\n\
         [devices]\n\
         allow_unenrolled = true\n\
         [helpers]\n\
         subjects = {HELPERS:?}\n\
         [administrators]\n\
         subjects = {ADMINISTRATORS:?}\n"
    );
    let mut settings = load::unchecked(&text, ORIGIN, environment, &load::from_disk)?;
    settings.demo = true;
    settings.data_dir = data_dir.unwrap_or(settings.data_dir);
    settings.listen = listen.to_vec();
    check::check(&settings)?;
    if !settings.public_url.is_loopback() {
        return Err(SettingsError::PublicUrl {
            url: settings.public_url.origin(),
            why: "the demonstration is for this machine only",
        });
    }
    Ok(settings)
}

/// Whether `localhost` leads there. To some programs it means the IPv6 address: then both are due.
#[must_use]
pub fn is_localhost(at: &SocketAddr) -> bool {
    at.ip() == Ipv4Addr::LOCALHOST
}
