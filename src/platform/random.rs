//! Random bytes from the browser's cryptographic generator.

/// Fills an array; all zero only if the browser has no generator, which every supported one has.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Ok(crypto) = super::address::window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// 128 random bits, for ids.
#[must_use]
pub fn bits128() -> u128 {
    u128::from_le_bytes(bytes())
}

/// 64 random bits, for jitter.
#[must_use]
pub fn bits64() -> u64 {
    u64::from_le_bytes(bytes())
}
