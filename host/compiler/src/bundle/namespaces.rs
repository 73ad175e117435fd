//! Which namespaces a module imports and uses as values, as in `console.log(coral)`. Knows nothing of where they are from.

use std::collections::HashSet;

use oxc::ast::ast::{
    ExportAllDeclaration, ExportFromDeclaration, Expression, IdentifierReference, ImportDeclaration,
    ImportDeclarationSpecifier, ImportExpression, Program, StaticMemberExpression, TSType,
};
use oxc::ast_visit::{Visit, walk};

/// The specifiers that are imported as `import * as name` and in no other way, and whose `name` is used for more than its
/// members.
///
/// The bundler would put such a namespace together at run time, a getter for each export. A use of another variable with the
/// same name counts too, which does no harm.
pub fn used_as_values(program: &Program<'_>) -> HashSet<String> {
    let mut found = Namespaces::default();
    found.visit_program(program);
    let Namespaces { names, values, otherwise } = found;
    let used = names.into_iter().filter(|(name, _)| values.contains(name.as_str()));
    used.map(|(_, specifier)| specifier).filter(|specifier| !otherwise.contains(specifier)).collect()
}

#[derive(Default)]
struct Namespaces {
    /// Each name, and the specifier that it is the namespace of.
    names: Vec<(String, String)>,
    /// Variables that are used as they are.
    values: HashSet<String>,
    /// Specifiers that are imported in another way.
    otherwise: HashSet<String>,
}

impl<'a> Visit<'a> for Namespaces {
    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        if it.import_kind.is_type() {
            return;
        }
        let specifier = it.source.value.as_str();
        match it.specifiers.as_ref().map(|specifiers| specifiers.as_slice()) {
            Some([ImportDeclarationSpecifier::ImportNamespaceSpecifier(namespace)]) => {
                self.names.push((namespace.local.name.to_string(), specifier.to_owned()));
            }
            _ => drop(self.otherwise.insert(specifier.to_owned())),
        }
    }

    fn visit_export_from_declaration(&mut self, it: &ExportFromDeclaration<'a>) {
        self.otherwise.insert(it.source.value.to_string());
    }

    fn visit_export_all_declaration(&mut self, it: &ExportAllDeclaration<'a>) {
        self.otherwise.insert(it.source.value.to_string());
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        if let Expression::StringLiteral(source) = &it.source {
            self.otherwise.insert(source.value.to_string());
        }
        walk::walk_import_expression(self, it);
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        // The member alone is used of a variable that stands before a dot.
        if !it.object.is_identifier_reference() {
            walk::walk_static_member_expression(self, it);
        }
    }

    // Types are gone before the script runs.
    fn visit_ts_type(&mut self, _: &TSType<'a>) {}

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.values.insert(it.name.to_string());
    }
}

#[cfg(test)]
mod tests {
    use oxc::allocator::Allocator;
    use oxc::parser::Parser;
    use oxc::span::SourceType;

    use super::used_as_values;

    fn found(text: &str) -> Vec<String> {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, text, SourceType::ts().with_module(true)).parse();
        used_as_values(&parsed.program).into_iter().collect()
    }

    #[test]
    fn a_namespace_is_a_value_unless_its_members_alone_are_used() {
        let import = "import * as sdk from \"a\";";
        for used in
            ["f(sdk)", "sdk[name]", "({ sdk })", "[...sdk]", "export { sdk }", "() => sdk", "sdk?.[0]", "void sdk"]
        {
            assert_eq!(found(&format!("{import} {used};")), ["a"], "{used}");
            assert_eq!(found(&format!("{used}; {import}")), ["a"], "{used}");
        }
        for used in ["", "sdk.a()", "sdk.a.b", "sdk?.a", "f(sdk.a)", "const x: typeof sdk.a = 1", "a.sdk"] {
            assert!(found(&format!("{import} {used};")).is_empty(), "{used}");
        }
    }

    #[test]
    fn what_is_imported_in_another_way_too_is_left_to_the_bundler() {
        let used = "import * as sdk from \"a\"; f(sdk);";
        for other in [
            "import { b } from \"a\"",
            "import \"a\"",
            "import b, * as c from \"a\"",
            "export * from \"a\"",
            "export { b } from \"a\"",
            "import(\"a\")",
        ] {
            assert!(found(&format!("{used} {other};")).is_empty(), "{other}");
        }
        assert_eq!(found(&format!("{used} import type {{ T }} from \"a\";")), ["a"]);
        assert_eq!(found(&format!("{used} import {{ b }} from \"c\";")), ["a"]);
    }
}
