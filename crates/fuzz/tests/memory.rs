//! What asks for the most memory for its length, as long as it may be: the targets count.

// For what instrumented code calls; libFuzzer itself is not run.
use libfuzzer_sys as _;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rh_protocol::limits;

/// Values that are far larger in memory than in JSON.
const COSTLY: [&str; 5] = ["0,", "[],", "{},", "\"\",", "[[[[]]]],"];
/// Largest document of a provider's that is read, in bytes.
const DOCUMENT: usize = 512 * 1024;

/// As many of these as fit between the two others.
fn filled(before: &str, with: &str, after: &str, length: usize) -> String {
    let times = (length - before.len() - after.len()) / with.len();
    format!("{before}{}{after}", with.repeat(times))
}

#[test]
fn frames_and_messages() {
    let shapes = [
        (r#"{"x":["#, r#"0],"kind":"hello"}"#),
        (
            r#"{"id":1,"request":{"x":["#,
            r#"0],"type":"signal","signal":{}},"kind":"request"}"#,
        ),
        (r#"{"event":{"x":["#, r#"0],"type":"view"},"kind":"event"}"#),
        (r#"{"x":["#, r#"0],"type":"have","known":[]}"#),
    ];
    let targets = [
        rh_fuzz::client_frame,
        rh_fuzz::broker_frame,
        rh_fuzz::control,
        rh_fuzz::chat_frame,
    ];
    for costly in COSTLY {
        for (before, after) in shapes {
            let text = filled(before, costly, after, limits::SOCKET_MESSAGE);
            targets.iter().for_each(|target| target(text.as_bytes()));
        }
    }
}

#[test]
fn key_sets_and_tokens() {
    for costly in COSTLY {
        // A first byte beyond the samples: what follows is the document itself.
        let set = filled("\u{7f}{\"keys\":[", costly, "0]}", DOCUMENT);
        rh_fuzz::key_set(set.as_bytes());
        let claims = filled("{\"x\":[", costly, "0]}", limits::TOKEN / 2);
        let claims = URL_SAFE_NO_PAD.encode(claims);
        let token = format!("\u{7f}eyJhbGciOiJSUzI1NiJ9.{claims}.c2ln");
        rh_fuzz::token(token.as_bytes());
    }
}

#[test]
fn settings() {
    for (before, costly, after) in [
        ("x = [", "0,", "0]"),
        ("x = [", "[],", "0]"),
        ("x = [", "{a=0},", "0]"),
        ("x = [", "'',", "0]"),
        ("", "[[ice_servers]]\n", ""),
        ("", "a.", "a = 0"),
        ("x = ", "[", ""),
    ] {
        let before = format!("\u{7f}\0{before}");
        let text = filled(&before, costly, after, 64 * 1024);
        rh_fuzz::configuration(text.as_bytes());
    }
}
