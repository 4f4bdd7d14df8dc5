//! What stands in a receipt, line by line, in the person's language: the same on the page and in the file.

use crate::components::surface_words;
use crate::i18n;
use crate::room::{device_words, ended_words};
use rh_protocol::Role;
use rh_protocol::view::{DeviceView, Person, PhaseView, Receipt, SessionView};

/// One thing that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// A name that is the same in every language.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) values: Vec<Value>,
}

/// What is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// The product's own words.
    Words(String),
    /// What people or things are called: a text that stands for itself.
    Told(String),
    /// Reads from left to right everywhere.
    Number(String),
}

/// The lines of a session that is over. Tracked.
pub(super) fn of(view: &SessionView) -> Vec<Line> {
    let Some(receipt) = &view.receipt else {
        return Vec::new();
    };
    let person = |role| view.participants.iter().find(|p| p.role == role);
    let (helper, sharer) = (person(Role::Helper), person(Role::Sharer));
    let device = sharer.and_then(|sharer| sharer.device.as_ref());
    let mut lines = Vec::new();
    if let Some(helper) = helper {
        lines.push(line("helper", "receipt-helper", facts(&helper.person)));
    }
    if let Some(sharer) = sharer {
        let name = sharer.person.name.expose().clone();
        lines.push(line("sharer", "receipt-sharer", vec![Value::Told(name)]));
    }
    if let Some(device) = device {
        lines.push(line("device", "receipt-device", device_facts(device)));
    }
    lines.extend(times(receipt));
    if let PhaseView::Ended { reason } = view.phase {
        let why = ended_words(Role::Sharer, reason);
        lines.push(line("why", "receipt-why", vec![Value::Words(why)]));
    }
    if let Some(said) = &view.note {
        let said = Value::Told(said.expose().clone());
        lines.push(line("said", "receipt-said", vec![said]));
    }
    lines.extend(shared(receipt));
    let chat = match (view.chat, receipt.chat_cut) {
        (true, _) => "receipt-chat-on",
        (false, true) => "receipt-chat-cut",
        (false, false) => "receipt-chat-off",
    };
    lines.push(line("chat", "receipt-chat", vec![words(chat)]));
    let mode = vec![words("receipt-mode-view")];
    lines.push(line("mode", "receipt-mode", mode));
    let session = vec![Value::Number(view.session.to_string())];
    lines.push(line("session", "receipt-session", session));
    lines
}

fn line(name: &'static str, label: &'static str, values: Vec<Value>) -> Line {
    Line {
        name,
        label: i18n::text(label, &[]),
        values,
    }
}

fn words(message: &'static str) -> Value {
    Value::Words(i18n::text(message, &[]))
}

/// Name, title, company and verified domain.
fn facts(person: &Person) -> Vec<Value> {
    let told = [
        Some(&person.name),
        person.title.as_ref(),
        person.company.as_ref(),
        person.domain.as_ref(),
    ];
    let told = told.into_iter().flatten();
    told.map(|text| Value::Told(text.expose().clone()))
        .collect()
}

fn device_facts(device: &DeviceView) -> Vec<Value> {
    let name = device.name.as_ref();
    let name = name.map(|name| Value::Told(name.expose().clone()));
    let state = Value::Words(device_words(device.state));
    name.into_iter().chain([state]).collect()
}

fn times(receipt: &Receipt) -> Vec<Line> {
    let at = |ms| vec![Value::Words(i18n::date_time_zone(ms))];
    let agreed = match receipt.agreed_ms {
        Some(ms) => at(ms),
        None => vec![words("receipt-agreed-never")],
    };
    let mut lines = vec![
        line("joined", "receipt-joined", at(receipt.joined_ms)),
        line("agreed", "receipt-agreed", agreed),
        line("ended", "receipt-ended", at(receipt.ended_ms)),
    ];
    if let Some(agreed_ms) = receipt.agreed_ms {
        let lasted = i18n::length(receipt.ended_ms.saturating_sub(agreed_ms));
        lines.push(line("lasted", "receipt-lasted", vec![Value::Words(lasted)]));
    }
    lines
}

/// What was shared, for how long, and how often it was paused.
fn shared(receipt: &Receipt) -> Vec<Line> {
    if receipt.surfaces.is_empty() {
        let nothing = vec![words("receipt-shared-nothing")];
        return vec![line("shared", "receipt-shared", nothing)];
    }
    let kinds = receipt.surfaces.iter();
    let kinds = kinds.map(|surface| Value::Words(surface_words(*surface)));
    let length = Value::Words(i18n::length(receipt.shared_ms));
    let pauses = if receipt.pauses == 0 {
        words("receipt-pauses-none")
    } else {
        let args = [
            ("count", receipt.pauses.into()),
            ("time", i18n::length(receipt.paused_ms).into()),
        ];
        Value::Words(i18n::text("receipt-pauses-some", &args))
    };
    vec![
        line("shared", "receipt-shared", kinds.collect()),
        line("shared-for", "receipt-shared-for", vec![length]),
        line("pauses", "receipt-pauses", vec![pauses]),
    ]
}
