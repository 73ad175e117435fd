//! Runs a script under Deno and keeps what it says. Asserts nothing about it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};
use std::{env, fs, thread};

use coral_compiler::{Columns, ProvidedModule, ProvidedModules, bundle};
use coral_contract::{Asker, Event, PendingAnswer, PendingHealth, Question, Telemetry};
use coral_deno::{Deno, Door, Program, SdkModule, SdkModules};
use coral_policy::Policy;
use coral_run::{Ending, Exception, Level, Observer, Outcome, RunFacts, RunId, Session, SessionOptions};
use futures::FutureExt;
use futures::future::{BoxFuture, pending};

/// What a script has printed so far.
pub type Said = Arc<Mutex<Vec<(Level, String)>>>;

/// What a run came to.
pub struct Report {
    pub outcome: Outcome,
    pub said: Vec<(Level, String)>,
}

impl Report {
    /// All that the script printed, one line each.
    pub fn text(&self) -> String {
        self.said.iter().map(|(_, text)| format!("{text}\n")).collect()
    }

    pub fn ending(&self) -> &Ending {
        &self.outcome.ending
    }

    pub fn exception(&self) -> &Exception {
        match self.ending() {
            Ending::Exception(exception) => exception,
            other => panic!("the run ended otherwise: {other:?}\n{}", self.text()),
        }
    }
}

/// The Deno that `make setup` fetched, or the one that `CORAL_WASM_DENO` names.
pub fn deno() -> Deno {
    let fetched = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/node_modules/@deno/linux-x64-glibc/deno");
    let path = env::var_os("CORAL_WASM_DENO").map(PathBuf::from).unwrap_or_else(fetched);
    Deno::find(Some(&path)).unwrap()
}

/// A server that answers every request with `ok`, for as long as the tests run.
pub fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut request = [0; 4096];
                while connection.read(&mut request).is_ok_and(|count| count > 0) {
                    let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                }
            });
        }
    });
    address
}

/// Of the SDK, what these tests import.
fn provided() -> ProvidedModules {
    ProvidedModules::new().package("@coral/sdk", "0.1.0", [("jsr:@coral/sdk", ["context", "db"])])
}

/// The SDK as hosts give it to Deno.
static SDK: LazyLock<SdkModules> = LazyLock::new(|| {
    // Tests have a runtime each, in which nothing may block.
    let bundling = thread::spawn(|| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let code = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest-sdk/sdk/src").join(name);
            let run = ProvidedModules::new().external("coral:run");
            runtime.block_on(async { bundle(&path, &run, Columns::Utf16).await.unwrap().code })
        };
        let provided = provided();
        let modules = provided.modules().cloned().map(|ProvidedModule { specifier, import, exports }| SdkModule {
            specifier,
            import,
            exports,
        });
        SdkModules { entry: code(SdkModules::ENTRY), prelude: code(SdkModules::PRELUDE), modules: modules.collect() }
    });
    bundling.join().unwrap()
});

/// A run to be.
pub struct Laboratory {
    pub policy: Policy,
    pub interrupt: BoxFuture<'static, ()>,
    pub parameters: Vec<(String, String)>,
}

impl Default for Laboratory {
    fn default() -> Self {
        Self { policy: Policy::default(), interrupt: pending().boxed(), parameters: Vec::new() }
    }
}

impl Laboratory {
    /// Runs JavaScript that is no bundle of anything.
    pub async fn run(self, code: &str) -> Report {
        let (run, said) = self.start(code, r#"{"version":3,"sources":[],"names":[],"mappings":""}"#);
        let outcome = run.await;
        Report { outcome, said: said.lock().unwrap().clone() }
    }

    /// Runs the bundle of these files, of which the first is the script.
    pub async fn run_files(self, files: &[(&str, &str)]) -> Report {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("deno.json"), "{}").unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let bundle = bundle(&root.path().join(files[0].0), &provided(), Columns::Utf16).await.unwrap();
        let (run, said) = self.start(&bundle.code, &bundle.source_map);
        let outcome = run.await;
        Report { outcome, said: said.lock().unwrap().clone() }
    }

    pub fn start(self, code: &str, source_map: &str) -> (BoxFuture<'static, Outcome>, Said) {
        let said = Said::default();
        let session = Session::new(SessionOptions {
            facts: RunFacts {
                script: "script".to_owned(),
                id: RunId::generate().unwrap(),
                parameters: self.parameters,
            },
            policy: self.policy,
            keep_events: true,
            telemetry: Arc::new(Nobody),
            observer: Box::new(Ear(said.clone())),
        });
        let door = Door { address: server(), token: "secret".to_owned() };
        (deno().run(&Program { code, source_map, sdk: &SDK }, &door, Arc::new(session), self.interrupt), said)
    }
}

struct Ear(Said);

impl Observer for Ear {
    fn console(&mut self, level: Level, text: &str) {
        self.0.lock().unwrap().push((level, text.to_owned()));
    }

    fn event(&mut self, _: &Event) {}
}

/// These scripts ask nothing.
struct Nobody;

impl Telemetry for Nobody {
    fn ask_as(&self, _: &Asker, _: Question) -> PendingAnswer {
        unreachable!()
    }

    fn health(&self) -> PendingHealth {
        unreachable!()
    }
}

/// The processes whose command line holds `text`.
pub fn processes_with(text: &str) -> Vec<String> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let command_lines = processes.map(|process| fs::read(process.path().join("cmdline")).unwrap_or_default());
    command_lines.map(|line| String::from_utf8_lossy(&line).into_owned()).filter(|line| line.contains(text)).collect()
}
