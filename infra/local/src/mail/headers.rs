//! Cuts a mail into header fields and body without interpreting or changing a byte.
//!
//! Invariant: the fields' bytes, the blank line and the body, put one after the other, are the input.

/// One header field with its continuation lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// All bytes, line ends included.
    pub(crate) raw: &'a [u8],
    /// The name as written; empty when the line is no header field.
    pub(crate) name: &'a str,
}

impl Field<'_> {
    /// Whether the field has this name, case aside.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value on one line: unfolded, trimmed, odd bytes replaced.
    pub(crate) fn value(&self) -> String {
        let after = self.raw.get(
            self.raw
                .iter()
                .position(|byte| *byte == b':')
                .map_or(0, |at| at + 1)..,
        );
        let text = String::from_utf8_lossy(after.unwrap_or_default());
        let unfolded: String = text
            .chars()
            .filter(|letter| !matches!(letter, '\r' | '\n'))
            .collect();
        unfolded.trim().to_owned()
    }
}

/// A mail cut in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    /// The header fields in order.
    pub(crate) fields: Vec<Field<'a>>,
    /// The blank line and everything after it; empty when there is none.
    pub(crate) rest: &'a [u8],
}

impl Parts<'_> {
    /// The value of the first field of this name.
    pub(crate) fn first(&self, name: &str) -> Option<String> {
        self.fields
            .iter()
            .find(|field| field.is(name))
            .map(Field::value)
    }
}

/// Cuts `raw` at the first blank line.
pub(crate) fn split(raw: &[u8]) -> Parts<'_> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < raw.len() {
        let line = line_at(raw, at);
        let blank = matches!(line, b"\r\n" | b"\n");
        let folded = matches!(line.first(), Some(b' ' | b'\t')) && at > start;
        if !folded && at > start {
            fields.push(field(raw.get(start..at).unwrap_or_default()));
            start = at;
        }
        if blank {
            break;
        }
        at += line.len();
    }
    if at >= raw.len() && at > start {
        fields.push(field(raw.get(start..).unwrap_or_default()));
        start = raw.len();
    }
    Parts {
        fields,
        rest: raw.get(start..).unwrap_or_default(),
    }
}

/// The line end the mail uses, taken from its first line.
pub(crate) fn line_end(raw: &[u8]) -> &'static str {
    match raw.iter().position(|byte| *byte == b'\n') {
        Some(0) => "\n",
        Some(at) if raw.get(at - 1) != Some(&b'\r') => "\n",
        _ => "\r\n",
    }
}

/// The addresses in a header value: those in angle brackets, else the bare ones between commas.
pub(crate) fn addresses(value: &str) -> Vec<String> {
    mailboxes(value)
        .iter()
        .filter_map(|mailbox| address_of(mailbox))
        .collect()
}

/// Splits a header value at the commas between mailboxes, minding quotes, comments and groups.
pub(crate) fn mailboxes(value: &str) -> Vec<String> {
    let (mut all, mut one) = (Vec::new(), String::new());
    let (mut quoted, mut escaped, mut depth) = (false, false, 0_u32);
    for letter in value.chars() {
        let separates = !quoted && depth == 0 && matches!(letter, ',' | ';');
        if separates {
            all.push(std::mem::take(&mut one));
            continue;
        }
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            // The name of a group ends at a colon and is no mailbox.
            ':' if !quoted && depth == 0 && !one.contains('<') => {
                one.clear();
                continue;
            }
            _ => {}
        }
        one.push(letter);
    }
    all.push(one);
    all.iter()
        .map(|mailbox| mailbox.trim().to_owned())
        .filter(|mailbox| !mailbox.is_empty())
        .collect()
}

fn address_of(mailbox: &str) -> Option<String> {
    let bracketed = mailbox.rfind('<').and_then(|open| {
        let inner = mailbox.get(open + 1..)?;
        inner.split('>').next()
    });
    let address = bracketed
        .unwrap_or_else(|| mailbox.split('(').next().unwrap_or_default())
        .trim();
    address.contains('@').then(|| address.to_owned())
}

fn line_at(raw: &[u8], at: usize) -> &[u8] {
    let rest = raw.get(at..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(rest.len(), |found| found + 1);
    rest.get(..end).unwrap_or_default()
}

fn field(raw: &[u8]) -> Field<'_> {
    let name = raw
        .iter()
        .position(|byte| *byte == b':')
        .and_then(|colon| raw.get(..colon));
    let name = name
        .and_then(|name| std::str::from_utf8(name).ok())
        .map(str::trim_end);
    let legal = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    Field {
        raw,
        name: name.filter(legal).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up_to_the_input_whatever_it_is() {
        let inputs: [&[u8]; 9] = [
            b"",
            b"\r\n",
            b"\n\nbody",
            b"A: 1\r\nB: 2\r\n folded\r\n\r\nbody\r\n",
            b"A: 1\nB: 2",
            b" odd start\r\nA: 1\r\n\r\n",
            b"no colon\r\n\xff\xfe: x\r\n\r\n\r\n",
            b"A: 1\r\n",
            b"\0\0\0",
        ];
        for input in inputs {
            let parts = split(input);
            let mut joined: Vec<u8> = parts
                .fields
                .iter()
                .flat_map(|one| one.raw.to_vec())
                .collect();
            joined.extend_from_slice(parts.rest);
            assert_eq!(joined, input);
        }
    }

    #[test]
    fn a_folded_value_is_one_line_and_names_ignore_case() {
        let parts = split(b"Subject: a\r\n\tb\r\nX: y\r\n\r\nSubject: not this");
        assert_eq!(parts.first("SUBJECT").as_deref(), Some("a\tb"));
        assert_eq!(parts.fields.len(), 2);
    }

    #[test]
    fn addresses_are_found_in_quotes_comments_and_groups() {
        let value = r#""Last, First" <a@x.test>, b@x.test (a, comment), Team: c@x.test, <d@x.test>;, Nobody"#;
        assert_eq!(
            addresses(value),
            ["a@x.test", "b@x.test", "c@x.test", "d@x.test"]
        );
    }

    #[test]
    fn the_line_end_is_the_one_of_the_first_line() {
        assert_eq!(line_end(b"a\nb\r\n"), "\n");
        assert_eq!(line_end(b"a\r\nb\n"), "\r\n");
        assert_eq!(line_end(b"\n"), "\n");
        assert_eq!(line_end(b""), "\r\n");
    }
}
