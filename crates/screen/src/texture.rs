//! A quick look at a tile: does it look like text, or like a photograph?

use crate::{format::Format, frame::FrameRef, tiles::TILE};

/// Edge of a block in pixels.
pub(crate) const BLOCK: u16 = 16;
/// Looked at in each block.
const PROBES: usize = 16;
/// If fewer of them are alike, it is no text: that has a ground. About the share of
/// `ink::survey::PLAIN_SHARE`.
const ALIKE: usize = 5;

/// How many of a tile's blocks (at most 16), counted from the top left of the picture, look like no text.
pub(crate) fn grainy_blocks(frame: &FrameRef<'_>, column: usize, row: usize) -> u8 {
    let layout = frame.layout();
    let edge = usize::from(BLOCK);
    let end = |tile: usize, most: u16| ((tile + 1) * usize::from(TILE)).min(most.into());
    let (right, bottom) = (end(column, layout.width), end(row, layout.height));
    let mut grainy = 0;
    for y in (row * usize::from(TILE)..bottom).step_by(edge) {
        for x in (column * usize::from(TILE)..right).step_by(edge) {
            let size = (edge.min(right - x), edge.min(bottom - y));
            grainy += u8::from(is_grainy(frame, x, y, size));
        }
    }
    grainy
}

fn is_grainy(frame: &FrameRef<'_>, x: usize, y: usize, (width, height): (usize, usize)) -> bool {
    let mut probes = [[0; 4]; PROBES];
    for (at, probe) in probes.iter_mut().enumerate() {
        // Odd steps, so that the lines of a text do not fall in with them.
        let (x, y) = (x + (at * 7 + 3) % width, y + (at * 5 + 1) % height);
        let row = frame.row(0, y);
        match frame.layout().format {
            Format::I420 | Format::Nv12 => probe[0] = row[x],
            Format::Bgra | Format::Rgba => probe.copy_from_slice(&row[x * 4..x * 4 + 4]),
        }
    }
    let alike = |probe| probes.iter().filter(|other| **other == probe).count();
    probes.into_iter().all(|probe| alike(probe) < ALIKE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frame, Limits};

    #[test]
    fn text_has_a_ground_and_a_photograph_has_none() {
        for format in Format::ALL {
            let mut frame = Frame::new(format, 200, 100, &Limits::DEFAULT).unwrap();
            let (row, _) = format.plane_size(0, 200, 100);
            let pixel = row / 200;
            for (at, byte) in frame.data_mut()[..row * 100].iter_mut().enumerate() {
                let (x, y) = (at % row / pixel, at / row);
                let letter = x % 9 < 3 && y % 16 < 11;
                *byte = match x {
                    0..128 => 255 - u8::from(letter) * ((x * 7) as u8),
                    _ => (x * 5 + y * 3) as u8,
                };
            }
            let frame = frame.as_ref();
            assert_eq!(grainy_blocks(&frame, 0, 0), 0, "{format:?}");
            assert_eq!(grainy_blocks(&frame, 2, 0), 16, "{format:?}");
            // Cut off below and on the right: a block and a half by two and a half.
            assert_eq!(grainy_blocks(&frame, 3, 1), 3, "{format:?}");
        }
    }
}
