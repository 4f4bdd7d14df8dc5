//! The sections `[[webhooks]]`.

use super::*;

/// A webhook that loads, with other keys in the place of its own.
fn webhook(more: &str) -> String {
    let own = [
        "name = 'tickets'",
        "url = 'https://tickets.example.com/in'",
        "secret = '0123456789abcdef0123456789abcdef'",
    ];
    let mut text = format!("{SMALL}\n[[webhooks]]\n{more}\n");
    for line in own {
        let (key, _) = line.split_once(' ').unwrap();
        let given = |line: &str| {
            line.starts_with(&format!("{key} =")) || line.starts_with(&format!("{key}_file ="))
        };
        if !more.lines().any(given) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[test]
fn webhooks_that_are_unsafe_or_unclear_are_named() {
    let fine = load(&webhook(""), &[]).unwrap();
    assert_eq!(fine.webhooks[0].events, WebhookEvent::ALL);
    let one = load(&webhook("events = ['alarm']"), &[]).unwrap();
    assert_eq!(one.webhooks[0].events, [WebhookEvent::Alarm]);
    let long = format!("name = '{}'", "n".repeat(65));
    for (more, part) in [
        ("name = ''", "`webhooks.name` must be 1 to 64"),
        ("name = 'Tickets'", "`webhooks.name` must be 1 to 64"),
        ("name = 'a/b'", "`webhooks.name` must be 1 to 64"),
        (&long, "`webhooks.name` must be 1 to 64"),
        (
            "url = 'http://tickets.example.com/hunter2'",
            "must begin with https://",
        ),
        (
            "url = 'http://10.0.0.7/hunter2'",
            "must begin with https://",
        ),
        (
            "url = 'https://hunter2@tickets.example.com/'",
            "neither user name nor password",
        ),
        ("url = 'hunter2'", "is not a URL"),
        ("url = 31337", "`webhooks.url` must be a text"),
        ("secret = 'hunter2'", "at least 32 bytes"),
        ("secret = 31337", "`webhooks.secret` must be a text"),
        (
            "previous_secret = 'hunter2'",
            "`webhooks.previous_secret` must be at least 32",
        ),
        ("events = []", "`webhooks.events` must be one of"),
        ("events = ['session.paused']", "session.started"),
        ("secret_file = '/nowhere/at/all'", "/nowhere/at/all"),
        ("adress = 'x'", "there is no key `webhooks.adress`"),
    ] {
        let refused = refusal(&webhook(more), &[]);
        assert!(refused.contains(part), "{more}: {refused}");
        assert!(
            !refused.contains("hunter2") && !refused.contains("31337"),
            "{refused}"
        );
    }
    let without = webhook("").replace("secret = ", "# ");
    assert!(refusal(&without, &[]).contains("`webhooks.secret` must be set"));
    let twice = format!("{}{}", webhook(""), webhook("").replace(SMALL, ""));
    assert!(refusal(&twice, &[]).contains("another one in each section"));
    let many: String = (0..17)
        .map(|number| webhook(&format!("name = 'n{number}'")).replace(SMALL, ""))
        .collect();
    assert!(refusal(&format!("{SMALL}{many}"), &[]).contains("at most 16"));
}

#[test]
fn the_secrets_of_webhooks_come_from_files_and_are_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "hunter2-hunter2-hunter2-hunter2-\r\n").unwrap();
    let text = webhook(&format!(
        "url = 'https://a.example/hunter2'\nsecret_file = {path:?}\nprevious_secret_file = {path:?}"
    ));
    let settings = load(&text, &[]).unwrap();
    for secret in [
        &settings.webhooks[0].secret,
        &settings.webhooks[0].previous_secret,
    ] {
        let secret = secret.as_ref().unwrap().expose();
        assert_eq!(secret, "hunter2-hunter2-hunter2-hunter2-");
    }
    assert!(!format!("{settings:?}").contains("hunter2"));
    let both = webhook(&format!(
        "secret = 'hunter2-hunter2-hunter2-hunter2-'\nsecret_file = {path:?}"
    ));
    let refused = refusal(&both, &[]);
    assert!(
        refused.contains("both set") && !refused.contains("hunter2"),
        "{refused}"
    );
}
