//! What reading takes of memory, counted: a decoder that asks for far more than it was sent could be
//! made to ask for all there is.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// Bytes that may be held for each byte of JSON: `0,` becomes a value of 32 in a list that doubles.
pub(crate) const JSON: usize = 64;
/// The same for TOML, which only an administrator writes.
pub(crate) const TOML: usize = 512;
/// Bytes that may be held besides.
const FIXED: usize = 64 * 1024;

/// Reads something of this length, and holds what that took against the bound.
pub(crate) fn bounded<T>(factor: usize, length: usize, read: impl FnOnce() -> T) -> T {
    let before = HELD.get();
    PEAK.set(before);
    let value = read();
    let peak = PEAK.get() - before;
    let bound = FIXED + factor * length;
    assert!(peak <= bound, "{peak} bytes of memory for {length}");
    value
}

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, with each thread's bytes counted.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

fn count(more: usize, less: usize) {
    // Nothing is counted while a thread ends; what another one took is not missed here.
    let _ = HELD.try_with(|held| {
        let most = held.get().wrapping_add(more);
        held.set(most.saturating_sub(less));
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(most)));
    });
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(memory, layout) }
    }
}
