//! `coral-wasm push` and `pull`, with a real registry.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use coral_bundle::{FORMAT, Manifest, Program, ScriptDescription, ScriptEntry, pack};
use serde_json::{Value, json};

use crate::oci_registry::{Door, OciRegistry, PASSWORD, USER, certificate};
use crate::program::{Finished, Workspace};

/// A bundle `scripts` of this version, with this many bytes of code in it.
pub fn bundle(version: &str, size: usize) -> Vec<u8> {
    let plugin = "plugins/alert.wasm".to_owned();
    let script = ScriptEntry { about: ScriptDescription::default(), program: Program::Component(plugin.clone()) };
    let manifest = Manifest {
        format: FORMAT,
        name: "scripts".parse().unwrap(),
        version: version.parse().unwrap(),
        description: Some("What the test pushes.".to_owned()),
        contract: "coral:script@0.1.0".to_owned(),
        engine: None,
        scripts: BTreeMap::from([("alert".parse().unwrap(), script)]),
        modules: BTreeMap::new(),
        sources: BTreeMap::new(),
        precompiled: Vec::new(),
    };
    let files = BTreeMap::from([(plugin, vec![7; size])]);
    pack(Path::new("scripts.coralbundle"), &manifest, &files, None).unwrap()
}

/// A folder with a bundle, and nothing of the user's own settings.
pub fn workspace() -> Workspace {
    Workspace::new().with("scripts.coralbundle", bundle("1.2.0", 1_000)).with("docker/config.json", "{}")
}

/// The program in this folder with Docker's settings from it, and no proxy between it and this machine.
pub fn command(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.command();
    command
        .args(arguments)
        .env("DOCKER_CONFIG", workspace.path("docker"))
        .env("XDG_STATE_HOME", workspace.path("state"));
    command.env("NO_PROXY", "*").env_remove("SSL_CERT_FILE").stdin(Stdio::null());
    command
}

fn coral(workspace: &Workspace, arguments: &[&str]) -> Finished {
    Finished::of(command(workspace, arguments))
}

/// Where the bundle was put, by its digest.
pub fn push(workspace: &Workspace, place: &str) -> String {
    let pushed = coral(workspace, &["push", "scripts.coralbundle", place]).expect_code(0);
    let pinned = pushed.stdout.lines().next().and_then(|line| line.split_once(", as ")).unwrap().1;
    pinned.to_owned()
}

/// Pulls what is to be refused; the one line that says why. Nothing must be left.
#[track_caller]
pub fn refused(workspace: &Workspace, arguments: &[&str]) -> String {
    refusal(workspace, command(workspace, arguments))
}

#[track_caller]
fn refusal(workspace: &Workspace, command: Command) -> String {
    let before = files(workspace);
    let finished = Finished::of(command).expect_code(1);
    assert_eq!((finished.stdout.as_str(), finished.stderr.matches('\n').count()), ("", 1), "{finished:#?}");
    assert_eq!(files(workspace), before, "something was left");
    finished.stderr.strip_prefix("error: ").unwrap().trim_end().to_owned()
}

pub fn files(workspace: &Workspace) -> Vec<String> {
    let names = fs::read_dir(workspace.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// What curl gets of a registry.
pub fn get(address: &str, path: &str) -> Value {
    let accept = "Accept: application/vnd.oci.image.manifest.v1+json";
    let output = Command::new("curl")
        .args(["-sS", "--noproxy", "*", "-H", accept, &format!("http://{address}/v2/{path}")])
        .output();
    serde_json::from_slice(&output.unwrap().stdout).unwrap()
}

#[test]
fn what_is_pulled_is_what_was_pushed_by_tag_and_by_digest() {
    let registry = OciRegistry::start(&Door::Open);
    let (address, workspace) = (&registry.address, workspace());
    // Several pieces of an upload.
    workspace.write("scripts.coralbundle", bundle("1.2.0", 10_000_000));
    let tag = format!("{address}/acme/scripts:1.2.0");
    let pinned = push(&workspace, &tag);
    assert!(pinned.starts_with(&format!("{address}/acme/scripts@sha256:")), "{pinned}");
    // Again: what is there is not sent again, and nothing changes.
    assert_eq!(push(&workspace, &tag), pinned);

    for reference in [&tag, &pinned, &format!("{tag}@{}", pinned.split_once('@').unwrap().1)] {
        let elsewhere = Workspace::new();
        let pulled = coral(&elsewhere, &["pull", reference]).expect_code(0);
        assert!(pulled.stdout.contains("scripts 1.2.0"), "{}", pulled.stdout);
        assert!(pulled.stdout.contains(&pinned), "{}", pulled.stdout);
        assert!(pulled.stdout.starts_with("scripts.coralbundle: "), "{}", pulled.stdout);
        assert_eq!(pulled.stderr, "");
        assert_eq!(files(&elsewhere), ["scripts.coralbundle"]);
        assert!(
            fs::read(elsewhere.path("scripts.coralbundle")).unwrap()
                == fs::read(workspace.path("scripts.coralbundle")).unwrap()
        );
    }
    let named = coral(&workspace, &["pull", &tag, "-o", "scripts-1.2.0.coralbundle"]).expect_code(0);
    assert!(named.stdout.starts_with("scripts-1.2.0.coralbundle: "), "{}", named.stdout);
}

#[test]
fn a_registry_keeps_it_as_an_artifact_that_says_what_it_is() {
    let registry = OciRegistry::start(&Door::Open);
    let (address, workspace) = (&registry.address, workspace());
    push(&workspace, &format!("{address}/scripts:1"));
    let manifest = get(address, "scripts/manifests/1");
    assert_eq!(manifest["artifactType"], "application/vnd.coral.bundle.v1");
    assert_eq!(manifest["layers"][0]["mediaType"], "application/vnd.coral.bundle.v1.tar");
    assert_eq!(
        manifest["annotations"],
        json!({
            "org.opencontainers.image.title": "scripts",
            "org.opencontainers.image.version": "1.2.0",
            "org.opencontainers.image.description": "What the test pushes.",
        })
    );
    assert_eq!(manifest["config"]["mediaType"], "application/vnd.coral.bundle.config.v1+json");
    let config = get(address, &format!("scripts/blobs/{}", manifest["config"]["digest"].as_str().unwrap()));
    assert_eq!(config["name"], "scripts");
}

#[test]
fn what_is_not_there_is_not_found() {
    let registry = OciRegistry::start(&Door::Open);
    let (address, workspace) = (&registry.address, workspace());
    let pinned = push(&workspace, &format!("{address}/scripts:1.2.0"));
    let (name, digest) = pinned.split_once('@').unwrap();
    let other = format!("{name}@sha256:{}", "0".repeat(64));
    for reference in [&format!("{name}:1.2.1"), &other, &format!("{address}/other@{digest}")] {
        assert_eq!(
            refused(&workspace, &["pull", reference]),
            format!(
                "{reference}: the registry has nothing by this name: check host, name and tag, or push it there first"
            )
        );
    }
    assert_eq!(
        refused(&workspace, &["push", "scripts.coralbundle", &pinned]),
        format!("{pinned}: a digest names what is there already: push to a tag, such as :1.2.0")
    );
}

#[test]
fn a_registry_may_want_a_password() {
    let registry = OciRegistry::start(&Door::Password);
    let (address, workspace) = (&registry.address, workspace());
    let reference = format!("{address}/scripts:1.2.0");
    let push = ["push", "scripts.coralbundle", &reference];
    let wants =
        "the registry wants a name and password: give --username, and the password in CORAL_WASM_REGISTRY_PASSWORD";
    assert_eq!(refused(&workspace, &push), format!("{reference}: {wants}"));
    assert_eq!(refused(&workspace, &["pull", &reference]), format!("{reference}: {wants}"));

    let with = |arguments: &[&str], password: &str| {
        let mut command = command(&workspace, arguments);
        command.args(["--username", USER]).env("CORAL_WASM_REGISTRY_PASSWORD", password);
        command
    };
    assert_eq!(
        refusal(&workspace, with(&push, "incorrect horse")),
        format!("{reference}: the registry refuses \"ann\": check the password, and what this user may do there")
    );
    Finished::of(with(&push, PASSWORD)).expect_code(0);
    Finished::of(with(&["pull", &reference], PASSWORD)).expect_code(0);

    let mut command = command(&workspace, &["pull", &reference, "--username", USER, "--password-stdin"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    Finished::from(process.wait_with_output().unwrap()).expect_code(0);

    let missing = coral(&workspace, &["pull", &reference, "--username", USER]).expect_code(2);
    assert_eq!(
        missing.stderr,
        "error: --username needs a password: set CORAL_WASM_REGISTRY_PASSWORD, or add --password-stdin\n"
    );
}

#[test]
fn dockers_settings_may_know_the_password() {
    let registry = OciRegistry::start(&Door::Password);
    let (address, workspace) = (&registry.address, workspace());
    let reference = format!("{address}/scripts:1.2.0");
    // What `docker login` writes: `printf ann:correct\ horse\ battery | base64`.
    let auth = "YW5uOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==";
    workspace.write("docker/config.json", json!({ "auths": { address: { "auth": auth } } }).to_string());
    push(&workspace, &reference);
    coral(&workspace, &["pull", &reference]).expect_code(0);

    workspace.write("docker/config.json", json!({ "auths": { address: {} }, "credsStore": "pass" }).to_string());
    assert_eq!(
        refused(&workspace, &["pull", &reference]),
        format!(
            "{reference}: the registry wants a name and password (Docker's settings leave it to docker-credential-pass, which \
             is not run): give --username, and the password in CORAL_WASM_REGISTRY_PASSWORD"
        )
    );
}

#[test]
fn what_is_no_bundle_is_not_pushed() {
    let registry = OciRegistry::start(&Door::Open);
    let reference = format!("{}/scripts:1", registry.address);
    let workspace = workspace().with("other.coralbundle", "no bundle");
    let found = refused(&workspace, &["push", "other.coralbundle", &reference]);
    assert!(found.starts_with("other.coralbundle: "), "{found}");
    assert!(
        refused(&workspace, &["push", "missing.coralbundle", &reference])
            .starts_with("could not read missing.coralbundle: No such file")
    );
}

#[test]
fn a_registry_that_does_not_run_cannot_be_reached() {
    let mut registry = OciRegistry::start(&Door::Open);
    let workspace = workspace();
    let reference = format!("{}/scripts:1.2.0", registry.address);
    registry.stop();
    for arguments in [&["push", "scripts.coralbundle", &reference] as &[&str], &["pull", &reference]] {
        assert_eq!(
            refused(&workspace, arguments),
            format!(
                "{reference}: the registry cannot be reached (Connection refused (os error 111)): check its address, and \
                 whether it is running"
            )
        );
    }
}

#[test]
fn tls_is_spoken_to_all_but_this_machine_and_checked() {
    let workspace = workspace();
    // On Linux the address of all interfaces leads to this machine, and is none of its own.
    let address = "0.0.0.0";
    let (certificate, key) = certificate(&workspace.path(""), address);
    let registry = OciRegistry::start(&Door::Tls(certificate.clone(), key));
    let reference = registry.address.replace("127.0.0.1", address) + "/scripts:1.2.0";
    let push = ["push", "scripts.coralbundle", &reference];
    let found = refused(&workspace, &push);
    assert!(
        found.starts_with(&format!("{reference}: the registry has no connection that can be trusted (")),
        "{found}"
    );
    assert!(found.contains("SSL_CERT_FILE"), "{found}");
    for arguments in [&push as &[&str], &["pull", &reference]] {
        let mut trusting = command(&workspace, arguments);
        trusting.env("SSL_CERT_FILE", &certificate);
        Finished::of(trusting).expect_code(0);
    }

    let plain = OciRegistry::start(&Door::Open);
    let reference = plain.address.replace("127.0.0.1", address) + "/scripts:1.2.0";
    let push = ["push", "scripts.coralbundle", &reference];
    let found = refused(&workspace, &push);
    assert!(
        found.starts_with(&format!("{reference}: the registry has no connection that can be trusted (")),
        "{found}"
    );
    assert!(found.ends_with("add --plain-http"), "{found}");
    coral(&workspace, &[&push as &[&str], &["--plain-http"]].concat()).expect_code(0);
}

#[test]
fn only_what_a_trusted_key_signed_is_kept() {
    let registry = OciRegistry::start(&Door::Open);
    let workspace = workspace();
    coral(&workspace, &["key", "new", "ours"]).expect_code(0);
    coral(&workspace, &["key", "new", "theirs"]).expect_code(0);
    let reference = format!("{}/scripts:1.2.0", registry.address);
    let unsigned = format!("{}/scripts:unsigned", registry.address);
    push(&workspace, &unsigned);
    coral(&workspace, &["sign", "scripts.coralbundle", "--key", "ours"]).expect_code(0);
    push(&workspace, &reference);
    fs::remove_file(workspace.path("scripts.coralbundle")).unwrap();

    let found = refused(&workspace, &["pull", &reference, "--trust", "theirs.pub"]);
    assert!(found.starts_with(&format!("{reference}: it is signed with the key SHA256:")), "{found}");
    let found = refused(&workspace, &["pull", &unsigned, "--trust", "ours.pub"]);
    assert!(found.starts_with(&format!("{unsigned}: it is not signed")), "{found}");
    let found = refused(&workspace, &["pull", &reference, "--trust", "ours.pub", "--expect", "scripts@2.0.0"]);
    assert!(found.contains("--expect asks for scripts 2.0.0 or newer"), "{found}");
    let found = refused(&workspace, &["pull", &reference, "--trust", "ours.pub", "-o", "other.coralbundle"]);
    assert!(found.contains("the file was renamed"), "{found}");

    let pulled = coral(&workspace, &["pull", &reference, "--trust", "ours.pub"]).expect_code(0);
    assert!(pulled.stdout.contains("SHA256:"), "{}", pulled.stdout);
    coral(&workspace, &["verify", "scripts.coralbundle", "--trust", "ours.pub"]).expect_code(0);
}

#[test]
fn a_reference_names_its_registry_and_its_version() {
    let workspace = workspace();
    for reference in ["scripts:1.2.0", "ghcr.io/acme/scripts", "https://ghcr.io/acme/scripts:1"] {
        let wrong = coral(&workspace, &["pull", reference]).expect_code(2);
        assert!(wrong.stderr.contains("write HOST/NAME:TAG or HOST/NAME@sha256:"), "{}", wrong.stderr);
    }
}
