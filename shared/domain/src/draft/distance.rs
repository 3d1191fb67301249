//! How far a text is from another.
//!
//! Invariant: 0 for the same words, 1 for nothing in common; white space does not count.

/// Words that are compared; what is longer is compared by its beginning.
const MAX_WORDS: usize = 1_500;

/// The edit distance in words (Levenshtein), divided by the longer text.
#[must_use]
pub fn distance(a: &str, b: &str) -> f32 {
    let a: Vec<&str> = a.split_whitespace().take(MAX_WORDS).collect();
    let b: Vec<&str> = b.split_whitespace().take(MAX_WORDS).collect();
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 0.0;
    }
    let edits = strsim::generic_levenshtein(&a, &b);
    let part = |n: usize| u16::try_from(n).map_or(1.0, f32::from);
    part(edits) / part(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_the_share_of_changed_words() {
        let cases = [
            ("", "", 0.0),
            ("a b c d", "a  b\nc d", 0.0),
            ("a b c d", "a b x d", 0.25),
            ("a b", "", 1.0),
            ("a b", "c d", 1.0),
        ];
        for (a, b, expected) in cases {
            assert!((distance(a, b) - expected).abs() < 1e-6, "{a} / {b}");
        }
    }
}
