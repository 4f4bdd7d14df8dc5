//! An error in words, with a way forward.

use super::{Button, ButtonKind, Icon, Sign};
use crate::i18n::{self, Arg};
use crate::t;
use leptos::prelude::*;
use rh_protocol::ErrorBody;

/// Shows an error while there is one: what happened (`error-<code>`), what to do
/// (`error-<code>.next`), tries and time left where the broker told them, and buttons as children.
#[component]
pub fn ErrorBox(
    /// The error.
    #[prop(into)]
    error: Signal<Option<ErrorBody>>,
    /// A number for the help desk.
    #[prop(into, default = Signal::stored(None))]
    detail: Signal<Option<String>>,
    /// Called when the person has seen it, where nothing else takes it away.
    #[prop(optional)]
    dismiss: Option<Callback<()>>,
    /// Buttons that lead on.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let shown = move || {
        let error = error.get()?;
        Some(Words::of(&error).view(detail, children, dismiss))
    };
    // The region is there before its words are: only then are they read out.
    view! { <div role="alert">{shown}</div> }.into_any()
}

struct Words {
    code: &'static str,
    happened: String,
    next: String,
    more: Vec<String>,
}

impl Words {
    fn of(error: &ErrorBody) -> Self {
        let code = error.code.as_str();
        let tries = error.tries_left.map(|left| {
            let args = [("count", Arg::from(u32::from(left)))];
            i18n::text("tries-left", &args)
        });
        let wait = error.retry_after_ms.map(|ms| {
            let args = [("time", Arg::from(i18n::duration(ms)))];
            i18n::text("retry-after", &args)
        });
        Self {
            code,
            happened: i18n::text(&format!("error-{code}"), &[]),
            next: i18n::text(&format!("error-{code}.next"), &[]),
            more: tries.into_iter().chain(wait).collect(),
        }
    }

    fn view(
        self,
        detail: Signal<Option<String>>,
        children: StoredValue<Option<ChildrenFn>>,
        dismiss: Option<Callback<()>>,
    ) -> AnyView {
        let more = self
            .more
            .into_iter()
            .map(|line| view! { <p>{line}</p> })
            .collect_view();
        let detail = move || {
            let number = detail.get()?;
            // The number stands outside of the message: it reads from left to right everywhere.
            Some(view! {
                <p class="error-detail">{t!("error-detail")} " " <bdi dir="ltr">{number}</bdi></p>
            })
        };
        let close = dismiss.map(|on_press| {
            view! { <Button kind=ButtonKind::Quiet label=t!("close") test_id="close-error" on_press /> }
        });
        view! {
            <div class="error" data-testid="error" data-code=self.code>
                <Icon sign=Sign::Warning />
                <div class="error-words">
                    <p class="error-happened">{self.happened}</p>
                    <p>{self.next}</p>
                    {more}
                    {detail}
                    {children.with_value(|children| children.as_ref().map(|children| children()))}
                </div>
                {close}
            </div>
        }
        .into_any()
    }
}
