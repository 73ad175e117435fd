//! An inspection as a person reads it. What it says was written by a stranger, who must not write to the terminal.

use std::fmt;

use bytesize::ByteSize;
use coral_bundle::ScriptDescription;
use coral_policy::{Limit, Preset, Settings};
use coral_source::printable;

use super::{BundleFacts, EngineFacts, Granted, Inspection, PrecompiledFacts, ScriptFacts, SignatureFacts};

impl fmt::Display for Inspection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: {}", self.file, ByteSize(self.size))?;
        if let Some(bundle) = &self.bundle {
            write!(out, "{bundle}")?;
        }
        for (name, script) in &self.scripts {
            write!(out, "\n{name}\n{script}")?;
        }
        Ok(())
    }
}

impl fmt::Display for BundleFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "  bundle       {} {}", self.name, self.version)?;
        if let Some(description) = &self.description {
            writeln!(out, "  description  {}", printable(description))?;
        }
        writeln!(out, "  contract     {}", printable(&self.contract))?;
        if let Some(EngineFacts { fingerprint, sdk, brought, own }) = &self.engine {
            let whose = match (own, brought) {
                (true, true) => "this program's, and in the bundle",
                (true, false) => "this program's",
                (false, true) => "in the bundle",
                (false, false) => "neither this program's nor in the bundle: it cannot run here",
            };
            writeln!(out, "  engine       {:.16}, SDK {}; {whose}", printable(fingerprint), printable(sdk))?;
        }
        writeln!(out, "  digest       {}", self.digest)?;
        match &self.signature {
            Some(SignatureFacts { fingerprint, comment, trusted }) => {
                let trusted = if *trusted { "trusted" } else { "not trusted: no --trust names it" };
                let comment = if comment.is_empty() { String::new() } else { format!(" {}", printable(comment)) };
                writeln!(out, "  signed by    {fingerprint}{comment} ({trusted})")?;
            }
            None => writeln!(out, "  signed by    no one")?,
        }
        for PrecompiledFacts { target, wasmtime, cpu_features, size, misfit } in &self.precompiled {
            let fit = match misfit {
                Some(reason) => format!("does not fit: it was precompiled {reason}"),
                None => "fits this machine".to_owned(),
            };
            let features = if cpu_features.is_empty() { "any processor".to_owned() } else { cpu_features.join(" ") };
            writeln!(
                out,
                "  precompiled  {} for {}, by wasmtime {}; {}",
                ByteSize(*size),
                printable(target),
                printable(wasmtime),
                printable(&fit)
            )?;
            writeln!(out, "               {}", printable(&features))?;
        }
        writeln!(out, "  files        {}, {} of them sources", self.files, self.sources)
    }
}

impl fmt::Display for ScriptFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ScriptDescription { description, service, every, parameters, policy } = &self.about;
        if let Some(description) = description {
            writeln!(out, "  description  {}", printable(description))?;
        }
        let shared = self.size_with_shared - self.size;
        let shared = if shared == 0 { String::new() } else { format!(", and {} shared with others", ByteSize(shared)) };
        writeln!(out, "  code         {}, {}{shared}", self.kind, ByteSize(self.size))?;
        writeln!(
            out,
            "  service      {}",
            service.as_deref().map_or("any".to_owned(), |name| printable(name).to_string())
        )?;
        if let Some(every) = every {
            writeln!(out, "  every        {}", humantime::format_duration(*every))?;
        }
        match parameters {
            None => writeln!(out, "  parameters   any, undeclared")?,
            Some(parameters) if parameters.is_empty() => writeln!(out, "  parameters   none")?,
            Some(parameters) => {
                for (index, (name, parameter)) in parameters.iter().enumerate() {
                    let label = if index == 0 { "parameters" } else { "" };
                    writeln!(out, "  {label:<11}  {}", printable(&format!("{name}: {}", parameter.summary())))?;
                }
            }
        }
        for (index, line) in self.granted.lines(policy).iter().enumerate() {
            writeln!(out, "  {:<11}  {line}", if index == 0 { "granted" } else { "" })?;
        }
        for (index, line) in by_package(&self.imports).iter().enumerate() {
            writeln!(out, "  {:<11}  {}", if index == 0 { "imports" } else { "" }, printable(line))?;
        }
        Ok(())
    }
}

/// Imports in a line for each package: `coral:script@0.1.0: telemetry errors requests`. Core modules have none.
fn by_package(imports: &[String]) -> Vec<String> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for import in imports {
        let Some((package, interface)) = import.split_once('/') else {
            lines.push((import.clone(), String::new()));
            continue;
        };
        let (interface, version) = interface.split_once('@').unwrap_or((interface, ""));
        let package = format!("{package}@{version}");
        match lines.iter_mut().find(|(line, _)| *line == package) {
            Some((_, interfaces)) => interfaces.push_str(&format!(" {interface}")),
            None => lines.push((package, interface.to_owned())),
        }
    }
    let line = |(package, interfaces): (String, String)| match interfaces.is_empty() {
        true => package,
        false => format!("{package}: {interfaces}"),
    };
    lines.into_iter().map(line).collect()
}

impl Granted {
    /// The limits that everyone asks about, those that were asked for, and those that are not what a preset has.
    fn lines(&self, asked: &Settings) -> Vec<String> {
        let line = |(limit, granted): (Limit, &coral_policy::Value)| {
            let asked = asked.get(limit);
            let is_usual = *granted == Preset::default().value(limit);
            let is_shown =
                matches!(limit, Limit::Fuel | Limit::Memory | Limit::Timeout) || asked.is_some() || !is_usual;
            let wish = asked.filter(|asked| *asked != granted).map(|asked| format!(" (asks for {asked})"));
            is_shown.then(|| printable(&format!("{limit} {granted}{}", wish.unwrap_or_default())).into_owned())
        };
        self.limits.iter().filter_map(line).collect()
    }
}
