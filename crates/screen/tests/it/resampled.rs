//! A screen that is captured at another size than its own: what moves there is nowhere the same to the sample, and
//! is held in a likeness until it rests.

use proptest::prelude::*;
use rh_screen::{Change, Format, Frame, Limits, Rect};

use crate::{
    canvas::Link,
    scene::{Pane, panes},
};

/// Sends a frame, which must arrive exactly or as a likeness that says so, and returns the bytes that it took.
fn send(link: &mut Link, frame: &Frame) -> usize {
    let begun = link.encoder.begin(&frame.as_ref(), false).unwrap();
    let bytes = link.deliver();
    let (_, picture) = link.receiver.picture().unwrap();
    assert!(link.canvas.shows(&picture));
    assert!(begun.is_none() || link.likeness == link.encoder.is_stale());
    assert!(link.encoder.is_stale() || picture.same_samples(&frame.as_ref()));
    bytes
}

/// Tells what is stale, of which this frame must come out.
fn rest(link: &mut Link, frame: &Frame) {
    while link.encoder.begin_refined().unwrap().is_some() {
        link.deliver();
    }
    let (_, picture) = link.receiver.picture().unwrap();
    assert!(picture.same_samples(&frame.as_ref()) && link.canvas.shows(&picture));
}

/// How far the picture is from the frame's first plane: the square root of the mean of the squares, in levels.
fn distance(link: &Link, frame: &Frame) -> f64 {
    let layout = *frame.layout();
    let (row, rows) = layout.format.plane_size(0, layout.width, layout.height);
    let (_, picture) = link.receiver.picture().unwrap();
    let frame = frame.as_ref();
    let squares: f64 = (0..rows)
        .flat_map(|y| picture.row(0, y).iter().zip(frame.row(0, y)))
        .map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2))
        .sum();
    (squares / (row * rows) as f64).sqrt()
}

/// A frame at another size, as a capture that may not have the screen's own makes it: between two samples their
/// mean, by how near they are.
fn resampled(frame: &Frame, width: u16, height: u16) -> Frame {
    let (source, layout) = (frame.as_ref(), *frame.layout());
    let format = layout.format;
    let mut out = Frame::new(format, width, height, &Limits::DEFAULT).unwrap();
    let mut samples = out.data_mut();
    for plane in 0..format.planes() {
        let (row, rows) = format.plane_size(plane, width, height);
        let (from_row, from_rows) = format.plane_size(plane, layout.width, layout.height);
        // Channels that lie side by side.
        let channels = match (format, plane) {
            (Format::Bgra | Format::Rgba, _) => 4,
            (Format::Nv12, 1) => 2,
            _ => 1,
        };
        let (now, rest) = samples.split_at_mut(row * rows);
        for (y, line) in now.chunks_exact_mut(row).enumerate() {
            let (above, down) = between(y, rows, from_rows);
            let lines = [above, above + 1].map(|y| source.row(plane, y.min(from_rows - 1)));
            for (at, sample) in line.iter_mut().enumerate() {
                let (left, across) = between(at / channels, row / channels, from_row / channels);
                let value = |line: &[u8], x: usize| {
                    f64::from(line[x.min(from_row / channels - 1) * channels + at % channels])
                };
                let mixed =
                    |line| value(line, left) * (1.0 - across) + value(line, left + 1) * across;
                *sample = (mixed(lines[0]) * (1.0 - down) + mixed(lines[1]) * down).round() as u8;
            }
        }
        samples = rest;
    }
    out
}

/// Which of `from` samples lies before the `at`th of `to`, and how far.
fn between(at: usize, to: usize, from: usize) -> (usize, f64) {
    let place = ((at as f64 + 0.5) * from as f64 / to as f64 - 0.5).max(0.0);
    (place as usize, place.fract())
}

const SIZE: (u16, u16) = (640, 480);

/// A screen three pixels wider and one higher than what is captured of it.
fn captured(format: Format, all: &[Pane]) -> Frame {
    let (width, height) = SIZE;
    resampled(&panes(format, width + 3, height + 1, all), width, height)
}

fn page(text: u32, top: i32) -> Pane {
    Pane {
        at: Rect::full(SIZE.0 + 3, SIZE.1 + 1),
        text,
        left: 0,
        top,
    }
}

#[test]
fn a_page_scrolls_in_a_likeness_and_is_exact_once_it_rests() {
    for format in Format::ALL {
        let mut link = Link::new();
        let whole = send(&mut link, &captured(format, &[page(7, 0)]));
        for step in 1..7 {
            let frame = captured(format, &[page(7, step * 40)]);
            let bytes = send(&mut link, &frame);
            // However much its new lines take, it is no film.
            let tiles = link.encoder.activity().tiles;
            assert!(!tiles.contains(&Change::Grainy), "{format:?} {step}");
            let distance = distance(&link, &frame);
            assert!(
                link.encoder.is_stale() && bytes * 3 < whole && distance < 30.0,
                "{format:?} {step}: {bytes} of {whole}, {distance}"
            );
        }
        rest(&mut link, &captured(format, &[page(7, 240)]));
    }
}

#[test]
fn what_is_new_on_a_page_that_scrolls_is_told_at_once() {
    for format in Format::ALL {
        let mut link = Link::new();
        send(&mut link, &captured(format, &[page(7, 0)]));
        // A note has come up on it.
        let note = Pane {
            at: Rect {
                x: 300,
                y: 200,
                w: 200,
                h: 90,
            },
            ..page(9, 0)
        };
        let frame = captured(format, &[page(7, 40), note]);
        send(&mut link, &frame);
        assert!(link.encoder.is_stale());
        let (_, picture) = link.receiver.picture().unwrap();
        let frame = frame.as_ref();
        let (row, _) = format.plane_size(0, SIZE.0, SIZE.1);
        let pixel = row / usize::from(SIZE.0);
        for y in 210..280 {
            let note = 310 * pixel..490 * pixel;
            let far = picture.row(0, y)[note.clone()]
                .iter()
                .zip(&frame.row(0, y)[note])
                .map(|(a, b)| u32::from(a.abs_diff(*b)))
                .sum::<u32>();
            assert!(far < 4 * 180 * pixel as u32, "{format:?} {y}: {far}");
        }
    }
}

#[test]
fn what_is_held_in_a_likeness_stays_one_wherever_it_moves() {
    for format in Format::ALL {
        let mut link = Link::new();
        // Below a page that stays one that scrolls.
        let below = |top| Pane {
            at: Rect {
                y: 180,
                h: SIZE.1 + 1 - 180,
                ..Rect::full(SIZE.0 + 3, SIZE.1 + 1)
            },
            ..page(7, top)
        };
        send(&mut link, &captured(format, &[page(3, 0), below(0)]));
        let mut frame = captured(format, &[page(3, 0), below(40)]);
        send(&mut link, &frame);
        // There is little room to tell it exactly.
        link.encoder.set_budget(4_000);
        for _ in 0..3 {
            // To the sample as before, but elsewhere.
            frame = lifted(&frame, 64);
            send(&mut link, &frame);
            assert!(link.encoder.is_stale(), "{format:?}");
        }
        rest(&mut link, &frame);
    }
}

/// A frame so many rows further up; what is below comes in from above.
fn lifted(frame: &Frame, by: usize) -> Frame {
    let layout = *frame.layout();
    let mut out = frame.clone();
    let mut samples = out.data_mut();
    for plane in 0..layout.format.planes() {
        let (row, rows) = layout.format.plane_size(plane, layout.width, layout.height);
        let by = by * rows / usize::from(layout.height);
        let (now, rest) = samples.split_at_mut(row * rows);
        now.rotate_left(by * row);
        samples = rest;
    }
    out
}

#[test]
fn a_page_that_is_turned_is_told_exactly() {
    for format in Format::ALL {
        let mut link = Link::new();
        for text in 0..6 {
            send(&mut link, &captured(format, &[page(text, 0)]));
            assert!(!link.encoder.is_stale(), "{format:?} {text}");
            assert!(!link.encoder.activity().tiles.contains(&Change::Carried));
        }
    }
}

prop_compose! {
    fn any_pane()(
        x in 0..500_u16,
        y in 0..400_u16,
        w in 8..900_u16,
        h in 8..700_u16,
        text in 0..3_u32,
    ) -> Pane {
        Pane { at: Rect { x, y, w, h }, text, left: 0, top: 0 }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Panes that scroll and windows that are dragged, over each other and off the screen, with rests between.
    #[test]
    fn whatever_moves_is_exact_once_it_rests(
        format in prop::sample::select(&Format::ALL[..]),
        all in prop::collection::vec(any_pane(), 1..3),
        steps in prop::collection::vec(
            (any::<prop::sample::Index>(), -60..60_i32, -60..60_i32, any::<bool>(), 0..4_u8), 1..6),
    ) {
        let mut all = all;
        all.insert(0, page(5, 0));
        let mut link = Link::new();
        send(&mut link, &captured(format, &all));
        let mut last = captured(format, &all);
        for (which, dx, dy, drag, rests) in steps {
            let moved = which.index(all.len());
            let pane = &mut all[moved];
            if drag {
                let shift = |at: u16, by: i32| (i32::from(at) + by).clamp(0, 600) as u16;
                (pane.at.x, pane.at.y) = (shift(pane.at.x, dx), shift(pane.at.y, dy));
            } else {
                (pane.left, pane.top) = (pane.left + dx / 3, pane.top + dy);
            }
            last = captured(format, &all);
            send(&mut link, &last);
            if rests == 0 {
                rest(&mut link, &last);
            }
        }
        rest(&mut link, &last);
    }
}
