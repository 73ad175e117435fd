//! What machine code depends on, for this machine: which code fits it.

use coral_bundle::MachineCodeKey;
use xxhash_rust::xxh3::xxh3_128;

use crate::configuration::{SETTINGS, WASMTIME_VERSION};

/// This machine's target, as rustc and wasmtime call it.
pub const NATIVE_TARGET: &str = concat_target();

const fn concat_target() -> &'static str {
    match (cfg!(target_arch = "x86_64"), cfg!(target_arch = "aarch64")) {
        (true, _) => "x86_64-unknown-linux-gnu",
        (_, true) => "aarch64-unknown-linux-gnu",
        _ => "unknown",
    }
}

/// The key of the code that this process would make for itself.
pub fn native_key() -> MachineCodeKey {
    key(NATIVE_TARGET, native_features())
}

/// The key of code for a target and so many features of its processors.
pub(crate) fn key(target: &str, cpu_features: Vec<String>) -> MachineCodeKey {
    MachineCodeKey {
        wasmtime: WASMTIME_VERSION.to_owned(),
        target: target.to_owned(),
        cpu_features,
        settings: SETTINGS.to_owned(),
    }
}

/// Everything that code in a cache depends on, as the beginning of a file's name: what was compiled, and by whom and for
/// what.
pub(crate) fn file_key(fingerprint: &str, key: &MachineCodeKey) -> String {
    let MachineCodeKey { wasmtime, target, cpu_features, settings } = key;
    let text = [fingerprint, wasmtime, target, &cpu_features.join(","), settings].join("\n");
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

/// Why code does not fit this machine and this program, in words that continue "it was precompiled"; none if it fits.
pub fn misfit(key: &MachineCodeKey) -> Option<String> {
    let native = native_key();
    if key.wasmtime != native.wasmtime {
        return Some(format!("by wasmtime {}, and this program has {}", key.wasmtime, native.wasmtime));
    }
    if key.target != native.target {
        return Some(format!("for {}, and this machine is {}", key.target, native.target));
    }
    if key.settings != native.settings {
        return Some(format!("with the settings {:?}, and this program has {:?}", key.settings, native.settings));
    }
    let missing: Vec<&str> =
        key.cpu_features.iter().filter(|feature| !native.cpu_features.contains(feature)).map(String::as_str).collect();
    (!missing.is_empty()).then(|| format!("for processors with {}, which this one has not", missing.join(", ")))
}

/// The features of this machine's processor that Cranelift makes use of.
fn native_features() -> Vec<String> {
    macro_rules! detected {
        ($detect:ident, $($feature:tt)*) => {
            [$(($feature, std::arch::$detect!($feature))),*]
        };
    }
    #[cfg(target_arch = "x86_64")]
    let features = detected!(
        is_x86_feature_detected,
        "avx" "avx2" "avx512bitalg" "avx512dq" "avx512f" "avx512vbmi" "avx512vl" "avx512vnni" "avxvnni" "bmi1" "bmi2"
        "cmpxchg16b" "fma" "lzcnt" "popcnt" "sse3" "sse4.1" "sse4.2" "ssse3"
    );
    #[cfg(target_arch = "aarch64")]
    let features = detected!(is_aarch64_feature_detected, "dotprod" "fp16" "i8mm" "lse" "paca");
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let features: [(&str, bool); 0] = [];
    features.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn code_fits_where_everything_that_it_depends_on_is_there() {
        assert_eq!(misfit(&native_key()), None);
        assert_eq!(misfit(&key(NATIVE_TARGET, Vec::new())), None);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let native = native_key();
        let older = MachineCodeKey { wasmtime: "47.0.0".to_owned(), ..native.clone() };
        insta::assert_snapshot!(misfit(&older).expect("a misfit"), @"by wasmtime 47.0.0, and this program has 48.0.8");
        let other = MachineCodeKey { target: "riscv64gc-unknown-linux-gnu".to_owned(), ..native.clone() };
        assert!(misfit(&other).expect("a misfit").starts_with("for riscv64gc-unknown-linux-gnu, and this machine is "));
        let set = MachineCodeKey { settings: "none".to_owned(), ..native.clone() };
        insta::assert_snapshot!(misfit(&set).expect("a misfit"), @r#"with the settings "none", and this program has "fuel, no epochs, no gc, no exceptions, no threads""#);
        let newer = MachineCodeKey { cpu_features: vec!["avx9000".to_owned()], ..native };
        insta::assert_snapshot!(misfit(&newer).expect("a misfit"), @"for processors with avx9000, which this one has not");
    }
}
