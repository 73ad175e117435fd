//! The second host: every function of the contract with an answer that is known beforehand, and a note of each call.

use wasmtime::component::{Component, HasSelf, Linker, Resource, ResourceTable};
use wasmtime::{Config, Engine, Store};

use self::coral::script::console::Level;
use self::coral::script::context::{EngineBudget, RunContext, Scope};
use self::coral::script::errors::Error;
use self::coral::script::events::Severity;
use self::coral::script::telemetry::{Answer, Cells, Column, Parameter, Question, ResultSet, TextCells};
use self::coral::script::{clock, console, context, errors, events, random, requests, telemetry};
pub use self::exports::coral::script::program::Exception;

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "script",
    imports: { "coral:script/context.exit": trappable },
    with: { "coral:script/requests.request": Request },
    additional_derives: [PartialEq],
});

/// What a run did.
pub struct Recorded {
    pub console: Vec<String>,
    pub events: Vec<String>,
    pub questions: Vec<String>,
    /// Whether it completed; an exit is an exception with the code.
    pub ending: Result<(), Exception>,
}

/// A question, with its answer until that is taken.
pub struct Request(Option<Result<Answer, Error>>);

#[derive(Default)]
pub struct Host {
    requests: ResourceTable,
    /// Nanoseconds.
    now: u64,
    console: Vec<String>,
    events: Vec<String>,
    questions: Vec<String>,
}

/// A component in this host, ready to run any number of times.
pub struct Prepared {
    engine: Engine,
    script: ScriptPre<Host>,
    has_fuel: bool,
}

impl Prepared {
    /// Compiles a component that imports the contract and nothing else, for a wasmtime that is set up like this.
    pub fn new(config: &Config, has_fuel: bool, component: &[u8]) -> Self {
        let engine = Engine::new(config).unwrap();
        let component = Component::new(&engine, component).unwrap();
        let mut linker = Linker::new(&engine);
        Script::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host| host).unwrap();
        let script = ScriptPre::new(linker.instantiate_pre(&component).unwrap()).unwrap();
        Self { engine, script, has_fuel }
    }

    /// Runs it once, in a store of its own.
    pub fn run(&self) -> Recorded {
        let mut store = Store::new(&self.engine, Host::default());
        if self.has_fuel {
            store.set_fuel(u64::MAX).unwrap();
        }
        // Nobody counts epochs here.
        store.set_epoch_deadline(1);
        let script = self.script.instantiate(&mut store).unwrap();
        let ending = script.coral_script_program().call_run(&mut store).unwrap_or_else(|error| {
            let message = error.root_cause().to_string();
            Err(Exception { message, stack: String::new(), in_promise: false })
        });
        assert!(store.data().requests.is_empty(), "a question was never dropped");
        let Host { console, events, questions, .. } = store.into_data();
        Recorded { console, events, questions, ending }
    }
}

impl telemetry::Host for Host {}

impl errors::Host for Host {}

impl requests::Host for Host {
    fn start(&mut self, question: Question) -> Resource<Request> {
        let (note, answer) = match question {
            Question::Percentile(asked) => (
                format!("percentile of {} of {}, {}", asked.metric, asked.service, asked.percentile),
                Ok(Answer::Number(650e6)),
            ),
            Question::Sql(asked) => {
                let parameters = asked.parameters.iter().map(|parameter| match parameter {
                    Parameter::Text(text) => format!("text {text}"),
                    other => format!("{other:?}"),
                });
                let parameters = parameters.collect::<Vec<_>>().join(", ");
                (format!("sql {} with [{parameters}]", asked.text), Ok(Answer::Rows(routes())))
            }
            Question::Cpu => ("cpu".to_owned(), Err(Error::NotFound("no CPU was ever recorded".to_owned()))),
            other => (format!("{other:?}"), Err(Error::Denied("this host does not answer that".to_owned()))),
        };
        self.questions.push(note);
        self.requests.push(Request(Some(answer))).unwrap()
    }

    fn wait(&mut self, pending: Vec<Resource<Request>>, deadline: Option<u64>) -> Vec<u32> {
        if pending.is_empty() {
            self.now = self.now.max(deadline.unwrap_or_default());
        }
        (0..).zip(pending).map(|(index, _)| index).collect()
    }
}

impl requests::HostRequest for Host {
    fn take(&mut self, request: Resource<Request>) -> Result<Answer, Error> {
        let answer = self.requests.get_mut(&request).unwrap().0.take();
        answer.unwrap_or_else(|| Err(Error::InvalidArgument("the answer was taken already".to_owned())))
    }

    fn drop(&mut self, request: Resource<Request>) -> wasmtime::Result<()> {
        self.requests.delete(request)?;
        Ok(())
    }
}

impl events::Host for Host {
    fn emit(&mut self, name: String, data: String, severity: Severity) -> Result<(), Error> {
        let severity = match severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Critical => "critical",
        };
        self.events.push(format!("{severity} {name} {data}"));
        Ok(())
    }
}

impl console::Host for Host {
    fn write(&mut self, level: Level, text: String) -> Result<(), Error> {
        let level = match level {
            Level::Debug => "debug",
            Level::Log => "log",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        };
        self.console.push(format!("{level}: {text}"));
        Ok(())
    }
}

impl clock::Host for Host {
    fn wall(&mut self) -> u64 {
        1_700_000_000_000_000_000 + self.now
    }

    fn monotonic(&mut self) -> u64 {
        self.now
    }
}

impl random::Host for Host {
    fn bytes(&mut self, count: u32) -> Vec<u8> {
        (0..count).map(|index| index.to_le_bytes()[0]).collect()
    }
}

impl context::Host for Host {
    fn get(&mut self) -> RunContext {
        RunContext {
            script: "script".to_owned(),
            run_id: "1".to_owned(),
            parameters: vec![("region".to_owned(), "eu".to_owned())],
            scope: Scope::Global,
        }
    }

    fn exit(&mut self, code: u8) -> wasmtime::Result<()> {
        Err(wasmtime::Error::msg(format!("exit {code}")))
    }

    fn must_stop(&mut self) -> bool {
        false
    }

    fn charge(&mut self, _budget: EngineBudget, used: u64) -> Result<(), Error> {
        assert!(used <= 1, "the script has more than one timer");
        Ok(())
    }
}

/// Two rows; the second has no route.
fn routes() -> ResultSet {
    let routes = TextCells { offsets: vec![0, 4, 4], bytes: b"/pay".to_vec() };
    ResultSet {
        row_count: 2,
        columns: vec![
            Column { name: "route".to_owned(), cells: Cells::Text(routes), nulls: vec![0b10] },
            Column { name: "calls".to_owned(), cells: Cells::Int64(vec![7, 3]), nulls: Vec::new() },
        ],
        truncated: false,
    }
}
