//! TLS 1.2 and 1.3 from certificate files, which are read again on SIGHUP and when they change.

use crate::settings::Tls;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

/// How often the files are looked at. Renewal tools replace them days before it matters.
const LOOK: Duration = Duration::from_secs(60);

/// Why a certificate is not usable.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or holds no PEM.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: pem::Error,
    },
    /// The file of certificates holds none.
    #[error("{}: there is no certificate in it", .0.display())]
    NoCertificate(PathBuf),
    /// Key and certificate do not belong together, or are of no supported kind.
    #[error("certificate and key do not fit: {0}")]
    Unfit(#[from] rustls::Error),
    /// SIGHUP cannot be heard.
    #[error("SIGHUP cannot be heard: {0}")]
    Signal(#[source] io::Error),
}

/// The certificate in use, and the files that it came from.
#[derive(Debug)]
pub struct Certificate {
    files: Tls,
    /// What the files looked like just before they were first read.
    opened: Stamps,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
}

/// When certificate and key were last changed.
type Stamps = [Option<SystemTime>; 2];

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// When they are not usable.
    pub fn open(files: Tls) -> Result<Arc<Self>, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let opened = stamps(&files);
        let current = RwLock::new(read(&files, &provider)?);
        Ok(Arc::new(Self {
            files,
            opened,
            provider,
            current,
        }))
    }

    /// Reads the files again. Connections that are open keep what they have.
    ///
    /// # Errors
    /// When the new files are not usable; the old certificate then stays in use.
    pub fn reload(&self) -> Result<(), TlsError> {
        let fresh = read(&self.files, &self.provider)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// The certificate that new connections are shown.
    #[must_use]
    pub fn in_use(&self) -> CertificateDer<'static> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        // `read` refuses an empty chain.
        current.cert[0].clone().into_owned()
    }

    /// Accepts TLS with this certificate.
    ///
    /// # Errors
    /// When the provider lacks TLS 1.2 or 1.3.
    pub fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, TlsError> {
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reloads on SIGHUP and when a file changes, until the broker stops. SIGHUP is heard from the call
    /// on, whenever the future is first polled.
    ///
    /// # Errors
    /// When it cannot be heard.
    pub fn keep_fresh(
        self: Arc<Self>,
        stopping: CancellationToken,
    ) -> io::Result<impl Future<Output = ()> + Send> {
        let hangup = signal(SignalKind::hangup())?;
        Ok(self.reload_on(hangup, stopping))
    }

    async fn reload_on(self: Arc<Self>, mut hangup: Signal, stopping: CancellationToken) {
        let mut seen = self.opened;
        loop {
            tokio::select! {
                () = stopping.cancelled() => return,
                _ = hangup.recv() => {}
                () = tokio::time::sleep(LOOK) => {
                    if stamps(&self.files) == seen {
                        continue;
                    }
                }
            }
            // Before they are read: what changes meanwhile is seen the next time.
            seen = stamps(&self.files);
            match self.reload() {
                Ok(()) => tracing::info!("certificate reloaded"),
                Err(error) => {
                    tracing::error!(%error, "certificate not reloaded: the old one stays")
                }
            }
        }
    }
}

fn stamps(files: &Tls) -> Stamps {
    [&files.cert, &files.key].map(|path| {
        std::fs::metadata(path)
            .and_then(|data| data.modified())
            .ok()
    })
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

fn read(files: &Tls, provider: &CryptoProvider) -> Result<Arc<CertifiedKey>, TlsError> {
    let wrong = |path: &PathBuf| {
        let path = path.clone();
        move |source| TlsError::File { path, source }
    };
    let chain = CertificateDer::pem_file_iter(&files.cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(wrong(&files.cert))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(files.cert.clone()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(wrong(&files.key))?;
    // Compares the two public keys as well.
    Ok(Arc::new(CertifiedKey::from_der(chain, key, provider)?))
}

#[cfg(test)]
mod tests;
