//! What is read out by screen readers, and what is shown for a moment.

use crate::platform::{spawn, timer};
use leptos::prelude::*;

/// Time for which a word stays on the screen, in milliseconds.
const SHOWN_MS: i32 = 6_000;

/// The page's live region. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    heard: RwSignal<String>,
    shown: RwSignal<String>,
    turn: StoredValue<u32>,
}

impl Live {
    /// Provides the region to everything below the present owner.
    pub fn provide() -> Self {
        let live = Self {
            heard: RwSignal::new(String::new()),
            shown: RwSignal::new(String::new()),
            turn: StoredValue::new(0),
        };
        provide_context(live);
        live
    }

    /// The page's live region.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Has something read out, politely, and shows nothing: for those who see it happen anyway.
    pub fn whisper(self, text: String) {
        let heard = self.heard;
        // The same words twice would be no change: the region is emptied in between.
        heard.try_set(String::new());
        spawn(async move {
            timer::sleep(100).await;
            heard.try_set(text);
        });
    }

    /// Has something read out, and shows it for a moment.
    pub fn say(self, text: String) {
        self.shown.try_set(text.clone());
        self.whisper(text);
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        spawn(async move {
            timer::sleep(SHOWN_MS).await;
            // Newer words have their own time.
            if self.turn.try_get_value() == turn {
                self.shown.try_set(String::new());
            }
        });
    }

    /// The region and the word that is shown; once, at the end of the page.
    pub(super) fn view(self) -> AnyView {
        let shown = self.shown;
        let word = move || {
            shown.with(|text| {
                (!text.is_empty()).then(|| view! { <p class="toast">{text.clone()}</p> })
            })
        };
        view! {
            <div class="visually-hidden" aria-live="polite" role="status">
                {self.heard}
            </div>
            <div class="toasts" aria-hidden="true">
                {word}
            </div>
        }
        .into_any()
    }
}
