//! Profile pictures of the demonstration's people: drawn here, so that nobody's face is used.

use std::{io, sync::LazyLock};

/// Side in pixels.
const SIDE: u16 = 192;
/// Samples a pixel and axis, for smooth edges.
const SAMPLES: u16 = 3;

type Colour = [u8; 3];

/// How somebody looks.
struct Look {
    id: &'static str,
    ground: Colour,
    skin: Colour,
    hair: Colour,
    clothes: Colour,
    style: Hair,
}

/// How somebody wears their hair.
#[derive(Clone, Copy)]
enum Hair {
    Short,
    Long,
    Round,
    Bun,
    Bald,
}

static LOOKS: [Look; 7] = [
    Look {
        id: "helper1",
        ground: [0xf2, 0xc9, 0x4c],
        skin: [0x7a, 0x4a, 0x2e],
        hair: [0x1d, 0x15, 0x12],
        clothes: [0x0b, 0x64, 0x70],
        style: Hair::Round,
    },
    Look {
        id: "helper2",
        ground: [0x9c, 0xd3, 0xc5],
        skin: [0xd9, 0xa6, 0x7e],
        hair: [0x3a, 0x26, 0x1a],
        clothes: [0x27, 0x3c, 0x6b],
        style: Hair::Short,
    },
    Look {
        id: "admin",
        ground: [0xc7, 0xd2, 0xf0],
        skin: [0xf3, 0xcd, 0xb5],
        hair: [0xd8, 0xb0, 0x5c],
        clothes: [0x8c, 0x2f, 0x39],
        style: Hair::Long,
    },
    Look {
        id: "sharer1",
        ground: [0xf6, 0xb8, 0xa6],
        skin: [0xec, 0xc2, 0x9c],
        hair: [0x16, 0x16, 0x1c],
        clothes: [0x4b, 0x3f, 0x72],
        style: Hair::Bun,
    },
    Look {
        id: "sharer2",
        ground: [0xb5, 0xd8, 0x8f],
        skin: [0xb8, 0x7c, 0x50],
        hair: [0x26, 0x1b, 0x16],
        clothes: [0xe6, 0xe8, 0xec],
        style: Hair::Bald,
    },
    Look {
        id: "sharer3",
        ground: [0xd9, 0xbf, 0xe6],
        skin: [0xf0, 0xc4, 0xa8],
        hair: [0x9a, 0x3e, 0x1f],
        clothes: [0x1f, 0x4d, 0x3a],
        style: Hair::Long,
    },
    Look {
        id: "outsider",
        ground: [0xb9, 0xc0, 0xc8],
        skin: [0xe4, 0xb6, 0x93],
        hair: [0x6f, 0x73, 0x7a],
        clothes: [0x2b, 0x2f, 0x36],
        style: Hair::Short,
    },
];

static DRAWN: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    LOOKS
        .iter()
        // Encoding into memory fails for nothing that is fixed here; a test draws them all.
        .filter_map(|look| Some((look.id, encode(&draw(look)).ok()?)))
        .collect()
});

/// The picture of an account, as PNG.
pub(super) fn of(id: &str) -> Option<&'static [u8]> {
    DRAWN
        .iter()
        .find(|(drawn, _)| *drawn == id)
        .map(|(_, png)| png.as_slice())
}

fn draw(look: &Look) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(usize::from(SIDE) * usize::from(SIDE) * 3);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let mut sums = [0_u32; 3];
            for sample in 0..SAMPLES * SAMPLES {
                let at = |pixel: u16, part: u16| {
                    let fine = f32::from(pixel * SAMPLES + part) + 0.5;
                    fine / f32::from(SIDE * SAMPLES)
                };
                let colour = look.at(at(x, sample % SAMPLES), at(y, sample / SAMPLES));
                for (sum, part) in sums.iter_mut().zip(colour) {
                    *sum += u32::from(part);
                }
            }
            let count = u32::from(SAMPLES * SAMPLES);
            pixels.extend(sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX)));
        }
    }
    pixels
}

impl Look {
    /// The colour at a point of the unit square, frontmost first.
    fn at(&self, x: f32, y: f32) -> Colour {
        // Closer, so that a face is still one at the size of a button.
        let (x, y) = (0.5 + (x - 0.5) * 0.82, 0.02 + y * 0.82);
        let inside = |cx: f32, cy: f32, rx: f32, ry: f32| {
            ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) <= 1.0
        };
        let shade = |colour: Colour| colour.map(|part| part - part / 8);
        let fringe = match self.style {
            Hair::Short => inside(0.5, 0.27, 0.19, 0.10),
            Hair::Long | Hair::Bun => inside(0.5, 0.24, 0.20, 0.11),
            Hair::Round => inside(0.5, 0.22, 0.20, 0.08),
            Hair::Bald => false,
        };
        let behind = match self.style {
            Hair::Short => inside(0.5, 0.34, 0.20, 0.19),
            Hair::Long => inside(0.5, 0.46, 0.25, 0.33) && y < 0.74,
            Hair::Round => inside(0.5, 0.34, 0.29, 0.27),
            Hair::Bun => inside(0.5, 0.37, 0.21, 0.23) || inside(0.5, 0.12, 0.09, 0.08),
            Hair::Bald => false,
        };
        let beard = matches!(self.style, Hair::Bald) && y > 0.47 && inside(0.5, 0.42, 0.17, 0.21);
        if fringe {
            self.hair
        } else if inside(0.43, 0.41, 0.018, 0.022) || inside(0.57, 0.41, 0.018, 0.022) {
            [0x1c, 0x1c, 0x22]
        } else if inside(0.5, 0.505, 0.06, 0.035) && y > 0.505 {
            [0xff, 0xf6, 0xf2]
        } else if beard {
            self.hair
        } else if inside(0.5, 0.41, 0.165, 0.205) {
            self.skin
        } else if (x - 0.5).abs() < 0.065 && (0.5..0.70).contains(&y) {
            shade(self.skin)
        } else if inside(0.5, 1.02, 0.37, 0.36) {
            self.clothes
        } else if behind {
            shade(self.hair)
        } else {
            self.ground
        }
    }
}

fn encode(pixels: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE.into(), SIDE.into());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::accounts::ACCOUNTS;
    use std::collections::HashSet;

    #[test]
    fn everybody_has_a_small_picture_of_their_own() {
        let drawn: HashSet<&[u8]> = ACCOUNTS.iter().filter_map(|one| of(one.id)).collect();
        assert_eq!(drawn.len(), ACCOUNTS.len());
        for png in drawn {
            assert!(
                png.starts_with(b"\x89PNG") && png.len() < 64 * 1024,
                "{}",
                png.len()
            );
        }
        assert!(of("nobody").is_none());
    }
}
