//! While something is shared: the indicator, who watches, how long, what they see, pause and stop.

use crate::components::{Button, ButtonKind, Card, Icon, Sign, StepHeading};
use crate::platform::{document, preview};
use crate::room::{Elapsed, OtherName};
use crate::session::{PictureLabel, SessionHandle};
use crate::t;
use leptos::html;
use leptos::prelude::*;

/// The sharing page's main part.
#[component]
pub(super) fn SharingPanel(session: SessionHandle) -> impl IntoView {
    let paused = Memo::new(move |_| {
        session
            .picture()
            .with(|shared| shared.state == PictureLabel::Paused)
    });
    let title = Signal::derive(move || {
        if paused.get() {
            t!("sharing-paused-title").get()
        } else {
            t!("sharing-title").get()
        }
    });
    indicate_in_tab(paused);
    let toggle = move |()| {
        if paused.get_untracked() {
            session.resume()
        } else {
            session.pause()
        }
    };
    let pause_label = Signal::derive(move || {
        if paused.get() {
            t!("resume").get()
        } else {
            t!("pause").get()
        }
    });
    let pause_sign = Signal::derive(move || {
        Some(if paused.get() {
            Sign::Play
        } else {
            Sign::Pause
        })
    });
    let paused_lead = move || {
        paused
            .get()
            .then(|| view! { <p class="lead">{t!("sharing-paused-lead")}</p> })
    };
    view! {
        <Card wide=true>
            <div class="sharing" class:sharing-paused=paused data-testid="sharing">
                <p class="sharing-mark" aria-hidden="true"><Icon sign=Signal::derive(move || if paused.get() { Sign::Pause } else { Sign::Live }) /></p>
                <StepHeading text=title untitled=true />
                <p class="sharing-time">{t!("sharing-time")} " " <Elapsed session /></p>
            </div>
            <p class="companion">
                <Icon sign=Sign::Eye />
                <span>{t!("sharing-to")} " " <OtherName session /></span>
            </p>
            {paused_lead}
            <Preview session paused />
            <div class="actions">
                <Button label=pause_label sign=pause_sign test_id="pause" on_press=toggle />
                <Button
                    kind=ButtonKind::Primary
                    label=t!("stop-sharing")
                    sign=Some(Sign::Stop)
                    test_id="stop-sharing"
                    on_press=move |()| session.stop_sharing()
                />
            </div>
        </Card>
    }
    .into_any()
}

/// One's own capture, small: what is on its way, and like it frozen by a pause.
#[component]
fn Preview(session: SessionHandle, paused: Memo<bool>) -> impl IntoView {
    let video = NodeRef::<html::Video>::new();
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            session
                .preview()
                .with(|stream| preview::show(&video, stream.as_ref()));
        }
    });
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            preview::freeze(&video, paused.get());
        }
    });
    view! {
        <figure class="preview">
            <video node_ref=video data-testid="preview" autoplay=true muted=true playsinline=true prop:muted=true></video>
            <figcaption class="fine">{t!("sharing-preview")}</figcaption>
        </figure>
    }
    .into_any()
}

/// The tab itself says that the screen is shared, for as long as it is.
fn indicate_in_tab(paused: Memo<bool>) {
    let words = Signal::derive(move || {
        let state = if paused.get() {
            t!("tab-paused")
        } else {
            t!("tab-sharing")
        };
        format!("{} · {}", state.get(), t!("product").get())
    });
    Effect::new(move |_| document::set_icon(if paused.get() { "paused" } else { "sharing" }));
    Effect::new(move |_| document::set_title(&words.get()));
    on_cleanup(|| document::set_icon("favicon"));
}
