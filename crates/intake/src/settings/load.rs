//! From a file and the environment to [`Settings`].
//!
//! The rule for the environment: `REMOTE_HELP_` and the key in capitals, with `__` where the file has
//! a section's dot: `log.level` is `REMOTE_HELP_LOG__LEVEL`, `ice_servers` is
//! `REMOTE_HELP_ICE_SERVERS`. Lists are texts divided by commas, or TOML arrays. A
//! variable that begins so but names no key is refused like an unknown key of the file.

use super::keys::{self, Kind};
use super::{Settings, SettingsError, check};
use rh_protocol::Redacted;
use serde::Deserialize;
use std::{fs, io, path::Path};
use toml::{Table, Value};

/// What every variable begins with.
pub const PREFIX: &str = "REMOTE_HELP_";

/// Reads a file, lays the environment over it and checks the whole.
///
/// # Errors
/// With the first thing that is wrong, in words for the operator.
pub fn file(
    path: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    let text = from_disk(path).map_err(|source| SettingsError::File {
        path: path.to_owned(),
        source,
    })?;
    text_with(&text, &path.display().to_string(), environment)
}

/// The same from a text; `origin` names it in refusals.
///
/// # Errors
/// As [`file`].
pub fn text_with(
    text: &str,
    origin: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    text_and_files(text, origin, environment, &from_disk)
}

/// The same without the disk: files that the text names are read by `read_file`.
///
/// # Errors
/// As [`file`].
pub fn text_and_files(
    text: &str,
    origin: &str,
    environment: impl IntoIterator<Item = (String, String)>,
    read_file: ReadFile<'_>,
) -> Result<Settings, SettingsError> {
    let settings = unchecked(text, origin, environment, read_file)?;
    check::check(&settings)?;
    Ok(settings)
}

/// How a file that the settings name is read.
pub type ReadFile<'a> = &'a dyn Fn(&Path) -> io::Result<String>;

/// From the disk.
pub(super) fn from_disk(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

/// Everything but the rules between keys.
pub(super) fn unchecked(
    text: &str,
    origin: &str,
    environment: impl IntoIterator<Item = (String, String)>,
    read_file: ReadFile<'_>,
) -> Result<Settings, SettingsError> {
    let wrong = |message| SettingsError::Value {
        origin: origin.to_owned(),
        message,
    };
    let mut table: Table = text.parse().map_err(|error| wrong(unreadable(&error)))?;
    refuse_unknown("", &table, origin)?;
    overlay(&mut table, environment)?;
    // What a variable brings may be tables, with keys of their own.
    refuse_unknown("", &table, "environment")?;
    let mut settings =
        Settings::deserialize(Value::Table(table)).map_err(|error| wrong(redacted(&error)))?;
    read_secrets(&mut settings, read_file)?;
    Ok(settings)
}

/// Why a text is not TOML. Of a number that does not fit the parser says the digits, and they may be a
/// password that nobody quoted: those are left out.
fn unreadable(error: &toml::de::Error) -> String {
    if error.message().starts_with("invalid type: integer") {
        return "a number is too large".to_owned() + &keyed(error);
    }
    redacted(error)
}

/// The parser's complaint without the line it quotes, which may hold a secret.
fn redacted(error: &toml::de::Error) -> String {
    error.message().trim().to_owned() + &keyed(error)
}

/// Which key the parser stumbled over, as far as it says so.
fn keyed(error: &toml::de::Error) -> String {
    error
        .to_string()
        .lines()
        .find(|line| line.starts_with("in `"))
        .map_or_else(String::new, |line| format!(" ({line})"))
}

fn refuse_unknown(section: &str, table: &Table, origin: &str) -> Result<(), SettingsError> {
    for (key, value) in table {
        let path = keys::join(section, key);
        let kind = keys::section(section)
            .and_then(|keys| keys.iter().find(|(known, _)| known == key))
            .map(|(_, kind)| *kind);
        match (kind, value) {
            (Some(Kind::Tables), Value::Array(items)) if items.iter().all(Value::is_table) => {
                for item in items.iter().filter_map(Value::as_table) {
                    refuse_unknown(&path, item, origin)?;
                }
            }
            // Refused here, since whoever reads the value later quotes what they cannot read, and a
            // table's values may stand in a list, too.
            (Some(Kind::Tables), _) => return Err(must_be(origin, &path, "a list of tables")),
            (Some(Kind::Secret), value) if !value.is_str() => {
                return Err(must_be(origin, &path, Kind::Secret.expected()));
            }
            (Some(_), _) => {}
            (None, Value::Table(inner)) if keys::section(&path).is_some() => {
                refuse_unknown(&path, inner, origin)?;
            }
            (None, _) if keys::section(&path).is_some() => {
                return Err(must_be(origin, &path, "a section"));
            }
            (None, _) => return Err(unknown(origin, &path)),
        }
    }
    Ok(())
}

/// A key whose value is not what it must be, without the value.
fn must_be(origin: &str, path: &str, expected: &str) -> SettingsError {
    SettingsError::Value {
        origin: origin.to_owned(),
        message: format!("`{path}` must be {expected}"),
    }
}

fn unknown(origin: &str, path: &str) -> SettingsError {
    let all: Vec<String> = keys::all().map(|(key, _)| key).collect();
    let names = all
        .iter()
        .map(String::as_str)
        .chain(keys::SECTIONS.iter().map(|(section, _)| *section))
        .filter(|name| !name.is_empty());
    SettingsError::UnknownKey {
        origin: origin.to_owned(),
        key: path.to_owned(),
        nearest: keys::nearest(path, names).map(str::to_owned),
    }
}

/// The variable of a key.
#[must_use]
pub fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase().replace('.', "__"))
}

/// Keys that a variable may name: all but those inside lists of tables.
pub fn overridable() -> impl Iterator<Item = (String, Kind)> {
    keys::all().filter(|(key, _)| {
        let section = key.rsplit_once('.').map_or("", |(section, _)| section);
        !keys::section("")
            .unwrap_or_default()
            .iter()
            .any(|(name, kind)| *kind == Kind::Tables && *name == section)
    })
}

fn overlay(
    table: &mut Table,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(), SettingsError> {
    for (variable_name, text) in environment {
        if !variable_name.starts_with(PREFIX) {
            continue;
        }
        let Some((key, kind)) = overridable().find(|(key, _)| variable(key) == variable_name)
        else {
            let known: Vec<String> = overridable().map(|(key, _)| variable(&key)).collect();
            return Err(SettingsError::UnknownKey {
                origin: "environment".to_owned(),
                nearest: keys::nearest(&variable_name, known.iter().map(String::as_str))
                    .map(str::to_owned),
                key: variable_name,
            });
        };
        let value = read(&text, kind).ok_or(SettingsError::Variable {
            variable: variable_name,
            expected: kind.expected(),
        })?;
        put(table, &key, value);
    }
    Ok(())
}

fn read(text: &str, kind: Kind) -> Option<Value> {
    let toml = |text: &str| -> Option<Value> {
        let mut table: Table = format!("value = {text}").parse().ok()?;
        table.remove("value")
    };
    match kind {
        Kind::Text | Kind::Secret => Some(Value::String(text.to_owned())),
        Kind::Number => text.trim().parse().ok().map(Value::Integer),
        Kind::Flag => text.trim().parse().ok().map(Value::Boolean),
        Kind::Texts if text.trim_start().starts_with('[') => toml(text),
        Kind::Texts => Some(Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(|item| Value::String(item.to_owned()))
                .collect(),
        )),
        Kind::Tables => toml(text).filter(Value::is_array),
    }
}

fn put(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((section, rest)) => {
            let inner = table
                .entry(section.to_owned())
                .or_insert_with(|| Value::Table(Table::new()));
            if !inner.is_table() {
                *inner = Value::Table(Table::new());
            }
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn read_secrets(settings: &mut Settings, read_file: ReadFile<'_>) -> Result<(), SettingsError> {
    for server in &mut settings.ice_servers {
        let keys = ("ice_servers.credential", "ice_servers.credential_file");
        let file = server.credential_file.as_deref();
        read_secret(&mut server.credential, file, keys, read_file)?;
    }
    for webhook in &mut settings.webhooks {
        let keys = ("webhooks.secret", "webhooks.secret_file");
        let file = webhook.secret_file.as_deref();
        read_secret(&mut webhook.secret, file, keys, read_file)?;
        let keys = ("webhooks.previous_secret", "webhooks.previous_secret_file");
        let file = webhook.previous_secret_file.as_deref();
        read_secret(&mut webhook.previous_secret, file, keys, read_file)?;
    }
    let graph = &mut settings.directory.graph;
    let keys = (
        "directory.graph.client_secret",
        "directory.graph.client_secret_file",
    );
    let file = graph.client_secret_file.as_deref();
    read_secret(&mut graph.client_secret, file, keys, read_file)
}

/// A secret that stands in the file that one key names, unless it is there by the other one.
fn read_secret(
    secret: &mut Option<Redacted<String>>,
    file: Option<&Path>,
    (key, file_key): (&'static str, &'static str),
    read_file: ReadFile<'_>,
) -> Result<(), SettingsError> {
    let Some(path) = file else {
        return Ok(());
    };
    if secret.is_some() {
        return Err(SettingsError::Both(key, file_key));
    }
    let text = read_file(path).map_err(|source| SettingsError::File {
        path: path.to_owned(),
        source,
    })?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    *secret = Some(Redacted::new(text));
    Ok(())
}

#[cfg(test)]
mod tests;
