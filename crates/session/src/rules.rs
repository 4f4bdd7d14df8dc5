//! What each role may do in each phase. The broker enforces it; a page asks it before it asks the
//! broker, so that both hold the same list.

use rh_protocol::{
    ErrorCode, MIN_VERSION, Role, VERSION, limits,
    signal::Signal,
    socket::{Hello, Request},
    view::PhaseView,
};

/// Where a session stands, without details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The helper waits for someone to redeem the code.
    Created,
    /// Consent is asked.
    Joined,
    /// Everybody consented; nothing is shared.
    Connected,
    /// The sharer's screen is shared.
    Sharing,
    /// Sharing is paused.
    Paused,
    /// Over.
    Ended,
    /// A newer broker's phase, in which an older page may do nothing.
    Unknown,
}

impl Phase {
    /// Every phase that this build knows.
    pub const ALL: [Self; 6] = [
        Self::Created,
        Self::Joined,
        Self::Connected,
        Self::Sharing,
        Self::Paused,
        Self::Ended,
    ];

    /// Whether everybody's consent stands, so that the two browsers may be connected.
    #[must_use]
    pub const fn consented(self) -> bool {
        matches!(self, Self::Connected | Self::Sharing | Self::Paused)
    }
}

impl From<&PhaseView> for Phase {
    fn from(view: &PhaseView) -> Self {
        match view {
            PhaseView::Created { .. } => Self::Created,
            PhaseView::Joined { .. } => Self::Joined,
            PhaseView::Connected => Self::Connected,
            PhaseView::Sharing => Self::Sharing,
            PhaseView::Paused => Self::Paused,
            PhaseView::Ended { .. } => Self::Ended,
            PhaseView::Unknown => Self::Unknown,
        }
    }
}

/// Whether `role` may ask this in `phase`. What depends on more than that (the round of a consent,
/// the receiver of a signal) the broker's machine checks besides.
///
/// # Errors
/// [`ErrorCode::SessionEnded`] in an ended session, [`ErrorCode::UnknownRequest`] for a newer
/// build's request or signal, [`ErrorCode::TooLarge`] for a signal beyond its limits,
/// [`ErrorCode::NotAllowed`] for the rest.
pub fn may_request(role: Role, phase: Phase, request: &Request) -> Result<(), ErrorCode> {
    if phase == Phase::Ended {
        return Err(ErrorCode::SessionEnded);
    }
    if matches!(request, Request::Unknown) {
        return Err(ErrorCode::UnknownRequest);
    }
    let allowed = match request {
        // In the phases after `Joined` only the repetition of a "yes" whose answer was lost.
        Request::Consent { allow, .. } => phase == Phase::Joined || (phase.consented() && *allow),
        Request::NewCode => role == Role::Helper && phase == Phase::Created,
        Request::Signal { signal, .. } => {
            may_signal(role, signal)?;
            phase.consented()
        }
        Request::Share { .. } => role == Role::Sharer && phase.consented(),
        Request::End => phase != Phase::Unknown,
        Request::Unknown => false,
    };
    allowed.then_some(()).ok_or(ErrorCode::NotAllowed)
}

/// Whether `role` may send this signal: the sharer offers, the helper answers.
///
/// # Errors
/// As [`may_request`].
pub fn may_signal(role: Role, signal: &Signal) -> Result<(), ErrorCode> {
    let sender = match signal {
        Signal::Offer { .. } => Some(Role::Sharer),
        Signal::Answer { .. } | Signal::Restart { .. } => Some(Role::Helper),
        Signal::Candidate { .. } => None,
        Signal::Unknown => return Err(ErrorCode::UnknownRequest),
    };
    if sender.is_some_and(|sender| sender != role) {
        return Err(ErrorCode::NotAllowed);
    }
    if !signal.within_limits() {
        return Err(ErrorCode::TooLarge);
    }
    Ok(())
}

/// Whether `role` may send packets of a picture: the one direction there is.
#[must_use]
pub const fn may_send_screen(role: Role) -> bool {
    matches!(role, Role::Sharer)
}

/// Accepts a `hello`, or says why not: the version that both will speak.
///
/// # Errors
/// [`ErrorCode::UnsupportedVersion`] without a common version, [`ErrorCode::BadRequest`] for an
/// overlong build or a fingerprint that is none.
pub fn accept_hello(role: Role, hello: &Hello) -> Result<u16, ErrorCode> {
    let version = hello.max.min(VERSION);
    if version < hello.min.max(MIN_VERSION) {
        return Err(ErrorCode::UnsupportedVersion);
    }
    let fingerprint = hello.fingerprint.as_deref();
    let sound = hello.build.len() <= limits::BUILD
        && fingerprint.is_none_or(is_fingerprint)
        && (hello.share.is_none() || role == Role::Sharer);
    sound.then_some(version).ok_or(ErrorCode::BadRequest)
}

/// Whether a text is a SHA-256 fingerprint as RFC 8122 §5 writes it: `sha-256 AB:CD:…`.
#[must_use]
pub fn is_fingerprint(text: &str) -> bool {
    let Some((algorithm, digest)) = text.split_once(' ') else {
        return false;
    };
    let octet = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    algorithm.eq_ignore_ascii_case("sha-256")
        && digest.len() == 32 * 3 - 1
        && digest.split(':').all(octet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rh_protocol::view::Surface;

    fn hello(min: u16, max: u16) -> Hello {
        Hello {
            build: "test".into(),
            min,
            max,
            fingerprint: None,
            page: None,
            share: None,
            surface: Surface::Unknown,
        }
    }

    #[test]
    fn versions_are_agreed_or_refused() {
        let agreed = |min, max| accept_hello(Role::Helper, &hello(min, max));
        assert_eq!(agreed(MIN_VERSION, VERSION), Ok(VERSION));
        assert_eq!(agreed(VERSION, VERSION + 7), Ok(VERSION));
        let refused = Err(ErrorCode::UnsupportedVersion);
        assert_eq!(agreed(VERSION + 1, VERSION + 2), refused);
        assert_eq!(agreed(0, MIN_VERSION - 1), refused);
        assert_eq!(agreed(VERSION + 1, VERSION), refused);
    }

    #[test]
    fn fingerprints_are_exact() {
        let good = format!("sha-256 {}", ["Ab"; 32].join(":"));
        assert!(is_fingerprint(&good));
        for bad in [
            String::new(),
            "sha-256".into(),
            "sha-256 ".into(),
            good.replace("256", "512"),
            format!("{good}:00"),
            good.replace("Ab", "xy"),
            format!("{good}\r\na=x"),
        ] {
            assert!(!is_fingerprint(&bad), "{bad}");
            let refused = Hello {
                fingerprint: Some(bad),
                ..hello(MIN_VERSION, VERSION)
            };
            let answer = accept_hello(Role::Sharer, &refused);
            assert_eq!(answer, Err(ErrorCode::BadRequest));
        }
    }
}
