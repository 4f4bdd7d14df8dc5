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
/// Accounts that may help.
pub const HELPERS: &[&str] = &["admin", "helper1", "helper2"];

/// Settings for a demonstration on `http://localhost:PORT`. The environment may override them.
///
/// # Errors
/// When the environment names unknown keys, or would open the demonstration to others.
pub fn demo(
    port: u16,
    data_dir: PathBuf,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    let origin = format!("http://localhost:{port}");
    let text = format!(
        "public_url = {origin:?}\n\
         [identity]\n\
         issuer = \"{origin}{ISSUER_PATH}\"\n\
         client_id = {CLIENT_ID:?}\n\
         verified_domains = [{DOMAIN:?}]\n\
         [helpers]\n\
         subjects = {HELPERS:?}\n"
    );
    let mut settings = load::unchecked(&text, "demonstration", environment)?;
    settings.demo = true;
    settings.data_dir = data_dir;
    settings.listen = vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))];
    check::check(&settings)?;
    if !settings.public_url.is_loopback() {
        return Err(SettingsError::PublicUrl {
            url: settings.public_url.origin(),
            why: "the demonstration is for this machine only",
        });
    }
    Ok(settings)
}
