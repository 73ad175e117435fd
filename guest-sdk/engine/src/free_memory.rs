//! Clears what was freed before the snapshot is taken, and closes the gaps in it: the snapshot would keep what stood there, and
//! every run would start with it.
//!
//! A run that finds no gaps takes its memory from the end, where all of it lies together. It would otherwise write to a page
//! for every gap that it fills, and the host puts back every page that a run has written to; and how many that are would
//! change with whatever is changed in the engine.

use std::arch::wasm32::memory_size;
use std::iter;

/// How many free blocks are looked for, at the most.
const MOST_BLOCKS: usize = 1 << 14;

/// The largest and the smallest of them, as powers of two.
const LARGEST: u32 = 16;
const SMALLEST: u32 = 5;

/// Takes all blocks that there are without the memory's growing, and gives those at the end back as zeros. The others, some
/// 70 kB between what is in use, are never given back.
pub fn clear() {
    let mut blocks: Vec<(usize, usize)> = vec![(0, 0); MOST_BLOCKS];
    let mut count = 0;
    for size in (SMALLEST..=LARGEST).rev().map(|power| 1_usize << power) {
        for block in iter::from_fn(|| take(size)).take(MOST_BLOCKS - count) {
            blocks[count] = block;
            count += 1;
        }
    }
    // The list is larger than any gap: it lies behind them all.
    let end = blocks.as_ptr() as usize;
    for (start, capacity) in blocks.iter().take(count).filter(|(start, _)| *start > end) {
        // SAFETY: it is a vector that `take` has made, and that no one else has.
        drop(unsafe { Vec::<u8>::from_raw_parts(*start as *mut u8, 0, *capacity) });
    }
    blocks.fill((0, 0));
}

/// A block of zeros; none where the memory had to grow for it.
fn take(size: usize) -> Option<(usize, usize)> {
    let pages = memory_size(0);
    let mut block = Vec::<u8>::with_capacity(size);
    if memory_size(0) > pages {
        return None;
    }
    block.resize(size, 0);
    let block = std::mem::ManuallyDrop::new(block);
    Some((block.as_ptr() as usize, block.capacity()))
}
