//! The hard facts of a text: numbers with their units, dates, links, addresses, telephone numbers, codes.
//!
//! Invariant: the same fact in another notation is the same value: `1'000`, `1,000` and `1.000`; `14 days` and `14 Tage`.

use std::collections::BTreeSet;
use std::fmt;

use super::links;
use super::units::{self, Unit};
use crate::knowledge::words::fold;

/// A fact that must not be invented.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// A number and what it counts.
    Number(String, Option<Unit>),
    /// Day and month, and the year when it is given.
    Date(u8, u8, Option<String>),
    /// A web address, normalised.
    Link(String),
    /// An e-mail address in lower case.
    Email(String),
    /// The digits of a telephone number.
    Phone(String),
    /// Letters and digits, such as `sync-409`.
    Code(String),
}

/// A fact and how the text writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) value: Value,
    pub(super) shown: String,
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.value {
            Value::Number(_, Some(Unit::Percent)) => "the percentage",
            Value::Number(
                _,
                Some(Unit::Euro | Unit::Dollar | Unit::Pound | Unit::Franc | Unit::Krona),
            ) => "the amount",
            Value::Number(..) => "the number",
            Value::Date(..) => "the date",
            Value::Link(_) => "the link",
            Value::Email(_) => "the address",
            Value::Phone(_) => "the telephone number",
            Value::Code(_) => "the code",
        };
        write!(f, "{kind} {}", self.shown)
    }
}

/// What is known: the facts of the sources.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    values: BTreeSet<Value>,
    numbers: BTreeSet<String>,
}

impl Known {
    /// The facts of texts.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = Self::default();
        for fact in texts.into_iter().flat_map(facts) {
            if let Value::Number(number, _) = &fact.value {
                known.numbers.insert(number.clone());
            }
            known.values.insert(fact.value);
        }
        known
    }

    /// Adds an address that need not stand in a text.
    pub(super) fn add_link(&mut self, address: &str) {
        for found in links::find(address) {
            self.values.insert(link_value(&found));
        }
    }

    /// Whether a fact of a draft is one of them. A bare number may stand for a number with a unit, not the reverse.
    pub(super) fn has(&self, value: &Value) -> bool {
        match value {
            Value::Number(number, None) => self.numbers.contains(number),
            Value::Date(day, month, None) => self
                .values
                .iter()
                .any(|v| matches!(v, Value::Date(d, m, _) if d == day && m == month)),
            Value::Number(_, Some(_))
            | Value::Date(..)
            | Value::Link(_)
            | Value::Email(_)
            | Value::Phone(_)
            | Value::Code(_) => self.values.contains(value),
        }
    }
}

fn link_value(found: &links::Link) -> Value {
    match &found.target {
        links::Target::Email(address) => Value::Email(address.clone()),
        links::Target::Web { normal, .. } => Value::Link(normal.clone()),
        links::Target::Other => Value::Link(found.shown.to_lowercase()),
    }
}

/// The facts of a text, in order.
pub(super) fn facts(text: &str) -> Vec<Fact> {
    let mut found = Vec::new();
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for link in links::find(text) {
        plain.push_str(text.get(at..link.start).unwrap_or_default());
        plain.push(' ');
        at = link.end;
        found.push(Fact {
            value: link_value(&link),
            shown: link.shown.clone(),
        });
    }
    plain.push_str(text.get(at..).unwrap_or_default());
    let tokens = tokens(&plain);
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        let taken = date(rest)
            .or_else(|| phone(rest))
            .or_else(|| number(rest))
            .or_else(|| code(first));
        match taken {
            Some((fact, used)) => {
                found.push(fact);
                rest = rest.get(used.max(1)..).unwrap_or_default();
            }
            None => rest = after,
        }
    }
    found
}

/// Words, and the signs of currencies and percent as words of their own; a list number at a line's head is none.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for line in fold(text).lines() {
        let trimmed = line.trim_start();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let after = trimmed.get(digits..).unwrap_or_default();
        let listed =
            (1..=2).contains(&digits) && (after.starts_with(". ") || after.starts_with(") "));
        let line = if listed { after } else { trimmed };
        let spaced: String = line
            .chars()
            .flat_map(|c| match c {
                '€' | '$' | '£' | '%' => [' ', c, ' '],
                '(' | ')' | '[' | ']' | '"' | '„' | '“' | '”' | '«' | '»' | '*' | '_' | '|'
                | ';' | '?' | '!' | '=' | '~' => [' '; 3],
                _ => ['\0', c, '\0'],
            })
            .filter(|c| *c != '\0')
            .collect();
        tokens.extend(
            spaced
                .split_whitespace()
                .map(|t| t.trim_matches([',', '.', ':', '\'', '-', '–']).to_owned()),
        );
    }
    tokens.retain(|t| !t.is_empty());
    tokens
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number without its separators for thousands, the decimals behind a point: `1.234,50` becomes `1234.5`.
fn plain_number(token: &str) -> Option<String> {
    let token = token.trim_start_matches('+');
    if !token.starts_with(|c: char| c.is_ascii_digit())
        || token
            .chars()
            .any(|c| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'')))
    {
        return None;
    }
    let last = token.rfind(['.', ',']);
    let decimals = last.filter(|at| {
        let tail = token.get(at + 1..).unwrap_or_default();
        let sign = token.get(*at..=*at).unwrap_or_default();
        let once = token.matches(sign).count() == 1;
        once && (tail.len() != 3 || token.starts_with('0'))
    });
    let (whole, fraction) = match decimals {
        Some(at) => (token.get(..at)?, token.get(at + 1..)?),
        None => (token, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    })
}

fn number(tokens: &[String]) -> Option<(Fact, usize)> {
    let [first, rest @ ..] = tokens else {
        return None;
    };
    let before = units::unit(first).filter(|u| {
        matches!(
            u,
            Unit::Euro | Unit::Dollar | Unit::Pound | Unit::Franc | Unit::Krona
        )
    });
    if let (Some(unit), Some(token)) = (before, rest.first())
        && let Some(number) = plain_number(token)
    {
        let value = Value::Number(number, Some(unit));
        let shown = format!("{first}{token}");
        return Some((Fact { value, shown }, 2));
    }
    let glued = first.find(|c: char| c.is_alphabetic()).and_then(|at| {
        let (number, unit) = first.split_at_checked(at)?;
        Some((plain_number(number)?, units::unit(unit)?))
    });
    if let Some((number, unit)) = glued {
        return Some((
            Fact {
                value: Value::Number(number, Some(unit)),
                shown: first.clone(),
            },
            1,
        ));
    }
    let numeral = units::numeral(first);
    let number = match numeral {
        Some(numeral) => numeral.to_owned(),
        None => plain_number(first)?,
    };
    // `5 working days`, `5 to 10 days`: the unit may stand a few words on.
    let unit = rest
        .iter()
        .take(4)
        .enumerate()
        .find_map(|(i, t)| Some((i, units::unit(t)?)));
    let between = rest.iter().take(unit.map_or(0, |(i, _)| i));
    let clean = between
        .clone()
        .all(|t| plain_number(t).is_some() || JOINING.split(' ').any(|j| j == t));
    let unit = unit.filter(|_| clean);
    if numeral.is_some() && unit.is_none() {
        return None;
    }
    let shown = match unit {
        Some((i, _)) => [first]
            .into_iter()
            .chain(rest.iter().take(i + 1))
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        None => first.clone(),
    };
    Some((
        Fact {
            value: Value::Number(number, unit.map(|(_, u)| u)),
            shown,
        },
        1,
    ))
}

/// Words between a number and its unit.
const JOINING: &str = "to bis a tot till ate hasta and und et e y en o or oder of ou eller working business full whole ganze volle - – more";

fn date(tokens: &[String]) -> Option<(Fact, usize)> {
    let first = tokens.first()?;
    if let Some(fact) = numeric_date(first) {
        return Some((fact, 1));
    }
    let day_of = |token: &str| -> Option<u8> {
        let token = token
            .trim_end_matches("st")
            .trim_end_matches("nd")
            .trim_end_matches("rd")
            .trim_end_matches("th")
            .trim_end_matches("er");
        token.parse().ok().filter(|d| (1..=31).contains(d))
    };
    let second = tokens.get(1)?;
    let link = matches!(second.as_str(), "de" | "of" | "den");
    let second = if link { tokens.get(2)? } else { second };
    let (day, month) = match (day_of(first), units::month(second)) {
        (Some(day), Some(month)) => (day, month),
        _ => (day_of(second)?, units::month(first)?),
    };
    let mut used = if link { 3 } else { 2 };
    let skip = usize::from(tokens.get(used).is_some_and(|t| t == "de"));
    let year = tokens
        .get(used + skip)
        .filter(|t| t.len() == 4 && digits(t))
        .cloned();
    if year.is_some() {
        used += skip + 1;
    }
    let shown = tokens.get(..used)?.join(" ");
    Some((
        Fact {
            value: Value::Date(day, month, year),
            shown,
        },
        used,
    ))
}

/// `2026-11-16`, `16.11.2026`, `16/11/26`. Where day and month could be either way round, day first: sources and draft are read alike.
fn numeric_date(token: &str) -> Option<Fact> {
    let separator = ['-', '.', '/']
        .into_iter()
        .find(|s| token.matches(*s).count() == 2)?;
    let parts: Vec<&str> = token.split(separator).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    if ![a, b, c].iter().all(|p| digits(p)) {
        return None;
    }
    let (day, month, year) = if a.len() == 4 { (c, b, a) } else { (a, b, c) };
    let (day, month): (u8, u8) = (day.parse().ok()?, month.parse().ok()?);
    let (day, month) = if month > 12 {
        (month, day)
    } else {
        (day, month)
    };
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let year = if year.len() == 2 {
        format!("20{year}")
    } else {
        (*year).to_string()
    };
    Some(Fact {
        value: Value::Date(day, month, Some(year)),
        shown: token.to_owned(),
    })
}

/// Seven digits or more that begin with `+` or `0`, with blanks or strokes between them.
fn phone(tokens: &[String]) -> Option<(Fact, usize)> {
    let first = tokens.first()?;
    if !first.starts_with(['+', '0']) && !first.starts_with("1-") {
        return None;
    }
    let piece = |t: &&String| {
        t.chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '/' | '.'))
    };
    let pieces: Vec<&str> = tokens
        .iter()
        .take_while(piece)
        .map(String::as_str)
        .collect();
    let number: String = pieces
        .iter()
        .flat_map(|p| p.chars())
        .filter(char::is_ascii_digit)
        .collect();
    (7..=15).contains(&number.len()).then(|| {
        (
            Fact {
                value: Value::Phone(number),
                shown: pieces.join(" "),
            },
            pieces.len(),
        )
    })
}

fn code(token: &str) -> Option<(Fact, usize)> {
    let letters = token.chars().any(char::is_alphabetic);
    let digits = token.chars().filter(char::is_ascii_digit).count();
    (letters && digits > 0).then(|| {
        (
            Fact {
                value: Value::Code(token.to_owned()),
                shown: token.to_owned(),
            },
            1,
        )
    })
}

#[cfg(test)]
mod tests;
