//! Suggestions for misspelt names.

/// The candidate closest to `word`, if it is close enough: it differs in case only, or by at most one typing mistake for
/// every three letters.
#[must_use]
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    let distances = candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance, candidate)
        });
    distances
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn close_names_are_found_and_others_are_not() {
        let keys = ["required", "readOnly", "in", "items", "type"];
        assert_eq!(closest("requird", keys), Some("required"));
        assert_eq!(closest("readonly", keys), Some("readOnly"));
        assert_eq!(closest("tpye", keys), Some("type"));
        assert_eq!(closest("colour", keys), None);
        assert_eq!(closest("", keys), None);
    }
}
