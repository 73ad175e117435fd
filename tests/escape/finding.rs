//! What came of an attack, as a text to be held against what is expected: how it ended, and what was said. It must not know
//! what is expected.

use std::fmt::Write;
use std::sync::{Arc, Mutex};

use coral_contract::{Answer, AskError, Cells, Event, ResultSet};
use coral_run::{Ending, Exception, Level, Observer};
use coral_source::is_unsafe;

/// So many lines of a run's are kept, at so many characters.
const LINES: usize = 30;
const CHARACTERS: usize = 240;

/// Where the server of a run listens, and what comes before its port.
const SERVER: &str = "127.0.0.1:";

/// What a run said, so much of it as is kept: apart by where it goes, since Deno tells no order between the two.
#[derive(Debug, Clone, Default)]
pub struct Said(Arc<Mutex<[Words; 3]>>);

/// What went to one place.
#[derive(Debug, Default)]
struct Words {
    lines: Vec<String>,
    left_out: usize,
}

impl Said {
    fn add(&self, place: usize, text: &str) {
        let words = &mut self.0.lock().unwrap()[place];
        for line in text.split('\n') {
            if words.lines.len() < LINES {
                words.lines.push(shown(line));
            } else {
                words.left_out += 1;
            }
        }
    }

    /// The lines, and how many there were besides.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (sign, words) in ["|", "!", "event"].iter().zip(self.0.lock().unwrap().iter()) {
            for line in &words.lines {
                text.push_str(format!("  {sign} {line}").trim_end());
                text.push('\n');
            }
            if words.left_out > 0 {
                let _ = writeln!(text, "  {sign} … and {} more", words.left_out);
            }
        }
        text
    }
}

impl Observer for Said {
    fn console(&mut self, level: Level, text: &str) {
        self.add(usize::from(matches!(level, Level::Error | Level::Warn)), text);
    }

    fn event(&mut self, event: &Event) {
        let data = serde_json::Value::Object(event.data.clone());
        self.add(2, &format!("{:?} {}: {data}", event.name, event.severity.as_str()));
    }
}

/// How a run ended: its case and its exit code, and the text of what was thrown.
pub fn of_ending(ending: &Ending) -> String {
    let uncaught = |exception: &Exception| {
        let promise = if exception.in_promise { "(in promise) " } else { "" };
        format!("\n  {}", shown(&format!("Uncaught {promise}{}", exception.message)))
    };
    let text = match ending {
        Ending::Exception(exception) | Ending::Denied(exception) => uncaught(exception),
        Ending::OverBudget(budget, exception) => format!(" of {}{}", budget.name, uncaught(exception)),
        Ending::Stopped(stop) => format!(": {} of {}", stop.limit, stop.allowed),
        // Deno's process tells no difference.
        Ending::Exited(0) => return "0 completed\n".to_owned(),
        Ending::Trapped(text) | Ending::HostFailure(text) => format!("\n  {}", shown(text)),
        _ => String::new(),
    };
    format!("{} {}{text}\n", ending.exit_code(), ending.name())
}

/// A script that was refused before it ran. Its text must not say where this machine keeps it.
pub fn of_mistake(text: &str, root: &std::path::Path) -> String {
    let text = text.replace(&root.display().to_string(), "<root>");
    let lines: String = text.lines().take(LINES).map(|line| format!("  {}\n", shown(line))).collect();
    format!("1 not-started\n{lines}")
}

/// What a question was answered.
pub fn of_answer(answer: Result<Answer, AskError>) -> String {
    match answer {
        Ok(Answer::Rows(rows)) => {
            let names: Vec<&str> = rows.columns.iter().map(|column| column.name.as_str()).take(6).collect();
            let more = if rows.truncated { " and more" } else { "" };
            format!("answered {} rows{more}: {}\n{}", rows.row_count, shown(&names.join(", ")), cells(&rows))
        }
        Ok(other) => format!("answered {other:?}\n"),
        Err(error) => {
            let text: String = error.to_string().lines().map(|line| format!("  {}\n", shown(line))).collect();
            format!("{}\n{text}", error.code())
        }
    }
}

/// The cells of an answer that has one column, the first of them.
fn cells(rows: &ResultSet) -> String {
    let [column] = rows.columns.as_slice() else { return String::new() };
    let line = |cell: String| format!("  | {}", shown(&cell)).trim_end().to_owned() + "\n";
    match &column.cells {
        Cells::Int64(cells) => cells.iter().take(6).map(|cell| line(cell.to_string())).collect(),
        Cells::Double(cells) => cells.iter().take(6).map(|cell| line(cell.to_string())).collect(),
        Cells::Boolean(cells) => cells.iter().take(6).map(|cell| line((*cell != 0).to_string())).collect(),
        Cells::Timestamp(_) => String::new(),
        Cells::Text(texts) | Cells::Json(texts) => {
            let bounds = texts.offsets.windows(2).take(6);
            let text =
                |pair: &[u32]| String::from_utf8_lossy(&texts.bytes[pair[0] as usize..pair[1] as usize]).into_owned();
            bounds.map(|pair| line(text(pair))).collect()
        }
    }
}

/// A text at a length that can be read, each character that a terminal would obey written out.
pub fn shown(text: &str) -> String {
    let text = &without_port(text);
    let mut shown = String::new();
    for character in text.chars().take(CHARACTERS) {
        if is_unsafe(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if text.chars().nth(CHARACTERS).is_some() {
        let _ = write!(shown, "… ({} bytes)", text.len());
    }
    shown
}

/// A text that tells of the server of a run without its port, which is another each time.
fn without_port(text: &str) -> String {
    let mut parts = text.split(SERVER);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + SERVER + "<port>" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}
