//! One loop for each listener: takes connections, counts them, and never stops over a bad one.

use super::connection::{self, Context};
use super::gate::Gate;
use ipnet::IpNet;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

/// Pause after the system could not hand out a connection (out of file descriptors, of memory).
const BREATH: Duration = Duration::from_millis(100);
/// How often it is said at most that somebody came by plain HTTP who may not.
const SAY: Duration = Duration::from_secs(60);

/// Takes connections until the broker stops.
pub async fn accept(
    listener: TcpListener,
    context: Context,
    gate: Arc<Gate>,
    proxies: Arc<[IpNet]>,
    tasks: TaskTracker,
) {
    let mut strangers = Strangers::default();
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
        if context.tls.is_none() && !may_come_in_the_clear(address, &proxies) {
            if let Some(count) = strangers.turned_away(Instant::now()) {
                tracing::warn!(
                    count,
                    "connections without TLS that come neither from this machine nor from a trusted \
                     proxy were closed"
                );
            }
            // Before a byte is read: what somebody would send in the clear is not ours to take.
            continue;
        }
        match gate.enter(address, exempt) {
            Ok(pass) => {
                tasks.spawn(connection::serve(context.clone(), stream, from, pass));
            }
            // Dropping the stream closes it: theirs is the only one that suffers.
            Err(full) => tracing::debug!(?full, "connection turned away"),
        }
    }
}

/// Whether plain HTTP may come from an address: this machine's own, or a proxy's in front, which had
/// it by HTTPS. Who goes past the proxy would send their sign-in in the clear.
fn may_come_in_the_clear(address: IpAddr, proxies: &[IpNet]) -> bool {
    let address = address.to_canonical();
    address.is_loopback() || proxies.iter().any(|proxy| proxy.contains(&address))
}

/// Counts those who were turned away, so that a flood of them does not flood the log.
#[derive(Debug, Default)]
struct Strangers {
    said: Option<Instant>,
    unsaid: u32,
}

impl Strangers {
    /// One more; how many there were since it was last said, when it is time to say so.
    fn turned_away(&mut self, now: Instant) -> Option<u32> {
        self.unsaid = self.unsaid.saturating_add(1);
        if self.said.is_some_and(|said| now.duration_since(said) < SAY) {
            return None;
        }
        self.said = Some(now);
        Some(std::mem::take(&mut self.unsaid))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Connections;
    use axum::{Router, routing::get};
    use std::net::{SocketAddr, UdpSocket};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio_util::sync::CancellationToken;

    fn networks(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn in_the_clear_come_this_machine_and_the_proxies_and_nobody_else() {
        let proxies = networks(&["10.0.0.0/8", "2001:db8:1::/64"]);
        for (address, may) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("2001:db8:1::7", true),
            ("8.8.8.8", false),
            ("::ffff:8.8.8.8", false),
            ("192.168.0.1", false),
            ("2001:db8:2::7", false),
            ("0.0.0.0", false),
        ] {
            let found = may_come_in_the_clear(address.parse().unwrap(), &proxies);
            assert_eq!(found, may, "{address}");
        }
        assert!(!may_come_in_the_clear("10.1.2.3".parse().unwrap(), &[]));
    }

    #[test]
    fn a_flood_of_strangers_is_a_line_a_minute() {
        let mut strangers = Strangers::default();
        let start = Instant::now();
        assert_eq!(strangers.turned_away(start), Some(1));
        for second in 1..60 {
            let now = start + Duration::from_secs(second);
            assert_eq!(strangers.turned_away(now), None);
        }
        assert_eq!(strangers.turned_away(start + SAY), Some(60));
    }

    /// An address of this machine that is not loopback; it sends nothing to find it.
    fn outside() -> Option<IpAddr> {
        let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
        socket.connect("192.0.2.1:9").ok()?;
        let address = socket.local_addr().ok()?.ip();
        (!address.is_loopback() && !address.is_unspecified()).then_some(address)
    }

    /// What a client of that address is told over plain HTTP.
    async fn answer(address: IpAddr, proxies: &[IpNet]) -> String {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let at: SocketAddr = listener.local_addr().unwrap();
        let context = Context {
            router: Router::new().route("/", get(async || "served")),
            tls: None,
            limits: Connections::default(),
            stopping: CancellationToken::new(),
        };
        let stop = context.stopping.clone().drop_guard();
        let gate = Gate::new(10, 10);
        tokio::spawn(accept(
            listener,
            context,
            gate,
            proxies.into(),
            TaskTracker::new(),
        ));
        let mut stream = TcpStream::connect(at).await.unwrap();
        let asked = stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await;
        let mut answer = String::new();
        // Closed or reset: both are an end.
        let _ = (asked, stream.read_to_string(&mut answer).await);
        drop(stop);
        answer
    }

    #[tokio::test]
    async fn who_goes_past_the_proxy_is_not_served() {
        // Nothing to see on a machine that has loopback only.
        let Some(address) = outside() else { return };
        let elsewhere = networks(&["192.0.2.1/32"]);
        assert_eq!(answer(address, &elsewhere).await, "");
        let proxy = [IpNet::from(address)];
        assert!(answer(address, &proxy).await.ends_with("served"));
    }
}
