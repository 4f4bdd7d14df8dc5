//! Hostile clients lose their own connection, in time, and nobody else notices.

use crate::support::{Broker, Plan};
use reqwest::StatusCode;
use rh_protocol::limits;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

/// The time-outs of these tests' broker.
const SHORT_MS: u64 = 300;
/// Far more than any of them, far less than none.
const PATIENCE: Duration = Duration::from_secs(15);

async fn strict() -> Broker {
    let plan = Plan::default().settings(|settings| {
        settings.connections.header_timeout_ms = SHORT_MS;
        settings.connections.body_timeout_ms = SHORT_MS;
        settings.connections.idle_timeout_ms = SHORT_MS;
        settings.connections.per_address = 64;
    });
    let broker = plan.launch().await;
    // Up, and past its own first steps.
    assert_eq!(broker.browser().ask("/config").await.status, StatusCode::OK);
    broker
}

async fn connect(broker: &Broker) -> TcpStream {
    let at = (Ipv4Addr::LOCALHOST, broker.port);
    TcpStream::connect(at).await.unwrap()
}

/// What the broker still says until it closes. A reset is a close, too.
async fn last_words(stream: &mut TcpStream) -> String {
    let mut words = Vec::new();
    let reading = async {
        let mut buffer = [0; 4_096];
        while let Ok(len @ 1..) = stream.read(&mut buffer).await {
            words.extend_from_slice(&buffer[..len]);
        }
    };
    timeout(PATIENCE, reading)
        .await
        .expect("it should have closed");
    String::from_utf8_lossy(&words).into_owned()
}

async fn others_are_served(broker: &Broker) {
    let asked = Instant::now();
    let alive = broker.browser().get("/healthz").await;
    assert_eq!(alive.status, StatusCode::OK);
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "{:?}",
        asked.elapsed()
    );
}

#[tokio::test]
async fn silence_is_not_waited_for() {
    let broker = strict().await;
    let mut silent = connect(&broker).await;
    let mut undecided = connect(&broker).await;
    undecided.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    others_are_served(&broker).await;
    assert_eq!(last_words(&mut silent).await, "");
    assert_eq!(last_words(&mut undecided).await, "");
    broker.stop().await;
}

#[tokio::test]
async fn slow_headers_are_cut_off_however_they_drip() {
    let broker = strict().await;
    let stream = connect(&broker).await;
    let (mut from, mut to) = stream.into_split();
    let begun = Instant::now();
    let dripping = tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(SHORT_MS / 6));
        let drops = b"GET /healthz HTTP/1.1\r\nx: "
            .iter()
            .chain(std::iter::repeat(&b'y'));
        for byte in drops {
            tick.tick().await;
            if to.write_all(&[*byte]).await.is_err() {
                return;
            }
        }
    });
    let mut words = String::new();
    let ended = timeout(PATIENCE, from.read_to_string(&mut words)).await;
    assert!(ended.is_ok(), "a drip kept the connection open");
    assert!(begun.elapsed() >= Duration::from_millis(SHORT_MS));
    assert!(!words.contains("200 OK"));
    others_are_served(&broker).await;
    dripping.abort();
    broker.stop().await;
}

#[tokio::test]
async fn endless_headers_are_refused() {
    let broker = strict().await;
    for line in [&b"x: y\r\n"[..], &[b'z'; 64]] {
        let mut stream = connect(&broker).await;
        stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        let mut sent = 0;
        // Until the broker has had enough: far below a megabyte.
        while sent < 1 << 20 && stream.write_all(line).await.is_ok() {
            sent += line.len();
        }
        let words = last_words(&mut stream).await;
        assert!(words.is_empty() || words.contains(" 431 "), "{words}");
    }
    others_are_served(&broker).await;
    broker.stop().await;
}

#[tokio::test]
async fn slow_bodies_are_cut_off() {
    let broker = strict().await;
    let mut stream = connect(&broker).await;
    let head = "POST /api/v1/sharer/redeem HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    others_are_served(&broker).await;
    let words = last_words(&mut stream).await;
    assert!(words.starts_with("HTTP/1.1 408 "), "{words}");
    broker.stop().await;
}

#[tokio::test]
async fn large_and_endless_bodies_are_refused() {
    let broker = strict().await;
    let post = "POST /api/v1/sharer/redeem HTTP/1.1\r\nhost: x\r\n";

    let mut stream = connect(&broker).await;
    let head = format!("{post}content-length: {}\r\n\r\n", limits::HTTP_BODY + 1);
    stream.write_all(head.as_bytes()).await.unwrap();
    let words = last_words(&mut stream).await;
    assert!(words.starts_with("HTTP/1.1 413 "), "{words}");
    assert!(
        words.contains(r#"{"error":{"code":"too-large"}}"#),
        "{words}"
    );

    let stream = connect(&broker).await;
    let (mut from, mut to) = stream.into_split();
    let head = format!("{post}transfer-encoding: chunked\r\n\r\n");
    let flooding = tokio::spawn(async move {
        to.write_all(head.as_bytes()).await.unwrap();
        let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
        let mut sent = 0_usize;
        while to.write_all(chunk.as_bytes()).await.is_ok() {
            sent += chunk.len();
            assert!(sent < 64 << 20, "the broker drinks the sea");
        }
    });
    let mut words = [0; 12];
    timeout(PATIENCE, from.read_exact(&mut words))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(&words, b"HTTP/1.1 413");
    timeout(PATIENCE, flooding).await.unwrap().unwrap();
    others_are_served(&broker).await;
    broker.stop().await;
}

#[tokio::test]
async fn idle_connections_are_closed_in_both_versions() {
    let broker = strict().await;
    let mut one = connect(&broker).await;
    one.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let words = last_words(&mut one).await;
    assert!(words.starts_with("HTTP/1.1 200 "), "{words}");

    let mut two = connect(&broker).await;
    // Preface and empty SETTINGS (RFC 9113 §3.4, §6.5), then nothing.
    let hello = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    two.write_all(hello).await.unwrap();
    let mut frames = Vec::new();
    timeout(PATIENCE, two.read_to_end(&mut frames))
        .await
        .unwrap()
        .unwrap();
    assert!(frame_types(&frames).contains(&7), "no GOAWAY: {frames:?}");
    broker.stop().await;
}

#[tokio::test]
async fn rapid_resets_end_the_connection() {
    let broker = strict().await;
    let mut stream = connect(&broker).await;
    let mut flood = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    for id in (1_u32..1_000).step_by(2) {
        // HEADERS that end stream and headers: GET http://x/ (RFC 7541, appendix A); then RST_STREAM.
        flood.extend([0, 0, 6, 1, 5]);
        flood.extend(id.to_be_bytes());
        flood.extend([0x82, 0x86, 0x84, 0x41, 1, b'x']);
        flood.extend([0, 0, 4, 3, 0]);
        flood.extend(id.to_be_bytes());
        flood.extend(8_u32.to_be_bytes());
    }
    // Written and read at once: the broker has had enough before all is written.
    let (mut from, mut to) = stream.split();
    let mut frames = Vec::new();
    let reading = from.read_to_end(&mut frames);
    let both = async { tokio::join!(to.write_all(&flood), reading) };
    let _ = timeout(PATIENCE, both)
        .await
        .expect("it should have closed");
    // GOAWAY whose error is ENHANCE_YOUR_CALM (RFC 9113 §7).
    let calm = frames.windows(4).any(|word| word == [0, 0, 0, 11]);
    assert!(frame_types(&frames).contains(&7) && calm, "{frames:?}");
    others_are_served(&broker).await;
    broker.stop().await;
}

/// Types of HTTP/2 frames, in order (RFC 9113 §4.1).
fn frame_types(mut bytes: &[u8]) -> Vec<u8> {
    let mut types = Vec::new();
    while let [a, b, c, kind, ..] = *bytes {
        types.push(kind);
        let len = u32::from_be_bytes([0, a, b, c]) as usize;
        bytes = bytes.get(9 + len..).unwrap_or_default();
    }
    types
}

/// So many connections, each answered, so that it is known to hold its place.
async fn holding(broker: &Broker, count: usize) -> Vec<TcpStream> {
    let mut held = Vec::new();
    for _ in 0..count {
        let mut stream = connect(broker).await;
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap();
        let mut words = [0; 15];
        stream.read_exact(&mut words).await.unwrap();
        assert_eq!(&words, b"HTTP/1.1 200 OK");
        held.push(stream);
    }
    held
}

#[tokio::test]
async fn one_address_gets_its_share_and_no_more() {
    let plan = Plan::default().settings(|settings| settings.connections.per_address = 3);
    let broker = plan.launch().await;
    let held = holding(&broker, 2).await;
    let third = connect(&broker).await;
    let mut fourth = connect(&broker).await;
    assert_eq!(last_words(&mut fourth).await, "");
    // Another address is none the worse for it.
    let mut other = TcpStream::connect((std::net::Ipv6Addr::LOCALHOST, broker.port))
        .await
        .unwrap();
    other
        .write_all(b"GET /healthz HTTP/1.0\r\n\r\n")
        .await
        .unwrap();
    assert!(last_words(&mut other).await.contains("200 OK"));
    // A place that is freed can be taken.
    drop((held, third));
    let freed = async {
        loop {
            let mut stream = connect(&broker).await;
            let asked = stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await;
            if asked.is_ok() && last_words(&mut stream).await.contains("200 OK") {
                return;
            }
        }
    };
    timeout(PATIENCE, freed).await.unwrap();
    broker.stop().await;
}

#[tokio::test]
async fn the_broker_gives_no_more_connections_than_it_may_and_trusts_its_proxies() {
    let plan = Plan::default().settings(|settings| {
        settings.connections.per_address = 1;
        settings.connections.total = 4;
        settings.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    });
    let broker = plan.launch().await;
    let held = holding(&broker, 3).await;
    let fourth = connect(&broker).await;
    let mut fifth = connect(&broker).await;
    assert_eq!(last_words(&mut fifth).await, "");
    drop((held, fourth));
    broker.stop().await;
}
