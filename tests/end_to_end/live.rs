//! A program that goes on while a test looks at what it prints, sends it signals and changes its files.

use std::io::Read;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::program::{Finished, PATIENCE};

const POLL: Duration = Duration::from_millis(10);

/// A program under way; it is killed when the test is over.
pub struct Live {
    child: Child,
    streams: [Stream; 2],
}

struct Stream {
    text: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Live {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let streams = [Stream::of(child.stdout.take().unwrap()), Stream::of(child.stderr.take().unwrap())];
        Self { child, streams }
    }

    /// Waits until the program has printed `text` `times` times, to either stream.
    #[track_caller]
    pub fn wait_for_times(&self, text: &str, times: usize) {
        let started = Instant::now();
        while self.streams.iter().map(|stream| stream.so_far().matches(text).count()).sum::<usize>() < times {
            let [stdout, stderr] = self.streams.each_ref().map(Stream::so_far);
            assert!(started.elapsed() < PATIENCE, "no {text:?} in\n{stdout}\nnor in\n{stderr}");
            thread::sleep(POLL);
        }
    }

    /// Waits until the program has printed `text`, to either stream.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_for_times(text, 1);
    }

    /// What it has printed so far: standard output, then standard error.
    pub fn printed(&self) -> String {
        self.streams.each_ref().map(Stream::so_far).concat()
    }

    /// Sends a signal, such as `INT`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([format!("-{name}"), self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// How it ended, and how long that took from now.
    #[track_caller]
    pub fn finish(mut self) -> (Finished, Duration) {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            let [stdout, stderr] = self.streams.each_ref().map(Stream::so_far);
            assert!(started.elapsed() < PATIENCE, "it does not end, after\n{stdout}\nand\n{stderr}");
            thread::sleep(POLL);
        };
        let took = started.elapsed();
        let [stdout, stderr] = self.streams.each_mut().map(Stream::all);
        (Finished::from(Output { status, stdout, stderr }), took)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Stream {
    fn of(mut source: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = source.read(&mut buffer) {
                kept.lock().unwrap().extend_from_slice(&buffer[..count]);
            }
        });
        Self { text, reader }
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }

    fn all(&mut self) -> Vec<u8> {
        let started = Instant::now();
        while !self.reader.is_finished() && started.elapsed() < PATIENCE {
            thread::sleep(POLL);
        }
        self.text.lock().unwrap().clone()
    }
}
