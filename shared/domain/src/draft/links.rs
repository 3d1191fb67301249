//! Finds everything in a text that a mail program could turn into a link.
//!
//! Invariant: rather one too many: what looks like a host name is one unless it is plainly something else.

use url::Url;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A web page: its host as browsers read it, and host and path in one spelling.
    Web {
        /// Lower case, punycode for anything beyond ASCII.
        host: String,
        /// Host without `www.`, port, path and query.
        normal: String,
    },
    /// A mailbox, in lower case.
    Email(String),
    /// Anything else: another scheme, a disguise, a name before the host.
    Other,
}

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shown: String,
    pub(super) target: Target,
}

/// Last parts of names of files that no host name ends with.
const FILES: &str = "csv txt pdf json jpg jpeg png gif svg webp xml docx xlsx pptx mp3 m4a ogg wma amr html htm log ics exe apkg colpkg js css md mdx yml yaml heic eml";

/// Abbreviations with a dot in the middle.
const ABBREVIATIONS: &str =
    "p.ex t.ex p.ej d.w.z d.v.s bl.a e.g i.e z.b u.a d.h o.a m.m m.fl a.m p.m";

/// Last labels that a mail program links whatever their case.
const COMMON: &str = "com net org io info biz app dev test online site xyz shop ru cn de fr it nl es pt se eu uk us co me ly to link click ch at be top live page";

/// A dot as people say it.
const DOTS: [&str; 6] = ["dot", "punkt", "punto", "ponto", "point", "punt"];

/// Ways to write a dot or an at sign that a person undoes.
const DISGUISES: &[&str] = &[
    "[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", "[at]", "(at)", "{at}", "[punkt]", "(punkt)",
    "hxxp", "[:]",
];

/// The links of a text, in order, without overlap.
pub(super) fn find(text: &str) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    let words = spans(text, char::is_whitespace);
    for (number, (start, end)) in words.iter().enumerate() {
        let word = text.get(*start..*end).unwrap_or_default();
        if is_disguised(word) {
            push(&mut found, text, *start, *end, Target::Other);
        } else if let Some(last) = spoken(text, &words, number) {
            push(&mut found, text, *start, last, Target::Other);
        } else if found.last().is_none_or(|l| l.end <= *start) {
            pieces(&mut found, text, *start, *end);
        }
    }
    found
}

/// Most words are plain, so only what has a bracket or `hxxp` in it is looked at closely.
fn is_disguised(word: &str) -> bool {
    let bytes = word.as_bytes();
    let odd = bytes.iter().any(|b| matches!(b, b'[' | b'(' | b'{'))
        || bytes.windows(4).any(|w| w.eq_ignore_ascii_case(b"hxxp"));
    odd && {
        let lower = word.to_lowercase();
        DISGUISES.iter().any(|d| lower.contains(d))
    }
}

fn push(found: &mut Vec<Link>, text: &str, start: usize, end: usize, target: Target) {
    let shown = text.get(start..end).unwrap_or_default().to_owned();
    if !shown.is_empty() {
        found.push(Link {
            start,
            end,
            shown,
            target,
        });
    }
}

fn spans(text: &str, gap: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if gap(c) {
            spans.extend(start.take().map(|s| (s, at)));
        } else {
            start = start.or(Some(at));
        }
    }
    spans.extend(start.map(|s| (s, text.len())));
    spans
}

/// `evil dot test`: the end of the last word of a host name that is spelled out.
fn spoken(text: &str, words: &[(usize, usize)], number: usize) -> Option<usize> {
    let word = |offset: usize| {
        let (start, end) = words.get(number + offset)?;
        text.get(*start..*end)
    };
    let dot = word(1)?;
    if !DOTS.iter().any(|name| dot.eq_ignore_ascii_case(name)) {
        return None;
    }
    let after = word(2)?
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let common = COMMON.split(' ').any(|c| c == after);
    let (_, end) = words.get(number + 2).filter(|_| common)?;
    Some(*end)
}

/// The links within a word, which may stand in brackets, quotes or emphasis.
fn pieces(found: &mut Vec<Link>, text: &str, start: usize, end: usize) {
    let word = text.get(start..end).unwrap_or_default();
    let gap = |c: char| {
        matches!(
            c,
            '<' | '>'
                | '"'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '|'
                | ','
                | ';'
                | '*'
                | '`'
                | '„'
                | '“'
                | '”'
                | '«'
                | '»'
                | '‹'
                | '›'
                | '’'
                | '‘'
                | '\''
                | '\\'
                | '^'
        )
    };
    for (from, to) in spans(word, gap) {
        let piece = word.get(from..to).unwrap_or_default();
        let lead = piece.len()
            - piece
                .trim_start_matches(['.', '_', '~', '-', ':', '!', '?', '='])
                .len();
        let piece = piece.get(lead..).unwrap_or_default();
        let piece = piece.trim_end_matches(['.', ':', '!', '?', '_', '~', '-', '…', '=']);
        if let Some(target) = target(piece) {
            let at = start + from + lead;
            push(found, text, at, at + piece.len(), target);
        }
    }
}

fn target(piece: &str) -> Option<Target> {
    let dotted: String = piece
        .chars()
        .map(|c| {
            if matches!(c, '。' | '．' | '｡' | '․') {
                '.'
            } else {
                c
            }
        })
        .collect();
    let lower = dotted.to_lowercase();
    if let Some(address) = lower.strip_prefix("mailto:") {
        return Some(email(address.split('?').next().unwrap_or_default()).unwrap_or(Target::Other));
    }
    if ["javascript:", "data:", "vbscript:", "file:", "blob:"]
        .iter()
        .any(|s| lower.starts_with(s))
    {
        return Some(Target::Other);
    }
    if let Some(at) = dotted
        .find("://")
        .or_else(|| dotted.find(":/").filter(|_| lower.starts_with("http")))
    {
        let scheme = lower.get(..at).unwrap_or_default();
        return Some(if matches!(scheme, "http" | "https") {
            web(&dotted)
        } else {
            Target::Other
        });
    }
    if let Some(rest) = dotted.strip_prefix("//") {
        return Some(web(&format!("https://{rest}")));
    }
    if lower.contains('@') {
        return email(&lower).or_else(|| lower.contains('.').then_some(Target::Other));
    }
    is_host(&dotted).then(|| web(&format!("https://{dotted}")))
}

fn web(address: &str) -> Target {
    let Ok(url) = Url::parse(address) else {
        return Target::Other;
    };
    // A name before the host makes `https://demo.test@evil.test` look like ours.
    if !url.username().is_empty() || url.password().is_some() {
        return Target::Other;
    }
    let Some(host) = url.host_str() else {
        return Target::Other;
    };
    let host = host.trim_end_matches('.').to_owned();
    let mut normal = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    if let Some(port) = url.port() {
        normal.push_str(&format!(":{port}"));
    }
    normal.push_str(url.path().trim_end_matches('/'));
    if let Some(query) = url.query() {
        normal.push('?');
        normal.push_str(query);
    }
    Target::Web { host, normal }
}

fn email(address: &str) -> Option<Target> {
    let (local, domain) = address.rsplit_once('@')?;
    if local.is_empty() || !is_host(domain) {
        return None;
    }
    let Target::Web { host, .. } = web(&format!("https://{domain}")) else {
        return Some(Target::Other);
    };
    Some(Target::Email(format!("{local}@{host}")))
}

/// Whether a text reads as a host name, with or without a path.
fn is_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let [.., before, last] = labels.as_slice() else {
        return false;
    };
    let valid = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    if !labels.iter().all(valid) {
        return false;
    }
    let lower = last.to_lowercase();
    if labels.len() == 4 && labels.iter().all(|l| l.parse::<u8>().is_ok()) {
        return true;
    }
    if last.chars().count() < 2
        || !(lower.starts_with("xn--") || last.chars().all(char::is_alphabetic))
    {
        return false;
    }
    if COMMON.split(' ').any(|c| c == lower) {
        return true;
    }
    // A forgotten blank between two sentences: `works.Then`.
    let sentence = last.starts_with(char::is_uppercase) && before.ends_with(char::is_lowercase);
    let file = FILES.split(' ').any(|f| f == lower) && host.len() == text.len();
    let whole = host.to_lowercase();
    !(sentence || file || ABBREVIATIONS.split(' ').any(|a| a == whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str) -> Vec<String> {
        let shown = find(text).into_iter().map(|l| match l.target {
            Target::Web { normal, .. } => normal,
            Target::Email(address) => address,
            Target::Other => "other".to_owned(),
        });
        shown.collect()
    }

    #[test]
    fn whatever_can_be_clicked_is_found() {
        let cases = [
            ("see https://Evil.test/Pay?x=1.", "evil.test/Pay?x=1"),
            ("(www.evil.test)", "evil.test"),
            ("evil.test/pay", "evil.test/pay"),
            ("EVIL.TEST", "evil.test"),
            ("http://192.0.2.1/x", "192.0.2.1/x"),
            ("http://3221225985/", "192.0.2.1"),
            ("**evil.test**", "evil.test"),
            ("https://demo.test@evil.test/", "other"),
            ("https://demo.test\\@evil.test/", "demo.test"),
            ("javascript:alert(1)", "other"),
            ("evil[.]test", "other"),
            ("hxxps://evil.test", "other"),
            ("evil dot test", "other"),
            ("a@evil.test", "a@evil.test"),
            ("mailto:a@Evil.test?subject=x", "a@evil.test"),
            ("evil。test", "evil.test"),
            ("//evil.test/x", "evil.test/x"),
            ("https://dеmo.test", "xn--dmo-bdd.test"),
            ("x.com", "x.com"),
        ];
        for (text, expected) in cases {
            let found = hosts(text);
            let first = found.first().map(String::as_str);
            let homograph =
                expected.starts_with("xn--") && first.is_some_and(|f| f.starts_with("xn--"));
            assert!(first == Some(expected) || homograph, "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_plainly_no_link_is_left() {
        for text in [
            "version 4.12.2",
            "6.99 €",
            "z.B. so",
            "e.g. this",
            "works.Then",
            "cards.apkg",
            "and/or",
            "16.11.2026",
            "p.ex. cela",
            "...",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn links_lie_within_the_text_in_order(text in "(.|\n|[a-z]|\\.|@|/|:| )*") {
            let mut at = 0;
            for link in find(&text) {
                proptest::prop_assert!(link.start >= at && link.end > link.start);
                proptest::prop_assert_eq!(text.get(link.start..link.end), Some(link.shown.as_str()));
                at = link.end;
            }
        }
    }
}
