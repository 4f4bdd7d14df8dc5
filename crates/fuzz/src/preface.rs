//! Target of the first bytes of a connection, which tell what the client speaks.

use rh_intake::preface::{self, Speaks};
use std::{
    future::Future,
    io,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};
use tokio::io::{AsyncRead, ReadBuf};

/// What an HTTP/2 client opens with (RFC 9113 §3.4).
const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Chunks that the input cuts the stream into, over and over; and buffers that it is read with.
const CUTS: usize = 8;

/// Any first bytes, however they come and are read: told by the standard's rule, and none is lost.
///
/// The input: how much of HTTP/2's own opening comes first, then the lengths of chunks (none: a
/// pause) and of buffers, then the rest of the stream.
pub fn preface(data: &[u8]) {
    let Some((&[opening, ref cuts @ ..], rest)) = data.split_first_chunk::<{ 1 + 2 * CUTS }>()
    else {
        return;
    };
    let (chunks, buffers) = cuts.split_at(CUTS);
    let opening = &HTTP2[..HTTP2.len().min(opening.into())];
    let stream = [opening, rest].concat();
    let expected = if stream.starts_with(HTTP2) {
        Some(Speaks::Http2)
    } else if HTTP2.starts_with(&stream) {
        None
    } else {
        Some(Speaks::Http1)
    };
    let arriving = Arriving {
        stream: &stream,
        chunks: chunks.iter().cycle(),
        paused: false,
    };
    match (run(preface::listen(arriving)), expected) {
        (Ok((speaks, mut rewound)), Some(expected)) => {
            assert_eq!(speaks, expected);
            assert_eq!(read_all(&mut rewound, buffers), stream);
        }
        (Err(error), None) => assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof),
        (heard, expected) => panic!("{expected:?} was told as {:?}", heard.map(|(told, _)| told)),
    }
}

/// A stream that arrives in chunks of these lengths, then ends.
struct Arriving<'a> {
    stream: &'a [u8],
    chunks: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    paused: bool,
}

impl AsyncRead for Arriving<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let chunk = self.chunks.next().copied().map_or(1, usize::from);
        if chunk == 0 && !self.paused {
            self.paused = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.paused = false;
        let len = chunk.max(1).min(buffer.remaining()).min(self.stream.len());
        let (chunk, rest) = self.stream.split_at(len);
        buffer.put_slice(chunk);
        self.stream = rest;
        Poll::Ready(Ok(()))
    }
}

/// What is read to the end, with buffers of these lengths.
fn read_all(io: &mut (impl AsyncRead + Unpin), buffers: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut space = [0; 1 + u8::MAX as usize];
    for length in buffers.iter().cycle() {
        let mut buffer = ReadBuf::new(&mut space[..1 + usize::from(*length)]);
        run(std::future::poll_fn(|cx| {
            Pin::new(&mut *io).poll_read(cx, &mut buffer)
        }))
        .expect("a stream that does not fail");
        if buffer.filled().is_empty() {
            break;
        }
        all.extend_from_slice(buffer.filled());
    }
    all
}

/// Polls to the end: whatever pauses here goes on at once.
fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}
