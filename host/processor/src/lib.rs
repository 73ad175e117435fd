//! The processors' time: what has used how much of it, and threads that give way to those which need it soon. It must not
//! know what is done in that time.

mod background;
mod count;
mod time;

pub use background::{Background, NICENESS};
pub use count::processors;
pub use time::{Spent, process_time, thread_time};
