//! Remembers which transactions were made under which `ClientRequestToken`, so that a repeated one is answered and
//! not made again.
//!
//! The engine does this too, but looks through all tokens of the last ten minutes on every transaction, which made
//! each write dearer the faster they came. Here they lie in the order in which they expire.
//! Invariant: only a transaction that was made is remembered; whoever calls holds the writer, so two with the same
//! token never run at once.
//! Source: `TransactWriteItems` in the DynamoDB API reference.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long the service remembers a token.
const WINDOW: Duration = Duration::from_mins(10);

/// What is known about a token.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing: the transaction is to be made.
    Nothing,
    /// It was made; this was the answer.
    Made(Vec<u8>),
    /// Another transaction was made under it.
    Other,
}

/// The tokens of the last ten minutes.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    made: HashMap<String, (u64, Vec<u8>)>,
    expiry: VecDeque<(Instant, String)>,
}

impl Tokens {
    /// What is known about a token at a moment, for a request with this digest.
    pub(super) fn look(&mut self, token: &str, digest: u64, now: Instant) -> Known {
        while let Some((made, _)) = self.expiry.front()
            && now.saturating_duration_since(*made) >= WINDOW
        {
            let expired = self.expiry.pop_front();
            self.made
                .remove(&expired.map(|(_, token)| token).unwrap_or_default());
        }
        match self.made.get(token) {
            None => Known::Nothing,
            Some((same, answer)) if *same == digest => Known::Made(answer.clone()),
            Some(_) => Known::Other,
        }
    }

    /// Remembers a transaction that was made.
    pub(super) fn remember(&mut self, token: String, digest: u64, answer: Vec<u8>, now: Instant) {
        self.expiry.push_back((now, token.clone()));
        self.made.insert(token, (digest, answer));
    }
}

/// A number that is the same for the same request, whatever the order of its members.
pub(super) fn digest(request: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    write(request, &mut hasher);
    hasher.finish()
}

fn write(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            (b'{', members.len()).hash(hasher);
            for (name, value) in members {
                name.hash(hasher);
                write(value, hasher);
            }
        }
        Value::Array(values) => {
            (b'[', values.len()).hash(hasher);
            values.iter().for_each(|value| write(value, hasher));
        }
        Value::String(text) => (b'"', text).hash(hasher),
        Value::Number(_) | Value::Bool(_) | Value::Null => (b'=', value.to_string()).hash(hasher),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_answers_for_ten_minutes_and_only_for_its_own_request() {
        let mut tokens = Tokens::default();
        let start = Instant::now();
        assert_eq!(tokens.look("a", 1, start), Known::Nothing);
        tokens.remember("a".to_owned(), 1, b"{}".to_vec(), start);
        let soon = start + WINDOW - Duration::from_secs(1);
        assert_eq!(tokens.look("a", 1, soon), Known::Made(b"{}".to_vec()));
        assert_eq!(tokens.look("a", 2, soon), Known::Other);
        assert_eq!(tokens.look("a", 1, start + WINDOW), Known::Nothing);
        assert!(tokens.made.is_empty() && tokens.expiry.is_empty());
    }

    #[test]
    fn the_order_of_members_does_not_matter_and_everything_else_does() {
        let one: Value =
            serde_json::from_str(r#"{"a": [1, {"x": "1", "y": null}], "b": true}"#).unwrap();
        let same: Value =
            serde_json::from_str(r#"{"b": true, "a": [1, {"y": null, "x": "1"}]}"#).unwrap();
        assert_eq!(digest(&one), digest(&same));
        for other in [
            json!({"a": [{"x": "1", "y": null}, 1], "b": true}),
            json!({"a": [1, {"x": 1, "y": null}], "b": true}),
            json!({"a": [1, {"x": "1", "y": null}]}),
            json!({"a": [1, {"x": "1"}], "b": true}),
        ] {
            assert_ne!(digest(&one), digest(&other), "{other}");
        }
    }
}
