//! Markdown as the blocks a reader sees, each under its headings.
//!
//! Invariant: a block is plain text; markup, HTML and pictures leave nothing behind but their words.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::strip::{self, Flavour};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Running text; may be cut between sentences.
    Text,
    /// Code; never cut.
    Code,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
    /// The addresses that its links lead to.
    pub links: Vec<String>,
}

/// The blocks of a body.
#[must_use]
pub fn blocks(body: &str, flavour: Flavour) -> Vec<Block> {
    let text = strip::strip(body, flavour);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::default();
    for event in Parser::new_ext(&text, options) {
        reader.event(event);
    }
    reader.flush(Kind::Text);
    reader.blocks
}

/// The first heading of a text.
pub(super) fn title(text: &str) -> Option<String> {
    let mut reader = Reader::default();
    for event in Parser::new(text) {
        reader.event(event);
        if let Some((_, heading)) = reader.headings.first() {
            return Some(heading.clone());
        }
    }
    None
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    headings: Vec<(HeadingLevel, String)>,
    text: String,
    links: Vec<String>,
    /// Numbers of the open lists; `None` for dashes.
    lists: Vec<Option<u64>>,
    pictures: usize,
    cells: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.pictures == 0 => {
                self.text.push_str(&text)
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Text(_)
            | Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what opens no block of its own needs no word"
    )]
    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } | Tag::Paragraph if self.lists.is_empty() => self.flush(Kind::Text),
            Tag::CodeBlock(_) | Tag::TableHead | Tag::TableRow => {
                self.flush(Kind::Text);
                self.cells = 0;
            }
            Tag::List(first) => {
                self.flush(Kind::Text);
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush(Kind::Text);
                self.item();
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.text.push_str(" | ");
                }
                self.cells += 1;
            }
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::Image { .. } => self.pictures += 1,
            _ => {}
        }
    }

    fn item(&mut self) {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number += 1;
            }
            Some(None) => self.text.push_str("- "),
            None => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what closes no block of its own needs no word"
    )]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.text);
                self.headings.retain(|(above, _)| *above < level);
                self.headings.push((level, one_line(&text)));
            }
            TagEnd::CodeBlock => self.flush(Kind::Code),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                self.flush(Kind::Text)
            }
            TagEnd::List(_) => {
                self.flush(Kind::Text);
                self.lists.pop();
            }
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            _ => {}
        }
    }

    fn flush(&mut self, kind: Kind) {
        let text = std::mem::take(&mut self.text);
        let links = std::mem::take(&mut self.links);
        let text = match kind {
            Kind::Text => one_line(&text),
            Kind::Code => text.trim_end().to_owned(),
        };
        if text.is_empty() || text == "-" {
            return;
        }
        let headings = self
            .headings
            .iter()
            .map(|(_, heading)| heading.clone())
            .collect();
        self.blocks.push(Block {
            headings,
            kind,
            text,
            links,
        });
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_under_their_headings() {
        let body = "Intro with [a link](https://demo.test/x).\n\n## One\n\n1. First **step**\n2. Second\n\n- dash\n\n### Deep\n\n```\ncode  here\n```\n\n## Two\n\n| A | B |\n|---|---|\n| 1 € | b |\n\n![pic](x.png) End.";
        let blocks = blocks(body, Flavour::Markdown);
        let shown: Vec<(String, &str)> = blocks
            .iter()
            .map(|b| (b.headings.join("/"), b.text.as_str()))
            .collect();
        let expected = [
            ("", "Intro with a link."),
            ("One", "1. First step"),
            ("One", "2. Second"),
            ("One", "- dash"),
            ("One/Deep", "code  here"),
            ("Two", "A | B"),
            ("Two", "1 € | b"),
            ("Two", "End."),
        ];
        assert_eq!(shown, expected.map(|(h, t)| (h.to_owned(), t)));
        assert_eq!(blocks[0].links, ["https://demo.test/x"]);
        assert_eq!(blocks[4].kind, Kind::Code);
    }

    #[test]
    fn loose_lists_keep_their_numbers() {
        let shown: Vec<String> = blocks("1. One\n\n2. Two\n", Flavour::Markdown)
            .into_iter()
            .map(|b| b.text)
            .collect();
        assert_eq!(shown, ["1. One", "2. Two"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(.|\n|#|\\||`|<|- |1\\. |\\[|\\])*") {
            let _ = blocks(&text, Flavour::Mdx);
        }
    }
}
