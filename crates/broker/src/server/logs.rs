//! The log: text or JSON lines on standard error.

use crate::settings::{Log, LogFormat};
use std::io::{self, IsTerminal};
use tracing_subscriber::{EnvFilter, filter::ParseError, fmt, util::SubscriberInitExt};

/// Directives for a level or for directives.
///
/// A bare level is for the broker's own modules; libraries stay at `warn`, since what they log at
/// `trace` may hold headers and bodies, and with them secrets.
///
/// # Errors
/// When it is neither.
pub fn filter(level: &str) -> Result<EnvFilter, ParseError> {
    let bare = level.parse::<tracing::level_filters::LevelFilter>().is_ok();
    if bare {
        return EnvFilter::try_new(format!("warn,remote_help={level}"));
    }
    EnvFilter::try_new(level)
}

/// Starts logging, of panics too. Does nothing when logging has been started before.
///
/// # Errors
/// When the level is not one.
pub fn start(log: &Log) -> Result<(), ParseError> {
    let lines = fmt()
        .with_env_filter(filter(&log.level)?)
        .with_writer(io::stderr);
    let started = match log.format {
        LogFormat::Text => lines
            .with_ansi(io::stderr().is_terminal())
            .finish()
            .try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init(),
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a task panicked")));
    }
    Ok(())
}
