//! Tokens and a key set that never change: they are accepted, and nothing short of them is.

use rh_intake::tokens::{Expected, Keys, Tenant, TokenRefusal, Unverified};
use rh_protocol::api::SignIn;

const KEYS: &str = include_str!("golden/keys.json");
const TOKENS: [(&str, &str); 4] = [
    ("RS256", include_str!("golden/rs256.jwt")),
    ("PS256", include_str!("golden/ps256.jwt")),
    ("ES256", include_str!("golden/es256.jwt")),
    ("EdDSA", include_str!("golden/eddsa.jwt")),
];

fn subject(id_token: &str) -> Result<String, TokenRefusal> {
    let tenant = Tenant::new("https://id.example.com", None).unwrap();
    let expected = Expected {
        tenant: &tenant,
        client_id: "remote-help",
        now_ms: 1_900_000_000_000,
    };
    let tokens = SignIn {
        id_token: id_token.to_owned().into(),
        access_token: "the-access-token".to_owned().into(),
        refresh_token: None,
    };
    let keys = Keys::parse(KEYS.as_bytes()).unwrap();
    let verified = Unverified::read(&tokens, expected)?.verify(&keys)?;
    tenant.subject(&verified.claims).map(str::to_owned)
}

#[test]
fn golden_tokens_are_accepted() {
    for (name, token) in TOKENS {
        assert_eq!(subject(token.trim()).as_deref(), Ok("somebody"), "{name}");
    }
}

#[test]
fn no_prefix_of_a_token_is_accepted() {
    for (name, token) in TOKENS {
        for len in 0..token.trim().len() {
            assert!(subject(&token[..len]).is_err(), "{name}: {len} bytes");
        }
    }
}

#[test]
fn no_token_with_a_changed_byte_is_accepted() {
    for (name, token) in TOKENS {
        let token = token.trim();
        for at in 0..token.len() {
            let other = if token.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            let mut bent = token.to_owned();
            bent.replace_range(at..=at, other);
            assert!(subject(&bent).is_err(), "{name}: byte {at}");
        }
    }
}

#[test]
fn no_prefix_of_a_key_set_is_one() {
    let keys = KEYS.trim();
    assert!(Keys::parse(keys.as_bytes()).is_some());
    for len in 0..keys.len() {
        assert!(Keys::parse(&keys.as_bytes()[..len]).is_none(), "{len}");
    }
}

#[test]
fn each_key_serves_its_own_algorithms_only() {
    let keys = Keys::parse(KEYS.as_bytes()).unwrap();
    for (id, algorithms) in [
        ("rsa", &["RS256", "PS256"][..]),
        ("es", &["ES256"]),
        ("ed", &["EdDSA"]),
        ("nobody", &[]),
    ] {
        for algorithm in ["RS256", "PS256", "ES256", "EdDSA", "HS256", "RS512", "none"] {
            assert_eq!(
                keys.serve(Some(id), algorithm),
                algorithms.contains(&algorithm),
                "{id} for {algorithm}"
            );
            assert!(!keys.serve(None, algorithm), "three keys, none named");
        }
    }
}
