//! The functions of DuckDB's C API, as jumps through a table. Must not know how the library is loaded.

use std::arch::global_asm;
use std::ffi::{CStr, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::library;

/// How many there are.
const COUNT: usize = include!(concat!(env!("OUT_DIR"), "/count.rs"));

/// What they are called.
pub static NAMES: [&CStr; COUNT] = include!(concat!(env!("OUT_DIR"), "/names.rs"));

unsafe extern "C" {
    #[link_name = "coral_duckdb_table"]
    static TABLE: [AtomicPtr<c_void>; COUNT];
}

global_asm!(include_str!(concat!(env!("OUT_DIR"), "/trampolines.s")));

// The first call of any function, with its number on top of the stack. All registers that may hold arguments (System V ABI
// for x86-64, 3.2.3) are kept while the library is loaded; then the function is jumped to as if nothing had been. 7 registers
// and the number keep the stack aligned to 16 with 136 bytes more, 128 of them for the vector registers.
global_asm!(
    "coral_duckdb_first:",
    "push rdi",
    "push rsi",
    "push rdx",
    "push rcx",
    "push r8",
    "push r9",
    "push rax",
    "sub rsp, 136",
    "movups [rsp], xmm0",
    "movups [rsp + 16], xmm1",
    "movups [rsp + 32], xmm2",
    "movups [rsp + 48], xmm3",
    "movups [rsp + 64], xmm4",
    "movups [rsp + 80], xmm5",
    "movups [rsp + 96], xmm6",
    "movups [rsp + 112], xmm7",
    "mov rdi, [rsp + 192]",
    "call {function}",
    "mov r11, rax",
    "movups xmm0, [rsp]",
    "movups xmm1, [rsp + 16]",
    "movups xmm2, [rsp + 32]",
    "movups xmm3, [rsp + 48]",
    "movups xmm4, [rsp + 64]",
    "movups xmm5, [rsp + 80]",
    "movups xmm6, [rsp + 96]",
    "movups xmm7, [rsp + 112]",
    "add rsp, 136",
    "pop rax",
    "pop r9",
    "pop r8",
    "pop rcx",
    "pop rdx",
    "pop rsi",
    "pop rdi",
    "add rsp, 8",
    "jmp r11",
    function = sym function,
);

/// The function of a number, in a library that is loaded. Without one nobody could go on: whoever can say so has called
/// [`library::load`] before.
extern "C" fn function(number: usize) -> *mut c_void {
    if let Err(error) = library::load() {
        eprintln!("error: {error}");
        std::process::abort();
    }
    // SAFETY: the table is COUNT words, which nobody reads or writes but by atomic operations and the jumps.
    unsafe { &TABLE }.get(number).map_or_else(std::ptr::null_mut, |entry| entry.load(Ordering::Acquire))
}

/// Lets all calls go to these functions, in the order of [`NAMES`].
///
/// # Safety
///
/// Each has to be the function of its name, and to stay.
pub unsafe fn lead_to(functions: [*mut c_void; COUNT]) {
    // SAFETY: as above.
    for (entry, function) in unsafe { &TABLE }.iter().zip(functions) {
        entry.store(function, Ordering::Release);
    }
}
