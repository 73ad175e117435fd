//! From a bundle to bytecode: the engine's own compiler, in an instance of its own, with limits. It must not know what
//! the code means.

use wasmtime::{Engine, InstancePre, Linker, Module, Store, StoreLimits, StoreLimitsBuilder, Trap};

/// What compiling one bundle may use: 8 MiB of source, the largest bundle, takes about a tenth of it.
const FUEL: u64 = 50_000_000_000;
const MEMORY_BYTES: usize = 512 * 1024 * 1024;

/// Why a bundle has no bytecode.
#[derive(Debug, thiserror::Error)]
pub enum BytecodeError {
    /// The engine does not accept the code.
    #[error("the engine refuses the script: {0}")]
    Refused(String),
    /// It is too much code.
    #[error("the script is too large to be compiled: it takes more than {0}")]
    TooLarge(&'static str),
    /// The engine failed.
    #[error("the engine could not compile the script: {0:#}")]
    Engine(wasmtime::Error),
}

/// Compiles with one engine, any number of times.
pub struct BytecodeCompiler {
    engine: Engine,
    javascript: InstancePre<StoreLimits>,
}

impl BytecodeCompiler {
    /// Uses a JavaScript engine that the host has compiled. What it imports is out of reach for it here.
    pub fn new(engine: &Engine, javascript: &Module) -> Result<Self, BytecodeError> {
        let mut linker = Linker::new(engine);
        linker.define_unknown_imports_as_traps(javascript).map_err(BytecodeError::Engine)?;
        let javascript = linker.instantiate_pre(javascript).map_err(BytecodeError::Engine)?;
        Ok(Self { engine: engine.clone(), javascript })
    }

    /// The bytecode of the module `name`.
    pub fn compile(&self, name: &str, code: &str) -> Result<Vec<u8>, BytecodeError> {
        let mut store = Store::new(&self.engine, StoreLimitsBuilder::new().memory_size(MEMORY_BYTES).build());
        store.limiter(|limits| limits);
        store.set_fuel(FUEL).map_err(BytecodeError::Engine)?;
        match self.call(&mut store, name, code) {
            Ok(Ok(bytecode)) => Ok(bytecode),
            Ok(Err(refusal)) => Err(BytecodeError::Refused(without_repetition(&refusal))),
            Err(error) => Err(match error.downcast_ref::<Trap>() {
                Some(Trap::OutOfFuel) => BytecodeError::TooLarge("the time that compiling may take"),
                Some(Trap::UnreachableCodeReached) => BytecodeError::TooLarge("the memory that compiling may take"),
                _ => BytecodeError::Engine(error),
            }),
        }
    }

    /// `compile-module` of guest-sdk/engine/src/compile.rs: it takes two texts and gives three words: whether it failed, and
    /// where its bytecode or its message lies and how long it is.
    fn call(
        &self,
        mut store: &mut Store<StoreLimits>,
        name: &str,
        code: &str,
    ) -> wasmtime::Result<Result<Vec<u8>, String>> {
        let instance = self.javascript.instantiate(&mut store)?;
        let lacks = |what| wasmtime::Error::msg(format!("the engine has no {what}"));
        let memory = instance.get_memory(&mut store, "memory").ok_or_else(|| lacks("memory"))?;
        let allocate = instance.get_typed_func::<(u32, u32, u32, u32), u32>(&mut store, "cabi_realloc")?;
        let compile = instance.get_typed_func::<(u32, u32, u32, u32), u32>(&mut store, "compile-module")?;
        let mut write = |text: &str| -> wasmtime::Result<(u32, u32)> {
            let length = u32::try_from(text.len())?;
            let start = allocate.call(&mut store, (0, 0, 1, length))?;
            memory.write(&mut store, start as usize, text.as_bytes())?;
            Ok((start, length))
        };
        let ((name, name_length), (source, source_length)) = (write(name)?, write(code)?);
        let result = compile.call(&mut store, (name, name_length, source, source_length))? as usize;
        let data = memory.data(&store);
        let word = |index: usize| {
            let bytes = data.get(result + 4 * index..)?.first_chunk::<4>()?;
            Some(u32::from_le_bytes(*bytes) as usize)
        };
        let read = || {
            let (failed, start, length) = (word(0)?, word(1)?, word(2)?);
            Some((failed != 0, data.get(start..start.checked_add(length)?)?))
        };
        let (failed, bytes) = read().ok_or_else(|| lacks("answer"))?;
        Ok(if failed { Err(String::from_utf8_lossy(bytes).into_owned()) } else { Ok(bytes.to_vec()) })
    }
}

/// The engine's message without its class and its stack, which says it again.
fn without_repetition(refusal: &str) -> String {
    let line = refusal.lines().next().unwrap_or_default();
    line.strip_prefix("Error: ").unwrap_or(line).to_owned()
}
