//! One loop for each listener: takes connections, counts them, and never stops over a bad one.

use super::connection::{self, Context};
use super::gate::Gate;
use ipnet::IpNet;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

/// Pause after the system could not hand out a connection (out of file descriptors, of memory).
const BREATH: Duration = Duration::from_millis(100);

/// Takes connections until the broker stops.
pub async fn accept(
    listener: TcpListener,
    context: Context,
    gate: Arc<Gate>,
    proxies: Arc<[IpNet]>,
    tasks: TaskTracker,
) {
    loop {
        let accepted = tokio::select! {
            biased;
            () = context.stopping.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_the_clients(&error) => continue,
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let address = from.ip().to_canonical();
        let exempt = proxies.iter().any(|proxy| proxy.contains(&address));
        match gate.enter(address, exempt) {
            Ok(pass) => {
                tasks.spawn(connection::serve(context.clone(), stream, from, pass));
            }
            // Dropping the stream closes it: theirs is the only one that suffers.
            Err(full) => tracing::debug!(?full, "connection turned away"),
        }
    }
}

/// Whether only that one connection failed, before it was taken.
fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}
