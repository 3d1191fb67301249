//! Reads address fields (RFC 5322 section 3.4) the way people write them.
//!
//! Invariant: a comma inside quotes or an encoded word never splits an address.

use super::encoded;
use super::slice::{at, from, sub};
use crate::address::Address;

/// Reads all addresses of a field, groups flattened; the flag tells that some were left out.
pub(crate) fn list(raw: &[u8], max: usize, hint: Option<&[u8]>) -> (Vec<Address>, bool) {
    let flat = encoded::unfold(raw);
    let mut reader = Reader {
        hint: hint.map(<[u8]>::to_vec),
        ..Reader::default()
    };
    let mut i = 0;
    while i < flat.len() {
        if reader.out.len() > max {
            reader.out.truncate(max);
            return (reader.out, true);
        }
        i = reader.step(&flat, i);
    }
    reader.flush();
    (reader.out, false)
}

/// Stands for a blank inside a quoted local part while words are split.
const QUOTED_BLANK: u8 = 1;

#[derive(Default)]
struct Reader {
    out: Vec<Address>,
    phrase: Vec<u8>,
    comment: Vec<u8>,
    angle: Option<Vec<u8>>,
    unclosed: Unclosed,
    hint: Option<Vec<u8>>,
}

/// Marks that a kind of bracket has no closing partner further on, so that looking for it stays linear.
#[derive(Default)]
struct Unclosed {
    quote: bool,
    comment: bool,
}

impl Reader {
    fn step(&mut self, flat: &[u8], i: usize) -> usize {
        match at(flat, i) {
            b'"' if !self.unclosed.quote => return self.quoted(flat, i),
            b'(' if !self.unclosed.comment => return self.comment(flat, i),
            b'<' => return self.angle(flat, i),
            b',' | b';' => self.flush(),
            // The name of a group.
            b':' if !self.phrase.contains(&b'@') && self.angle.is_none() => {
                self.phrase.clear();
                self.comment.clear();
            }
            byte => self.phrase.push(byte),
        }
        i + 1
    }

    fn quoted(&mut self, flat: &[u8], i: usize) -> usize {
        let Some(end) = quoted_end(flat, i + 1) else {
            self.unclosed.quote = true;
            return i + 1;
        };
        if at(flat, end + 1) == b'@' {
            // A quoted local part keeps its quotes: they are part of the address.
            let local = sub(flat, i, end + 1)
                .iter()
                .map(|&b| if b == b' ' { QUOTED_BLANK } else { b });
            self.phrase.extend(local);
        } else {
            push_unescaped(&mut self.phrase, sub(flat, i + 1, end));
        }
        end + 1
    }

    fn comment(&mut self, flat: &[u8], i: usize) -> usize {
        let Some(end) = comment_end(flat, i + 1) else {
            self.unclosed.comment = true;
            return i + 1;
        };
        push_unescaped(&mut self.comment, sub(flat, i + 1, end));
        end + 1
    }

    fn angle(&mut self, flat: &[u8], i: usize) -> usize {
        let rest = from(flat, i + 1);
        let close = rest
            .iter()
            .position(|b| matches!(b, b'>' | b'<'))
            .unwrap_or(rest.len());
        let inner = sub(rest, 0, close);
        if self.angle.as_ref().is_none_or(|old| !old.contains(&b'@')) {
            self.angle = Some(inner.to_vec());
        }
        i + 1 + close + usize::from(at(rest, close) == b'>')
    }

    fn flush(&mut self) {
        let phrase = std::mem::take(&mut self.phrase);
        let comment = std::mem::take(&mut self.comment);
        let angle = self.angle.take();
        let phrase = decode(&phrase, self.hint.as_deref());
        let email = angle
            .as_deref()
            .map(|raw| clean_email(raw, self.hint.as_deref()))
            .unwrap_or_default();
        if email.contains('@') || (!email.is_empty() && !phrase.contains('@')) {
            let name = if phrase.is_empty() {
                decode(&comment, self.hint.as_deref())
            } else {
                phrase
            };
            self.out
                .push(Address::new(Some(strip_quotes(&name)), &email));
        } else if phrase.contains('@') {
            self.bare(&phrase, &comment);
        } else if !phrase.is_empty() && !phrase.contains(' ') {
            self.out.push(Address::new(
                Some(&decode(&comment, self.hint.as_deref())),
                &phrase,
            ));
        } else if !phrase.is_empty() {
            self.out.push(Address {
                name: Some(strip_quotes(&phrase).to_owned()),
                email: String::new(),
            });
        }
    }

    /// An address without angle brackets, perhaps with a name before it.
    fn bare(&mut self, phrase: &str, comment: &[u8]) {
        if let Some((name, rest)) = phrase.rsplit_once('<') {
            let email = clean_email(rest.trim_end_matches('>').as_bytes(), None);
            self.out
                .push(Address::new(Some(strip_quotes(name.trim())), &email));
            return;
        }
        let joined = phrase
            .replace(" @ ", "@")
            .replace("@ ", "@")
            .replace(" @", "@");
        let words: Vec<&str> = joined.split_whitespace().collect();
        let Some(&email) = words.iter().rfind(|w| w.contains('@')) else {
            return;
        };
        let name = words
            .iter()
            .filter(|w| **w != email)
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        let name = if name.is_empty() {
            decode(comment, self.hint.as_deref())
        } else {
            name
        };
        let email = email.replace(char::from(QUOTED_BLANK), " ");
        let trimmed: &[char] = if email.starts_with('"') {
            &['[', ']', '\'', '>']
        } else {
            &['[', ']', '\'', '"', '>']
        };
        let email = email.trim_matches(trimmed);
        self.out.push(Address::new(
            Some(strip_quotes(&name)),
            email.strip_prefix("mailto:").unwrap_or(email),
        ));
    }
}

fn decode(raw: &[u8], hint: Option<&[u8]>) -> String {
    super::slice::squeeze(&encoded::text_in(raw, hint))
}

fn strip_quotes(name: &str) -> &str {
    let name = name.trim();
    let inner = name
        .strip_prefix(['\'', '"'])
        .and_then(|n| n.strip_suffix(['\'', '"']));
    inner.unwrap_or(name).trim()
}

/// What stands between angle brackets, without source routes, blanks and `mailto:`.
fn clean_email(raw: &[u8], hint: Option<&[u8]>) -> String {
    let text = super::charset::guess_in(raw, hint);
    let text = text.trim();
    let text = if text.starts_with('@') {
        text.rsplit_once(':').map_or(text, |(_, rest)| rest)
    } else {
        text
    };
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let mut text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if text.starts_with("=?") {
        text = encoded::text(text.as_bytes());
    }
    text.trim_matches(['\'', '[', ']']).to_owned()
}

fn quoted_end(flat: &[u8], start: usize) -> Option<usize> {
    let mut i = start;
    while i < flat.len() {
        match at(flat, i) {
            b'\\' => i += 1,
            b'"' => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
}

fn comment_end(flat: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut i) = (1usize, start);
    while i < flat.len() {
        match at(flat, i) {
            b'\\' => i += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
        i += 1;
    }
    None
}

fn push_unescaped(out: &mut Vec<u8>, raw: &[u8]) {
    let mut bytes = raw.iter();
    while let Some(&byte) = bytes.next() {
        if byte == b'\\' {
            out.extend(bytes.next());
        } else {
            out.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<String>, String)> {
        list(text.as_bytes(), 100, None)
            .0
            .into_iter()
            .map(|a| (a.name, a.email))
            .collect()
    }

    fn one(text: &str) -> (Option<String>, String) {
        read(text).into_iter().next().unwrap()
    }

    #[test]
    fn usual_forms_are_read() {
        assert_eq!(
            one("Ann Lee <Ann@Example.com>"),
            (Some("Ann Lee".into()), "ann@example.com".into())
        );
        assert_eq!(
            one("ann@example.com (Ann Lee)"),
            (Some("Ann Lee".into()), "ann@example.com".into())
        );
        assert_eq!(
            one("\"Lee, Ann\" <ann@example.com>"),
            (Some("Lee, Ann".into()), "ann@example.com".into())
        );
        assert_eq!(
            one("=?utf-8?Q?Lee=2C_=C3=84nn?= <ann@example.com>"),
            (Some("Lee, Änn".into()), "ann@example.com".into())
        );
        assert_eq!(
            read("Team: a@example.com, b@example.com;, c@example.com").len(),
            3
        );
    }

    #[test]
    fn odd_forms_are_read() {
        assert_eq!(one("\"a@example.com\"").1, "a@example.com");
        assert_eq!(one("Ann a@example.com").1, "a@example.com");
        assert_eq!(one("<@x.test,@y.test:a@example.com>").1, "a@example.com");
        assert_eq!(one("\"unclosed <a@example.com>").1, "a@example.com");
        assert_eq!(one("mailto:a@example.com").1, "a@example.com");
    }

    #[test]
    fn the_number_of_addresses_is_bounded() {
        let many = vec!["a@example.com"; 500].join(",");
        let (list, cut) = list(many.as_bytes(), 200, None);
        assert!(cut && list.len() == 200);
    }
}
