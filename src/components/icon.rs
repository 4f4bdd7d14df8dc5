//! Small signs beside words. They never stand for words alone.

use leptos::prelude::*;

/// The signs, drawn on a grid of 24 with round strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A dot in a ring: live.
    Live,
    /// Two bars: paused.
    Pause,
    /// A triangle: go on.
    Play,
    /// A square: stop.
    Stop,
    /// A clock: waiting, stalled.
    Clock,
    /// A tick: done, unchanged.
    Tick,
    /// An exclamation mark in a triangle: mind this.
    Warning,
    /// An eye: who watches.
    Eye,
    /// A screen.
    Screen,
    /// Two sheets: copy.
    Copy,
    /// An envelope.
    Mail,
    /// A speech bubble.
    Chat,
    /// Arrows to the corners: full screen.
    Full,
    /// A plus: larger.
    Plus,
    /// A minus: smaller.
    Minus,
    /// A door with an arrow: leave.
    Leave,
    /// A shield with a tick: vouched for.
    Shield,
    /// A bell.
    Bell,
    /// A globe: language.
    Globe,
    /// A question mark in a ring: nobody knows.
    Question,
    /// A ring with a bar through it: not among them.
    Outside,
    /// An arrow up: the least first.
    Up,
    /// An arrow down: the most first.
    Down,
}

impl Sign {
    const fn path(self) -> &'static str {
        match self {
            Self::Live => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Play => "M7 5l12 7-12 7z",
            Self::Stop => "M6 6h12v12H6z",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
            Self::Tick => "M5 13l4 4L19 7",
            Self::Warning => "M12 4L2.5 20h19zM12 10v4M12 17v.5",
            Self::Eye => {
                "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
            }
            Self::Screen => "M3 5h18v12H3zM8 21h8M12 17v4",
            Self::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Self::Mail => "M3 6h18v12H3zM3 7l9 6 9-6",
            Self::Chat => "M4 5h16v11H10l-4 4v-4H4z",
            Self::Full => "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Minus => "M5 12h14",
            Self::Leave => "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
            Self::Shield => "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5",
            Self::Bell => "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
            Self::Globe => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"
            }
            Self::Question => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 17v.5"
            }
            Self::Outside => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 18L18 6",
            Self::Up => "M12 19V5M6 11l6-6 6 6",
            Self::Down => "M12 5v14M6 13l6 6 6-6",
        }
    }
}

/// A sign, hidden from screen readers: the words beside it say the same.
#[component]
pub fn Icon(
    /// Which one.
    #[prop(into)]
    sign: Signal<Sign>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || sign.get().path() />
        </svg>
    }
    .into_any()
}
