//! `coral-wasm pull` from registries that hold something else than a bundle, or give something else than they hold.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::{Value, json};

use crate::oci_registry::{Door, OciRegistry};
use crate::program::PATIENCE;
use crate::registry::{bundle, command, files, get, push, refused, workspace};

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
        (bytes[..bytes.len() - 512].to_vec(), "the registry gives other bytes than it promises ("),
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

/// A registry that answers as if it had a bundle, and does with the bundle's bytes what `layer` does.
fn misbehaving(layer: impl Fn(TcpStream, &[u8]) + Send + 'static) -> String {
    let bundle = bundle("1.2.0", 100_000);
    let digest = format!("sha256:{}", sha256_of(&bundle));
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

fn sha256_of(bytes: &[u8]) -> String {
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
    assert!(
        found.starts_with(&format!("{reference}: the registry gives other bytes than it promises (more than ")),
        "{found}"
    );
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
