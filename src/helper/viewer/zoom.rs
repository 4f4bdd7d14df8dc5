//! How large the picture is shown, and which part of it: sums, without a browser.
//!
//! Lengths on the page are in CSS pixels, those in the picture in its own. A factor is the number of
//! the screen's pixels that one of the picture takes: at 1 nothing is resampled, however dense the
//! screen is.

use std::array::from_fn;

/// Across and down.
pub(super) type Pair = [f64; 2];

/// The factors of keys and buttons.
const STEPS: [f64; 17] = [
    0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0,
];
/// Factors that are this much apart are the same: a fitted picture has any factor.
const SAME: f64 = 0.001;
/// A turn of the wheel by this many pixels is a notch of a mouse's; a trackpad's pinch is finer.
const NOTCH: f64 = 40.0;
/// Scrolling by less is rounding.
const ROUNDED: f64 = 1.0;
/// How far an arrow key moves the picture.
const NUDGE: f64 = 64.0;
/// How much of what is seen a page moves on: the rest is seen again.
const PAGE: f64 = 0.9;

/// What decides the factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mode {
    /// The whole picture, as large as the frame allows.
    Fit,
    /// This factor, whatever is seen of the picture.
    Factor(f64),
}

/// A point of the picture that stays in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Held {
    point: Pair,
    /// Its place in the view; nothing for the middle, wherever that is by then.
    at: Option<Pair>,
}

/// A picture in a frame.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Zoom {
    mode: Mode,
    /// Size of the picture.
    picture: Pair,
    /// Size of the frame, scroll bars included.
    frame: Pair,
    /// The screen's pixels for each of CSS.
    density: f64,
    /// Size of what the scroll bars leave of the frame.
    view: Pair,
    /// How far the picture is scrolled.
    scroll: Pair,
}

impl Default for Zoom {
    fn default() -> Self {
        Self {
            mode: Mode::Fit,
            picture: [1.0; 2],
            frame: [1.0; 2],
            density: 1.0,
            view: [1.0; 2],
            scroll: [0.0; 2],
        }
    }
}

impl Zoom {
    /// Whether the picture is fitted in.
    pub(super) fn is_fit(&self) -> bool {
        self.mode == Mode::Fit
    }

    /// Whether the picture was asked for as it is.
    pub(super) fn is_actual(&self) -> bool {
        matches!(self.mode, Mode::Factor(factor) if same(factor, 1.0))
    }

    /// Whether every pixel of the picture takes a whole number of the screen's.
    pub(super) fn is_whole(&self) -> bool {
        let factor = self.factor();
        factor > 0.5 && same(factor, factor.round())
    }

    /// Whether there is more of the picture than is seen.
    pub(super) fn overflows(&self) -> bool {
        let most = self.most();
        most[0] > 0.0 || most[1] > 0.0
    }

    /// The present factor.
    pub(super) fn factor(&self) -> f64 {
        match self.mode {
            Mode::Fit => self.fit(),
            Mode::Factor(factor) => factor,
        }
    }

    /// Size of the picture on the page.
    pub(super) fn size(&self) -> Pair {
        self.picture.map(|length| length * self.scale())
    }

    /// The picture's size has changed. The middle of what is seen has to be held over it.
    pub(super) fn set_picture(&mut self, size: Pair) {
        self.picture = size.map(|length| length.max(1.0));
    }

    /// What room there is.
    pub(super) fn set_frame(&mut self, size: Pair, density: f64) {
        self.frame = size.map(|length| length.max(1.0));
        self.density = if density > 0.0 { density } else { 1.0 };
    }

    /// The browser has scrolled.
    pub(super) fn scrolled(&mut self, scroll: Pair, view: Pair) {
        self.scroll = from_fn(|axis| {
            // Browsers round what they are asked for; many roundings would add up to a drift.
            let rounded = (scroll[axis] - self.scroll[axis]).abs() < ROUNDED;
            if rounded {
                self.scroll[axis]
            } else {
                scroll[axis]
            }
        });
        self.view = view;
    }

    /// Changes what decides the factor.
    pub(super) fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// From fitted to actual size, and from anything else to fitted.
    pub(super) fn toggle(&mut self) {
        self.mode = match self.mode {
            Mode::Fit => Mode::Factor(1.0),
            Mode::Factor(_) => Mode::Fit,
        };
    }

    /// To actual size, and from it to fitted.
    pub(super) fn toggle_actual(&mut self) {
        self.mode = if self.is_actual() {
            Mode::Fit
        } else {
            Mode::Factor(1.0)
        };
    }

    /// The next larger of the steps, where there is one.
    pub(super) fn step_in(&mut self) {
        if let Some(factor) = self.larger() {
            self.mode = Mode::Factor(factor);
        }
    }

    /// The next smaller of the steps; after the last, fitted, where that is smaller still.
    pub(super) fn step_out(&mut self) {
        if let Some(mode) = self.smaller() {
            self.mode = mode;
        }
    }

    /// The next larger of the steps.
    pub(super) fn larger(&self) -> Option<f64> {
        let now = self.factor() * (1.0 + SAME);
        STEPS.into_iter().find(|step| *step > now)
    }

    /// What the next smaller step is.
    pub(super) fn smaller(&self) -> Option<Mode> {
        let now = self.factor() * (1.0 - SAME);
        let step = STEPS.into_iter().rev().find(|step| *step < now);
        step.map(Mode::Factor)
            .or_else(|| (self.fit() < now).then_some(Mode::Fit))
    }

    /// As many times as large, within what the steps and a fitted picture span.
    pub(super) fn multiply(&mut self, by: f64) {
        let (least, most) = (STEPS[0].min(self.fit()), STEPS[16].max(self.fit()));
        let factor = self.factor() * by;
        if factor.is_finite() {
            self.mode = Mode::Factor(factor.clamp(least, most));
        }
    }

    /// A turn of the wheel: a step for each notch, and finely for the pinch of a trackpad.
    pub(super) fn turn(&mut self, delta: f64) {
        if delta >= NOTCH {
            self.step_out();
        } else if delta <= -NOTCH {
            self.step_in();
        } else {
            self.multiply((-delta / 100.0).exp());
        }
    }

    /// What to hold: the point that is seen at this place, or in the middle.
    pub(super) fn hold(&self, at: Option<Pair>) -> Held {
        let place = at.unwrap_or(self.middle());
        let (size, scale) = (self.size(), self.scale());
        let point = from_fn(|axis| {
            let free = (self.view[axis] - size[axis]).max(0.0);
            (place[axis] - free / 2.0 + self.scroll[axis]) / scale
        });
        Held { point, at }
    }

    /// Which pixel of the picture is seen at this place.
    pub(super) fn pixel(&self, at: Pair) -> Option<[u16; 2]> {
        let point = self.hold(Some(at)).point;
        let inside = (0..2).all(|axis| (0.0..self.picture[axis]).contains(&point[axis]));
        // A picture has at most 16 bits of pixels across and down.
        inside.then(|| point.map(|at| at as u16))
    }

    /// Puts what was held in its place, as far as the picture reaches, now that this much is seen of
    /// the page. Returns how far to scroll.
    pub(super) fn settle(&mut self, held: Held, view: Pair) -> Pair {
        self.view = view;
        let at = held.at.unwrap_or(self.middle());
        let scale = self.scale();
        self.scroll_to(from_fn(|axis| held.point[axis] * scale - at[axis]))
    }

    /// Moves what is seen, as far as the picture reaches. Returns how far to scroll.
    pub(super) fn pan(&mut self, by: Pair) -> Pair {
        self.scroll_to(from_fn(|axis| self.scroll[axis] + by[axis]))
    }

    /// How far a key moves what is seen, in a direction.
    pub(super) fn stride(&self, direction: Pair, page: bool) -> Pair {
        from_fn(|axis| direction[axis] * if page { self.view[axis] * PAGE } else { NUDGE })
    }

    fn scroll_to(&mut self, scroll: Pair) -> Pair {
        let most = self.most();
        self.scroll = from_fn(|axis| scroll[axis].clamp(0.0, most[axis]));
        self.scroll
    }

    /// How far the picture can be scrolled.
    fn most(&self) -> Pair {
        let size = self.size();
        from_fn(|axis| (size[axis] - self.view[axis]).max(0.0))
    }

    fn middle(&self) -> Pair {
        self.view.map(|length| length / 2.0)
    }

    /// The factor at which the whole picture is seen.
    fn fit(&self) -> f64 {
        let [across, down] = from_fn(|axis| self.frame[axis] / self.picture[axis]);
        across.min(down) * self.density
    }

    /// CSS pixels for each of the picture.
    fn scale(&self) -> f64 {
        self.factor() / self.density
    }
}

impl Held {
    /// The same point, to be put in this place.
    pub(super) fn moved_to(self, at: Pair) -> Self {
        let at = Some(at);
        Self { at, ..self }
    }
}

fn same(one: f64, other: f64) -> bool {
    (one / other - 1.0).abs() < SAME
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 1600 × 900 in a frame of 800 × 600, without scroll bars.
    fn zoom(density: f64) -> Zoom {
        let mut zoom = Zoom::default();
        zoom.set_picture([1600.0, 900.0]);
        zoom.set_frame([800.0, 600.0], density);
        lay(&mut zoom, |_| {}, None);
        zoom
    }

    /// Changes something, while a point keeps its place.
    fn lay(zoom: &mut Zoom, change: impl FnOnce(&mut Zoom), at: Option<Pair>) {
        let held = zoom.hold(at);
        change(zoom);
        zoom.settle(held, zoom.frame);
    }

    fn point(zoom: &Zoom, at: Pair) -> Pair {
        zoom.hold(Some(at)).point
    }

    fn close(one: Pair, other: Pair) -> bool {
        (0..2).all(|axis| (one[axis] - other[axis]).abs() < 1e-6)
    }

    #[test]
    fn a_place_is_on_a_pixel_or_beside_the_picture() {
        // Fitted, the picture lies from 75 to 525.
        let zoom = zoom(1.0);
        assert_eq!(zoom.pixel([0.0, 75.0]), Some([0, 0]));
        assert_eq!(zoom.pixel([799.9, 524.9]), Some([1599, 899]));
        assert_eq!(zoom.pixel([400.0, 300.0]), Some([800, 450]));
        for beside in [[400.0, 74.0], [400.0, 525.0], [-1.0, 300.0], [800.0, 300.0]] {
            assert_eq!(zoom.pixel(beside), None, "{beside:?}");
        }
    }

    #[test]
    fn fitted_means_all_of_it_in_the_middle() {
        let zoom = zoom(1.0);
        assert!(zoom.is_fit());
        assert!(close(zoom.size(), [800.0, 450.0]));
        assert!((zoom.factor() - 0.5).abs() < 1e-9);
        assert!(!zoom.overflows());
        assert!(close(point(&zoom, [0.0, 75.0]), [0.0, 0.0]));
        assert!(close(point(&zoom, [800.0, 525.0]), [1600.0, 900.0]));
    }

    #[test]
    fn actual_size_is_that_of_the_screens_own_pixels() {
        for (density, size) in [(1.0, [1600.0, 900.0]), (2.0, [800.0, 450.0])] {
            let mut zoom = zoom(density);
            zoom.set_mode(Mode::Factor(1.0));
            assert!(close(zoom.size(), size), "{density}");
            assert!(zoom.is_actual() && zoom.is_whole(), "{density}");
        }
        // Fitted to the same size is not asked for as it is; sharp it is.
        let fitted = zoom(2.0);
        assert!(!fitted.is_actual() && fitted.is_whole());
    }

    #[test]
    fn only_whole_factors_are_sharp() {
        let mut zoom = zoom(1.0);
        for (factor, whole) in [
            (0.25, false),
            (0.9, false),
            (1.0, true),
            (1.25, false),
            (1.5, false),
            (2.0, true),
            (8.0, true),
        ] {
            zoom.set_mode(Mode::Factor(factor));
            assert_eq!(zoom.is_whole(), whole, "{factor}");
        }
    }

    #[test]
    fn steps_go_on_from_wherever_the_picture_is() {
        let mut zoom = zoom(1.0);
        let mut seen = Vec::new();
        zoom.set_mode(Mode::Factor(0.251));
        while zoom.larger().is_some() {
            zoom.step_in();
            seen.push(zoom.factor());
        }
        assert_eq!(seen, STEPS[1..]);
        zoom.step_in();
        assert_eq!(zoom.mode, Mode::Factor(8.0));
        seen.clear();
        while zoom.smaller().is_some() {
            zoom.step_out();
            seen.push(zoom.factor());
        }
        seen.reverse();
        assert_eq!(seen, STEPS[..16]);

        // From fitted, at 50 %.
        zoom.set_mode(Mode::Fit);
        zoom.step_in();
        assert_eq!(zoom.mode, Mode::Factor(0.67));
        zoom.set_mode(Mode::Fit);
        zoom.step_out();
        assert_eq!(zoom.mode, Mode::Factor(0.33));
    }

    #[test]
    fn below_the_last_step_a_huge_picture_is_fitted() {
        let mut zoom = zoom(1.0);
        zoom.set_picture([8000.0, 4500.0]);
        zoom.set_mode(Mode::Factor(0.25));
        zoom.step_out();
        assert!(zoom.is_fit());
        assert_eq!(zoom.smaller(), None);
        zoom.step_in();
        assert_eq!(zoom.mode, Mode::Factor(0.25));
    }

    #[test]
    fn the_point_under_the_pointer_stays_there() {
        for density in [1.0, 1.25, 2.0] {
            let mut zoom = zoom(density);
            lay(&mut zoom, |zoom| zoom.set_mode(Mode::Factor(2.0)), None);
            for at in [[400.0, 300.0], [123.0, 456.0], [700.0, 20.0]] {
                let before = point(&zoom, at);
                for change in [Zoom::step_in, Zoom::step_in, Zoom::step_out] {
                    lay(&mut zoom, change, Some(at));
                    let after = point(&zoom, at);
                    assert!(
                        close(before, after),
                        "{density} {at:?}: {before:?} {after:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn actual_size_and_back() {
        let mut zoom = zoom(1.0);
        for (change, mode) in [
            (Zoom::toggle as fn(&mut Zoom), Mode::Factor(1.0)),
            (Zoom::step_in, Mode::Factor(1.1)),
            (Zoom::toggle, Mode::Fit),
            (Zoom::step_in, Mode::Factor(0.67)),
            (Zoom::toggle_actual, Mode::Factor(1.0)),
            (Zoom::toggle_actual, Mode::Fit),
        ] {
            change(&mut zoom);
            assert_eq!(zoom.mode, mode);
        }
    }

    #[test]
    fn nothing_beyond_the_picture_is_scrolled_to() {
        let mut zoom = zoom(1.0);
        lay(&mut zoom, |zoom| zoom.set_mode(Mode::Factor(1.0)), None);
        assert_eq!(zoom.scroll, [400.0, 150.0]);
        assert!(zoom.overflows());
        assert_eq!(zoom.pan([-1000.0, 10.0]), [0.0, 160.0]);
        assert_eq!(zoom.pan([5000.0, 5000.0]), [800.0, 300.0]);
        // Out again about a corner: the picture is back within its frame.
        lay(&mut zoom, |zoom| zoom.set_mode(Mode::Fit), Some([0.0, 0.0]));
        assert_eq!(zoom.scroll, [0.0, 0.0]);
        assert_eq!(zoom.pan([50.0, 50.0]), [0.0, 0.0]);
    }

    #[test]
    fn in_another_frame_fitted_is_fitted_again_and_a_factor_keeps_the_middle() {
        let mut fitted = zoom(1.0);
        lay(
            &mut fitted,
            |zoom| zoom.set_frame([400.0, 600.0], 1.0),
            None,
        );
        assert!(close(fitted.size(), [400.0, 225.0]));

        let mut zoom = zoom(1.0);
        lay(&mut zoom, |zoom| zoom.set_mode(Mode::Factor(2.0)), None);
        zoom.pan([100.0, -200.0]);
        let before = point(&zoom, [400.0, 300.0]);
        lay(&mut zoom, |zoom| zoom.set_frame([500.0, 900.0], 1.0), None);
        assert!(close(zoom.size(), [3200.0, 1800.0]));
        assert!(close(point(&zoom, [250.0, 450.0]), before));
        // To a denser screen: as many of its pixels, half the size on the page.
        lay(&mut zoom, |zoom| zoom.set_frame([500.0, 900.0], 2.0), None);
        assert!(close(zoom.size(), [1600.0, 900.0]));
        assert!((point(&zoom, [250.0, 450.0])[0] - before[0]).abs() < 1e-6);
    }

    #[test]
    fn another_picture_keeps_the_factor_and_the_middle() {
        let mut zoom = zoom(1.0);
        lay(&mut zoom, |zoom| zoom.set_mode(Mode::Factor(2.0)), None);
        let before = point(&zoom, [400.0, 300.0]);
        lay(&mut zoom, |zoom| zoom.set_picture([1920.0, 1080.0]), None);
        assert!(close(zoom.size(), [3840.0, 2160.0]));
        assert!(close(point(&zoom, [400.0, 300.0]), before));
        // So small that there is nothing to scroll.
        lay(&mut zoom, |zoom| zoom.set_picture([100.0, 100.0]), None);
        assert_eq!(zoom.scroll, [0.0, 0.0]);
        assert!(close(point(&zoom, [400.0, 300.0]), [50.0, 50.0]));
    }

    #[test]
    fn scroll_bars_take_their_part_of_the_frame() {
        let mut zoom = zoom(1.0);
        let held = zoom.hold(Some([800.0, 525.0]));
        zoom.set_mode(Mode::Factor(1.0));
        // The last corner is reached although bars of 15 pixels hide a part.
        assert_eq!(zoom.settle(held, [785.0, 585.0]), [800.0, 315.0]);
        assert_eq!(zoom.pan([100.0, 100.0]), [815.0, 315.0]);
    }

    #[test]
    fn a_notch_is_a_step_and_a_pinch_is_fine() {
        let mut zoom = zoom(1.0);
        zoom.turn(-100.0);
        assert_eq!(zoom.mode, Mode::Factor(0.67));
        zoom.turn(100.0);
        assert_eq!(zoom.mode, Mode::Factor(0.5));
        for _ in 0..10 {
            zoom.turn(-2.0);
        }
        assert!((zoom.factor() - 0.5 * 0.2_f64.exp()).abs() < 1e-9);
        zoom.multiply(1_000.0);
        assert_eq!(zoom.mode, Mode::Factor(8.0));
        zoom.multiply(0.0);
        assert_eq!(zoom.mode, Mode::Factor(0.25));
        zoom.multiply(f64::NAN);
        zoom.multiply(f64::INFINITY);
        assert_eq!(zoom.mode, Mode::Factor(0.25));
    }

    #[test]
    fn a_pinch_moves_what_is_between_the_fingers() {
        let mut zoom = zoom(1.0);
        lay(&mut zoom, |zoom| zoom.set_mode(Mode::Factor(2.0)), None);
        let before = point(&zoom, [300.0, 300.0]);
        let held = zoom.hold(Some([300.0, 300.0])).moved_to([350.0, 280.0]);
        zoom.multiply(1.1);
        zoom.settle(held, [800.0, 600.0]);
        assert!(close(point(&zoom, [350.0, 280.0]), before));
    }

    #[test]
    fn what_the_browser_rounds_does_not_add_up() {
        let mut zoom = zoom(1.0);
        lay(&mut zoom, |zoom| zoom.set_mode(Mode::Factor(1.0)), None);
        let before = point(&zoom, [333.0, 222.0]);
        for _ in 0..100 {
            lay(&mut zoom, |zoom| zoom.multiply(1.01), Some([333.0, 222.0]));
            zoom.scrolled(zoom.scroll.map(f64::floor), zoom.view);
        }
        assert!(close(point(&zoom, [333.0, 222.0]), before));
        // A pixel is scrolled.
        let [x, y] = zoom.scroll;
        zoom.scrolled([x + 1.0, y - 7.5], zoom.view);
        assert_eq!(zoom.scroll, [x + 1.0, y - 7.5]);
    }

    #[test]
    fn pages_are_as_long_as_what_is_seen() {
        let zoom = zoom(1.0);
        assert_eq!(zoom.stride([0.0, 1.0], false), [0.0, NUDGE]);
        assert!(close(zoom.stride([-1.0, 0.0], true), [-720.0, 0.0]));
    }

    #[test]
    fn what_has_no_size_yet_breaks_nothing() {
        let mut zoom = Zoom::default();
        zoom.set_picture([0.0, 0.0]);
        zoom.set_frame([0.0, 0.0], 0.0);
        lay(&mut zoom, Zoom::toggle, None);
        assert!(zoom.size().iter().all(|length| length.is_finite()));
        assert!(zoom.scroll.iter().all(|length| length.is_finite()));
    }
}
