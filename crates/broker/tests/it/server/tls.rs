//! TLS by the broker itself: versions, HTTP/2, slow handshakes, a new certificate without a restart.

use crate::support::{Broker, Plan};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use remote_help::server::tls::{self, TlsError};
use remote_help::settings::{PublicUrl, Tls};
use reqwest::{Certificate, StatusCode, Version};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

const PATIENCE: Duration = Duration::from_secs(15);

fn fresh() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["localhost".to_owned()]).unwrap()
}

fn write(folder: &Path, fresh: &CertifiedKey<KeyPair>) {
    std::fs::write(folder.join("cert.pem"), fresh.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), fresh.signing_key.serialize_pem()).unwrap();
}

async fn with_tls(handshake_ms: u64) -> (Broker, TempDir, CertifiedKey<KeyPair>) {
    let folder = tempfile::tempdir().unwrap();
    let pair = fresh();
    write(folder.path(), &pair);
    let files = Tls {
        cert: folder.path().join("cert.pem"),
        key: folder.path().join("key.pem"),
    };
    let plan = Plan::default().settings(move |settings| {
        let port = settings.listen[0].port();
        settings.demo = false;
        settings.tls = Some(files);
        settings.public_url = PublicUrl::parse(&format!("https://localhost:{port}")).unwrap();
        settings.connections.handshake_timeout_ms = handshake_ms;
    });
    (plan.launch().await, folder, pair)
}

/// The certificate that the broker shows to a client that speaks only these versions.
async fn shown(
    broker: &Broker,
    trusted: &CertificateDer<'static>,
    versions: &[&'static SupportedProtocolVersion],
) -> Result<CertificateDer<'static>, std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port)).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    let (_, session) = stream.get_ref();
    assert_eq!(session.protocol_version(), Some(versions[0].version));
    Ok(session.peer_certificates().unwrap()[0].clone().into_owned())
}

#[tokio::test]
async fn https_is_spoken_in_both_versions_of_tls_and_http() {
    let (broker, _folder, pair) = with_tls(10_000).await;
    let root = Certificate::from_der(pair.cert.der()).unwrap();
    for (http1, expected) in [(false, Version::HTTP_2), (true, Version::HTTP_11)] {
        let client = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([root.clone()]);
        let client = if http1 { client.http1_only() } else { client };
        let url = format!("{}/healthz", broker.origin);
        let response = client.build().unwrap().get(url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.version(), expected);
        let hsts = &response.headers()["strict-transport-security"];
        assert_eq!(hsts, "max-age=31536000");
    }
    for version in [&version::TLS13, &version::TLS12] {
        let shown = shown(&broker, pair.cert.der(), &[version]).await.unwrap();
        assert_eq!(shown, *pair.cert.der());
    }
    broker.stop().await;
}

/// Browsers open WebSockets inside an HTTP/2 connection that they have (RFC 8441).
#[tokio::test]
async fn a_websocket_opens_over_http_2() {
    let (broker, _folder, pair) = with_tls(10_000).await;
    let mut roots = RootCertStore::empty();
    roots.add(pair.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port))
        .await
        .unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .unwrap();
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let mut client = client.ready().await.unwrap();
    // The server's settings have come once a request was answered.
    let url = format!("{}/healthz", broker.origin);
    let request = http::Request::get(url).body(()).unwrap();
    let (response, _) = client.send_request(request, true).unwrap();
    assert_eq!(response.await.unwrap().status(), 200);
    assert!(client.is_extended_connect_protocol_enabled());

    let path = "/api/v1/sharer/sessions/00000000000000000000000000000001/socket";
    let request = http::Request::connect(format!("{}{path}", broker.origin))
        .extension(h2::ext::Protocol::from_static("websocket"))
        .header("sec-websocket-version", "13")
        .header("origin", &broker.origin)
        .body(())
        .unwrap();
    let (response, mut to) = client.send_request(request, false).unwrap();
    let response = response.await.unwrap();
    assert_eq!(response.status(), 200);
    // Nobody is signed in: that is told on the socket itself, as a text and then a close frame.
    let mut from = response.into_body();
    let mut said = Vec::new();
    while let Some(data) = timeout(PATIENCE, from.data()).await.unwrap() {
        let data = data.unwrap();
        from.flow_control().release_capacity(data.len()).unwrap();
        said.extend_from_slice(&data);
        if said.windows(2).any(|code| code == 4_003_u16.to_be_bytes()) {
            // Our close frame, masked with zeros (RFC 6455 §5.2).
            let close = [0x88, 0x82, 0, 0, 0, 0, 0x0f, 0xa3];
            to.send_data(bytes::Bytes::copy_from_slice(&close), true)
                .unwrap();
            break;
        }
    }
    assert_eq!(said[0], 0x81, "a text frame");
    let text = String::from_utf8_lossy(&said);
    assert!(text.contains("not-signed-in"), "{text}");
    broker.stop().await;
}

#[tokio::test]
async fn older_versions_are_refused() {
    let (broker, _folder, _) = with_tls(10_000).await;
    for minor in [1, 2] {
        // A ClientHello of TLS 1.0 or 1.1 (RFC 4346 §7.4.1.2) without extensions.
        let mut hello = vec![3, minor];
        hello.extend([7; 32]);
        hello.extend([0, 0, 2, 0xc0, 0x13, 1, 0]);
        let len = u8::try_from(hello.len()).unwrap();
        let mut record = vec![22, 3, 1, 0, len + 4, 1, 0, 0, len];
        record.extend(hello);
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port))
            .await
            .unwrap();
        stream.write_all(&record).await.unwrap();
        let mut answer = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut answer))
            .await
            .unwrap()
            .unwrap();
        // A fatal alert: no such version (70), or nothing that both could agree on (40).
        assert_eq!(answer[0], 21, "{answer:?}");
        assert_eq!(answer[5], 2, "{answer:?}");
        assert!(matches!(answer[6], 40 | 47 | 70 | 109), "{answer:?}");
    }
    broker.stop().await;
}

#[tokio::test]
async fn a_handshake_that_stalls_is_cut_off() {
    let (broker, _folder, pair) = with_tls(200).await;
    let mut silent = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port))
        .await
        .unwrap();
    let mut half = TcpStream::connect((Ipv4Addr::LOCALHOST, broker.port))
        .await
        .unwrap();
    half.write_all(&[22, 3, 1, 1, 0, 1]).await.unwrap();
    for stream in [&mut silent, &mut half] {
        let mut answer = Vec::new();
        let closed = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
        assert!(closed.is_ok(), "a stalled handshake kept its connection");
    }
    shown(&broker, pair.cert.der(), &[&version::TLS13])
        .await
        .unwrap();
    broker.stop().await;
}

#[tokio::test]
async fn a_new_certificate_is_taken_on_sighup() {
    let (broker, folder, old) = with_tls(10_000).await;
    let show =
        async |trusted: &CertificateDer<'static>| shown(&broker, trusted, &[&version::TLS13]).await;
    // Up: from here on SIGHUP is heard.
    show(old.cert.der()).await.unwrap();

    let new = fresh();
    write(folder.path(), &new);
    hang_up();
    let taken = async {
        while show(new.cert.der()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, taken).await.unwrap();
    broker.stop().await;
}

#[test]
fn a_certificate_that_does_not_fit_its_key_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let old = fresh();
    write(folder.path(), &old);
    let files = Tls {
        cert: folder.path().join("cert.pem"),
        key: folder.path().join("key.pem"),
    };
    let held = tls::Certificate::open(files.clone()).unwrap();
    std::fs::write(&files.cert, fresh().cert.pem()).unwrap();
    assert!(matches!(held.reload(), Err(TlsError::Unfit(_))));
    assert_eq!(held.in_use(), *old.cert.der());
    std::fs::write(&files.cert, "").unwrap();
    assert!(matches!(held.reload(), Err(TlsError::NoCertificate(_))));
    std::fs::remove_file(&files.key).unwrap();
    std::fs::write(&files.cert, old.cert.pem()).unwrap();
    assert!(matches!(held.reload(), Err(TlsError::File { .. })));
    assert!(tls::Certificate::open(files).is_err());
    assert_eq!(held.in_use(), *old.cert.der());
}

fn hang_up() {
    use rustix::process::{Signal, getpid, kill_process};
    kill_process(getpid(), Signal::HUP).unwrap();
}
