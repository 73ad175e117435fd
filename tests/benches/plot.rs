//! Plots beside docs/benchmarks.md, as SVG; must not know what they show.

use std::ops::Range;

use plotters::coord::ranged1d::{AsRangedCoord, Ranged, ValueFormatter};
use plotters::prelude::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/benchmarks");

const SIZE: (u32, u32) = (760, 380);

const COLORS: [RGBColor; 4] =
    [RGBColor(214, 74, 58), RGBColor(47, 106, 176), RGBColor(70, 140, 80), RGBColor(120, 120, 120)];

/// A line.
pub struct Series {
    pub name: String,
    /// From left to right.
    pub points: Vec<(f64, f64)>,
}

/// Lines over axes, of which that from left to right may be logarithmic; that upwards is as well, then.
pub struct Plot<'a> {
    /// Its file's name, without `.svg`.
    pub file: &'a str,
    pub title: &'a str,
    pub x: &'a str,
    pub y: &'a str,
    pub is_logarithmic: bool,
    pub series: Vec<Series>,
}

impl Plot<'_> {
    /// Writes it.
    pub fn write(&self) {
        std::fs::create_dir_all(FOLDER).unwrap();
        let path = format!("{FOLDER}/{}.svg", self.file);
        let area = SVGBackend::new(&path, SIZE).into_drawing_area();
        area.fill(&WHITE).unwrap();
        let (x, y) = (self.range(|point| point.0), self.range(|point| point.1));
        if self.is_logarithmic {
            self.draw(&area, x.log_scale(), (y.start / 1.5..y.end * 1.5).log_scale());
        } else {
            self.draw(&area, x, 0.0..y.end * 1.1);
        }
        area.present().unwrap();
    }

    fn range(&self, of: impl Fn(&(f64, f64)) -> f64) -> Range<f64> {
        let values = || self.series.iter().flat_map(|series| &series.points).map(&of);
        values().fold(f64::INFINITY, f64::min)..values().fold(f64::NEG_INFINITY, f64::max)
    }

    fn draw<X, Y>(&self, area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, x: X, y: Y)
    where
        X: AsRangedCoord<Value = f64, CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>>,
        Y: AsRangedCoord<Value = f64, CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>>,
    {
        let mut chart = ChartBuilder::on(area)
            .caption(self.title, ("sans-serif", 17))
            .margin(12)
            .x_label_area_size(42)
            .y_label_area_size(64)
            .build_cartesian_2d(x, y)
            .unwrap();
        let number = |value: &f64| {
            let rounded = (value * 100.0).round() / 100.0;
            if rounded.fract() == 0.0 { crate::number::grouped(rounded) } else { format!("{rounded}") }
        };
        chart
            .configure_mesh()
            .light_line_style(WHITE)
            .x_desc(self.x)
            .y_desc(self.y)
            .x_label_formatter(&number)
            .y_label_formatter(&number)
            .draw()
            .unwrap();
        for (series, color) in self.series.iter().zip(COLORS) {
            let line = LineSeries::new(series.points.iter().copied(), color.stroke_width(2));
            chart
                .draw_series(line)
                .unwrap()
                .label(&series.name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .border_style(RGBColor(200, 200, 200))
            .draw()
            .unwrap();
    }
}
