//! The text of each error about a file that cannot be read or is too large.

use std::process::Command;

use insta::assert_snapshot;

use crate::project::{Project, bundled, refused};

#[tokio::test]
async fn refuses_an_entry_that_is_no_script() {
    let project = Project::new(&[("folder/x.ts", ""), ("a.py", ""), ("b.json", "{}"), ("c.tsx", ""), ("d", "")]);
    assert_snapshot!(project.error("gone.ts").await, @"cannot find <root>/gone.ts; check the path");
    assert_snapshot!(project.error("a.py/x.ts").await, @"cannot find <root>/a.py/x.ts; check the path");
    assert_snapshot!(project.error("folder").await, @"<root>/folder is a folder; name the script in it, such as <root>/folder/main.ts");
    assert_snapshot!(project.error("folder/").await, @"<root>/folder is a folder; name the script in it, such as <root>/folder/main.ts");
    assert_snapshot!(project.error("a.py").await, @"<root>/a.py is not a script; its name must end in .ts, .mts, .js or .mjs");
    assert_snapshot!(project.error("b.json").await, @"<root>/b.json is not a script; its name must end in .ts, .mts, .js or .mjs");
    assert_snapshot!(project.error("c.tsx").await, @"<root>/c.tsx is not a script; its name must end in .ts, .mts, .js or .mjs");
    assert_snapshot!(project.error("d").await, @"<root>/d is not a script; its name must end in .ts, .mts, .js or .mjs");
}

#[tokio::test]
async fn refuses_an_entry_that_is_no_text() {
    let project = Project::new(&[]);
    project.write("binary.ts", b"const a = \"\xff\xfe\";");
    assert_snapshot!(project.error("binary.ts").await, @"<root>/binary.ts is not UTF-8 text (byte 11); save it as UTF-8");
    project.write("large.ts", "/".repeat((1 << 20) + 1));
    assert_snapshot!(project.error("large.ts").await, @"<root>/large.ts is larger than the 1048576 bytes that one file of a script may have; move data out of the script");
    project.write("just.ts", "/".repeat(1 << 20));
    project.bundle("just.ts").await;
    assert!(Command::new("mkfifo").arg(project.path("pipe.ts")).status().unwrap().success());
    assert_snapshot!(project.error("pipe.ts").await, @"<root>/pipe.ts is not a regular file; save the script to one");
}

#[tokio::test]
async fn refuses_imports_that_are_no_text() {
    let project = Project::new(&[("script.ts", "import \"./binary.ts\";\nimport \"./large.json\";\n")]);
    project.write("binary.ts", b"const a = \"\xff\xfe\";");
    project.write("large.json", " ".repeat((1 << 20) + 1));
    assert_snapshot!(project.error("script.ts").await, @r#"
    error: binary.ts is not UTF-8 text (byte 11); save it as UTF-8
      --> script.ts:1:8
       |
     1 | import "./binary.ts";
       |        ^^^^^^^^^^^^^

    error: large.json is larger than the 1048576 bytes that one file of a script may have; move data out of the script
      --> script.ts:2:8
       |
     2 | import "./large.json";
       |        ^^^^^^^^^^^^^^
    "#);
}

#[tokio::test]
async fn refuses_more_than_eight_mebibytes() {
    let project = Project::new(&[]);
    let imports: String = (0..9).map(|n| format!("import \"./{n}.js\";\n")).collect();
    project.write("script.ts", imports);
    for n in 0..9 {
        project.write(&format!("{n}.js"), "/".repeat(1 << 20));
    }
    let error = project.error("script.ts").await;
    let first = error.lines().next().unwrap();
    assert!(
        first.ends_with(
            "larger than the 8388608 bytes that all files of a script together may have; move data out of the script"
        ),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn survives_deep_nesting() {
    assert_snapshot!(refused(&format!("const x = {}1{};", "[".repeat(400), "]".repeat(400))).await, @r"
    error: the code is nested too deeply here
      --> script.ts:1:308
       |
     1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
       |                                          ^
       = help: split it into functions or statements
    ");
    let worst = [
        ["[", "1", "]"],
        ["(", "1", ")"],
        ["[", "", ""],
        ["x={a:", "1", "}"],
        ["`${", "1", "}`"],
        ["a=>", "1", ""],
        ["!", "1", ""],
        ["1+", "1", ""],
        ["f(", "1", ")"],
        ["if(a){}else ", "{}", ""],
        ["class{m(){return ", "1", "}}"],
        ["a?b:", "c", ""],
        ["x=", "1", ""],
        ["function f(){", "", "}"],
        ["{", "", "}"],
        ["1 as A<", "B", ">"],
        ["new ", "F", ""],
        ["(async()=>{await ", "1", "})"],
        ["f()", "", ""],
        ["a?.b.", "c", ""],
        ["/*[*/[/*]*/", "", ""],
        ["x satisfies [", "", "]"],
    ];
    for [open, middle, close] in worst {
        let count = 300_000 / (open.len() + close.len());
        let text = format!("{}{middle}{}", open.repeat(count), close.repeat(count));
        for text in [format!("x = {text};"), text] {
            let task = tokio::spawn(async move { refused(&text).await });
            let error = task.await.unwrap();
            assert!(error.starts_with("error: "), "{open}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn bundles_what_is_just_not_too_deep() {
    let texts = [
        format!("x = {}1{};", "[".repeat(290), "]".repeat(290)),
        format!("x = f{};", ".then(a)".repeat(140)),
        format!("namespace a{} {{ export const x = 1 }}", ".b".repeat(280)),
        format!("x = {}1;", "1 + ".repeat(290)),
    ];
    for text in texts {
        tokio::spawn(async move { bundled(&text).await }).await.unwrap();
    }
}
