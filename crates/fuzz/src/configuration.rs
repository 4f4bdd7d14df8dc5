//! Target of the settings: any text and any environment.

use crate::{
    edits,
    memory::{self, bounded},
};
use rh_intake::{
    Settings,
    settings::{SettingsError, load},
};
use std::{io, path::Path};

/// Divides the parts of an input. Never part of a text.
const END: u8 = 0xff;

/// The example that administrators start from; every key there is; as few as there can be; and with what Entra has not.
const SAMPLES: [&str; 4] = [
    include_str!("../../../docs/remote-help.example.toml"),
    r#"
public_url = "http://localhost:8080"
listen = ["127.0.0.1:8080", "[::1]:8080"]
data_dir = "data"
trusted_proxies = ["10.0.0.0/8", "::1/128"]
[log]
format = "json"
level = "info,remote_help::hub=debug"
[identity]
issuer = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
client_id = "a"
scopes = ["openid", "email"]
tenant = "11111111-2222-3333-4444-555555555555"
verified_domains = ["example.com"]
title_claims = ["title"]
company_claims = ["company"]
group_claim = "roles"
groups = ["sales"]
device_claim = "device"
[directory]
provider = "graph"
[directory.graph]
tenant = "11111111-2222-3333-4444-555555555555"
client_id = "11111111-2222-3333-4444-555555555555"
client_secret = "a"
refresh_minutes = 5
login_url = "https://login.microsoftonline.com"
graph_url = "https://graph.microsoft.com"
[devices]
allow_unenrolled = true
refuse_others = false
compliance_context = ""
proxy_header = "x-device"
proxies = ["10.0.0.0/8"]
[helpers]
subjects = ["a"]
emails = ["a@example.com"]
groups = ["help-desk"]
[administrators]
groups = ["desk-leads"]
[features]
enabled = true
chat = false
notice = "x"
[sign_in]
idle_minutes = 60
absolute_minutes = 600
refresh_minutes = 5
[strength.helpers]
context = "c1"
max_age_minutes = 60
[strength.sharers]
context = "c99"
max_age_minutes = 5
[codes]
seconds = 600
[connections]
total = 1
per_address = 1
handshake_timeout_ms = 1
header_timeout_ms = 1
body_timeout_ms = 1
idle_timeout_ms = 1
[[ice_servers]]
urls = ["turn:a", "stun:b"]
username = "a"
credential = "b"
[[ice_servers]]
urls = ["turns:a"]
username = "a"
credential_file = "secret"
[[webhooks]]
name = "a"
url = "https://a.example/b"
secret = "0123456789abcdef0123456789abcdef"
previous_secret_file = "a-file-of-28-characters-long"
events = ["alarm", "session.ended"]
[[webhooks]]
name = "b"
url = "http://localhost:1/b"
secret_file = "a-file-of-28-characters-long"
previous_secret = "0123456789abcdef0123456789abcdef"
"#,
    "public_url = 'http://localhost'\n[identity]\nissuer = 'https://a'\nclient_id = 'b'",
    "public_url = 'http://localhost'\n[identity]\nissuer = 'https://a'\nclient_id = 'b'\n\
     [strength.helpers]\nacr_values = ['gold', 'silver']\n[strength.sharers]\nacr_values = ['urn:x']",
];

/// A credential that no input holds by chance, and a number, too, where nobody quotes it.
const SECRET: &str = "70935126488201";

/// The heading of an ICE server.
const SERVER: &str = "[[ice_servers]]\nurls = ['turn:a']\nusername = 'a'";

/// The heading of a webhook, whose secret must be long.
const HOOK: &str = "[[webhooks]]\nname = 'z'\nurl = 'https://a/?'";

/// Ways to write a credential, well or badly: below the heading of an ICE server or a webhook, at the very top, and
/// in the environment. `?` stands for the [`SECRET`].
const BELOW: [(&str, &str); 12] = [
    (SERVER, "credential = \"?\""),
    (SERVER, "credential = '?'"),
    (SERVER, "credential = \"\"\"\n?\"\"\""),
    (SERVER, "credential = \"?"),
    (SERVER, "credential = ?"),
    (SERVER, "credential = [?"),
    (SERVER, "credential = { secret = ?"),
    (SERVER, "credential_file = 'secret'"),
    (HOOK, "secret = '????'"),
    (HOOK, "previous_secret = '?"),
    (HOOK, "secret = ?"),
    (HOOK, "secret_file = 'a-file-of-28-characters-long'"),
];
const AT_THE_TOP: &str = "ice_servers = [[['turn:a'], 'a', ?";
const IN_THE_ENVIRONMENT: &str = "[{ urls = ['turn:a'], username = 'a', credential = '?'";

/// Any settings: the same every time, safe whenever they load, and a credential in them shows nowhere.
///
/// The input: the number of a sample and of a way to write a credential, edits of the sample (or, when
/// there is none, a text), what follows the credential, then variables of the environment: the
/// number of a key, or a name, and the value.
pub fn configuration(data: &[u8]) {
    let Some((&[sample, way], data)) = data.split_first_chunk::<2>() else {
        return;
    };
    if data
        .windows(SECRET.len())
        .any(|bytes| bytes == SECRET.as_bytes())
    {
        return;
    }
    let mut parts = data.split(|byte| *byte == END);
    let text = edits::text(&SAMPLES, sample, parts.next().unwrap_or_default());
    let behind = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let mut environment: Vec<_> = parts.filter_map(variable).collect();
    holds(&text, &environment);
    // Only into a text that is whole: else a quotation mark of its own could make the credential
    // part of something that may be shown.
    if text.parse::<toml::Table>().is_err() {
        return;
    }
    let written = |credential: &str| credential.replace('?', SECRET) + &behind;
    if let Some((heading, credential)) = BELOW.get(usize::from(way)) {
        let heading = heading.replace('?', SECRET);
        holds(
            &format!("{text}\n{heading}\n{}", written(credential)),
            &environment,
        );
    } else if way % 2 == 0 {
        holds(&format!("{}\n{text}", written(AT_THE_TOP)), &environment);
    } else {
        let servers = load::variable("ice_servers");
        environment.push((servers, written(IN_THE_ENVIRONMENT)));
        holds(&text, &environment);
    }
}

/// A variable: the number of a key and a value, or a name and a value with a sign between.
fn variable(part: &[u8]) -> Option<(String, String)> {
    let (&number, rest) = part.split_first()?;
    let value = || String::from_utf8_lossy(rest).into_owned();
    if let Some((key, _)) = load::overridable().nth(number.into()) {
        return Some((load::variable(&key), value()));
    }
    let text = String::from_utf8_lossy(part);
    let (name, value) = text.split_once('=')?;
    Some((format!("{}{name}", load::PREFIX), value.to_owned()))
}

/// Samples that do not load, and ways that lead to no credential: none, or the target would be blind.
pub(crate) fn samples_that_do_not_load() -> Vec<&'static str> {
    let holds_secret = |settings: Settings| {
        let server = settings.ice_servers.last();
        let credential = server.and_then(|server| server.credential.as_ref());
        let hook = settings.webhooks.last();
        let secret = hook.and_then(|hook| hook.secret.as_ref());
        let holds = |secret: &str| secret.trim_start().starts_with(SECRET);
        credential.or(secret).is_some_and(|it| holds(it.expose()))
    };
    let samples = SAMPLES.into_iter().filter(|text| load(text, &[]).is_err());
    // The others are no TOML.
    let ways = [0, 1, 2, 7, 8, 11].map(|way| BELOW[way]).into_iter();
    let ways = ways.filter(|(heading, way)| {
        let written = format!("{heading}\n{way}").replace('?', SECRET);
        let text = format!("{}\n{written}", SAMPLES[2]);
        !load(&text, &[]).is_ok_and(holds_secret)
    });
    samples.chain(ways.map(|(_, way)| way)).collect()
}

fn holds(text: &str, environment: &[(String, String)]) {
    let loaded = load(text, environment);
    let shown = shown(&loaded);
    assert!(!shown.contains(SECRET), "{shown}");
    assert_eq!(shown, self::shown(&load(text, environment)));
    if let Ok(settings) = loaded {
        let outside = settings.listen.iter().any(|at| !at.ip().is_loopback());
        let covered = settings.tls.is_some() || !settings.trusted_proxies.is_empty();
        assert!(covered || !outside, "plain HTTP beyond this machine");
        assert!(settings.public_url.is_https() || settings.public_url.is_loopback());
        assert!((1..=600).contains(&settings.codes.seconds) && !settings.demo);
        for webhook in &settings.webhooks {
            let secret = webhook.secret.as_ref();
            assert!(secret.is_some_and(|secret| secret.expose().len() >= 32));
        }
    }
}

fn load(text: &str, environment: &[(String, String)]) -> Result<Settings, SettingsError> {
    let values = environment
        .iter()
        .map(|(name, value)| name.len() + value.len());
    bounded(memory::TOML, text.len() + values.sum::<usize>(), || {
        load::text_and_files(text, "settings", environment.to_vec(), &file)
    })
}

/// What a file holds here, every other one, and every fourth what is long: nothing is read from the disk.
fn file(path: &Path) -> io::Result<String> {
    match path.as_os_str().len() % 4 {
        0 => Ok(SECRET.repeat(4)),
        2 => Ok(format!("{SECRET}\n")),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// All that is ever printed of settings or of their refusal.
fn shown(loaded: &Result<Settings, SettingsError>) -> String {
    match loaded {
        Ok(settings) => format!("{settings:?}"),
        Err(error) => format!("{error} {error:?}"),
    }
}
