//! Tests of the settings: the example, the environment, and every refusal.

mod demonstration;
mod environment;
mod example;
mod graph;
mod ice_servers;
mod refused;
mod webhooks;

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
