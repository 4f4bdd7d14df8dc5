//! The limits that the description quotes, held against those of the code.

use super::document::DOCUMENT;
use remote_help::{
    audit, directory,
    http::{api, asked},
    report,
    settings::{Audit, Codes, Features, GraphSettings, Requirement, Sessions, SignInSettings},
    webhooks::desk,
};
use rh_protocol::limits;
use serde_json::Value;
use std::collections::BTreeMap;

/// Where a limit stands, and what it is.
fn known() -> Vec<(&'static str, u64)> {
    let deadlines = Sessions::default();
    let parameters = [
        ("Kind/schema/maxLength", api::audit::KIND as u64),
        ("AuditSession/schema/maxLength", api::audit::SESSION as u64),
        ("Actor/schema/maxLength", asked::TEXT as u64),
        ("Helper/schema/maxLength", asked::TEXT as u64),
        ("Sharer/schema/maxLength", asked::TEXT as u64),
        ("ReportDevice/schema/maxLength", asked::TEXT as u64),
        ("Ticket/schema/maxLength", asked::TEXT as u64),
        ("Size/schema/maximum", report::query::MOST.into()),
        ("Size/schema/default", report::query::PAGE.into()),
        ("Rows/schema/maximum", directory::query::PAGE.into()),
        ("Rows/schema/default", directory::query::PAGE.into()),
    ];
    let schemas = [
        (
            "ErrorBody/properties/tries_left/maximum",
            limits::WRONG_CODES.into(),
        ),
        ("Name/maxLength", limits::NAME_CHARS as u64),
        ("RuleId/maxLength", limits::RULE_ID as u64),
        (
            "DeviceRefusal/properties/error/maxLength",
            limits::PROVIDER_ERROR as u64,
        ),
        (
            "Note/properties/note/maxLength",
            limits::HELPER_NOTE_CHARS as u64,
        ),
        (
            "Note/properties/ticket/maxLength",
            limits::TICKET_CHARS as u64,
        ),
        ("PersonName/maxLength", limits::NAME_BYTES as u64),
        ("GroupName/maxLength", limits::NAME_BYTES as u64),
        ("Members/properties/people/maxItems", limits::NAMES as u64),
        ("Members/properties/groups/maxItems", limits::NAMES as u64),
        (
            "Reach/oneOf/1/properties/groups/maxItems",
            limits::NAMES as u64,
        ),
        (
            "RoleBody/properties/description/maxLength",
            limits::DESCRIPTION_CHARS as u64,
        ),
        (
            "Settings/properties/features.notice/maxLength",
            Features::NOTICE as u64,
        ),
        (
            "Settings/properties/codes.seconds/maximum",
            Codes::default().seconds.into(),
        ),
        (
            "Settings/properties/sessions.join_seconds/maximum",
            deadlines.join_seconds.into(),
        ),
        (
            "Settings/properties/sessions.answer_seconds/maximum",
            deadlines.answer_seconds.into(),
        ),
        (
            "Settings/properties/sessions.consent_seconds/maximum",
            deadlines.consent_seconds.into(),
        ),
        (
            "Settings/properties/sessions.return_seconds/maximum",
            deadlines.return_seconds.into(),
        ),
        (
            "Settings/properties/sessions.longest_seconds/maximum",
            deadlines.longest_seconds.into(),
        ),
        (
            "Settings/properties/sign_in.refresh_minutes/maximum",
            (*SignInSettings::REFRESH.end()).into(),
        ),
        (
            "Settings/properties/directory.graph.refresh_minutes/maximum",
            (*GraphSettings::REFRESH.end()).into(),
        ),
        (
            "Settings/properties/audit.retention_days/maximum",
            Audit::LONGEST.into(),
        ),
        ("AcrValues/items/maxLength", limits::ACR_VALUE as u64),
        ("AcrValues/maxItems", limits::ACR_VALUES as u64),
        ("MaxAge/maximum", (*Requirement::AGES.end()).into()),
        (
            "SharersDevice/properties/reasons/maxItems",
            limits::DEVICE_REASONS as u64,
        ),
        (
            "EndBody/properties/note/maxLength",
            limits::NOTE_CHARS as u64,
        ),
        ("EntryName/maxLength", directory::limits::NAME as u64),
        ("OptionalName/maxLength", directory::limits::NAME as u64),
        ("GroupIds/items/maxLength", directory::limits::ID as u64),
        ("GroupIds/maxItems", directory::limits::GROUPS as u64),
        (
            "DeviceBody/properties/reasons/items/maxLength",
            directory::limits::REASON as u64,
        ),
        (
            "DeviceBody/properties/reasons/maxItems",
            directory::limits::REASONS as u64,
        ),
        (
            "DeviceBody/properties/last_seen_ms/maximum",
            directory::limits::LATEST_MS,
        ),
        (
            "PersonBody/properties/subject/maxLength",
            directory::limits::SUBJECT as u64,
        ),
        (
            "PersonBody/properties/email/maxLength",
            directory::limits::EMAIL as u64,
        ),
        (
            "IssuedLink/properties/remaining_ms/maximum",
            limits::ENROLMENT_MS,
        ),
        ("Keys/properties/keys/maxItems", limits::DEVICE_KEYS as u64),
        (
            "Tokens/properties/tokens/maxItems",
            limits::MACHINE_TOKENS as u64,
        ),
        (
            "NewToken/properties/days/maximum",
            limits::MACHINE_TOKEN_DAYS.into(),
        ),
        (
            "Webhooks/properties/webhooks/maxItems",
            limits::WEBHOOKS as u64,
        ),
        (
            "Webhook/properties/waiting/maximum",
            limits::WEBHOOK_OUTBOX.into(),
        ),
        (
            "Webhook/properties/dead_letters/maximum",
            limits::WEBHOOK_OUTBOX.into(),
        ),
        (
            "DeadLetters/properties/dead_letters/maxItems",
            desk::PAGE.into(),
        ),
        ("Config/properties/build/maxLength", limits::BUILD as u64),
        (
            "Config/properties/notice/maxLength",
            Features::NOTICE as u64,
        ),
        ("SignIn/properties/id_token/maxLength", limits::TOKEN as u64),
        (
            "SignIn/properties/access_token/maxLength",
            limits::TOKEN as u64,
        ),
        (
            "SignIn/properties/refresh_token/maxLength",
            limits::TOKEN as u64,
        ),
        (
            "LoggedOut/properties/logout_token/maxLength",
            limits::TOKEN as u64,
        ),
    ];
    assert_eq!(audit::query::MOST, report::query::MOST);
    assert_eq!(audit::query::PAGE, report::query::PAGE);
    let place = |part: &str, (place, limit): (&str, u64)| {
        let place: &'static str = format!("/components/{part}/{place}").leak();
        (place, limit)
    };
    let parameters = parameters.map(|one| place("parameters", one));
    parameters
        .into_iter()
        .chain(schemas.map(|one| place("schemas", one)))
        .collect()
}

/// All numbers that limit something, by where they stand; 0 and 1 need no reason.
fn quoted(value: &Value, place: &str, found: &mut BTreeMap<String, u64>) {
    const LIMITS: [&str; 7] = [
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "default",
    ];
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                match field.as_u64() {
                    Some(limit) if limit > 1 && LIMITS.contains(&name.as_str()) => {
                        found.insert(place, limit);
                    }
                    _ => quoted(field, &place, found),
                }
            }
        }
        Value::Array(entries) => {
            for (at, entry) in entries.iter().enumerate() {
                quoted(entry, &format!("{place}/{at}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_limit_that_is_quoted_is_the_codes() {
    let mut found = BTreeMap::new();
    quoted(&DOCUMENT, "", &mut found);
    let known: BTreeMap<String, u64> = known()
        .into_iter()
        .map(|(place, limit)| (place.to_owned(), limit))
        .collect();
    for (place, limit) in &found {
        assert_eq!(known.get(place), Some(limit), "{place}: what limit is it?");
    }
    for place in known.keys() {
        assert!(found.contains_key(place), "{place} is not described");
    }
}

#[test]
fn the_limits_in_the_guide_are_the_codes() {
    let guide = include_str!("../../../../../docs/api.md");
    let guide = guide.split_whitespace().collect::<Vec<_>>().join(" ");
    for (words, number) in [
        ("days, at most #.", limits::MACHINE_TOKEN_DAYS.into()),
        ("At most # are good", limits::MACHINE_TOKENS as u64),
        ("pages of at most #;", report::query::MOST.into()),
        ("pages of at most #;", directory::query::PAGE.into()),
        ("A body has at most # KiB", limits::HTTP_BODY as u64 / 1024),
        (
            "the directory # MiB",
            directory::limits::FILE / (1024 * 1024),
        ),
    ] {
        let words = words.replace('#', &thousands(number));
        assert!(guide.contains(&words), "{words}");
    }
}

/// `1000` as `1,000`.
fn thousands(number: u64) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{},{:03}", thousands(number / 1_000), number % 1_000)
}

#[test]
fn every_limit_that_is_told_in_words_is_the_codes() {
    let minutes = |ms: u64| ms / 60_000;
    let days = |ms: u64| ms / (24 * 60 * 60_000);
    let mib = |bytes: u64| bytes / (1024 * 1024);
    let kib = |bytes: usize| bytes as u64 / 1024;
    for (place, words, number) in [
        (
            "/paths/~1api~1v1~1access~1roles~1{id}/put",
            "At most # roles",
            limits::ROLES as u64,
        ),
        (
            "/paths/~1api~1v1~1access~1assignments~1{id}/put",
            "At most # assignments",
            limits::ASSIGNMENTS as u64,
        ),
        (
            "/paths/~1api~1v1~1tokens/post",
            "At most #",
            limits::MACHINE_TOKENS as u64,
        ),
        (
            "/paths/~1api~1v1~1helper~1sessions/post",
            "At most # at once",
            limits::OPEN_SESSIONS_PER_HELPER as u64,
        ),
        (
            "/paths/~1api~1v1~1sharer~1redeem/post",
            "At most # wrong codes",
            limits::WRONG_CODES.into(),
        ),
        (
            "/paths/~1api~1v1~1sharer~1redeem/post",
            "within # minutes",
            minutes(limits::WRONG_CODES_WINDOW_MS),
        ),
        (
            "/paths/~1api~1v1~1sharer~1device~1enrol/post",
            "At most # browsers",
            limits::DEVICE_KEYS as u64,
        ),
        (
            "/paths/~1api~1v1~1sharer~1device~1renew/post",
            "for # days",
            days(limits::KEY_UNUSED_MS),
        ),
        (
            "/paths/~1api~1v1~1directory~1import~1{kind}/post",
            "At most # MiB",
            mib(directory::limits::FILE),
        ),
        (
            "/paths/~1api~1v1~1directory~1import~1{kind}/post",
            "# rows",
            directory::limits::ROWS as u64,
        ),
        (
            "/paths/~1api~1v1~1directory~1import~1{kind}/post",
            "a row # KiB",
            kib(directory::limits::ROW),
        ),
        (
            "/paths/~1api~1v1~1directory~1import~1{kind}/post",
            "within # minutes",
            minutes(directory::limits::FILE_MS),
        ),
        (
            "/paths/~1api~1v1~1directory~1export~1{kind}/get",
            "at most # minutes",
            minutes(directory::limits::EXPORT_MS),
        ),
        (
            "/components/schemas/Members",
            "at most # in all",
            limits::NAMES as u64,
        ),
        (
            "/components/schemas/Challenge",
            "within # minutes",
            minutes(limits::CHALLENGE_MS),
        ),
        (
            "/components/schemas/MaxAge",
            "at least #",
            (*Requirement::AGES.start()).into(),
        ),
    ] {
        let told = DOCUMENT.pointer(place).unwrap()["description"]
            .as_str()
            .unwrap();
        let words = words.replace('#', &thousands(number));
        assert!(told.contains(&words), "{place}: {words}, not {told}");
    }
}
