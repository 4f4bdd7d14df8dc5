//! The zoom of one picture, brought together: what was asked for, the sums, and the frame.

use super::gesture::{Gesture, Gestures};
use super::keys::Command;
use super::zoom::{Held, Mode, Pair, Zoom};
use crate::components::Live;
use crate::i18n;
use crate::platform::pane::{Pane, PaneEvent};
use crate::platform::pointers::Pointer;
use leptos::prelude::*;

/// What the bar shows of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// The factor, to whole hundredths.
    pub(super) factor: f64,
    /// All of the picture, as large as the frame allows.
    pub(super) fit: bool,
    /// One of the screen's pixels for each of the picture, as asked for.
    pub(super) actual: bool,
    /// There is a larger step.
    pub(super) more: bool,
    /// There is a smaller step.
    pub(super) less: bool,
}

impl Shown {
    /// In words, for those who do not see it.
    fn words(self) -> String {
        let factor = i18n::percent(self.factor);
        if self.fit {
            i18n::text("viewer-fitted", &[("factor", factor.into())])
        } else {
            factor
        }
    }
}

/// A handle: copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Viewing {
    zoom: StoredValue<Zoom>,
    gestures: StoredValue<Gestures>,
    pane: StoredValue<Option<Pane>, LocalStorage>,
    shown: RwSignal<Shown>,
    live: Live,
}

impl Viewing {
    pub(super) fn new() -> Self {
        Self {
            zoom: StoredValue::default(),
            gestures: StoredValue::default(),
            pane: StoredValue::new_local(None),
            shown: RwSignal::default(),
            live: Live::expect(),
        }
    }

    /// What the bar shows.
    pub(super) fn shown(self) -> Signal<Shown> {
        self.shown.into()
    }

    /// The frame is there.
    pub(super) fn attach(self, pane: Pane) {
        self.pane.set_value(Some(pane));
        self.resized();
    }

    /// The picture has this size.
    pub(super) fn picture(self, size: Pair) {
        self.change(None, |zoom| zoom.set_picture(size));
    }

    /// Does what a key or a button asks for, and says what has come of it.
    pub(super) fn run(self, command: Command) {
        match command {
            Command::In => self.change(None, Zoom::step_in),
            Command::Out => self.change(None, Zoom::step_out),
            Command::Fit => self.change(None, |zoom| zoom.set_mode(Mode::Fit)),
            Command::Actual => self.change(None, Zoom::toggle_actual),
            Command::Pan { direction, page } => {
                return self.pan(|zoom| zoom.stride(direction, page));
            }
            // No matter of the picture's size: the view has done it.
            Command::Full | Command::Statistics => return,
        }
        let words = untrack(|| self.shown.get_untracked().words());
        self.live.whisper(words);
    }

    /// Whether there is more of the picture than is seen.
    pub(super) fn overflows(self) -> bool {
        self.zoom.with_value(Zoom::overflows)
    }

    /// Which pixel of the picture is seen where the pointer now is, if it has moved onto one.
    pub(super) fn pointed(self, event: &PaneEvent) -> Option<[u16; 2]> {
        match event {
            PaneEvent::Pointer(Pointer::Moved { at, .. }) => {
                self.zoom.with_value(|zoom| zoom.pixel(*at))
            }
            _ => None,
        }
    }

    /// Something happens in the frame.
    pub(super) fn heard(self, event: PaneEvent) {
        match event {
            PaneEvent::Pointer(pointer) => self.pointer(pointer),
            PaneEvent::Scrolled => self.scrolled(),
            PaneEvent::Resized => self.resized(),
        }
    }

    fn pointer(self, pointer: Pointer) {
        let meant = self
            .gestures
            .try_update_value(|gestures| gestures.heard(pointer));
        match meant.flatten() {
            Some(Gesture::Drag([x, y])) => self.pan(|_| [-x, -y]),
            Some(Gesture::DoubleTap(at)) => self.change(Some(at), Zoom::toggle),
            Some(Gesture::Turn { at, delta }) => self.change(Some(at), |zoom| zoom.turn(delta)),
            Some(Gesture::Pinch { from, to, by }) => {
                self.scrolled();
                self.lay(|zoom| {
                    let held = zoom.hold(Some(from)).moved_to(to);
                    zoom.multiply(by);
                    held
                });
            }
            None => {}
        }
    }

    /// Changes the zoom, while the point at this place, or the one in the middle, stays there.
    fn change(self, at: Option<Pair>, change: impl FnOnce(&mut Zoom)) {
        self.scrolled();
        self.lay(|zoom| {
            let held = zoom.hold(at);
            change(zoom);
            held
        });
    }

    /// The frame has changed already: the point in its middle is the one that was there.
    fn resized(self) {
        self.lay(|zoom| zoom.hold(None));
    }

    /// Takes over how far the browser has scrolled.
    fn scrolled(self) {
        self.with_pane(|zoom, pane| zoom.scrolled(pane.scroll(), pane.view()));
    }

    fn pan(self, by: impl FnOnce(&Zoom) -> Pair) {
        self.scrolled();
        self.with_pane(|zoom, pane| {
            let by = by(zoom);
            pane.scroll_to(zoom.pan(by));
        });
    }

    /// Changes the zoom, then the page after it, in the order in which one follows from the other:
    /// the size of the picture, the scroll bars, the scrolling.
    fn lay(self, change: impl FnOnce(&mut Zoom) -> Held) {
        self.zoom.try_update_value(|zoom| {
            // Before there is a frame, it is only noted.
            let held = change(zoom);
            self.pane.try_with_value(|pane| {
                let Some(pane) = pane else { return };
                let (frame, density) = pane.frame();
                zoom.set_frame(frame, density);
                pane.set_size(zoom.size(), zoom.is_whole());
                pane.scroll_to(zoom.settle(held, pane.view()));
                pane.set_movable(zoom.overflows());
            });
        });
        self.show();
    }

    fn show(self) {
        let shown = self.zoom.try_with_value(|zoom| Shown {
            factor: (zoom.factor() * 100.0).round() / 100.0,
            fit: zoom.is_fit(),
            actual: zoom.is_actual(),
            more: zoom.larger().is_some(),
            less: zoom.smaller().is_some(),
        });
        if let Some(shown) = shown
            && self.shown.try_get_untracked() != Some(shown)
        {
            self.shown.try_set(shown);
        }
    }

    /// With both, while the view is there.
    fn with_pane(self, with: impl FnOnce(&mut Zoom, &Pane)) {
        self.zoom.try_update_value(|zoom| {
            self.pane.try_with_value(|pane| {
                if let Some(pane) = pane {
                    with(zoom, pane);
                }
            });
        });
    }
}
