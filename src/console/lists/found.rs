//! A list as it stands on a page: its rows in a table, between the ways to the others.

use super::Listing;
use super::pager::{Pager, PagerBelow};
use crate::components::{Button, ErrorBox, Progress};
use crate::console::table::{Head, Sorting, Table};
use crate::t;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

/// The list; until its first answer that it is awaited, and what stands in the way.
#[component]
pub(in crate::console) fn Found<T>(
    list: Listing<T>,
    /// What is in it.
    #[prop(into)]
    label: Signal<String>,
    heads: &'static [Head],
    #[prop(optional)] sorting: Option<Sorting>,
    /// Stable name for tests.
    test_id: &'static str,
    /// Makes a row: see [`Table`].
    row: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    let pages = list.pages();
    let problem = list.problem();
    let answered = Memo::new(move |_| list.answered());
    let some = Memo::new(move |_| list.with(|rows| !rows.is_empty()));
    let waits = move || !answered.get() && problem.with(Option::is_none);
    let row = StoredValue::new(row);
    let rows = move || {
        let rows = list.with(<[T]>::to_vec).into_iter();
        rows.map(row.get_value()).collect_view()
    };
    view! {
        <Show when=waits>
            <Progress label=t!("loading") />
        </Show>
        <ErrorBox error=problem>
            <div class="actions">
                <Button
                    label=t!("try-again")
                    test_id="try-again"
                    on_press=move |()| list.again()
                />
            </div>
        </ErrorBox>
        <Show when=move || answered.get()>
            <Pager pages />
        </Show>
        <Show when=move || some.get()>
            <Table label heads sorting busy=list.busy() test_id>
                {rows}
            </Table>
            <PagerBelow pages />
        </Show>
    }
    .into_any()
}
