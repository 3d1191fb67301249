//! Event filter patterns of an event-source mapping: lists of equal values, prefix, suffix, anything-but,
//! equals-ignore-case, exists. Invariant: a pattern this module cannot judge is refused when it is read, never
//! taken to match.

use serde_json::{Map, Value};

/// A filter criterion that is understood.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Map<String, Value>);

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the filter pattern part {part} cannot be judged; use lists of values, prefix, suffix, anything-but, equals-ignore-case or exists"
)]
pub struct PatternError {
    /// The part, as JSON.
    pub part: String,
}

impl Pattern {
    /// Accepts a pattern all of whose parts are understood.
    pub(crate) fn read(pattern: &Value) -> Result<Self, PatternError> {
        match pattern {
            Value::Object(fields) => {
                fields
                    .iter()
                    .try_for_each(|(name, inner)| understood(name, inner))?;
                Ok(Self(fields.clone()))
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Err(refused(pattern)),
        }
    }

    /// Whether an event passes.
    pub(crate) fn matches(&self, event: &Value) -> bool {
        fields_match(&self.0, event)
    }
}

fn refused(part: &Value) -> PatternError {
    PatternError {
        part: part.to_string(),
    }
}

fn understood(name: &str, pattern: &Value) -> Result<(), PatternError> {
    match pattern {
        _ if name.starts_with('$') => Err(refused(pattern)),
        Value::Object(fields) => fields
            .iter()
            .try_for_each(|(name, inner)| understood(name, inner)),
        Value::Array(tests) if !tests.is_empty() => tests.iter().try_for_each(understood_test),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(refused(pattern))
        }
    }
}

fn understood_test(test: &Value) -> Result<(), PatternError> {
    let known = match test {
        Value::Object(_) => match single(test) {
            Some(("prefix" | "suffix" | "equals-ignore-case", value)) => value.is_string(),
            Some(("exists", value)) => value.is_boolean(),
            Some(("anything-but", Value::Array(values))) => values.iter().all(is_plain),
            Some(("anything-but", value)) => is_plain(value),
            Some(_) | None => false,
        },
        Value::Array(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    if known { Ok(()) } else { Err(refused(test)) }
}

fn is_plain(value: &Value) -> bool {
    value.is_string() || value.is_number()
}

fn single(test: &Value) -> Option<(&str, &Value)> {
    let object = test.as_object()?;
    let first = object
        .iter()
        .next()
        .map(|(key, value)| (key.as_str(), value));
    first.filter(|_| object.len() == 1)
}

fn fields_match(fields: &Map<String, Value>, event: &Value) -> bool {
    fields.iter().all(|(name, pattern)| {
        let found = event.get(name);
        match pattern {
            Value::Object(inner) => fields_match(inner, found.unwrap_or(&Value::Null)),
            Value::Array(tests) => tests.iter().any(|test| passes(test, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    })
}

/// A list in the event passes when any of its items does.
fn passes(test: &Value, found: Option<&Value>) -> bool {
    if let Some(("exists", wanted)) = single(test) {
        // Only leaves exist for a pattern; an inner object is not one.
        let there = found.is_some_and(|value| !value.is_object());
        return wanted.as_bool() == Some(there);
    }
    match found {
        Some(Value::Array(items)) => items.iter().any(|item| one_passes(test, item)),
        Some(value) => one_passes(test, value),
        None => false,
    }
}

fn one_passes(test: &Value, value: &Value) -> bool {
    let text = value.as_str();
    let texts = |wanted: &Value, compare: fn(&str, &str) -> bool| {
        text.zip(wanted.as_str())
            .is_some_and(|(text, wanted)| compare(text, wanted))
    };
    match single(test) {
        Some(("prefix", wanted)) => texts(wanted, |text, wanted| text.starts_with(wanted)),
        Some(("suffix", wanted)) => texts(wanted, |text, wanted| text.ends_with(wanted)),
        Some(("equals-ignore-case", wanted)) => texts(wanted, |text, wanted| {
            text.to_lowercase() == wanted.to_lowercase()
        }),
        Some(("anything-but", Value::Array(excluded))) => {
            is_plain(value) && !excluded.contains(value)
        }
        Some(("anything-but", excluded)) => is_plain(value) && excluded != value,
        Some(_) => false,
        None => test == value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(pattern: Value, event: Value) -> bool {
        Pattern::read(&pattern).expect("understood").matches(&event)
    }

    #[test]
    fn the_outbox_filter() {
        let pattern = json!({"eventName": ["INSERT"], "dynamodb": {"Keys": {"SK": {"S": [{"prefix": "OUTBOX#"}]}}}});
        let event = |name: &str, key: &str| json!({"eventName": name, "dynamodb": {"Keys": {"SK": {"S": key}}}});
        assert!(matches(pattern.clone(), event("INSERT", "OUTBOX#1")));
        assert!(!matches(pattern.clone(), event("REMOVE", "OUTBOX#1")));
        assert!(!matches(pattern.clone(), event("INSERT", "TICKET")));
        assert!(!matches(pattern, json!({"eventName": "INSERT"})));
    }

    #[test]
    fn each_test_alone() {
        for (test, value, wanted) in [
            (json!("a"), json!("a"), true),
            (json!("a"), json!("b"), false),
            (json!(1), json!(1), true),
            (json!(null), json!(null), true),
            (json!({"suffix": "z"}), json!("az"), true),
            (json!({"suffix": "z"}), json!(7), false),
            (json!({"equals-ignore-case": "AB"}), json!("aB"), true),
            (json!({"anything-but": "a"}), json!("b"), true),
            (json!({"anything-but": ["a", "b"]}), json!("b"), false),
            (json!({"exists": true}), json!("b"), true),
            (json!({"exists": false}), json!("b"), false),
            (json!("b"), json!(["a", "b"]), true),
        ] {
            assert_eq!(
                matches(json!({"x": [test]}), json!({"x": value})),
                wanted,
                "{test} on {value}"
            );
        }
        assert!(matches(json!({"x": [{"exists": false}]}), json!({})));
        assert!(!matches(json!({"x": [{"exists": true}]}), json!({})));
        assert!(matches(json!({"x": ["a", "b"]}), json!({"x": "b"})));
    }

    #[test]
    fn what_cannot_be_judged_is_refused() {
        for pattern in [
            json!({"x": [{"numeric": ["=", 1]}]}),
            json!({"x": "a"}),
            json!({"x": []}),
            json!({"$or": [{"x": ["a"]}]}),
            json!({"x": [{"prefix": 1}]}),
            json!(["a"]),
        ] {
            assert!(Pattern::read(&pattern).is_err(), "{pattern}");
        }
    }
}
