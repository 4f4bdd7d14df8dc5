//! The log: text or JSON lines on standard error.

use crate::settings::{Log, LogFormat, SettingsError};
use std::io::{self, IsTerminal};
use tracing::{Level, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{FilterExt, filter_fn},
    fmt,
    layer::{Filter, SubscriberExt},
    registry::LookupSpan,
    util::SubscriberInitExt,
};

/// Crates whose lines hold no secret at any level. A test of a whole flow sees to that.
const OURS: [&str; 3] = ["remote_help", "rh_protocol", "rh_session"];

/// The directives, but of libraries nothing below `info`, whatever they say: at `debug` and `trace` those
/// log frames, headers and bodies, and with them secrets.
fn safe<S>(filter: EnvFilter) -> impl Filter<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let cap = filter_fn(|line| *line.level() <= Level::INFO || is_ours(line.target()));
    // Without the hint everything would be looked at, since anything might pass.
    filter.and(cap.with_max_level_hint(LevelFilter::TRACE))
}

fn is_ours(target: &str) -> bool {
    target
        .split("::")
        .next()
        .is_some_and(|krate| OURS.contains(&krate))
}

/// Starts logging, of panics too. Does nothing when logging has been started before.
///
/// # Errors
/// When the level is not one.
pub fn start(log: &Log) -> Result<(), SettingsError> {
    let filter = safe(log.filter()?);
    let lines = fmt::layer().with_writer(io::stderr);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match log.format {
        LogFormat::Text => {
            let ansi = io::stderr().is_terminal();
            lines.with_ansi(ansi).with_filter(filter).boxed()
        }
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true);
            lines.with_filter(filter).boxed()
        }
    };
    let started = tracing_subscriber::registry().with(lines).try_init();
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a task panicked")));
    }
    Ok(())
}
