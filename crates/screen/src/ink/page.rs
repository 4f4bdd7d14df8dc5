//! One layer of a picture, sheet by sheet: what both ends have learned of it, and the two directions.

use alloc::{vec, vec::Vec};

use crate::{
    coder::{Bit, Coder, Reader, Writer},
    numbers::Number,
};

use super::{
    base::{BLOCK, Bar, Ground, Grounds, area, paint},
    grain::Grain,
    names::Names,
    shape::{Grid, Looks, MAX_EDGE, Shapes, Stroke, draw, draw_grid},
    sheet::{Sample, Sheet},
    survey::{self, Blot, Blots, Run},
};

/// The stream is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Corrupt;

/// Contexts of a gap, by the shape before it.
const GAPS: usize = 256;

/// A shape in its line.
#[derive(Clone, Copy, Default)]
struct Item {
    name: u32,
    /// From the right edge of the shape before to the left edge of this one.
    gap: i32,
    /// How far its bottom is below the line's foot.
    foot: i32,
}

/// What is learned of one layer.
struct Learned<S> {
    grounds: Grounds<S>,
    grain: Grain,
    shapes: Shapes<S>,
    looks: Looks,
    names: Names,
    down: Number,
    count: Number,
    gaps: Vec<Number>,
    same_foot: Bit,
    foot: Number,
}

impl<S: Sample> Learned<S> {
    fn new() -> Self {
        Self {
            grounds: Grounds::new(),
            grain: Grain::new::<S>(),
            shapes: Shapes::new(),
            looks: Looks::new::<S>(),
            names: Names::new(),
            down: Number::new(),
            count: Number::new(),
            gaps: vec![Number::new(); GAPS],
            same_foot: Bit::EVEN,
            foot: Number::new(),
        }
    }

    fn reset(&mut self) {
        self.grounds = Grounds::new();
        self.grain.reset::<S>();
        self.shapes.reset();
        self.looks = Looks::new::<S>();
        self.names.reset();
        self.down = Number::new();
        self.count = Number::new();
        self.gaps.fill(Number::new());
        self.same_foot = Bit::EVEN;
        self.foot = Number::new();
    }

    /// Codes how far a line's foot is below the last one's, and how many shapes stand in it: none
    /// ends the sheet.
    fn line<C: Coder>(&mut self, coder: &mut C, down: i32, count: usize) -> (i32, usize) {
        let count = self.count.code(coder, count as u32) as usize;
        if count == 0 {
            return (0, 0);
        }
        (self.down.signed(coder, down), count)
    }

    /// Codes an item that follows these names.
    fn item<C: Coder>(&mut self, coder: &mut C, before: [u32; 2], item: Item) -> Item {
        let name = self
            .names
            .code(coder, self.shapes.names(), before, item.name);
        let context = before[0].wrapping_mul(0x9E37_79B1) >> 24;
        let gap = self.gaps[context as usize].signed(coder, item.gap);
        let known = name != Shapes::<S>::NEW;
        let foot = if known && coder.bit(&mut self.same_foot, item.foot == self.shapes.foot(name)) {
            self.shapes.foot(name)
        } else {
            self.foot.signed(coder, item.foot)
        };
        self.shapes.set_foot(name, foot);
        Item { name, gap, foot }
    }

    fn memory(&self) -> usize {
        self.grounds.memory()
            + self.grain.memory()
            + self.shapes.memory()
            + self.looks.memory()
            + self.names.memory()
            + self.gaps.capacity() * size_of::<Number>()
    }
}

/// The writing end of a layer.
pub(crate) struct PageWriter<S> {
    learned: Learned<S>,
    now: Sheet<S>,
    before: Sheet<S>,
    base: Sheet<S>,
    blocks: Vec<Ground<S>>,
    bars: Vec<Bar<S>>,
    blots: Blots,
    index: Index,
    order: Vec<u32>,
    line: Vec<u32>,
    grid: Grid<S>,
}

impl<S: Sample> PageWriter<S> {
    pub(crate) fn new() -> Self {
        Self {
            learned: Learned::new(),
            now: Sheet::new(),
            before: Sheet::new(),
            base: Sheet::new(),
            blocks: Vec::new(),
            bars: Vec::new(),
            blots: Blots::default(),
            index: Index::new(),
            order: Vec::new(),
            line: Vec::new(),
            grid: Grid::new(),
        }
    }

    /// Forgets what was learned: a keyframe starts.
    pub(crate) fn reset(&mut self) {
        self.learned.reset();
        self.index.reset();
    }

    /// The sheets to fill before [`Self::write`]: as it is now, and as it was before.
    pub(crate) const fn sheets(&mut self) -> (&mut Sheet<S>, &mut Sheet<S>) {
        (&mut self.now, &mut self.before)
    }

    /// Codes the sheet.
    pub(crate) fn write(&mut self, coder: &mut Writer<'_>, has_before: bool) {
        let before = has_before.then_some(&self.before);
        survey::grounds(&self.now, before, &mut self.blocks);
        self.lay();
        survey::bars(
            &self.now,
            &mut self.base,
            self.now.samples.len(),
            &mut self.bars,
        );
        self.blots.find(&self.now, &self.base, MAX_EDGE);
        let boxes: usize = self.blots.found().iter().map(box_area).sum();
        if boxes > 2 * self.now.samples.len() {
            // Hatching and the like: boxes that lie over each other cost more than they bring.
            for block in &mut self.blocks {
                if let Ground::Plain(_) = block {
                    *block = Ground::Grain;
                }
            }
            self.lay();
            self.bars.clear();
            self.blots.find(&self.now, &self.base, MAX_EDGE);
        }
        let columns = self.now.width.div_ceil(BLOCK);
        let grounds = &mut self.learned.grounds;
        grounds.code(coder, &mut self.blocks, columns, has_before);
        grounds.count(coder, self.bars.len());
        let mut last = no_bar();
        for bar in &self.bars {
            grounds.bar(coder, &last, bar);
            last = *bar;
        }
        for (at, block) in self.blocks.iter().enumerate() {
            if *block == Ground::Grain {
                let area = area(&self.now, at % columns, at / columns);
                self.learned.grain.code(coder, &mut self.base, area);
            }
        }
        self.lines(coder);
    }

    /// Tells the corner of each block that was written as grain.
    pub(crate) fn grainy(&self, mut found: impl FnMut(u16, u16)) {
        let columns = self.now.width.div_ceil(BLOCK);
        for (at, block) in self.blocks.iter().enumerate() {
            if *block == Ground::Grain {
                // A picture's edge has at most 16 bits.
                found((at % columns * BLOCK) as u16, (at / columns * BLOCK) as u16);
            }
        }
    }

    /// Lays the grounds: what is not ink.
    fn lay(&mut self) {
        self.base.resize(self.now.width, self.now.height);
        let columns = self.now.width.div_ceil(BLOCK);
        for (at, ground) in self.blocks.iter().enumerate() {
            let (x, y, width, height) = area(&self.now, at % columns, at / columns);
            for y in y..y + height {
                let out = &mut self.base.row_mut(y)[x..x + width];
                match ground {
                    Ground::Before => out.copy_from_slice(&self.before.row(y)[x..x + width]),
                    Ground::Plain(colour) => out.fill(*colour),
                    Ground::Grain => out.copy_from_slice(&self.now.row(y)[x..x + width]),
                }
            }
        }
    }

    /// Orders the blots into lines, as one reads, and codes them.
    fn lines(&mut self, coder: &mut Writer<'_>) {
        let mut order = core::mem::take(&mut self.order);
        let mut line = core::mem::take(&mut self.line);
        order.clear();
        order.extend(0..self.blots.found().len() as u32);
        order.sort_unstable_by_key(|&at| {
            let blot = &self.blots.found()[at as usize];
            (blot.y, blot.x)
        });
        let mut last_foot = 0;
        while let Some(&first) = order.first() {
            let first = &self.blots.found()[first as usize];
            let (top, mut bottom) = (first.y, first.bottom);
            line.clear();
            let mut open = true;
            order.retain(|&at| {
                let blot = &self.blots.found()[at as usize];
                open &= blot.y < bottom;
                let middle = blot.y.midpoint(blot.bottom);
                let belongs = open && middle < bottom;
                if belongs {
                    line.push(at);
                    // A letter with a tail makes its line taller; a picture does not.
                    if blot.bottom - top <= LINE {
                        bottom = bottom.max(blot.bottom);
                    }
                }
                !belongs
            });
            line.sort_unstable_by_key(|&at| self.blots.found()[at as usize].x);
            let foot = self.foot(&line);
            self.learned.line(coder, foot - last_foot, line.len());
            last_foot = foot;
            self.items(coder, foot, &line);
        }
        self.learned.line(coder, 0, 0);
        self.order = order;
        self.line = line;
    }

    /// Where most shapes of a line end.
    fn foot(&self, line: &[u32]) -> i32 {
        let bottom = |at: &u32| self.blots.found()[*at as usize].bottom;
        let times = |foot: u16| line.iter().filter(|at| bottom(at) == foot).count();
        // A few are enough to tell.
        let step = line.len().div_ceil(16);
        let candidates = line.iter().step_by(step).map(bottom);
        candidates
            .max_by_key(|foot| times(*foot))
            .unwrap_or(0)
            .into()
    }

    fn items(&mut self, coder: &mut Writer<'_>, foot: i32, line: &[u32]) {
        let mut before = [0; 2];
        let mut right = 0;
        for &at in line {
            let blot = self.blots.found()[at as usize];
            let runs = self.blots.runs(&blot);
            let name = self
                .index
                .find(&self.learned.shapes, &self.now, &blot, runs);
            let item = Item {
                name: name.unwrap_or(Shapes::<S>::NEW),
                gap: i32::from(blot.x) - right,
                foot: i32::from(blot.bottom) - foot,
            };
            self.learned.item(coder, before, item);
            let name = name.unwrap_or_else(|| self.fresh(coder, &blot, item.foot));
            before = [name, before[0]];
            right = blot.right.into();
        }
    }

    /// Codes a shape that is new, and keeps it.
    fn fresh(&mut self, coder: &mut Writer<'_>, blot: &Blot, foot: i32) -> u32 {
        let (width, height) = (blot.right - blot.x, blot.bottom - blot.y);
        self.grid.clear(width.into(), height.into());
        for run in self.blots.runs(blot) {
            let values = &self.now.row(run.y.into())[run.x.into()..run.end.into()];
            self.grid.put(stroke(blot, run), values);
        }
        // What fits 64 samples can be coded.
        let _ = self.learned.looks.code(coder, &mut self.grid);
        let Some(name) = self.learned.shapes.keep(&self.grid, foot) else {
            return Shapes::<S>::NEW;
        };
        self.index.add(&self.now, blot, self.blots.runs(blot), name);
        name
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.learned.memory()
            + self.now.memory()
            + self.before.memory()
            + self.base.memory()
            + self.blocks.capacity() * size_of::<Ground<S>>()
            + self.bars.capacity() * size_of::<Bar<S>>()
            + self.blots.memory()
            + (self.order.capacity() + self.line.capacity()) * size_of::<u32>()
            + self.index.memory()
    }
}

/// Tallest line in samples.
const LINE: u16 = 48;

/// Before the first bar.
fn no_bar<S: Sample>() -> Bar<S> {
    Bar {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
        colour: S::default(),
    }
}

fn box_area(blot: &Blot) -> usize {
    usize::from(blot.right - blot.x) * usize::from(blot.bottom - blot.y)
}

fn stroke(blot: &Blot, run: &Run) -> Stroke {
    // A blot's edges are at most MAX_EDGE.
    Stroke {
        y: (run.y - blot.y) as u8,
        x: (run.x - blot.x) as u8,
        len: (run.end - run.x) as u8,
    }
}

/// The reading end of a layer.
pub(crate) struct PageReader<S> {
    learned: Learned<S>,
    sheet: Sheet<S>,
    blocks: Vec<Ground<S>>,
    grid: Grid<S>,
}

impl<S: Sample> PageReader<S> {
    pub(crate) fn new() -> Self {
        Self {
            learned: Learned::new(),
            sheet: Sheet::new(),
            blocks: Vec::new(),
            grid: Grid::new(),
        }
    }

    /// Forgets what was learned: a keyframe starts.
    pub(crate) fn reset(&mut self) {
        self.learned.reset();
    }

    /// The sheet: to be filled with what was before, and then read.
    pub(crate) const fn sheet(&mut self) -> &mut Sheet<S> {
        &mut self.sheet
    }

    /// Turns the sheet into what was written.
    ///
    /// # Errors
    /// [`Corrupt`]; the sheet is then anything.
    pub(crate) fn read(&mut self, coder: &mut Reader<'_>, has_before: bool) -> Result<(), Corrupt> {
        let columns = self.sheet.width.div_ceil(BLOCK);
        let rows = self.sheet.height.div_ceil(BLOCK);
        self.blocks.clear();
        self.blocks.resize(columns * rows, Ground::Before);
        let grounds = &mut self.learned.grounds;
        grounds.code(coder, &mut self.blocks, columns, has_before);
        self.lay(columns);
        self.bars(coder).ok_or(Corrupt)?;
        self.grain(coder, columns).ok_or(Corrupt)?;
        self.lines(coder).ok_or(Corrupt)
    }

    fn lay(&mut self, columns: usize) {
        for at in 0..self.blocks.len() {
            if let Ground::Plain(colour) = self.blocks[at] {
                let (x, y, width, height) = area(&self.sheet, at % columns, at / columns);
                for y in y..y + height {
                    self.sheet.row_mut(y)[x..x + width].fill(colour);
                }
            }
        }
    }

    fn grain(&mut self, coder: &mut Reader<'_>, columns: usize) -> Option<()> {
        for at in 0..self.blocks.len() {
            if self.blocks[at] == Ground::Grain {
                if coder.is_short() {
                    return None;
                }
                let area = area(&self.sheet, at % columns, at / columns);
                self.learned.grain.code(coder, &mut self.sheet, area);
            }
        }
        Some(())
    }

    fn bars(&mut self, coder: &mut Reader<'_>) -> Option<()> {
        let mut left = self.sheet.samples.len();
        let mut last = no_bar();
        for _ in 0..self.learned.grounds.count(coder, 0) {
            last = self.learned.grounds.bar(coder, &last, &no_bar())?;
            left = left.checked_sub(last.width.checked_mul(last.height)?.max(1))?;
            paint(&mut self.sheet, &last)?;
        }
        Some(())
    }

    fn lines(&mut self, coder: &mut Reader<'_>) -> Option<()> {
        // No sheet has more ink than samples; what claims more is hostile, or damaged.
        let mut left = self.sheet.samples.len();
        let mut foot = 0_i32;
        loop {
            let (down, count) = self.learned.line(coder, 0, 0);
            if count == 0 {
                return Some(());
            }
            foot = foot.checked_add(down)?;
            let (mut before, mut right) = ([0; 2], 0_i32);
            for _ in 0..count {
                if coder.is_short() {
                    return None;
                }
                let item = self.learned.item(coder, before, Item::default());
                let (name, width) =
                    self.place(coder, item, foot, right.checked_add(item.gap)?, &mut left)?;
                right = right.checked_add(item.gap)?.checked_add(width as i32)?;
                before = [name, before[0]];
            }
        }
    }

    /// Draws an item, and returns the name that it goes by from now on, and its width.
    fn place(
        &mut self,
        coder: &mut Reader<'_>,
        item: Item,
        foot: i32,
        x: i32,
        left: &mut usize,
    ) -> Option<(u32, usize)> {
        let x = usize::try_from(x).ok()?;
        let bottom = usize::try_from(foot.checked_add(item.foot)?).ok()?;
        let known = item.name != Shapes::<S>::NEW;
        let (width, height) = if known {
            self.learned.shapes.size(item.name)?
        } else {
            self.grid.clear(0, 0);
            self.learned.looks.code(coder, &mut self.grid)?;
            self.grid.size()
        };
        let y = bottom.checked_sub(height)?;
        if x + width > self.sheet.width || bottom > self.sheet.height {
            return None;
        }
        if known {
            let (strokes, samples) = self.learned.shapes.get(item.name)?;
            *left = left.checked_sub(samples.len())?;
            draw(&mut self.sheet, x, y, strokes, samples);
            return Some((item.name, width));
        }
        *left = left.checked_sub(self.grid.area().max(1))?;
        draw_grid(&mut self.sheet, x, y, &self.grid);
        let kept = self.learned.shapes.keep(&self.grid, item.foot);
        Some((kept.unwrap_or(Shapes::<S>::NEW), width))
    }

    /// Bytes of memory held.
    pub(crate) fn memory(&self) -> usize {
        self.learned.memory()
            + self.sheet.memory()
            + self.blocks.capacity() * size_of::<Ground<S>>()
    }
}

/// Finds the names of shapes by what they look like.
struct Index {
    /// Names by hash, 0 where there is none; open addressing.
    slots: Vec<u16>,
}

/// Twice as many slots as names, so that a search is short.
const SLOTS: usize = 2 * Names::END as usize;

impl Index {
    fn new() -> Self {
        Self {
            slots: vec![0; SLOTS],
        }
    }

    fn reset(&mut self) {
        self.slots.fill(0);
    }

    fn find<S: Sample>(
        &self,
        shapes: &Shapes<S>,
        now: &Sheet<S>,
        blot: &Blot,
        runs: &[Run],
    ) -> Option<u32> {
        let mut at = hash(now, blot, runs);
        loop {
            let name = u32::from(self.slots[at % SLOTS]);
            if name == 0 {
                return None;
            }
            if shapes
                .get(name)
                .is_some_and(|kept| looks_like(kept, now, blot, runs))
            {
                return Some(name);
            }
            at += 1;
        }
    }

    /// Adds a shape that was just kept.
    fn add<S: Sample>(&mut self, now: &Sheet<S>, blot: &Blot, runs: &[Run], name: u32) {
        if name == 1 {
            // The list has begun anew.
            self.reset();
        }
        let mut at = hash(now, blot, runs);
        while self.slots[at % SLOTS] != 0 {
            at += 1;
        }
        // Names are below 2¹⁴.
        self.slots[at % SLOTS] = name as u16;
    }

    fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<u16>()
    }
}

fn looks_like<S: Sample>(
    (strokes, mut samples): (&[Stroke], &[S]),
    now: &Sheet<S>,
    blot: &Blot,
    runs: &[Run],
) -> bool {
    strokes.len() == runs.len()
        && strokes.iter().zip(runs).all(|(kept, run)| {
            *kept == stroke(blot, run) && {
                let (mine, rest) = samples.split_at(kept.len.into());
                samples = rest;
                mine == &now.row(run.y.into())[run.x.into()..run.end.into()]
            }
        })
}

fn hash<S: Sample>(now: &Sheet<S>, blot: &Blot, runs: &[Run]) -> usize {
    let mut hash = 0_u32;
    let mut add = |value: u32| hash = (hash.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B1);
    for run in runs {
        let Stroke { y, x, len } = stroke(blot, run);
        add(u32::from_le_bytes([y, x, len, 0]));
        for sample in &now.row(run.y.into())[run.x.into()..run.end.into()] {
            add(u32::from_le_bytes(sample.split()));
        }
    }
    (hash ^ hash >> 15) as usize
}
