//! What keeps a file from being imported, in words.

use super::api::Fault;
use crate::console::table::{Head, Table, cell, first, plain};
use crate::i18n;
use crate::t;
use leptos::prelude::*;

/// How many are shown before the rest is counted: who has mended these looks again anyway.
const SHOWN: usize = 500;

static HEADS: [Head; 3] = [
    plain("fault-line"),
    plain("fault-column"),
    plain("fault-what"),
];

/// The codes of the broker, each with its message.
static WORDS: [(&str, &str); 27] = [
    ("empty", "fault-empty"),
    ("too-long", "fault-too-long"),
    ("too-many", "fault-too-many"),
    ("hidden-characters", "fault-hidden-characters"),
    ("semicolon", "fault-semicolon"),
    ("no-address", "fault-no-address"),
    ("late", "fault-late"),
    ("taken", "fault-taken"),
    ("unknown-owner", "fault-unknown-owner"),
    ("unknown-group", "fault-unknown-group"),
    ("unknown-member", "fault-unknown-member"),
    ("wrong-kind", "fault-wrong-kind"),
    ("has-members", "fault-has-members"),
    ("no-switch", "fault-no-switch"),
    ("no-word", "fault-no-word"),
    ("no-time", "fault-no-time"),
    ("id-twice", "fault-id-twice"),
    ("twice", "fault-twice"),
    ("no-utf8", "fault-no-utf8"),
    ("no-header", "fault-no-header"),
    ("unknown-column", "fault-unknown-column"),
    ("column-twice", "fault-column-twice"),
    ("no-column", "fault-no-column"),
    ("cells", "fault-cells"),
    ("long-row", "fault-long-row"),
    ("many-rows", "fault-many-rows"),
    ("other", "fault-other"),
];

/// The message for a code; one that is not known here has words that say no more than that.
fn word(code: &str) -> &'static str {
    let known = WORDS.iter().find(|(known, _)| *known == code);
    known.map_or("fault-other", |(_, name)| name)
}

/// All of them, by line and column.
pub(super) fn table(faults: &[Fault]) -> AnyView {
    let rows = faults.iter().take(SHOWN).map(row).collect_view();
    let rest = u32::try_from(faults.len().saturating_sub(SHOWN)).unwrap_or(u32::MAX);
    let rest = (rest > 0).then(|| {
        let words = move || i18n::text("more-names", &[("count", rest.into())]);
        view! { <p class="fine">{words}</p> }
    });
    view! {
        <Table label=t!("faults") heads=&HEADS test_id="faults">
            {rows}
        </Table>
        {rest}
    }
    .into_any()
}

fn row(fault: &Fault) -> AnyView {
    let line = fault.line;
    let line = move || line.map(|line| i18n::text("number", &[("number", line.into())]));
    let column = fault.column.clone().unwrap_or_default();
    let detail = fault.detail.clone();
    // The value stands outside of the message: it may be any text.
    let detail = detail.map(|detail| view! { " " <bdi class="fault-detail">{detail}</bdi> });
    let words = i18n::message(word(&fault.code));
    view! {
        <tr role="row" data-testid="fault" data-code=fault.code.clone()>
            {first(line)}
            {cell("fault-column", view! { <bdi dir="ltr">{column}</bdi> })}
            {cell("fault-what", view! { {words} {detail} })}
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_code_that_is_not_known_here_still_has_words() {
        assert_eq!(word("no-time"), "fault-no-time");
        assert_eq!(word("from-the-future"), "fault-other");
    }
}
