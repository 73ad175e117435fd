//! The file systems that are on disks: how full they are, and how much was read and written; must not know the rest of the
//! machine.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use sysinfo::{Disk, DiskRefreshKind, Disks};

use crate::Measurement;
use crate::measurement::percentage;

/// The figures of all file systems on disks. One that is mounted in several places is told by the shortest path.
pub(crate) fn measurements(disks: &mut Disks) -> Vec<Measurement> {
    // Without their sizes: to ask a file system that is another program's for that may take as long as it likes.
    disks.refresh_specifics(true, DiskRefreshKind::nothing().with_io_usage());
    let mut volumes: BTreeMap<Cow<'_, str>, &Disk> = BTreeMap::new();
    for disk in disks.iter().filter(|disk| is_on_a_disk(disk)) {
        let length = |disk: &Disk| disk.mount_point().as_os_str().len();
        let shortest = volumes.entry(disk.name().to_string_lossy()).or_insert(disk);
        if length(disk) < length(shortest) {
            *shortest = disk;
        }
    }
    let mut measurements = Vec::new();
    for (device, disk) in volumes {
        measurements.extend(fullness(disk.mount_point()).into_iter().flatten());
        if let Some(device) = device.strip_prefix("/dev/") {
            measurements.extend(traffic(device, disk));
        }
    }
    measurements
}

/// Whether a file system is on a disk: it has a device, or is made of several (`zfs`), or is what this process sees as its
/// root, which in a container has none of its own.
fn is_on_a_disk(disk: &Disk) -> bool {
    disk.name().as_encoded_bytes().starts_with(b"/dev/")
        || disk.file_system() == "zfs"
        || disk.mount_point().as_os_str() == "/"
}

/// How much of a file system is used, as `df` tells it: what is kept for root is neither used nor there. None where it does
/// not tell.
fn fullness(mount_point: &Path) -> Option<[Measurement; 2]> {
    let told = rustix::fs::statvfs(mount_point).ok().filter(|told| told.f_blocks > 0)?;
    let used = told.f_blocks.saturating_sub(told.f_bfree);
    let bytes = used.saturating_mul(told.f_frsize);
    let figures = [
        Measurement::gauge("system.disk.usage", bytes as f64, "bytes"),
        Measurement::gauge("system.disk.utilization", percentage(used, used.saturating_add(told.f_bavail)), "percent"),
    ];
    Some(figures.map(|figure| figure.of("mountpoint", &mount_point.to_string_lossy())))
}

/// How much was read from a device and written to it.
fn traffic(device: &str, disk: &Disk) -> [Measurement; 2] {
    let usage = disk.usage();
    let figures = [
        Measurement::counter("system.disk.io.read", usage.total_read_bytes, "bytes"),
        Measurement::counter("system.disk.io.write", usage.total_written_bytes, "bytes"),
    ];
    figures.map(|figure| figure.of("device", device))
}
