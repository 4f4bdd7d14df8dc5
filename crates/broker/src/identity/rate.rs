//! How often one address may begin or finish a sign-in. Whole offices share an address, so that the
//! bucket is deep: it stops floods, not people.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

/// Requests at once.
const BURST: u64 = 300;
/// Milliseconds until one more may be made.
const REFILL_MS: u64 = 200;
/// Addresses that are remembered; those that are rested are forgotten first.
const ADDRESSES: usize = 20_000;

/// One bucket an address.
#[derive(Debug, Default)]
pub(super) struct Rate {
    // The time at which an address will be fully rested (a "generic cell rate" bucket).
    rested_at: Mutex<HashMap<IpAddr, u64>>,
}

impl Rate {
    /// Takes one request; else tells after how many milliseconds there is one again.
    ///
    /// # Errors
    /// The wait.
    pub(super) fn take(&self, address: IpAddr, now_ms: u64) -> Result<(), u64> {
        let mut all = self
            .rested_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let key = network(address);
        if all.len() >= ADDRESSES && !all.contains_key(&key) {
            all.retain(|_, rested_at| *rested_at > now_ms);
            if all.len() >= ADDRESSES {
                return Err(REFILL_MS * BURST);
            }
        }
        let rested_at = all.entry(key).or_insert(now_ms);
        let next = (*rested_at).max(now_ms) + REFILL_MS;
        let allowed = now_ms + REFILL_MS * BURST;
        if next > allowed {
            return Err(next - allowed);
        }
        *rested_at = next;
        Ok(())
    }
}

/// One customer has a /64 of IPv6 at least: it counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_waits_and_its_neighbour_does_not() {
        let rate = Rate::default();
        let [a, same, other]: [IpAddr; 3] =
            ["2001:db8::1", "2001:db8::ffff:2", "192.0.2.1"].map(|ip| ip.parse().unwrap());
        assert!((0..BURST).all(|_| rate.take(a, 1_000).is_ok()));
        assert_eq!(rate.take(same, 1_000), Err(REFILL_MS));
        assert_eq!(rate.take(same, 1_150), Err(50));
        assert_eq!(rate.take(other, 1_000), Ok(()));
        assert_eq!(rate.take(same, 1_200), Ok(()));
        assert_eq!(rate.take(a, 1_200), Err(REFILL_MS));
    }

    #[test]
    fn memory_is_bounded_and_rested_addresses_give_way() {
        let rate = Rate::default();
        let address = |n: u32| IpAddr::V4(std::net::Ipv4Addr::from_bits(n));
        for n in 0..u32::try_from(ADDRESSES).unwrap() {
            assert!(rate.take(address(n), 0).is_ok());
        }
        assert!(rate.take(address(u32::MAX), 0).is_err());
        assert!(rate.take(address(u32::MAX), REFILL_MS).is_ok());
        assert_eq!(rate.rested_at.lock().unwrap().len(), 1);
    }
}
