//! Fits a conversation into the room a model has for it.
//!
//! Invariant: the first customer message and the last [`LAST_TURNS`] are always there, at least in part; what is
//! left out is marked where it was.

/// Turns at the end that are always kept.
pub const LAST_TURNS: usize = 4;
/// What the lines around a turn take.
const TURN_TOKENS: u32 = 24;
/// A turn that must be kept is never cut below this.
const LEAST_TOKENS: u32 = 64;

/// Upper estimate of the tokens of a text: a third of its bytes. Latin text has about four bytes to a token,
/// Chinese and Japanese about one character of three bytes; newer tokenizers make up to 30 % more of both.
#[must_use]
pub fn estimate_tokens(text: &str) -> u32 {
    u32::try_from(text.len().div_ceil(3)).unwrap_or(u32::MAX)
}

/// One turn as far as its place in the window is decided by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'a> {
    /// Whether the customer wrote it.
    pub from_customer: bool,
    /// Its text, cleaned.
    pub text: &'a str,
}

/// A part of the conversation as the model sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A turn, perhaps shortened.
    Turn {
        /// Its position in the conversation, from 0.
        index: usize,
        /// Its text.
        text: String,
    },
    /// Turns that were left out here.
    Gap {
        /// How many.
        turns: usize,
    },
}

/// The part of a conversation that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The pieces in the order of the conversation.
    pub pieces: Vec<Piece>,
    /// Turns left out whole.
    pub omitted_turns: usize,
    /// Characters left out of the turns that were shortened.
    pub omitted_chars: usize,
}

/// Chooses what of a conversation (oldest first) is shown within `budget` tokens: the first customer message and
/// the last turns, shortened evenly when even they are too long, then the others, newest first, whole.
#[must_use]
pub fn fit(turns: &[Turn<'_>], budget: u32) -> Window {
    let tail = turns.len().saturating_sub(LAST_TURNS);
    let first = turns.iter().position(|turn| turn.from_customer);
    let cost = |turn: &Turn<'_>| estimate_tokens(turn.text).saturating_add(TURN_TOKENS);
    let mut kept: Vec<bool> = (0..turns.len())
        .map(|i| i >= tail || Some(i) == first)
        .collect();
    let must: Vec<u32> = turns
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(t, _)| cost(t))
        .collect();
    let cap = level(&must, budget);
    let mut left = budget.saturating_sub(must.iter().fold(0, |sum: u32, n| sum.saturating_add(*n)));
    for (turn, kept) in turns
        .iter()
        .zip(kept.iter_mut())
        .rev()
        .filter(|(_, kept)| !**kept)
    {
        // The first that does not fit ends it: a conversation with holes misleads more than a shorter one.
        let Some(rest) = left.checked_sub(cost(turn)) else {
            break;
        };
        left = rest;
        *kept = true;
    }
    assemble(
        turns,
        &kept,
        cap.saturating_sub(TURN_TOKENS).max(LEAST_TOKENS),
    )
}

/// The highest cost every one may have so that all together stay within the budget.
fn level(costs: &[u32], budget: u32) -> u32 {
    let mut sorted = costs.to_vec();
    sorted.sort_unstable();
    let mut left = budget;
    let mut waiting = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
    for cost in sorted {
        let share = left.checked_div(waiting).unwrap_or(left);
        if cost > share {
            return share;
        }
        left -= cost;
        waiting -= 1;
    }
    u32::MAX
}

fn assemble(turns: &[Turn<'_>], kept: &[bool], cap: u32) -> Window {
    let mut window = Window {
        pieces: Vec::new(),
        omitted_turns: 0,
        omitted_chars: 0,
    };
    for (index, (turn, kept)) in turns.iter().zip(kept).enumerate() {
        if *kept {
            let (text, omitted) = cut(turn.text, cap);
            window.omitted_chars += omitted;
            window.pieces.push(Piece::Turn { index, text });
            continue;
        }
        window.omitted_turns += 1;
        match window.pieces.last_mut() {
            Some(Piece::Gap { turns }) => *turns += 1,
            _ => window.pieces.push(Piece::Gap { turns: 1 }),
        }
    }
    window
}

/// A text of at most `tokens`, its end kept as well as its beginning, and the number of characters left out; what
/// was left out is marked in place.
#[must_use]
pub fn cut(text: &str, tokens: u32) -> (String, usize) {
    const MARK: usize = 48;
    if estimate_tokens(text) <= tokens {
        return (text.to_owned(), 0);
    }
    let room = usize::try_from(tokens)
        .unwrap_or(usize::MAX)
        .saturating_mul(3)
        .saturating_sub(MARK);
    let head_end = floor(text, room / 3 * 2);
    let tail_start = ceil(text, text.len().saturating_sub(room / 3));
    let head = text.get(..head_end).unwrap_or_default();
    let tail = text.get(tail_start..).unwrap_or_default();
    let omitted = text
        .get(head_end..tail_start)
        .unwrap_or_default()
        .chars()
        .count();
    (
        format!("{head}\n[... {omitted} characters omitted ...]\n{tail}"),
        omitted,
    )
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn turns(texts: &[String]) -> Vec<Turn<'_>> {
        let one = |(i, text)| Turn {
            from_customer: i % 2 == 1,
            text,
        };
        texts
            .iter()
            .map(String::as_str)
            .enumerate()
            .map(one)
            .collect()
    }

    fn shown(window: &Window) -> Vec<String> {
        let word = |piece: &Piece| match piece {
            Piece::Turn { index, .. } => index.to_string(),
            Piece::Gap { turns } => format!("gap {turns}"),
        };
        window.pieces.iter().map(word).collect()
    }

    #[test]
    fn short_conversation_is_shown_whole() {
        let texts: Vec<String> = (0..3).map(|i| format!("turn {i}")).collect();
        let window = fit(&turns(&texts), 1_000);
        assert_eq!(shown(&window), ["0", "1", "2"]);
        assert_eq!((window.omitted_turns, window.omitted_chars), (0, 0));
    }

    #[test]
    fn long_conversation_keeps_first_customer_message_and_newest_turns_and_marks_the_gap() {
        // 100 tokens and 24 for its lines; the customer's first is number 1.
        let texts = vec!["x".repeat(300); 12];
        let cases: [(u32, &[&str]); 3] = [
            (5 * 124, &["gap 1", "1", "gap 6", "8", "9", "10", "11"]),
            (
                7 * 124,
                &["gap 1", "1", "gap 4", "6", "7", "8", "9", "10", "11"],
            ),
            (
                12 * 124,
                &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
            ),
        ];
        for (budget, expected) in cases {
            let window = fit(&turns(&texts), budget);
            assert_eq!(shown(&window), expected, "{budget}");
            assert_eq!(window.omitted_chars, 0, "{budget}");
        }
    }

    #[test]
    fn turns_that_must_stay_are_shortened_evenly_and_say_so() {
        let texts = ["a".repeat(90), "b".repeat(30_000), "c".repeat(60)];
        let window = fit(&turns(&texts), 1_000);
        let Piece::Turn { text, .. } = &window.pieces[1] else {
            panic!("{window:?}")
        };
        assert!(text.contains(&format!(
            "[... {} characters omitted ...]",
            window.omitted_chars
        )));
        assert!(text.starts_with("bbb") && text.ends_with("bbb"));
        assert!(matches!(&window.pieces[0], Piece::Turn { text, .. } if text.len() == 90));
    }

    #[test]
    fn estimate_is_a_third_of_the_bytes() {
        for (text, tokens) in [("", 0), ("abcd", 2), ("東京都", 3), ("für", 2)] {
            assert_eq!(estimate_tokens(text), tokens, "{text}");
        }
    }

    proptest! {
        #[test]
        fn window_stays_within_its_budget(lengths in prop::collection::vec(0usize..3_000, 0..20), budget in 600u32..4_000) {
            let texts: Vec<String> = lengths.iter().map(|n| "ü".repeat(*n)).collect();
            let window = fit(&turns(&texts), budget);
            let used: u32 = window.pieces.iter().map(|piece| match piece {
                Piece::Turn { text, .. } => estimate_tokens(text) + TURN_TOKENS,
                Piece::Gap { .. } => 0,
            }).sum();
            prop_assert!(used <= budget, "{} of {}", used, budget);
            let turns_seen: usize = window.pieces.iter().map(|piece| match piece {
                Piece::Turn { .. } => 1,
                Piece::Gap { turns } => *turns,
            }).sum();
            prop_assert_eq!(turns_seen, texts.len());
        }
    }
}
