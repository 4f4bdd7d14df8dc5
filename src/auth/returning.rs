//! The callback page: calm words while the answer is exchanged, the problem if there is one.

use super::{Answer, SignInProblem, Standing, part, use_auth};
use crate::components::{Card, Progress, StepHeading};
use crate::platform::spawn;
use crate::routes::Page;
use crate::t;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Finishes the sign-in and goes on to where the person was.
#[component]
pub fn CallbackPage() -> impl IntoView {
    let auth = use_auth();
    let navigate = use_navigate();
    let answer = auth.take_answer();
    let target = answer
        .as_ref()
        .and_then(|answer| answer.pending.as_ref())
        .map_or(Page::Home(auth.role()), |pending| {
            pending.return_page(auth.role())
        });
    Effect::new(move |_| {
        if !matches!(auth.standing(), Standing::Unknown) {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&target.path(), options);
        }
    });
    let checks = |answer: &Answer| answer.pending.as_ref().is_some_and(|pending| pending.check);
    match answer {
        Some(answer) if checks(&answer) => spawn(async move {
            let finished = match part::finish_check(auth, answer).await {
                Ok(finish) => finish.await,
                Err(problem) => Err(problem),
            };
            match finished {
                // Who is signed in is so still.
                Ok(()) => auth.refresh(),
                Err(problem) => {
                    auth.problem().try_set(Some(problem));
                }
            }
        }),
        Some(answer) => spawn(async move {
            match auth.finish(answer).await {
                Ok(me) => auth.enter(me),
                Err(problem) => auth.failed(problem, target),
            }
        }),
        // Reloaded, or opened by hand: there is nothing here to finish.
        None => auth.refresh(),
    }
    let waiting = move || auth.problem().with(Option::is_none);
    view! {
        <Card>
            <StepHeading text=t!("callback-title") />
            <Show when=waiting>
                <Progress label=t!("callback-progress") />
            </Show>
            <SignInProblem return_to=target alone=true />
            <Show when=move || !waiting()>
                <a class="button" data-testid="to-start" href=Page::Home(auth.role()).path()>
                    {t!("to-start")}
                </a>
            </Show>
        </Card>
    }
    .into_any()
}
