//! Keys, signatures and trust as a person meets them: `key`, `sign`, `verify`, and OpenSSH's tools beside them.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use crate::program::{Finished, Workspace};
use crate::small_bundle::{signed_bundle, small_bundle, tool};

const BUNDLE: &str = "scripts.coralbundle";

/// What `verify` says against the bundle; with the key's fingerprint called KEY.
#[track_caller]
fn refusal(workspace: &Workspace, flags: &[&str]) -> String {
    let finished = workspace.coral(&[&["verify", BUNDLE], flags].concat()).expect_code(1);
    assert_eq!(finished.stdout, "");
    finished.stderr.replace(&workspace.fingerprint("key"), "SHA256:KEY")
}

#[track_caller]
fn verify(workspace: &Workspace, flags: &[&str]) -> String {
    let finished = workspace.coral(&[&["verify", BUNDLE], flags].concat()).expect_code(0);
    assert_eq!(finished.stderr, "");
    finished.stdout.replace(&workspace.fingerprint("key"), "SHA256:KEY")
}

#[test]
fn a_key_is_made_shown_and_never_overwritten() {
    let workspace = Workspace::new();
    let made = workspace.coral(&["key", "new", "key", "--comment", "alice@example.com"]).expect_code(0);
    assert_eq!(made.stdout, workspace.read("key.pub"));
    assert!(made.stdout.starts_with("ssh-ed25519 AAAA") && made.stdout.ends_with(" alice@example.com\n"));
    assert_snapshot!(made.stderr, @"
    key signs: keep it to yourself, and sign with coral-wasm sign BUNDLE --key key
    key.pub verifies: hand it out, for coral-wasm run BUNDLE --trust key.pub
    ");
    assert_eq!(fs::metadata(workspace.path("key")).unwrap().permissions().mode() & 0o777, 0o600);
    let fingerprint = tool(&workspace, "ssh-keygen -l -f key.pub | cut -d' ' -f2");
    for file in ["key", "key.pub"] {
        let shown = workspace.coral(&["key", "show", file]).expect_code(0).stdout;
        assert_eq!(shown, format!("{}{fingerprint}", made.stdout));
    }
    let again = workspace.coral(&["key", "new", "key"]).expect_code(1);
    assert_snapshot!(again.stderr, @"error: key is there already, and keys are not overwritten: choose another name");
    assert_snapshot!(
        workspace.coral(&["key", "show", "none"]).expect_code(1).stderr,
        @r"
    error: could not read none
      caused by: No such file or directory (os error 2)
    "
    );
}

#[test]
fn a_locked_key_takes_its_passphrase_from_the_environment() {
    let workspace = Workspace::new().with(BUNDLE, small_bundle("1.2.0"));
    let with_passphrase = |passphrase: &str, arguments: &[&str]| {
        let mut command = workspace.command();
        command.args(arguments).env("CORAL_WASM_KEY_PASSPHRASE", passphrase);
        Finished::of(command)
    };
    with_passphrase("open sesame", &["key", "new", "key", "--passphrase"]).expect_code(0);
    let public = tool(&workspace, "ssh-keygen -y -P 'open sesame' -f key");
    assert_eq!(public, workspace.read("key.pub"));
    with_passphrase("open sesame", &["sign", BUNDLE, "--key", "key"]).expect_code(0);
    verify(&workspace, &["--trust", "key.pub"]);
    let wrong = with_passphrase("something else", &["sign", BUNDLE, "--key", "key"]).expect_code(1);
    assert_snapshot!(wrong.stderr, @"error: the passphrase of the key key is another one");
}

#[test]
fn without_a_terminal_a_passphrase_is_not_waited_for() {
    let workspace = signed_bundle();
    let mut command = std::process::Command::new("setsid");
    command.arg("--wait").arg(workspace.command().get_program()).args(["key", "new", "locked", "--passphrase"]);
    command.current_dir(workspace.path("")).env_remove("CORAL_WASM_KEY_PASSPHRASE");
    let finished = Finished::of(command).expect_code(2);
    assert_snapshot!(finished.stderr, @"error: there is no terminal to ask at; set CORAL_WASM_KEY_PASSPHRASE");
    assert!(!workspace.path("locked").exists());
    tool(&workspace, "ssh-keygen -q -t ed25519 -N 'open sesame' -f locked");
    let mut command = std::process::Command::new("setsid");
    command.arg("--wait").arg(workspace.command().get_program()).args(["sign", BUNDLE, "--key", "locked"]);
    command.current_dir(workspace.path("")).env_remove("CORAL_WASM_KEY_PASSPHRASE");
    assert_snapshot!(
        Finished::of(command).expect_code(1).stderr,
        @"error: the key locked needs its passphrase: there is no terminal to ask at; set CORAL_WASM_KEY_PASSPHRASE"
    );
}

#[test]
fn verify_says_who_signed_and_whether_they_are_trusted() {
    let workspace = signed_bundle();
    let digest = tool(&workspace, "tar xOf scripts.coralbundle SHA256SUMS | sha256sum | cut -d' ' -f1");
    let verified = verify(&workspace, &[]).replace(digest.trim(), "DIGEST");
    assert_snapshot!(verified, @"
    scripts.coralbundle: whole, 4 files, 5.0 KiB
    bundle     scripts 1.2.0
    digest     DIGEST
    signed by  SHA256:KEY
    trusted    nobody is: say whom to trust with --trust
    ");
    let line = |text: &str| text.lines().last().unwrap().to_owned();
    assert_eq!(line(&verify(&workspace, &["--trust", "key.pub"])), "trusted    yes, as alice@example.com");
    assert_eq!(
        line(&verify(&workspace, &["--trust", workspace.read("key.pub").trim()])),
        "trusted    yes, as alice@example.com"
    );
    workspace.write("unsigned/scripts.coralbundle", small_bundle("1.2.0"));
    let unsigned = workspace.coral(&["verify", "unsigned/scripts.coralbundle"]).expect_code(0).stdout;
    assert!(unsigned.contains("signed by  nobody\ntrusted    nobody is"), "{unsigned}");

    let mut command = workspace.command();
    command.args(["verify", BUNDLE, "-o", "json"]).env("CORAL_WASM_TRUST", "key.pub");
    let report = Finished::of(command).expect_code(0).stdout;
    let report = report.replace(digest.trim(), "DIGEST").replace(&workspace.fingerprint("key"), "SHA256:KEY");
    assert_snapshot!(report, @r#"
    {
      "bundle": "scripts.coralbundle",
      "exit_code": 0,
      "name": "scripts",
      "version": "1.2.0",
      "digest": "DIGEST",
      "files": 4,
      "bytes": 5120,
      "signed_by": "SHA256:KEY",
      "trusted": {
        "owner": "alice@example.com"
      }
    }
    "#);
}

#[test]
fn other_peoples_tools_check_a_bundle() {
    let workspace = signed_bundle();
    assert_snapshot!(tool(&workspace, "tar tf scripts.coralbundle"), @"
    SHA256SUMS
    SHA256SUMS.sig
    manifest.json
    plugins/plugin.wasm
    ");
    assert_snapshot!(tool(&workspace, "tar xf scripts.coralbundle && sha256sum --strict -c SHA256SUMS"), @"
    manifest.json: OK
    plugins/plugin.wasm: OK
    ");
    let said = tool(
        &workspace,
        "echo \"alice@example.com $(cat key.pub)\" > allowed_signers; ssh-keygen -Y verify -f allowed_signers \
         -I alice@example.com -n coral-wasm-bundle -s SHA256SUMS.sig < SHA256SUMS",
    );
    assert!(said.starts_with("Good \"coral-wasm-bundle\" signature for alice@example.com with ED25519 key"), "{said}");
    verify(&workspace, &["--trust", "allowed_signers"]);
}

#[test]
fn ssh_keygen_signs_a_bundle() {
    let workspace = signed_bundle();
    let sign = |namespace: &str| {
        tool(
            &workspace,
            &format!(
                "rm -f bob bob.pub SHA256SUMS.sig; ssh-keygen -q -t ed25519 -N '' -C bob -f bob; tar xf scripts.coralbundle \
                 SHA256SUMS; ssh-keygen -q -Y sign -n {namespace} -f bob SHA256SUMS"
            ),
        );
        workspace.coral(&["sign", BUNDLE, "--signature", "SHA256SUMS.sig"])
    };
    sign("coral-wasm-bundle").expect_code(0);
    assert!(verify(&workspace, &["--trust", "bob.pub"]).ends_with("trusted    yes, as bob\n"));
    let before = fs::read(workspace.path(BUNDLE)).unwrap();
    assert_snapshot!(sign("git").expect_code(1).stderr, @r#"
    error: SHA256SUMS.sig
      caused by: the signature was made for "git", not for a bundle: sign with ssh-keygen -Y sign -n coral-wasm-bundle
    "#);
    tool(
        &workspace,
        "rm SHA256SUMS.sig; echo more >> SHA256SUMS; ssh-keygen -q -Y sign -n coral-wasm-bundle -f bob SHA256SUMS",
    );
    assert_snapshot!(
        workspace.coral(&["sign", BUNDLE, "--signature", "SHA256SUMS.sig"]).expect_code(1).stderr,
        @r"
    error: SHA256SUMS.sig
      caused by: the signature does not verify: the bundle or its signature was changed after it was signed; fetch it again
    "
    );
    assert_eq!(fs::read(workspace.path(BUNDLE)).unwrap(), before);
}

#[test]
fn keys_are_rotated() {
    let workspace = signed_bundle();
    workspace.coral(&["key", "new", "next", "--comment", "alice, next year"]).expect_code(0);
    let signed = workspace.coral(&["sign", BUNDLE, "--key", "next"]).expect_code(0);
    assert_eq!(signed.stdout, format!("{BUNDLE}: signed with {}\n", workspace.fingerprint("next")));
    let refused = refusal(&workspace, &["--trust", "key.pub"]).replace(&workspace.fingerprint("next"), "SHA256:NEXT");
    assert_snapshot!(refused, @"error: scripts.coralbundle: it is signed with the key SHA256:NEXT, which is not trusted; trusted is SHA256:KEY (alice@example.com)");
    verify(&workspace, &["--trust", "key.pub", "--trust", "next.pub"]);
    verify(&workspace, &["--trust", "next.pub", "--revoked", "key.pub"]);
    // Signed with the old key again: the same bytes as before.
    let again = signed_bundle();
    let before = fs::read(again.path(BUNDLE)).unwrap();
    again.coral(&["sign", BUNDLE, "--key", "key"]).expect_code(0);
    assert_eq!(fs::read(again.path(BUNDLE)).unwrap(), before);
}

#[test]
fn what_no_trusted_key_signed_is_refused() {
    let workspace = signed_bundle();
    let trust =
        |options: &str| workspace.write("allowed_signers", format!("alice {options} {}", workspace.read("key.pub")));
    let flags = ["--trust", "allowed_signers"];
    trust("valid-before=\"20250101Z\"");
    assert_snapshot!(refusal(&workspace, &flags), @"error: scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which was trusted until 2025-01-01T00:00:00Z: allowed_signers:1");
    trust("valid-after=\"29990101Z\"");
    assert_snapshot!(refusal(&workspace, &flags), @"error: scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which is trusted from 2999-01-01T00:00:00Z on: allowed_signers:1");
    trust("namespaces=\"git\"");
    assert_snapshot!(refusal(&workspace, &flags), @r#"error: scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which is trusted for "git" alone: allowed_signers:1 must admit coral-wasm-bundle"#);
    trust("");
    assert_snapshot!(refusal(&workspace, &["--trust", "allowed_signers", "--revoked", "key.pub"]), @"error: scripts.coralbundle: it is signed with the key SHA256:KEY (alice), which was revoked: key.pub:1");
    workspace.write(BUNDLE, small_bundle("1.2.0"));
    assert_snapshot!(refusal(&workspace, &flags), @"error: scripts.coralbundle: it is not signed, and only bundles that a trusted key signed are taken: fetch one that is, or leave --trust out");
    trust("cert-authority");
    assert_snapshot!(refusal(&workspace, &flags), @"error: allowed_signers:1: cert-authority: certificates are not taken; write the signer's own key");
}

#[test]
fn a_bundle_in_another_file_is_not_the_one_that_was_meant() {
    let workspace = signed_bundle();
    fs::copy(workspace.path(BUNDLE), workspace.path("monitors.coralbundle")).unwrap();
    fs::copy(workspace.path(BUNDLE), workspace.path("scripts-1.2.0.coralbundle")).unwrap();
    workspace.coral(&["verify", "scripts-1.2.0.coralbundle"]).expect_code(0);
    assert_snapshot!(
        workspace.coral(&["verify", "monitors.coralbundle", "--trust", "key.pub"]).expect_code(1).stderr,
        @"error: monitors.coralbundle: the file was renamed, it holds the bundle scripts 1.2.0: call it scripts.coralbundle or scripts-1.2.0.coralbundle, or run with --expect scripts"
    );
    workspace.coral(&["verify", "monitors.coralbundle", "--expect", "scripts@1.2.0"]).expect_code(0);
    assert_snapshot!(
        workspace.coral(&["verify", BUNDLE, "--expect", "scripts@1.2.1"]).expect_code(1).stderr,
        @"error: scripts.coralbundle: it holds the bundle scripts 1.2.0, and --expect asks for scripts 1.2.1 or newer"
    );
}

#[test]
fn an_older_bundle_than_was_run_is_refused() {
    let workspace = signed_bundle();
    let seen = format!(r#"{{"seen":{{"{}":{{"scripts":"1.3.0"}}}}}}"#, workspace.fingerprint("key"));
    workspace.write("state/coral-wasm/bundles.json", &seen);
    assert_snapshot!(refusal(&workspace, &["--trust", "key.pub"]), @"error: scripts.coralbundle: version 1.2.0 of the bundle is older than 1.3.0, which was run before: fetch the newer one, or run with --allow-downgrade");
    verify(&workspace, &["--trust", "key.pub", "--allow-downgrade"]);
    verify(&workspace, &[]);
    assert_eq!(workspace.read("state/coral-wasm/bundles.json"), seen, "verifying is not running");
    workspace.write("state/coral-wasm/bundles.json", "");
    let damaged = refusal(&workspace, &["--trust", "key.pub"]);
    assert!(damaged.contains("is damaged: EOF while parsing"), "{damaged}");
}

#[test]
fn wrong_usage_is_explained() {
    let workspace = signed_bundle();
    let refused = |arguments: &[&str]| workspace.coral(arguments).expect_code(2).stderr;
    assert_snapshot!(refused(&["verify", BUNDLE, "--revoked", "key.pub"]), @"error: --revoked takes trust away, and nobody is trusted: give --trust too");
    assert!(refused(&["verify", BUNDLE, "--expect", "scripts@new"]).contains("\"new\" is no version such as 1.2.0"));
    assert!(refused(&["sign", BUNDLE]).contains("<--key <FILE>|--signature <FILE>>"));
    assert!(refused(&["sign", BUNDLE, "--key", "a", "--signature", "b"]).contains("cannot be used with"));
    assert_snapshot!(
        workspace.coral(&["sign", BUNDLE, "--key", "key.pub"]).expect_code(1).stderr,
        @"error: key.pub is a public key: give the private one, whose name is without .pub"
    );
}

#[test]
fn a_bundle_that_was_run_is_remembered() {
    let workspace = Workspace::new().with("scripts/hello.ts", "console.log('it ran')");
    workspace.coral(&["key", "new", "key"]).expect_code(0);
    let bundle = |version: &str| {
        let arguments = ["bundle", "scripts", "--name", "scripts", "--bundle-version", version, "--sign", "key", "-q"];
        workspace.coral(&arguments).expect_code(0);
    };
    let run = |flags: &[&str]| workspace.coral(&[&["run", BUNDLE, "-q", "--trust", "key.pub"], flags].concat());
    for version in ["1.0.0", "1.1.0"] {
        bundle(version);
        assert_eq!(run(&[]).expect_code(0).stdout, "it ran\n");
    }
    bundle("1.0.0");
    let refused = run(&[]).expect_code(1);
    assert_eq!(refused.stdout, "", "it ran");
    assert_snapshot!(refused.stderr, @"error: scripts.coralbundle: version 1.0.0 of the bundle is older than 1.1.0, which was run before: fetch the newer one, or run with --allow-downgrade");
    assert_eq!(run(&["--allow-downgrade"]).expect_code(0).stdout, "it ran\n");
    run(&[]).expect_code(1);
}
