//! How workers come and go: kept, replaced, and gone with their host.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use coral_contract::{AskError, Telemetry};
use coral_telemetry::{LazyDatabase, Options, WorkerOptions};

use crate::fixture::{self, Fixture};

const PATIENCE: Duration = Duration::from_secs(20);

/// Tells the test that runs in a child process which file to ask, and what.
const ASKED: &str = "CORAL_TEST_ASKED";

/// A worker, as the system shows it.
pub struct WorkerProcess(String);

impl WorkerProcess {
    /// A file of the system about it.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{name}", self.0)).unwrap_or_default()
    }

    /// How far it gives way to other processes, each thread of it.
    pub fn niceness(&self) -> Vec<String> {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.0)).unwrap();
        let names = threads.map(|thread| thread.unwrap().file_name().into_string().unwrap());
        names.map(|thread| self.stat(&format!("task/{thread}/stat"), 16)).collect()
    }

    /// Whether it has taken some of a processor's time.
    fn has_worked(&self) -> bool {
        self.stat("stat", 11).parse::<u64>().unwrap() > 20
    }

    /// A field of the system's line about it, or about a thread of it, counted from behind its name.
    fn stat(&self, file: &str, field: usize) -> String {
        let line = self.read(file);
        line.rsplit_once(") ").unwrap().1.split(' ').nth(field).unwrap().to_owned()
    }

    /// What a link of the system's about it names.
    pub fn link(&self, name: &str) -> PathBuf {
        std::fs::read_link(format!("/proc/{}/{name}", self.0)).unwrap_or_default()
    }

    /// What it has open, in order.
    pub fn files(&self) -> Vec<String> {
        let name = |number: u32| self.link(&format!("fd/{number}")).to_string_lossy().into_owned();
        (0..32).map(name).filter(|file| !file.is_empty()).collect()
    }

    /// A line of its status.
    pub fn status(&self, name: &str) -> String {
        let status = self.read("status");
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.unwrap_or("0 kB").trim().to_owned()
    }

    /// Whether none of its threads runs any more, waited for or not: until then its socket is open.
    fn has_ended(&self) -> bool {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.0)).map_or(0, Iterator::count);
        threads == 0 || (threads == 1 && self.status("State").starts_with('Z'))
    }

    fn kill(&self) {
        self.signal("-KILL");
    }

    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.0]).status().unwrap().success());
    }
}

/// The workers that have a file open.
pub fn workers_of(path: &Path) -> Vec<WorkerProcess> {
    let path = path.canonicalize().unwrap();
    let processes =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let is_worker = |process: &WorkerProcess| {
        // Before it has its name, it may still have files of this process.
        process.read("comm") == "sql-worker\n" && process.files().iter().any(|file| Path::new(file) == path)
    };
    processes.map(WorkerProcess).filter(is_worker).collect()
}

fn wait_for_workers(path: &Path, count: usize) {
    let started = Instant::now();
    while workers_of(path).len() != count {
        assert!(started.elapsed() < PATIENCE, "{} workers", workers_of(path).len());
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn of_one_worker() -> Options {
    let workers =
        WorkerOptions { prompt: 1, short: 1, long: 1, program: fixture::worker(), ..WorkerOptions::default() };
    Options { workers, ..Options::default() }
}

#[tokio::test]
async fn a_worker_is_kept_for_the_next_question() {
    let fixture = Fixture::with_tables("");
    let database = fixture.database_with(of_one_worker());
    assert_eq!(workers_of(&fixture.path).len(), 0);
    let mut kept = None;
    for _ in 0..3 {
        fixture::rows(&database, "SELECT 1").await;
        let workers = workers_of(&fixture.path);
        let [worker] = &workers[..] else { panic!("{} workers", workers.len()) };
        assert_eq!(kept.get_or_insert(worker.0.clone()), &worker.0);
    }
    let health = database.health().await.unwrap();
    assert_eq!((health.in_use, health.idle, health.open_connections), (0, 2, 2));
    drop(database);
    wait_for_workers(&fixture.path, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_is_killed_fails_one_question() {
    let fixture = Fixture::with_tables("");
    let database = fixture.database_with(of_one_worker());
    for _ in 0..3 {
        // So that there is one that has opened the file.
        assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 42").await, 0), [Some(42)]);
        let endless = "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3";
        let endless = database.ask(fixture::sql(endless, &[]));
        // It is in the long lane by now.
        let started = Instant::now();
        let worker = loop {
            let is_at_it = |worker: &WorkerProcess| worker.niceness().contains(&"10".to_owned()) && worker.has_worked();
            if let Some(worker) = workers_of(&fixture.path).into_iter().find(is_at_it) {
                break worker;
            }
            assert!(started.elapsed() < PATIENCE, "no worker is at it");
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        worker.kill();
        let error = tokio::time::timeout(PATIENCE, endless).await.expect("not noticed").unwrap_err();
        assert!(matches!(&error, AskError::QueryFailed(text) if text.contains("signal 9")), "{error:?}");
    }
    assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 42").await, 0), [Some(42)]);
}

#[tokio::test]
async fn an_idle_worker_that_is_killed_fails_none() {
    let fixture = Fixture::with_tables("");
    let database = fixture.database_with(of_one_worker());
    for _ in 0..3 {
        assert_eq!(fixture::integers(&fixture::rows(&database, "SELECT 42").await, 0), [Some(42)]);
        let worker = &workers_of(&fixture.path)[0];
        worker.kill();
        while !worker.has_ended() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test]
async fn a_question_that_a_worker_never_read_is_answered_by_another() {
    let fixture = Fixture::with_tables("");
    let database = fixture.database_with(of_one_worker());
    for _ in 0..3 {
        fixture::rows(&database, "SELECT 1").await;
        let worker = &workers_of(&fixture.path)[0];
        // It looks idle, and will never do more.
        worker.signal("-STOP");
        let answer = database.ask(fixture::sql("SELECT 42", &[]));
        while database.health().await.unwrap().in_use == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        worker.kill();
        answer.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_started_ahead_answers_the_first_question() {
    let fixture = Fixture::with_tables("");
    let database = fixture.database_with(of_one_worker());
    database.start_ahead();
    wait_for_workers(&fixture.path, 1);
    let ahead = workers_of(&fixture.path).remove(0).0;
    fixture::rows(&database, "SELECT 1").await;
    assert_eq!(workers_of(&fixture.path).remove(0).0, ahead);
}

#[tokio::test]
async fn a_database_that_is_asked_in_sql_alone_is_opened_by_a_worker_alone() {
    let fixture = Fixture::with_tables("");
    let database = LazyDatabase::new(&fixture.path, of_one_worker());
    database.ask(fixture::sql("SELECT 1", &[])).await.unwrap();
    let own = std::fs::read_dir("/proc/self/fd").unwrap();
    assert!(own.filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok()).all(|file| file != fixture.path));
    assert_eq!(workers_of(&fixture.path).len(), 1);
}

#[tokio::test]
async fn a_worker_says_why_it_could_not_open_the_file() {
    let fixture = Fixture::of("CREATE TABLE t (a INTEGER)");
    for path in [fixture.path.clone(), fixture.path.with_extension("none"), fixture.path.parent().unwrap().to_owned()] {
        let error = coral_telemetry::Database::open_read_only(&path, Options::default()).err().unwrap();
        let database = LazyDatabase::new(&path, of_one_worker());
        for _ in 0..2 {
            let answer = database.ask(fixture::sql("SELECT 1", &[])).await;
            assert_eq!(answer, Err(AskError::Unavailable(error.to_string())));
        }
        assert_eq!(database.health().await, Err(AskError::Unavailable(error.to_string())));
    }
}

/// The body of the child process, which has a file and a statement; without them there is nothing to do.
#[tokio::test]
async fn asks_until_it_dies() {
    let Some(asked) = std::env::var_os(ASKED) else { return };
    let asked = asked.into_string().unwrap();
    let (path, text) = asked.split_once('\n').unwrap();
    let database = LazyDatabase::new(path, of_one_worker());
    database.ask(fixture::sql("SELECT 1", &[])).await.unwrap();
    let endless = database.ask(fixture::sql(text, &[]));
    println!("\nasked");
    endless.await.unwrap_err();
}

#[test]
fn workers_die_with_their_host() {
    for text in [
        "SELECT count(*) FROM range(10000000000000) t(n) WHERE hash(n) % 7 = 3",
        "SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))",
    ] {
        let fixture = Fixture::with_tables("");
        let mut host = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "worker_life::asks_until_it_dies", "--nocapture"])
            .env(ASKED, format!("{}\n{text}", fixture.path.display()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(host.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("asked")), "the host did not ask");
        wait_for_workers(&fixture.path, 1);
        host.kill().unwrap();
        host.wait().unwrap();
        wait_for_workers(&fixture.path, 0);
    }
}
