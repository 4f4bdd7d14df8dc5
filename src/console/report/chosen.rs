//! What is shown a part of: it stands in the address, and what is typed over it becomes the next address.

use super::fields::OneDay;
use crate::components::{Button, ButtonKind};
use crate::routes::filters::{Day, Filters, Text};
use crate::routes::{ConsolePage, Page};
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// What a page shows a part of, and what is typed over it. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    now: Memo<Filters>,
    draft: RwSignal<Filters>,
    go: Callback<Filters>,
}

impl Chosen {
    /// What stands in the address of a page that can be filtered by these.
    pub(super) fn new(page: ConsolePage, texts: &'static [Text]) -> Self {
        // Of the same moment as the path: the page itself is chosen by that.
        let query = use_location().query;
        let navigate = use_navigate();
        let now =
            Memo::new(move |_| query.with(|query| Filters::read(texts, |key| query.get(key))));
        let draft = RwSignal::new(now.get_untracked());
        // Back and forward, and links: what is typed follows the address.
        Effect::new(move |_| draft.set(now.get()));
        let go = Callback::new(move |filters: Filters| {
            let path = Page::Console(Some(page)).path();
            navigate(
                &format!("{path}{}", filters.address()),
                NavigateOptions {
                    scroll: false,
                    ..NavigateOptions::default()
                },
            );
        });
        Self { now, draft, go }
    }

    /// The query for the broker's interface.
    pub(super) fn asked(self) -> Memo<String> {
        Memo::new(move |_| self.now.with(Filters::asked))
    }

    /// What stands in a field.
    pub(super) fn text(self, text: Text) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| draft.text(text).to_owned()))
    }

    /// Takes what is typed.
    pub(super) fn put(self, text: Text, value: String) {
        self.draft.update(|draft| draft.put(text, &value));
    }

    /// Shows what is typed.
    pub(super) fn show(self) {
        self.go.run(self.draft.get_untracked());
    }
}

/// What one filters by: days, what the page adds, and the buttons.
#[component]
pub(super) fn Bar(chosen: Chosen, children: Children) -> impl IntoView {
    let day = move |pick: fn(&Filters) -> Option<Day>| {
        Signal::derive(move || {
            chosen
                .draft
                .with(pick)
                .map_or_else(String::new, |day| day.to_string())
        })
    };
    let all = Signal::derive(move || {
        chosen.draft.with(Filters::is_empty) && chosen.now.with(Filters::is_empty)
    });
    view! {
        <div role="search" class="filters" aria-label=t!("filters")>
            <OneDay
                id="filter-from"
                label=t!("filter-from")
                value=day(|filters| filters.from)
                on_change=move |text: String| chosen.draft.update(|draft| draft.from = Day::parse(&text))
            />
            <OneDay
                id="filter-to"
                label=t!("filter-to")
                value=day(|filters| filters.to)
                on_change=move |text: String| chosen.draft.update(|draft| draft.to = Day::parse(&text))
            />
            {children()}
        </div>
        <div class="actions">
            <Button
                kind=ButtonKind::Primary
                label=t!("filter-show")
                test_id="filter-show"
                on_press=move |()| chosen.show()
            />
            <Button
                label=t!("filter-clear")
                test_id="filter-clear"
                disabled=all
                on_press=move |()| chosen.go.run(Filters::default())
            />
        </div>
    }
    .into_any()
}
