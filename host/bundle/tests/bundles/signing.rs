//! Keys and signatures: OpenSSH verifies ours, we verify OpenSSH's, and a key's file stays with its owner.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use coral_bundle::{BundleSignature, NAMESPACE, Passphrase, PublicKey, SigningKey};
use insta::assert_snapshot;

use crate::laboratory::{Folder, bundle, key, text};

fn no_passphrase() -> Result<Passphrase, String> {
    Err("nobody is there".to_owned())
}

/// Runs ssh-keygen, which must succeed.
fn ssh_keygen(arguments: &[&str], stdin: Option<&Path>) -> String {
    let stdin = stdin.map_or(Stdio::null(), |path| fs::File::open(path).unwrap().into());
    let output = Command::new("ssh-keygen").args(arguments).stdin(stdin).output().unwrap();
    assert!(output.status.success(), "ssh-keygen {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn ssh_keygen_verifies_our_signature() {
    let folder = Folder::new();
    let key = key("alice@example.com");
    let signed = bundle("1.2.0", Some(&key));
    let sums = folder.write("SHA256SUMS", signed.checksums());
    let signature = folder.write("SHA256SUMS.sig", signed.signature().unwrap().armored());
    let allowed = folder.write("allowed_signers", format!("alice@example.com {}\n", key.public_key()));
    let arguments = [
        "-Y",
        "verify",
        "-f",
        text_of(&allowed),
        "-I",
        "alice@example.com",
        "-n",
        NAMESPACE,
        "-s",
        text_of(&signature),
    ];
    let said = ssh_keygen(&arguments, Some(&sums));
    assert!(said.contains(&format!("with ED25519 key {}", key.public_key().fingerprint())), "{said}");
}

#[test]
fn we_verify_a_signature_of_ssh_keygen_byte_for_byte() {
    let folder = Folder::new();
    let file = folder.path("key");
    ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "bob", "-f", text_of(&file)], None);
    let unsigned = bundle("1.2.0", None);
    let sums = folder.write("SHA256SUMS", unsigned.checksums());
    ssh_keygen(&["-q", "-Y", "sign", "-n", NAMESPACE, "-f", text_of(&file), text_of(&sums)], None);
    let theirs = fs::read_to_string(folder.path("SHA256SUMS.sig")).unwrap();
    let imported = BundleSignature::import(theirs.as_bytes(), unsigned.checksums().as_bytes()).unwrap();
    assert_eq!(imported.armored(), theirs);
    // Ed25519 is deterministic: the same key makes the same signature, whatever tool holds it.
    let key = SigningKey::load(&file, no_passphrase).unwrap();
    assert_eq!(bundle("1.2.0", Some(&key)).signature().unwrap().armored(), theirs);
    assert_eq!(key.public_key().comment(), "bob");
}

#[test]
fn signatures_of_other_things_are_refused_by_name() {
    let folder = Folder::new();
    let sums = bundle("1.2.0", None).checksums();
    let file = folder.write("SHA256SUMS", &sums);
    let sign = |kind: &str, namespace: &str| {
        let key = folder.path(&format!("{kind}-{namespace}"));
        ssh_keygen(&["-q", "-t", kind, "-N", "", "-f", text_of(&key)], None);
        let _ = fs::remove_file(folder.path("SHA256SUMS.sig"));
        ssh_keygen(&["-q", "-Y", "sign", "-n", namespace, "-f", text_of(&key), text_of(&file)], None);
        let signature = fs::read(folder.path("SHA256SUMS.sig")).unwrap();
        BundleSignature::import(&signature, sums.as_bytes()).unwrap_err()
    };
    assert_snapshot!(
        sign("ed25519", "file"),
        @r#"the signature was made for "file", not for a bundle: sign with ssh-keygen -Y sign -n coral-wasm-bundle"#
    );
    assert_snapshot!(
        sign("rsa", NAMESPACE),
        @"it was made with a key of type ssh-rsa, and only ed25519 keys are taken: sign the bundle with such a one"
    );
    assert_snapshot!(
        sign("ecdsa", NAMESPACE),
        @"it was made with a key of another type, and only ed25519 keys are taken: sign the bundle with such a one"
    );
    let other = BundleSignature::make(&key("a"), b"other sums").unwrap();
    assert_snapshot!(
        BundleSignature::import(other.armored().as_bytes(), sums.as_bytes()).unwrap_err(),
        @"the signature does not verify: the bundle or its signature was changed after it was signed; fetch it again"
    );
    assert_snapshot!(
        BundleSignature::import(b"-----BEGIN PGP SIGNATURE-----", sums.as_bytes()).unwrap_err(),
        @"it is no SSH signature as ssh-keygen -Y sign writes it"
    );
}

#[test]
fn a_key_is_kept_for_its_owner_alone_and_never_overwritten() {
    let folder = Folder::new();
    let file = folder.path("key");
    let made = key("alice@example.com");
    let public_file = made.save(&file, None).unwrap();
    assert_eq!(public_file, folder.path("key.pub"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(&public_file).unwrap(), format!("{}\n", made.public_key()));
    assert_eq!(ssh_keygen(&["-y", "-f", text_of(&file)], None), fs::read_to_string(&public_file).unwrap());
    assert_eq!(SigningKey::load(&file, no_passphrase).unwrap().public_key(), made.public_key());

    let before = fs::read(&file).unwrap();
    assert_snapshot!(
        text(&key("b").save(&file, None).unwrap_err()),
        @"key.pub is there already, and keys are not overwritten: choose another name"
    );
    fs::remove_file(&public_file).unwrap();
    assert_snapshot!(
        text(&key("b").save(&file, None).unwrap_err()),
        @"key is there already, and keys are not overwritten: choose another name"
    );
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(!public_file.exists(), "half of a key is left");
}

#[test]
fn a_locked_key_needs_its_passphrase() {
    let folder = Folder::new();
    let file = folder.path("key");
    let made = key("a");
    made.save(&file, Some(&Passphrase::from("open sesame".to_owned()))).unwrap();
    assert_eq!(
        ssh_keygen(&["-y", "-P", "open sesame", "-f", text_of(&file)], None),
        format!("{}\n", made.public_key())
    );
    let load = |passphrase: &str| SigningKey::load(&file, || Ok(Passphrase::from(passphrase.to_owned())));
    assert_eq!(load("open sesame").unwrap().public_key(), made.public_key());
    assert_snapshot!(text(&load("secret words").unwrap_err()), @"the passphrase of the key key is another one");
    assert_snapshot!(
        text(&SigningKey::load(&file, no_passphrase).unwrap_err()),
        @"the key key needs its passphrase: nobody is there"
    );
    let public = SigningKey::public_half(&file, &fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(&public, made.public_key());

    let theirs = folder.path("theirs");
    ssh_keygen(&["-q", "-t", "ed25519", "-N", "open sesame", "-f", text_of(&theirs)], None);
    SigningKey::load(&theirs, || Ok(Passphrase::from("open sesame".to_owned()))).unwrap();
}

#[test]
fn files_that_hold_no_key_to_sign_with_are_refused_by_name() {
    let folder = Folder::new();
    let load = |path: &Path| text(&SigningKey::load(path, no_passphrase).unwrap_err());
    let made = key("a");
    let file = folder.path("key");
    let public = made.save(&file, None).unwrap();
    assert_snapshot!(load(&public), @"key.pub is a public key: give the private one, whose name is without .pub");
    assert_snapshot!(load(&folder.path("none")), @"could not read the key none: No such file or directory (os error 2)");
    let rsa = folder.path("rsa");
    ssh_keygen(&["-q", "-t", "rsa", "-N", "", "-f", text_of(&rsa)], None);
    assert_snapshot!(load(&rsa), @"rsa is a key of type ssh-rsa, and only ed25519 keys sign bundles: make one with coral-wasm key new");
    assert_snapshot!(
        load(&folder.write("text", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")),
        @"text is no private key in OpenSSH's format: make one with coral-wasm key new"
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert_snapshot!(
        load(&file),
        @"other users can read or write the key key: run chmod 600 on it, or make another one"
    );
}

#[test]
fn no_text_holds_a_secret() {
    let made = key("a");
    assert_eq!(format!("{made:?}"), format!("SigningKey({})", made.public_key().fingerprint()));
    assert_eq!(format!("{:?}", Passphrase::from("open sesame".to_owned())), "Passphrase(…)");
}

#[test]
fn public_keys_are_read_as_openssh_writes_them() {
    let made = key("alice and bob");
    let line = made.public_key().to_string();
    let read: PublicKey = line.parse().unwrap();
    assert_eq!((&read, read.comment()), (made.public_key(), "alice and bob"));
    assert_eq!(read.to_string(), line);
    let mistake = |text: &str| text.parse::<PublicKey>().unwrap_err().to_string();
    assert_snapshot!(mistake("alice"), @"is no public key: write ssh-ed25519 AAAA…, as it stands in a .pub file");
    assert_snapshot!(mistake("ssh-ed25519 AAAA"), @"is no public key: write ssh-ed25519 AAAA…, as it stands in a .pub file");
    assert_snapshot!(
        mistake("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY="),
        @"is a key of type ecdsa-sha2-nistp256, and only ed25519 keys sign bundles: make one with coral-wasm key new"
    );
}
