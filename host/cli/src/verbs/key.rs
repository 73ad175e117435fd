//! `coral-wasm key`: makes keys that sign bundles, and shows them.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use coral_bundle::{PublicKey, SigningKey, SigningKeyError};

use crate::arguments::{KeyAction, KeyArguments, NewKeyArguments};
use crate::bundle::key_file;
use crate::failure::Failure;

/// Makes a key or shows one.
pub fn run(arguments: &KeyArguments) -> Result<u8, Failure> {
    match &arguments.action {
        KeyAction::New(arguments) => make(arguments),
        KeyAction::Show { file } => show(file),
    }
}

fn make(arguments: &NewKeyArguments) -> Result<u8, Failure> {
    let NewKeyArguments { file, comment, passphrase } = arguments;
    if comment.contains(char::is_control) {
        return Err(Failure::usage("the comment must be one line"));
    }
    if file.exists() {
        return Err(anyhow::Error::from(SigningKeyError::Exists(file.clone())).into());
    }
    let is_locked = *passphrase || key_file::passphrase_of_environment().is_some();
    let passphrase = is_locked.then(key_file::new_passphrase).transpose()?;
    let key = SigningKey::generate(comment).map_err(anyhow::Error::from)?;
    let public_file = key.save(file, passphrase.as_ref()).map_err(anyhow::Error::from)?;

    let (file, public_file) = (file.display(), public_file.display());
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{}", key.public_key());
    let mut stderr = std::io::stderr();
    let _ = writeln!(stderr, "{file} signs: keep it to yourself, and sign with coral-wasm sign BUNDLE --key {file}");
    let _ = writeln!(stderr, "{public_file} verifies: hand it out, for coral-wasm run BUNDLE --trust {public_file}");
    Ok(0)
}

fn show(file: &Path) -> Result<u8, Failure> {
    let text = std::fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
    let key = if text.starts_with("-----BEGIN") {
        SigningKey::public_half(file, &text).map_err(anyhow::Error::from)?
    } else {
        text.parse::<PublicKey>().map_err(|error| anyhow::anyhow!("{} {error}", file.display()))?
    };
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{key}");
    let _ = writeln!(stdout, "{}", key.fingerprint());
    Ok(0)
}
