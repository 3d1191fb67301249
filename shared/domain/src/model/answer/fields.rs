//! Takes typed values out of a JSON object and writes down what is wrong with each.
//!
//! Invariant: a value that is returned is either right or has a fault beside it.

use serde_json::{Map, Value};

use super::super::clean;

/// The fields of one object and the faults found so far.
pub(super) struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    path: String,
    pub(super) faults: Vec<String>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(object: &'a Map<String, Value>) -> Self {
        Self {
            object: Some(object),
            path: String::new(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, name: &str, rule: &str) {
        self.faults.push(format!("`{}{name}` {rule}.", self.path));
    }

    fn take(&mut self, name: &str) -> Option<&'a Value> {
        let object = self.object?;
        let value = object.get(name);
        if value.is_none() {
            self.fault(name, "is missing");
        }
        value
    }

    /// A text of `least` to `most` characters, without hidden characters.
    pub(super) fn text(&mut self, name: &str, least: usize, most: usize) -> String {
        match self.take(name) {
            Some(Value::String(text)) => self.sized(name, text, least, most),
            Some(_) => {
                self.fault(name, "must be a string");
                String::new()
            }
            None => String::new(),
        }
    }

    fn sized(&mut self, name: &str, text: &str, least: usize, most: usize) -> String {
        let text = clean::visible(text);
        let length = text.chars().count();
        if length < least {
            self.fault(name, "must not be empty");
        } else if length > most {
            self.fault(
                name,
                &format!("must have at most {most} characters, it has {length}"),
            );
        }
        text
    }

    /// A text or null; an empty text counts as null.
    pub(super) fn nullable_text(&mut self, name: &str, most: usize) -> Option<String> {
        let value = self.take(name)?;
        let text = value.as_str();
        if text.is_none() && !value.is_null() {
            self.fault(name, "must be a string or null");
        }
        let text = text.map(|text| self.sized(name, text, 0, most));
        text.filter(|text| !text.is_empty())
    }

    /// A language tag by its shape (RFC 5646): two to eight letters, then subtags of letters and digits.
    pub(super) fn language(&mut self, name: &str) -> String {
        let tag = self.text(name, 0, 200).replace('_', "-");
        if self.object.is_some_and(|object| object.contains_key(name)) && !is_language(&tag) {
            self.fault(
                name,
                "must be a BCP 47 language tag such as `de` or `pt-BR`, or `und`",
            );
        }
        tag
    }

    /// One of some words.
    pub(super) fn one_of(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let value = self.take(name)?;
        let found = value.as_str().filter(|text| words.contains(text));
        if found.is_none() {
            self.fault(name, &format!("must be one of: {}", words.join(", ")));
        }
        found.map(str::to_owned)
    }

    /// A value of a closed list.
    pub(super) fn word<T: Copy>(
        &mut self,
        name: &str,
        all: &[T],
        word: fn(T) -> &'static str,
        other: T,
    ) -> T {
        let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
        let found = self.one_of(name, &words);
        let position = found.and_then(|found| words.iter().position(|word| *word == found));
        position.and_then(|i| all.get(i)).copied().unwrap_or(other)
    }

    /// A number from 0 to 1.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share needs no more than seven digits"
    )]
    pub(super) fn share(&mut self, name: &str) -> f32 {
        let Some(value) = self.take(name) else {
            return 0.0;
        };
        let number = value.as_f64().filter(|number| (0.0..=1.0).contains(number));
        if number.is_none() {
            self.fault(name, "must be a number from 0 to 1");
        }
        number.unwrap_or(0.0) as f32
    }

    /// True or false.
    pub(super) fn truth(&mut self, name: &str) -> bool {
        let Some(value) = self.take(name) else {
            return false;
        };
        let truth = value.as_bool();
        if truth.is_none() {
            self.fault(name, "must be true or false");
        }
        truth.unwrap_or(false)
    }

    fn list(&mut self, name: &str, most: usize) -> &'a [Value] {
        match self.take(name) {
            Some(Value::Array(items)) if items.len() <= most => items,
            Some(Value::Array(items)) => {
                let rule = format!("must have at most {most} entries, it has {}", items.len());
                self.fault(name, &rule);
                &[]
            }
            Some(_) => {
                self.fault(name, "must be a list");
                &[]
            }
            None => &[],
        }
    }

    /// A list of texts that are not empty.
    pub(super) fn texts(&mut self, name: &str, most: usize, longest: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for (item, n) in self.list(name, most).iter().zip(0..) {
            let place = format!("{name}[{n}]");
            match item.as_str() {
                Some(text) => texts.push(self.sized(&place, text, 0, longest)),
                None => self.fault(&place, "must be a string"),
            }
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// The fields of an object inside this one; its faults have to be taken back.
    pub(super) fn inner(&mut self, name: &str) -> Fields<'a> {
        let object = match self.take(name) {
            Some(Value::Object(object)) => Some(object),
            Some(_) => {
                self.fault(name, "must be an object");
                None
            }
            None => None,
        };
        Fields {
            object,
            path: format!("{}{name}.", self.path),
            faults: Vec::new(),
        }
    }

    /// The fields of each object of a list; their faults have to be taken back.
    pub(super) fn objects(&mut self, name: &str, most: usize) -> Vec<Fields<'a>> {
        let mut all = Vec::new();
        for (item, n) in self.list(name, most).iter().zip(0..) {
            let place = format!("{name}[{n}]");
            match item.as_object() {
                Some(object) => all.push(Fields {
                    object: Some(object),
                    path: format!("{}{place}.", self.path),
                    faults: Vec::new(),
                }),
                None => self.fault(&place, "must be an object"),
            }
        }
        all
    }
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=8).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && tag.len() <= 35
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
