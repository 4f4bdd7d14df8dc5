//! Tests of the settings: the example, the environment, and every refusal.

use super::*;
use crate::settings::{LogFormat, Requirement, StrengthSettings, WebhookEvent, demo};
use std::collections::BTreeSet;

const EXAMPLE: &str = include_str!("../../../../../docs/remote-help.example.toml");
const SMALL: &str = r#"
    public_url = "http://localhost:8080"
    [identity]
    issuer = "https://id.example.com"
    client_id = "rh"
"#;

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    text_with(text, "test.toml", environment)
}

fn refusal(text: &str, environment: &[(&str, &str)]) -> String {
    load(text, environment).unwrap_err().to_string()
}

/// `SMALL` with lines at the top.
fn with(lines: &str) -> String {
    format!("{lines}\n{SMALL}")
}

#[test]
fn the_example_loads() {
    let settings = load(EXAMPLE, &[]).unwrap();
    assert_eq!(settings.public_url.origin(), "https://help.example.com");
    assert_eq!(settings.listen.len(), 2);
    assert_eq!(settings.helpers.groups, ["help-desk"]);
    assert_eq!(settings.ice_servers.len(), 1);
    assert!(settings.webhooks.is_empty());
    assert!(!settings.demo);
}

#[test]
fn the_example_names_every_key_and_its_defaults_are_the_defaults() {
    // Takes the commented keys in as well: what `# key = value` shows must load, too.
    let mut text = String::new();
    for line in EXAMPLE.lines() {
        let key = line.strip_prefix("# ").unwrap_or(line);
        let is_key = key
            .split_once(" = ")
            .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        // It can only be one of the two.
        let is_other = [
            "credential_file",
            "client_secret_file",
            "secret_file",
            "previous_secret_file",
        ]
        .iter()
        .any(|other| key.starts_with(other));
        let is_section = key.starts_with("[[");
        text.push_str(if is_section || is_key && !is_other {
            key
        } else {
            line
        });
        text.push('\n');
    }
    let settings = load(&text, &[]).unwrap();
    assert!(settings.ice_servers[0].credential.is_some());
    assert_eq!(settings.webhooks[0].events, WebhookEvent::ALL);

    let table: Table = text.parse().unwrap();
    let mut named = BTreeSet::new();
    for other in [
        "ice_servers.credential_file",
        "directory.graph.client_secret_file",
        "webhooks.secret_file",
        "webhooks.previous_secret_file",
    ] {
        let (_, key) = other.rsplit_once('.').unwrap();
        assert!(EXAMPLE.contains(&format!("\n# {key} = ")), "{key}");
        named.insert(other.to_owned());
    }
    collect("", &table, &mut named);
    let known: BTreeSet<String> = keys::all().map(|(key, _)| key).collect();
    assert_eq!(named, known);

    // Defaults that are shown are true.
    let defaults = load(SMALL, &[]).unwrap();
    assert_eq!(format!("{:?}", settings.log), format!("{:?}", defaults.log));
    assert_eq!(
        format!("{:?}", settings.connections),
        format!("{:?}", defaults.connections)
    );
    assert_eq!(settings.sign_in, defaults.sign_in);
    for shown in [&settings.strength.helpers, &settings.strength.sharers] {
        let only = Requirement {
            context: "c1".to_owned(),
            ..Requirement::default()
        };
        assert_eq!(*shown, only);
    }
    assert_eq!(defaults.strength, StrengthSettings::default());
    assert_eq!(settings.codes, defaults.codes);
    assert_eq!(settings.sessions, defaults.sessions);
    assert_eq!(settings.audit, defaults.audit);
    assert_eq!(settings.identity.scopes, defaults.identity.scopes);
    assert_eq!(
        settings.identity.title_claims,
        defaults.identity.title_claims
    );
    assert_eq!(
        settings.identity.company_claims,
        defaults.identity.company_claims
    );
    assert_eq!(settings.identity.group_claim, defaults.identity.group_claim);
    let (shown, default) = (settings.directory, defaults.directory);
    assert_eq!(shown.provider, default.provider);
    assert_eq!(shown.graph.refresh_minutes, default.graph.refresh_minutes);
    assert_eq!(shown.graph.login_url, default.graph.login_url);
    assert_eq!(shown.graph.graph_url, default.graph.graph_url);
}

/// Of a text without an end of its own, what is left out last has its default.
#[test]
fn no_prefix_of_the_example_panics_and_none_loads_before_what_is_required() {
    let client = EXAMPLE.find("client_id = ").unwrap();
    let required = client + EXAMPLE[client..].find('\n').unwrap();
    for end in 0..=EXAMPLE.len() {
        let loaded = load(EXAMPLE.get(..end).unwrap_or_default(), &[]);
        assert!(loaded.is_err() || end >= required, "{end} bytes");
    }
}

fn collect(section: &str, table: &Table, named: &mut BTreeSet<String>) {
    for (key, value) in table {
        let path = keys::join(section, key);
        match value {
            Value::Table(inner) => collect(&path, inner, named),
            Value::Array(items) if items.iter().any(Value::is_table) => {
                named.insert(path.clone());
                for item in items.iter().filter_map(Value::as_table) {
                    collect(&path, item, named);
                }
            }
            _ => {
                named.insert(path);
            }
        }
    }
}

/// The types' own word on which keys they have: serde lists them when it refuses one.
#[test]
fn the_table_of_keys_is_what_the_types_have() {
    for (section, keys) in keys::SECTIONS {
        let mut table = Table::new();
        table.insert("no_such_key".to_owned(), Value::Boolean(true));
        let mut value = Value::Table(table);
        if ["ice_servers", "webhooks"].contains(section) {
            value = Value::Array(vec![value]);
        }
        for name in section.rsplit('.').filter(|name| !name.is_empty()) {
            value = Value::Table(Table::from_iter([(name.to_owned(), value)]));
        }
        let refused = Settings::deserialize(value).unwrap_err().to_string();
        let (_, expected) = refused.split_once("expected ").unwrap();
        let expected = expected.lines().next().unwrap();
        let listed: BTreeSet<&str> = expected.split('`').skip(1).step_by(2).collect();
        let mut known: BTreeSet<&str> = keys.iter().map(|(key, _)| *key).collect();
        // Sections stand in the types beside keys.
        for (other, _) in keys::SECTIONS {
            let inside = match other.rsplit_once('.') {
                Some((outer, name)) if outer == *section => Some(name),
                None if section.is_empty() && !other.is_empty() => Some(*other),
                _ => None,
            };
            known.extend(inside);
        }
        assert_eq!(listed, known, "section {section:?}");
    }
}

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

#[test]
fn secrets_come_from_files_and_are_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "hunter2\n").unwrap();
    let text = format!(
        "{SMALL}\n[[ice_servers]]\nurls = ['turn:a']\nusername = 'u'\ncredential_file = {path:?}"
    );
    let settings = load(&text, &[]).unwrap();
    let credential = settings.ice_servers[0].credential.as_ref().unwrap();
    assert_eq!(credential.expose(), "hunter2");
    assert!(!format!("{settings:?}").contains("hunter2"));
    let both = format!("{text}\ncredential = 'hunter2'");
    let refused = refusal(&both, &[]);
    assert!(
        refused.contains("both set") && !refused.contains("hunter2"),
        "{refused}"
    );
    // Nor does a complaint about the line beside it, or about itself, quote it.
    let broken = format!("{SMALL}\n[[ice_servers]]\ncredential = 'hunter2' urls");
    assert!(!refusal(&broken, &[]).contains("hunter2"));
    let number = format!("{SMALL}\n[[ice_servers]]\nurls = ['turn:a']\ncredential = 31337");
    let refused = refusal(&number, &[]);
    assert_eq!(
        refused,
        "test.toml: `ice_servers.credential` must be a text"
    );
    let long = number.replace("31337", &"31337".repeat(5));
    assert_eq!(refusal(&long, &[]), "test.toml: a number is too large");
    // Nor when it stands where a list is read like a table, or for the whole of it.
    for servers in ["[[['turn:a'], 'u', 31337]]", "'31337'", "{ urls = 31337 }"] {
        assert_eq!(
            refusal(&with(&format!("ice_servers = {servers}")), &[]),
            "test.toml: `ice_servers` must be a list of tables"
        );
    }
}

/// Settings that ask Microsoft Graph, with lines of `[directory.graph]`.
fn graph(lines: &str) -> String {
    format!(
        "public_url = 'http://localhost:8080'\n[identity]\nissuer = \
         'https://login.microsoftonline.com/11111111-2222-3333-4444-55555555aaaa/v2.0'\nclient_id = 'rh'\n\
         [directory]\nprovider = 'graph'\n[directory.graph]\n{lines}"
    )
}

const GRAPH_APP: &str = "client_id = '77777777-8888-9999-0000-111111111111'";

#[test]
fn graph_knows_its_tenant_from_the_sign_in_and_its_secret_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "hunter2\n").unwrap();
    let text = graph(&format!("{GRAPH_APP}\nclient_secret_file = {path:?}"));
    let settings = load(&text, &[]).unwrap();
    let secret = settings.directory.graph.client_secret.as_ref().unwrap();
    assert_eq!(secret.expose(), "hunter2");
    assert!(!format!("{settings:?}").contains("hunter2"));
    let tenant = settings.graph_tenant();
    assert_eq!(
        tenant.as_deref(),
        Some("11111111-2222-3333-4444-55555555aaaa")
    );
    assert_eq!(settings.directory.graph.refresh_ms(), 300_000);
    // In capitals it is the same tenant.
    let named = format!("{text}\ntenant = '11111111-2222-3333-4444-55555555AAAA'");
    assert_eq!(load(&named, &[]).unwrap().graph_tenant(), tenant);
    let both = format!("{text}\nclient_secret = 'hunter2'");
    let refused = refusal(&both, &[]);
    assert!(
        refused.contains("`directory.graph.client_secret_file` are both set"),
        "{refused}"
    );
    assert!(!refused.contains("hunter2"));
    let number = graph(&format!("{GRAPH_APP}\nclient_secret = 31337"));
    assert_eq!(
        refusal(&number, &[]),
        "test.toml: `directory.graph.client_secret` must be a text"
    );
}

#[test]
fn what_graph_could_not_be_asked_with_does_not_start() {
    let secret = "client_secret = 's'";
    let whole = format!("{GRAPH_APP}\n{secret}");
    load(&graph(&whole), &[]).unwrap();
    for (lines, part) in [
        (secret.to_owned(), "`directory.graph.client_id` is missing"),
        (
            format!("client_id = 'rh'\n{secret}"),
            "`directory.graph.client_id` is missing, or not a GUID",
        ),
        (
            GRAPH_APP.to_owned(),
            "`directory.graph.client_secret` is missing",
        ),
        (
            format!("{GRAPH_APP}\nclient_secret = ''"),
            "`directory.graph.client_secret` is missing",
        ),
        (format!("{whole}\ntenant = 'ours'"), "is not a GUID"),
        (
            format!("{whole}\ntenant = '99999999-2222-3333-4444-55555555aaaa'"),
            "another tenant",
        ),
        (format!("{whole}\nrefresh_minutes = 0"), "from 1 to 60"),
        (format!("{whole}\nrefresh_minutes = 61"), "from 1 to 60"),
        (
            format!("{whole}\ngraph_url = 'http://graph.example'"),
            "`directory.graph.graph_url` must begin with https://",
        ),
        (
            format!("{whole}\nlogin_url = 'http://login.example'"),
            "`directory.graph.login_url` must begin with https://",
        ),
        (
            format!("{whole}\ngraph_url = 'https://graph.example/v1.0'"),
            "scheme, host and port only",
        ),
    ] {
        let refused = refusal(&graph(&lines), &[]);
        assert!(refused.contains(part), "{lines}: {refused}");
    }
    for local in ["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"] {
        let lines = format!("{whole}\nlogin_url = '{local}'\ngraph_url = '{local}'");
        load(&graph(&lines), &[]).unwrap();
    }
    // Whoever signs in elsewhere is nobody that Graph knows.
    let elsewhere = graph(&whole).replace("login.microsoftonline.com", "id.example");
    let refused = refusal(&elsewhere, &[]);
    assert!(refused.contains("people sign in elsewhere"), "{refused}");
    // An address that is not safe is refused before somebody turns Graph on.
    let off = graph("graph_url = 'http://graph.example'").replace("'graph'", "'embedded'");
    assert!(refusal(&off, &[]).contains("graph_url"));
}

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

#[test]
fn the_demonstration_stays_on_this_machine() {
    let at = ["127.0.0.1:8080".parse().unwrap()];
    let settings = demo::demo(&at, Some("d".into()), []).unwrap();
    assert!(settings.demo);
    assert_eq!(settings.identity.issuer, "http://localhost:8080/demo/oidc");
    let outside = ("REMOTE_HELP_PUBLIC_URL", "https://help.example.com");
    let outside = [(outside.0.to_owned(), outside.1.to_owned())];
    assert!(demo::demo(&at, Some("d".into()), outside).is_err());
    for (other, origin) in [
        ("127.0.0.2:8080", "http://127.0.0.2:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
    ] {
        let settings = demo::demo(&[other.parse().unwrap()], None, []).unwrap();
        assert_eq!(settings.public_url.origin(), origin);
    }
}

#[test]
fn the_command_line_comes_before_the_environment_and_that_before_the_demonstrations_own() {
    let listen = |given: Option<&str>, value: Option<&str>| {
        let environment = value.map(|value| ("REMOTE_HELP_LISTEN".to_owned(), value.to_owned()));
        let wanted = demo::listen(given.map(|at| at.parse().unwrap()), environment);
        wanted.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(listen(None, None).unwrap(), ["127.0.0.1:8080"]);
    let both = "127.0.0.2:1,[::1]:2";
    assert_eq!(
        listen(None, Some(both)).unwrap(),
        ["127.0.0.2:1", "[::1]:2"]
    );
    assert_eq!(listen(Some("[::1]:3"), Some(both)).unwrap(), ["[::1]:3"]);
    for (given, value) in [
        (Some("0.0.0.0:1"), None),
        (None, Some("[::]:1")),
        (None, Some("127.0.0.1:1,192.0.2.1:1")),
        (None, Some("")),
    ] {
        assert!(listen(given, value).is_err(), "{given:?} {value:?}");
    }

    let at = ["127.0.0.1:8080".parse().unwrap()];
    let data = |given: Option<&str>, environment: Option<&str>| {
        let variable =
            environment.map(|value| ("REMOTE_HELP_DATA_DIR".to_owned(), value.to_owned()));
        let settings = demo::demo(&at, given.map(Into::into), variable).unwrap();
        settings.data_dir.display().to_string()
    };
    assert_eq!(data(None, None), "data");
    assert_eq!(data(None, Some("theirs")), "theirs");
    assert_eq!(data(Some("ours"), Some("theirs")), "ours");
}
