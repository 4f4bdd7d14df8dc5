//! The sharer's receipt on the end page: who, when, how long, what was shared. It is all the broker's word.

mod file;
mod lines;

use crate::components::{Button, Card, ErrorBox, Live};
use crate::i18n;
use crate::platform::{clock, file as files};
use crate::session::SessionHandle;
use crate::t;
use file::Paper;
use leptos::prelude::*;
use lines::{Line, Value};
use rh_protocol::view::SessionView;
use rh_protocol::{ErrorBody, ErrorCode};

/// The receipt of a session that is over; nothing where there is none.
#[component]
pub(super) fn ReceiptCard(session: SessionHandle) -> impl IntoView {
    let view = session.view().get_untracked();
    match view.filter(|view| view.receipt.is_some()) {
        Some(view) => card(view),
        None => ().into_any(),
    }
}

fn card(view: SessionView) -> AnyView {
    let ended_ms = view.receipt.as_ref().map_or(0, |receipt| receipt.ended_ms);
    let lines = Memo::new(move |_| lines::of(&view));
    let failed = RwSignal::new(None::<ErrorBody>);
    let live = Live::expect();
    let save = move |()| {
        let paper = untrack(|| paper(lines));
        let name = format!("remote-help-{}.html", clock::day(ended_ms));
        match files::save(&name, "text/html", &file::html(&paper)) {
            Ok(()) => {
                failed.set(None);
                live.say(untrack(|| i18n::text("receipt-saved", &[])));
            }
            Err(_) => failed.set(Some(ErrorBody::new(ErrorCode::SaveFailed))),
        }
    };
    view! {
        <Card>
            <h2>{t!("receipt-title")}</h2>
            <p class="lead">{t!("receipt-lead")}</p>
            <dl class="receipt" data-testid="receipt">
                {move || lines.get().into_iter().map(row).collect_view()}
            </dl>
            <p class="fine">{t!("receipt-fine")}</p>
            <ErrorBox error=failed />
            <div class="actions">
                <Button label=t!("receipt-save") test_id="save-receipt" on_press=save />
            </div>
        </Card>
    }
    .into_any()
}

fn row(line: Line) -> AnyView {
    let Line {
        name,
        label,
        values,
    } = line;
    let values = values.into_iter().map(|value| match value {
        Value::Words(words) => view! { <dd>{words}</dd> }.into_any(),
        Value::Told(text) => view! { <dd><bdi>{text}</bdi></dd> }.into_any(),
        Value::Number(text) => view! { <dd><bdi dir="ltr">{text}</bdi></dd> }.into_any(),
    });
    let values: Vec<_> = values.collect();
    view! { <div data-line=name><dt>{label}</dt>{values}</div> }.into_any()
}

/// All that stands in the file, in the present language.
fn paper(lines: Memo<Vec<Line>>) -> Paper {
    let locale = i18n::locale();
    Paper {
        language: locale.tag,
        direction: locale.direction(),
        product: i18n::text("product", &[]),
        title: i18n::text("receipt-title", &[]),
        lines: lines.get(),
        fine: i18n::text("receipt-fine", &[]),
    }
}
