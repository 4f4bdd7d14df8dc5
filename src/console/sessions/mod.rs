//! The sessions that run now: a list that follows them, and ending one.

mod api;
mod draft;
mod end;
mod row;

use super::load::Loaded;
use super::table::{Head, Table, plain};
use crate::components::{Card, StepHeading};
use crate::i18n;
use crate::platform::{clock, document, spawn, timer};
use crate::t;
use api::All;
use end::End;
use leptos::prelude::*;
use rh_protocol::{Role, SessionId};
use row::Row;

/// Time between two looks, in milliseconds.
const EVERY_MS: i32 = 3_000;

/// The heading above the list, and the list.
const HEADING: &str = "sessions-heading";
const LIST: &str = "sessions-list";

static HEADS: [Head; 5] = [
    plain("session-helper"),
    plain("session-sharer"),
    plain("session-state"),
    plain("session-since"),
    plain("actions"),
];

/// What runs, as it was last read. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Sessions {
    loaded: Loaded<All>,
    /// The one that is about to be ended.
    ending: RwSignal<Option<SessionId>>,
}

impl Sessions {
    /// Who helps whom in it.
    fn who(self, session: SessionId) -> Option<String> {
        let all = self.loaded.get_untracked()?;
        let one = all.sessions.iter().find(|one| one.session == session)?;
        let name = |role| one.people(role).next().map(|one| one.person.name.expose());
        let helper = name(Role::Helper)?.as_str();
        Some(match name(Role::Sharer) {
            Some(sharer) => i18n::text(
                "session-end-who",
                &[
                    ("helper", helper.into()),
                    ("sharer", sharer.as_str().into()),
                ],
            ),
            None => i18n::text("session-end-alone", &[("helper", helper.into())]),
        })
    }
}

/// The page.
#[component]
pub(super) fn SessionsPage() -> impl IntoView {
    let sessions = Sessions {
        loaded: Loaded::new(api::all),
        ending: RwSignal::new(None),
    };
    sessions.loaded.keep_asking(EVERY_MS, api::all_again);
    view! {
        <Card wide=true>
            <StepHeading text=t!("sessions") />
            <p class="lead">{t!("sessions-lead")}</p>
        </Card>
        {sessions.loaded.view(move |_| view! { <List sessions /> }.into_any())}
        <End sessions />
    }
    .into_any()
}

#[component]
fn List(sessions: Sessions) -> impl IntoView {
    let held = StoredValue::new(false);
    let ids = Memo::new(move |_| {
        // Before a row goes: afterwards nobody can tell where the focus was.
        held.set_value(document::focus_within(LIST));
        let all = sessions.loaded.get();
        let all = all.iter().flat_map(|all| &all.sessions);
        all.map(|one| one.session).collect::<Vec<_>>()
    });
    // The focus does not get lost with a session that ends while somebody is at its row.
    Effect::new(move |_| {
        ids.track();
        if held.get_value() {
            spawn(async {
                timer::sleep(0).await;
                if document::focus_is_lost() {
                    document::focus(HEADING);
                }
            });
        }
    });
    let none = move || ids.with(Vec::is_empty);
    let count = move || {
        let count = ids.with(|ids| u32::try_from(ids.len()).unwrap_or(u32::MAX));
        i18n::text("sessions-count", &[("count", count.into())])
    };
    view! {
        <Card wide=true>
            <div class="console-head">
                <h2 id=HEADING tabindex="-1">{t!("sessions-now")}</h2>
                <p role="status" data-testid="sessions-count">{count}</p>
            </div>
            <Show when=move || !none() fallback=|| view! { <p class="fine">{t!("sessions-none")}</p> }>
                <div id=LIST>
                    <Table label=t!("sessions-now") heads=&HEADS test_id="sessions">
                        <For
                            each=move || ids.get()
                            key=|id| *id
                            children=move |id| view! { <Row sessions id /> }
                        />
                    </Table>
                </div>
            </Show>
        </Card>
    }
    .into_any()
}

/// When something began that is so old, in milliseconds since 1970.
fn began(age_ms: u64) -> u64 {
    clock::wall_ms().saturating_sub(age_ms)
}
