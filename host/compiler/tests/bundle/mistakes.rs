//! The text of each mistake that the bundler or the engine finds in the code itself.

use insta::assert_snapshot;

use crate::project::{Project, refused};

#[tokio::test]
async fn shows_syntax_errors() {
    assert_snapshot!(refused("const a = 1;\nconst b = ;\n").await, @r"
    error: unexpected token
      --> script.ts:2:11
       |
     2 | const b = ;
       |           ^
    ");
    assert_snapshot!(refused("function f( {\n").await, @r"
    error: expected `}` but found `EOF`
      --> script.ts:2:1
       |
     2 |
       | ^
    ");
    assert_snapshot!(refused("const x = 'open;\n").await, @r"
    error: unterminated string
      --> script.ts:1:11
       |
     1 | const x = 'open;
       |           ^^^^^^
    ");
    assert_snapshot!(refused("let 日本 = 1, y = \"ü😀\" z;\n").await, @r#"
    error: expected a semicolon or an implicit semicolon after a statement, but found none
      --> script.ts:1:22
       |
     1 | let 日本 = 1, y = "ü😀" z;
       |                        ^
       = help: try inserting a semicolon here
    "#);
    assert_snapshot!(refused("const x = <div/>;\n").await, @r"
    error: expected `>` but found `/`
      --> script.ts:1:15
       |
     1 | const x = <div/>;
       |               ^
    ");
}

#[tokio::test]
async fn shows_semantic_errors() {
    assert_snapshot!(refused("let a = 1;\nlet a = 2;\nconsole.log(a);\n").await, @r"
    error: identifier `a` has already been declared
      --> script.ts:1:5
       |
     1 | let a = 1;
       |     ^
    ");
    assert_snapshot!(refused("const a = 1;\na = 2;\n").await, @r"
    error: unexpected re-assignment of const variable `a`
      --> script.ts:2:1
       |
     2 | a = 2;
       | ^
    ");
    assert_snapshot!(refused("return 1;\n").await, @r"
    error: a 'return' statement can only be used within a function body
      --> script.ts:1:1
       |
     1 | return 1;
       | ^^^^^^
    ");
    assert_snapshot!(refused("import { db } from \"@coral/sdk\";\ndb = 1;\n").await, @r"
    error: cannot assign to import 'db'
      --> script.ts:2:1
       |
     2 | db = 1;
       | ^^
    ");
    assert_snapshot!(refused("with (a) {}\n").await, @r"
    error: 'with' statements are not allowed
      --> script.ts:1:1
       |
     1 | with (a) {}
       | ^^^^
    ");
}

#[tokio::test]
async fn shows_names_that_are_not_exported() {
    assert_snapshot!(refused("import { db, emitt, query } from \"jsr:@coral/sdk\";\ndb(emitt, query);\n").await, @r#"
    error: "emitt" is not exported by "jsr:@coral/sdk"
      --> script.ts:1:14
       |
     1 | import { db, emitt, query } from "jsr:@coral/sdk";
       |              ^^^^^
       = help: did you mean `emit`?

    error: "query" is not exported by "jsr:@coral/sdk"
      --> script.ts:1:21
       |
     1 | import { db, emitt, query } from "jsr:@coral/sdk";
       |                     ^^^^^
       = help: it exports context, db, emit, log
    "#);
    assert_snapshot!(refused("import coral from \"@coral/sdk\";\ncoral();\n").await, @r#"
    error: "default" is not exported by "jsr:@coral/sdk"
      --> script.ts:1:8
       |
     1 | import coral from "@coral/sdk";
       |        ^^^^^
       = help: it exports context, db, emit, log
    "#);
    assert_snapshot!(refused("export { nothing } from \"@coral/sdk@0.1\";\n").await, @r#"
    error: "nothing" is not exported by "jsr:@coral/sdk"
      --> script.ts:1:10
       |
     1 | export { nothing } from "@coral/sdk@0.1";
       |          ^^^^^^^
       = help: it exports context, db, emit, log
    "#);
    let project = Project::new(&[
        ("script.ts", "import { a } from \"./lib/a.ts\";\nexport { Shape } from \"./lib/a.ts\";\nconsole.log(a);\n"),
        ("lib/a.ts", "export const b = 1;\nexport interface Shape {}\n"),
    ]);
    assert_snapshot!(project.error("script.ts").await, @r#"
    error: "a" is not exported by "lib/a.ts"
      --> script.ts:1:10
       |
     1 | import { a } from "./lib/a.ts";
       |          ^

    error: "Shape" is not exported by "lib/a.ts"
      --> script.ts:2:10
       |
     2 | export { Shape } from "./lib/a.ts";
       |          ^^^^^
       = help: `Shape` is a type: write `type Shape`
    "#);
}

#[tokio::test]
async fn refuses_what_the_engine_cannot_run() {
    assert_snapshot!(refused("const logged = (f: unknown) => f;\nclass A {\n  @logged method(@logged x: number) {}\n  accessor y = 1;\n}\n@logged class B {}\nconsole.log(A, B);\n").await, @r"
    error: decorators are not supported
      --> script.ts:3:3
       |
     3 |   @logged method(@logged x: number) {}
       |   ^^^^^^^
       = help: call a function on the class or the method instead

    error: decorators are not supported
      --> script.ts:3:18
       |
     3 |   @logged method(@logged x: number) {}
       |                  ^^^^^^^
       = help: call a function on the class or the method instead

    error: `accessor` fields are not supported
      --> script.ts:4:3
       |
     4 |   accessor y = 1;
       |   ^^^^^^^^^^^^^^^
       = help: write a getter and a setter

    error: decorators are not supported
      --> script.ts:6:1
       |
     6 | @logged class B {}
       | ^^^^^^^
       = help: call a function on the class or the method instead
    ");
}

#[tokio::test]
async fn shows_mistakes_in_json() {
    let project = Project::new(&[
        ("script.ts", "import x from \"./x.json\";\nconsole.log(x);"),
        ("x.json", "{\n  \"a\": 1,\n}\n"),
    ]);
    assert_snapshot!(project.error("script.ts").await, @r"
    error: trailing comma
      --> x.json:3:1
       |
     3 | }
       | ^
    ");
}

#[tokio::test]
async fn shows_the_mistakes_of_all_files() {
    let project = Project::new(&[
        ("script.ts", "import \"./a.ts\";\nimport \"./b.ts\";\nimport \"npm:c\";\n"),
        ("a.ts", "let = ;"),
        ("b.ts", "import \"./gone.ts\";\nlet x; let x;"),
    ]);
    assert_snapshot!(project.error("script.ts").await, @r#"
    error: unexpected token
      --> a.ts:1:7
       |
     1 | let = ;
       |       ^

    error: identifier `x` has already been declared
      --> b.ts:2:5
       |
     2 | let x; let x;
       |     ^

    error: cannot import "npm:c": packages from npm are not available
      --> script.ts:3:8
       |
     3 | import "npm:c";
       |        ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk
    "#);
}

#[tokio::test]
async fn shows_twenty_mistakes_at_most() {
    let imports: String = (0..50).map(|n| format!("import \"npm:{n}\";\n")).collect();
    let error = refused(&imports).await;
    assert_eq!(error.matches("npm:").count(), 2 * 20);
    assert!(error.ends_with("\n\nerror: 30 more"), "{error}");
}

#[tokio::test]
async fn says_nothing_of_rust() {
    for text in ["import \"npm:a\";", "let = ;", "import { x } from \"@coral/sdk\"; x();", "import \"data:text/css,\";"]
    {
        let error = refused(text).await;
        assert!(!error.contains("backtrace") && !error.contains("rolldown") && !error.contains(".rs"), "{error}");
    }
}
