//! The sharer's screen: a canvas at its native resolution, in a frame that shows all of it or a part.
//!
//! `zoom` reckons sizes and places, `gesture` and `keys` say what is meant, `viewing` brings them
//! together with the frame, `tools` are the buttons, `statistics` the panel that one of them opens.

mod gesture;
mod keys;
mod statistics;
mod tools;
mod viewing;
mod zoom;

use super::state::{StateLabel, SurfaceLabel};
use crate::components::StepHeading;
use crate::platform::fullscreen;
use crate::platform::pane::Pane;
use crate::room::Companion;
use crate::session::SessionHandle;
use crate::t;
use keys::Command;
use leptos::html;
use leptos::prelude::*;
use statistics::Panel;
use tools::Tools;
use viewing::Viewing;

/// What the frame's description is found by.
const KEYS: &str = "viewer-keys";

/// The viewer.
#[component]
pub(super) fn Viewer(session: SessionHandle) -> impl IntoView {
    let viewing = Viewing::new();
    let stage = NodeRef::<html::Section>::new();
    let frame = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    Effect::new(move |_| {
        let (Some(frame), Some(canvas)) = (frame.get(), canvas.get()) else {
            return;
        };
        let picture = canvas.clone().into();
        // A browser that cannot watch sizes shows the picture as large as it is.
        let heard = move |event| {
            if let Some([x, y]) = viewing.pointed(&event) {
                session.focus(x, y);
            }
            viewing.heard(event);
        };
        if let Ok(pane) = Pane::new(frame.into(), picture, heard) {
            viewing.attach(pane);
        }
        session.attach_screen(canvas.into());
    });
    let size = Memo::new(move |_| {
        let picture = session.picture();
        picture.with(|picture| (picture.width.max(1), picture.height.max(1)))
    });
    Effect::new(move |_| {
        let (width, height) = size.get();
        viewing.picture([width.into(), height.into()]);
    });
    let shape = move || {
        let (width, height) = size.get();
        format!("{width} / {height}")
    };
    let open = RwSignal::new(false);
    let run = Callback::new(move |command| {
        if let (Command::Full, Some(stage)) = (command, stage.get_untracked()) {
            fullscreen::toggle(&stage);
        }
        if command == Command::Statistics {
            open.update(|open| *open = !*open);
        }
        viewing.run(command);
    });
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        // With these keys held it is the browser that is meant, which zooms the page by some.
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(command) = keys::command(&event.key(), &event.code(), event.shift_key()) else {
            return;
        };
        // Where there is nothing to move, arrows move the page.
        if !matches!(command, Command::Pan { .. }) || viewing.overflows() {
            event.prevent_default();
            run.run(command);
        }
    };
    // From wherever the focus is: it was on the button that has opened them, or on the picture.
    let escaped = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
        }
    };
    view! {
        <section class="viewer" node_ref=stage on:keydown=escaped>
            <div class="viewer-bar">
                <StepHeading text=t!("viewing-title") />
                <StateLabel session />
                <Companion session />
                <SurfaceLabel session />
                <Tools shown=viewing.shown() open run />
            </div>
            <div class="viewer-field">
                <div
                    class="viewer-frame"
                    node_ref=frame
                    tabindex="0"
                    role="region"
                    aria-label=t!("viewing-canvas")
                    aria-describedby=KEYS
                    style:aspect-ratio=shape
                    on:keydown=pressed
                >
                    <canvas node_ref=canvas class="viewer-screen" data-testid="screen" role="img" aria-label=t!("viewing-canvas")></canvas>
                </div>
                {move || open.get().then(|| view! { <Panel session open /> })}
            </div>
            <p id=KEYS hidden>{t!("viewer-keys")}</p>
        </section>
    }
    .into_any()
}
