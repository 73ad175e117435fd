//! Prints rows to standard output, for as long as someone reads them; must not know how a format looks.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write, stdout};

use anyhow::Context;
use coral_contract::ResultSet;
use rustix::termios::tcgetwinsize;

use super::{Grid, LONGEST_CELL, csv, json, table};
use crate::arguments::RowFormat;
use crate::failure::Failure;
use crate::stop_signal::StopSignal;

/// Prints an answer, a table with the number of its rows below.
pub async fn print_rows(rows: ResultSet, format: RowFormat, stop: &StopSignal) -> Result<(), Failure> {
    print(stop, move |out| match format {
        RowFormat::Table => {
            let count = rows.row_count;
            let is_cut = table::write(out, Grid::of(&rows), terminal_width())?;
            writeln!(out, "({count} row{})", if count == 1 { "" } else { "s" })?;
            Ok(is_cut)
        }
        RowFormat::Json => json::write(out, &rows).map(|()| false),
        RowFormat::Csv => csv::write(out, &rows, stdout().is_terminal()).map(|()| false),
    })
    .await
}

/// Prints a table of texts.
pub async fn print_grid(grid: Grid, stop: &StopSignal) -> Result<(), Failure> {
    print(stop, move |out| table::write(out, grid, terminal_width())).await
}

/// Prints on a thread of its own: who reads may take for ever, and a signal must end that too.
async fn print(
    stop: &StopSignal,
    write: impl FnOnce(&mut BufWriter<io::Stdout>) -> io::Result<bool> + Send + 'static,
) -> Result<(), Failure> {
    let printing = tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::new(stdout());
        let written = write(&mut out).and_then(|is_cut| out.flush().map(|()| is_cut));
        // What is left in it would be written once more.
        let _ = out.into_parts();
        written
    });
    let written = stop.unless_received(async { Ok(printing.await.context("the rows could not be written")?) }).await?;
    match written {
        Ok(false) => Ok(()),
        Ok(true) => {
            let _ = writeln!(
                io::stderr(),
                "note: cells of more than {LONGEST_CELL} characters are cut off: --format json or csv has them whole"
            );
            Ok(())
        }
        // Whoever read it has read enough, such as `… | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(anyhow::anyhow!("the rows could not be written: {error}").into()),
    }
}

/// How many columns standard output has, if it is a terminal.
fn terminal_width() -> Option<usize> {
    let size = tcgetwinsize(stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}
