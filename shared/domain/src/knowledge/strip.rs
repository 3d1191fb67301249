//! Takes code out of Markdown: HTML and JSX tags, MDX imports and expressions, comments.
//!
//! Invariant: fenced code and code spans stay as they are; no tag survives outside them.

/// What a file may hold beside Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Markdown, with HTML.
    Markdown,
    /// Markdown with imports, JSX and expressions.
    Mdx,
}

impl Flavour {
    /// The flavour of a file by its name.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mdx = path
            .rsplit('.')
            .next()
            .is_some_and(|e| e.eq_ignore_ascii_case("mdx"));
        if mdx { Self::Mdx } else { Self::Markdown }
    }
}

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "template", "iframe", "svg"];

/// Markdown alone.
pub(crate) fn strip(text: &str, flavour: Flavour) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut line_start = true;
    while let Some(c) = rest.chars().next() {
        if line_start {
            if let Some(fence) = fence(rest) {
                out.push_str(fence);
                rest = rest.get(fence.len()..).unwrap_or_default();
                continue;
            }
            if flavour == Flavour::Mdx && is_module_line(rest) {
                rest = rest.get(module_length(rest)..).unwrap_or_default();
                continue;
            }
        }
        let taken = match c {
            '`' => {
                let span = code_span(rest);
                out.push_str(span);
                span.len()
            }
            '<' => tag(rest).unwrap_or_else(|| keep(&mut out, c)),
            '{' if flavour == Flavour::Mdx => expression(rest).unwrap_or_else(|| keep(&mut out, c)),
            _ => keep(&mut out, c),
        };
        line_start = c == '\n';
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

fn keep(out: &mut String, c: char) -> usize {
    out.push(c);
    c.len_utf8()
}

/// A fenced block at the beginning of the text, to its end.
fn fence(text: &str) -> Option<&str> {
    let first = text.lines().next()?;
    let marker = first.trim_start();
    let c = marker.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let size = marker.chars().take_while(|m| *m == c).count();
    if size < 3 {
        return None;
    }
    let close: String = std::iter::repeat_n(c, size).collect();
    let mut length = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        length += line.len();
        if number > 0 && line.trim().starts_with(&close) {
            break;
        }
    }
    text.get(..length)
}

fn code_span(text: &str) -> &str {
    let size = text.bytes().take_while(|b| *b == b'`').count();
    let ticks = text.get(..size).unwrap_or_default();
    let inner = text.get(size..).unwrap_or_default();
    let paragraph = inner.find("\n\n").unwrap_or(inner.len());
    match inner.get(..paragraph).and_then(|p| p.find(ticks)) {
        Some(at) => text.get(..size * 2 + at).unwrap_or(ticks),
        None => ticks,
    }
}

fn is_module_line(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let import = line.starts_with("import ")
        && (line.contains('"') || line.contains('\'') || line.contains('{'));
    import
        || (line.starts_with("export ")
            && ["const", "default", "function", "let", "{", "*", "class"]
                .iter()
                .any(|w| {
                    line.get(7..)
                        .unwrap_or_default()
                        .trim_start()
                        .starts_with(w)
                }))
}

/// An import or export reaches to the next empty line, as in MDX.
fn module_length(text: &str) -> usize {
    text.find("\n\n").map_or(text.len(), |at| at + 1)
}

/// The length of a tag or comment at the beginning of the text; `None` when it is text or an autolink.
fn tag(text: &str) -> Option<usize> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or(text.len(), |at| at + 7));
    }
    let inner = text.get(1..)?;
    let first = inner.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?' | '>')) {
        return None;
    }
    let end = tag_end(inner)?;
    let content = inner.get(..end)?;
    let name = content
        .trim_start_matches('/')
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()?;
    let autolink = !content.contains(char::is_whitespace)
        && (content.contains("://") || content.contains('@') || content.starts_with("mailto:"));
    if autolink && !content.contains('"') {
        return None;
    }
    let length = end + 2;
    let silent = SILENT.iter().any(|s| name.eq_ignore_ascii_case(s));
    if silent && first != '/' && !content.ends_with('/') {
        let rest = text.get(length..).unwrap_or_default().to_ascii_lowercase();
        let close = format!("</{}", name.to_ascii_lowercase());
        return Some(rest.find(&close).map_or(text.len(), |at| length + at));
    }
    Some(length)
}

/// The place of the `>` that ends a tag, outside quotes and braces.
fn tag_end(inner: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0u32);
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            (None, '>') if depth == 0 => return Some(at),
            (None, _) => {}
        }
        if at > 4_000 {
            return None;
        }
    }
    // A quote that never closes must not hide the tag from us.
    inner.find('>')
}

/// The length of a balanced `{…}` of MDX.
fn expression(text: &str) -> Option<usize> {
    let mut depth = 0u32;
    for (at, c) in text.char_indices().take(4_000) {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_imports_and_expressions_go_and_code_stays() {
        let cases = [
            ("a <b>bold</b> word", "a bold word"),
            (
                "<Callout type=\"x > y\" on={() => { z }}>\nText\n</Callout>",
                "\nText\n",
            ),
            ("import A from 'a'\n\nText {1 + {a: 2}.a}!", "\nText !"),
            ("export const a = 1\n\nText", "\nText"),
            ("important: import nothing", "important: import nothing"),
            (
                "`<b>` and\n```\n<i>{x}</i>\n```\nend",
                "`<b>` and\n```\n<i>{x}</i>\n```\nend",
            ),
            ("x <!-- hidden --> y", "x  y"),
            ("x <script>alert(1)</script> y", "x  y"),
            (
                "<https://demo.test/a> <a@demo.test> 3 < 4",
                "<https://demo.test/a> <a@demo.test> 3 < 4",
            ),
            ("{/* note */}Text", "Text"),
            ("<a href=\"https://demo.test\">x</a>", "x"),
        ];
        for (text, expected) in cases {
            assert_eq!(strip(text, Flavour::Mdx), expected);
        }
        assert_eq!(strip("{kept}", Flavour::Markdown), "{kept}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(.|\n|<|>|`|\\{|\\}|import |')*") {
            let _ = strip(&text, Flavour::Mdx);
        }
    }
}
