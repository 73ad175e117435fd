//! `coral-wasm push` and `pull`, with a real registry, and with ones that misbehave.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use coral_bundle::{FORMAT, Manifest, Program, ScriptDescription, ScriptEntry, pack};
use serde_json::{Value, json};

use crate::oci_registry::{Door, OciRegistry, PASSWORD, USER, certificate};
use crate::program::{Finished, PATIENCE, Workspace};

/// A bundle `scripts` of this version, with this many bytes of code in it.
fn bundle(version: &str, size: usize) -> Vec<u8> {
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
fn workspace() -> Workspace {
    Workspace::new().with("scripts.coralbundle", bundle("1.2.0", 1_000)).with("docker/config.json", "{}")
}

/// The program in this folder with Docker's settings from it, and no proxy between it and this machine.
fn command(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.command();
    command.args(arguments).env("DOCKER_CONFIG", workspace.path("docker")).env("XDG_STATE_HOME", workspace.path("state"));
    command.env("NO_PROXY", "*").env_remove("SSL_CERT_FILE").stdin(Stdio::null());
    command
}

fn coral(workspace: &Workspace, arguments: &[&str]) -> Finished {
    Finished::of(command(workspace, arguments))
}

/// Where the bundle was put, by its digest.
fn push(workspace: &Workspace, place: &str) -> String {
    let pushed = coral(workspace, &["push", "scripts.coralbundle", place]).expect_code(0);
    let pinned = pushed.stdout.lines().next().and_then(|line| line.split_once(", as ")).unwrap().1;
    pinned.to_owned()
}

/// Pulls what is to be refused; the one line that says why. Nothing must be left.
#[track_caller]
fn refused(workspace: &Workspace, arguments: &[&str]) -> String {
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

fn files(workspace: &Workspace) -> Vec<String> {
    let names = fs::read_dir(workspace.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// What curl gets of a registry.
fn get(address: &str, path: &str) -> Value {
    let accept = "Accept: application/vnd.oci.image.manifest.v1+json";
    let output =
        Command::new("curl").args(["-sS", "--noproxy", "*", "-H", accept, &format!("http://{address}/v2/{path}")]).output();
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
            fs::read(elsewhere.path("scripts.coralbundle")).unwrap() == fs::read(workspace.path("scripts.coralbundle")).unwrap()
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
            format!("{reference}: the registry has nothing by this name: check host, name and tag, or push it there first")
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
    let wants = "the registry wants a name and password: give --username, and the password in CORAL_WASM_REGISTRY_PASSWORD";
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
fn a_registry_that_gives_other_bytes_is_found_out() {
    let registry = OciRegistry::start(&Door::Open);
    let (address, workspace) = (&registry.address, workspace());
    let reference = format!("{address}/scripts:1.2.0");
    let pinned = push(&workspace, &reference);
    let manifest = get(address, "scripts/manifests/1.2.0");
    let layer = registry.blob(manifest["layers"][0]["digest"].as_str().unwrap());
    let bytes = fs::read(&layer).unwrap();
    let mut changed = bytes.clone();
    changed[3_000] ^= 1;
    for (other, expected) in [
        (changed, "the registry gives other bytes than it promises ("),
        (bytes[..bytes.len() - 512].to_vec(), "the registry gives other bytes than it promises (less than "),
        ([&bytes[..], &[0; 512]].concat(), "the registry gives other bytes than it promises (more than "),
    ] {
        fs::write(&layer, other).unwrap();
        let found = refused(&workspace, &["pull", &reference]);
        assert!(found.starts_with(&format!("{reference}: {expected}")), "{found}");
        assert!(found.ends_with("): nothing of it was kept; push it again, or ask who runs the registry"), "{found}");
    }
    fs::write(&layer, &bytes).unwrap();

    // The manifest itself, where it is asked for by its digest.
    let stored = registry.blob(pinned.split_once('@').unwrap().1);
    let text = fs::read_to_string(&stored).unwrap();
    fs::write(&stored, text.replace("What the test pushes.", "What someone else did.")).unwrap();
    let found = refused(&workspace, &["pull", &pinned]);
    assert!(found.starts_with(&format!("{pinned}: the registry ")), "{found}");
}

#[test]
fn the_description_beside_a_bundle_must_be_its_own() {
    let registry = OciRegistry::start(&Door::Open);
    let (address, workspace) = (&registry.address, workspace());
    push(&workspace, &format!("{address}/scripts:1"));
    let one = get(address, "scripts/manifests/1");
    workspace.write("scripts.coralbundle", bundle("1.3.0", 1_000));
    push(&workspace, &format!("{address}/scripts:2"));
    let mut mixed = get(address, "scripts/manifests/2");
    mixed["config"] = one["config"].clone();
    put_manifest(address, "scripts", "mixed", &mixed);
    let reference = format!("{address}/scripts:mixed");
    assert_eq!(
        refused(&workspace, &["pull", &reference]),
        format!(
            "{reference}: the registry gives other bytes than it promises (its description is not that of the bundle): nothing \
             of it was kept; push it again, or ask who runs the registry"
        )
    );
}

/// What curl puts there as a manifest.
fn put_manifest(address: &str, name: &str, tag: &str, manifest: &Value) {
    let kind = format!("Content-Type: {}", manifest["mediaType"].as_str().unwrap());
    let url = format!("http://{address}/v2/{name}/manifests/{tag}");
    let text = manifest.to_string();
    let output = Command::new("curl")
        .args(["-sS", "--fail-with-body", "--noproxy", "*", "-X", "PUT", "-H", &kind, "--data-binary", &text, &url])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn another_image_is_no_bundle() {
    let registry = OciRegistry::start(&Door::Open);
    let (address, workspace) = (&registry.address, workspace());
    push(&workspace, &format!("{address}/scripts:1"));
    let bundle = get(address, "scripts/manifests/1");
    let mut image = bundle.clone();
    image.as_object_mut().unwrap().remove("artifactType");
    image["config"]["mediaType"] = json!("application/vnd.oci.image.config.v1+json");
    let mut other = bundle.clone();
    other["artifactType"] = json!("application/vnd.acme.chart");
    let mut layered = bundle.clone();
    layered["layers"] = json!([bundle["layers"][0], bundle["layers"][0]]);
    let list = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [],
    });
    for (tag, manifest, reason) in [
        ("image", &image, "its config is \"application/vnd.oci.image.config.v1+json\""),
        ("chart", &other, "its artifact type is \"application/vnd.acme.chart\""),
        ("layered", &layered, "it has 2 layers in place of one"),
        ("list", &list, "a list of images for several platforms"),
    ] {
        put_manifest(address, "scripts", tag, manifest);
        let reference = format!("{address}/scripts:{tag}");
        assert_eq!(
            refused(&workspace, &["pull", &reference]),
            format!(
                "{reference}: this is no bundle, but something else ({reason}): bundles are of type \
                 application/vnd.coral.bundle.v1, and made by coral-wasm push"
            )
        );
    }
}

#[test]
fn what_is_no_bundle_is_not_pushed() {
    let registry = OciRegistry::start(&Door::Open);
    let reference = format!("{}/scripts:1", registry.address);
    let workspace = workspace().with("other.coralbundle", "no bundle");
    let found = refused(&workspace, &["push", "other.coralbundle", &reference]);
    assert!(found.starts_with("other.coralbundle: "), "{found}");
    assert!(refused(&workspace, &["push", "missing.coralbundle", &reference]).starts_with("could not read missing.coralbundle: No such file"));
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
    assert!(found.starts_with(&format!("{reference}: the registry has no connection that can be trusted (")), "{found}");
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
    assert!(found.starts_with(&format!("{reference}: the registry has no connection that can be trusted (")), "{found}");
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
    let found = refused(&workspace, &["pull", &reference, "-o", "other.coralbundle"]);
    assert!(found.contains("the file was renamed"), "{found}");

    let pulled = coral(&workspace, &["pull", &reference, "--trust", "ours.pub"]).expect_code(0);
    assert!(pulled.stdout.contains("SHA256:"), "{}", pulled.stdout);
    coral(&workspace, &["verify", "scripts.coralbundle", "--trust", "ours.pub"]).expect_code(0);
}

/// A registry that answers as if it had a bundle, and does with the bundle's bytes what `layer` does.
fn misbehaving(layer: impl Fn(TcpStream, &[u8]) + Send + 'static) -> String {
    let bundle = bundle("1.2.0", 100_000);
    let digest = format!("sha256:{}", coral_bundle_digest(&bundle));
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "artifactType": "application/vnd.coral.bundle.v1",
        "config": { "mediaType": "application/vnd.coral.bundle.config.v1+json", "digest": digest, "size": 1 },
        "layers": [{ "mediaType": "application/vnd.coral.bundle.v1.tar", "digest": digest, "size": bundle.len() }],
    })
    .to_string();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(path) = asked(&stream) else { continue };
            if path.contains("/blobs/") {
                layer(stream, &bundle);
            } else {
                let body = if path.contains("/manifests/") { &manifest } else { "{}" };
                let _ = write!(stream, "{}{body}", head(body.len()));
            }
        }
    });
    address
}

fn head(length: usize) -> String {
    let kind = "application/vnd.oci.image.manifest.v1+json";
    format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
}

/// The path of a request.
fn asked(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    lines.for_each(drop);
    Some(path)
}

fn coral_bundle_digest(bytes: &[u8]) -> String {
    let mut command = Command::new("sha256sum");
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    process.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = process.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

#[test]
fn a_connection_that_breaks_off_leaves_nothing() {
    let address = misbehaving(|mut stream, bundle| {
        let _ = stream.write_all(head(bundle.len()).as_bytes());
        let _ = stream.write_all(&bundle[..bundle.len() / 2]);
    });
    let reference = format!("{address}/scripts:1.2.0");
    let found = refused(&workspace(), &["pull", &reference, "-o", "pulled.coralbundle"]);
    assert!(found.starts_with(&format!("{reference}: the connection broke off (")), "{found}");
}

#[test]
fn an_endless_bundle_is_cut_off() {
    let address = misbehaving(|mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while stream.write_all(&[0; 4096]).is_ok() {}
    });
    let reference = format!("{address}/scripts:1.2.0");
    let found = refused(&workspace(), &["pull", &reference]);
    assert!(found.starts_with(&format!("{reference}: the registry gives other bytes than it promises (more than ")), "{found}");
}

#[test]
fn a_pull_that_is_interrupted_leaves_nothing() {
    let (half_sent, wait) = mpsc::channel();
    let address = misbehaving(move |mut stream, bundle| {
        let _ = stream.write_all(head(bundle.len()).as_bytes());
        let _ = stream.write_all(&bundle[..bundle.len() / 2]);
        half_sent.send(()).unwrap();
        // Until the other side goes away.
        let _ = stream.read(&mut [0]);
    });
    let workspace = workspace();
    let before = files(&workspace);
    let reference = format!("{address}/scripts:1.2.0");
    let mut process = command(&workspace, &["pull", &reference, "-o", "pulled.coralbundle"]).spawn().unwrap();
    wait.recv_timeout(PATIENCE).unwrap();
    let interrupted = Command::new("kill").args(["-INT", &process.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert!(!process.wait().unwrap().success());
    assert_eq!(files(&workspace), before);
}

#[test]
fn a_reference_names_its_registry_and_its_version() {
    let workspace = workspace();
    for reference in ["scripts:1.2.0", "ghcr.io/acme/scripts", "https://ghcr.io/acme/scripts:1"] {
        let wrong = coral(&workspace, &["pull", reference]).expect_code(2);
        assert!(wrong.stderr.contains("write HOST/NAME:TAG or HOST/NAME@sha256:"), "{}", wrong.stderr);
    }
}
