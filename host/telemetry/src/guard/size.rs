//! Measures a text before DuckDB sees it; must not know what the text means.
//!
//! DuckDB's parser has no bound of its own on memory: 20,000 branches of UNION ALL, 360 KB, take 7 GB. What it takes
//! grows with what is counted here; what planning takes is bounded by [`Extent`](super::extent).

use coral_contract::AskError;

use super::token::{Token, Tokens};

/// Tokens of the longest text. The worst of that size takes the parser 60 ms and 15 MB.
const TOKENS: usize = 8000;

/// How deep brackets and CASE may stand in each other. Planning is quadratic in it, or worse.
const NESTING: usize = 100;

/// How many UNION, INTERSECT and EXCEPT there may be: a hundred INTERSECT take the planner 85 ms, and twice as many
/// eight times as long.
const SET_OPERATIONS: usize = 100;

/// How many JOIN there may be: the planner orders them.
const JOINS: usize = 24;

/// Refuses a text that is too long, or that would cost too much to parse.
pub(crate) fn check(text: &str, longest: usize) -> Result<(), AskError> {
    if text.len() > longest {
        return Err(AskError::InvalidArgument(format!(
            "the SQL text has {} bytes, {longest} are allowed: pass values as parameters",
            text.len()
        )));
    }
    if text.contains('\0') {
        return Err(AskError::InvalidArgument("the SQL text holds a NUL character: remove it".to_owned()));
    }
    Size::of(text)?.check()
}

/// What of a text is counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Size {
    tokens: usize,
    nesting: usize,
    set_operations: usize,
    joins: usize,
}

impl Size {
    fn of(text: &str) -> Result<Self, AskError> {
        let mut size = Self::default();
        let mut depth = 0_usize;
        for token in Tokens::of(text) {
            size.tokens += 1;
            match token {
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                Token::Word(word) if word.eq_ignore_ascii_case("case") => depth += 1,
                Token::Word(word) if word.eq_ignore_ascii_case("end") => depth = depth.saturating_sub(1),
                Token::Word(word) if word.eq_ignore_ascii_case("join") => size.joins += 1,
                Token::Word(word) if is_set_operation(word) => size.set_operations += 1,
                // Whether it goes on as an escape string is for DuckDB to say, and what follows would hang on it.
                Token::ContinuedEscape => {
                    return Err(AskError::InvalidArgument(
                        "an escape string goes on in a second pair of quotes: write it as one, or join the two with ||"
                            .to_owned(),
                    ));
                }
                Token::ForeignSpace(space) => {
                    return Err(AskError::InvalidArgument(format!(
                        "the SQL text holds the space {} outside of quotes: write a plain space",
                        space.escape_unicode()
                    )));
                }
                Token::Word(_) | Token::Value | Token::Sign => {}
            }
            size.nesting = size.nesting.max(depth);
        }
        Ok(size)
    }

    fn check(&self) -> Result<(), AskError> {
        for (used, most, things, remedy) in [
            (self.tokens, TOKENS, "words and signs", "pass values as parameters"),
            (self.nesting, NESTING, "levels of brackets and CASE in each other", "name its parts in a WITH"),
            (self.set_operations, SET_OPERATIONS, "UNION, INTERSECT and EXCEPT", "ask in several statements"),
            (self.joins, JOINS, "JOIN", "ask in several statements"),
        ] {
            if used > most {
                return Err(AskError::InvalidArgument(format!(
                    "the SQL text has {used} {things}, {most} are allowed: {remedy}"
                )));
            }
        }
        Ok(())
    }
}

fn is_set_operation(word: &str) -> bool {
    ["union", "intersect", "except"].iter().any(|operation| word.eq_ignore_ascii_case(operation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted() {
        let text = "SELECT CASE WHEN (a[1]) THEN 1 END FROM t JOIN u USING (x) union all SELECT 'JOIN ((((' -- ((((";
        assert_eq!(Size::of(text), Ok(Size { tokens: 24, nesting: 3, set_operations: 1, joins: 1 }));
    }
}
