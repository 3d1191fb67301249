//! Decides which branch of the template exists: conditions, `Fn::If` and `AWS::NoValue`. Invariant: after
//! `settle` a tree holds no `Fn::If` and no `AWS::NoValue`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{Problem, TemplateError};
use super::resolve::Scope;

/// Conditions may name each other; deeper than this is a circle.
const DEPTH: usize = 32;

/// The value of every condition of the template.
pub(crate) fn evaluate(
    document: &Value,
    scope: &Scope,
) -> Result<BTreeMap<String, bool>, TemplateError> {
    let Some(declared) = document.get("Conditions").and_then(Value::as_object) else {
        return Ok(BTreeMap::new());
    };
    let judge = Judge { declared, scope };
    declared
        .iter()
        .map(|(name, test)| {
            let holds = judge
                .holds(test, 0)
                .map_err(|problem| problem.at_section(format!("condition {name}")))?;
            Ok((name.clone(), holds))
        })
        .collect()
}

struct Judge<'a> {
    declared: &'a Map<String, Value>,
    scope: &'a Scope,
}

impl Judge<'_> {
    fn holds(&self, test: &Value, depth: usize) -> Result<bool, Problem> {
        if depth > DEPTH {
            return Err(Problem::new("refers to itself", "break the circle"));
        }
        let Some((key, value)) = single(test) else {
            return Err(unknown_test());
        };
        match key {
            "Condition" => {
                let name = value.as_str().unwrap_or_default();
                let test = self.declared.get(name).ok_or_else(|| no_condition(name))?;
                self.holds(test, depth + 1)
            }
            "Fn::Equals" => match value.as_array().map(Vec::as_slice) {
                Some([left, right]) => Ok(self.text(left)? == self.text(right)?),
                _ => Err(Problem::new("Fn::Equals needs two values", "write [a, b]")),
            },
            "Fn::Not" => match value.as_array().map(Vec::as_slice) {
                Some([test]) => Ok(!self.holds(test, depth + 1)?),
                _ => Err(Problem::new(
                    "Fn::Not needs one condition",
                    "write [condition]",
                )),
            },
            "Fn::And" => self
                .each(value, depth)
                .map(|all| all.into_iter().all(|held| held)),
            "Fn::Or" => self
                .each(value, depth)
                .map(|all| all.into_iter().any(|held| held)),
            _ => Err(unknown_test()),
        }
    }

    fn each(&self, tests: &Value, depth: usize) -> Result<Vec<bool>, Problem> {
        let tests = tests.as_array().ok_or_else(unknown_test)?;
        tests
            .iter()
            .map(|test| self.holds(test, depth + 1))
            .collect()
    }

    /// Both sides are compared as text, as `CloudFormation` does.
    fn text(&self, value: &Value) -> Result<String, Problem> {
        let value = self.scope.resolve(value)?;
        Ok(super::parameters::scalar(&value).unwrap_or_else(|| value.to_string()))
    }
}

fn unknown_test() -> Problem {
    Problem::new(
        "is not a condition the local stack knows",
        "use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition",
    )
}

fn no_condition(name: &str) -> Problem {
    Problem::new(
        format!("names the condition {name}, which the template lacks"),
        "correct the name or add the condition",
    )
}

/// Takes the branches that hold; `None` means the value is `AWS::NoValue`.
pub(crate) fn settle(
    value: &Value,
    held: &BTreeMap<String, bool>,
) -> Result<Option<Value>, Problem> {
    if let Some(("Fn::If", choice)) = single(value) {
        let Some([name, yes, no]) = choice.as_array().map(Vec::as_slice) else {
            return Err(Problem::new(
                "Fn::If needs three values",
                "write [condition, then, else]",
            ));
        };
        let name = name.as_str().unwrap_or_default();
        let holds = *held.get(name).ok_or_else(|| no_condition(name))?;
        return settle(if holds { yes } else { no }, held);
    }
    if is_no_value(value) {
        return Ok(None);
    }
    Ok(Some(match value {
        Value::Array(items) => {
            let mut kept = Vec::with_capacity(items.len());
            for item in items {
                kept.extend(settle(item, held)?);
            }
            Value::Array(kept)
        }
        Value::Object(entries) => {
            let mut kept = Map::new();
            for (key, entry) in entries {
                if let Some(entry) = settle(entry, held)? {
                    kept.insert(key.clone(), entry);
                }
            }
            Value::Object(kept)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }))
}

fn is_no_value(value: &Value) -> bool {
    single(value) == Some(("Ref", &Value::from("AWS::NoValue")))
}

/// The key and value of an object with exactly one entry, which is what every intrinsic is.
pub(crate) fn single(value: &Value) -> Option<(&str, &Value)> {
    let object = value.as_object()?;
    let mut entries = object.iter();
    let (key, value) = entries.next()?;
    entries.next().is_none().then_some((key.as_str(), value))
}
