//! Every language is whole: it parses, and has the messages, attributes and variables of English;
//! every code on the wire has its words; every message that the app asks for is there.

use crate::{root, sources};
use fluent_syntax::ast::{
    Attribute, CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser;
use rh_app::i18n::{Arg, LOCALES, Texts};
use rh_protocol::ErrorCode;
use rh_protocol::view::EndReason;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Variables of each message and attribute (`name`, `name.attribute`).
type Shape = BTreeMap<String, BTreeSet<String>>;

/// The first download's messages, and those that are fetched with the console.
const CORE: &str = "core";
const CONSOLE: &str = "console";

fn source(tag: &str, file: &str) -> String {
    let folder = root().join("public/locales").join(tag);
    let path = folder.join(format!("{file}.ftl"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Of both files together, in which no name may stand twice.
fn shape(tag: &str) -> Shape {
    let mut shape = Shape::new();
    for file in [CORE, CONSOLE] {
        add_shape(tag, file, &mut shape);
    }
    shape
}

fn add_shape(tag: &str, file: &str, shape: &mut Shape) {
    let text = source(tag, file);
    let resource = parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| {
        panic!("{tag}: {errors:?}");
    });
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let id = message.id.name;
        let value = message.value.as_ref();
        let known = shape.insert(id.to_owned(), value.map(variables).unwrap_or_default());
        assert!(known.is_none(), "{tag}: {id} stands there twice");
        for Attribute { id: name, value } in &message.attributes {
            shape.insert(format!("{id}.{}", name.name), variables(value));
        }
    }
}

fn variables(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect(expression, &mut found);
        }
    }
    found
}

fn collect(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => collect_inline(inline, found),
        Expression::Select { selector, variants } => {
            collect_inline(selector, found);
            for variant in variants {
                found.extend(variables(&variant.value));
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => collect(expression, found),
        InlineExpression::FunctionReference { arguments, .. } => {
            let CallArguments { positional, named } = arguments;
            for argument in positional {
                collect_inline(argument, found);
            }
            for argument in named {
                collect_inline(&argument.value, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_language_on_offer_has_a_file_and_every_file_is_on_offer() {
    let mut folders = BTreeSet::new();
    for entry in fs::read_dir(root().join("public/locales")).unwrap() {
        folders.insert(entry.unwrap().file_name().into_string().unwrap());
    }
    let offered: BTreeSet<_> = LOCALES.iter().map(|locale| locale.tag.to_owned()).collect();
    assert_eq!(folders, offered);
}

#[test]
fn every_language_says_what_english_says() {
    let english = shape("en");
    assert!(english.len() > 100, "{}", english.len());
    for locale in LOCALES {
        let other = shape(locale.tag);
        for (name, variables) in &english {
            let there = other.get(name);
            assert_eq!(there, Some(variables), "{}: {name}", locale.tag);
        }
        for name in other.keys() {
            assert!(
                english.contains_key(name),
                "{}: {name} is not in English",
                locale.tag
            );
        }
    }
}

#[test]
fn each_file_has_the_same_messages_in_every_language() {
    for file in [CORE, CONSOLE] {
        let names = |tag| {
            let mut shape = Shape::new();
            add_shape(tag, file, &mut shape);
            shape.into_keys().collect::<Vec<_>>()
        };
        let english = names("en");
        for locale in LOCALES {
            assert_eq!(names(locale.tag), english, "{}: {file}", locale.tag);
        }
    }
}

#[test]
fn what_the_first_download_asks_for_is_in_it() {
    let mut core = Shape::new();
    add_shape("en", CORE, &mut core);
    let console = root().join("src/console");
    for file in sources(&root().join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        for name in names(&text).filter(|_| !file.starts_with(&console)) {
            assert!(core.contains_key(name), "{}: {name}", file.display());
        }
    }
}

#[test]
fn every_message_can_be_formatted() {
    for locale in LOCALES {
        let core = source(locale.tag, CORE);
        let texts = Texts::parse(locale, core, |_, value| value.to_string());
        let mut texts = texts.unwrap_or_else(|error| panic!("{}: {error:?}", locale.tag));
        let added = texts.add(CONSOLE, source(locale.tag, CONSOLE));
        assert_eq!(added, Ok(()), "{}", locale.tag);
        for (name, variables) in shape(locale.tag) {
            // Plurals and sides: numbers of every plural category, and both sides.
            for value in ["helper", "sharer", "0", "1", "2", "3", "11", "100"] {
                let args: Vec<_> = variables
                    .iter()
                    .map(|key| (&*key.clone().leak(), argument(value)))
                    .collect();
                let text = texts.format(&name, &args).unwrap_or_default();
                let plain = !text.is_empty() && !text.contains(['{', '}', '$']);
                assert!(plain, "{}: {name} with {value}: {text:?}", locale.tag);
            }
        }
    }
}

fn argument(value: &str) -> Arg {
    match value.parse() {
        Ok(number) => Arg::Number(number),
        Err(_) => Arg::from(value),
    }
}

#[test]
fn every_error_has_words_and_a_way_forward() {
    let english = shape("en");
    for code in ErrorCode::ALL {
        let name = format!("error-{}", code.as_str());
        for name in [name.clone(), format!("{name}.next")] {
            let variables = english.get(&name);
            assert_eq!(variables, Some(&BTreeSet::new()), "{name}");
        }
    }
}

#[test]
fn every_end_has_its_reason_in_words() {
    let english = shape("en");
    for reason in reasons() {
        let wire = serde_json::to_value(reason).unwrap();
        // To those who were in it, and in the report.
        for kind in ["ended", "outcome"] {
            let name = format!("{kind}-{}", wire.as_str().unwrap());
            assert!(english.contains_key(&name), "{name}");
        }
    }
}

/// Every reason: the match refuses to compile when one is added and missing here.
fn reasons() -> Vec<EndReason> {
    let mut reasons = vec![EndReason::EndedByHelper];
    loop {
        let next = match reasons[reasons.len() - 1] {
            EndReason::EndedByHelper => EndReason::EndedBySharer,
            EndReason::EndedBySharer => EndReason::DeclinedBySharer,
            EndReason::DeclinedBySharer => EndReason::DeclinedByHelper,
            EndReason::DeclinedByHelper => EndReason::ConsentTimedOut,
            EndReason::ConsentTimedOut => EndReason::NobodyJoined,
            EndReason::NobodyJoined => EndReason::HelperGone,
            EndReason::HelperGone => EndReason::SharerGone,
            EndReason::SharerGone => EndReason::TooLong,
            EndReason::TooLong => EndReason::EndedByAdministrator,
            EndReason::EndedByAdministrator => EndReason::NotPermitted,
            EndReason::NotPermitted => EndReason::PermissionWithdrawn,
            EndReason::PermissionWithdrawn => EndReason::DeviceNotEnrolled,
            EndReason::DeviceNotEnrolled => EndReason::OtherThanBound,
            EndReason::OtherThanBound => EndReason::Unknown,
            EndReason::Unknown => return reasons,
        };
        reasons.push(next);
    }
}

#[test]
fn every_message_that_the_app_asks_for_is_there() {
    let english = shape("en");
    let mut asked = 0;
    for file in sources(&root().join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        for name in names(&text) {
            asked += 1;
            assert!(english.contains_key(name), "{}: {name}", file.display());
        }
    }
    assert!(
        asked > 30,
        "only {asked} messages were found in the sources"
    );
}

#[test]
fn no_message_is_left_that_nobody_asks_for() {
    // Named by what travels on the wire.
    let by_code = |name: &str| {
        ["error-", "ended-", "outcome-", "audit-kind-"]
            .into_iter()
            .any(|kind| name.starts_with(kind))
    };
    // The attribute of a message that is asked for beside it.
    let beside = |name: &str| name.ends_with(".about");
    let texts: Vec<_> = sources(&root().join("src"))
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let asked: BTreeSet<&str> = texts.iter().flat_map(|text| literals(text)).collect();
    let dead: Vec<_> = shape("en")
        .into_keys()
        .filter(|name| !by_code(name) && !beside(name) && !asked.contains(name.as_str()))
        .collect();
    assert!(dead.is_empty(), "nobody asks for {dead:?}");
}

/// Names in `t!("…")`, `text("…")` and `message("…")`, where they are not put together from parts.
fn names(source: &str) -> impl Iterator<Item = &str> {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        ["t!(\"", "text(\"", "message(\""]
            .into_iter()
            .flat_map(move |call| line.match_indices(call))
            // Not the end of a longer word, such as `format!`.
            .filter(move |(at, _)| {
                !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            })
            .filter_map(move |(at, call)| line[at + call.len()..].split('"').next())
            .filter(|name| !name.contains('{'))
    })
}

/// Everything between two quotation marks.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}
