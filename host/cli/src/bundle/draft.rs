//! A bundle while it is put together: its manifest, and the files that this names. It must not know where scripts are found,
//! nor where the bundle goes.

use std::collections::BTreeMap;

use anyhow::Context;
use coral_bundle::{
    Digest, EngineEntry, FORMAT, Manifest, ModuleEntry, Name, Precompiled, Program, ScriptDescription, ScriptEntry,
    SourceEntry, module_key,
};
use coral_compiler::{CompiledModule, CompiledProgram};
use coral_engine::{CONTRACT, ComponentLinker, EngineComponent, SDK_VERSION};
use coral_runtime::Precompiler;
use serde_json::Value;

use crate::bundle::inputs::BundleInputs;

/// Where the engine lies in a bundle.
const ENGINE: &str = "engine.wasm";

/// A bundle while it is put together.
pub struct BundleDraft {
    pub manifest: Manifest,
    pub files: BTreeMap<String, Vec<u8>>,
    /// Each script's component, which machine code is made of.
    components: BTreeMap<Name, Vec<u8>>,
    linker: ComponentLinker<'static>,
    keeps_sources: bool,
}

impl BundleDraft {
    /// Begins a bundle without scripts.
    pub fn new(inputs: &BundleInputs, keeps_sources: bool) -> anyhow::Result<Self> {
        let manifest = Manifest {
            format: FORMAT,
            name: inputs.name.clone(),
            version: inputs.version.clone(),
            description: inputs.description.clone(),
            contract: CONTRACT.to_owned(),
            engine: None,
            scripts: BTreeMap::new(),
            modules: BTreeMap::new(),
            sources: BTreeMap::new(),
            precompiled: Vec::new(),
        };
        let linker = ComponentLinker::new(EngineComponent::committed()?)?;
        Ok(Self { manifest, files: BTreeMap::new(), components: BTreeMap::new(), linker, keeps_sources })
    }

    /// Adds a script that was compiled from its source. A module that is there already is not added again.
    pub fn add_program(
        &mut self,
        name: &Name,
        about: &ScriptDescription,
        program: &CompiledProgram,
    ) -> anyhow::Result<()> {
        let keys = program.modules.iter().map(|module| self.add_module(module)).collect::<anyhow::Result<_>>()?;
        self.components.insert(name.clone(), self.linker.link(&program.bytecode()));
        self.manifest.engine.get_or_insert(EngineEntry {
            fingerprint: EngineComponent::committed()?.fingerprint(),
            sdk: SDK_VERSION.to_owned(),
            file: None,
        });
        let entry = ScriptEntry { about: about.clone(), program: Program::Modules(keys) };
        self.manifest.scripts.insert(name.clone(), entry);
        Ok(())
    }

    /// Adds a script that is a component already.
    pub fn add_component(&mut self, name: &Name, about: &ScriptDescription, component: Vec<u8>) {
        let file = format!("plugins/{name}.wasm");
        self.files.insert(file.clone(), component.clone());
        self.components.insert(name.clone(), component);
        let entry = ScriptEntry { about: about.clone(), program: Program::Component(file) };
        self.manifest.scripts.insert(name.clone(), entry);
    }

    /// Adds the engine itself, if there is a script for it.
    pub fn add_engine(&mut self) {
        if let Some(engine) = &mut self.manifest.engine {
            engine.file = Some(ENGINE.to_owned());
            self.files.insert(ENGINE.to_owned(), EngineComponent::committed_bytes().to_vec());
        }
    }

    /// Adds machine code of everything; `step` is told what comes next.
    pub fn precompile(&mut self, precompiler: &Precompiler, mut step: impl FnMut(&str)) -> anyhow::Result<()> {
        let key = precompiler.key().clone();
        let architecture = key.target.split('-').next().unwrap_or_default();
        let folder = format!("precompiled/{architecture}-{}", self.manifest.precompiled.len());
        let mut precompiled = Precompiled { key: key.clone(), engine: None, scripts: BTreeMap::new() };
        if self.manifest.engine.is_some() {
            step("the JavaScript engine");
            let file = format!("{folder}/engine.cwasm");
            let code = precompiler.core_module(EngineComponent::committed()?.core_module())?;
            self.files.insert(file.clone(), code);
            precompiled.engine = Some(file);
        }
        for (name, component) in &self.components {
            step(name.as_str());
            let file = format!("{folder}/scripts/{name}.cwasm");
            let code = precompiler.component(component).with_context(|| format!("{name} was not precompiled"))?;
            self.files.insert(file.clone(), code);
            precompiled.scripts.insert(name.clone(), file);
        }
        self.manifest.precompiled.push(precompiled);
        Ok(())
    }

    fn add_module(&mut self, module: &CompiledModule) -> anyhow::Result<String> {
        let source_map = self.without_texts(&module.source_map)?;
        let key = module_key(&module.name, &module.bytecode, source_map.as_bytes());
        if !self.manifest.modules.contains_key(&key) {
            let entry = ModuleEntry {
                name: module.name.clone(),
                bytecode: format!("modules/{}.bytecode", Digest::of(&module.bytecode)),
                source_map: format!("maps/{}.json", Digest::of(source_map.as_bytes())),
            };
            self.files.insert(entry.bytecode.clone(), module.bytecode.clone());
            self.files.insert(entry.source_map.clone(), source_map.into_bytes());
            self.manifest.modules.insert(key.clone(), entry);
        }
        Ok(key)
    }

    /// A source map without the texts of sources, which are kept once for all scripts, if at all.
    fn without_texts(&mut self, source_map: &str) -> anyhow::Result<String> {
        let mut map: Value = serde_json::from_str(source_map).context("a source map cannot be read")?;
        let texts = map.as_object_mut().and_then(|map| map.remove("sourcesContent"));
        if let (true, Some(Value::Array(texts)), Some(Value::Array(paths))) =
            (self.keeps_sources, texts, map.get("sources"))
        {
            for (path, text) in paths.iter().zip(texts) {
                if let (Value::String(path), Value::String(text)) = (path, text) {
                    self.add_source(path, text)?;
                }
            }
        }
        Ok(map.to_string())
    }

    fn add_source(&mut self, path: &str, text: String) -> anyhow::Result<()> {
        let file = format!("sources/{}", Digest::of(text.as_bytes()));
        if let Some(there) = self.manifest.sources.get(path)
            && there.file != file
        {
            anyhow::bail!("two different files are called {path} in their projects: bundle them without --sources");
        }
        self.files.insert(file.clone(), text.into_bytes());
        self.manifest.sources.insert(path.to_owned(), SourceEntry { file });
        Ok(())
    }
}
