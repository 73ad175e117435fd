//! What a run finds in memory that it did not write itself.

use core::arch::wasm32::{memory_grow, memory_size};
use std::hint::black_box;

const PAGE_BYTES: usize = 64 * 1024;

/// What is left behind for the next run.
const PATTERN: u8 = 0xA5;

/// Grows the memory by this many pages, which must be zeros, and fills them.
pub fn look(pages: usize) -> Result<(), String> {
    let start = memory_size(0) * PAGE_BYTES;
    if memory_grow(0, pages) == usize::MAX {
        return Err(format!("there is no memory for {pages} pages"));
    }
    // SAFETY: these pages were grown just now, and the allocator does not know of them.
    let grown = unsafe { std::slice::from_raw_parts_mut(start as *mut u8, pages * PAGE_BYTES) };
    if let Some(place) = grown.iter().position(|byte| *byte != 0) {
        return Err(format!("byte {place} of the memory that was grown is {}", grown[place]));
    }
    grown.fill(PATTERN);
    Ok(())
}

/// Takes memory until there is no more, which traps.
pub fn exhaust() -> ! {
    let mut hoard = Vec::new();
    loop {
        hoard.push(black_box(vec![1_u8; 1 << 20]));
    }
}
