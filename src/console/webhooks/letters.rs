//! What a receiver was not told: each with its reason, to be tried again or discarded.

use super::api::Letter;
use super::reading::Reading;
use super::{Webhooks, words};
use crate::components::{Button, ButtonKind, ErrorBox, Progress};
use crate::console::table::{Head, Table, cell, first, plain, whole};
use crate::t;
use leptos::prelude::*;

static HEADS: [Head; 5] = [
    plain("letter-event"),
    plain("letter-at"),
    plain("letter-attempts"),
    plain("letter-why"),
    plain("actions"),
];

/// The dead letters of one receiver.
#[component]
pub(super) fn Letters(
    webhooks: Webhooks,
    name: StoredValue<String>,
    /// How many there are, as the broker said last.
    dead: Memo<u32>,
) -> impl IntoView {
    let reading = Reading::new(webhooks, name);
    // Others may be given up, or tried again elsewhere, meanwhile.
    Effect::new(move |_| {
        dead.track();
        untrack(|| reading.read(true));
    });
    let there = Memo::new(move |_| reading.letters.with(Option::is_some));
    let none = move || {
        let none = reading
            .letters
            .with(|all| all.as_ref().is_some_and(Vec::is_empty));
        none.then(|| view! { <p class="fine">{t!("letters-none")}</p> })
    };
    let waits = move || !there.get() && reading.error.with(Option::is_none);
    view! {
        <h3 id=reading.place() tabindex="-1">{t!("letters")}</h3>
        <ErrorBox error=reading.error />
        <Show when=waits>
            <Progress label=t!("loading") />
        </Show>
        {none}
        <Show when=move || reading.letters.with(|all| all.as_ref().is_some_and(|all| !all.is_empty()))>
            <Table label=t!("letters") heads=&HEADS busy=reading.busy test_id="dead-letters">
                <For
                    each=move || reading.letters.get().unwrap_or_default()
                    key=|letter| letter.id.clone()
                    children=move |letter| view! { <Row reading letter /> }
                />
            </Table>
        </Show>
        <Show when=move || reading.next.with(Option::is_some)>
            <div class="actions">
                <Button
                    label=t!("letters-more")
                    test_id="letters-more"
                    busy=reading.busy
                    on_press=move |()| reading.read(false)
                />
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Row(reading: Reading, letter: Letter) -> impl IntoView {
    let Letter {
        id,
        event,
        at,
        attempts,
        why,
    } = letter;
    let (retried, discarded) = (id.clone(), id.clone());
    let about = event.clone();
    let about = Signal::derive(move || words::event(&about));
    view! {
        <tr role="row" data-testid="dead-letter" data-id=id>
            {first(move || words::event(&event))}
            {cell("letter-at", whole(move || words::at(&at)))}
            {cell("letter-attempts", t!("number", number = attempts))}
            {cell("letter-why", move || words::why(&why))}
            {cell(
                "actions",
                view! {
                    <div class="item-ways">
                        <Button
                            label=t!("letter-retry")
                            about
                            test_id="letter-retry"
                            on_press=move |()| reading.retry(retried.clone())
                        />
                        <Button
                            kind=ButtonKind::Quiet
                            label=t!("letter-discard")
                            about
                            test_id="letter-discard"
                            on_press=move |()| reading.discard(discarded.clone())
                        />
                    </div>
                },
            )}
        </tr>
    }
    .into_any()
}
