//! How the program is linked; must not know what it does.

use std::process::Command;

/// The first glibc that unpacks relocations.
const UNPACKS: (u32, u32) = (2, 36);

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let variable = |name| std::env::var_os(name);
    // The program without a compiler goes to many machines, with older systems among them; and what is built for another
    // machine is not linked with this one's C library.
    let stays_here = variable("CARGO_FEATURE_COMPILER").is_some() && variable("TARGET") == variable("HOST");
    if stays_here && glibc().is_some_and(|version| version >= UNPACKS) {
        // 85,000 relocations in 22 KB in place of 2 MB, which each start would read and keep in memory.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library, if that is glibc.
fn glibc() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
