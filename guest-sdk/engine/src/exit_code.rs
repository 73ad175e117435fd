//! The code that a run has when it comes to its end by itself.

use std::cell::Cell;

thread_local! {
    static CODE: Cell<u8> = const { Cell::new(0) };
}

/// 0 is success, and what holds until a script says otherwise.
pub fn set(code: u8) {
    CODE.set(code);
}

/// What was set last.
pub fn get() -> u8 {
    CODE.get()
}
