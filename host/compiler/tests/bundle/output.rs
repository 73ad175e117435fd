//! What a bundle consists of.

use coral_compiler::{Columns, ProvidedModules, bundle};
use insta::assert_snapshot;

use crate::project::{Project, bundled, link};

#[tokio::test]
async fn joins_the_files_of_a_script() {
    let project = Project::new(&[
        (
            "src/alert.ts",
            "import { limit } from \"../lib/limit.ts\";\nimport names from \"./names.json\" with { type: \"json\" };\nimport plain from \"./names.json\";\nimport { a } from \"./a.mjs\";\nimport { b } from \"./b.mts\";\nimport { c } from \"./c.js\";\nconsole.log(limit, names, plain, a, b, c);\n",
        ),
        ("lib/limit.ts", "/** How many. */\nexport const limit: number = Math.random();\nexport const unused = 2;\n"),
        ("src/names.json", "{ \"first\": \"ü\" }"),
        ("src/a.mjs", "export const a = Math.random();"),
        ("src/b.mts", "export const b: string = String(Math.random());"),
        ("src/c.js", "export const c = Math.random();"),
    ]);
    let bundle = project.bundle("src/alert.ts").await;
    assert_snapshot!(bundle.code, @r#"
    /** How many. */
    const limit = Math.random();
    const unused = 2;

    var names_default = { first: "ü" };

    const a = Math.random();

    const b = String(Math.random());

    const c = Math.random();

    console.log(limit, names_default, names_default, a, b, c);
    "#);
    let mut inputs: Vec<_> = bundle.provenance.paths().collect();
    inputs.sort();
    let expected = ["lib/limit.ts", "src/a.mjs", "src/alert.ts", "src/b.mts", "src/c.js", "src/names.json"];
    assert_eq!(inputs, expected.map(|file| project.path(file)));
    assert_eq!(bundle.provenance.root, project.path("").components().as_path());
}

#[tokio::test]
async fn imports_a_file_by_its_absolute_path() {
    let project = Project::new(&[("lib.ts", "export const a = Math.random();")]);
    project.write("script.ts", format!("import {{ a }} from {:?}; console.log(a);", project.path("lib.ts")));
    assert_snapshot!(project.bundle("script.ts").await.code, @r"
    const a = Math.random();

    console.log(a);
    ");
}

#[tokio::test]
async fn leaves_the_sdk_outside() {
    assert_snapshot!(bundled("import { db, emit as send } from \"jsr:@coral/sdk\";\nsend(await db.query(\"SELECT 1\"));").await, @r#"
    import { db, emit } from "coral:0";

    emit(await db.query("SELECT 1"));
    "#);
    assert_snapshot!(bundled("import { db } from \"@coral/sdk\";\nimport { log } from \"jsr:@coral/sdk@^0.1\";\nlog(db);").await, @r#"
    import { db, log } from "coral:0";

    log(db);
    "#);
    assert_snapshot!(bundled("import { db } from \"@coral/sdk\";\n").await, @"");
    assert_snapshot!(bundled("import \"@coral/sdk\";\nconsole.log(1);").await, @"console.log(1);");
}

#[tokio::test]
async fn imports_the_sdk_as_a_namespace() {
    assert_snapshot!(bundled("import * as coral from \"jsr:@coral/sdk\";\nconsole.log(coral.context?.trace, coral.db);").await, @r#"
    import { context, db } from "coral:0";

    console.log(context?.trace, db);
    "#);
    assert_snapshot!(bundled("import * as coral from \"jsr:@coral/sdk\";\nconsole.log(coral[String(Math.random())]);").await, @r#"
    import * as coral from "coral:0";

    console.log(coral[String(Math.random())]);
    "#);
    assert_snapshot!(bundled("const coral = await import(\"jsr:@coral/sdk\");\nconsole.log(coral);").await, @r#"
    import { context, db, emit, log } from "coral:0";

    var __defProp = Object.defineProperty;
    var __esmMin = (fn, res, err) => () => {
    	if (err) throw err[0];
    	try {
    		return fn && (res = fn(fn = 0)), res;
    	} catch (e) {
    		throw err = [e], e;
    	}
    };
    var __exportAll = (all, no_symbols) => {
    	let target = {};
    	for (var name in all) {
    		__defProp(target, name, {
    			get: all[name],
    			enumerable: true
    		});
    	}
    	if (!no_symbols) {
    		__defProp(target, Symbol.toStringTag, { value: "Module" });
    	}
    	return target;
    };

    var sdk_exports = /* @__PURE__ */ __exportAll({
    	context: () => context,
    	db: () => db,
    	emit: () => emit,
    	log: () => log
    });
    var init_sdk = __esmMin(() => {});

    const coral = await Promise.resolve().then(() => (init_sdk(), sdk_exports));
    console.log(coral);
    "#);
}

#[tokio::test]
async fn accepts_each_version_that_matches() {
    for version in ["", "@^0", "@^0.1", "@0.1", "@0.1.0", "@*", "@~0.1"] {
        for package in ["jsr:@coral/sdk", "@coral/sdk"] {
            let code = bundled(&format!("import {{ db }} from \"{package}{version}\"; db();")).await;
            assert_eq!(code, "import { db } from \"coral:0\";\n\ndb();\n", "{package}{version}");
        }
    }
}

#[tokio::test]
async fn bundles_our_own_modules_with_external_ones() {
    let project = Project::new(&[(
        "sdk.ts",
        "import { query } from \"coral:host\";\nimport * as host from \"coral:host\";\nexport const db = { query, host };",
    )]);
    let modules = ProvidedModules::new().external("coral:host");
    assert_snapshot!(bundle(&project.path("sdk.ts"), &modules, Columns::Bytes).await.unwrap().code, @r#"
    import * as host from "coral:host";
    import { query } from "coral:host";

    const db = {
    	query,
    	host
    };

    export { db };
    "#);
}

#[tokio::test]
async fn inlines_a_dynamic_import_of_a_literal() {
    let project = Project::new(&[
        (
            "script.ts",
            "const { a } = await import(\"./a.ts\");\nconst { b } = await import(`./b.ts`);\nconst name: string = \"./a.ts\" + Math.random();\nawait import(name).catch(() => a + b);\n",
        ),
        ("a.ts", "export const a = Math.random();"),
        ("b.ts", "export const b = Math.random();"),
    ]);
    assert_snapshot!(project.bundle("script.ts").await.code, @r#"
    var __defProp = Object.defineProperty;
    var __esmMin = (fn, res, err) => () => {
    	if (err) throw err[0];
    	try {
    		return fn && (res = fn(fn = 0)), res;
    	} catch (e) {
    		throw err = [e], e;
    	}
    };
    var __exportAll = (all, no_symbols) => {
    	let target = {};
    	for (var name in all) {
    		__defProp(target, name, {
    			get: all[name],
    			enumerable: true
    		});
    	}
    	if (!no_symbols) {
    		__defProp(target, Symbol.toStringTag, { value: "Module" });
    	}
    	return target;
    };

    var a_exports = /* @__PURE__ */ __exportAll({ a: () => a$1 });
    var a$1;
    var init_a = __esmMin(() => {
    	a$1 = Math.random();
    });

    var b_exports = /* @__PURE__ */ __exportAll({ b: () => b$1 });
    var b$1;
    var init_b = __esmMin(() => {
    	b$1 = Math.random();
    });

    const { a } = await Promise.resolve().then(() => (init_a(), a_exports));
    const { b } = await Promise.resolve().then(() => (init_b(), b_exports));
    const name = "./a.ts" + Math.random();
    await import(name).catch(() => a + b);
    "#);
}

#[tokio::test]
async fn lowers_what_typescript_adds() {
    let code = bundled("enum Level { Low, High = \"high\" }\nnamespace Deep.Er { export const x = Math.random(); }\nclass A { constructor(private readonly n: number) {} get() { return this.n; } }\nconst f = <T,>(x: T) => x satisfies T as T;\nconsole.log(Level, Deep.Er.x, new A(1).get()!, f(1));\n").await;
    assert_snapshot!(code, @r#"
    var Level = /* @__PURE__ */ function(Level) {
    	Level[Level["Low"] = 0] = "Low";
    	Level["High"] = "high";
    	return Level;
    }(Level || {});
    let Deep;
    (function(_Deep) {
    	let Er;
    	(function(_Er) {
    		const x = _Er.x = Math.random();
    	})(Er || (Er = _Deep.Er || (_Deep.Er = {})));
    })(Deep || (Deep = {}));
    var A = class {
    	n;
    	constructor(n) {
    		this.n = n;
    	}
    	get() {
    		return this.n;
    	}
    };
    const f = (x) => x;
    console.log(Level, Deep.Er.x, new A(1).get(), f(1));
    "#);
}

#[tokio::test]
async fn lowers_using() {
    let code = bundled("using file = { [Symbol.dispose]() {} };\nconsole.log(file);\nexport {};\n").await;
    assert!(!code.contains("using file") && code.contains("dispose"), "{code}");
    let code = bundled("await using file = { async [Symbol.asyncDispose]() {} };\nconsole.log(file);\n").await;
    assert!(!code.contains("using file"), "{code}");
}

#[tokio::test]
async fn keeps_what_the_engine_can_run() {
    assert_snapshot!(bundled("const x = await Promise.resolve(1n);\nconsole.log(x ?? 2);\nfor await (const y of []) y;\nclass B { #p = 1; static { console.log(B); } has(o: object) { return #p in o; } }\nnew B();").await, @r"
    const x = await Promise.resolve(1n);
    console.log(x ?? 2);
    for await (const y of []) y;
    var B = class B {
    	#p = 1;
    	static {
    		console.log(B);
    	}
    	has(o) {
    		return #p in o;
    	}
    };
    new B();
    ");
}

#[tokio::test]
async fn gives_each_file_an_import_meta_of_its_own() {
    let project = Project::new(&[
        ("src/script.ts", "import \"../lib/part.ts\";\nconst meta = 1;\nconsole.log(import.meta.main, meta);\n"),
        ("lib/part.ts", "console.log(import.meta.url);\n"),
    ]);
    assert_snapshot!(project.bundle("src/script.ts").await.code, @r#"
    const meta$2 = {
    	__proto__: null,
    	url: "file:///lib/part.ts",
    	main: false,
    	resolve: (0, (specifier) => new URL(specifier, "file:///lib/part.ts").href),
    	filename: "/lib/part.ts",
    	dirname: "/lib"
    };

    console.log(meta$2.url);

    const meta$1 = {
    	__proto__: null,
    	url: "file:///src/script.ts",
    	main: true,
    	resolve: (0, (specifier) => new URL(specifier, "file:///src/script.ts").href),
    	filename: "/src/script.ts",
    	dirname: "/src"
    };

    const meta = 1;
    console.log(meta$1.main, meta);
    "#);
}

#[tokio::test]
async fn runs_files_of_a_cycle() {
    let project = Project::new(&[
        ("script.ts", "import { even } from \"./even.ts\";\nconsole.log(even(4));\n"),
        (
            "even.ts",
            "import { odd } from \"./odd.ts\";\nexport function even(n: number): boolean { return n === 0 || odd(n - 1); }\n",
        ),
        (
            "odd.ts",
            "import { even } from \"./even.ts\";\nexport function odd(n: number): boolean { return n !== 0 && even(n - 1); }\n",
        ),
    ]);
    assert_snapshot!(project.bundle("script.ts").await.code, @r"
    function odd(n) {
    	return n !== 0 && even(n - 1);
    }

    function even(n) {
    	return n === 0 || odd(n - 1);
    }

    console.log(even(4));
    ");
}

#[tokio::test]
async fn makes_nothing_of_nothing() {
    assert_eq!(bundled("").await.trim(), "");
    assert_eq!(bundled("// no more than a comment").await.trim(), "");
    assert_eq!(
        bundled("export interface A { a: string }\ntype B = A;\nimport type { C } from \"npm:nowhere\";").await.trim(),
        ""
    );
    let project = Project::new(&[
        ("script.ts", "import { Shape } from \"./types.ts\";\nconst s: Shape = { a: 1 };\nconsole.log(s);"),
        ("types.ts", "export interface Shape { a: number }"),
    ]);
    assert_snapshot!(project.bundle("script.ts").await.code, @r"
    const s = { a: 1 };
    console.log(s);
    ");
}

#[tokio::test]
async fn drops_a_shebang_a_byte_order_mark_and_carriage_returns() {
    let plain = bundled("\nconsole.log(`a\nb`);\n").await;
    assert_eq!(bundled("#!/usr/bin/env -S deno run\nconsole.log(`a\nb`);\n").await, plain);
    assert_eq!(bundled("\u{feff}#!/usr/bin/env deno\r\nconsole.log(`a\r\nb`);\r\n").await, plain);
}

#[tokio::test]
async fn is_the_same_wherever_it_lies() {
    let files = [
        (
            "src/script.ts",
            "import { a } from \"../lib/a.ts\";\nimport { db } from \"jsr:@coral/sdk\";\nimport d from \"./d.json\";\nusing x = a(db);\nconst name = 1;\nconsole.log(d, name, x, await import(\"../lib/b.ts\"));\n",
        ),
        ("lib/a.ts", "const name = \"ü\";\nexport const a = (x: unknown) => [x, name];\n"),
        ("lib/b.ts", "import * as all from \"@coral/sdk\";\nexport const name = () => all;\n"),
        ("src/d.json", "[1]"),
    ];
    let one = Project::new(&files).bundle("src/script.ts").await;
    let other = Project::new(&files);
    let nested = Project::new(&[]);
    for (path, text) in files {
        nested.write(&format!("deep/er/{path}"), text);
    }
    nested.write("deep/er/package.json", "{ \"type\": \"commonjs\", \"sideEffects\": false }");
    let other = other.bundle("src/script.ts").await;
    let nested = nested.bundle("deep/er/src/script.ts").await;
    assert_eq!((&one.code, &one.source_map), (&other.code, &other.source_map));
    assert_eq!((&one.code, &one.source_map), (&nested.code, &nested.source_map));
}

#[tokio::test]
async fn pays_no_heed_to_configuration() {
    let files = [
        ("src/script.ts", "import { a } from \"./a.ts\";\nclass X { y = a; }\nconsole.log(new X());"),
        ("src/a.ts", "export const a = Math.random();"),
    ];
    let plain = Project::new(&files).bundle("src/script.ts").await.code;
    let project = Project::new(&files);
    project.write("package.json", "{ not json");
    project.write("tsconfig.json", "{ \"compilerOptions\": { \"target\": \"es5\", \"useDefineForClassFields\": false, \"verbatimModuleSyntax\": true } }");
    project.write("src/tsconfig.json", "{ nor this");
    project.write("node_modules/lodash/index.js", "export default 1;");
    assert_eq!(project.bundle("src/script.ts").await.code, plain);
}

#[tokio::test]
async fn follows_links_inside_of_the_root() {
    let project = Project::new(&[
        ("script.ts", "import { a } from \"./link.ts\";\nimport { a as b } from \"./lib/a.ts\";\nconsole.log(a, b);"),
        ("lib/a.ts", "export const a = Math.random();"),
    ]);
    link(&project.path("lib/a.ts"), &project.path("link.ts"));
    link(&project.path("script.ts"), &project.path("entry.ts"));
    assert_snapshot!(project.bundle("entry.ts").await.code, @r"
    const a = Math.random();

    console.log(a, a);
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bundles_many_at_once() {
    let tasks: Vec<_> =
        (0..16).map(|n| tokio::spawn(async move { bundled(&format!("console.log({n});")).await })).collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), format!("console.log({n});\n"));
    }
}
