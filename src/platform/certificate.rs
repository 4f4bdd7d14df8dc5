//! The certificate of this page's peer connections (DTLS): made once, before consent, so that both
//! sides know each other's fingerprint early.

use super::js::{Failure, get, object};
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{RtcCertificate, RtcConfiguration, RtcPeerConnection, RtcSessionDescriptionInit};

/// A certificate that expires sooner than this is replaced, in milliseconds: longer than the
/// longest session.
const LIFE_LEFT_MS: f64 = 12.0 * 3_600_000.0;

/// A certificate and its SHA-256 fingerprint.
#[derive(Clone)]
pub struct Certificate {
    inner: RtcCertificate,
    fingerprint: String,
}

thread_local! {
    static PAGE: RefCell<Option<Certificate>> = const { RefCell::new(None) };
}

impl Certificate {
    /// The page's certificate (ECDSA P-256), made at the first call.
    ///
    /// # Errors
    /// When the browser has no WebRTC, or cannot make one.
    pub async fn of_page() -> Result<Self, Failure> {
        let kept = PAGE.with_borrow(Clone::clone);
        if let Some(kept) = kept.filter(|c| c.inner.expires() > js_sys::Date::now() + LIFE_LEFT_MS)
        {
            return Ok(kept);
        }
        let algorithm = object(&[
            ("name", &JsValue::from_str("ECDSA")),
            ("namedCurve", &JsValue::from_str("P-256")),
        ]);
        let made = RtcPeerConnection::generate_certificate_with_object(&algorithm)?.await?;
        let inner: RtcCertificate = made.unchecked_into();
        let fingerprint = match told_fingerprint(&inner) {
            Some(fingerprint) => fingerprint,
            None => offered_fingerprint(&inner).await?,
        };
        let certificate = Self { inner, fingerprint };
        PAGE.set(Some(certificate.clone()));
        Ok(certificate)
    }

    /// The fingerprint (RFC 8122 §5): `sha-256 AB:CD:…`.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(super) fn as_array(&self) -> Array {
        Array::of1(&self.inner)
    }
}

/// `RTCCertificate.getFingerprints()`, which Firefox lacks.
fn told_fingerprint(certificate: &RtcCertificate) -> Option<String> {
    let method: Function = get(certificate, "getFingerprints")?.dyn_into().ok()?;
    let list = Reflect::apply(&method, certificate, &Array::new()).ok()?;
    Array::from(&list).iter().find_map(|entry| {
        let algorithm = get(&entry, "algorithm")?.as_string()?;
        let value = get(&entry, "value")?.as_string()?;
        normal(&algorithm, &value)
    })
}

/// Elsewhere an offer that nobody gets to see tells it.
async fn offered_fingerprint(certificate: &RtcCertificate) -> Result<String, Failure> {
    let configuration = RtcConfiguration::new();
    configuration.set_certificates(&Array::of1(certificate));
    let connection = RtcPeerConnection::new_with_configuration(&configuration)?;
    connection.create_data_channel("fingerprint");
    let offer = connection.create_offer().await;
    connection.close();
    let offer: RtcSessionDescriptionInit = offer?.unchecked_into();
    offer
        .get_sdp()
        .as_deref()
        .and_then(described)
        .ok_or_else(|| Failure::new("NotSupportedError"))
}

/// The SHA-256 fingerprint in a session description.
fn described(sdp: &str) -> Option<String> {
    sdp.lines().find_map(|line| {
        let (algorithm, value) = line
            .strip_prefix("a=fingerprint:")?
            .trim()
            .split_once(' ')?;
        normal(algorithm, value)
    })
}

/// One spelling for what browsers write in either case.
fn normal(algorithm: &str, value: &str) -> Option<String> {
    algorithm
        .eq_ignore_ascii_case("sha-256")
        .then(|| format!("sha-256 {}", value.trim().to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_sha_256_fingerprint_of_a_description() {
        let sdp = "v=0\r\na=fingerprint:sha-1 00:11\r\na=fingerprint:SHA-256 ab:cd:ef\r\n";
        assert_eq!(described(sdp).as_deref(), Some("sha-256 AB:CD:EF"));
        assert_eq!(described("v=0\r\n"), None);
    }
}
