//! What went through each network interface; must not know the rest of the machine.

use std::collections::BTreeMap;

use sysinfo::{NetworkData, Networks};

use crate::Measurement;

/// The figures of all interfaces, sorted by their names.
pub(crate) fn measurements(networks: &mut Networks) -> Vec<Measurement> {
    networks.refresh(true);
    let interfaces: BTreeMap<_, &NetworkData> =
        networks.iter().map(|(name, interface)| (name.to_string_lossy(), interface)).collect();
    let figures = |(name, interface): (_, &NetworkData)| {
        let figures = [
            Measurement::counter("system.network.io.receive", interface.total_received(), "bytes"),
            Measurement::counter("system.network.io.transmit", interface.total_transmitted(), "bytes"),
            Measurement::counter("system.network.errors.receive", interface.total_errors_on_received(), "errors"),
            Measurement::counter("system.network.errors.transmit", interface.total_errors_on_transmitted(), "errors"),
        ];
        figures.map(|figure| figure.of("interface", name))
    };
    interfaces.iter().flat_map(|(name, interface)| figures((name.as_ref(), interface))).collect()
}
