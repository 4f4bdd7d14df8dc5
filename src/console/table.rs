//! A table: as one where there is room, as a card for each row where there is not.

use crate::components::{Icon, Sign};
use crate::i18n;
use leptos::prelude::*;

/// The head of a column.
#[derive(Debug)]
pub(super) struct Head {
    /// The message with its name.
    pub(super) name: &'static str,
    /// What sorting by it is called, where one can.
    pub(super) order: Option<&'static str>,
    /// Sorted so, the most comes first, and the least the other way round.
    falling: bool,
}

/// A column by which nothing is sorted.
pub(super) const fn plain(name: &'static str) -> Head {
    Head {
        name,
        order: None,
        falling: false,
    }
}

/// A column by which rows are sorted, with the word for that.
pub(super) const fn sorted(name: &'static str, order: &'static str) -> Head {
    Head {
        name,
        order: Some(order),
        falling: false,
    }
}

/// The same, where the most comes first.
pub(super) const fn falling(name: &'static str, order: &'static str) -> Head {
    Head {
        falling: true,
        ..sorted(name, order)
    }
}

/// How rows are sorted.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    /// By which column.
    pub(super) order: Signal<String>,
    /// The other way round.
    pub(super) reverse: Signal<bool>,
    /// Called with the column whose head is pressed.
    pub(super) press: Callback<&'static str>,
}

/// The table. Its children are rows, each a `<tr role="row">` of [`first`] and [`cell`]s.
#[component]
pub(super) fn Table(
    /// What is in it.
    #[prop(into)]
    label: Signal<String>,
    heads: &'static [Head],
    #[prop(default = None)] sorting: Option<Sorting>,
    /// What is in it is being asked for anew.
    #[prop(into, default = Signal::stored(false))]
    busy: Signal<bool>,
    /// Stable name for tests.
    test_id: &'static str,
    children: Children,
) -> impl IntoView {
    let heads = heads
        .iter()
        .map(|head| view! { <HeadCell head sorting /> })
        .collect_view();
    // The roles are those of the elements: said again, since a table that is laid out as cards would lose them.
    view! {
        <table
            role="table"
            class="table"
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            data-testid=test_id
        >
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn HeadCell(head: &'static Head, sorting: Option<Sorting>) -> impl IntoView {
    let name = i18n::message(head.name);
    let (Some(order), Some(sorting)) = (head.order, sorting) else {
        return view! { <th role="columnheader" scope="col">{name}</th> }.into_any();
    };
    let by_this = move || sorting.order.with(|by| by == order);
    let falls = move || by_this().then(|| sorting.reverse.get() != head.falling);
    let sorted = move || {
        let falls = falls()?;
        Some(if falls { "descending" } else { "ascending" })
    };
    let sign = move || {
        let sign = if falls()? { Sign::Down } else { Sign::Up };
        Some(view! { <Icon sign /> })
    };
    view! {
        <th role="columnheader" scope="col" aria-sort=sorted>
            <button
                type="button"
                class="table-sort"
                data-testid=format!("sort-{order}")
                on:click=move |_| sorting.press.run(order)
            >
                {name}
                {sign}
            </button>
        </th>
    }
    .into_any()
}

/// The cell that names its row.
pub(super) fn first(content: impl IntoAny) -> AnyView {
    view! { <th role="rowheader" scope="row">{content.into_any()}</th> }.into_any()
}

/// What is torn only where words end, such as a time of which a column is too narrow for one line: half a year is another one.
pub(super) fn whole(content: impl IntoAny) -> AnyView {
    view! { <span class="whole">{content.into_any()}</span> }.into_any()
}

/// A cell, with the message that names its column.
pub(super) fn cell(name: &'static str, content: impl IntoAny) -> AnyView {
    view! { <td role="cell" data-label=i18n::message(name)>{content.into_any()}</td> }.into_any()
}
