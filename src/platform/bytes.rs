//! Bytes that stay in the browser's own memory on their way from a worker to a channel, or back.

use js_sys::{ArrayBuffer, Uint8Array};

/// A block of bytes, not copied into this program.
#[derive(Clone, Debug)]
pub struct Bytes(ArrayBuffer);

impl Bytes {
    pub(super) const fn new(buffer: ArrayBuffer) -> Self {
        Self(buffer)
    }

    pub(super) const fn buffer(&self) -> &ArrayBuffer {
        &self.0
    }

    /// A copy of the first `N`; nothing where there are fewer.
    #[must_use]
    pub fn start<const N: usize>(&self) -> Option<[u8; N]> {
        let mut start = [0; N];
        let length = u32::try_from(N).ok()?;
        if self.length() < N {
            return None;
        }
        Uint8Array::new_with_byte_offset_and_length(&self.0, 0, length).copy_to(&mut start);
        Some(start)
    }

    /// How many there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.byte_length() as usize
    }
}
