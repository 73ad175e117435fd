//! Cuts SQL into tokens as DuckDB's lexer does; must not know what a statement means or how many tokens are too many.

/// What a piece of SQL is, as far as counting needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'text> {
    /// A keyword or an identifier without quotes.
    Word(&'text str),
    /// A string, a quoted identifier, a number, or the mark of a parameter.
    Value,
    /// One of `( [ {`.
    Open,
    /// One of `) ] }`.
    Close,
    /// Any other character.
    Sign,
    /// A space that is none of ASCII's. DuckDB takes most of them for spaces and some for letters.
    ForeignSpace(char),
    /// An escape string right before another pair of quotes, which DuckDB may read as one with it.
    ContinuedEscape,
}

/// The tokens of a text. Spaces and comments are left out; what lacks its closing mark reaches to the end.
pub(crate) struct Tokens<'text> {
    text: &'text str,
    /// Where the next token is looked for. Always on a character's boundary.
    at: usize,
}

impl<'text> Tokens<'text> {
    /// The tokens of a text.
    pub(crate) fn of(text: &'text str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    /// Passes the characters that fit, and returns them.
    fn pass(&mut self, fits: impl Fn(char) -> bool) -> &'text str {
        let rest = self.rest();
        let length = rest.find(|character| !fits(character)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn pass_spaces_and_comments(&mut self) {
        loop {
            self.pass(is_space);
            if self.rest().starts_with("--") {
                self.pass(|character| !matches!(character, '\n' | '\r'));
            } else if self.rest().starts_with("/*") {
                self.pass_nested_comment();
            } else {
                return;
            }
        }
    }

    fn pass_nested_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            let rest = self.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else if let Some(character) = rest.chars().next() {
                self.at += character.len_utf8();
            } else {
                return;
            }
        }
    }

    /// Passes what stands between two marks, each of which stands for itself where it is doubled.
    fn pass_quoted(&mut self, mark: char) {
        self.at += 1;
        loop {
            self.pass(|character| character != mark);
            let rest = self.rest();
            if rest.is_empty() {
                return;
            }
            self.at += 1;
            if !rest[1..].starts_with(mark) {
                return;
            }
            self.at += 1;
        }
    }

    /// Passes an escape string from its quote on: a backslash takes the next character's meaning away.
    fn pass_escape(&mut self) -> Token<'text> {
        self.at += 1;
        loop {
            self.pass(|character| !matches!(character, '\'' | '\\'));
            let mut next = self.rest().chars();
            match (next.next(), next.next()) {
                (None, _) => return Token::Value,
                (Some('\\'), escaped) => self.at += 1 + escaped.map_or(0, char::len_utf8),
                (Some(_), Some('\'')) => self.at += 2,
                (Some(_), _) => break,
            }
        }
        self.at += 1;
        let end = self.at;
        self.pass_spaces_and_comments();
        if self.at > end && self.rest().starts_with('\'') { Token::ContinuedEscape } else { Token::Value }
    }

    /// Passes a parameter, or a string between two equal tags.
    fn pass_dollar(&mut self) -> Token<'text> {
        self.at += 1;
        let tag = if self.rest().starts_with(begins_word) { self.pass(is_tag) } else { "" };
        if self.rest().starts_with('$') {
            self.at += 1;
            let closing = format!("${tag}$");
            let rest = self.rest();
            self.at += rest.find(&closing).map_or(rest.len(), |start| start + closing.len());
        } else if tag.is_empty() {
            self.pass(|character| character.is_ascii_digit());
        }
        Token::Value
    }

    /// Passes a number. Its exponent needs digits: `1e'…'` is a number and an escape string.
    fn pass_number(&mut self) -> Token<'text> {
        let digits = |character: char| character.is_ascii_digit() || character == '_';
        self.pass(|character| character.is_ascii_digit());
        while self.rest().starts_with('_') && self.rest()[1..].starts_with(|next: char| next.is_ascii_digit()) {
            self.pass(digits);
        }
        let rest = self.rest();
        if rest.starts_with('.') && !rest.starts_with("..") {
            self.at += 1;
            self.pass(|character| character.is_ascii_digit());
        }
        if let Some(exponent) = self.rest().strip_prefix(['e', 'E']) {
            let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if power.starts_with(|next: char| next.is_ascii_digit()) {
                self.at += 1 + exponent.len() - power.len();
                self.pass(|character| character.is_ascii_digit());
            }
        }
        Token::Value
    }

    fn pass_word(&mut self) -> Token<'text> {
        let rest = self.rest();
        // The letter of a string stands right before its quote.
        if rest.starts_with(['e', 'E']) && rest[1..].starts_with('\'') {
            self.at += 1;
            return self.pass_escape();
        }
        Token::Word(self.pass(continues_word))
    }
}

impl<'text> Iterator for Tokens<'text> {
    type Item = Token<'text>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pass_spaces_and_comments();
        let first = self.rest().chars().next()?;
        Some(match first {
            '\'' | '"' => {
                self.pass_quoted(first);
                Token::Value
            }
            '$' => self.pass_dollar(),
            '0'..='9' => self.pass_number(),
            _ if begins_word(first) => self.pass_word(),
            _ => {
                self.at += first.len_utf8();
                match first {
                    _ if is_foreign_space(first) => Token::ForeignSpace(first),
                    '(' | '[' | '{' => Token::Open,
                    ')' | ']' | '}' => Token::Close,
                    _ => Token::Sign,
                }
            }
        })
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_foreign_space(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}')
        || character == '\u{feff}'
}

fn begins_word(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_' || (!character.is_ascii() && !is_foreign_space(character))
}

fn continues_word(character: char) -> bool {
    begins_word(character) || character.is_ascii_digit() || character == '$'
}

fn is_tag(character: char) -> bool {
    begins_word(character) || character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let names = Tokens::of(text).map(|token| match token {
            Token::Word(word) => word.to_owned(),
            Token::Value => "#".to_owned(),
            Token::Open => "(".to_owned(),
            Token::Close => ")".to_owned(),
            Token::Sign => "!".to_owned(),
            Token::ContinuedEscape => "##".to_owned(),
            Token::ForeignSpace(_) => "_".to_owned(),
        });
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_quotes_hold_is_no_token() {
        for (text, tokens) in [
            ("SELECT 'it''s (' || \"a\"\"(b\"", "SELECT # ! ! #"),
            ("SELECT E'a\\'(' , e'\\\\' , '\\'", "SELECT # ! # ! #"),
            ("SELECT fe'('", "SELECT fe #"),
            ("SELECT 1e'\\'(', 1e5, 1.5e-3, 1_000, 1..2", "SELECT # # ! # ! # ! # ! # ! ! #"),
            ("SELECT $$ ( ' $$, $a$ ( $$ $b$ $a$, $1, $name, ?", "SELECT # ! # ! # ! # ! !"),
            ("SELECT a$b$ ( $b$", "SELECT a$b$ ( #"),
            ("SELECT b'0', x'('", "SELECT b # ! x #"),
            ("SELECT -- ( '\n 1 /* ( /* ' */ ( */ + 2", "SELECT # ! #"),
            ("SELECT 1 +-- (\n 2 */* ( */ 3", "SELECT # ! # ! #"),
            ("SELECT U&'\\' ( '", "SELECT U ! # ( #"),
            ("SELECT größe\u{a0}'\u{a0}' /* \u{a0} */ FROM [t]", "SELECT größe _ # FROM ( t )"),
            ("SELECT E'a'\n'\\' ( '", "SELECT ## # ( #"),
            ("SELECT E'a' 'b'", "SELECT ## #"),
            ("SELECT 'never closed (", "SELECT #"),
            ("SELECT /* never closed ' (", "SELECT"),
            ("SELECT $x$ never closed (", "SELECT #"),
        ] {
            assert_eq!(cut(text), tokens, "{text}");
        }
    }
}
