//! Memory that the host asks for, to put arguments and answers into.
//!
//! Javy's own `cabi_realloc` answers a request for no bytes with the address 1, which no element wider than a byte may
//! have: the host would refuse every empty list. tools/engine-builder puts this one in its place.

use std::alloc::{Layout, alloc, handle_alloc_error, realloc, set_alloc_error_hook};

/// Makes an allocation that fails end the run at once. The library's own way is to print a message, which takes memory;
/// the host knows that it refused some, and says so.
pub fn end_run_when_exhausted() {
    set_alloc_error_hook(|_| core::arch::wasm32::unreachable());
}

#[unsafe(export_name = "coral:cabi_realloc")]
unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, alignment: usize, new_size: usize) -> *mut u8 {
    if new_size == 0 {
        return std::ptr::without_provenance_mut(alignment);
    }
    let Ok(layout) = Layout::from_size_align(new_size, alignment) else {
        core::arch::wasm32::unreachable();
    };
    let new = if old_size == 0 {
        // SAFETY: the layout's size is not zero.
        unsafe { alloc(layout) }
    } else {
        // SAFETY: the host passes what this function gave it, with the size and alignment that it asked for; the new
        // size is not zero, and was checked with this alignment above.
        unsafe { realloc(old, Layout::from_size_align_unchecked(old_size, alignment), new_size) }
    };
    if new.is_null() {
        handle_alloc_error(layout);
    }
    new
}
