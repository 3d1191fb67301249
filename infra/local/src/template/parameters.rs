//! What a deployment would know and a laptop must be told: parameter values, secrets, addresses.
//! Invariant: a value given here for a parameter the template lacks is an error, so a typo never passes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::{Problem, TemplateError};

/// The local values a template is read with.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// Region in every ARN and in `AWS::Region`.
    pub region: String,
    /// Account in every ARN and in `AWS::AccountId`, twelve digits.
    pub account: String,
    /// `AWS::StackName`, and the prefix of names the template leaves open.
    pub stack: String,
    /// What stands before a queue's name in its URL, without a closing slash.
    pub queue_base: String,
    /// `ApiEndpoint` of an HTTP API, without a closing slash.
    pub api_endpoint: String,
    /// Values of template parameters, by parameter name; they win over defaults.
    pub values: BTreeMap<String, String>,
    /// Values of secrets, by the logical id of the secret resource, for `{{resolve:...}}` references.
    pub secrets: BTreeMap<String, String>,
}

impl Default for Parameters {
    /// Addresses of nothing in particular: enough to compare a template with code.
    fn default() -> Self {
        Self {
            region: "eu-central-1".to_owned(),
            account: "000000000000".to_owned(),
            stack: "lambdesk".to_owned(),
            queue_base: "http://127.0.0.1/000000000000".to_owned(),
            api_endpoint: "http://127.0.0.1".to_owned(),
            values: BTreeMap::new(),
            secrets: BTreeMap::new(),
        }
    }
}

impl Parameters {
    /// The same with one template parameter set.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.insert(name.into(), value.into());
        self
    }

    /// The same with the value of one secret resource.
    #[must_use]
    pub fn with_secret(mut self, resource: impl Into<String>, value: impl Into<String>) -> Self {
        self.secrets.insert(resource.into(), value.into());
        self
    }
}

/// Every parameter that has a value, as `Ref` gives it: text, or a list for the list types.
pub(crate) fn values(
    document: &Value,
    given: &Parameters,
) -> Result<BTreeMap<String, Value>, TemplateError> {
    let declared = document.get("Parameters").and_then(Value::as_object);
    if let Some(name) = given
        .values
        .keys()
        .find(|name| !declared.is_some_and(|all| all.contains_key(*name)))
    {
        return Err(Problem::new(
            "is given a value, but the template has no such parameter",
            "correct the name or add the parameter",
        )
        .at_section(format!("parameter {name}")));
    }
    let mut values = BTreeMap::new();
    for (name, parameter) in declared.into_iter().flatten() {
        let text = match given.values.get(name) {
            Some(value) => Some(value.clone()),
            None => parameter.get("Default").and_then(scalar),
        };
        if let Some(text) = text {
            values.insert(name.clone(), typed(name, parameter, &text)?);
        }
    }
    Ok(values)
}

fn typed(name: &str, parameter: &Value, text: &str) -> Result<Value, TemplateError> {
    if let Some(allowed) = parameter.get("AllowedValues").and_then(Value::as_array) {
        let allowed: Vec<String> = allowed.iter().filter_map(scalar).collect();
        if !allowed.iter().any(|value| value == text) {
            return Err(Problem::new(
                format!("{text:?} is not allowed"),
                format!("use one of {}", allowed.join(", ")),
            )
            .at_section(format!("parameter {name}")));
        }
    }
    let kind = parameter
        .get("Type")
        .and_then(Value::as_str)
        .unwrap_or("String");
    if kind == "Number" && text.parse::<f64>().is_err() {
        return Err(
            Problem::new(format!("{text:?} is not a number"), "write a number")
                .at_section(format!("parameter {name}")),
        );
    }
    if kind == "CommaDelimitedList" || kind.starts_with("List<") {
        return Ok(Value::Array(
            text.split(',')
                .map(|item| Value::from(item.trim()))
                .collect(),
        ));
    }
    Ok(Value::from(text))
}

/// A scalar as `CloudFormation` would print it.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({"Parameters": {
            "Days": {"Type": "Number", "Default": 14},
            "Level": {"Type": "String", "Default": "info", "AllowedValues": ["info", "debug"]},
            "Zones": {"Type": "CommaDelimitedList", "Default": "a, b"},
            "Domain": {"Type": "String"},
        }})
    }

    #[test]
    fn defaults_and_given_values() {
        let given = Parameters::default().with("Level", "debug");
        let values = values(&document(), &given).expect("values");
        assert_eq!(values.get("Days"), Some(&json!("14")));
        assert_eq!(values.get("Level"), Some(&json!("debug")));
        assert_eq!(values.get("Zones"), Some(&json!(["a", "b"])));
        assert_eq!(values.get("Domain"), None);
    }

    #[test]
    fn wrong_values_are_named() {
        for (name, value, wanted) in [
            ("Levle", "debug", "no such parameter"),
            ("Level", "loud", "info, debug"),
            ("Days", "many", "write a number"),
        ] {
            let given = Parameters::default().with(name, value);
            let error = values(&document(), &given).expect_err(name).to_string();
            assert!(error.contains(name) && error.contains(wanted), "{error}");
        }
    }
}
