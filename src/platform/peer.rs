//! One `RTCPeerConnection` with data channels and nothing else: no media, no microphone.
//!
//! Every method that changes a description starts at its call, before its future is first polled:
//! the browser's own operations chain (W3C WebRTC §4.4.1.2) then keeps them in the order of calls.

use super::certificate::Certificate;
use super::channel::{Channel, ChannelEvent};
use super::js::{Failure, Listener};
use js_sys::{Array, Promise};
use rh_protocol::signal::IceServer;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Event, RtcConfiguration, RtcDataChannelInit, RtcIceCandidateInit, RtcIceServer,
    RtcPeerConnection, RtcPeerConnectionIceEvent, RtcPeerConnectionState, RtcSdpType,
    RtcSessionDescriptionInit,
};

/// A candidate (RFC 8838); an empty line ends them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The candidate line.
    pub candidate: String,
    /// Media stream identification tag.
    pub mid: Option<String>,
    /// Index of the media description.
    pub index: Option<u16>,
}

/// What happens on a peer connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerEvent {
    /// A candidate of this side, to tell the other.
    Candidate(Candidate),
    /// The state of the whole connection, DTLS included, has changed.
    State(State),
}

/// How a peer connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// On its way, for the first time or again.
    Connecting,
    /// Up.
    Connected,
    /// Nothing comes through just now, which may pass.
    Disconnected,
    /// Over.
    Failed,
}

impl From<RtcPeerConnectionState> for State {
    fn from(state: RtcPeerConnectionState) -> Self {
        match state {
            RtcPeerConnectionState::Connected => Self::Connected,
            RtcPeerConnectionState::Disconnected => Self::Disconnected,
            RtcPeerConnectionState::Failed | RtcPeerConnectionState::Closed => Self::Failed,
            _ => Self::Connecting,
        }
    }
}

/// A peer connection. Dropping it closes it and silences its events.
pub struct PeerConnection {
    inner: RtcPeerConnection,
    _listeners: [Listener; 2],
}

impl PeerConnection {
    /// Makes one that presents this certificate.
    ///
    /// # Errors
    /// When the browser refuses a server's address or has too many connections.
    pub fn new(
        ice_servers: &[IceServer],
        certificate: &Certificate,
        heard: impl Fn(PeerEvent) + Clone + 'static,
    ) -> Result<Self, Failure> {
        let configuration = RtcConfiguration::new();
        configuration.set_certificates(&certificate.as_array());
        let servers: Array = ice_servers.iter().map(ice_server).collect();
        configuration.set_ice_servers(&servers);
        let inner = RtcPeerConnection::new_with_configuration(&configuration)?;
        let (candidate, connection) = (heard.clone(), inner.clone());
        let listeners = [
            Listener::new(
                &inner,
                "icecandidate",
                move |event: RtcPeerConnectionIceEvent| {
                    candidate(PeerEvent::Candidate(local_candidate(&event)));
                },
            ),
            Listener::new(&inner, "connectionstatechange", move |_: Event| {
                heard(PeerEvent::State(connection.connection_state().into()));
            }),
        ];
        Ok(Self {
            inner,
            _listeners: listeners,
        })
    }

    /// Opens an ordered, reliable channel that both sides open under the same number, so that
    /// neither depends on being told of it by the other.
    pub fn channel(
        &self,
        label: &str,
        id: u16,
        drained_at: u32,
        heard: impl Fn(ChannelEvent) + Clone + 'static,
    ) -> Channel {
        let init = RtcDataChannelInit::new();
        init.set_negotiated(true);
        init.set_id(id);
        let channel = self
            .inner
            .create_data_channel_with_data_channel_dict(label, &init);
        Channel::new(channel, drained_at, heard)
    }

    /// Makes the offer and begins to gather candidates.
    ///
    /// # Errors
    /// When the connection was closed meanwhile.
    pub fn offer(&self) -> impl Future<Output = Result<String, Failure>> + use<> {
        let connection = self.inner.clone();
        let made: Promise = connection.create_offer().unchecked_into();
        async move { describe(&connection, made).await }
    }

    /// Takes the other side's offer and answers it.
    ///
    /// # Errors
    /// When the offer makes no sense to the browser, or the connection was closed meanwhile.
    pub fn answer(&self, offer: &str) -> impl Future<Output = Result<String, Failure>> + use<> {
        let taken = self.set_remote(RtcSdpType::Offer, offer);
        let connection = self.inner.clone();
        async move {
            taken.await?;
            let made: Promise = connection.create_answer().unchecked_into();
            describe(&connection, made).await
        }
    }

    /// Takes the other side's answer.
    ///
    /// # Errors
    /// As for [`PeerConnection::answer`].
    pub fn accept(&self, answer: &str) -> impl Future<Output = Result<(), Failure>> + use<> {
        let taken = self.set_remote(RtcSdpType::Answer, answer);
        async move {
            taken.await?;
            Ok(())
        }
    }

    /// Adds a candidate of the other side. One that makes no sense is skipped: others will do.
    pub fn add_candidate(&self, remote: &Candidate) {
        let init = RtcIceCandidateInit::new(&remote.candidate);
        init.set_sdp_mid(remote.mid.as_deref());
        init.set_sdp_m_line_index(remote.index);
        let added = self
            .inner
            .add_ice_candidate_with_opt_rtc_ice_candidate_init(Some(&init));
        // Awaited only so that a refusal is not reported as unhandled.
        super::spawn(async move {
            let _ = added.await;
        });
    }

    fn set_remote(&self, kind: RtcSdpType, sdp: &str) -> Promise {
        let init = RtcSessionDescriptionInit::new(kind);
        init.set_sdp(sdp);
        self.inner.set_remote_description(&init).unchecked_into()
    }
}

impl Drop for PeerConnection {
    fn drop(&mut self) {
        self.inner.close();
    }
}

/// Makes a description the local one, and gives its text.
async fn describe(connection: &RtcPeerConnection, made: Promise) -> Result<String, Failure> {
    let description: RtcSessionDescriptionInit = made.await?.unchecked_into();
    connection.set_local_description(&description).await?;
    description
        .get_sdp()
        .ok_or_else(|| Failure::new("OperationError"))
}

fn local_candidate(event: &RtcPeerConnectionIceEvent) -> Candidate {
    event
        .candidate()
        .map(|candidate| Candidate {
            candidate: candidate.candidate(),
            mid: candidate.sdp_mid(),
            index: candidate.sdp_m_line_index(),
        })
        .unwrap_or_default()
}

fn ice_server(server: &IceServer) -> RtcIceServer {
    let urls: Array = server
        .urls
        .iter()
        .map(|url| JsValue::from_str(url))
        .collect();
    let ice = RtcIceServer::new();
    ice.set_urls(&urls);
    if let (Some(username), Some(credential)) = (&server.username, &server.credential) {
        ice.set_username(username);
        ice.set_credential(credential.expose());
    }
    ice
}
