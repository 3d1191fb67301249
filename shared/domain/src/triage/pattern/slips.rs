//! Words with a slip of the pen: a letter wrong, left out, doubled or swapped.
//!
//! Invariant: two words count as one only when they begin with the same letter.

/// A word with its umlauts written as in "fuer" read as the tables have them, when there are any.
pub(super) fn without_e(word: &str) -> Option<String> {
    let written = ["ae", "oe", "ue"].iter().any(|pair| word.contains(pair));
    written.then(|| {
        word.replace("ae", "a")
            .replace("oe", "o")
            .replace("ue", "u")
    })
}

/// The letters of a word, doubled ones once: people double the wrong ones.
fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters
}

/// Hashes of a word and of the word without each of its letters.
pub(super) fn deletions(word: &str) -> Vec<u64> {
    let chars = letters(word);
    let mut hashes: Vec<u64> = (0..=chars.len())
        .map(|skip| {
            let kept = chars.iter().enumerate().filter(|(at, _)| *at != skip);
            kept.fold(0xcbf2_9ce4_8422_2325, |hash: u64, (_, c)| {
                (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3)
            })
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Whether two words with the same first letter differ by one letter added, left out, changed or swapped.
pub(super) fn one_apart(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    if a.first() != b.first() || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (
        a.get(same..).unwrap_or_default(),
        b.get(same..).unwrap_or_default(),
    );
    if let ([x, y, a @ ..], [v, w, b @ ..]) = (a, b)
        && x == w
        && y == v
        && a == b
    {
        return true;
    }
    let (a_rest, b_rest) = (
        a.get(1..).unwrap_or_default(),
        b.get(1..).unwrap_or_default(),
    );
    a_rest == b_rest || a_rest == b || b_rest == a
}
