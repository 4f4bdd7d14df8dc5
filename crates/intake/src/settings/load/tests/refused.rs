//! What is unsafe or could never work.

use super::*;

#[test]
fn what_is_unsafe_does_not_start() {
    let open = with("listen = ['0.0.0.0:8080']");
    assert!(refusal(&open, &[]).contains("neither `tls` nor `trusted_proxies`"));
    let proxied = format!("trusted_proxies = ['10.0.0.0/8']\n{open}");
    // Even then people must come by HTTPS: the proxy's.
    let url = ("REMOTE_HELP_PUBLIC_URL", "http://help.example.com");
    assert!(refusal(&proxied, &[url]).contains("only over https://"));
    let url = ("REMOTE_HELP_PUBLIC_URL", "https://help.example.com");
    load(&proxied, &[url]).unwrap();
    assert!(refusal(SMALL, &[url]).contains("nothing here speaks HTTPS"));
    let tls = [
        ("REMOTE_HELP_TLS__CERT", "a.pem"),
        ("REMOTE_HELP_TLS__KEY", "b.pem"),
    ];
    assert!(refusal(SMALL, &tls).contains("must begin with https://"));
    assert!(refusal(&with("listen = []"), &[]).contains("`listen` is empty"));
}

#[test]
fn a_missing_or_unsafe_provider_is_named() {
    let without = "public_url = 'http://localhost:8080'";
    assert!(refusal(without, &[]).contains("`identity.issuer` is missing"));
    for (variable, value, part) in [
        (
            "REMOTE_HELP_IDENTITY__ISSUER",
            "http://id.example.com",
            "https://",
        ),
        (
            "REMOTE_HELP_IDENTITY__ISSUER",
            "id.example.com",
            "not a URL",
        ),
        (
            "REMOTE_HELP_IDENTITY__ISSUER",
            "https://id.example.com/?a",
            "query",
        ),
        (
            "REMOTE_HELP_IDENTITY__CLIENT_ID",
            "",
            "`identity.client_id` is missing",
        ),
        ("REMOTE_HELP_IDENTITY__SCOPES", "email", "\"openid\""),
        ("REMOTE_HELP_SIGN_IN__IDLE_MINUTES", "0", "at least 1"),
        (
            "REMOTE_HELP_SIGN_IN__ABSOLUTE_MINUTES",
            "59",
            "at least sign_in.idle_minutes",
        ),
        (
            "REMOTE_HELP_STRENGTH__HELPERS__CONTEXT",
            "c1",
            "only Microsoft Entra ID",
        ),
        (
            "REMOTE_HELP_STRENGTH__SHARERS__ACR_VALUES",
            "two words",
            "`strength.sharers.acr_values`",
        ),
        (
            "REMOTE_HELP_STRENGTH__SHARERS__MAX_AGE_MINUTES",
            "4",
            "from 5 to 43200",
        ),
        ("REMOTE_HELP_CODES__SECONDS", "0", "from 1 to 600"),
        ("REMOTE_HELP_CODES__SECONDS", "601", "from 1 to 600"),
        ("REMOTE_HELP_SESSIONS__JOIN_SECONDS", "3601", "to 3600"),
        ("REMOTE_HELP_SESSIONS__ANSWER_SECONDS", "0", "from 1 to 600"),
        (
            "REMOTE_HELP_SESSIONS__RETURN_SECONDS",
            "601",
            "from 1 to 600",
        ),
        ("REMOTE_HELP_SESSIONS__LONGEST_SECONDS", "36001", "to 36000"),
        ("REMOTE_HELP_LOG__LEVEL", "loud=very", "log.level"),
        ("REMOTE_HELP_LOG__LEVEL", "\u{a0}é=info", "log.level"),
        (
            "REMOTE_HELP_ICE_SERVERS",
            "[{ urls = ['http://a'] }]",
            "stun:",
        ),
        (
            "REMOTE_HELP_ICE_SERVERS",
            "[{ urls = ['turn:a'] }]",
            "credential",
        ),
    ] {
        let refused = refusal(SMALL, &[(variable, value)]);
        assert!(refused.contains(part), "{variable}={value}: {refused}");
    }
}
