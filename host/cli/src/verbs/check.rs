//! `coral-wasm check`: everything about scripts that can be found out before they run.

use std::fs;
use std::io::Write;

use coral_compiler::{BundleError, Columns, CompileError, Diagnostic, ProvidedModules, bundle, sdk_modules};
use coral_deno::Deno;
use serde_json::json;

use crate::arguments::{CheckArguments, OutputFormat};
use crate::bundle::inputs::is_component;
use crate::check::{Finding, Severity, Subject, check_types, check_usage, subjects};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::script::wasm::WasmRuntime;

/// How a component's file begins.
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

/// Checks, and prints everything that was found. The exit code is 1 if anything is to be mended.
pub async fn run(arguments: &CheckArguments) -> Result<u8, Failure> {
    let (subjects, findings) = subjects(&arguments.paths)?;
    let mut report = Report { subjects, findings, notes: Vec::new() };
    let progress = Progress::show("checking");
    report.check(arguments).await?;
    drop(progress);
    let text = match arguments.output {
        OutputFormat::Text => report.text(),
        OutputFormat::Json => report.json(),
    };
    let _ = write!(std::io::stdout(), "{text}");
    Ok(report.exit_code())
}

/// What was looked at, and what was found.
struct Report {
    subjects: Vec<Subject>,
    findings: Vec<Finding>,
    notes: Vec<String>,
}

impl Report {
    async fn check(&mut self, arguments: &CheckArguments) -> Result<(), Failure> {
        let checker = Checker::start()?;
        let mut typed = Vec::new();
        for subject in &self.subjects {
            if is_component(&subject.path) {
                self.findings.extend(check_component(subject));
                continue;
            }
            match checker.compile(subject).await? {
                Ok(findings) => {
                    self.findings.extend(findings);
                    typed.push(subject.path.clone());
                }
                Err(findings) => self.findings.extend(findings),
            }
        }
        match Deno::find(arguments.deno.as_deref()) {
            Ok(deno) => {
                let found = tokio::task::block_in_place(|| check_types(&deno, &typed))?;
                self.findings.extend(found);
            }
            Err(error) => self.notes.push(format!("types were not checked: {error}")),
        }
        Ok(())
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    fn exit_code(&self) -> u8 {
        u8::from(self.count(Severity::Error) > 0)
    }

    fn text(&self) -> String {
        let mut text: String = self.findings.iter().map(|finding| format!("{finding}\n\n")).collect();
        text.extend(self.notes.iter().map(|note| format!("note: {note}\n")));
        let counts = [(self.count(Severity::Error), "error"), (self.count(Severity::Warning), "warning")];
        let found: Vec<_> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, of)| plural(count, of)).collect();
        let found = if found.is_empty() { "no problems".to_owned() } else { found.join(", ") };
        text + &format!("{} checked: {found}\n", plural(self.subjects.len(), "script"))
    }

    fn json(&self) -> String {
        let report = json!({
            "exit_code": self.exit_code(),
            "scripts": self.subjects.iter().map(|subject| subject.path.display().to_string()).collect::<Vec<_>>(),
            "findings": self.findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
            "notes": self.notes,
        });
        format!("{report:#}\n")
    }
}

fn plural(count: usize, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}

/// What scripts are compiled with.
struct Checker {
    runtime: WasmRuntime,
    modules: ProvidedModules,
}

impl Checker {
    fn start() -> Result<Self, Failure> {
        let modules = sdk_modules().map_err(anyhow::Error::from)?;
        Ok(Self { runtime: WasmRuntime::start()?, modules })
    }

    /// Compiles a script: how what it uses does not fit its declaration; or why it does not compile.
    async fn compile(&self, subject: &Subject) -> Result<Result<Vec<Finding>, Vec<Finding>>, Failure> {
        let bundle = match bundle(&subject.path, &self.modules, Columns::Bytes).await {
            Ok(bundle) => bundle,
            Err(error) => return Ok(Err(not_compiled(CompileError::Bundle(error)))),
        };
        // The engine's own parser refuses some of what the bundler lets pass.
        if let Err(error) = self.runtime.compiler().await?.compile(&subject.path).await {
            return Ok(Err(not_compiled(error)));
        }
        Ok(Ok(match &subject.declared {
            Some((project, name)) => check_usage(&bundle, &self.modules, project, name),
            None => Vec::new(),
        }))
    }
}

fn not_compiled(error: CompileError) -> Vec<Finding> {
    match error {
        CompileError::Bundle(BundleError::Rejected(rejection)) => {
            let omitted = (rejection.omitted > 0).then(|| Diagnostic::new(format!("{} more", rejection.omitted)));
            rejection.diagnostics.into_iter().chain(omitted).map(Finding::error).collect()
        }
        error => vec![Finding::error(Diagnostic::new(error.to_string()))],
    }
}

/// Of a component there is nothing to compile: it must be one.
fn check_component(subject: &Subject) -> Option<Finding> {
    let path = subject.path.display();
    let problem = match fs::read(&subject.path) {
        Ok(bytes) if bytes.starts_with(COMPONENT) => return None,
        Ok(_) => format!("{path} is no WASM component"),
        Err(error) => format!("could not read {path}: {error}"),
    };
    Some(Finding::error(Diagnostic::new(problem)))
}
