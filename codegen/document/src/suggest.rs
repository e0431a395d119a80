//! Suggestions for misspelt names.

/// The candidate closest to `word`, if it is close enough: [`misspelt`] finds it, or it differs in case only, or by at most one
/// typing mistake for every three letters.
#[must_use]
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str, IntoIter: Clone>) -> Option<&'c str> {
    let candidates = candidates.into_iter();
    if let Some(meant) = misspelt(word, candidates.clone()) {
        return Some(meant);
    }
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    let distances = candidates.filter(|candidate| *candidate != word).map(|candidate| {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        (distance, candidate)
    });
    distances
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The only candidate that `word` can stand for: one that is [`respelt`], or that differs by one letter, inserted, missing,
/// replaced or transposed, in a word of five letters or more. An edit may write it without asking the author.
#[must_use]
pub fn misspelt<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str, IntoIter: Clone>) -> Option<&'c str> {
    let candidates = candidates.into_iter();
    let is_slip = |candidate: &&str| *candidate != word && differs_by_a_letter(&bare(word), &bare(candidate));
    respelt(word, candidates.clone()).or_else(|| only(candidates.filter(is_slip)))
}

/// [`misspelt`] for a name that the author chose. A name and its plural are two names.
#[must_use]
pub fn misspelt_name<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str, IntoIter: Clone>,
) -> Option<&'c str> {
    let one = bare(name);
    misspelt(name, candidates).filter(|meant| {
        let other = bare(meant);
        other.strip_suffix('s') != Some(&one) && one.strip_suffix('s') != Some(&other)
    })
}

/// The only candidate that differs from `word` in case, `_`, `-`, `/` and space alone.
#[must_use]
pub fn respelt<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let bare_word = bare(word);
    let is_same = |candidate: &&str| *candidate != word && !bare_word.is_empty() && bare(candidate) == bare_word;
    only(candidates.into_iter().filter(is_same))
}

/// A word in lower case without separators.
fn bare(word: &str) -> String {
    let is_kept = |c: &char| !matches!(c, '_' | '-' | '/') && !c.is_whitespace();
    word.chars().filter(is_kept).flat_map(char::to_lowercase).collect()
}

/// Whether two words differ by one letter, and one of them has five letters or more. Digits are no letters: `v1` is not `v2`.
fn differs_by_a_letter(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let rest = |word: &str| word.chars().filter(|c| !c.is_alphabetic()).collect::<String>();
    letters(one).max(letters(other)) >= 5 && rest(one) == rest(other) && strsim::damerau_levenshtein(one, other) == 1
}

/// The only item, or `None`.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    first.filter(|_| items.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::{closest, misspelt, misspelt_name, respelt};

    #[test]
    fn close_names_are_found_and_others_are_not() {
        let keys = ["required", "readOnly", "in", "items", "type"];
        assert_eq!(closest("requird", keys), Some("required"));
        assert_eq!(closest("readonly", keys), Some("readOnly"));
        assert_eq!(closest("tpye", keys), Some("type"));
        assert_eq!(closest("colour", keys), None);
        assert_eq!(closest("", keys), None);
    }

    #[test]
    fn an_edit_needs_more_than_a_close_name() {
        let keys = ["string", "object", "post", "required", "operationId"];
        for (word, meant) in [
            ("String", Some("string")),
            ("operation_id", Some("operationId")),
            ("stirng", Some("string")),
            ("posts", Some("post")),
            ("string[]", None),
            ("MyObject", None),
            ("pots", None),
        ] {
            assert_eq!(misspelt(word, keys), meant, "{word}");
        }
        let names = ["Customer", "Orders", "Order2", "link-one"];
        for (word, meant) in [
            ("Custmer", Some("Customer")),
            ("Order", None),
            ("Order1", None),
            ("linkOne", Some("link-one")),
        ] {
            assert_eq!(misspelt_name(word, names), meant, "{word}");
        }
        assert_eq!(respelt("user_id", ["userId"]), Some("userId"));
        assert_eq!(respelt("user_id", ["user_ids"]), None);
        assert_eq!(respelt("user_id", ["userId", "UserID"]), None);
    }
}
