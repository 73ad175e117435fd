//! What a module's syntax tree is searched for before the bundler sees it: where its specifiers and its `import.meta`
//! stand, and what cannot be parsed or run. Knows nothing of what the specifiers lead to.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::thread;

use oxc::allocator::Allocator;
use oxc::ast::AstKind;
use oxc::ast::ast::{
    AccessorProperty, CallExpression, Decorator, ExportAllDeclaration, ExportFromDeclaration, Expression,
    ImportAttributeKey, ImportDeclaration, ImportExpression, ImportMeta, StringLiteral, TSImportEqualsDeclaration,
    TSModuleReference, WithClause,
};
use oxc::ast_visit::{Visit, walk};
use oxc::diagnostics::{OxcDiagnostic, Severity};
use oxc::parser::Parser;
use oxc::span::{GetSpan, SourceType, Span};
use rolldown_common::RUNTIME_MODULE_KEY;

use super::namespaces;
use super::source_file::Language;
use crate::diagnostic::plain;

/// How deep a tree may be. The bundler walks it by recursion, on threads with 2 MiB of stack: the worst trees overflow
/// that at 420 levels.
const MAX_DEPTH: usize = 300;

/// What was found in one module.
#[derive(Debug, Default)]
pub struct Syntax {
    /// Where each specifier stands first, with its quotes.
    pub specifiers: HashMap<String, Range<usize>>,
    /// Of those, the ones that are imported before the module is evaluated, in order.
    pub imports: Vec<String>,
    /// Whether it exports all that another module exports, as `export *` without a name does.
    pub has_star: bool,
    /// Of the specifiers, which are namespaces that are used as values.
    pub namespaces: HashSet<String>,
    /// Where it says `import.meta`, in order.
    pub metas: Vec<Range<usize>>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Whether the bundler may have it.
    pub is_sound: bool,
    depth: usize,
}

/// What is wrong with a module, and where.
#[derive(Debug)]
pub struct Problem {
    pub span: Range<usize>,
    pub message: String,
    pub hint: Option<Cow<'static, str>>,
}

impl Syntax {
    /// Parses and searches `text`.
    ///
    /// The parser recurses as deep as the text nests, without a limit. So it gets a stack that even the worst text of
    /// this size does not overflow; what is not touched of it costs nothing.
    pub fn of(text: &str, language: Language) -> Self {
        let source_type = match language {
            Language::TypeScript => SourceType::ts().with_module(true),
            Language::JavaScript => SourceType::mjs(),
            // Its parser has a limit of its own.
            Language::Json => return Self { is_sound: true, ..Self::default() },
        };
        thread::scope(|scope| {
            let parser = thread::Builder::new().stack_size(stack_size(text));
            let thread = parser.spawn_scoped(scope, || Self::parse(text, source_type)).map(|thread| thread.join());
            match thread {
                Ok(Ok(found)) => found,
                _ => Self::failed(0..0, "there is not enough memory to parse this file"),
            }
        })
    }

    fn parse(text: &str, source_type: SourceType) -> Self {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, text, source_type).parse();
        let mut found = Self { is_sound: true, ..Self::default() };
        for error in parsed.diagnostics.iter().filter(|error| error.severity == Severity::Error) {
            found.problems.push(Problem::of_parser(error));
            found.is_sound = false;
        }
        if found.is_sound {
            found.visit_program(&parsed.program);
        }
        // A tree that is too deep is not to be walked by recursion.
        if found.is_sound {
            found.namespaces = namespaces::used_as_values(&parsed.program);
        }
        found
    }

    fn failed(span: Range<usize>, message: &str) -> Self {
        let problem = Problem { span, message: message.to_owned(), hint: Some("split it".into()) };
        Self { problems: vec![problem], ..Self::default() }
    }

    fn specifier(&mut self, source: &StringLiteral<'_>) {
        // The bundler has these at hand, and never asks about them.
        if source.value.as_str() == RUNTIME_MODULE_KEY || source.value.starts_with("@oxc-project/runtime/") {
            self.is_sound = false;
            self.refuse(source.span, "the bundler's own modules cannot be imported", "packages are not available");
        }
        self.specifiers.entry(source.value.to_string()).or_insert_with(|| range(source.span));
    }

    fn import(&mut self, source: &StringLiteral<'_>) {
        self.specifier(source);
        self.imports.push(source.value.to_string());
    }

    fn attributes(&mut self, source: &StringLiteral<'_>, clause: Option<&WithClause<'_>>) {
        for attribute in clause.into_iter().flat_map(|clause| &clause.with_entries) {
            let key = match &attribute.key {
                ImportAttributeKey::Identifier(key) => key.name.as_str(),
                ImportAttributeKey::StringLiteral(key) => key.value.as_str(),
            };
            let value = attribute.value.value.as_str();
            let is_json = source.value.ends_with(".json");
            if key == "type" && value == "json" && is_json {
                continue;
            }
            let message = format!("an import with `{key}: \"{value}\"` is not supported here");
            let hint = if value == "json" {
                "`type: \"json\"` is for .json files"
            } else {
                "only `type: \"json\"` is; for other data, export it from a .ts file"
            };
            self.refuse(attribute.span, &message, hint);
        }
    }

    fn refuse(&mut self, span: Span, message: &str, hint: &'static str) {
        self.problems.push(Problem { span: range(span), message: message.to_owned(), hint: Some(hint.into()) });
    }
}

impl Problem {
    fn of_parser(error: &OxcDiagnostic) -> Self {
        let span = error.labels.first().map_or(0..0, |label| {
            let start = label.offset() as usize;
            start..start + label.len() as usize
        });
        let hint = error.help.as_deref().map(|help| plain(help).into());
        Self { span, message: plain(&error.message), hint }
    }
}

/// What the parser needs at most, in bytes: brackets cost it up to 1.9 KB a level, and other syntax that nests less
/// than 350 bytes a letter.
pub(crate) fn stack_size(text: &str) -> usize {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'(' | b'[' | b'{' | b'<' | b'`')).count();
    (512 << 10) + brackets * 2560 + text.len() * 512
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

impl<'a> Visit<'a> for Syntax {
    fn enter_node(&mut self, kind: AstKind<'a>) {
        self.depth += 1;
        if self.depth > MAX_DEPTH && self.is_sound {
            self.is_sound = false;
            let start = kind.span().start;
            self.refuse(
                Span::empty(start),
                "the code is nested too deeply here",
                "split it into functions or statements",
            );
        }
    }

    fn leave_node(&mut self, _kind: AstKind<'a>) {
        self.depth -= 1;
    }

    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        // What only types are imported from is gone before anything is resolved.
        if it.import_kind.is_type() {
            return;
        }
        if it.phase.is_some() {
            self.refuse(it.span, "import phases are not supported", "write a plain import");
        }
        self.import(&it.source);
        self.attributes(&it.source, it.with_clause.as_deref());
    }

    fn visit_export_from_declaration(&mut self, it: &ExportFromDeclaration<'a>) {
        if !it.export_kind.is_type() {
            self.import(&it.source);
            self.attributes(&it.source, it.with_clause.as_deref());
        }
    }

    fn visit_export_all_declaration(&mut self, it: &ExportAllDeclaration<'a>) {
        if !it.export_kind.is_type() {
            self.has_star |= it.exported.is_none();
            self.import(&it.source);
            self.attributes(&it.source, it.with_clause.as_deref());
        }
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        match &it.source {
            Expression::StringLiteral(source) => self.specifier(source),
            Expression::TemplateLiteral(template) => {
                if let Some(text) = template.single_quasi() {
                    self.specifiers.entry(text.to_string()).or_insert_with(|| range(template.span));
                }
            }
            _ => {}
        }
        walk::walk_import_expression(self, it);
    }

    fn visit_import_meta(&mut self, it: &ImportMeta) {
        self.metas.push(range(it.span));
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        // A call of something else with this name finds no importer that asks.
        if it.callee.is_specific_id("require")
            && let Some(Expression::StringLiteral(source)) =
                it.arguments.first().and_then(|first| first.as_expression())
        {
            self.specifier(source);
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_ts_import_equals_declaration(&mut self, it: &TSImportEqualsDeclaration<'a>) {
        if matches!(it.module_reference, TSModuleReference::ExternalModuleReference(_)) && !it.import_kind.is_type() {
            self.refuse(it.span, "`import … = require()` is not supported", "write `import … from`");
        }
    }

    fn visit_decorator(&mut self, it: &Decorator<'a>) {
        self.refuse(it.span, "decorators are not supported", "call a function on the class or the method instead");
    }

    fn visit_accessor_property(&mut self, it: &AccessorProperty<'a>) {
        self.refuse(it.span, "`accessor` fields are not supported", "write a getter and a setter");
        walk::walk_accessor_property(self, it);
    }
}
