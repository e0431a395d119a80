//! Tabs that YAML 1.2 allows and the parser of `serde_yaml` refuses: in lines without content, and before comments.

use std::borrow::Cow;
use std::cell::Cell;

use serde_yaml::Value;

use super::wide::{self, Twice};

/// The number of lines that are read in spite of their tabs. Each of them costs another parse.
const LINES: usize = 32;

/// [`wide::from_yaml`] with spaces instead of the tabs that say nothing. Only lines that were refused are changed, because a
/// block scalar may have tabs in its content.
pub(super) fn from_yaml(text: &str, budget: &Cell<usize>, twice: Option<&Twice>) -> Result<Value, serde_yaml::Error> {
    let (whole, mut text) = (budget.get(), Cow::Borrowed(text));
    for _ in 0..LINES {
        let error = match wide::from_yaml(&text, budget, twice) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(spaced) = error.location().and_then(|at| spaced(&text, at.line())) else {
            return Err(error);
        };
        budget.set(whole);
        text = Cow::Owned(spaced);
    }
    wide::from_yaml(&text, budget, twice)
}

/// The text with spaces for the tabs at the start of a line that has nothing but a comment.
fn spaced(text: &str, line: usize) -> Option<String> {
    let (start, line) = {
        let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some((*end - line.len(), line.trim_end_matches('\n')))
        });
        lines.nth(line.checked_sub(1)?)?
    };
    let content = line.trim_start_matches([' ', '\t']);
    let blank = &line[..line.len() - content.len()];
    if !blank.contains('\t') || !(content.is_empty() || content.starts_with('#')) {
        return None;
    }
    let (before, after) = text.split_at(start);
    Some(format!("{before}{}{}", " ".repeat(blank.len()), &after[blank.len()..]))
}
