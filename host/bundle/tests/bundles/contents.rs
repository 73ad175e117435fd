//! A manifest and files that do not fit each other, or that could be understood in two ways.

use coral_bundle::{Manifest, Parameter, ParameterKind, ParameterValue, Program, pack};
use insta::assert_snapshot;

use crate::laboratory::{Files, content, path};

/// What is said of a bundle whose manifest and files were changed.
#[track_caller]
fn refusal(change: impl FnOnce(&mut Manifest, &mut Files)) -> String {
    let (mut manifest, mut files) = content("1.2.0");
    change(&mut manifest, &mut files);
    let error = pack(path(), &manifest, &files, None).unwrap_err().to_string();
    error.strip_prefix("scripts.coralbundle: ").unwrap().to_owned()
}

#[test]
fn a_file_that_the_manifest_names_must_be_there() {
    assert_snapshot!(
        refusal(|_, files| drop(files.remove("sources/high.ts"))),
        @"manifest.json names sources/high.ts, which is not in the bundle"
    );
    let text = refusal(|manifest, files| {
        let module = manifest.modules.values().next().unwrap();
        files.remove(&module.bytecode);
    });
    assert!(text.contains("which is not in the bundle"), "{text}");
}

#[test]
fn a_file_that_is_there_must_be_named() {
    for name in ["sources/other.ts", "extra", "SHA256SUMS", "SHA256SUMS.sig", "engine.wasm.bak"] {
        let text = refusal(|_, files| drop(files.insert(name.to_owned(), Vec::new())));
        assert_eq!(text, format!("manifest.json does not name {name}, which is in the bundle"));
    }
}

#[test]
fn each_kind_of_file_stands_in_its_place() {
    assert_snapshot!(
        refusal(|manifest, _| {
            let plugin = manifest.scripts.values_mut().last().unwrap();
            plugin.program = Program::Component("precompiled/x86_64/high".to_owned());
        }),
        @"manifest.json names precompiled/x86_64/high as a component, which must be plugins/"
    );
    assert_snapshot!(
        refusal(|manifest, _| manifest.precompiled[0].engine = Some("plugins/plugin.wasm".to_owned())),
        @"manifest.json names plugins/plugin.wasm as machine code, which must be precompiled/"
    );
    assert_snapshot!(
        refusal(|manifest, _| manifest.engine.as_mut().unwrap().file = Some("plugins/plugin.wasm".to_owned())),
        @"manifest.json names plugins/plugin.wasm as the engine, which must be engine.wasm"
    );
}

#[test]
fn a_module_is_called_by_what_it_consists_of() {
    let (manifest, _) = content("1.2.0");
    let (key, module) = manifest.modules.iter().next().unwrap();
    let changed = |change: &dyn Fn(&mut Manifest, &mut Files)| {
        let text = refusal(|manifest, files| change(manifest, files));
        assert!(
            text.starts_with(&format!("manifest.json calls a module {key}, and what it consists of makes ")),
            "{text}"
        );
    };
    changed(&|_, files| drop(files.insert(module.bytecode.clone(), b"other bytecode".to_vec())));
    changed(&|_, files| drop(files.insert(module.source_map.clone(), b"{}".to_vec())));
    changed(&|manifest, _| manifest.modules.get_mut(key).unwrap().name = "other.ts".to_owned());
}

#[test]
fn scripts_must_be_whole() {
    let with_modules = |modules: Vec<String>| {
        refusal(move |manifest, _| manifest.scripts.values_mut().next().unwrap().program = Program::Modules(modules))
    };
    assert_snapshot!(with_modules(Vec::new()), @"manifest.json: the script high has no modules");
    assert_snapshot!(
        with_modules(vec!["00".to_owned()]),
        @"manifest.json: the script high needs the module 00, which is not in the bundle"
    );
    let (manifest, _) = content("1.2.0");
    let module = manifest.modules.keys().next().unwrap();
    assert_snapshot!(
        with_modules(vec![module.clone(), module.clone()]),
        @"manifest.json: the script high names a module twice"
    );
    assert_snapshot!(
        refusal(|manifest, files| {
            manifest.engine = None;
            files.remove("engine.wasm");
        }),
        @"manifest.json: the script high is TypeScript, and the manifest names no engine"
    );
    assert_snapshot!(
        refusal(|manifest, _| drop(manifest.scripts.remove(&"high".parse().unwrap()))),
        @"manifest.json: the script high has machine code and is not in the bundle"
    );
}

#[test]
fn parameters_must_hold_together() {
    let text = refusal(|manifest, _| {
        let checks = Parameter {
            kind: ParameterKind::Integer,
            description: None,
            required: false,
            default: Some(ParameterValue::Integer(0)),
            minimum: Some(ParameterValue::Integer(1)),
            maximum: None,
            choices: Vec::new(),
        };
        let script = manifest.scripts.values_mut().next().unwrap();
        script.about.parameters = Some([("checks".to_owned(), checks)].into());
    });
    assert_snapshot!(text, @r#"manifest.json: the script high: the parameter "checks" has the default 0: it must be 1 or more"#);
}

#[test]
fn another_format_is_named() {
    assert_snapshot!(
        refusal(|manifest, _| manifest.format = 2),
        @"the bundle has format 2, and this coral-wasm reads format 1: use a newer coral-wasm"
    );
    assert_snapshot!(
        refusal(|manifest, _| manifest.format = 0),
        @"the bundle has format 0, and this coral-wasm reads format 1: make it again with coral-wasm bundle"
    );
}

#[test]
fn a_text_that_a_terminal_would_obey_is_refused() {
    assert_snapshot!(
        refusal(|manifest, _| manifest.description = Some("\u{1b}[2Jgone".to_owned())),
        @r#"manifest.json is no manifest: "\u{1b}[2Jgone" has a character that terminals obey"#
    );
}
