//! The example, and that it is complete.

use super::*;

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
