//! Why a token is refused: one variant a rule, so that each rule can be tested, logged and audited.

/// The rule that a token broke. Names go to the log and the audit trail, never to the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TokenRefusal {
    /// Not three base64url parts that hold JSON objects, or a claim of an impossible type; or an access
    /// token that is not visible ASCII.
    #[error("malformed")]
    Malformed,
    /// Longer than `limits::TOKEN`.
    #[error("too-large")]
    TooLarge,
    /// `alg` is not on our list (RFC 8725 §3.1).
    #[error("algorithm")]
    Algorithm,
    /// The header brings or points to a key: `jku`, `jwk`, `x5u`, `x5c` (RFC 8725 §3.10).
    #[error("key-in-header")]
    KeyInHeader,
    /// The header demands an extension: `crit` (RFC 7515 §4.1.11).
    #[error("critical-header")]
    CriticalHeader,
    /// `kid` is not a text of sensible length.
    #[error("key-id")]
    KeyId,
    /// An access token where an ID token is due (RFC 9068 §2.1).
    #[error("access-token")]
    AccessToken,
    /// Neither `JWT` nor nothing as `typ`.
    #[error("type")]
    Type,
    /// `iss` is missing or no text.
    #[error("issuer-missing")]
    IssuerMissing,
    /// Another issuer, or another `tid` with the issuer that belongs to it: another organisation.
    #[error("wrong-tenant")]
    WrongTenant,
    /// `tid` is missing, no GUID, or not the one that `iss` names.
    #[error("tenant-mismatch")]
    TenantMismatch,
    /// `aud` is missing or of another type.
    #[error("audience-missing")]
    AudienceMissing,
    /// `aud` does not name us.
    #[error("audience")]
    Audience,
    /// `azp` names another client, or is missing beside several audiences (OpenID Connect Core §3.1.3.7).
    #[error("authorized-party")]
    AuthorizedParty,
    /// `sub` (with Entra: `oid`) is missing, empty or over-long.
    #[error("subject-missing")]
    SubjectMissing,
    /// `exp` is missing.
    #[error("expiry-missing")]
    ExpiryMissing,
    /// `iat` is missing.
    #[error("issued-at-missing")]
    IssuedAtMissing,
    /// `exp`, `nbf` or `iat` is not a number (RFC 7519 §2, NumericDate).
    #[error("time-not-a-number")]
    TimeNotANumber,
    /// `exp` has passed.
    #[error("expired")]
    Expired,
    /// `nbf` or `iat` lies ahead.
    #[error("not-yet-valid")]
    NotYetValid,
    /// Issued to an application, not to a person.
    #[error("app-only")]
    AppOnly,
    /// `nonce` is missing or no text.
    #[error("nonce-missing")]
    NonceMissing,
    /// `nonce` is not one that we gave to this browser, or was used before, or is too old.
    #[error("nonce")]
    Nonce,
    /// `events` does not say that somebody has signed out (OpenID Connect Back-Channel Logout §2.4).
    #[error("events")]
    Events,
    /// A logout token with a nonce: an ID token in its clothes (OpenID Connect Back-Channel Logout §2.4).
    #[error("nonce-in-logout")]
    NonceInLogout,
    /// A logout token that names neither a person nor a sign-in, or not as text of sensible length.
    #[error("nobody-named")]
    NobodyNamed,
    /// What a refresh token brought is about somebody else (OpenID Connect Core §12.2).
    #[error("other-subject")]
    OtherSubject,
    /// No usable key has this `kid`, also after asking again.
    #[error("unknown-key")]
    UnknownKey,
    /// No `kid`, and several usable keys (OpenID Connect Core §10.1).
    #[error("ambiguous-key")]
    AmbiguousKey,
    /// The signature is wrong, or the key is not for this algorithm.
    #[error("signature")]
    Signature,
    /// `at_hash` does not belong to the access token (OpenID Connect Core §3.1.3.8).
    #[error("access-token-hash")]
    AccessTokenHash,
    /// The provider did not accept the access token, or answered for another `sub` (OpenID Connect
    /// Core §5.3.2).
    #[error("user-info")]
    UserInfo,
}
