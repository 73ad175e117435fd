//! `coral-wasm types`: writes the SDK beside scripts, so that editors know it and Deno finds it without a network.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use coral_deno::{PACKAGE, PACKAGE_SOURCES, sdk_sources};
use coral_engine::SDK_VERSION;
use serde_json::json;

use crate::arguments::TypesArguments;
use crate::failure::Failure;

/// Where the SDK lies, relative to the folder of the scripts.
const SDK_FOLDER: &str = ".coral/sdk";

/// What the user's own formatter and linter leave alone, relative to that folder too.
const EXCLUDED: &str = ".coral";

/// What a script's bare `@coral/sdk` is, relative to that: Deno would take it for the package's own entry, which is that
/// of `jsr:@coral/sdk`.
const COLONY: &str = "src/deno/colony.ts";

/// Writes the SDK, and says what to do with it.
pub fn run(arguments: &TypesArguments) -> Result<u8, Failure> {
    let folder = &arguments.directory;
    if let Some(missing) = write_sdk(folder)? {
        return Err(Failure::from(anyhow::anyhow!(missing)));
    }
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{}: the SDK {SDK_VERSION}, for Deno and for editors that use it", folder.display());
    let _ =
        writeln!(stdout, "try: coral-wasm serve, and in another terminal: deno run --allow-net=localhost:9003 SCRIPT");
    Ok(0)
}

/// Writes the SDK's package into a folder, and a `deno.json`. One that is there already is never changed: what is to be
/// added to it is told.
pub fn write_sdk(folder: &Path) -> Result<Option<String>, Failure> {
    let sdk = folder.join(SDK_FOLDER);
    fs::create_dir_all(&sdk).with_context(|| format!("could not make the folder {}", sdk.display()))?;
    write(&sdk.join("deno.json"), PACKAGE)?;
    for source in sdk_sources() {
        let folder = sdk.join(PACKAGE_SOURCES);
        source
            .write_below(&folder)
            .with_context(|| format!("could not write {} in {}", source.path, folder.display()))?;
    }

    let link = format!("./{SDK_FOLDER}");
    let colony = format!("{link}/{COLONY}");
    let config = folder.join("deno.json");
    match fs::read_to_string(&config) {
        Ok(text) if [&link, &colony].iter().all(|path| text.contains(&format!("\"{path}\""))) => Ok(None),
        Ok(_) => Ok(Some(format!(
            "{} is there already and stays as it is: add \"links\": [\"{link}\"] to it, and to its \"imports\" \
             \"@coral/sdk\": \"{colony}\"",
            config.display()
        ))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            write(
                &config,
                &pretty(&json!({ "links": [link], "imports": { "@coral/sdk": colony }, "exclude": [EXCLUDED] })),
            )?;
            Ok(None)
        }
        Err(error) => Err(error).with_context(|| format!("could not read {}", config.display()))?,
    }
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).with_context(|| format!("could not write {}", path.display())).map_err(Failure::from)
}
