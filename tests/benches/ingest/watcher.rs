//! A script that looks each second, in a process of its own over the folder that is written.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::coral_wasm::coral_wasm;
use crate::samples::Samples;

/// What a monitor asks; prints how many milliseconds it took.
const SCRIPT: &str = "
    import { metrics } from 'jsr:@coral/sdk';

    const begun = performance.now();
    try {
        await metrics.getPercentile('payments', 'http.server.duration', 0.99, '5m');
        await metrics.getErrorRate('payments', '5m');
        console.log(performance.now() - begun);
    } catch (error) {
        // Before there are any spans.
        if (!String(error).includes('no spans')) throw error;
    }";

/// A script under way; it is ended when this is dropped.
pub struct Watcher {
    child: Child,
    times: PathBuf,
    errors: PathBuf,
}

impl Watcher {
    /// Starts it over a live folder, with what it prints in another.
    pub fn start(folder: &Path, live: &Path) -> Self {
        let (script, times, errors) = (folder.join("watcher.ts"), folder.join("times"), folder.join("errors"));
        fs::write(&script, SCRIPT).unwrap();
        let mut command = coral_wasm(&folder.join("cache"));
        command.arg("run").arg(script).args(["--quiet", "--every=1s", "--db"]).arg(live);
        command.stdin(Stdio::null()).stdout(File::create(&times).unwrap()).stderr(File::create(&errors).unwrap());
        Self { child: command.spawn().unwrap(), times, errors }
    }

    /// Ends it: how many milliseconds each look took.
    pub fn stop(mut self) -> Samples {
        assert!(Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap().success());
        self.child.wait().unwrap();
        assert_eq!(fs::read_to_string(&self.errors).unwrap(), "", "the script looked each time");
        let times = fs::read_to_string(&self.times).unwrap();
        Samples::of(times.split_whitespace().map(|time| time.parse().unwrap()))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
