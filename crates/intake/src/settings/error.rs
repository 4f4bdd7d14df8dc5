//! Why settings are refused: sentences for the operator, each naming the key.

use std::{net::SocketAddr, path::PathBuf};

/// A refusal.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML, or a value is not of its kind.
    #[error("{origin}: {message}")]
    Value {
        /// The file, or what stands for it.
        origin: String,
        /// What is wrong, and where.
        message: String,
    },
    /// There is no such key.
    #[error("{origin}: there is no key `{key}`{}", did_you_mean(nearest.as_deref()))]
    UnknownKey {
        /// The file or environment variable.
        origin: String,
        /// The key, with its section.
        key: String,
        /// The nearest key there is.
        nearest: Option<String>,
    },
    /// An environment variable's value is not of its key's kind.
    #[error("{variable}: expected {expected}")]
    Variable {
        /// The variable.
        variable: String,
        /// What is expected.
        expected: &'static str,
    },
    /// A key that only one of two may name.
    #[error("`{0}` and `{1}` are both set: keep one")]
    Both(&'static str, &'static str),
    /// A number that makes no sense.
    #[error("`{0}` must be {1}")]
    Range(&'static str, &'static str),
    /// `listen` is empty.
    #[error("`listen` is empty: name at least one address, such as \"0.0.0.0:443\"")]
    NowhereToListen,
    /// Plain HTTP would leave the machine.
    #[error(
        "`listen` has {0}, which is not loopback, but there is neither `tls` nor `trusted_proxies`: \
         people's sign-ins would travel in the clear. Set `tls.cert` and `tls.key`, or put a reverse \
         proxy in front and name its addresses in `trusted_proxies`"
    )]
    PlainHttp(SocketAddr),
    /// The address that people open does not fit how the broker is reached.
    #[error("`public_url` is {url}, but {why}")]
    PublicUrl {
        /// The URL.
        url: String,
        /// What does not fit.
        why: &'static str,
    },
    /// A provider's address is not usable.
    #[error("`identity.{key}` {why}")]
    Identity {
        /// The key.
        key: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// Microsoft Graph cannot be used so.
    #[error("`directory.graph.{key}` {why}")]
    Directory {
        /// The key.
        key: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// The demonstration would be open to others.
    #[error("listen {0}: the demonstration listens on loopback only (127.0.0.1 or [::1])")]
    DemoBeyondLoopback(SocketAddr),
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!(". Did you mean `{nearest}`?")
    })
}
