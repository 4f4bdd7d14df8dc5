//! Bytes that stay in the browser's own memory on their way from a worker to a channel, or back.

use js_sys::ArrayBuffer;

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

    /// How many there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.byte_length() as usize
    }
}
