//! When a connection was last of use: work in hand, and answers that went out.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// Shared by a connection's socket and its requests.
#[derive(Debug)]
pub struct Activity {
    start: Instant,
    /// Milliseconds after `start`.
    last: AtomicU64,
    in_work: AtomicU32,
}

/// One request in work; dropped when its answer begins.
#[derive(Debug)]
pub struct Work(Arc<Activity>);

impl Activity {
    /// A connection that begins now.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            last: AtomicU64::new(0),
            in_work: AtomicU32::new(0),
        })
    }

    /// Marks the present as useful. Only what the broker itself does counts: a client cannot keep a
    /// connection by dripping bytes.
    fn touch(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }

    /// A request begins.
    #[must_use]
    pub fn work(self: &Arc<Self>) -> Work {
        self.in_work.fetch_add(1, Ordering::Relaxed);
        Work(Arc::clone(self))
    }

    /// Returns once the connection has been of no use for as long as that.
    pub async fn idle_for(&self, limit: Duration) {
        loop {
            let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
            let quiet = self.start.elapsed().saturating_sub(last);
            let busy = self.in_work.load(Ordering::Relaxed) > 0;
            let wait = match limit.checked_sub(quiet) {
                Some(left) if !left.is_zero() => left,
                _ if busy => limit,
                _ => return,
            };
            tokio::time::sleep(wait).await;
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.touch();
        self.0.in_work.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What counts as use among the bytes that go out.
#[derive(Debug)]
pub enum Counted {
    /// All of them (HTTP/1).
    All,
    /// Those of HTTP/2 frames that answer requests. A client that only answers our pings, or has its
    /// own answered, is of no use.
    Streams(Frames),
}

impl Counted {
    /// Takes bytes that were written; whether there was use among them.
    fn take(&mut self, bytes: &[u8]) -> bool {
        match self {
            Self::All => !bytes.is_empty(),
            Self::Streams(frames) => frames.take(bytes),
        }
    }
}

/// Follows HTTP/2 frames through the bytes of a connection, however those are cut (RFC 9113 §4.1).
#[derive(Debug, Default)]
pub struct Frames {
    header: [u8; Frames::HEADER],
    /// Bytes of the header that are there.
    have: usize,
    /// Bytes of the frame's payload that are still to come.
    left: usize,
}

impl Frames {
    const HEADER: usize = 9;

    /// Takes the next bytes; whether any of them belongs to a stream's content: DATA, HEADERS or
    /// CONTINUATION (RFC 9113 §6). Messages of a WebSocket are DATA (RFC 8441).
    fn take(&mut self, mut bytes: &[u8]) -> bool {
        let mut useful = false;
        while !bytes.is_empty() {
            if self.left == 0 && self.have == Self::HEADER {
                self.have = 0;
            }
            let taken = if self.have < Self::HEADER {
                let taken = bytes.len().min(Self::HEADER - self.have);
                self.header[self.have..self.have + taken].copy_from_slice(&bytes[..taken]);
                self.have += taken;
                let [a, b, c, ..] = self.header;
                if self.have == Self::HEADER {
                    self.left = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
                }
                taken
            } else {
                let taken = bytes.len().min(self.left);
                self.left -= taken;
                taken
            };
            useful |= self.have == Self::HEADER && matches!(self.header[3], 0 | 1 | 9);
            bytes = &bytes[taken..];
        }
        useful
    }
}

/// A connection that reports what goes out and is of use, and keeps something (its place at the gate)
/// until it closes.
#[derive(Debug)]
pub struct Watched<IO, K> {
    io: IO,
    activity: Arc<Activity>,
    counted: Counted,
    _keep: K,
}

impl<IO, K> Watched<IO, K> {
    /// Watches a connection, above TLS.
    pub const fn new(io: IO, activity: Arc<Activity>, counted: Counted, keep: K) -> Self {
        Self {
            io,
            activity,
            counted,
            _keep: keep,
        }
    }

    fn note(&mut self, bytes: &[u8]) {
        if self.counted.take(bytes) {
            self.activity.touch();
        }
    }
}

impl<IO: AsyncRead + Unpin, K: Unpin> AsyncRead for Watched<IO, K> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl<IO: AsyncWrite + Unpin, K: Unpin> AsyncWrite for Watched<IO, K> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.io).poll_write(cx, buf))?;
        self.note(&buf[..written.min(buf.len())]);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.io).poll_write_vectored(cx, bufs))?;
        let mut left = written;
        for buf in bufs {
            let taken = left.min(buf.len());
            self.note(&buf[..taken]);
            left -= taken;
        }
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test(start_paused = true)]
    async fn a_connection_with_work_is_not_idle_and_one_without_is() {
        let activity = Activity::new();
        let limit = Duration::from_millis(20);
        let work = activity.work();
        let idle = activity.idle_for(limit);
        tokio::pin!(idle);
        let busy = tokio::time::timeout(limit * 4, &mut idle).await;
        assert!(busy.is_err(), "a request is in work");
        drop(work);
        idle.await;
    }

    #[tokio::test(start_paused = true)]
    async fn what_goes_out_counts_and_what_comes_in_does_not() {
        let activity = Activity::new();
        let (near, mut far) = tokio::io::duplex(64);
        let mut near = Watched::new(near, Arc::clone(&activity), Counted::All, ());
        tokio::time::advance(Duration::from_millis(5)).await;
        far.write_all(b"in").await.unwrap();
        near.read_exact(&mut [0; 2]).await.unwrap();
        assert_eq!(activity.last.load(Ordering::Relaxed), 0);
        near.write_all(b"out").await.unwrap();
        assert_eq!(activity.last.load(Ordering::Relaxed), 5);
    }

    #[test]
    fn only_frames_of_streams_count_however_they_are_cut() {
        let frame = |kind: u8, payload: &[u8]| {
            let len = u8::try_from(payload.len()).unwrap();
            [&[0, 0, len, kind, 0, 0, 0, 0, 1][..], payload].concat()
        };
        // SETTINGS and its acknowledgement, PING, GOAWAY, WINDOW_UPDATE; their content is no header.
        let idle: Vec<u8> = [(4, 6), (4, 0), (6, 8), (7, 8), (8, 4)]
            .into_iter()
            .flat_map(|(kind, len)| frame(kind, &vec![0; len]))
            .collect();
        for cut in 1..=idle.len() {
            let mut frames = Frames::default();
            assert!(!idle.chunks(cut).any(|bytes| frames.take(bytes)), "{cut}");
            for kind in [0, 1, 9] {
                let useful = frame(kind, b"abc");
                let mut seen = false;
                for bytes in useful.chunks(cut) {
                    seen |= frames.take(bytes);
                }
                assert!(seen, "{kind} cut at {cut}");
            }
            assert!(!frames.take(&idle), "the end of a frame is its end");
        }
        // What is left of a long answer counts by itself: somebody takes it slowly.
        let mut frames = Frames::default();
        frames.take(&frame(0, b"0123456789")[..12]);
        assert!(frames.take(b"3456"));
    }
}
