//! Whom to trust, as OpenSSH's files say it, and what is said of bundles that no trusted key signed.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use coral_bundle::{SigningKey, Trust};
use insta::assert_snapshot;

use crate::laboratory::{Folder, bundle, judge, key, text};

/// What is said of a bundle that this key signed; with the key called KEY.
#[track_caller]
fn refusal(key: &SigningKey, trusted: &str, revoked: Option<&str>) -> String {
    let error = judge(&bundle("1.2.0", Some(key)), trusted, revoked).unwrap_err();
    text(&error).replace(&key.public_key().fingerprint(), "SHA256:KEY")
}

#[test]
fn a_trusted_key_is_known_in_each_way_to_write_it() {
    let folder = Folder::new();
    let key = key("alice@example.com");
    let line = key.public_key().to_string();
    let bare = line.strip_suffix(" alice@example.com").unwrap();
    let signed = bundle("1.2.0", Some(&key));
    let read = |trusted: &str| {
        let trust = Trust::read(&[trusted.to_owned()], &[]).unwrap();
        trust.judge(&signed, SystemTime::now()).unwrap()
    };
    assert_eq!(read(&line).owner(), "alice@example.com");
    assert_eq!(read(bare).owner(), "");
    assert_eq!(read(folder.write("key.pub", format!("{line}\n")).to_str().unwrap()).key(), key.public_key());
    for (text, owner) in [
        (format!("# the team\n\nalice,bob {line}\n"), "alice,bob"),
        (format!("alice {bare}\r\n"), "alice"),
        (format!("\talice   \t{bare}"), "alice"),
        (format!("\"alice a\" namespaces=\"git,coral-*\" {bare}"), "alice a"),
        (format!("alice namespaces=\"coral-wasm-bundle\",valid-after=\"20200101Z\" {bare}"), "alice"),
        (format!("alice Valid-After=\"202001010000Z\",VALID-BEFORE=\"29991231235959Z\" {bare}"), "alice"),
        (format!("alice valid-before=\"20200101Z\" {bare}\nbob {bare}"), "bob"),
    ] {
        let signer = judge(&signed, &text, None).unwrap();
        assert_eq!((signer.owner(), signer.key()), (owner, key.public_key()), "{text}");
    }
}

#[test]
fn ssh_keygen_agrees_about_the_lines() {
    // What we take, ssh-keygen takes: the same file serves both.
    let folder = Folder::new();
    let key = key("a");
    let signed = bundle("1.2.0", Some(&key));
    let sums = folder.write("SHA256SUMS", signed.checksums());
    let signature = folder.write("SHA256SUMS.sig", signed.signature().unwrap().armored());
    let line = key.public_key();
    for (text, is_trusted) in [
        (format!("alice {line}"), true),
        (format!("alice namespaces=\"git,coral-*\" {line}"), true),
        (format!("alice namespaces=\"git\" {line}"), false),
        (format!("alice namespaces=\"*,!coral-*\" {line}"), false),
        (format!("alice valid-after=\"20200101Z\",valid-before=\"29991231Z\" {line}"), true),
        (format!("alice valid-before=\"20200101Z\" {line}"), false),
        (format!("alice valid-after=\"29990101Z\" {line}"), false),
        (format!("alice valid-before=\"20200101Z\" {line}\nalice {line}"), true),
    ] {
        let allowed = folder.write("allowed_signers", &text);
        let theirs = std::process::Command::new("ssh-keygen")
            .args(["-Y", "verify", "-I", "alice", "-n", coral_bundle::NAMESPACE, "-f"])
            .args([&allowed, &PathBuf::from("-s"), &signature])
            .stdin(std::fs::File::open(&sums).unwrap())
            .output()
            .unwrap();
        assert_eq!(theirs.status.success(), is_trusted, "{text}: {theirs:?}");
        assert_eq!(judge(&signed, &text, None).is_ok(), is_trusted, "{text}");
    }
}

#[test]
fn each_refusal_has_its_words() {
    let (alice, bob) = (key("alice"), key("bob"));
    let line = alice.public_key().to_string();
    let other = bob.public_key().to_string();
    assert_snapshot!(
        text(&judge(&bundle("1.2.0", None), &line, None).unwrap_err()),
        @"scripts.coralbundle: it is not signed, and only bundles that a trusted key signed are taken: fetch one that is, or leave --trust out"
    );
    let unknown = refusal(&alice, &format!("{other}\ncarol {other}"), None);
    assert_snapshot!(
        unknown.replace(&bob.public_key().fingerprint(), "SHA256:OTHER"),
        @"scripts.coralbundle: it is signed with the key SHA256:KEY, which is not trusted; trusted is SHA256:OTHER (bob), SHA256:OTHER (carol)"
    );
    let many: String = (0..7).map(|_| format!("{other}\n")).collect();
    assert!(refusal(&alice, &many, None).ends_with(", 2 more"));
    assert_snapshot!(
        refusal(&alice, &format!("\nalice valid-before=\"20200101Z\" {line}"), None),
        @"scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which was trusted until 2020-01-01T00:00:00Z: allowed_signers:2"
    );
    assert_snapshot!(
        refusal(&alice, &format!("alice valid-after=\"29990101123456Z\" {line}"), None),
        @"scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which is trusted from 2999-01-01T12:34:56Z on: allowed_signers:1"
    );
    assert_snapshot!(
        refusal(&alice, &format!("alice namespaces=\"git,file\" {line}"), None),
        @r#"scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which is trusted for "git,file" alone: allowed_signers:1 must admit coral-wasm-bundle"#
    );
    assert_snapshot!(
        refusal(&alice, &format!("team {line}"), Some(&format!("# gone\n{line}"))),
        @"scripts.coralbundle: it is signed with the key SHA256:KEY (team), which was revoked: revoked:2"
    );
}

#[test]
fn a_key_counts_from_its_first_second_to_its_last() {
    let key = key("a");
    let signed = bundle("1.2.0", Some(&key));
    let folder = Folder::new();
    let line = format!("a valid-after=\"20250601120000Z\",valid-before=\"20250601130000Z\" {}", key.public_key());
    let file = folder.write("allowed_signers", line);
    let trust = Trust::read(&[file.to_str().unwrap().to_owned()], &[]).unwrap();
    let first = humantime::parse_rfc3339("2025-06-01T12:00:00Z").unwrap();
    let (second, hour) = (Duration::from_secs(1), Duration::from_secs(3_600));
    for (now, is_trusted) in
        [(first - second, false), (first, true), (first + hour, true), (first + hour + second, false)]
    {
        assert_eq!(trust.judge(&signed, now).is_ok(), is_trusted, "{now:?}");
    }
}

#[test]
fn a_proof_of_trust_opens_the_machine_code_of_its_own_bundle_alone() {
    let key = key("a");
    let (one, other) = (bundle("1.2.0", Some(&key)), bundle("1.3.0", Some(&key)));
    let signer = judge(&one, &key.public_key().to_string(), None).unwrap();
    assert_eq!(one.precompiled("precompiled/x86_64/high", &signer).unwrap().bytes(), b"machine code");
    assert!(other.precompiled("precompiled/x86_64/high", &signer).unwrap_err().to_string().contains("is machine code"));
    assert!(one.precompiled("plugins/plugin.wasm", &signer).is_err());
}

/// What is said of such a file.
fn mistake(line: &str) -> String {
    let folder = Folder::new();
    let file = folder.write("allowed_signers", line);
    text(&Trust::read(&[file.to_str().unwrap().to_owned()], &[]).unwrap_err())
}

#[test]
fn lines_that_cannot_be_held_to_are_refused_with_their_place() {
    let key = key("k").public_key().to_string();
    assert_snapshot!(mistake(&format!("\na cert-authority {key}")), @"allowed_signers:2: cert-authority: certificates are not taken; write the signer's own key");
    assert_snapshot!(mistake(&format!("a no-touch-required {key}")), @r#"allowed_signers:1: the option "no-touch-required" is not known: there are namespaces, valid-after, valid-before"#);
    assert_snapshot!(mistake(&format!("a namespaces=git {key}")), @r#"allowed_signers:1: the value of namespaces must stand in quotes: namespaces="…""#);
    assert_snapshot!(mistake(&format!("a valid-before=\"20270101\" {key}")), @r#"allowed_signers:1: valid-before="20270101" is no time in UTC: write YYYYMMDDZ or YYYYMMDDHHMMSSZ, with the Z at the end"#);
    assert_snapshot!(mistake(&format!("a valid-before=\"20271301Z\" {key}")), @r#"allowed_signers:1: valid-before="20271301Z" is no time in UTC: write YYYYMMDDZ or YYYYMMDDHHMMSSZ, with the Z at the end"#);
    assert_snapshot!(mistake(&format!("a namespaces=\"x\",namespaces=\"y\" {key}")), @"allowed_signers:1: namespaces is given twice");
    assert_snapshot!(mistake("a"), @"allowed_signers:1: there is no public key in the line: write PRINCIPALS ssh-ed25519 AAAA…");
    assert_snapshot!(mistake("a b c d"), @"allowed_signers:1: there is no public key in the line: write PRINCIPALS ssh-ed25519 AAAA…");
    assert_snapshot!(mistake("a ssh-ed25519 AAAA"), @"allowed_signers:1: this is no public key: write ssh-ed25519 AAAA…, as it stands in a .pub file");
    assert_snapshot!(mistake("a ssh-rsa AAAAB3NzaC1yc2E="), @"allowed_signers:1: this is a key of type ssh-rsa, and only ed25519 keys sign bundles: make one with coral-wasm key new");
    assert_snapshot!(mistake(&format!("a\u{1b}[2J {key}")), @"allowed_signers:1: the line has a character that terminals obey");
    assert_snapshot!(mistake("# nobody\n"), @"allowed_signers holds no key");
    assert_snapshot!(
        Trust::read(&["ssh-ed25519 AAAA".to_owned()], &[]).unwrap_err(),
        @"--trust: this is no public key: write ssh-ed25519 AAAA…, as it stands in a .pub file"
    );
    assert_snapshot!(
        Trust::read(&["no-such-file".to_owned()], &[]).unwrap_err(),
        @"could not read no-such-file: No such file or directory (os error 2); --trust takes a public key or a file with such"
    );
}

#[test]
fn lists_of_revoked_keys_that_cannot_be_held_to_are_refused() {
    let folder = Folder::new();
    let key = key("a");
    let trusted = [key.public_key().to_string()];
    let file = folder.write("key.pub", &trusted[0]);
    let list = folder.path("revoked.krl");
    let made = std::process::Command::new("ssh-keygen").args(["-q", "-k", "-f"]).args([&list, &file]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let mistake = |path: PathBuf| text(&Trust::read(&trusted, &[path]).unwrap_err());
    assert_snapshot!(mistake(list), @"revoked.krl is a binary key revocation list, which is not read: list the revoked public keys, one a line");
    assert_snapshot!(mistake(folder.path("none")), @"could not read none: No such file or directory (os error 2); --revoked takes a file with a public key a line");
    assert_snapshot!(mistake(folder.write("text", "SHA256:abc")), @"text:1: there is no public key in the line: write PRINCIPALS ssh-ed25519 AAAA…");
}
