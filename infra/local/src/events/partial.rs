//! Reads what a batch function says about its items. The rules are AWS's: "Implementing partial batch
//! responses" for SQS and "Configuring partial batch response" for streams. Invariant: anything not understood
//! fails the whole batch, so nothing is lost by a wrong answer.

use std::collections::BTreeSet;

use serde_json::Value;

/// Which items of a batch failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// None.
    Done,
    /// These identifiers, all of the batch.
    Some(BTreeSet<String>),
    /// All of them.
    Whole,
}

/// Judges a successful answer. `reports` is `ReportBatchItemFailures`: without it any answer is a success.
pub(crate) fn verdict(answer: &Value, reports: bool, known: impl Fn(&str) -> bool) -> Verdict {
    if !reports {
        return Verdict::Done;
    }
    let list = match answer {
        Value::Null => return Verdict::Done,
        Value::String(text) if text.is_empty() => return Verdict::Done,
        Value::Object(answer) => answer.get("batchItemFailures").unwrap_or(&Value::Null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            return Verdict::Whole;
        }
    };
    let items = match list {
        Value::Null => return Verdict::Done,
        Value::Array(items) => items,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            return Verdict::Whole;
        }
    };
    let mut failed = BTreeSet::new();
    for item in items {
        match item.get("itemIdentifier").and_then(Value::as_str) {
            Some(identifier) if !identifier.is_empty() && known(identifier) => {
                failed.insert(identifier.to_owned());
            }
            Some(_) | None => return Verdict::Whole,
        }
    }
    if failed.is_empty() {
        Verdict::Done
    } else {
        Verdict::Some(failed)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judge(answer: &Value) -> Verdict {
        verdict(answer, true, |id| ["a", "b", "c"].contains(&id))
    }

    #[test]
    fn nothing_reported_is_success() {
        for answer in [
            json!(null),
            json!(""),
            json!({}),
            json!({"other": 1}),
            json!({"batchItemFailures": null}),
            json!({"batchItemFailures": []}),
        ] {
            assert_eq!(judge(&answer), Verdict::Done, "{answer}");
        }
    }

    #[test]
    fn known_items_fail_alone() {
        let answer =
            json!({"batchItemFailures": [{"itemIdentifier": "c"}, {"itemIdentifier": "a"}]});
        assert_eq!(
            judge(&answer),
            Verdict::Some(["a".to_owned(), "c".to_owned()].into())
        );
    }

    #[test]
    fn anything_else_fails_the_whole_batch() {
        for answer in [
            json!({"batchItemFailures": [{"itemIdentifier": "z"}]}),
            json!({"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "z"}]}),
            json!({"batchItemFailures": [{"itemIdentifier": ""}]}),
            json!({"batchItemFailures": [{"itemIdentifier": null}]}),
            json!({"batchItemFailures": [{"itemIdentifier": 7}]}),
            json!({"batchItemFailures": [{"itemId": "a"}]}),
            json!({"batchItemFailures": ["a"]}),
            json!({"batchItemFailures": "a"}),
            json!({"batchItemFailures": {}}),
            json!("done"),
            json!([]),
            json!(true),
        ] {
            assert_eq!(judge(&answer), Verdict::Whole, "{answer}");
        }
    }

    #[test]
    fn without_reporting_every_answer_is_success() {
        let answer = json!({"batchItemFailures": [{"itemIdentifier": "a"}]});
        assert_eq!(verdict(&answer, false, |_| true), Verdict::Done);
    }
}
