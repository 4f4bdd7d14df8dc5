//! What a bench ran on, and where its results go.

use remote_help::Clock;
use std::path::Path;

/// Cores, kernel and day.
pub(crate) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel = kernel.trim().split('-').next().unwrap_or_default();
    let day = chrono::DateTime::from_timestamp_millis(Clock::system().now_db()).unwrap_or_default();
    format!("{cores} cores, Linux {kernel}, {}", day.date_naive())
}

/// Shows a table and keeps it as `benches/results/<name>`.
pub(crate) fn keep(name: &str, text: &str) {
    print!("{text}");
    let results = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/results");
    std::fs::write(results.join(name), text).expect("to be kept");
}
