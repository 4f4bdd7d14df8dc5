//! The way up and the way down, in this process.

use crate::support::{Broker, Plan};
use reqwest::StatusCode;
use rh_protocol::Role;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn both_loopback_addresses_are_listened_on() {
    let broker = Broker::demo().await;
    for host in [
        Ipv4Addr::LOCALHOST.to_string(),
        format!("[{}]", Ipv6Addr::LOCALHOST),
    ] {
        let url = format!("http://{host}:{}/healthz", broker.port);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        assert_eq!(
            client.get(url).send().await.unwrap().status(),
            StatusCode::OK
        );
    }
    broker.stop().await;
}

#[tokio::test]
async fn going_down_takes_less_than_five_seconds_whatever_clients_do() {
    let broker = Broker::demo().await;
    let helper = broker.signed_in(Role::Helper, "helper1").await;
    let at = (Ipv4Addr::LOCALHOST, broker.port);
    // One says nothing, one is in the middle of a header, one in the middle of a body, one is idle.
    let mut clients = Vec::new();
    for part in [
        "",
        "GET /heal",
        "POST /api/v1/sharer/redeem HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{",
        "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(part.as_bytes()).await.unwrap();
        clients.push(stream);
    }
    let begun = Instant::now();
    let data = broker.stop().await;
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    for mut client in clients {
        let mut rest = Vec::new();
        // Closed or reset: both are an end.
        let _ = client.read_to_end(&mut rest).await;
    }
    assert!(TcpStream::connect(at).await.is_err(), "nobody listens");
    // The log is folded in: the file alone is a whole backup.
    let log = data.path().join("remote-help.sqlite-wal");
    assert!(std::fs::metadata(log).map_or(0, |file| file.len()) == 0);

    // The sign-in is still good on the other side of the restart.
    let again = Plan::default().data(&data).launch_at(at.1).await;
    let me = helper.ask("/helper/me").await;
    assert_ne!(me.text, "null");
    again.stop().await;
}

#[tokio::test]
async fn a_request_in_work_is_answered_before_the_end() {
    let broker = Broker::demo().await;
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port))
        .await
        .unwrap();
    let head = "POST /api/v1/sharer/redeem HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\
                expect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    // The broker reads the body now: the request is in work.
    let mut told = [0; 25];
    stream.read_exact(&mut told).await.unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    broker.begin_stop();
    stream.write_all(b"{}").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
    broker.down().await;
}
