//! Turns HTML into the text a reader sees, and remembers where quotes and signatures begin.
//!
//! Invariant: marks are offsets into the produced text, in order; hidden text is kept apart.

use super::entities;
use super::hidden::{Look, look};
use super::tags::{Tag, Token, Tokens};

/// What an element of the document says about the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// The element holds quoted text.
    Quote,
    /// Everything from here on is history.
    History,
    /// The element holds a signature.
    Signature,
}

/// A range of the produced text with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Meaning.
    pub(crate) kind: MarkKind,
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last; for history the end of the text.
    pub(crate) end: usize,
}

/// The outcome of a conversion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Converted {
    /// Visible text.
    pub(crate) text: String,
    /// Ranges with a meaning.
    pub(crate) marks: Vec<Mark>,
    /// Text hidden by style.
    pub(crate) hidden: String,
}

const MAX_OPEN: usize = 256;

struct Element<'a> {
    name: &'a str,
    look: Look,
    mark: Option<usize>,
    preserve: bool,
}

#[derive(Default)]
struct Writer<'a> {
    out: Converted,
    open: Vec<Element<'a>>,
    gone: usize,
    sizeless: Vec<bool>,
    inkless: Vec<bool>,
    preserve_depth: usize,
    pending_breaks: usize,
    pending_blank: bool,
}

/// Converts a document.
pub(crate) fn convert(html: &str) -> Converted {
    let mut writer = Writer {
        out: Converted {
            text: String::with_capacity(html.len() / 3),
            ..Converted::default()
        },
        ..Writer::default()
    };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => writer.characters(text),
            Token::Open(tag) => {
                if is_raw(tag.name) {
                    tokens.skip_element(tag.name);
                }
                writer.open(tag);
            }
            Token::Close(name) => writer.close(name),
        }
    }
    writer.finish()
}

fn is_raw(name: &str) -> bool {
    ["script", "style", "title", "template", "xml"]
        .iter()
        .any(|raw| name.eq_ignore_ascii_case(raw))
}

impl<'a> Writer<'a> {
    fn characters(&mut self, text: &str) {
        let decoded;
        let text = if text.contains('&') {
            decoded = entities::decode(text);
            decoded.as_str()
        } else {
            text
        };
        let unwrapped = crate::mail::links::unwrapped(text);
        let text = unwrapped.as_ref();
        if self.hidden() {
            self.hide(text);
        } else if self.preserve_depth > 0 {
            self.preserved(text);
        } else {
            self.flowing(text);
        }
    }

    /// Whether text at this place cannot be seen. Size and ink are what the innermost element says.
    fn hidden(&self) -> bool {
        self.gone > 0 || self.sizeless.last() == Some(&true) || self.inkless.last() == Some(&true)
    }

    fn leave(&mut self, look: Look) {
        self.gone -= usize::from(look.gone);
        if look.sizeless.is_some() {
            self.sizeless.pop();
        }
        if look.inkless.is_some() {
            self.inkless.pop();
        }
    }

    fn hide(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !self.out.hidden.is_empty() {
                self.out.hidden.push(' ');
            }
            self.out.hidden.push_str(word);
        }
    }

    fn preserved(&mut self, text: &str) {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.pending_breaks += 1;
            }
            let line = line.trim_end_matches('\r');
            if !line.is_empty() {
                self.settle();
                self.out.text.push_str(line);
            }
        }
    }

    fn flowing(&mut self, text: &str) {
        // Only ASCII white space collapses; a no-break space is a blank the author wants to see.
        let mut first = true;
        for word in text.split([' ', '\t', '\n', '\r', '\u{c}']) {
            if !first {
                self.pending_blank = true;
            }
            first = false;
            if word.is_empty() {
                continue;
            }
            self.settle();
            if word.contains('\u{a0}') {
                self.out
                    .text
                    .extend(word.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }));
            } else {
                self.out.text.push_str(word);
            }
        }
    }

    /// Writes the breaks and blanks that were held back.
    fn settle(&mut self) {
        if self.pending_breaks > 0 {
            self.pending_blank = false;
            if !self.out.text.is_empty() {
                let trimmed = self.out.text.trim_end_matches(' ').len();
                self.out.text.truncate(trimmed);
                for _ in 0..self.pending_breaks.min(3) {
                    self.out.text.push('\n');
                }
            }
            self.pending_breaks = 0;
        }
        if self.pending_blank {
            self.pending_blank = false;
            if !self.out.text.is_empty() && !self.out.text.ends_with(['\n', ' ']) {
                self.out.text.push(' ');
            }
        }
    }

    fn break_lines(&mut self, count: usize) {
        if self.gone == 0 {
            self.pending_breaks = self.pending_breaks.max(count);
        }
    }

    fn open(&mut self, tag: Tag<'a>) {
        let lower = tag.name.to_ascii_lowercase();
        let name = lower.as_str();
        match name {
            "br" => self.pending_breaks += usize::from(!self.hidden()),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.break_lines(if is_mso(&tag) { 1 } else { 2 })
            }
            "td" | "th" => self.pending_blank = true,
            "li" => {
                self.break_lines(1);
                if !self.hidden() {
                    self.settle();
                    self.out.text.push_str("* ");
                }
            }
            "hr" => self.rule(&tag),
            _ if is_block(name) => self.break_lines(1),
            _ => {}
        }
        if is_void(name) || name.starts_with(['!', '?']) || name.contains(':') && name != "o:p" {
            return;
        }
        self.push(tag, name);
    }

    fn push(&mut self, tag: Tag<'a>, name: &str) {
        if self.open.len() >= MAX_OPEN {
            return;
        }
        let look = look(&tag);
        let preserve = matches!(name, "pre" | "textarea" | "plaintext");
        let mark = super::marks::of(&tag, name).map(|kind| {
            self.out.marks.push(Mark {
                kind,
                start: usize::MAX,
                end: usize::MAX,
            });
            self.out.marks.len() - 1
        });
        if let Some(mark) = mark.and_then(|i| self.out.marks.get_mut(i)) {
            mark.start = self.out.text.len();
        }
        self.gone += usize::from(look.gone);
        self.sizeless.extend(look.sizeless);
        self.inkless.extend(look.inkless);
        self.preserve_depth += usize::from(preserve);
        self.open.push(Element {
            name: tag.name,
            look,
            mark,
            preserve,
        });
    }

    fn close(&mut self, name: &str) {
        let lower = name.to_ascii_lowercase();
        if let Some(position) = self
            .open
            .iter()
            .rposition(|e| e.name.eq_ignore_ascii_case(name))
        {
            for element in self.open.split_off(position) {
                self.leave(element.look);
                self.preserve_depth -= usize::from(element.preserve);
                if let Some(mark) = element.mark.and_then(|i| self.out.marks.get_mut(i)) {
                    mark.end = self.out.text.len();
                }
            }
        }
        match lower.as_str() {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.break_lines(1),
            name if is_block(name) => self.break_lines(1),
            _ => {}
        }
    }

    /// Outlook on the web draws a rule with a tab index between answer and history.
    fn rule(&mut self, tag: &Tag<'_>) {
        self.break_lines(1);
        let id = tag.attribute("id").unwrap_or_default();
        let outlook = tag.attribute("tabindex").as_deref() == Some("-1")
            || matches!(id.as_str(), "stopSpelling" | "zwchr");
        if outlook {
            let start = self.out.text.len();
            self.out.marks.push(Mark {
                kind: MarkKind::History,
                start,
                end: usize::MAX,
            });
        }
    }

    fn finish(mut self) -> Converted {
        let length = self.out.text.trim_end().len();
        self.out.text.truncate(length);
        for mark in &mut self.out.marks {
            mark.start = mark.start.min(length);
            mark.end = if mark.kind == MarkKind::History {
                length
            } else {
                mark.end.min(length)
            };
        }
        self.out.marks.retain(|m| m.start < m.end);
        self.out
    }
}

/// Paragraphs of Word carry no space between them.
fn is_mso(tag: &Tag<'_>) -> bool {
    tag.attribute("class").is_some_and(|class| {
        class.contains("MsoNormal") || class.contains("MsoPlainText") || class.contains("p1")
    })
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "meta"
            | "link"
            | "input"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "source"
            | "wbr"
            | "param"
            | "track"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "table"
            | "tr"
            | "ul"
            | "ol"
            | "li"
            | "blockquote"
            | "pre"
            | "center"
            | "address"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "form"
            | "fieldset"
            | "dl"
            | "dt"
            | "dd"
            | "tbody"
            | "thead"
            | "body"
            | "html"
            | "caption"
            | "figure"
            | "main"
            | "nav"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_breaks_make_lines() {
        let text = convert("<style>x{}</style><p>a<br>b</p><div>c &amp; d</div><ul><li>e</li></ul><pre>1\n  2</pre>").text;
        assert_eq!(text, "a\nb\nc & d\n* e\n1\n  2");
    }

    #[test]
    fn layout_without_font_size_shows_its_text() {
        let html = "<td style='font-size:0'>a<div style='font-size:13px'>b</div>c</td>d";
        let converted = convert(html);
        assert_eq!(
            (converted.text.as_str(), converted.hidden.as_str()),
            ("b\nd", "a c")
        );
    }

    #[test]
    fn quotes_and_hidden_text_are_marked() {
        let converted = convert(
            "new<div style='display:none'>trap</div><blockquote type=cite>old</blockquote>after",
        );
        assert_eq!(converted.hidden, "trap");
        assert_eq!(converted.text, "new\nold\nafter");
        let mark = converted.marks[0];
        assert_eq!(
            (mark.kind, converted.text[mark.start..mark.end].trim()),
            (MarkKind::Quote, "old")
        );
    }
}
