//! How a cost grows with a size; must not know what either is.

use std::fmt::Write;

use crate::number::grouped;
use crate::plot::Series;

/// Above this exponent a step is called worse than linear: the rest is noise.
const LINEAR: f64 = 1.1;

/// Costs at growing sizes.
pub struct Growth {
    /// What is counted, and what it costs, as the table's head names them.
    pub size: &'static str,
    pub cost: &'static str,
    /// Size and cost.
    pub points: Vec<(f64, f64)>,
}

impl Growth {
    /// A table of the sizes. The exponent of a step is 0 where the cost stays, 1 where it grows as the size does, 2 where it grows with the
    /// size's square.
    pub fn table(&self) -> String {
        let mut text = format!("| {} | {} | exponent of the step |\n|---|---|---|\n", self.size, self.cost);
        let before = std::iter::once(None).chain(self.points.iter().map(Some));
        for (&(size, cost), before) in self.points.iter().zip(before) {
            let exponent = before.map_or_else(|| "–".to_owned(), |&before| shown(exponent(before, (size, cost))));
            writeln!(text, "| {} | {cost:.3} | {exponent} |", grouped(size)).unwrap();
        }
        text
    }

    /// As a line of a plot.
    pub fn series(&self, name: &str) -> Series {
        Series { name: name.to_owned(), points: self.points.clone() }
    }
}

fn exponent((size, cost): (f64, f64), (larger, dearer): (f64, f64)) -> f64 {
    (dearer / cost).ln() / (larger / size).ln()
}

fn shown(exponent: f64) -> String {
    if exponent > LINEAR { format!("**{exponent:.2}**, worse than linear") } else { format!("{exponent:.2}") }
}
