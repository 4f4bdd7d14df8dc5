//! The sharer's screen: a canvas at its native resolution, fitted or one to one.

use super::state::StateLabel;
use crate::components::{Button, Sign, StepHeading};
use crate::platform::fullscreen;
use crate::room::Companion;
use crate::session::SessionHandle;
use crate::t;
use leptos::html;
use leptos::prelude::*;

/// The viewer.
#[component]
pub(super) fn Viewer(session: SessionHandle) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let stage = NodeRef::<html::Section>::new();
    let native = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            session.attach_screen(canvas.into());
        }
    });
    let full = move |()| {
        if let Some(stage) = stage.get_untracked() {
            fullscreen::toggle(&stage);
        }
    };
    view! {
        <section class="viewer" node_ref=stage>
            <div class="viewer-bar">
                <StepHeading text=t!("viewing-title") />
                <StateLabel session />
                <Companion session />
                <span class="viewer-tools">
                    <Button
                        label=t!("viewer-actual")
                        test_id="view-native"
                        pressed=Signal::derive(move || Some(native.get()))
                        on_press=move |()| native.update(|native| *native = !*native)
                    />
                    <Button label=t!("viewer-full") sign=Some(Sign::Full) test_id="view-full" on_press=full />
                </span>
            </div>
            <div class="viewer-frame" class:viewer-native=native tabindex="0" role="region" aria-label=t!("viewing-canvas")>
                <canvas node_ref=canvas class="viewer-screen" data-testid="screen" role="img" aria-label=t!("viewing-canvas")></canvas>
            </div>
        </section>
    }
    .into_any()
}
