//! Numbers as tables and plots show them; must not know what is counted.

/// A whole number with a comma at each thousand.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let head = digits.len() % 3;
    let (first, rest) = digits.split_at(head);
    let groups: Vec<&str> = std::iter::once(first)
        .filter(|first| !first.is_empty())
        .chain((0..rest.len()).step_by(3).map(|at| &rest[at..at + 3]))
        .collect();
    groups.join(",")
}
