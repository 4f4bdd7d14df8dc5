//! How the broker is set up: one TOML file, each key of which the environment may override.
//!
//! | module | what |
//! | --- | --- |
//! | this one | the settings as values |
//! | [`identity`] | those about identity |
//! | [`directory`] | those about the directory |
//! | [`devices`] | those about the sharer's device |
//! | [`keys`] | every key there is, and its kind |
//! | [`load`] | file + environment → [`Settings`], with helpful refusals |
//! | [`check`] | rules between keys |
//! | [`overrides`] | what administrators may set while the broker runs |
//! | [`limits`] | within which limits they may |
//! | [`deadlines`] | how long codes and sessions last |
//! | [`strength`] | how strong a sign-in must be |
//! | [`webhooks`] | who is told of sessions and alarms |
//! | [`demo`] | the settings of the demonstration |

pub mod check;
pub mod deadlines;
pub mod demo;
pub mod devices;
pub mod directory;
pub mod error;
pub mod identity;
pub mod keys;
pub mod limits;
pub mod load;
pub mod overrides;
pub mod public_url;
pub mod strength;
pub mod webhooks;

pub use deadlines::{Codes, Sessions};
pub use devices::DeviceSettings;
pub use directory::{DirectoryKeeper, DirectorySettings, GraphSettings};
pub use error::SettingsError;
pub use identity::{PeopleSettings, ProviderSettings, SignInSettings};
pub use limits::{Limit, limits};
pub use overrides::Overrides;
pub use public_url::PublicUrl;
pub use strength::{Requirement, StrengthSettings};
pub use webhooks::{Webhook, WebhookEvent, WebhookUrl};

use ipnet::IpNet;
use rh_protocol::Redacted;
use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The origin that people open: `https://help.example.com`.
    pub public_url: PublicUrl,
    /// Addresses to listen on.
    #[serde(default = "default_listen")]
    pub listen: Vec<SocketAddr>,
    /// The folder for everything that must survive a restart.
    #[serde(default = "default_data_dir")]
    pub data_dir: PathBuf,
    /// Networks of the reverse proxies in front. Only their `X-Forwarded-For` counts.
    #[serde(default)]
    pub trusted_proxies: Vec<IpNet>,
    /// What is logged, and how.
    #[serde(default)]
    pub log: Log,
    /// Certificate and key, when the broker ends TLS itself.
    #[serde(default)]
    pub tls: Option<Tls>,
    /// The identity provider.
    #[serde(default)]
    pub identity: ProviderSettings,
    /// Who keeps the organisation's people, groups and devices.
    #[serde(default)]
    pub directory: DirectorySettings,
    /// How a sharer's device is known, and on which devices anybody is helped.
    #[serde(default)]
    pub devices: DeviceSettings,
    /// Who may help everybody.
    #[serde(default)]
    pub helpers: PeopleSettings,
    /// Who may administer, whatever roles say.
    #[serde(default)]
    pub administrators: PeopleSettings,
    /// Switches of the organisation.
    #[serde(default)]
    pub features: Features,
    /// How long a sign-in lasts.
    #[serde(default)]
    pub sign_in: SignInSettings,
    /// How strong it must be.
    #[serde(default)]
    pub strength: StrengthSettings,
    /// Security codes.
    #[serde(default)]
    pub codes: Codes,
    /// Sessions.
    #[serde(default)]
    pub sessions: Sessions,
    /// What is kept of the past.
    #[serde(default)]
    pub audit: Audit,
    /// Servers for ICE, handed to both browsers.
    #[serde(default)]
    pub ice_servers: Vec<IceServer>,
    /// Who is told of sessions and alarms.
    #[serde(default)]
    pub webhooks: Vec<Webhook>,
    /// What one client may take of the broker.
    #[serde(default)]
    pub connections: Connections,
    /// Whether this is the demonstration. Never read from a file: only `--demo` sets it.
    #[serde(skip)]
    pub demo: bool,
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// Text for people or JSON for machines.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, `trace`, or directives such as `info,remote_help::hub=debug`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".into(),
        }
    }
}

impl Log {
    /// The directives of the level.
    ///
    /// A bare level is for the broker's own modules; libraries stay at `warn`. Directives may ask for
    /// more of them, and get as much as is safe when logging starts.
    ///
    /// # Errors
    /// When it is neither a level nor directives.
    pub fn filter(&self) -> Result<EnvFilter, SettingsError> {
        let level = &self.level;
        let filter = if level.parse::<LevelFilter>().is_ok() {
            EnvFilter::try_new(format!("warn,remote_help={level}")).ok()
        } else if level.is_ascii() {
            EnvFilter::try_new(level).ok()
        } else {
            // Nothing of ours has such a name, and the parser would cut within a character.
            None
        };
        filter.ok_or(SettingsError::Range(
            "log.level",
            "a level such as info, or directives such as info,remote_help::hub=debug",
        ))
    }
}

/// Form of the log's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Certificate and key of the broker's own TLS.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM file: the certificate, then its chain.
    pub cert: PathBuf,
    /// PEM file: the private key (PKCS #8, PKCS #1 or SEC 1).
    pub key: PathBuf,
}

/// Switches of the organisation.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Features {
    /// Whether Remote Help is on.
    pub enabled: bool,
    /// Whether helper and sharer can chat.
    pub chat: bool,
    /// What people read before they enter a code and before they consent; nothing if it is empty.
    pub notice: String,
}

impl Features {
    /// Longest notice, in characters.
    pub const NOTICE: usize = 500;
}

impl Default for Features {
    fn default() -> Self {
        Self {
            enabled: true,
            chat: true,
            notice: String::new(),
        }
    }
}

/// What is kept of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audit {
    /// Days that records of the audit and sessions that have ended are kept.
    pub retention_days: u32,
}

impl Audit {
    /// Longest time that can be set, in days: ten years.
    pub const LONGEST: u32 = 3_653;
}

impl Default for Audit {
    fn default() -> Self {
        Self { retention_days: 30 }
    }
}

/// One server for ICE.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IceServer {
    /// `stun:`, `turn:` and `turns:` addresses (RFC 7064, RFC 7065).
    pub urls: Vec<String>,
    /// User name, for TURN.
    #[serde(default)]
    pub username: Option<String>,
    /// Password, for TURN.
    #[serde(default)]
    pub credential: Option<Redacted<String>>,
    /// File with the password, in place of `credential`. Read once, when the broker starts.
    #[serde(default)]
    pub credential_file: Option<PathBuf>,
}

/// What clients may take of the broker. A client beyond a limit loses its own connection only.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Connections {
    /// Connections at once.
    pub total: u32,
    /// Connections at once from one address. Trusted proxies are exempt.
    pub per_address: u32,
    /// Milliseconds for the TLS handshake.
    pub handshake_timeout_ms: u64,
    /// Milliseconds for the header of a request, from its first byte or the end of the last one.
    pub header_timeout_ms: u64,
    /// Milliseconds for the whole body of a request.
    pub body_timeout_ms: u64,
    /// Milliseconds that a connection may stay open without a request in work and nothing sent.
    pub idle_timeout_ms: u64,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            total: 10_000,
            // Whole offices share one address.
            per_address: 2_000,
            handshake_timeout_ms: 10_000,
            header_timeout_ms: 15_000,
            body_timeout_ms: 20_000,
            idle_timeout_ms: 90_000,
        }
    }
}

impl Connections {
    /// Time for the TLS handshake.
    #[must_use]
    pub const fn handshake_timeout(&self) -> Duration {
        Duration::from_millis(self.handshake_timeout_ms)
    }

    /// Time for a request's header.
    #[must_use]
    pub const fn header_timeout(&self) -> Duration {
        Duration::from_millis(self.header_timeout_ms)
    }

    /// Time for a request's body.
    #[must_use]
    pub const fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
    }

    /// Time that a connection may stay idle.
    #[must_use]
    pub const fn idle_timeout(&self) -> Duration {
        Duration::from_millis(self.idle_timeout_ms)
    }
}

impl Settings {
    /// Every group of the provider's claims that means anything here.
    #[must_use]
    pub fn known_groups(&self) -> Vec<String> {
        [
            &self.identity.groups,
            &self.helpers.groups,
            &self.administrators.groups,
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect()
    }
}

fn default_listen() -> Vec<SocketAddr> {
    vec![SocketAddr::from(([127, 0, 0, 1], 8080))]
}

fn default_data_dir() -> PathBuf {
    PathBuf::from("data")
}
