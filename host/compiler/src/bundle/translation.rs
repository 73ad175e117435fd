//! The bundler's own findings, in our words and our layout. Knows nothing of how a module was found.

use std::path::Path;

use rolldown_error::{BuildDiagnostic, DiagnosticOptions, EventKind};

use super::graph::Graph;
use super::provided::ProvidedModules;
use crate::Diagnostic;
use crate::diagnostic::plain;

/// One of the bundler's findings as one of ours.
pub fn translate(found: &BuildDiagnostic, graph: &Graph, modules: &ProvidedModules) -> Diagnostic {
    let theirs = found.to_diagnostic_with(&DiagnosticOptions { cwd: graph.root().to_path_buf() });
    let title = found.to_message_with(&DiagnosticOptions { cwd: graph.root().to_path_buf() });
    let mut ours = Diagnostic::new(plain(without_place(&title, found)));
    if let Some((file, line, column, _)) = theirs.get_primary_location() {
        let path = graph.root().join(Path::new(&file));
        if let Some(text) = path.to_str().and_then(|id| graph.text(id)) {
            let start = offset(text, line, column);
            ours = ours.at(graph.shown(&path), text, start..start + token_length(&text[start..]));
        }
    }
    match hint(found, &title, graph, modules) {
        Some(hint) => ours.with_hint(hint),
        None => ours,
    }
}

/// What `title` says besides the place, which ours tells itself.
fn without_place<'a>(title: &'a str, found: &BuildDiagnostic) -> &'a str {
    let end = match found.kind() {
        EventKind::MissingExportError => title.find(", imported by "),
        EventKind::JsonParseError => title.find(" at line "),
        _ => found.id().and_then(|id| title.find(&format!(" at {id}"))),
    };
    &title[..end.unwrap_or(title.len())]
}

/// The byte at a 1-based line and a 0-based column in UTF-16 units.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut units = 0;
    let before = text[start..].char_indices().find(|(_, character)| {
        let is_reached = units >= column;
        units += character.len_utf16();
        is_reached
    });
    before.map_or(text.len(), |(bytes, _)| start + bytes)
}

/// The bytes of the string, the word or the character that `text` starts with: the bundler tells where a finding
/// starts, but not where it ends.
fn token_length(text: &str) -> usize {
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let line = text.lines().next().unwrap_or_default();
            line[1..].find(quote).map_or(1, |end| end + 2)
        }
        Some(first) if is_word(first) => text.find(|character| !is_word(character)).unwrap_or(text.len()),
        Some(first) => first.len_utf8(),
        None => 0,
    }
}

fn hint(found: &BuildDiagnostic, title: &str, graph: &Graph, modules: &ProvidedModules) -> Option<String> {
    if !matches!(found.kind(), EventKind::MissingExportError) {
        return None;
    }
    let name = title.split('"').nth(1)?;
    let exporter = found.exporter()?;
    if let Some(exports) = modules.exports(&exporter) {
        return Some(match exports.iter().min_by_key(|export| distance(export, name)) {
            Some(nearest) if distance(nearest, name) <= 2 => format!("did you mean `{nearest}`?"),
            _ => format!("it exports {}", exports.join(", ")),
        });
    }
    let text = graph.text(&exporter)?;
    let is_type = ["interface ", "type "].iter().any(|keyword| text.contains(&format!("{keyword}{name}")));
    is_type.then(|| format!("`{name}` is a type: write `type {name}`"))
}

/// How many letters differ between two names.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, &against) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != against);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}
