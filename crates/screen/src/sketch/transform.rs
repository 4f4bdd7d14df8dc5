//! The transform: 8 × 8 samples into 64 frequencies and back, the integer transform of that size of
//! ITU-T H.265 (8.6.4.2). The way back is exact on every platform.

/// Edge of a block.
pub(crate) const EDGE: usize = 8;
/// Samples, or frequencies, of a block, row by row.
pub(crate) type Block = [i32; EDGE * EDGE];

/// Each row a cosine of one frequency; its length is √2¹⁵, nearly.
const COSINES: [[i32; EDGE]; EDGE] = [
    [64, 64, 64, 64, 64, 64, 64, 64],
    [89, 75, 50, 18, -18, -50, -75, -89],
    [83, 36, -36, -83, -83, -36, 36, 83],
    [75, -18, -89, -50, 50, 89, 18, -75],
    [64, -64, -64, 64, 64, -64, -64, 64],
    [50, -89, 18, 75, -75, -18, 89, -50],
    [36, -83, 83, -36, -36, 83, -83, 36],
    [18, -50, 75, -89, 89, -75, 50, -18],
];

/// Both passes together multiply by two to this.
pub(crate) const SCALE: u32 = 15;
/// How much of that the first pass of the way back takes off: no sum leaves 32 bits.
const FIRST: u32 = 7;
/// Greatest size of a frequency: more than samples can have.
pub(crate) const MOST: i32 = 4_096;

/// Frequencies of samples from −255 to 255, times 2¹⁵.
pub(crate) fn forward(samples: &Block) -> Block {
    let mut rows = [0; EDGE * EDGE];
    for (out, row) in rows.chunks_exact_mut(EDGE).zip(samples.chunks_exact(EDGE)) {
        for (out, cosine) in out.iter_mut().zip(&COSINES) {
            *out = row.iter().zip(cosine).map(|(a, b)| a * b).sum();
        }
    }
    let mut all = [0; EDGE * EDGE];
    for (out, cosine) in all.chunks_exact_mut(EDGE).zip(&COSINES) {
        for (row, factor) in rows.chunks_exact(EDGE).zip(cosine) {
            for (out, value) in out.iter_mut().zip(row) {
                *out += value * factor;
            }
        }
    }
    all
}

/// Samples of frequencies of at most [`MOST`].
pub(crate) fn inverse(frequencies: &Block) -> Block {
    let mut columns = [0; EDGE * EDGE];
    for (row, cosine) in frequencies.chunks_exact(EDGE).zip(&COSINES) {
        if row.iter().all(|value| *value == 0) {
            continue;
        }
        for (out, factor) in columns.chunks_exact_mut(EDGE).zip(cosine) {
            for (out, value) in out.iter_mut().zip(row) {
                *out += value * factor;
            }
        }
    }
    let mut samples = [0; EDGE * EDGE];
    for (out, row) in samples
        .chunks_exact_mut(EDGE)
        .zip(columns.chunks_exact(EDGE))
    {
        for (value, cosine) in row.iter().zip(&COSINES) {
            let value = (value + (1 << (FIRST - 1))) >> FIRST;
            for (out, factor) in out.iter_mut().zip(cosine) {
                *out += value * factor;
            }
        }
        for out in out {
            *out = (*out + (1 << (SCALE - FIRST - 1))) >> (SCALE - FIRST);
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_but_for_rounding() {
        for seed in 0..2_000_u32 {
            let noise = |i: usize| (i as u32 + seed * 64).wrapping_mul(0x9E37_79B1) >> 23;
            let mut samples = [0; 64];
            for (at, sample) in samples.iter_mut().enumerate() {
                *sample = if seed == 0 {
                    255
                } else {
                    noise(at) as i32 - 256
                };
            }
            let frequencies = forward(&samples).map(|f| (f + (1 << 14)) >> SCALE);
            assert!(frequencies.iter().all(|f| f.abs() <= MOST / 2));
            let back = inverse(&frequencies);
            let worst = samples.iter().zip(&back).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(worst <= Some(3), "{seed}: {worst:?}");
        }
    }

    #[test]
    fn the_largest_frequencies_fit() {
        inverse(&[MOST; 64]);
        inverse(&[-MOST; 64]);
    }
}
