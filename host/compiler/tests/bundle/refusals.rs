//! The text of each refusal of an import.

use insta::assert_snapshot;

use crate::project::{Project, link, refused};

#[tokio::test]
async fn refuses_what_is_not_a_file() {
    assert_snapshot!(refused("import x from \"https://deno.land/x/y.ts\";\nx();").await, @r#"
    error: cannot import "https://deno.land/x/y.ts": a script is built without the network
      --> script.ts:1:15
       |
     1 | import x from "https://deno.land/x/y.ts";
       |               ^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: save the module beside the script and import that file
    "#);
    assert_snapshot!(refused("import x from \"http://deno.land/x/y.ts\";\nx();").await, @r#"
    error: cannot import "http://deno.land/x/y.ts": a script is built without the network
      --> script.ts:1:15
       |
     1 | import x from "http://deno.land/x/y.ts";
       |               ^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: save the module beside the script and import that file
    "#);
    assert_snapshot!(refused("import x from \"npm:lodash@4\";\nx();").await, @r#"
    error: cannot import "npm:lodash@4": packages from npm are not available
      --> script.ts:1:15
       |
     1 | import x from "npm:lodash@4";
       |               ^^^^^^^^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import { readFile } from \"node:fs\";\nreadFile();").await, @r#"
    error: cannot import "node:fs": the modules of a JavaScript runtime are not available
      --> script.ts:1:26
       |
     1 | import { readFile } from "node:fs";
       |                          ^^^^^^^^^
       = help: files, processes and sockets are out of a script's reach; provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import { x } from \"jsr:@std/path\";\nx();").await, @r#"
    error: cannot import "jsr:@std/path": packages from JSR are not available
      --> script.ts:1:19
       |
     1 | import { x } from "jsr:@std/path";
       |                   ^^^^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"lodash\";\nx();").await, @r#"
    error: cannot import "lodash": packages are not available
      --> script.ts:1:15
       |
     1 | import x from "lodash";
       |               ^^^^^^^^
       = help: a file starts with "./", as in "./lodash.ts"; provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"fs\";\nx();").await, @r#"
    error: cannot import "fs": packages are not available
      --> script.ts:1:15
       |
     1 | import x from "fs";
       |               ^^^^
       = help: a file starts with "./", as in "./fs.ts"; provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"#internal\";\nx();").await, @r##"
    error: cannot import "#internal": packages are not available
      --> script.ts:1:15
       |
     1 | import x from "#internal";
       |               ^^^^^^^^^^^
       = help: a file starts with "./", as in "./#internal.ts"; provided: jsr:@coral/sdk
    "##);
    assert_snapshot!(refused("import x from \"file:///etc/passwd\";\nx();").await, @r#"
    error: cannot import "file:///etc/passwd": file URLs are not supported
      --> script.ts:1:15
       |
     1 | import x from "file:///etc/passwd";
       |               ^^^^^^^^^^^^^^^^^^^^
       = help: import a path, such as "./lib.ts"
    "#);
    assert_snapshot!(refused("import x from \"data:text/javascript,export default 1\";\nx();").await, @r#"
    error: cannot import a data URL
      --> script.ts:1:15
       |
     1 | import x from "data:text/javascript,export default 1";
       |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: write the module to a file beside the script and import that
    "#);
    assert_snapshot!(refused("import { query } from \"coral:host\";\nquery();").await, @r#"
    error: cannot import "coral:host": the engine's modules are not open to scripts
      --> script.ts:1:23
       |
     1 | import { query } from "coral:host";
       |                       ^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"odd:thing\";\nx();").await, @r#"
    error: cannot import "odd:thing": "odd:" is not a known scheme
      --> script.ts:1:15
       |
     1 | import x from "odd:thing";
       |               ^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"\";\nx();").await, @r#"
    error: cannot import an empty specifier
      --> script.ts:1:15
       |
     1 | import x from "";
       |               ^^
       = help: provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"rolldown:runtime\";\nx();").await, @r#"
    error: cannot import "rolldown:runtime": "rolldown:" is not a known scheme
      --> script.ts:1:15
       |
     1 | import x from "rolldown:runtime";
       |               ^^^^^^^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("import x from \"\\0rolldown/runtime.js\";\nx();").await, @r#"
    error: the bundler's own modules cannot be imported
      --> script.ts:1:15
       |
     1 | import x from "\0rolldown/runtime.js";
       |               ^^^^^^^^^^^^^^^^^^^^^^^
       = help: packages are not available
    "#);
    assert_snapshot!(refused("import x from \"@oxc-project/runtime/helpers/usingCtx\";\nx();").await, @r#"
    error: the bundler's own modules cannot be imported
      --> script.ts:1:15
       |
     1 | import x from "@oxc-project/runtime/helpers/usingCtx";
       |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: packages are not available
    "#);
}

#[tokio::test]
async fn refuses_other_versions_of_the_sdk() {
    assert_snapshot!(refused("import { db } from \"jsr:@coral/sdk@^1\";\ndb();").await, @r#"
    error: cannot import "jsr:@coral/sdk@^1": it is not what is provided
      --> script.ts:1:20
       |
     1 | import { db } from "jsr:@coral/sdk@^1";
       |                    ^^^^^^^^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk@0.1.0
    "#);
    assert_snapshot!(refused("import { db } from \"@coral/sdk/db\";\ndb();").await, @r#"
    error: cannot import "@coral/sdk/db": it is not what is provided
      --> script.ts:1:20
       |
     1 | import { db } from "@coral/sdk/db";
       |                    ^^^^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk
    "#);
}

#[tokio::test]
async fn refuses_every_way_to_import() {
    assert_snapshot!(refused("export * from \"npm:a\";\nexport { x } from 'npm:b';\nawait import(\"npm:c\");\nawait import(`npm:d`);\nimport \"npm:e\";").await, @r#"
    error: cannot import "npm:a": packages from npm are not available
      --> script.ts:1:15
       |
     1 | export * from "npm:a";
       |               ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk

    error: cannot import "npm:b": packages from npm are not available
      --> script.ts:2:19
       |
     2 | export { x } from 'npm:b';
       |                   ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk

    error: cannot import "npm:c": packages from npm are not available
      --> script.ts:3:14
       |
     3 | await import("npm:c");
       |              ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk

    error: cannot import "npm:d": packages from npm are not available
      --> script.ts:4:14
       |
     4 | await import(`npm:d`);
       |              ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk

    error: cannot import "npm:e": packages from npm are not available
      --> script.ts:5:8
       |
     5 | import "npm:e";
       |        ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk
    "#);
    assert_snapshot!(refused("const fs = require(\"fs\");\nfs();").await, @r#"
    error: require() is not available
      --> script.ts:1:20
       |
     1 | const fs = require("fs");
       |                    ^^^^
       = help: write an import at the top of the file
    "#);
    assert_snapshot!(refused("import fs = require(\"fs\");\nfs();").await, @r#"
    error: `import … = require()` is not supported
      --> script.ts:1:1
       |
     1 | import fs = require("fs");
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: write `import … from`
    "#);
    assert_snapshot!(refused("import defer * as x from \"./x.ts\";\nx.y();").await, @r#"
    error: import phases are not supported
      --> script.ts:1:1
       |
     1 | import defer * as x from "./x.ts";
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: write a plain import

    error: could not resolve "./x.ts"
      --> script.ts:1:26
       |
     1 | import defer * as x from "./x.ts";
       |                          ^^^^^^^^
       = help: check the spelling; the path is relative to this file and needs its extension
    "#);
}

#[tokio::test]
async fn refuses_files_outside_of_the_root() {
    let project = Project::new(&[
        ("inner/deno.json", "{}"),
        (
            "inner/script.ts",
            "import { a } from \"../outer.ts\";\nimport { b } from \"../missing.ts\";\nimport { c } from \"./link.ts\";\nimport { d } from \"./folder/outer.ts\";\nimport e from \"/etc/passwd\";\nconsole.log(a, b, c, d, e);",
        ),
        ("outer.ts", "export const a = 1;"),
    ]);
    link(&project.path("outer.ts"), &project.path("inner/link.ts"));
    link(&project.path(""), &project.path("inner/folder"));
    assert_snapshot!(project.error("inner/script.ts").await, @r#"
    error: cannot import "../outer.ts": it is outside of the project
      --> script.ts:1:19
       |
     1 | import { a } from "../outer.ts";
       |                   ^^^^^^^^^^^^^
       = help: the project is the nearest folder above the script with one of .git, deno.json, deno.jsonc, coral.toml, package.json, or else the script's own

    error: cannot import "../missing.ts": it is outside of the project
      --> script.ts:2:19
       |
     2 | import { b } from "../missing.ts";
       |                   ^^^^^^^^^^^^^^^
       = help: the project is the nearest folder above the script with one of .git, deno.json, deno.jsonc, coral.toml, package.json, or else the script's own

    error: cannot import "./link.ts": it is outside of the project
      --> script.ts:3:19
       |
     3 | import { c } from "./link.ts";
       |                   ^^^^^^^^^^^
       = help: the project is the nearest folder above the script with one of .git, deno.json, deno.jsonc, coral.toml, package.json, or else the script's own

    error: cannot import "./folder/outer.ts": it is outside of the project
      --> script.ts:4:19
       |
     4 | import { d } from "./folder/outer.ts";
       |                   ^^^^^^^^^^^^^^^^^^^
       = help: the project is the nearest folder above the script with one of .git, deno.json, deno.jsonc, coral.toml, package.json, or else the script's own

    error: cannot import "/etc/passwd": it is outside of the project
      --> script.ts:5:15
       |
     5 | import e from "/etc/passwd";
       |               ^^^^^^^^^^^^^
       = help: the project is the nearest folder above the script with one of .git, deno.json, deno.jsonc, coral.toml, package.json, or else the script's own
    "#);
}

#[tokio::test]
async fn refuses_data_as_text() {
    let project = Project::new(&[
        ("notes.txt", "secret"),
        ("page.html", ""),
        ("x.wasm", ""),
        ("data.json", "{}"),
        ("README", ""),
    ]);
    project.write("script.ts", "import a from \"./notes.txt\";\nimport b from \"./notes.txt\" with { type: \"text\" };\nimport c from \"./page.html\";\nimport d from \"./x.wasm\";\nimport e from \"./data.json\" with { type: \"text\" };\nimport f from \"./script.ts\" with { type: \"json\" };\nimport g from \"./README\";\nconsole.log(a, b, c, d, e, f, g);");
    assert_snapshot!(project.error("script.ts").await, @r#"
    error: cannot import "./notes.txt": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:1:15
       |
     1 | import a from "./notes.txt";
       |               ^^^^^^^^^^^^^
       = help: for other data, export it from a .ts file

    error: an import with `type: "text"` is not supported here
      --> script.ts:2:36
       |
     2 | import b from "./notes.txt" with { type: "text" };
       |                                    ^^^^^^^^^^^^
       = help: only `type: "json"` is; for other data, export it from a .ts file

    error: cannot import "./page.html": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:3:15
       |
     3 | import c from "./page.html";
       |               ^^^^^^^^^^^^^
       = help: for other data, export it from a .ts file

    error: cannot import "./x.wasm": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:4:15
       |
     4 | import d from "./x.wasm";
       |               ^^^^^^^^^^
       = help: WebAssembly is not available inside of a script

    error: an import with `type: "text"` is not supported here
      --> script.ts:5:36
       |
     5 | import e from "./data.json" with { type: "text" };
       |                                    ^^^^^^^^^^^^
       = help: only `type: "json"` is; for other data, export it from a .ts file

    error: "default" is not exported by "script.ts"
      --> script.ts:6:8
       |
     6 | import f from "./script.ts" with { type: "json" };
       |        ^

    error: an import with `type: "json"` is not supported here
      --> script.ts:6:36
       |
     6 | import f from "./script.ts" with { type: "json" };
       |                                    ^^^^^^^^^^^^
       = help: `type: "json"` is for .json files

    error: cannot import "./README": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:7:15
       |
     7 | import g from "./README";
       |               ^^^^^^^^^^
       = help: for other data, export it from a .ts file
    "#);
}

#[tokio::test]
async fn refuses_other_languages() {
    let project = Project::new(&[("a.tsx", ""), ("b.jsx", ""), ("c.cjs", ""), ("d.cts", ""), ("e.css", "")]);
    project.write(
        "script.ts",
        "import \"./a.tsx\";\nimport \"./b.jsx\";\nimport \"./c.cjs\";\nimport \"./d.cts\";\nimport \"./e.css\";\n",
    );
    assert_snapshot!(project.error("script.ts").await, @r#"
    error: cannot import "./a.tsx": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:1:8
       |
     1 | import "./a.tsx";
       |        ^^^^^^^^^
       = help: JSX is not supported: write the module without it

    error: cannot import "./b.jsx": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:2:8
       |
     2 | import "./b.jsx";
       |        ^^^^^^^^^
       = help: JSX is not supported: write the module without it

    error: cannot import "./c.cjs": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:3:8
       |
     3 | import "./c.cjs";
       |        ^^^^^^^^^
       = help: CommonJS is not supported: write the module with import and export

    error: cannot import "./d.cts": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:4:8
       |
     4 | import "./d.cts";
       |        ^^^^^^^^^
       = help: CommonJS is not supported: write the module with import and export

    error: cannot import "./e.css": only .ts, .mts, .js, .mjs and .json files can be imported
      --> script.ts:5:8
       |
     5 | import "./e.css";
       |        ^^^^^^^^^
       = help: for other data, export it from a .ts file
    "#);
}

#[tokio::test]
async fn says_which_file_was_meant() {
    let project = Project::new(&[
        ("lib/x.ts", "export const x = 1;"),
        ("lib/mod.ts", "export const x = 1;"),
        ("empty/.keep", ""),
    ]);
    project.write("src/script.ts", "import { x as a } from \"../lib/x\";\nimport { x as b } from \"../lib/x.js\";\nimport { x as c } from \"../lib\";\nimport { x as d } from \"../empty/\";\nimport { x as e } from \"./gone.ts\";\nimport { x as f } from \".\";\nimport { x as g } from \"../lib/x.ts?v=1\";\nconsole.log(a, b, c, d, e, f, g);");
    assert_snapshot!(project.error("src/script.ts").await, @r#"
    error: could not resolve "../lib/x"
      --> src/script.ts:1:24
       |
     1 | import { x as a } from "../lib/x";
       |                        ^^^^^^^^^^
       = help: did you mean "../lib/x.ts"?

    error: could not resolve "../lib/x.js"
      --> src/script.ts:2:24
       |
     2 | import { x as b } from "../lib/x.js";
       |                        ^^^^^^^^^^^^^
       = help: did you mean "../lib/x.ts"?

    error: cannot import "../lib": it is a folder
      --> src/script.ts:3:24
       |
     3 | import { x as c } from "../lib";
       |                        ^^^^^^^^
       = help: did you mean "../lib/mod.ts"?

    error: cannot import "../empty/": it is a folder
      --> src/script.ts:4:24
       |
     4 | import { x as d } from "../empty/";
       |                        ^^^^^^^^^^^
       = help: import a file in it

    error: could not resolve "./gone.ts"
      --> src/script.ts:5:24
       |
     5 | import { x as e } from "./gone.ts";
       |                        ^^^^^^^^^^^
       = help: check the spelling; the path is relative to this file and needs its extension

    error: cannot import ".": it is a folder
      --> src/script.ts:6:24
       |
     6 | import { x as f } from ".";
       |                        ^^^
       = help: import a file in it

    error: could not resolve "../lib/x.ts?v=1"
      --> src/script.ts:7:24
       |
     7 | import { x as g } from "../lib/x.ts?v=1";
       |                        ^^^^^^^^^^^^^^^^^
       = help: check the spelling; the path is relative to this file and needs its extension
    "#);
}

#[tokio::test]
async fn names_the_file_that_imports() {
    let project = Project::new(&[
        ("src/script.ts", "import \"./deep/a.ts\";\n"),
        ("src/deep/a.ts", "// one\n/* 😀 */ import { x } from 'npm:x'; x();\n"),
    ]);
    assert_snapshot!(project.error("src/script.ts").await, @r#"
    error: cannot import "npm:x": packages from npm are not available
      --> src/deep/a.ts:2:28
       |
     2 | /* 😀 */ import { x } from 'npm:x'; x();
       |                            ^^^^^^^
       = help: copy what you need into a file beside the script; provided: jsr:@coral/sdk
    "#);
}
