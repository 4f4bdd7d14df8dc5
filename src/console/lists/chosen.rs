//! What is shown a part of: it stands in the address, and what is typed over it becomes the next address.

use crate::platform::{spawn, timer};
use crate::routes::filters::{Filters, Text};
use crate::routes::{ConsolePage, Page};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// Time in which more is typed before it is shown, in milliseconds.
const TYPING_MS: i32 = 200;

/// What a page shows a part of, and what is typed over it. A handle: copy it freely.
#[derive(Clone, Copy)]
pub(in crate::console) struct Chosen {
    page: ConsolePage,
    /// Whether the address is that of the page itself, and not of a place below it.
    here: Memo<bool>,
    now: Memo<Filters>,
    draft: RwSignal<Filters>,
    /// Counts what is typed: it is shown after the last of it.
    turn: StoredValue<u32>,
    /// Leads to an address, in place of the present one or after it.
    go: Callback<(String, bool)>,
}

impl Chosen {
    /// What stands in the address of a page that can be filtered by these. It stays what it was while one looks at a place
    /// below the page.
    pub(in crate::console) fn new(page: ConsolePage, texts: &'static [Text]) -> Self {
        let location = use_location();
        // Of the same moment: which page it is, and what of it.
        let (path, query) = (location.pathname, location.query);
        let own = Page::Console(Some(page)).path();
        let here = Memo::new(move |_| path.with(|path| path.trim_end_matches('/') == own));
        let read = move || query.with(|query| Filters::read(texts, |key| query.get(key)));
        let draft = RwSignal::new(if here.get_untracked() {
            untrack(read)
        } else {
            Filters::default()
        });
        // Who goes on to a place below the page right after typing comes back to what was typed.
        let now = Memo::new(move |_| {
            if here.get() {
                read()
            } else {
                draft.get_untracked()
            }
        });
        // Back and forward, and links: what is typed follows the address. What says the same stays as it is typed.
        Effect::new(move |_| {
            let now = now.get();
            if draft.with_untracked(|draft| draft.address() != now.address()) {
                draft.set(now);
            }
        });
        let navigate = use_navigate();
        let go = Callback::new(move |(address, replace): (String, bool)| {
            navigate(
                &address,
                NavigateOptions {
                    scroll: false,
                    replace,
                    ..NavigateOptions::default()
                },
            );
        });
        Self {
            page,
            here,
            now,
            draft,
            turn: StoredValue::new(0),
            go,
        }
    }

    /// The query for the broker's interface.
    pub(in crate::console) fn asked(self) -> Signal<String> {
        Memo::new(move |_| self.now.with(Filters::asked)).into()
    }

    /// The address of what is shown. Tracked.
    pub(in crate::console) fn address(self) -> String {
        self.now.with(|now| self.address_of(now))
    }

    fn address_of(self, filters: &Filters) -> String {
        let path = Page::Console(Some(self.page)).path();
        format!("{path}{}", filters.address())
    }

    /// What stands in a field.
    pub(in crate::console) fn text(self, text: Text) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| draft.text(text).to_owned()))
    }

    /// Whether all is shown, and nothing is typed. Tracked.
    pub(super) fn is_all(self) -> bool {
        self.draft.with(Filters::is_empty) && self.now.with(Filters::is_empty)
    }

    /// Takes what is typed.
    pub(in crate::console) fn put(self, text: Text, value: &str) {
        self.draft.update(|draft| draft.put(text, value));
    }

    /// Takes what is typed, and shows it as soon as nothing more is.
    pub(in crate::console) fn soon(self, text: Text, value: &str) {
        self.put(text, value);
        let Some(mine) = self.next_turn() else {
            return;
        };
        spawn(async move {
            timer::sleep(TYPING_MS).await;
            let last = self.turn.try_get_value() == Some(mine);
            // Whoever has gone on meanwhile is not led back.
            if last && self.here.try_get_untracked() == Some(true) {
                self.lead(true);
            }
        });
    }

    /// Shows something else, in place of what is shown.
    pub(in crate::console) fn change(self, change: impl FnOnce(&mut Filters)) {
        self.next_turn();
        self.draft.update(change);
        self.lead(true);
    }

    /// Shows what is typed; what was shown is a step back.
    pub(in crate::console) fn show(self) {
        self.lead(false);
    }

    /// Shows all.
    pub(super) fn clear(self) {
        self.draft.set(Filters::default());
        self.lead(false);
    }

    fn next_turn(self) -> Option<u32> {
        self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        })
    }

    fn lead(self, replace: bool) {
        let address = self.draft.with_untracked(|draft| self.address_of(draft));
        self.go.run((address, replace));
    }
}
