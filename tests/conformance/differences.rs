//! The scripts of the corpus that may differ between WASM and Deno, each with its reason: this is the only such list. What
//! is on it and no longer differs must go. It must not know how scripts are compared.

/// Names of scripts, and why each differs.
const DIFFERENCES: &[(&str, &str)] = &[
    ("differs-frames", "QuickJS forgets who awaits, so that a stack ends at the function that the event loop resumed"),
    ("differs-function-source", "the source of functions is not part of a script's component"),
    (
        "differs-globals",
        "each would be code and memory in every run, for scripts that can reach no network and no worker",
    ),
    ("differs-intl", "rarely used, and large"),
    ("differs-locale", "every locale is answered in en-US: the data of others is larger than the engine"),
    ("differs-never-resolved", "QuickJS does not tell where a module waits"),
    ("differs-time-zone", "a host's time zones are not part of the engine; UTC and offsets are there"),
];

/// Why the script with this path may differ.
pub fn reason(path: &str) -> Option<&'static str> {
    let name = super::script::name(path);
    DIFFERENCES.iter().find(|(other, _)| *other == name).map(|(_, reason)| *reason)
}

/// The names on the list.
pub fn names() -> impl Iterator<Item = &'static str> {
    DIFFERENCES.iter().map(|(name, _)| *name)
}
