//! How many connections there may be, in all and from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts connections; who holds a [`Pass`] is counted until it is dropped.
#[derive(Debug)]
pub struct Gate {
    total: u32,
    per_address: u32,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    all: u32,
    by_address: HashMap<IpAddr, u32>,
}

/// One connection's place. Dropping it frees the place.
#[derive(Debug)]
pub struct Pass {
    gate: Arc<Gate>,
    /// None for those who are not counted by address.
    address: Option<IpAddr>,
}

/// Why a connection was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The broker has as many as it may.
    Total,
    /// The address has as many as it may.
    Address,
}

impl Gate {
    /// A gate for so many.
    #[must_use]
    pub fn new(total: u32, per_address: u32) -> Arc<Self> {
        Arc::new(Self {
            total,
            per_address,
            inside: Mutex::default(),
        })
    }

    /// Lets one connection in. `exempt` ones (trusted proxies) count in all, but not by address.
    ///
    /// # Errors
    /// When there is no place left.
    pub fn enter(self: &Arc<Self>, address: IpAddr, exempt: bool) -> Result<Pass, Full> {
        let address = (!exempt).then(|| network(address));
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.all >= self.total {
            return Err(Full::Total);
        }
        if let Some(address) = address {
            let count = inside.by_address.entry(address).or_default();
            if *count >= self.per_address {
                return Err(Full::Address);
            }
            *count += 1;
        }
        inside.all += 1;
        Ok(Pass {
            gate: Arc::clone(self),
            address,
        })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self
            .gate
            .inside
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        inside.all = inside.all.saturating_sub(1);
        let Some(address) = self.address else {
            return;
        };
        if let Some(count) = inside.by_address.get_mut(&address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                inside.by_address.remove(&address);
            }
        }
    }
}

/// What counts as one address: an IPv4 address, or the /64 that one IPv6 customer has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let high = six.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(high))
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn places_are_counted_by_address_and_in_all_and_freed_again() {
        let gate = Gate::new(3, 2);
        let first = gate.enter(ip("192.0.2.1"), false).unwrap();
        let _second = gate.enter(ip("::ffff:192.0.2.1"), false).unwrap();
        assert_eq!(
            gate.enter(ip("192.0.2.1"), false).unwrap_err(),
            Full::Address
        );
        let _third = gate.enter(ip("192.0.2.2"), false).unwrap();
        assert_eq!(gate.enter(ip("192.0.2.3"), false).unwrap_err(), Full::Total);
        drop(first);
        assert!(gate.enter(ip("192.0.2.1"), false).is_ok());
        assert_eq!(gate.inside.lock().unwrap().by_address.len(), 2);
    }

    #[test]
    fn a_whole_ipv6_network_is_one_address_and_proxies_are_exempt() {
        let gate = Gate::new(10, 1);
        let _one = gate.enter(ip("2001:db8::1"), false).unwrap();
        assert!(gate.enter(ip("2001:db8::2"), false).is_err());
        let _proxies: Vec<_> = (0..3)
            .map(|_| gate.enter(ip("2001:db8::1"), true).unwrap())
            .collect();
    }
}
