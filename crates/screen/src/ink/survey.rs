//! The encoder's look at a sheet: which ground suits each block, where bars lie, what is ink.

use alloc::vec::Vec;

use super::{
    base::{BLOCK, Bar, Ground, area, paint},
    sheet::{Sample, Sheet},
};

/// A block is plain if at least this share of it, in percent, is of one colour.
const PLAIN_SHARE: usize = 30;
/// Ink over what was before must be so many times less than ink on plain ground.
const FEW: usize = 8;
/// A row of one colour at least this long is a bar.
const BAR: usize = 24;

/// What a block looks like.
struct Look<S> {
    /// Samples that differ from before; all of them where there is nothing before.
    changed: usize,
    /// Its colour, and how many samples have it.
    colour: S,
    plain: usize,
    all: usize,
}

impl<S: Sample> Look<S> {
    fn is_plain(&self) -> bool {
        self.plain * 100 >= self.all * PLAIN_SHARE
    }

    /// The cheapest ground for the block by itself.
    fn ground(&self) -> Ground<S> {
        if self.changed * FEW <= self.all - self.plain {
            Ground::Before
        } else if self.is_plain() {
            Ground::Plain(self.colour)
        } else {
            Ground::Grain
        }
    }
}

/// Chooses the ground of every block. `before` is the sheet as it was, if there was one.
pub(crate) fn grounds<S: Sample>(
    now: &Sheet<S>,
    before: Option<&Sheet<S>>,
    blocks: &mut Vec<Ground<S>>,
) {
    blocks.clear();
    let (columns, rows) = (now.width.div_ceil(BLOCK), now.height.div_ceil(BLOCK));
    let places = || (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    // Blocks with something on them: how many, and in how many it has changed.
    let (mut written, mut rewritten) = (0, 0);
    // Neighbours mostly have one colour: it is tried first.
    let mut likely = S::default();
    for (column, row) in places() {
        let look = look(now, before, area(now, column, row), likely);
        if look.plain < look.all {
            written += 1;
            rewritten += usize::from(look.changed > 0);
        }
        let ground = look.ground();
        if let Ground::Plain(colour) = ground {
            likely = colour;
        }
        blocks.push(ground);
    }
    if rewritten * 3 < written {
        return;
    }
    // Another page: what happens to be the same here and there would only cut letters in two.
    for (block, (column, row)) in blocks.iter_mut().zip(places()) {
        if *block == Ground::Before {
            let look = look(now, None, area(now, column, row), likely);
            if look.plain < look.all && look.is_plain() {
                likely = look.colour;
                *block = Ground::Plain(look.colour);
            }
        }
    }
}

fn look<S: Sample>(
    now: &Sheet<S>,
    before: Option<&Sheet<S>>,
    block: (usize, usize, usize, usize),
    likely: S,
) -> Look<S> {
    let (_, _, width, height) = block;
    let all = width * height;
    let changed = before.map_or(all, |before| differing(now, before, block));
    let (mut colour, mut plain) = (likely, count(now, block, likely));
    if plain * 2 < all {
        colour = frequent(now, block);
        plain = count(now, block, colour);
    }
    Look {
        changed,
        colour,
        plain,
        all,
    }
}

/// Samples of a block that differ.
fn differing<S: Sample>(
    a: &Sheet<S>,
    b: &Sheet<S>,
    (x, y, width, height): (usize, usize, usize, usize),
) -> usize {
    let row = |y: usize| {
        let pairs = a.row(y)[x..x + width].iter().zip(&b.row(y)[x..x + width]);
        pairs.map(|(a, b)| usize::from(a != b)).sum::<usize>()
    };
    (y..y + height).map(row).sum()
}

/// Samples of a block that have a colour.
fn count<S: Sample>(
    sheet: &Sheet<S>,
    (x, y, width, height): (usize, usize, usize, usize),
    colour: S,
) -> usize {
    let row = |y: usize| {
        let samples = sheet.row(y)[x..x + width].iter();
        samples
            .map(|sample| usize::from(*sample == colour))
            .sum::<usize>()
    };
    (y..y + height).map(row).sum()
}

/// The most frequent colour of sixteen samples spread over a block.
fn frequent<S: Sample>(sheet: &Sheet<S>, (x, y, width, height): (usize, usize, usize, usize)) -> S {
    let mut probes = [S::default(); 16];
    for (at, probe) in probes.iter_mut().enumerate() {
        // Odd steps, so that the lines of a text do not fall in with them.
        let dy = (at * 5 + 1) % height;
        let dx = (at * 7 + 3) % width;
        *probe = sheet.row(y + dy)[x + dx];
    }
    let times = |colour: S| probes.iter().filter(|probe| **probe == colour).count();
    probes
        .into_iter()
        .max_by_key(|colour| times(*colour))
        .unwrap_or_default()
}

/// Finds bars where `now` differs from `base`, and paints them there; none where blocks are grain,
/// since those differ nowhere. Stops when they have painted `most` samples.
pub(crate) fn bars<S: Sample>(
    now: &Sheet<S>,
    base: &mut Sheet<S>,
    most: usize,
    bars: &mut Vec<Bar<S>>,
) {
    bars.clear();
    let mut painted = 0;
    for y in 0..now.height {
        let mut x = 0;
        while let Some(found) = next_bar(now.row(y), base.row(y), x) {
            let (start, end) = found;
            x = end;
            let colour = now.row(y)[start];
            let height = (y + 1..now.height)
                .take_while(|&y| {
                    continues(&now.row(y)[start..end], &base.row(y)[start..end], colour)
                })
                .count()
                + 1;
            let bar = Bar {
                x: start,
                y,
                width: end - start,
                height,
                colour,
            };
            painted += bar.width * bar.height;
            if painted > most || paint(base, &bar).is_none() {
                return;
            }
            bars.push(bar);
        }
    }
}

/// Whether a bar goes on in this row: all of it has the colour, and not all of it has it already.
fn continues<S: Sample>(now: &[S], base: &[S], colour: S) -> bool {
    now.iter().all(|sample| *sample == colour) && base.iter().any(|sample| *sample != colour)
}

/// The next row of ink of one colour that is long enough for a bar, from `x` on.
fn next_bar<S: Sample>(now: &[S], base: &[S], mut x: usize) -> Option<(usize, usize)> {
    // A bar holds every place that is a multiple of its least length: only those are looked at.
    loop {
        let probe = x.next_multiple_of(BAR);
        let colour = *now.get(probe)?;
        if colour == base[probe] {
            x = probe + 1;
            continue;
        }
        let back = now[x..probe].iter().rev().zip(base[x..probe].iter().rev());
        let start = probe - back.take_while(|(n, b)| **n == colour && n != b).count();
        let on = now[probe..].iter().zip(&base[probe..]);
        let end = probe + on.take_while(|(n, b)| **n == colour && n != b).count();
        if end - start >= BAR {
            return Some((start, end));
        }
        x = probe + 1;
    }
}

/// Narrowest part of letters that touch.
const LETTER: usize = 4;

/// A row of ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Run {
    pub(crate) y: u16,
    pub(crate) x: u16,
    /// The place behind its last sample.
    pub(crate) end: u16,
    /// While components are looked for: a run of the same one; then its component.
    component: u32,
}

/// A connected area of ink, or the piece of one that lies in one cell of a grid when it is large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blot {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) right: u16,
    pub(crate) bottom: u16,
    /// Its runs, from here on.
    pub(crate) first: u32,
    pub(crate) runs: u32,
}

impl Blot {
    const NONE: Self = Self {
        x: u16::MAX,
        y: u16::MAX,
        right: 0,
        bottom: 0,
        first: 0,
        runs: 0,
    };

    fn add(&mut self, run: &Run) {
        self.x = self.x.min(run.x);
        self.y = self.y.min(run.y);
        self.right = self.right.max(run.end);
        self.bottom = self.bottom.max(run.y + 1);
        self.runs += 1;
    }

    fn edge(&self) -> usize {
        usize::from((self.right - self.x).max(self.bottom - self.y))
    }
}

/// Finds blots; keeps its buffers between sheets.
#[derive(Default)]
pub(crate) struct Blots {
    runs: Vec<Run>,
    names: Vec<u32>,
    sorted: Vec<Run>,
    found: Vec<Blot>,
    cut: Vec<Run>,
}

impl Blots {
    /// Finds what differs from the base. No blot is longer than `edge` in either direction.
    pub(crate) fn find<S: Sample>(&mut self, now: &Sheet<S>, base: &Sheet<S>, edge: usize) {
        self.runs.clear();
        let mut above = 0..0;
        for y in 0..now.height {
            let first = self.runs.len();
            ink(now.row(y), base.row(y), |x, end| {
                let component = self.runs.len() as u32;
                // A picture's edge has at most 16 bits.
                self.runs.push(Run {
                    y: y as u16,
                    x: x as u16,
                    end: end as u16,
                    component,
                });
            });
            self.connect(above, first);
            above = first..self.runs.len();
        }
        self.gather();
        self.split(edge);
        self.part(now, base);
    }

    /// The blots found, each with the runs that [`Self::runs`] gives.
    pub(crate) fn found(&self) -> &[Blot] {
        &self.found
    }

    /// The rows of ink of a blot, from top to bottom.
    pub(crate) fn runs(&self, blot: &Blot) -> &[Run] {
        &self.sorted[blot.first as usize..][..blot.runs as usize]
    }

    /// Joins the runs of one row to those of the row above that touch them, corners included.
    fn connect(&mut self, above: core::ops::Range<usize>, first: usize) {
        let mut near = above.start;
        for run in first..self.runs.len() {
            let Run { x, end, .. } = self.runs[run];
            while near < above.end && self.runs[near].end < x {
                near += 1;
            }
            let mut touching = near;
            while touching < above.end && self.runs[touching].x <= end {
                let (a, b) = (self.root(touching as u32), self.root(run as u32));
                let (low, high) = (a.min(b), a.max(b));
                self.runs[high as usize].component = low;
                touching += 1;
            }
        }
    }

    fn root(&mut self, mut run: u32) -> u32 {
        loop {
            let parent = self.runs[run as usize].component;
            if parent == run {
                return run;
            }
            let grand = self.runs[parent as usize].component;
            self.runs[run as usize].component = grand;
            run = grand;
        }
    }

    /// Sorts the runs by component.
    fn gather(&mut self) {
        self.found.clear();
        self.names.clear();
        self.names.resize(self.runs.len(), u32::MAX);
        for run in 0..self.runs.len() {
            let root = self.root(run as u32) as usize;
            if self.names[root] == u32::MAX {
                self.names[root] = self.found.len() as u32;
                self.found.push(Blot::NONE);
            }
            self.names[run] = self.names[root];
            self.found[self.names[run] as usize].add(&self.runs[run]);
        }
        let mut first = 0;
        for blot in &mut self.found {
            blot.first = first;
            first += blot.runs;
        }
        self.sorted.clear();
        self.sorted.resize(self.runs.len(), Run::default());
        // `first` counts up to each blot's end, and is set back.
        for (run, name) in self.runs.iter().zip(&self.names) {
            let blot = &mut self.found[*name as usize];
            self.sorted[blot.first as usize] = *run;
            blot.first += 1;
        }
        for blot in &mut self.found {
            blot.first -= blot.runs;
        }
    }

    /// Cuts large blots along a grid.
    fn split(&mut self, edge: usize) {
        let whole = self.found.len();
        for at in 0..whole {
            let blot = self.found[at];
            if blot.edge() <= edge {
                continue;
            }
            let next = |x: u16| (usize::from(x) / edge + 1) * edge;
            let cell = |run: &Run| (usize::from(run.y) / edge, usize::from(run.x) / edge);
            self.cut_up(at, next, cell);
        }
        self.found.retain(|blot| blot.runs > 0);
    }

    /// Parts letters that touch: between them there is little ink.
    fn part<S: Sample>(&mut self, now: &Sheet<S>, base: &Sheet<S>) {
        for at in 0..self.found.len() {
            let blot = self.found[at];
            let (width, height) = (
                usize::from(blot.right - blot.x),
                usize::from(blot.bottom - blot.y),
            );
            if width < 2 * LETTER || width * 10 < height * 7 || height < LETTER {
                continue;
            }
            let mut ink = [0_u32; 64];
            for run in self.runs(&blot) {
                let places = usize::from(run.x)..usize::from(run.end);
                let row = now.row(run.y.into())[places.clone()].iter();
                for ((now, base), x) in row
                    .zip(&base.row(run.y.into())[places])
                    .zip(run.x - blot.x..)
                {
                    ink[usize::from(x)] += distance(*now, *base);
                }
            }
            let seams = seams(&ink[..width]);
            if seams == 0 {
                continue;
            }
            let next = |x: u16| {
                let from = u32::from(x - blot.x) + 1;
                let seam = seams.checked_shr(from).unwrap_or(0).trailing_zeros();
                usize::from(x) + 1 + seam as usize
            };
            // Which piece a run is in: the seams up to its first column, of 64.
            let piece = |run: &Run| (seams & (u64::MAX >> (63 - (run.x - blot.x)))).count_ones();
            self.cut_up(at, next, piece);
        }
        self.found.retain(|blot| blot.runs > 0);
    }

    /// Replaces a blot by its pieces: a run goes on to the `next` cut after each place, and is then in
    /// the `piece` that its first sample tells.
    fn cut_up<P: Ord>(
        &mut self,
        at: usize,
        next: impl Fn(u16) -> usize,
        piece: impl Fn(&Run) -> P,
    ) {
        let blot = self.found[at];
        self.cut.clear();
        let runs = blot.first as usize..(blot.first + blot.runs) as usize;
        for run in &self.sorted[runs] {
            let mut x = run.x;
            while x < run.end {
                // No further than the run's end, which has 16 bits.
                let end = next(x).min(run.end.into()) as u16;
                self.cut.push(Run { x, end, ..*run });
                x = end;
            }
        }
        self.cut
            .sort_unstable_by_key(|run| (piece(run), run.y, run.x));
        for runs in self.cut.chunk_by(|a, b| piece(a) == piece(b)) {
            let mut part = Blot {
                first: self.sorted.len() as u32,
                ..Blot::NONE
            };
            runs.iter().for_each(|run| part.add(run));
            self.sorted.extend_from_slice(runs);
            self.found.push(part);
        }
        self.found[at].runs = 0;
    }

    pub(crate) fn memory(&self) -> usize {
        let runs = self.runs.capacity() + self.sorted.capacity() + self.cut.capacity();
        runs * size_of::<Run>()
            + self.names.capacity() * size_of::<u32>()
            + self.found.capacity() * size_of::<Blot>()
    }
}

/// How far two samples are apart.
fn distance<S: Sample>(a: S, b: S) -> u32 {
    let bytes = a.split().into_iter().zip(b.split());
    bytes.map(|(a, b)| u32::from(a.abs_diff(b))).sum()
}

/// The columns, as bits, before which a blot is cut, by the ink in each of its columns (at most 64).
fn seams(ink: &[u32]) -> u64 {
    let mean = ink.iter().sum::<u32>() / ink.len() as u32;
    let (mut seams, mut last) = (0, 0);
    let pair = |at: usize| ink[at - 1] + ink[at];
    for at in LETTER..=ink.len() - LETTER {
        // The least ink on both sides, among the places where a letter may end.
        let near = at.saturating_sub(2).max(1)..=(at + 2).min(ink.len() - 1);
        let least = near.map(|other| (pair(other), other)).min();
        if at - last >= LETTER && least == Some((pair(at), at)) && pair(at) < mean {
            seams |= 1 << at;
            last = at;
        }
    }
    seams
}

/// Calls `found` with every row of samples that differ.
fn ink<S: Sample>(now: &[S], base: &[S], mut found: impl FnMut(usize, usize)) {
    /// So many places are skipped at once.
    const STEP: usize = 32;
    let mut open = None;
    let (mut x, len) = (0, now.len());
    while x < len {
        let end = (x + STEP).min(len);
        let same = now[x..end]
            .iter()
            .zip(&base[x..end])
            .fold(true, |same, (n, b)| same & (n == b));
        if same {
            if let Some(start) = open.take() {
                found(start, x);
            }
        } else {
            for at in x..end {
                match (now[at] != base[at], open) {
                    (true, None) => open = Some(at),
                    (false, Some(start)) => {
                        found(start, at);
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        x = end;
    }
    if let Some(start) = open {
        found(start, len);
    }
}
