//! Turns what a customer wrote into plain words that the rules can look up.
//!
//! Invariant: any text is read in one pass and at most [`MAX_CHARS`] of it; what a reader cannot see is not read.

use crate::mail::html;

/// Most characters of a text that are read; the reason for writing stands long before.
pub(crate) const MAX_CHARS: usize = 20_000;

/// Most characters of one word that are kept; longer ones are codes or noise.
const MAX_WORD: usize = 40;

/// The word that stands for the end of a sentence; no phrase goes across it.
pub(crate) const STOP: &str = ".";

/// A text as words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    /// Folded words and [`STOP`]s, in order.
    pub(crate) list: Vec<String>,
    /// Words that a comma stands before.
    pub(crate) commas: Vec<usize>,
    /// Question marks.
    pub(crate) questions: usize,
    /// Exclamation marks.
    pub(crate) shouts: usize,
    /// Words written in capitals only.
    pub(crate) capitals: usize,
}

impl Words {
    /// How many words there are, sentence ends not counted.
    pub(crate) fn count(&self) -> usize {
        self.list.iter().filter(|word| *word != STOP).count()
    }

    /// How many different words there are.
    pub(crate) fn different(&self) -> usize {
        let words = self.list.iter().filter(|word| *word != STOP);
        words.collect::<std::collections::BTreeSet<_>>().len()
    }

    /// Whether a sentence or a clause begins at a word.
    pub(crate) fn begins(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.list.get(at));
        before.is_none_or(|word| word == STOP) || self.commas.contains(&at)
    }

    /// Adds a text behind what is there, as a sentence of its own.
    pub(crate) fn add(&mut self, text: &str) {
        self.stop();
        let mut word = Word::default();
        for c in text.chars().take(MAX_CHARS) {
            self.step(&mut word, c);
        }
        self.close(&mut word);
        self.stop();
    }

    fn step(&mut self, word: &mut Word, c: char) {
        if is_unseen(c) {
            return;
        }
        if is_apostrophe(c) {
            word.apostrophe = Some(word.folded.len()).filter(|at| *at > 0);
            return;
        }
        if c.is_alphanumeric() {
            word.push(c);
            return;
        }
        self.close(word);
        match c {
            ',' | ':' => self.commas.push(self.list.len()),
            '?' | '？' | '¿' => self.questions += usize::from(c != '¿'),
            '!' | '！' => self.shouts += 1,
            _ => {}
        }
        if matches!(c, '.' | '!' | '?' | '\n' | '？' | '！' | '。' | ';') {
            self.stop();
        }
    }

    fn stop(&mut self) {
        if self.list.last().is_some_and(|last| last != STOP) {
            self.list.push(STOP.to_owned());
        }
    }

    fn close(&mut self, word: &mut Word) {
        let word = std::mem::take(word);
        if word.folded.is_empty() {
            return;
        }
        if word.letters >= 3 && word.capitals == word.letters {
            self.capitals += 1;
        }
        // "don't" is one word, "l'app" are two.
        let cut = word.apostrophe.filter(|at| {
            let tail = word.folded.get(*at..).unwrap_or_default();
            !matches!(tail, "" | "t" | "s" | "m" | "re" | "ve" | "ll" | "d")
        });
        match cut.and_then(|at| word.folded.split_at_checked(at)) {
            Some((head, tail)) => self.list.extend([head.to_owned(), tail.to_owned()]),
            None => self.list.push(word.folded),
        }
    }
}

#[derive(Default)]
struct Word {
    folded: String,
    apostrophe: Option<usize>,
    letters: usize,
    capitals: usize,
    last: Option<char>,
    run: usize,
}

impl Word {
    fn push(&mut self, c: char) {
        if c.is_alphabetic() {
            self.letters += 1;
            self.capitals += usize::from(c.is_uppercase());
        }
        for lower in c.to_lowercase() {
            // "pleaaase": three of a kind are one.
            self.run = if self.last == Some(lower) {
                self.run + 1
            } else {
                1
            };
            self.last = Some(lower);
            if self.run == 3 && lower.is_alphabetic() {
                self.folded.pop();
            }
            let noise = self.run >= 3 && lower.is_alphabetic();
            if !noise && self.folded.len() < MAX_WORD {
                fold(lower, &mut self.folded);
            }
        }
    }
}

/// Whether a word reads as it is written: most words of the tables do.
pub(crate) fn is_plain(word: &str) -> bool {
    let bytes = word.as_bytes();
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let tripled = |w: &[u8]| matches!(w, [a, b, c] if a == b && b == c);
    (1..MAX_WORD).contains(&bytes.len())
        && bytes.iter().all(plain)
        && !bytes.windows(3).any(tripled)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '´' | '`' | 'ʼ')
}

/// Marks without a shape of their own: joiners, direction marks, soft hyphens, accents written apart.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffc}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Writes a lower-case letter without its accent. People on phones leave accents out.
fn fold(c: char, out: &mut String) {
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ť' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ĳ' => "ij",
        _ => {
            out.push(c);
            return;
        }
    };
    out.push_str(plain);
}

/// The words of a subject and a text.
pub(crate) fn read(subject: &str, text: &str) -> Words {
    let mut words = Words::default();
    words.add(&clean(subject));
    words.add(&clean(text));
    words
}

/// Takes out what nobody wrote by hand: tags and entities of HTML, quoted lines, addresses.
pub(crate) fn clean(text: &str) -> String {
    let text: String = text.chars().take(MAX_CHARS).collect();
    let text = if looks_like_html(&text) {
        html::to_text(&text)
    } else {
        text
    };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start().starts_with('>') {
            continue;
        }
        for part in line.split_inclusive(char::is_whitespace) {
            let is_address = part.contains("://") || part.contains("www.") || part.contains('@');
            out.push_str(if is_address { " " } else { part });
        }
        out.push('\n');
    }
    out
}

fn looks_like_html(text: &str) -> bool {
    let tag = text.match_indices('<').any(|(at, _)| {
        let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '!')
    });
    tag && text.contains('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        read("", text).list.join(" ")
    }

    #[test]
    fn words_are_folded_and_sentences_end() {
        for (text, expected) in [
            (
                "Ça ne marche pas! J'ai payé.",
                "ca ne marche pas . j ai paye .",
            ),
            ("I don't know, it's broken", "i dont know its broken ."),
            ("Rück\u{ad}erstattung Grüße", "ruckerstattung grusse ."),
            ("ze\u{200b}ro wi\u{202e}dth", "zero width ."),
            ("fu\u{308}r", "fur ."),
            ("pleaaaase heeelp", "please help ."),
            ("<p>Hello&nbsp;<b>there</b></p>", "hello there ."),
            ("new\n> old words\nmore", "new . more ."),
            (
                "write to ann@example.com or https://example.com/x now",
                "write to or now .",
            ),
            ("", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_up_to_the_limit() {
        let text = "word ".repeat(100_000);
        assert!(read("", &text).list.len() <= MAX_CHARS);
    }
}
