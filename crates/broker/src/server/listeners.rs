//! Addresses that are bound.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::TcpListener;

/// How often an ephemeral port is tried that must be free on both loopback addresses.
const PORT_TRIES: usize = 16;

/// An address that cannot be bound.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {source}")]
pub struct ListenError {
    /// Which.
    pub address: SocketAddr,
    /// Why.
    pub source: io::Error,
}

/// Bound sockets; connections wait in them until the broker is up.
#[derive(Debug)]
pub struct Listeners(Vec<TcpListener>);

impl Listeners {
    /// Binds every address.
    ///
    /// # Errors
    /// With the first that cannot be bound.
    pub async fn bind(addresses: &[SocketAddr]) -> Result<Self, ListenError> {
        let mut bound = Vec::with_capacity(addresses.len());
        for &address in addresses {
            bound.push(listen(address).await?);
        }
        Ok(Self(bound))
    }

    /// Binds one port on both loopback addresses, since programs differ in which one `localhost`
    /// means to them. Port 0 picks a free one. A machine without IPv6 gets the IPv4 one only.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn bind_loopback(port: u16) -> Result<Self, ListenError> {
        let mut tries = if port == 0 { PORT_TRIES } else { 1 };
        loop {
            tries -= 1;
            let four = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
            let taken = four.local_addr().map_or(port, |at| at.port());
            let six = IpAddr::V6(Ipv6Addr::LOCALHOST);
            match listen(SocketAddr::from((six, taken))).await {
                Ok(six) => return Ok(Self(vec![four, six])),
                Err(error) if error.source.kind() == io::ErrorKind::AddrInUse => {
                    if tries == 0 {
                        return Err(error);
                    }
                }
                Err(_) => return Ok(Self(vec![four])),
            }
        }
    }

    /// Where they listen.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.0
            .iter()
            .filter_map(|listener| listener.local_addr().ok())
            .collect()
    }

    /// The first one's port; 0 if there is none.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.addresses().first().map_or(0, SocketAddr::port)
    }

    pub(super) fn into_inner(self) -> Vec<TcpListener> {
        self.0
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| ListenError { address, source })
}
