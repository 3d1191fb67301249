//! The lines at the head of a file that say what it is: the part of YAML that help pages use, scalars, `[a, b]` and lists of dashes.
//!
//! Invariant: a text without such lines is all body.

/// The `key: value` lines at the head of a file.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter<'a> {
    fields: Vec<(&'a str, Vec<&'a str>)>,
}

impl<'a> FrontMatter<'a> {
    /// The value of a key, unless it is empty.
    pub(crate) fn get(&self, key: &str) -> Option<&'a str> {
        let (_, values) = self
            .fields
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key))?;
        values.first().copied().filter(|v| !v.is_empty())
    }

    /// The values of a list.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        let values = self
            .fields
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(key));
        let values = values.flat_map(|(_, values)| values.iter());
        let parts = values.flat_map(|v| v.trim_start_matches('[').trim_end_matches(']').split(','));
        parts
            .map(|v| unquote(v).to_owned())
            .filter(|v| !v.is_empty())
            .collect()
    }
}

/// The front matter of a text and what comes below it; `None` when it has no end.
pub(crate) fn read(text: &str) -> Option<(FrontMatter<'_>, &str)> {
    let Some(rest) = text.strip_prefix("---\n") else {
        return Some((FrontMatter::default(), text));
    };
    let mut front = FrontMatter::default();
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return Some((front, rest.get(at..).unwrap_or_default()));
        }
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some((_, values)) = front.fields.last_mut() {
                values.push(unquote(item));
            }
        } else if let Some((key, value)) = line.split_once(':') {
            let values = vec![unquote(value)];
            front.fields.push((key.trim(), values));
        }
    }
    None
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    ['"', '\'']
        .iter()
        .find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q))
        .unwrap_or(value)
}
