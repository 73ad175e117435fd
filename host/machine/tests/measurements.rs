//! The machine's figures beside what its kernel tells of the same.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::read_to_string;
use std::time::{Duration, Instant};

use coral_machine::{Machine, Measurement};
use serde_json::{Map, Value};

/// Each figure's unit, type, and the attribute that tells what it is of.
const FIGURES: [(&str, &str, &str, Option<&str>); 16] = [
    ("system.cpu.utilization", "percent", "gauge", None),
    ("system.cpu.load_average.1m", "1", "gauge", None),
    ("system.cpu.load_average.5m", "1", "gauge", None),
    ("system.cpu.load_average.15m", "1", "gauge", None),
    ("system.memory.usage", "bytes", "gauge", None),
    ("system.memory.total", "bytes", "gauge", None),
    ("system.memory.limit", "bytes", "gauge", None),
    ("system.memory.utilization", "percent", "gauge", None),
    ("system.disk.usage", "bytes", "gauge", Some("mountpoint")),
    ("system.disk.utilization", "percent", "gauge", Some("mountpoint")),
    ("system.disk.io.read", "bytes", "counter", Some("device")),
    ("system.disk.io.write", "bytes", "counter", Some("device")),
    ("system.network.io.receive", "bytes", "counter", Some("interface")),
    ("system.network.io.transmit", "bytes", "counter", Some("interface")),
    ("system.network.errors.receive", "errors", "counter", Some("interface")),
    ("system.network.errors.transmit", "errors", "counter", Some("interface")),
];

/// The value of a figure of the whole machine.
fn value(measurements: &[Measurement], name: &str) -> Option<f64> {
    let found = measurements.iter().find(|measurement| measurement.name == name);
    found.map(|measurement| measurement.value)
}

/// The values of a figure, by what they are of.
fn values(measurements: &[Measurement], name: &str) -> BTreeMap<String, f64> {
    let of_name = measurements.iter().filter(|measurement| measurement.name == name);
    of_name
        .map(|measurement| {
            let attributes: Map<String, Value> = serde_json::from_str(&measurement.attributes).unwrap();
            let part = attributes.values().next().unwrap().as_str().unwrap().to_owned();
            (part, measurement.value)
        })
        .collect()
}

/// Measures a machine that computes, until the use of its processors is told.
fn measured() -> Vec<Measurement> {
    let mut machine = Machine::new();
    let start = Instant::now();
    loop {
        let measurements = machine.measure();
        let is_told = value(&measurements, "system.cpu.utilization").is_some();
        if is_told {
            return measurements;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the use of the processors is never told");
    }
}

/// The lines of a file of the kernel, as words.
fn table(path: &str) -> Vec<Vec<String>> {
    let text = read_to_string(path).unwrap().replace(':', " ");
    text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// A number in a table, by the word in a column.
fn number(table: &[Vec<String>], (key_column, key): (usize, &str), column: usize) -> Option<f64> {
    let row = table.iter().find(|row| row.get(key_column).is_some_and(|word| word == key))?;
    row.get(column)?.parse().ok()
}

#[test]
fn each_figure_has_its_unit_and_type() {
    let measurements = measured();
    for measurement in &measurements {
        let known = FIGURES.iter().find(|(name, ..)| *name == measurement.name).expect(measurement.name);
        assert_eq!((measurement.unit, measurement.metric_type), (known.1, known.2), "{}", measurement.name);
        let attributes: Map<String, Value> = serde_json::from_str(&measurement.attributes).unwrap();
        assert_eq!(attributes.keys().map(String::as_str).collect::<Vec<_>>(), Vec::from_iter(known.3));
        assert!(measurement.value.is_finite() && measurement.value >= 0.0, "{measurement:?}");
        assert!(measurement.unit != "percent" || measurement.value <= 100.0, "{measurement:?}");
    }
    let distinct: BTreeSet<_> = measurements.iter().map(|figure| (figure.name, &figure.attributes)).collect();
    assert_eq!(distinct.len(), measurements.len(), "none is told twice");
    let told: BTreeSet<&str> = measurements.iter().map(|measurement| measurement.name).collect();
    for (name, _, _, part) in FIGURES {
        assert!(part.is_some() || told.contains(name), "{name} is missing");
    }
}

#[test]
fn the_processors_are_in_use_while_this_computes() {
    assert!(value(&measured(), "system.cpu.utilization").unwrap() > 0.0);
}

#[test]
fn load_is_as_the_kernel_tells_it() {
    let before = table("/proc/loadavg");
    let measurements = Machine::new().measure();
    let after = table("/proc/loadavg");
    for (column, span) in ["1m", "5m", "15m"].into_iter().enumerate() {
        let told = value(&measurements, &format!("system.cpu.load_average.{span}")).unwrap();
        let [before, after] = [&before, &after].map(|table| table[0][column].parse::<f64>().unwrap());
        assert!((before.min(after)..=before.max(after)).contains(&told), "{span}: {before} {told} {after}");
    }
}

#[test]
fn memory_is_as_the_kernel_tells_it_or_less() {
    let measurements = Machine::new().measure();
    let kernel = table("/proc/meminfo");
    let bytes = |key| number(&kernel, (0, key), 1).unwrap() * 1024.0;
    let figure = |name: &str| value(&measurements, &format!("system.memory.{name}")).unwrap();
    let (used, total) = (figure("usage"), figure("total"));
    assert_eq!(figure("limit"), total);
    assert!((figure("utilization") - used / total * 100.0).abs() < 1e-9);
    assert!(used > 0.0 && used <= total && total <= bytes("MemTotal"), "{used} of {total}");
    // Less is what a control group allows, and uses.
    if total == bytes("MemTotal") {
        let expected = total - bytes("MemAvailable");
        assert!((used - expected).abs() < total / 5.0, "{used}, not {expected}");
    }
}

#[test]
fn the_root_is_as_full_as_df_says() {
    let measurements = Machine::new().measure();
    let output =
        std::process::Command::new("df").args(["--block-size=1", "--output=used,avail", "/"]).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let told: Vec<f64> = output.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [expected, available] = told[..] else { panic!("df says {output:?}") };
    let used = values(&measurements, "system.disk.usage")["/"];
    // Other programs write meanwhile.
    assert!((used - expected).abs() < (expected + available) / 20.0, "{used}, not {expected}");
    let utilization = values(&measurements, "system.disk.utilization")["/"];
    assert!((utilization - expected / (expected + available) * 100.0).abs() < 5.0, "{utilization} %");
}

#[test]
fn file_systems_of_the_kernel_are_left_out() {
    let measurements = Machine::new().measure();
    let mounts = table("/proc/mounts");
    for place in values(&measurements, "system.disk.usage").into_keys() {
        let kinds: Vec<&str> = mounts.iter().filter(|row| row[1] == place).map(|row| row[2].as_str()).collect();
        let is_virtual = |kind: &&str| ["proc", "sysfs", "tmpfs", "devtmpfs", "cgroup2", "debugfs"].contains(kind);
        assert!(place == "/" || !kinds.iter().all(is_virtual), "{place}: {kinds:?}");
    }
}

#[test]
fn disks_are_counted_since_the_start() {
    let before = table("/proc/diskstats");
    let measurements = Machine::new().measure();
    let after = table("/proc/diskstats");
    for (name, column) in [("system.disk.io.read", 5), ("system.disk.io.write", 9)] {
        for (device, bytes) in values(&measurements, name) {
            // A device may have another name there than it was mounted by.
            let sectors = |table| number(table, (2, &device), column);
            let Some((before, after)) = sectors(&before).zip(sectors(&after)) else { continue };
            assert!((before * 512.0..=after * 512.0).contains(&bytes), "{name} {device}: {before} {bytes} {after}");
        }
    }
}

#[test]
fn interfaces_are_counted_since_the_start() {
    let before = table("/proc/net/dev");
    let measurements = Machine::new().measure();
    let after = table("/proc/net/dev");
    let figures = [
        ("system.network.io.receive", 1),
        ("system.network.errors.receive", 3),
        ("system.network.io.transmit", 9),
        ("system.network.errors.transmit", 11),
    ];
    for (name, column) in figures {
        let told = values(&measurements, name);
        assert!(!told.is_empty(), "{name}: no interface");
        for (interface, count) in told {
            let [before, after] = [&before, &after].map(|table| number(table, (0, &interface), column).unwrap());
            assert!((before..=after).contains(&count), "{name} {interface}: {before} {count} {after}");
        }
    }
}

#[test]
fn counters_do_not_fall() {
    let mut machine = Machine::new();
    let (first, second) = (machine.measure(), machine.measure());
    for counter in first.iter().filter(|figure| figure.metric_type == "counter") {
        let same = |figure: &&Measurement| (figure.name, &figure.attributes) == (counter.name, &counter.attributes);
        // A device may have gone meanwhile.
        let later = second.iter().find(same).map_or(counter.value, |figure| figure.value);
        assert!(later >= counter.value, "{counter:?}, then {later}");
    }
}
