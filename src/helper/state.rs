//! The honest label on the picture: live, unchanged, stalled or paused, with its age.

use crate::components::{Icon, Live, Sign, surface_words};
use crate::i18n;
use crate::session::{PictureLabel, SessionHandle};
use crate::t;
use leptos::prelude::*;

/// From which age on the age is shown, in milliseconds.
const AGE_FROM_MS: u64 = 2_000;

/// The label: sign, words and colour, never colour alone.
#[component]
pub(super) fn StateLabel(session: SessionHandle) -> impl IntoView {
    let live = Live::expect();
    let kind = Memo::new(move |_| session.picture().with(|picture| picture.state));
    let seconds = Memo::new(move |_| {
        let age_ms = session.picture().with(|picture| picture.age_ms)?;
        (age_ms >= AGE_FROM_MS).then_some(age_ms / 1_000)
    });
    // Trouble is read out; that a still screen is still is not worth a word.
    Effect::new(move |before: Option<PictureLabel>| {
        let kind = kind.get();
        let changed = before.is_some_and(|before| before != kind);
        if changed && matches!(kind, PictureLabel::Stalled | PictureLabel::Paused) {
            live.whisper(untrack(|| words(kind).get_untracked()));
        }
        kind
    });
    let age = move || {
        seconds.get().map(|seconds| {
            let age = i18n::text(
                "state-age",
                &[("time", i18n::clock_face(seconds * 1_000).into())],
            );
            view! { <span class="state-age">{age}</span> }
        })
    };
    let hint = move || {
        let words = match kind.get() {
            PictureLabel::Stalled => t!("state-stalled-hint"),
            PictureLabel::Paused => t!("state-paused-hint"),
            _ => return None,
        };
        Some(view! { <span class="state-hint">{words}</span> })
    };
    view! {
        <p class="state" data-testid="screen-state" data-state=move || kind.get().as_str()>
            <Icon sign=Signal::derive(move || sign(kind.get())) />
            <span>{move || words(kind.get())}</span>
            {age}
            {hint}
        </p>
    }
    .into_any()
}

/// What kind of surface it is. Apart from the label, which grows and shrinks: what is below it would move.
#[component]
pub(super) fn SurfaceLabel(session: SessionHandle) -> impl IntoView {
    let surface = Memo::new(move |_| {
        session
            .view()
            .with(|view| view.as_ref().map(|view| view.surface))
    });
    move || {
        // What the browser does not say is not worth a word.
        let surface = surface.get().filter(|surface| !surface.is_unknown())?;
        Some(view! {
            <p class="fine" data-testid="screen-surface">{move || surface_words(surface)}</p>
        })
    }
}

const fn sign(kind: PictureLabel) -> Sign {
    match kind {
        PictureLabel::None | PictureLabel::Stalled => Sign::Warning,
        PictureLabel::Live => Sign::Live,
        PictureLabel::Unchanged => Sign::Tick,
        PictureLabel::Paused => Sign::Pause,
    }
}

fn words(kind: PictureLabel) -> Signal<String> {
    match kind {
        PictureLabel::None => t!("state-none"),
        PictureLabel::Live => t!("state-live"),
        PictureLabel::Unchanged => t!("state-unchanged"),
        PictureLabel::Stalled => t!("state-stalled"),
        PictureLabel::Paused => t!("state-paused"),
    }
}
