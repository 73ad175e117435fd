//! The program as a person meets it: real scripts in real folders, a real database, texts and exit codes.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../coral_wasm.rs"]
mod coral_wasm;
mod forged_component;
mod http;
#[path = "../http_request.rs"]
mod http_request;
mod live;
mod live_data;
mod oci_registry;
mod program;
mod pseudo_terminal;
mod small_bundle;

mod artifacts;
mod bad_databases;
mod bad_registries;
mod bad_scripts;
mod build;
mod bundle_tampering;
mod bundle_trust;
mod bundle_updates;
mod bundles;
mod cache;
mod check;
mod compile_errors;
mod compiler_free;
mod demo_live;
mod deno_runtime;
mod exceptions;
mod flags;
mod generations;
mod json_report;
mod kept_scripts;
mod limits;
mod monitor;
mod new;
mod pipes;
mod plugins;
mod policy;
mod query;
mod query_formats;
mod query_server;
mod questions;
mod recursion;
mod registry;
mod rows;
mod sandbox;
mod serve_callers;
mod serve_colony;
mod serve_ending;
mod serve_limits;
mod serve_log;
mod serve_routes;
mod services;
mod signals;
mod time_and_randomness;
mod types;
mod walkthrough;
mod watch;
mod without_duckdb;
mod wrong_usage;
