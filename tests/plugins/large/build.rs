//! Gives the plugin a memory of 128 MiB from the start.

fn main() {
    println!("cargo::rustc-cdylib-link-arg=--initial-memory=134217728");
}
