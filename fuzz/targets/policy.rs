//! Policy files. What is read as one and written again is read as the same.

#![no_main]

use coral_policy::{Limit, PolicyFile, Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let file = match PolicyFile::parse(input) {
        Ok(file) => file,
        Err(error) => {
            assert!(error.at <= input.len() && !error.problem.is_empty(), "{error:?}");
            return;
        }
    };
    let written = toml::to_string(&file.settings).expect("settings are plain values");
    let again = PolicyFile::parse(&written).expect("what was written");
    assert_eq!(again.settings, file.settings, "{written}");
    for (limit, value) in file.settings.iter() {
        // As a flag takes it, unless it is a list, of which a flag takes each.
        if !matches!(value, Value::Names(_)) {
            let shown = Value::of_texts(limit, &[value.to_string()]);
            assert!(shown.is_ok(), "{limit} shown as {value}: {shown:?}");
        }
        assert_eq!(Limit::named(limit.name()), Some(limit));
        assert_eq!(value.narrowed(value), *value);
    }
});
