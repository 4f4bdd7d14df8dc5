//! What has only moved is told as moved, and whatever moves how arrives exactly.

use proptest::prelude::*;
use rh_screen::{Format, Frame, Rect};

use crate::{
    canvas::Link,
    scene::{Pane, panes},
};

/// Sends a frame, which must arrive exactly and be drawn, and returns the bytes that it took.
fn send(link: &mut Link, frame: &Frame) -> usize {
    link.encoder.begin(&frame.as_ref(), false).unwrap();
    let bytes = link.deliver();
    let (_, picture) = link.receiver.picture().unwrap();
    assert!(picture.same_samples(&frame.as_ref()) && link.canvas.shows(&picture));
    bytes
}

const SIZE: (u16, u16) = (640, 480);

fn pane(x: u16, y: u16, w: u16, h: u16, text: u32) -> Pane {
    Pane {
        at: Rect { x, y, w, h },
        text,
        left: 0,
        top: 0,
    }
}

/// Bytes that these steps of a screen take, and what their last would take without its predecessor.
fn cost(format: Format, steps: &[Vec<Pane>]) -> (usize, usize) {
    let (width, height) = SIZE;
    let mut link = Link::new();
    let frames: Vec<Frame> = steps
        .iter()
        .map(|step| panes(format, width, height, step))
        .collect();
    send(&mut link, &frames[0]);
    let last = frames[1..]
        .iter()
        .map(|frame| send(&mut link, frame))
        .last();
    let whole = send(&mut Link::new(), &frames[frames.len() - 1]);
    (last.unwrap(), whole)
}

#[test]
fn a_scrolled_pane_costs_its_new_lines_only() {
    for format in Format::ALL {
        for (left, top) in [(0, 40), (0, -40), (0, 13), (35, 0), (-14, 0), (0, 14 * 20)] {
            let page = pane(100, 30, 500, 400, 7);
            let moved = Pane { left, top, ..page };
            let (bytes, whole) = cost(format, &[vec![page], vec![moved]]);
            let share = if top.abs() > 200 { 1.0 } else { 0.25 };
            assert!(
                (bytes as f64) < whole as f64 * share,
                "{format:?} {left} {top}: {bytes} of {whole}"
            );
        }
    }
}

#[test]
fn ground_that_moves_along_is_not_drawn_again() {
    for format in Format::ALL {
        // Text on the left, and the rest of the page is empty.
        let page = pane(0, 0, 200, 480, 7);
        let moved = Pane { top: 40, ..page };
        let mut link = Link::new();
        for step in [page, moved] {
            send(&mut link, &panes(format, SIZE.0, SIZE.1, &[step]));
        }
        let text = u32::from(page.at.w).next_multiple_of(64) * u32::from(page.at.h);
        assert!(
            (1..=text * 5 / 4).contains(&link.drawn),
            "{format:?}: {}",
            link.drawn
        );
    }
}

#[test]
fn two_panes_scroll_at_once_and_a_window_is_dragged_over_them() {
    for format in Format::ALL {
        let (a, b) = (pane(0, 40, 300, 440, 1), pane(320, 40, 300, 440, 2));
        let scrolled = [Pane { top: 28, ..a }, Pane { top: -42, ..b }];
        let (bytes, whole) = cost(format, &[vec![a, b], scrolled.to_vec()]);
        assert!(bytes * 4 < whole, "{format:?}: {bytes} of {whole}");

        let window = pane(80, 90, 320, 200, 3);
        let dragged = pane(106, 76, 320, 200, 3);
        let (bytes, whole) = cost(format, &[vec![a, b, window], vec![a, b, dragged]]);
        assert!(bytes * 3 < whole, "{format:?}: {bytes} of {whole}");
    }
}

/// A screen is full of panes that show the same text, so that whatever stands in one stands in all.
#[test]
fn text_that_repeats_itself_scrolls_as_cheaply() {
    let columns: Vec<Pane> = (0..4).map(|i| pane(i * 160, 0, 160, 480, 7)).collect();
    let rows: Vec<Pane> = (0..4).map(|i| pane(0, i * 112, 640, 112, 7)).collect();
    for format in Format::ALL {
        for (panes, left, top) in [(&columns, 0, 40), (&columns, 0, -13), (&rows, 35, 0)] {
            let scrolled = panes.iter().map(|pane| Pane { left, top, ..*pane });
            let (bytes, whole) = cost(format, &[panes.clone(), scrolled.collect()]);
            assert!(
                bytes * 3 < whole,
                "{format:?} {left} {top}: {bytes} of {whole}"
            );
        }
    }
}

fn vector() -> impl Strategy<Value = (i32, i32)> {
    prop_oneof![
        3 => (Just(0), -90..90_i32),
        2 => (-90..90_i32, Just(0)),
        2 => (-60..60_i32, -60..60_i32),
        1 => Just((0, 0)),
    ]
}

prop_compose! {
    fn any_pane()(
        x in 0..200_u16,
        y in 0..150_u16,
        w in 8..300_u16,
        h in 8..200_u16,
        text in 0..3_u32,
    ) -> Pane {
        pane(x, y, w, h, text)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Panes that scroll and windows that are dragged, over each other and off the screen.
    #[test]
    fn whatever_moves_arrives_exactly(
        format in prop::sample::select(&Format::ALL[..]),
        width in 100..330_u16,
        height in 100..230_u16,
        all in prop::collection::vec(any_pane(), 1..4),
        steps in prop::collection::vec(
            (any::<prop::sample::Index>(), vector(), any::<bool>()), 1..6),
    ) {
        let mut all = all;
        let mut link = Link::new();
        send(&mut link, &panes(format, width, height, &all));
        for (which, (dx, dy), drag) in steps {
            let moved = which.index(all.len());
            let pane = &mut all[moved];
            if drag {
                let shift = |at: u16, by: i32| (i32::from(at) + by).clamp(0, 300) as u16;
                (pane.at.x, pane.at.y) = (shift(pane.at.x, dx), shift(pane.at.y, dy));
            } else {
                (pane.left, pane.top) = (pane.left + dx, pane.top + dy);
            }
            send(&mut link, &panes(format, width, height, &all));
        }
    }
}
