//! Keys that there are not, and keys by the environment.

use super::*;

#[test]
fn unknown_keys_are_refused_with_the_nearest() {
    let refused = refusal(&with("lisen = []"), &[]);
    assert_eq!(
        refused,
        "test.toml: there is no key `lisen`. Did you mean `listen`?"
    );
    let refused = refusal(&format!("{SMALL}\n[log]\nlevle = 'info'"), &[]);
    assert!(
        refused.contains("`log.levle`. Did you mean `log.level`?"),
        "{refused}"
    );
    let refused = refusal(&format!("{SMALL}\n[helper]\ngroups = 'x'"), &[]);
    assert!(refused.contains("Did you mean `helpers`?"), "{refused}");
    let refused = refusal(&format!("{SMALL}\n[[ice_servers]]\nurl = ['stun:a']"), &[]);
    assert!(
        refused.contains("Did you mean `ice_servers.urls`?"),
        "{refused}"
    );
    let refused = refusal(&with("log = 'info'"), &[]);
    assert_eq!(refused, "test.toml: `log` must be a section");
    let refused = refusal(&with("completely_different = 1"), &[]);
    assert!(!refused.contains("Did you mean"), "{refused}");
}

#[test]
fn every_key_can_be_set_by_the_environment() {
    // A value of each kind that is none of the defaults, for every key but those with rules.
    for (key, kind) in overridable() {
        let value = match kind {
            Kind::Text | Kind::Secret => "from-environment",
            Kind::Number => "4242",
            Kind::Flag => "false",
            Kind::Texts => "first, second",
            Kind::Tables => "[{ urls = ['stun:env.example'] }]",
        };
        let mut table: Table = SMALL.parse().unwrap();
        overlay(&mut table, [(variable(&key), value.to_owned())]).unwrap();
        let found = key
            .split('.')
            .try_fold(&Value::Table(table), |inner, name| inner.get(name))
            .cloned();
        let expected = match kind {
            Kind::Text | Kind::Secret => Value::from("from-environment"),
            Kind::Number => Value::from(4242),
            Kind::Flag => Value::from(false),
            Kind::Texts => Value::from(vec!["first", "second"]),
            Kind::Tables => read(value, kind).unwrap(),
        };
        assert_eq!(found, Some(expected), "{key}");
    }
    let settings = load(
        EXAMPLE,
        &[
            ("REMOTE_HELP_LOG__FORMAT", "json"),
            ("REMOTE_HELP_HELPERS__GROUPS", r#"["a, b", "c"]"#),
            ("REMOTE_HELP_LISTEN", "127.0.0.1:1,[::1]:1"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(settings.log.format, LogFormat::Json);
    assert_eq!(settings.helpers.groups, ["a, b", "c"]);
    assert_eq!(settings.listen[1].to_string(), "[::1]:1");
}

#[test]
fn variables_that_name_nothing_or_hold_nonsense_are_refused() {
    let refused = refusal(SMALL, &[("REMOTE_HELP_LOG__LEVLE", "info")]);
    assert!(
        refused.contains("Did you mean `REMOTE_HELP_LOG__LEVEL`?"),
        "{refused}"
    );
    let refused = refusal(SMALL, &[("REMOTE_HELP_CONNECTIONS__TOTAL", "many")]);
    assert_eq!(
        refused,
        "REMOTE_HELP_CONNECTIONS__TOTAL: expected a whole number"
    );
    let refused = refusal(SMALL, &[("REMOTE_HELP_ICE_SERVERS", "stun:a")]);
    assert!(
        refused.contains("a TOML array of inline tables"),
        "{refused}"
    );
    let refused = refusal(
        SMALL,
        &[("REMOTE_HELP_ICE_SERVERS", "[{ url = 'stun:a' }]")],
    );
    assert!(
        refused.starts_with("environment: there is no key `ice_servers.url`"),
        "{refused}"
    );
}
