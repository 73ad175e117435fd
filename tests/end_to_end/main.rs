//! The program, run as a person would run it.
