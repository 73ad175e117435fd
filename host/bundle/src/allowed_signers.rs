//! Files that say which keys may do what: OpenSSH's `allowed_signers`, and lists of public keys as in `.pub` files.

use std::path::Path;
use std::time::SystemTime;

use crate::PublicKey;

/// A key of such a file, and when and for what it counts.
#[derive(Debug, Clone)]
pub struct AllowedSigner {
    pub key: PublicKey,
    /// Whose it is: the line's principals, or the key's comment.
    pub owner: String,
    /// The list of patterns of what its signatures count for; none for anything.
    pub namespaces: Option<String>,
    pub valid_after: Option<SystemTime>,
    pub valid_before: Option<SystemTime>,
    /// Where it is written: `FILE:LINE`, or what flag gave it.
    pub place: String,
}

/// A line that says nothing that can be held to.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct InvalidLine {
    place: String,
    problem: String,
}

/// The keys of a file, of which empty lines and those behind a `#` say nothing.
pub fn parse_file(path: &Path, text: &str) -> Result<Vec<AllowedSigner>, InvalidLine> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let parse = |(number, line)| parse_line(line, format!("{}:{number}", path.display()));
    lines.map(parse).collect()
}

/// One line: a public key, with principals and options before it in an `allowed_signers` file.
pub fn parse_line(line: &str, place: String) -> Result<AllowedSigner, InvalidLine> {
    read_line(line, &place).map_err(|problem| InvalidLine { place, problem })
}

fn read_line(line: &str, place: &str) -> Result<AllowedSigner, String> {
    if line.contains(|letter: char| letter.is_control() && letter != '\t') {
        return Err("the line has a character that terminals obey".to_owned());
    }
    let (principals, options, key) = match PublicKey::begins(line) {
        true => (None, None, line),
        false => parts(line)?,
    };
    let key: PublicKey = key.parse().map_err(|error| format!("this {error}"))?;
    let owner = principals.map_or(key.comment(), |principals| principals.trim_matches('"')).to_owned();
    let place = place.to_owned();
    let mut signer = AllowedSigner { key, owner, namespaces: None, valid_after: None, valid_before: None, place };
    read_options(options.unwrap_or_default(), &mut signer)?;
    Ok(signer)
}

/// The parts of a line that is more than a key: principals, options if there are any, and the key.
fn parts(line: &str) -> Result<(Option<&str>, Option<&str>, &str), String> {
    let no_key = || "there is no public key in the line: write PRINCIPALS ssh-ed25519 AAAA…".to_owned();
    let (principals, rest) = split_word(line).ok_or_else(no_key)?;
    if PublicKey::begins(rest) {
        return Ok((Some(principals), None, rest));
    }
    let (options, key) = split_word(rest).ok_or_else(no_key)?;
    if PublicKey::begins(key) { Ok((Some(principals), Some(options), key)) } else { Err(no_key()) }
}

/// The first word, which white space ends that is not between quotes, and what is behind it.
fn split_word(text: &str) -> Option<(&str, &str)> {
    let end = find_outside_quotes(text, |letter| letter == ' ' || letter == '\t')?;
    Some((&text[..end], text[end..].trim_start()))
}

fn find_outside_quotes(text: &str, is_wanted: impl Fn(char) -> bool) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().find_map(|(index, letter)| {
        is_quoted ^= letter == '"';
        (!is_quoted && is_wanted(letter)).then_some(index)
    })
}

fn read_options(mut options: &str, signer: &mut AllowedSigner) -> Result<(), String> {
    while !options.is_empty() {
        let (option, rest) = match find_outside_quotes(options, |letter| letter == ',') {
            Some(comma) => (&options[..comma], &options[comma + 1..]),
            None => (options, ""),
        };
        options = rest;
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let value =
            value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).filter(|value| !value.contains('"'));
        let quoted = || value.ok_or_else(|| format!("the value of {name} must stand in quotes: {name}=\"…\""));
        let is_new = match name.to_ascii_lowercase().as_str() {
            "namespaces" => signer.namespaces.replace(quoted()?.to_owned()).is_none(),
            "valid-after" => signer.valid_after.replace(parse_time(name, quoted()?)?).is_none(),
            "valid-before" => signer.valid_before.replace(parse_time(name, quoted()?)?).is_none(),
            "cert-authority" => {
                return Err("cert-authority: certificates are not taken; write the signer's own key".to_owned());
            }
            _ => {
                return Err(format!(
                    "the option {name:?} is not known: there are namespaces, valid-after, valid-before"
                ));
            }
        };
        if !is_new {
            return Err(format!("{name} is given twice"));
        }
    }
    Ok(())
}

/// A time in UTC: `YYYYMMDDZ`, `YYYYMMDDHHMMZ` or `YYYYMMDDHHMMSSZ`.
fn parse_time(option: &str, text: &str) -> Result<SystemTime, String> {
    let read = || {
        let digits = text.strip_suffix(['Z', 'z'])?;
        if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let digits = format!("{digits:0<14}");
        let (date, time) = digits.split_at(8);
        let date = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]);
        let time = format!("{}:{}:{}", &time[..2], &time[2..4], &time[4..]);
        humantime::parse_rfc3339(&format!("{date}T{time}Z")).ok()
    };
    read().ok_or_else(|| {
        format!("{option}=\"{text}\" is no time in UTC: write YYYYMMDDZ or YYYYMMDDHHMMSSZ, with the Z at the end")
    })
}
