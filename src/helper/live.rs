//! Both have consented: the sharer's screen, or waiting for it, and the chat beside it.

use super::note::NoteFold;
use super::viewer::Viewer;
use crate::components::{Card, Progress, StepHeading};
use crate::room::{Companion, Stage};
use crate::session::{PictureLabel, SessionHandle};
use crate::t;
use leptos::prelude::*;

/// The step's page. Chat stays as it is while pictures come and go.
#[component]
pub(super) fn LiveStep(session: SessionHandle) -> impl IntoView {
    let shown = Memo::new(move |_| {
        session
            .picture()
            .with(|picture| picture.state != PictureLabel::None)
    });
    let panel = move || {
        if shown.get() {
            view! { <Viewer session /> }.into_any()
        } else {
            view! { <Waiting session /> }.into_any()
        }
    };
    view! {
        <Stage session>{panel}</Stage>
        <NoteFold session />
    }
    .into_any()
}

/// Nothing is shared yet, or not any more.
#[component]
fn Waiting(session: SessionHandle) -> impl IntoView {
    let chat = Memo::new(move |_| {
        session
            .view()
            .with(|view| view.as_ref().is_some_and(|view| view.chat))
    });
    let lead = Signal::derive(move || {
        let lead = if chat.get() {
            t!("viewing-none-lead-chat")
        } else {
            t!("viewing-none-lead")
        };
        lead.get()
    });
    view! {
        <Card>
            <StepHeading text=t!("viewing-none-title") />
            <Companion session />
            <Progress label=lead />
        </Card>
    }
    .into_any()
}
