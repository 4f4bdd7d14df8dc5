//! A certificate that changes on disk, on a clock that runs ahead whenever everybody waits.

use super::*;
use rcgen::{KeyPair, generate_simple_self_signed};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::fs::File;
use std::sync::Mutex;
use tempfile::TempDir;
use tokio_rustls::TlsConnector;

type Pair = rcgen::CertifiedKey<KeyPair>;

fn fresh() -> Pair {
    generate_simple_self_signed(["localhost".to_owned()]).unwrap()
}

/// Certificate and key in a folder.
struct Folder {
    files: Tls,
    /// Each change has a time of its own: file systems count in steps of some milliseconds.
    changes: u64,
    _folder: TempDir,
}

impl Folder {
    fn with(pair: &Pair) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut new = Self {
            files: Tls {
                cert: folder.path().join("cert.pem"),
                key: folder.path().join("key.pem"),
            },
            changes: 0,
            _folder: folder,
        };
        new.put_certificate(&pair.cert.pem());
        new.put_key(pair);
        new
    }

    fn put_certificate(&mut self, pem: &str) {
        let path = self.files.cert.clone();
        self.put(&path, pem);
    }

    fn put_key(&mut self, pair: &Pair) {
        let path = self.files.key.clone();
        self.put(&path, &pair.signing_key.serialize_pem());
    }

    fn put(&mut self, path: &PathBuf, pem: &str) {
        std::fs::write(path, pem).unwrap();
        self.changes += 1;
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(self.changes);
        let file = File::options().append(true).open(path).unwrap();
        file.set_modified(at).unwrap();
    }
}

/// The log of this test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Takes down what this thread logs, until the guard is dropped.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn holds(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.0.lock().unwrap()).contains(text)
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The certificate that a new connection is shown.
async fn shown(certificate: &Arc<Certificate>, trusted: &[&Pair]) -> CertificateDer<'static> {
    let mut roots = RootCertStore::empty();
    for pair in trusted {
        roots.add(pair.cert.der().clone()).unwrap();
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let (near, far) = tokio::io::duplex(64 * 1024);
    let name = ServerName::try_from("localhost").unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let acceptor = certificate.acceptor().unwrap();
    let (accepted, connected) = tokio::join!(acceptor.accept(near), connector.connect(name, far));
    accepted.unwrap();
    let stream = connected.unwrap();
    let (_, session) = stream.get_ref();
    session.peer_certificates().unwrap()[0].clone().into_owned()
}

/// Lets the next look at the files come and go.
async fn look() {
    tokio::time::sleep(LOOK + Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn files_that_change_are_read_again_and_broken_ones_leave_the_old_certificate() {
    let (log, _guard) = Log::listen();
    let (old, new) = (fresh(), fresh());
    let both = [&old, &new];
    let mut folder = Folder::with(&old);
    let certificate = Certificate::open(folder.files.clone()).unwrap();
    let stopping = CancellationToken::new();
    let watch = Arc::clone(&certificate).keep_fresh(stopping.clone());
    let watch = tokio::spawn(watch.unwrap());
    look().await;
    assert_eq!(shown(&certificate, &both).await, *old.cert.der());
    assert!(!log.holds("reloaded"), "nothing has changed");

    // A renewal that is looked at half-way: the new certificate, and still the old key.
    folder.put_certificate(&new.cert.pem());
    look().await;
    assert_eq!(shown(&certificate, &both).await, *old.cert.der());
    assert!(log.holds("ERROR"));
    assert!(log.holds("certificate not reloaded: the old one stays"));
    folder.put_key(&new);
    look().await;
    assert_eq!(shown(&certificate, &both).await, *new.cert.der());
    assert!(log.holds("certificate reloaded"));

    folder.put_certificate("no certificate");
    look().await;
    assert_eq!(shown(&certificate, &both).await, *new.cert.der());
    stopping.cancel();
    watch.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_change_on_the_way_up_is_not_missed() {
    let (old, new) = (fresh(), fresh());
    let mut folder = Folder::with(&old);
    let certificate = Certificate::open(folder.files.clone()).unwrap();
    // The store is being opened; somebody renews the certificate.
    folder.put_certificate(&new.cert.pem());
    folder.put_key(&new);
    let watch = Arc::clone(&certificate).keep_fresh(CancellationToken::new());
    tokio::spawn(watch.unwrap());
    look().await;
    assert_eq!(certificate.in_use(), *new.cert.der());
}
