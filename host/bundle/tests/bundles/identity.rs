//! Whether a bundle is the one that was meant.

use std::path::Path;

use coral_bundle::{Expectation, check_identity};
use insta::assert_snapshot;

use crate::laboratory::bundle;

/// What is said of the bundle `scripts` 1.2.0 in this file.
fn check(file: &str, expected: Option<&str>) -> Result<(), String> {
    let expected: Option<Expectation> = expected.map(|expected| expected.parse().unwrap());
    check_identity(&bundle("1.2.0", None), Path::new(file), expected.as_ref()).map_err(|error| error.to_string())
}

#[test]
fn a_file_is_called_as_the_bundle_in_it() {
    for file in ["scripts.coralbundle", "dir/scripts.coralbundle", "scripts-1.2.0.coralbundle"] {
        check(file, None).unwrap();
    }
    for file in ["other.coralbundle", "scripts-1.1.0.coralbundle", "scripts", "Scripts.coralbundle", "scripts.tar", ""]
    {
        assert!(check(file, None).unwrap_err().contains("the file was renamed"), "{file}");
    }
    assert_snapshot!(
        check("dir/other.coralbundle", None).unwrap_err(),
        @"dir/other.coralbundle: the file was renamed, it holds the bundle scripts 1.2.0: call it scripts.coralbundle or scripts-1.2.0.coralbundle, or run with --expect scripts"
    );
}

#[test]
fn a_bundle_that_is_asked_for_may_be_in_any_file() {
    for expected in ["scripts", "scripts@1.2.0", "scripts@1.1.9", "scripts@1.2.0-rc.1"] {
        check("other", Some(expected)).unwrap();
    }
    assert_snapshot!(
        check("scripts.coralbundle", Some("monitors")).unwrap_err(),
        @"scripts.coralbundle: it holds the bundle scripts 1.2.0, and --expect asks for monitors"
    );
    assert_snapshot!(
        check("scripts.coralbundle", Some("scripts@1.3.0")).unwrap_err(),
        @"scripts.coralbundle: it holds the bundle scripts 1.2.0, and --expect asks for scripts 1.3.0 or newer"
    );
}

#[test]
fn an_expectation_that_is_none_is_explained() {
    let mistake = |text: &str| text.parse::<Expectation>().unwrap_err();
    assert_snapshot!(mistake("scripts@1"), @r#""1" is no version such as 1.2.0: unexpected end of input while parsing major version number"#);
    assert_snapshot!(mistake("../scripts"), @r#""../scripts" is no name: write 1 to 64 letters (A to Z), digits and -_., and begin with a letter or a digit"#);
}
