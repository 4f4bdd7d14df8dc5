//! Why a worker cannot go on, as the page is told.

/// The `code` of an `error` message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// `build-mismatch`: page and worker come from different builds; the page must be reloaded.
    BuildMismatch,
    /// `bad-message`: the page said something that this side does not understand.
    BadMessage,
    /// `capture-failed`: captured frames cannot be read.
    CaptureFailed,
    /// `frame-unsupported`: a captured frame is larger than the limits of the codec.
    FrameUnsupported,
}

impl Code {
    /// The code in a message. (`worker-failed` is sent by `worker.js`, when the wasm does not load.)
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BuildMismatch => "build-mismatch",
            Self::BadMessage => "bad-message",
            Self::CaptureFailed => "capture-failed",
            Self::FrameUnsupported => "frame-unsupported",
        }
    }
}
