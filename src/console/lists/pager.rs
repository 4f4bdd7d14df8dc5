//! Which rows of a list these are, how old the answer is, and the buttons to the others.

use crate::components::Button;
use crate::i18n;
use crate::platform::document;
use crate::t;
use leptos::prelude::*;

/// From which age on an answer's age is said, in milliseconds.
const AGED_MS: u64 = 30_000;

/// The element that says which rows these are.
const TOP: &str = "pages";

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::console) struct Standing {
    /// Rows before those that are shown.
    pub(super) before: u64,
    /// Rows that are shown.
    pub(super) rows: u64,
    /// On all pages, where that is known.
    pub(super) total: Option<u64>,
    /// Whether others follow.
    pub(super) more: bool,
    /// How old the answer is, in milliseconds.
    pub(super) age_ms: u64,
}

/// What a pager shows and does. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(in crate::console) struct Pages {
    /// Nothing before the first answer.
    pub(super) standing: Signal<Option<Standing>>,
    pub(super) back: Callback<()>,
    pub(super) forward: Callback<()>,
}

/// Above a list: which rows these are, read out when they are others, and the buttons.
#[component]
pub(in crate::console) fn Pager(pages: Pages) -> impl IntoView {
    let words = move || pages.standing.get().map(words);
    let aged = move || {
        let age_ms = pages.standing.get()?.age_ms;
        (age_ms >= AGED_MS).then(|| view! { <p class="fine">{age(age_ms)}</p> })
    };
    view! {
        <div class="pager" id=TOP tabindex="-1">
            <div>
                <p role="status" data-testid="page-rows">{words}</p>
                {aged}
            </div>
            <Turn pages names=("back", "forward") after=Callback::new(|()| ()) />
        </div>
    }
    .into_any()
}

/// Below a list, where it is long: the same buttons. They lead to the beginning of the page that comes.
#[component]
pub(in crate::console) fn PagerBelow(pages: Pages) -> impl IntoView {
    let long = move || pages.standing.get().is_some_and(|now| now.rows > 10);
    view! {
        <Show when=long>
            <div class="pager">
                <Turn
                    pages
                    names=("back-below", "forward-below")
                    after=Callback::new(|()| document::focus(TOP))
                />
            </div>
        </Show>
    }
    .into_any()
}

/// The buttons. There are none where everything is on one page.
#[component]
fn Turn(
    pages: Pages,
    /// Stable names for tests.
    names: (&'static str, &'static str),
    /// What is done besides.
    after: Callback<()>,
) -> impl IntoView {
    let first = Signal::derive(move || pages.standing.get().is_none_or(|now| now.before == 0));
    let last = Signal::derive(move || pages.standing.get().is_none_or(|now| !now.more));
    let turn = move |to: Callback<()>| {
        to.run(());
        after.run(());
    };
    let (back, forward) = names;
    view! {
        <Show when=move || !first.get() || !last.get()>
            <div class="actions">
                <Button
                    label=t!("page-back")
                    test_id=back
                    disabled=first
                    on_press=move |()| turn(pages.back)
                />
                <Button
                    label=t!("page-forward")
                    test_id=forward
                    disabled=last
                    on_press=move |()| turn(pages.forward)
                />
            </div>
        </Show>
    }
    .into_any()
}

fn words(now: Standing) -> String {
    if now.rows == 0 {
        return i18n::text("page-nothing", &[]);
    }
    let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let (first, last) = (number(now.before + 1), number(now.before + now.rows));
    match now.total {
        Some(total) => {
            let args = [
                ("first", first.into()),
                ("last", last.into()),
                ("total", number(total).into()),
            ];
            i18n::text("page-rows-of", &args)
        }
        None => i18n::text(
            "page-rows",
            &[("first", first.into()), ("last", last.into())],
        ),
    }
}

/// How old an answer is. Tracked.
pub(in crate::console) fn age(age_ms: u64) -> String {
    i18n::text("answer-age", &[("time", i18n::duration(age_ms).into())])
}
