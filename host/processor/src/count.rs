//! How many processors there are.

use std::sync::LazyLock;
use std::thread;

/// How many processors this process may use, at least 1: the system is asked once, which takes a tenth of a millisecond.
pub fn processors() -> usize {
    static COUNT: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    *COUNT
}
