//! Cuts text into sentences.
//!
//! Invariant: the sentences together hold every character of the text but the white space between them.

/// Abbreviations after which a sentence goes on, folded and without their last dot.
const ABBREVIATIONS: &str = "e.g i.e etc vs mr mrs ms dr prof st no nr art abs inc ltd approx ca bzw z.b d.h u.a usw ggf evtl inkl zzgl str tel \
p.ex env cf m mme bijv d.w.z o.a enz incl es ecc sig sr sra p.ej ej etc t.ex bl.a osv m.m min max vol fig";

/// The sentences of a text, trimmed; a line break always ends one.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    text.lines().flat_map(in_line).collect()
}

fn in_line(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, closing)) = chars.peek().copied() {
            if !matches!(
                closing,
                '.' | '!' | '?' | '"' | '\'' | '”' | '“' | '’' | '»' | ')' | ']' | '*' | '_'
            ) {
                break;
            }
            end = next + closing.len_utf8();
            chars.next();
        }
        let rest = line.get(end..).unwrap_or_default();
        let sentence = line.get(start..end).unwrap_or_default();
        let wide = matches!(c, '。' | '！' | '？');
        if (wide || rest.starts_with(char::is_whitespace)) && ends_here(sentence, rest, c) {
            found.push(sentence.trim());
            start = end;
        }
    }
    found.push(line.get(start..).unwrap_or_default().trim());
    found.retain(|s| !s.is_empty());
    found
}

/// Whether a full stop ends the sentence: not after an abbreviation, an initial or an ordinal, and not before a small letter.
fn ends_here(sentence: &str, rest: &str, mark: char) -> bool {
    if mark != '.' {
        return true;
    }
    if rest.trim_start().starts_with(char::is_lowercase) {
        return false;
    }
    let last = sentence
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .trim_end_matches('.')
        .trim_start_matches(['(', '"', '*', '„', '“']);
    let ordinal = (1..=2).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit());
    let initial = last.chars().count() == 1 && last.starts_with(char::is_alphabetic);
    let folded = super::words::fold(last);
    !(ordinal || initial || ABBREVIATIONS.split_whitespace().any(|a| a == folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let cases: [(&str, &[&str]); 7] = [
            ("One. Two! Three?", &["One.", "Two!", "Three?"]),
            (
                "Costs 6.99 € a month. Fine.",
                &["Costs 6.99 € a month.", "Fine."],
            ),
            (
                "Am 16. November um 4 Uhr. Danke.",
                &["Am 16. November um 4 Uhr.", "Danke."],
            ),
            (
                "z. B. Karten, d.h. alles. Ja.",
                &["z. B. Karten, d.h. alles.", "Ja."],
            ),
            (
                "Dr. Who is in. \"Really?\" Yes.",
                &["Dr. Who is in.", "\"Really?\"", "Yes."],
            ),
            ("one line\nanother line", &["one line", "another line"]),
            ("  ", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }
}
