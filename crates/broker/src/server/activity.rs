//! When a connection was last of use: work in hand, and bytes that went out.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

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

/// A socket that reports what goes out, and keeps something (its place at the gate) until it closes.
#[derive(Debug)]
pub struct Watched<IO, K> {
    io: IO,
    activity: Arc<Activity>,
    _keep: K,
}

impl<IO, K> Watched<IO, K> {
    /// Watches a socket.
    pub const fn new(io: IO, activity: Arc<Activity>, keep: K) -> Self {
        Self {
            io,
            activity,
            _keep: keep,
        }
    }

    fn note<T>(&self, poll: Poll<T>) -> Poll<T> {
        if poll.is_ready() {
            self.activity.touch();
        }
        poll
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
        let poll = Pin::new(&mut self.io).poll_write(cx, buf);
        self.note(poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.io).poll_write_vectored(cx, bufs);
        self.note(poll)
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
    use tokio::io::AsyncWriteExt;

    #[tokio::test]
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

    #[tokio::test]
    async fn what_goes_out_counts_and_what_comes_in_does_not() {
        let activity = Activity::new();
        let (near, mut far) = tokio::io::duplex(64);
        let mut near = Watched::new(near, Arc::clone(&activity), ());
        let before = activity.last.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(5)).await;
        far.write_all(b"in").await.unwrap();
        tokio::io::AsyncReadExt::read_exact(&mut near, &mut [0; 2])
            .await
            .unwrap();
        assert_eq!(activity.last.load(Ordering::Relaxed), before);
        near.write_all(b"out").await.unwrap();
        assert!(activity.last.load(Ordering::Relaxed) >= before + 5);
    }
}
