//! One connection, from its first byte to its last. Whatever the client does, only it is harmed.

use super::activity::{Activity, Counted, Frames, Watched};
use super::gate::Pass;
use crate::http::peer::ConnectedFrom;
use crate::settings::Connections;
use axum::{Router, body::Body};
use hyper::server::conn::{http1, http2};
use hyper::{Request, Response, body::Incoming, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rh_intake::preface::{self, Speaks};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::Service;

/// Bytes of a request's header.
const HEADER: usize = 16 * 1024;
/// Lines of a request's header.
const HEADER_LINES: usize = 64;
/// HTTP/2 requests at once on one connection.
const STREAMS: u32 = 64;
/// HTTP/2 streams that a client reset and that still wait here: more is an attack (CVE-2023-44487).
const RESETS: usize = 20;
/// Received bytes that may wait, of one stream and of one connection.
const STREAM_WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 256 * 1024;
/// Bytes of one stream's answer that may wait for a slow reader.
const SEND_BUFFER: usize = 256 * 1024;
/// When an HTTP/2 client is asked whether it is still there, and how long it may think.
const PING: Duration = Duration::from_secs(20);
const PONG: Duration = Duration::from_secs(10);
/// Time to finish what is in work, once the connection is to close.
pub const GRACE: Duration = Duration::from_secs(2);

/// What all connections share.
#[derive(Clone)]
pub struct Context {
    /// Answers requests.
    pub router: Router,
    /// Ends TLS; none for plain HTTP.
    pub tls: Option<TlsAcceptor>,
    /// What a client may take.
    pub limits: Connections,
    /// Cancelled when the broker stops.
    pub stopping: CancellationToken,
}

/// Serves one client until either side has had enough.
pub async fn serve(context: Context, stream: TcpStream, from: SocketAddr, pass: Pass) {
    // Small messages must not wait for company.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let Some(tls) = &context.tls else {
        return http(&context, stream, from, pass).await;
    };
    let handshake = tokio::time::timeout(context.limits.handshake_timeout(), tls.accept(stream));
    tokio::select! {
        () = context.stopping.cancelled() => {}
        shaken = handshake => match shaken {
            Ok(Ok(stream)) => http(&context, stream, from, pass).await,
            Ok(Err(error)) => tracing::debug!(%error, "TLS handshake failed"),
            Err(_) => tracing::debug!("TLS handshake took too long"),
        }
    }
}

/// Speaks HTTP until the connection closes, which frees its place.
async fn http<IO, K>(context: &Context, stream: IO, from: SocketAddr, place: K)
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    K: Send + Unpin + 'static,
{
    let first = tokio::select! {
        () = context.stopping.cancelled() => return,
        first = preface::read(stream, context.limits.header_timeout()) => first,
    };
    let (speaks, stream) = match first {
        Ok(first) => first,
        Err(error) => return tracing::debug!(%error, "connection dropped"),
    };
    let activity = Activity::new();
    let counted = match speaks {
        Speaks::Http1 => Counted::All,
        Speaks::Http2 => Counted::Streams(Frames::default()),
    };
    let io = TokioIo::new(Watched::new(stream, Arc::clone(&activity), counted, place));
    let service = {
        let activity = Arc::clone(&activity);
        let router = context.router.clone();
        service_fn(move |request| answer(router.clone(), Arc::clone(&activity), from, request))
    };
    let ended = match speaks {
        Speaks::Http1 => {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(context.limits.header_timeout())
                .max_headers(HEADER_LINES)
                .max_header_size(HEADER)
                .serve_connection(io, service)
                .with_upgrades();
            let close = http1::UpgradeableConnection::graceful_shutdown;
            drive(context, &activity, connection, close).await
        }
        Speaks::Http2 => {
            let connection = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_concurrent_streams(STREAMS)
                .max_pending_accept_reset_streams(RESETS)
                .max_header_list_size(u32::try_from(HEADER).unwrap_or(u32::MAX))
                .initial_stream_window_size(STREAM_WINDOW)
                .initial_connection_window_size(CONNECTION_WINDOW)
                .max_send_buf_size(SEND_BUFFER)
                .keep_alive_interval(PING)
                .keep_alive_timeout(PONG)
                // WebSockets over HTTP/2 (RFC 8441).
                .enable_connect_protocol()
                .serve_connection(io, service);
            let close = http2::Connection::graceful_shutdown;
            drive(context, &activity, connection, close).await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "connection failed");
    }
}

async fn answer(
    mut router: Router,
    activity: Arc<Activity>,
    from: SocketAddr,
    mut request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let _work = activity.work();
    request.extensions_mut().insert(ConnectedFrom(from.ip()));
    router.call(request).await
}

/// Runs a connection until it ends by itself, is of no more use, or the broker stops.
async fn drive<C>(
    context: &Context,
    activity: &Activity,
    connection: C,
    close: impl Fn(Pin<&mut C>),
) -> Result<(), hyper::Error>
where
    C: Future<Output = Result<(), hyper::Error>>,
{
    let mut connection = pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return ended,
        () = context.stopping.cancelled() => {}
        () = activity.idle_for(context.limits.idle_timeout()) => {}
    }
    close(connection.as_mut());
    // Who does not take the rest in time goes without.
    tokio::time::timeout(GRACE, connection)
        .await
        .unwrap_or(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use bytes::Bytes;
    use futures_util::stream;
    use std::net::Ipv4Addr;
    use tokio::time::Instant;

    /// Steps of an answer that takes its time, each below the idle limit.
    const STEPS: u32 = 5;
    const STEP: Duration = Duration::from_secs(60);

    async fn slowly() -> Body {
        Body::from_stream(stream::unfold(0, |step| async move {
            tokio::time::sleep(STEP).await;
            let more = (step < STEPS).then(|| Bytes::from_static(b"x"));
            more.map(|bytes| (Ok::<_, Infallible>(bytes), step + 1))
        }))
    }

    /// How long an HTTP/2 connection stays whose client asks for a path, if for any, and from then on
    /// does no more than its protocol's duty: it answers pings.
    async fn stays(path: Option<&str>) -> Duration {
        let context = Context {
            router: Router::new().route("/slowly", get(slowly)),
            tls: None,
            limits: Connections::default(),
            stopping: CancellationToken::new(),
        };
        assert!(context.limits.idle_timeout() > PING + PONG);
        let (near, far) = tokio::io::duplex(64 * 1024);
        let from = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        let begun = Instant::now();
        let serving = http(&context, near, from, ());
        let asking = async {
            let (mut client, connection) = h2::client::handshake(far).await.unwrap();
            let connection = tokio::spawn(connection);
            if let Some(path) = path {
                let request = http_request(path);
                let (answer, _) = client.send_request(request, true).unwrap();
                let mut body = answer.await.unwrap().into_body();
                while let Some(bytes) = body.data().await {
                    let len = bytes.unwrap().len();
                    body.flow_control().release_capacity(len).unwrap();
                }
            }
            let _ = connection.await;
        };
        let both = async { tokio::join!(serving, asking) };
        let ended = tokio::time::timeout(Duration::from_secs(3_600), both).await;
        assert!(ended.is_ok(), "pings kept the connection open");
        begun.elapsed()
    }

    fn http_request(path: &str) -> Request<()> {
        Request::get(format!("http://localhost{path}"))
            .body(())
            .unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn pings_keep_no_connection_and_answers_do() {
        let idle = Connections::default().idle_timeout();
        let spare = GRACE + Duration::from_secs(1);
        let silent = stays(None).await;
        assert!(silent >= idle && silent <= idle + spare, "{silent:?}");
        // The last step ends the answer.
        let asked = stays(Some("/slowly")).await;
        let busy = STEP * (STEPS + 1);
        assert!(asked >= busy + idle, "{asked:?}");
        assert!(asked <= busy + idle + spare, "{asked:?}");
    }
}
