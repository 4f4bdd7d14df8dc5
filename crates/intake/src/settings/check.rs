//! Rules between keys: what would be unsafe, or could never work, does not start.

use super::{
    Audit, Features, Settings, SettingsError, SignInSettings, devices, directory, strength,
    webhooks,
};
use url::{Host, Url};

/// Checks the whole.
///
/// # Errors
/// With the first rule that is broken.
pub fn check(settings: &Settings) -> Result<(), SettingsError> {
    reach(settings)?;
    identity(settings)?;
    changeable(settings)?;
    directory::check(settings)?;
    devices::check(settings)?;
    settings.log.filter()?;
    ice(settings)?;
    webhooks::check(&settings.webhooks)
}

/// Who can reach the broker, and whether what they send is safe on its way.
fn reach(settings: &Settings) -> Result<(), SettingsError> {
    let url = &settings.public_url;
    let refuse = |why| {
        Err(SettingsError::PublicUrl {
            url: url.origin(),
            why,
        })
    };
    if settings.listen.is_empty() {
        return Err(SettingsError::NowhereToListen);
    }
    let proxied = !settings.trusted_proxies.is_empty();
    let outside = settings.listen.iter().find(|at| !at.ip().is_loopback());
    if let Some(outside) = outside {
        if settings.demo {
            return Err(SettingsError::DemoBeyondLoopback(*outside));
        }
        if settings.tls.is_none() && !proxied {
            return Err(SettingsError::PlainHttp(*outside));
        }
    }
    if url.is_https() {
        if settings.tls.is_none() && !proxied {
            return refuse(
                "nothing here speaks HTTPS: set `tls.cert` and `tls.key`, or name the reverse proxy \
                 in front in `trusted_proxies`",
            );
        }
    } else if settings.tls.is_some() {
        return refuse("`tls` is set: it must begin with https://");
    } else if !url.is_loopback() {
        return refuse(
            "browsers share screens and keep sign-ins safe only over https:// (or on localhost)",
        );
    }
    Ok(())
}

fn identity(settings: &Settings) -> Result<(), SettingsError> {
    let refuse = |key, why| Err(SettingsError::Identity { key, why });
    let provider = &settings.identity;
    if provider.issuer.is_empty() {
        return refuse(
            "issuer",
            "is missing: the organisation's OpenID provider, such as \
             \"https://login.microsoftonline.com/TENANT/v2.0\"",
        );
    }
    let Ok(issuer) = Url::parse(&provider.issuer) else {
        return refuse("issuer", "is not a URL");
    };
    let loopback = match issuer.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if issuer.scheme() != "https" && !(issuer.scheme() == "http" && loopback) {
        return refuse("issuer", "must begin with https://");
    }
    if issuer.query().is_some() || issuer.fragment().is_some() {
        return refuse("issuer", "must have neither query nor fragment");
    }
    if provider.client_id.is_empty() {
        return refuse("client_id", "is missing: register the app at the provider");
    }
    if !provider.scopes.iter().any(|scope| scope == "openid") {
        return refuse("scopes", "must contain \"openid\"");
    }
    Ok(())
}

/// What can also be set while the broker runs, and what stands in relation to it.
pub(super) fn changeable(settings: &Settings) -> Result<(), SettingsError> {
    let notice = &settings.features.notice;
    let unfit = |c: char| c.is_control() && c != '\n';
    if notice.chars().count() > Features::NOTICE || notice.chars().any(unfit) {
        return Err(SettingsError::Range(
            "features.notice",
            "a text of at most 500 characters",
        ));
    }
    numbers(settings)?;
    devices::changeable(settings)?;
    directory::changeable(settings)?;
    strength::check(settings)
}

fn numbers(settings: &Settings) -> Result<(), SettingsError> {
    let sign_in = settings.sign_in;
    let connections = settings.connections;
    for (name, value) in [
        ("sign_in.idle_minutes", u64::from(sign_in.idle_minutes)),
        ("connections.total", u64::from(connections.total)),
        (
            "connections.per_address",
            u64::from(connections.per_address),
        ),
        (
            "connections.handshake_timeout_ms",
            connections.handshake_timeout_ms,
        ),
        (
            "connections.header_timeout_ms",
            connections.header_timeout_ms,
        ),
        ("connections.body_timeout_ms", connections.body_timeout_ms),
        ("connections.idle_timeout_ms", connections.idle_timeout_ms),
    ] {
        if value == 0 {
            return Err(SettingsError::Range(name, "at least 1"));
        }
    }
    if let Some((key, range)) = settings.deadline_out_of_range() {
        return Err(SettingsError::Range(key, range));
    }
    if !(1..=Audit::LONGEST).contains(&settings.audit.retention_days) {
        return Err(SettingsError::Range(
            "audit.retention_days",
            "from 1 to 3653",
        ));
    }
    if sign_in.refresh_minutes > *SignInSettings::REFRESH.end() {
        return Err(SettingsError::Range(
            "sign_in.refresh_minutes",
            "from 1 to 60, or 0 for never",
        ));
    }
    if sign_in.absolute_minutes < sign_in.idle_minutes {
        return Err(SettingsError::Range(
            "sign_in.absolute_minutes",
            "at least sign_in.idle_minutes",
        ));
    }
    Ok(())
}

fn ice(settings: &Settings) -> Result<(), SettingsError> {
    let known = ["stun:", "stuns:", "turn:", "turns:"];
    for server in &settings.ice_servers {
        let urls = &server.urls;
        if urls.is_empty()
            || !urls
                .iter()
                .all(|url| known.iter().any(|scheme| url.starts_with(scheme)))
        {
            return Err(SettingsError::Range(
                "ice_servers.urls",
                "addresses that begin with stun:, turn: or turns:",
            ));
        }
        let turn = urls.iter().any(|url| url.starts_with("turn"));
        if turn && (server.username.is_none() || server.credential.is_none()) {
            return Err(SettingsError::Range(
                "ice_servers",
                "given `username` and `credential` (or `credential_file`) for turn: addresses",
            ));
        }
    }
    Ok(())
}
