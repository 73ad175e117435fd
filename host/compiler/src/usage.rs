//! What a bundled script uses of the modules that are provided to it: which names, which members of them, and where its
//! sources say so. It must not know what the names do.

use std::thread;

use coral_source::{Position, SCRIPT_MODULE, SourceMap};
use oxc::allocator::Allocator;
use oxc::ast::AstKind;
use oxc::ast::ast::{Argument, BindingPattern, CallExpression, Expression, ImportDeclarationSpecifier, Statement};
use oxc::parser::Parser;
use oxc::semantic::{NodeId, Semantic, SemanticBuilder, SymbolId};
use oxc::span::{GetSpan, SourceType};

use crate::bundle::stack_size;
use crate::{Bundle, ProvidedModules};

/// A use of a name that a provided module exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvidedUse {
    /// The module, by the specifier that a script imports it by.
    pub module: String,
    /// The name that it exports, and the members that are named behind it: `context`, `params`, `get`. Empty where the module
    /// itself is a value.
    pub path: Vec<String>,
    /// What is done with it.
    pub action: Action,
    /// Where, if that can be told.
    pub place: Option<Position>,
}

/// What is done with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It is called, and this text is the first argument.
    CallWithText(String),
    /// It is called otherwise.
    Call,
    /// It goes elsewhere, where nobody looks any more.
    Value,
}

/// Every use of what `modules` provide, in the order of the bundle. A name is followed through `const` and destructuring, and
/// no further. The bundle's columns must be bytes.
pub fn provided_uses(bundle: &Bundle, modules: &ProvidedModules) -> Vec<ProvidedUse> {
    let find = || Uses::find(bundle, modules);
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(stack_size(&bundle.code)).spawn_scoped(scope, find);
        // Without memory for it nothing is known, which is the answer.
        thread.map(|thread| thread.join().unwrap_or_default()).unwrap_or_default()
    })
}

struct Uses<'a> {
    semantic: &'a Semantic<'a>,
    found: Vec<(u32, ProvidedUse)>,
}

impl<'a> Uses<'a> {
    fn find(bundle: &Bundle, modules: &ProvidedModules) -> Vec<ProvidedUse> {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, &bundle.code, SourceType::mjs()).parse();
        let program = allocator.alloc(parsed.program);
        let semantic = SemanticBuilder::new().with_build_nodes(true).build(program).semantic;
        let mut uses = Uses { semantic: &semantic, found: Vec::new() };
        for statement in &program.body {
            let Statement::ImportDeclaration(import) = statement else { continue };
            let Some(module) = modules.modules().find(|module| module.import == import.source.value.as_str()) else {
                continue;
            };
            for specifier in import.specifiers.iter().flatten() {
                let path = match specifier {
                    ImportDeclarationSpecifier::ImportSpecifier(one) => vec![one.imported.name().to_string()],
                    ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => vec!["default".to_owned()],
                    ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => Vec::new(),
                };
                uses.follow(&module.specifier, specifier.local().symbol_id(), &path);
            }
        }
        let Uses { mut found, .. } = uses;
        found.sort_by_key(|(offset, _)| *offset);
        let maps = SourceMap::new(bundle.source_map.clone());
        let place = |offset: u32| {
            let before = bundle.code.get(..offset as usize)?;
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().len() + 1;
            maps.position(SCRIPT_MODULE, u32::try_from(line).ok()?, u32::try_from(column).ok()?)
        };
        found.into_iter().map(|(offset, found)| ProvidedUse { place: place(offset), ..found }).collect()
    }

    /// Finds what is done with a variable that holds what `path` leads to.
    fn follow(&mut self, module: &str, variable: SymbolId, path: &[String]) {
        let semantic = self.semantic;
        for reference in semantic.symbol_references(variable) {
            self.climb(module, reference.node_id(), path.to_vec());
        }
    }

    /// Goes from the place where a variable is read to what is done with it, along its members.
    fn climb(&mut self, module: &str, start: NodeId, mut path: Vec<String>) {
        let nodes = self.semantic.nodes();
        // The name that is meant, as errors have it: a bundler may have put the names before it together anew.
        let mut offset = nodes.kind(start).span().start;
        let mut node = start;
        loop {
            let span = nodes.kind(node).span();
            let parent = nodes.parent_id(node);
            match nodes.kind(parent) {
                AstKind::ChainExpression(_) | AstKind::ParenthesizedExpression(_) => {}
                AstKind::StaticMemberExpression(member) => {
                    offset = member.property.span.start;
                    path.push(member.property.name.to_string());
                }
                AstKind::ComputedMemberExpression(member) if member.object.span() == span => {
                    match member.static_property_name() {
                        Some(name) => path.push(name.to_string()),
                        None => break self.add(module, path, Action::Value, offset),
                    }
                }
                AstKind::CallExpression(call) if call.callee.span() == span => {
                    break self.add(module, path, action_of(call), offset);
                }
                AstKind::VariableDeclarator(declarator) => {
                    break self.declare(module, &declarator.id, path, offset);
                }
                // It is done nothing with.
                AstKind::ExpressionStatement(_) => break,
                _ => break self.add(module, path, Action::Value, offset),
            }
            node = parent;
        }
    }

    /// Follows what is kept in variables.
    fn declare(&mut self, module: &str, pattern: &BindingPattern<'a>, path: Vec<String>, offset: u32) {
        match pattern {
            BindingPattern::BindingIdentifier(variable) => self.follow(module, variable.symbol_id(), &path),
            BindingPattern::AssignmentPattern(pattern) => self.declare(module, &pattern.left, path, offset),
            BindingPattern::ObjectPattern(pattern) if pattern.rest.is_none() => {
                for property in &pattern.properties {
                    match property.key.static_name() {
                        Some(name) => {
                            let path = [path.as_slice(), &[name.into_owned()]].concat();
                            self.declare(module, &property.value, path, offset);
                        }
                        None => self.add(module, path.clone(), Action::Value, offset),
                    }
                }
            }
            _ => self.add(module, path, Action::Value, offset),
        }
    }

    fn add(&mut self, module: &str, path: Vec<String>, action: Action, offset: u32) {
        self.found.push((offset, ProvidedUse { module: module.to_owned(), path, action, place: None }));
    }
}

fn action_of(call: &CallExpression<'_>) -> Action {
    match call.arguments.first().and_then(Argument::as_expression) {
        Some(Expression::StringLiteral(text)) => Action::CallWithText(text.value.to_string()),
        Some(Expression::TemplateLiteral(template)) => {
            template.single_quasi().map_or(Action::Call, |text| Action::CallWithText(text.to_string()))
        }
        _ => Action::Call,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs;

    use super::{Action, provided_uses};
    use crate::{Columns, ProvidedModules, bundle};

    /// The uses in a script, a line each.
    async fn uses(script: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        fs::write(&path, script).unwrap();
        let modules = ProvidedModules::new().package("@x/sdk", "1.0.0", [("@x/sdk", ["emit", "context", "db"])]);
        let bundle = bundle(&path, &modules, Columns::Bytes).await.unwrap();
        let uses = provided_uses(&bundle, &modules).into_iter().map(|found| {
            let action = match found.action {
                Action::CallWithText(text) => format!("({text:?})"),
                Action::Call => "()".to_owned(),
                Action::Value => String::new(),
            };
            let place = found.place.map_or_else(String::new, |place| format!(" {}:{}", place.line, place.column));
            format!("{}{action}{place}", found.path.join("."))
        });
        uses.collect()
    }

    #[tokio::test]
    async fn names_are_followed_to_what_is_done_with_them() {
        for (script, expected) in [
            ("import { emit } from '@x/sdk'; emit('a');", vec!["emit(\"a\") 1:32"]),
            ("import { emit as e } from '@x/sdk';\nlet x = `ü`; void e(x);", vec!["emit() 2:19"]),
            ("import * as sdk from '@x/sdk';\nsdk.emit(`a`);", vec!["emit(\"a\") 2:1"]),
            ("import * as sdk from '@x/sdk'; f(sdk); function f(x: unknown) { x; }", vec![" 1:34"]),
            ("import { context } from '@x/sdk'; context.params.get('a');", vec!["context.params.get(\"a\") 1:50"]),
            (
                "import { context } from '@x/sdk'; context?.params['get']?.('a');",
                vec!["context.params.get(\"a\") 1:44"],
            ),
            ("import * as sdk from '@x/sdk';\nsdk.db.query('');", vec!["db.query(\"\") 2:8"]),
            (
                "import { context } from '@x/sdk';\nconst { params: p } = context;\np.get('a'); p.has('b');",
                vec!["context.params.get(\"a\") 3:3", "context.params.has(\"b\") 3:15"],
            ),
            ("import { context } from '@x/sdk'; const { ...p } = context; p;", vec!["context 1:52"]),
            ("import { db } from '@x/sdk'; const key = 'q'; db[key]();", vec!["db 1:47"]),
            ("import { emit } from '@x/sdk'; function f(emit: () => void) { emit(); } f(() => {});", vec![]),
            ("import { emit } from '@x/sdk'; export { emit };", vec!["emit"]),
            ("import '@x/sdk';", vec![]),
        ] {
            assert_eq!(uses(script).await, expected, "{script}");
        }
    }
}
