//! The SDK in its own language, for those who bundle it and for those who want its types. Knows no run.

use std::path::Path;
use std::{fs, io};

/// The SDK of runs under Deno as JavaScript: bundles of [`SdkModules::ENTRY`] and [`SdkModules::PRELUDE`], which import
/// `coral:run` and nothing else. Deno would compile TypeScript anew in each run, which takes longer than the rest of its
/// start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SdkModules {
    /// Exports `modules`: every module that a script may import, by its specifier.
    pub entry: String,
    /// What is loaded before the script.
    pub prelude: String,
    /// The modules that a bundle may import.
    pub modules: Vec<SdkModule>,
}

/// A module of the SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SdkModule {
    /// Its specifier, which `modules` has it under.
    pub specifier: String,
    /// What a bundle imports it by.
    pub import: String,
    /// The names that it exports.
    pub exports: Vec<String>,
}

impl SdkModules {
    /// The source of what a hosted script imports.
    pub const ENTRY: &'static str = "hosted.ts";

    /// The source of what is loaded before it.
    pub const PRELUDE: &'static str = "hosted_prelude.ts";
}

/// The `deno.json` of the package: its name, its version, and what it exports out of [`sdk_sources`].
pub const PACKAGE: &str = include_str!("../../../guest-sdk/sdk/deno.json");

/// The folder of the package that [`sdk_sources`] lie in.
pub const PACKAGE_SOURCES: &str = "src";

/// One file of the SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SdkSource {
    /// Its path below the folder of the sources.
    pub path: &'static str,
    /// Its TypeScript.
    pub text: &'static str,
}

impl SdkSource {
    /// Writes the file below a folder, and makes the folders that it lies in.
    pub fn write_below(&self, folder: &Path) -> io::Result<()> {
        let path = folder.join(self.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, self.text)
    }
}

macro_rules! sources {
    ($($path:literal),* $(,)?) => {
        &[$(SdkSource { path: $path, text: include_str!(concat!("../../../guest-sdk/sdk/src/", $path)) }),*]
    };
}

/// What is needed besides [`sdk_sources`] for runs that we start: the entry, the prelude, and what they share.
pub fn hosted_sources() -> &'static [SdkSource] {
    sources!["hosted.ts", "hosted_prelude.ts", "modules.ts", "run.d.ts"]
}

/// All files of the package, that [`PACKAGE`] exports, and what they import.
pub fn sdk_sources() -> &'static [SdkSource] {
    sources![
        "agent/db.ts",
        "agent/functions.ts",
        "agent/metrics.ts",
        "agent/mod.ts",
        "agent/system.ts",
        "agent/traces.ts",
        "arguments.ts",
        "cells_http.ts",
        "colony/activity.ts",
        "colony/config.ts",
        "colony/correlation.ts",
        "colony/db.ts",
        "colony/metrics.ts",
        "colony/mod.ts",
        "colony/services.ts",
        "colony/system.ts",
        "colony/time_range.ts",
        "colony/traces.ts",
        "context.ts",
        "deno/agent.ts",
        "deno/colony.ts",
        "deno/error_correlation.ts",
        "deno/latency_report.ts",
        "deno/memory_leak_detector.ts",
        "deno/transport.ts",
        "duration.ts",
        "emit.ts",
        "errors.ts",
        "questions.ts",
        "queue.ts",
        "service_context.ts",
        "skills/error_correlation.ts",
        "skills/latency_report.ts",
        "skills/memory_leak_detector.ts",
        "skills/mod.ts",
        "skills/result.ts",
        "transport.ts",
        "transport_http.ts",
    ]
}
