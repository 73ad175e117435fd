//! The types of scripts, checked by Deno against the SDK of this program, without a network. It must not know what else is
//! checked.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use coral_compiler::Diagnostic;
use coral_deno::Deno;

use super::Finding;
use super::finding::placed;
use crate::failure::Failure;
use crate::verbs::types;

/// How Deno begins an error, behind its number.
const ERROR: &str = " [ERROR]: ";

/// How it says where that is.
const PLACE: &str = "    at file://";

/// Checks the types of these scripts and of what they import.
pub fn check_types(deno: &Deno, scripts: &[PathBuf]) -> Result<Vec<Finding>, Failure> {
    if scripts.is_empty() {
        return Ok(Vec::new());
    }
    let folder = tempfile::tempdir().context("could not make a temporary folder")?;
    types::write_sdk(folder.path())?;
    let mut command = Command::new(deno.path());
    command
        .args(["check", "--quiet", "--no-lock", "--no-remote", "--no-npm", "--config"])
        .arg(folder.path().join("deno.json"))
        .args(scripts.iter().map(|script| std::path::absolute(script).unwrap_or_else(|_| script.clone())))
        .env_clear()
        .env("DENO_DIR", folder.path().join("deno_dir"))
        .envs([("DENO_NO_UPDATE_CHECK", "1"), ("DENO_NO_PACKAGE_JSON", "1"), ("NO_COLOR", "1")])
        .stdin(Stdio::null());
    let output = command.output().with_context(|| format!("could not start {}", deno.path().display()))?;
    if output.status.success() {
        return Ok(Vec::new());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let mut findings = read(&said);
    if findings.is_empty() {
        let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
        let message = format!("Deno could not check types: {}", first.trim_start_matches("error: "));
        findings.push(Finding::error(Diagnostic::new(message)));
    }
    Ok(findings)
}

/// The errors in what Deno says: a headline, perhaps more of it, the line with its carets below, the place.
fn read(said: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    for line in said.lines() {
        if line.starts_with("TS") && line.contains(ERROR) {
            block.clear();
        }
        if let Some(place) = line.strip_prefix(PLACE)
            && let Some(finding) = finding(&block, place)
        {
            findings.push(finding);
            block.clear();
        } else {
            block.push(line);
        }
    }
    findings
}

fn finding(block: &[&str], place: &str) -> Option<Finding> {
    let (headline, rest) = block.split_first()?;
    let (code, message) = headline.split_once(ERROR)?;
    // The last two lines are the source's and its carets.
    let carets = rest.last()?;
    let more = rest.get(..rest.len().checked_sub(2)?)?.iter().map(|line| line.trim());
    let message = [message].into_iter().chain(more).collect::<Vec<_>>().join(" ");
    let message = format!("{} ({code})", message.trim_end_matches('.'));

    let (place, column) = place.rsplit_once(':')?;
    let (url, line) = place.rsplit_once(':')?;
    let file = path_of(url);
    let text = fs::read_to_string(&file).unwrap_or_default();
    let length = carets.trim().len().try_into().unwrap_or(1);
    Some(Finding::error(placed(message, &file, &text, (line.parse().ok()?, column.parse().ok()?), length)))
}

/// The path of a `file:` URL.
fn path_of(url: &str) -> PathBuf {
    let mut bytes = Vec::new();
    let mut rest = url.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let escaped = others.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match escaped.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    Path::new(&OsString::from_vec(bytes)).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::{path_of, read};

    #[test]
    fn reads_what_deno_says() {
        let said = "TS2322 [ERROR]: Type 'A' is not assignable to type 'B'.\n  Types of property 'c' are incompatible.\n\
                    const b: B = a;\n      ~\n    at file:///nowhere/a%20b.ts:4:7\n\nTS2345 [ERROR]: Argument.\n  f(3);\n    ^\n\
                    \x20   at file:///nowhere/c.ts:5:3\n\nFound 2 errors.\n\nerror: Type checking failed.\n";
        let texts: Vec<_> = read(said).into_iter().map(|finding| finding.to_string()).collect();
        assert_eq!(
            texts,
            [
                "error: Type 'A' is not assignable to type 'B'. Types of property 'c' are incompatible (TS2322)\n  --> \
                 /nowhere/a b.ts:4:7",
                "error: Argument (TS2345)\n  --> /nowhere/c.ts:5:3",
            ]
        );
    }

    #[test]
    fn urls_are_paths_again() {
        assert_eq!(path_of("/a%20b/%C3%BC.ts").to_str(), Some("/a b/ü.ts"));
        assert_eq!(path_of("/100%").to_str(), Some("/100%"));
    }
}
