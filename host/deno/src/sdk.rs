//! The SDK in its own language, for those who bundle it and for those who want its types. Knows no run.

/// The SDK of runs under Deno as JavaScript: bundles of [`SdkModules::ENTRY`] and [`SdkModules::PRELUDE`], which import
/// `coral:run` and nothing else. Deno would compile TypeScript anew in each run, which takes longer than the rest of its
/// start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SdkModules {
    /// What a script imports as `@coral/sdk`.
    pub entry: String,
    /// What is loaded before the script.
    pub prelude: String,
}

impl SdkModules {
    /// The source of what a hosted script imports.
    pub const ENTRY: &'static str = "hosted.ts";

    /// The source of what is loaded before it.
    pub const PRELUDE: &'static str = "hosted_prelude.ts";
}

/// The source of what a script imports that a person runs with a Deno of their own.
pub const PACKAGE_ENTRY: &str = "deno.ts";

/// One file of the SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdkSource {
    /// Its file name.
    pub name: &'static str,
    /// Its TypeScript.
    pub text: &'static str,
}

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[$(SdkSource { name: $name, text: include_str!(concat!("../../../guest-sdk/sdk/src/", $name)) }),*]
    };
}

/// What is needed besides [`sdk_sources`] for runs that we start: the entry, the prelude, and what they share.
pub fn hosted_sources() -> &'static [SdkSource] {
    sources!["hosted.ts", "hosted_prelude.ts", "run.d.ts"]
}

/// All files of the SDK, with [`PACKAGE_ENTRY`].
pub fn sdk_sources() -> &'static [SdkSource] {
    sources![
        "arguments.ts",
        "context.ts",
        "db.ts",
        "deno.ts",
        "duration.ts",
        "emit.ts",
        "errors.ts",
        "functions.ts",
        "metrics.ts",
        "mod.ts",
        "queue.ts",
        "system.ts",
        "traces.ts",
        "transport.ts",
        "transport_http.ts",
    ]
}
