//! What libc and Rust's library still want of WASI, answered by the contract or refused: tools/engine-builder points
//! each WASI import at the function here that is exported under `wasi:` and its name, so that none is left.
//!
//! The signatures are WASI preview 1's (`wasi_snapshot_preview1`).

use crate::bindings::coral::script::{clock, console, random};

/// "Success" and "Bad file descriptor" of WASI's errno.
const SUCCESS: i32 = 0;
const BAD_DESCRIPTOR: i32 = 8;
/// The clock id of the wall clock; all others are taken for the monotonic one.
const CLOCK_REALTIME: u32 = 0;

#[repr(C)]
struct IoVector {
    bytes: *const u8,
    length: usize,
}

#[unsafe(export_name = "wasi:clock_time_get")]
unsafe extern "C" fn clock_time_get(id: u32, _precision: u64, time: *mut u64) -> i32 {
    let now = if id == CLOCK_REALTIME { clock::wall() } else { clock::monotonic() };
    // SAFETY: the caller passes a place for one timestamp, which may be unaligned.
    unsafe { time.write_unaligned(now) };
    SUCCESS
}

#[unsafe(export_name = "wasi:random_get")]
unsafe extern "C" fn random_get(buffer: *mut u8, length: usize) -> i32 {
    let mut filled = 0;
    while filled < length {
        let bytes = random::bytes((length - filled) as u32);
        if bytes.is_empty() {
            // While the snapshot is made there is no host: its randomness is zeros, and nothing that lasts may use it.
            // SAFETY: the caller's buffer has `length` bytes.
            unsafe { buffer.add(filled).write_bytes(0, length - filled) };
            break;
        }
        let count = bytes.len().min(length - filled);
        // SAFETY: `filled + count` is at most `length`, the size of the caller's buffer.
        unsafe { buffer.add(filled).copy_from_nonoverlapping(bytes.as_ptr(), count) };
        filled += count;
    }
    SUCCESS
}

/// A stray write, such as the message of a panic, goes to the console. It must not allocate: memory may be what is
/// missing.
#[unsafe(export_name = "wasi:fd_write")]
unsafe extern "C" fn fd_write(_descriptor: u32, vectors: *const IoVector, count: usize, written: *mut usize) -> i32 {
    let mut length = 0;
    for index in 0..count {
        // SAFETY: the caller passes `count` vectors, each of as many bytes as it says.
        let bytes = unsafe {
            let vector = &*vectors.add(index);
            std::slice::from_raw_parts(vector.bytes, vector.length)
        };
        length += bytes.len();
        match str::from_utf8(bytes).map(|text| text.trim_end_matches('\n')) {
            Ok("") | Err(_) => {}
            // A text that the run may no longer write is lost.
            Ok(text) => drop(console::write(console::Level::Error, text)),
        }
    }
    // SAFETY: the caller passes a place for the count.
    unsafe { written.write(length) };
    SUCCESS
}

/// There are no environment variables.
#[unsafe(export_name = "wasi:environ_sizes_get")]
unsafe extern "C" fn environ_sizes_get(count: *mut usize, bytes: *mut usize) -> i32 {
    // SAFETY: the caller passes places for both sizes.
    unsafe {
        count.write(0);
        bytes.write(0);
    }
    SUCCESS
}

#[unsafe(export_name = "wasi:environ_get")]
extern "C" fn environ_get(_variables: *mut *mut u8, _bytes: *mut u8) -> i32 {
    SUCCESS
}

#[unsafe(export_name = "wasi:fd_close")]
extern "C" fn fd_close(_descriptor: u32) -> i32 {
    BAD_DESCRIPTOR
}

#[unsafe(export_name = "wasi:fd_fdstat_get")]
extern "C" fn fd_fdstat_get(_descriptor: u32, _status: *mut u8) -> i32 {
    BAD_DESCRIPTOR
}

#[unsafe(export_name = "wasi:fd_read")]
extern "C" fn fd_read(_descriptor: u32, _vectors: *const IoVector, _count: usize, _read: *mut usize) -> i32 {
    BAD_DESCRIPTOR
}

#[unsafe(export_name = "wasi:fd_seek")]
extern "C" fn fd_seek(_descriptor: u32, _offset: i64, _whence: u32, _position: *mut u64) -> i32 {
    BAD_DESCRIPTOR
}

#[unsafe(export_name = "wasi:proc_exit")]
extern "C" fn proc_exit(_code: u32) -> ! {
    // The only caller is an abort: the host reports the trap.
    core::arch::wasm32::unreachable()
}
