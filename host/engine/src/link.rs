//! Puts a script's component together: the engine component's parts, with the script's bytecode in its place and the
//! engine imported, or held. It must not know where the bytecode comes from.

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ComponentImportSection, ComponentSection, ComponentSectionId, ComponentTypeRef, ConstExpr,
    CoreTypeSection, DataSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, MemArg,
    MemorySection, MemoryType, Module, ModuleSection, ModuleType, RawSection, TypeSection, ValType,
};
use wasmparser::{Chunk, ExternalKind, Parser, Payload, TypeRef};

use crate::program::{self, BytecodeModule};
use crate::{ENGINE_IMPORT, EngineComponent, EngineError, Part};

const PAGE_BYTES: u64 = 65_536;

/// Makes script components of one engine.
pub struct ComponentLinker<'a> {
    engine: EngineComponent<'a>,
    /// The sections that declare the engine's module type and import it.
    engine_import: Vec<u8>,
}

impl<'a> ComponentLinker<'a> {
    /// Reads the engine's interface, once for all scripts.
    pub fn new(engine: EngineComponent<'a>) -> Result<Self, EngineError> {
        let module_type = module_type(engine.core_module()).map_err(EngineError::Interface)?;
        let mut types = CoreTypeSection::new();
        types.ty().module(&module_type);
        let mut imports = ComponentImportSection::new();
        // The engine component has no core type of its own: ours is the first.
        imports.import(ENGINE_IMPORT, ComponentTypeRef::Module(0));
        let mut engine_import = Vec::new();
        types.append_to_component(&mut engine_import);
        imports.append_to_component(&mut engine_import);
        Ok(Self { engine, engine_import })
    }

    /// The component of a script, which imports its engine. Of its modules the script's own is the last.
    pub fn link(&self, modules: &[BytecodeModule<'_>]) -> Vec<u8> {
        self.link_around(modules, &self.engine_import)
    }

    /// The same with the engine in it, for hosts that have none.
    pub fn link_standalone(&self, modules: &[BytecodeModule<'_>]) -> Vec<u8> {
        let mut engine = Vec::with_capacity(self.engine.core_module().len() + 8);
        RawSection { id: ComponentSectionId::CoreModule.into(), data: self.engine.core_module() }
            .append_to_component(&mut engine);
        self.link_around(modules, &engine)
    }

    fn link_around(&self, modules: &[BytecodeModule<'_>], engine: &[u8]) -> Vec<u8> {
        let program = program::encode(modules);
        let mut component = Vec::with_capacity(program.len() + engine.len() + 8 * 1024);
        for part in self.engine.parts() {
            match part {
                Part::Sections(sections) => component.extend_from_slice(sections),
                Part::EngineModule => component.extend_from_slice(engine),
                Part::ScriptModule => {
                    ModuleSection(&script_module_builder(&program)).append_to_component(&mut component)
                }
            }
        }
        component
    }
}

/// The core module that holds a script of no modules, which stands in the engine component.
pub fn empty_script_module() -> Vec<u8> {
    script_module_builder(&[]).finish()
}

/// The core module that holds a script's modules: `len` tells how many bytes there are, `load` gives eight of them. The last
/// eight may reach past the end, where they are zero.
fn script_module_builder(program: &[u8]) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([], [ValType::I32]);
    types.ty().function([ValType::I32], [ValType::I64]);
    let mut functions = FunctionSection::new();
    functions.function(0);
    functions.function(1);
    let pages = (program.len() as u64 + 8).div_ceil(PAGE_BYTES);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: pages,
        maximum: Some(pages),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("len", ExportKind::Func, 0);
    exports.export("load", ExportKind::Func, 1);
    let mut code = CodeSection::new();
    let mut len = Function::new([]);
    len.instructions().i32_const(program.len() as i32).end();
    code.function(&len);
    let mut load = Function::new([]);
    load.instructions().local_get(0).i64_load(MemArg { offset: 0, align: 0, memory_index: 0 }).end();
    code.function(&load);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(0), program.iter().copied());
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&memories).section(&exports).section(&code).section(&data);
    module
}

/// The type of a core module: what it imports and exports.
fn module_type(module: &[u8]) -> Result<ModuleType, String> {
    let mut interface = Interface::default();
    let mut parser = Parser::new(0);
    let mut rest = module;
    loop {
        let Chunk::Parsed { consumed, payload } = parser.parse(rest, true).map_err(|error| error.to_string())? else {
            return Err("it is cut off".to_owned());
        };
        rest = &rest[consumed..];
        match payload {
            // Everything of interest stands before the code.
            Payload::CodeSectionStart { .. } | Payload::End(_) => return Ok(interface.module_type),
            payload => interface.read(payload)?,
        }
    }
}

#[derive(Default)]
struct Interface {
    module_type: ModuleType,
    function_types: Vec<wasmparser::FuncType>,
    functions: Vec<u32>,
    memories: Vec<wasmparser::MemoryType>,
}

impl Interface {
    fn read(&mut self, payload: Payload<'_>) -> Result<(), String> {
        let malformed = |error: wasmparser::BinaryReaderError| error.to_string();
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    self.function_types.push(ty.map_err(malformed)?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(malformed)?;
                    let TypeRef::Func(ty) = import.ty else {
                        return Err(format!("it imports {}.{}, which is no function", import.module, import.name));
                    };
                    self.functions.push(ty);
                    let ty = self.function(ty)?;
                    self.module_type.import(import.module, import.name, ty);
                }
            }
            Payload::FunctionSection(functions) => {
                for ty in functions {
                    self.functions.push(ty.map_err(malformed)?);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    self.memories.push(memory.map_err(malformed)?);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export.map_err(malformed)?;
                    let missing = || format!("its export {} does not exist", export.name);
                    let ty = match export.kind {
                        ExternalKind::Func => {
                            self.function(*self.functions.get(export.index as usize).ok_or_else(missing)?)?
                        }
                        ExternalKind::Memory => {
                            let memory = self.memories.get(export.index as usize).ok_or_else(missing)?;
                            let memory = RoundtripReencoder.memory_type(*memory).map_err(|error| error.to_string())?;
                            EntityType::Memory(memory)
                        }
                        _ => continue,
                    };
                    self.module_type.export(export.name, ty);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds a function's type to the module type.
    fn function(&mut self, index: u32) -> Result<EntityType, String> {
        let ty = self.function_types.get(index as usize).ok_or("a function's type does not exist")?;
        let values = |types: &[wasmparser::ValType]| {
            types.iter().map(|ty| RoundtripReencoder.val_type(*ty)).collect::<Result<Vec<_>, _>>()
        };
        let parameters = values(ty.params()).map_err(|error| error.to_string())?;
        let results = values(ty.results()).map_err(|error| error.to_string())?;
        let index = self.module_type.type_count();
        self.module_type.ty().function(parameters, results);
        Ok(EntityType::Function(index))
    }
}
