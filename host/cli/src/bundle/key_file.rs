//! Keys that sign bundles, out of their files: where one is locked, its passphrase comes from the environment or from whoever
//! sits at the terminal.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use coral_bundle::{Passphrase, SigningKey};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::failure::Failure;

/// The variable that holds a passphrase where no one sits at a terminal.
pub const PASSPHRASE_VARIABLE: &str = "CORAL_WASM_KEY_PASSPHRASE";

/// Reads a private key, and asks for its passphrase if it has one.
pub fn load(path: &Path) -> Result<SigningKey, Failure> {
    let ask = || match passphrase_of_environment() {
        Some(passphrase) => Ok(passphrase),
        None => ask(&format!("passphrase of {}: ", path.display())).map(Passphrase::from).map_err(|_| no_terminal()),
    };
    Ok(SigningKey::load(path, ask).map_err(anyhow::Error::from)?)
}

/// A passphrase for a new key: from the environment, or asked for twice.
pub fn new_passphrase() -> Result<Passphrase, Failure> {
    if let Some(passphrase) = passphrase_of_environment() {
        return Ok(passphrase);
    }
    let asked = |question| ask(question).map_err(|_| Failure::usage(no_terminal()));
    let passphrase = asked("passphrase of the new key: ")?;
    if passphrase.is_empty() {
        return Err(Failure::usage("the passphrase is empty: leave --passphrase out for a key without one"));
    }
    if asked("the same again: ")? != passphrase {
        return Err(Failure::usage("the two are not the same: no key was made"));
    }
    Ok(Passphrase::from(passphrase))
}

/// The passphrase in the environment, if there is one.
pub fn passphrase_of_environment() -> Option<Passphrase> {
    std::env::var(PASSPHRASE_VARIABLE).ok().filter(|passphrase| !passphrase.is_empty()).map(Passphrase::from)
}

fn no_terminal() -> String {
    format!("there is no terminal to ask at; set {PASSPHRASE_VARIABLE}")
}

/// Asks at the terminal, wherever standard input comes from, and does not show what is typed.
fn ask(question: &str) -> io::Result<String> {
    let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
    write!(terminal, "{question}")?;
    let silence = Silence::begin(&terminal)?;
    let mut answer = String::new();
    let read = BufReader::new(&terminal).read_line(&mut answer);
    drop(silence);
    writeln!(terminal)?;
    read?;
    Ok(answer.trim_end_matches(['\r', '\n']).to_owned())
}

/// A terminal that does not show what is typed, for as long as this lives.
struct Silence<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> Silence<'a> {
    fn begin(terminal: &'a File) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(terminal, OptionalActions::Flush, &silent)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Silence<'_> {
    fn drop(&mut self) {
        // A terminal that has gone needs nothing.
        let _ = tcsetattr(self.terminal, OptionalActions::Flush, &self.before);
    }
}
