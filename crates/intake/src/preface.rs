//! HTTP/1 or HTTP/2, told by the first bytes, which must come in time.
//!
//! ALPN would say it too, but not for plain HTTP behind a proxy. This is also where other protocols on
//! the same port are told apart later: the first bytes decide, and are then read again by who serves.

use bytes::{Buf, Bytes};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

/// What an HTTP/2 client opens with (RFC 9113 §3.4).
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What the client speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// HTTP/1.0 or 1.1.
    Http1,
    /// HTTP/2.
    Http2,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum PrefaceError {
    /// It took too long.
    #[error("no request came in time")]
    TooSlow,
    /// The client left, or the network failed.
    #[error("the client left: {0}")]
    Gone(#[from] io::Error),
}

/// What a client speaks, by its first bytes; none while they do not tell yet.
#[must_use]
pub fn told(first: &[u8]) -> Option<Speaks> {
    if first.starts_with(HTTP2) {
        Some(Speaks::Http2)
    } else if HTTP2.starts_with(first) {
        None
    } else {
        Some(Speaks::Http1)
    }
}

/// Reads until it is clear what the client speaks, but no longer than `limit`.
///
/// # Errors
/// When the client is too slow, or leaves.
pub async fn read<IO: AsyncRead + Unpin>(
    io: IO,
    limit: Duration,
) -> Result<(Speaks, Rewound<IO>), PrefaceError> {
    let heard = tokio::time::timeout(limit, listen(io)).await;
    Ok(heard.map_err(|_| PrefaceError::TooSlow)??)
}

/// Reads until it is clear what the client speaks, however long that takes.
///
/// # Errors
/// When the client leaves.
pub async fn listen<IO: AsyncRead + Unpin>(mut io: IO) -> io::Result<(Speaks, Rewound<IO>)> {
    let mut first = [0; HTTP2.len()];
    let mut len = 0;
    loop {
        let got = io.read(&mut first[len..]).await?;
        if got == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        len += got;
        if let Some(speaks) = told(&first[..len]) {
            let first = Bytes::copy_from_slice(&first[..len]);
            return Ok((speaks, Rewound { first, io }));
        }
    }
}

/// A stream whose first bytes are read again.
#[derive(Debug)]
pub struct Rewound<IO> {
    first: Bytes,
    io: IO,
}

impl<IO: AsyncRead + Unpin> AsyncRead for Rewound<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.first.is_empty() {
            return Pin::new(&mut self.io).poll_read(cx, buf);
        }
        let len = self.first.len().min(buf.remaining());
        buf.put_slice(&self.first[..len]);
        self.first.advance(len);
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Rewound<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, bufs)
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

    const LIMIT: Duration = Duration::from_secs(5);

    async fn heard(chunks: &[&[u8]]) -> (Speaks, Vec<u8>) {
        let (near, mut far) = tokio::io::duplex(256);
        let writing = async move {
            for chunk in chunks {
                far.write_all(chunk).await.unwrap();
                far.flush().await.unwrap();
                tokio::task::yield_now().await;
            }
        };
        let reading = async move {
            let (speaks, mut io) = read(near, LIMIT).await.unwrap();
            let mut all = Vec::new();
            io.read_to_end(&mut all).await.unwrap();
            (speaks, all)
        };
        tokio::join!(writing, reading).1
    }

    #[tokio::test]
    async fn it_is_told_apart_however_it_is_cut_and_no_byte_is_lost() {
        let all: Vec<&[u8]> = HTTP2.chunks(1).chain([&b"more"[..]]).collect();
        assert_eq!(
            heard(&all).await,
            (Speaks::Http2, [HTTP2, b"more"].concat())
        );
        let (speaks, bytes) = heard(&[b"P", b"OST / HTTP/1.1\r\n"]).await;
        assert_eq!(
            (speaks, &bytes[..]),
            (Speaks::Http1, &b"POST / HTTP/1.1\r\n"[..])
        );
        let (speaks, bytes) = heard(&[b"PRI * HTTP/2.1\r\n"]).await;
        assert_eq!(
            (speaks, &bytes[..]),
            (Speaks::Http1, &b"PRI * HTTP/2.1\r\n"[..])
        );
    }

    #[test]
    fn no_prefix_of_the_preface_tells_and_all_of_it_does() {
        for len in 0..HTTP2.len() {
            assert_eq!(told(&HTTP2[..len]), None, "{len} bytes");
        }
        assert_eq!(told(HTTP2), Some(Speaks::Http2));
    }

    #[tokio::test]
    async fn who_leaves_within_the_preface_is_gone() {
        for len in 0..HTTP2.len() {
            let left = read(&HTTP2[..len], LIMIT).await;
            assert!(matches!(left, Err(PrefaceError::Gone(_))), "{len} bytes");
        }
    }

    #[tokio::test]
    async fn who_says_nothing_is_not_waited_for() {
        let (near, _far) = tokio::io::duplex(16);
        let heard = read(near, Duration::from_millis(10)).await;
        assert!(matches!(heard, Err(PrefaceError::TooSlow)));
        let (near, far) = tokio::io::duplex(16);
        drop(far);
        assert!(matches!(
            read(near, LIMIT).await,
            Err(PrefaceError::Gone(_))
        ));
    }
}
