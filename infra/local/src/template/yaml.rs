//! Turns template text into one plain tree: `!Ref X` and `Ref: X` become the same JSON. Invariant: after
//! this step no YAML tag is left, so the rest of the module knows only the long form.

use serde_json::{Map, Number, Value};
use serde_yaml_ng::Value as Yaml;

use super::error::TemplateError;

/// Reads template text into the long form.
pub(crate) fn read(text: &str) -> Result<Value, TemplateError> {
    let tree: Yaml = serde_yaml_ng::from_str(text).map_err(|error| TemplateError::Yaml {
        place: error
            .location()
            .map(|at| format!(" at line {} column {}", at.line(), at.column()))
            .unwrap_or_default(),
        problem: error.to_string(),
    })?;
    plain(tree)
}

fn plain(tree: Yaml) -> Result<Value, TemplateError> {
    Ok(match tree {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(number) => Value::Number(whole_or_real(&number)?),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => {
            Value::Array(items.into_iter().map(plain).collect::<Result<_, _>>()?)
        }
        Yaml::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                object.insert(key_text(key)?, plain(value)?);
            }
            Value::Object(object)
        }
        Yaml::Tagged(tagged) => {
            let name = tagged.tag.to_string();
            long_form(name.trim_start_matches('!'), plain(tagged.value)?)
        }
    })
}

/// `!GetAtt A.B` is the only tag whose value changes shape; `!Ref` and `!Condition` keep their name.
fn long_form(tag: &str, value: Value) -> Value {
    let key = match tag {
        "Ref" | "Condition" => tag.to_owned(),
        other => format!("Fn::{other}"),
    };
    let value = match (tag, value) {
        ("GetAtt", Value::String(path)) => split_attribute(&path),
        (_, value) => value,
    };
    Value::Object(Map::from_iter([(key, value)]))
}

/// `A.B.C` names attribute `B.C` of `A`.
pub(crate) fn split_attribute(path: &str) -> Value {
    match path.split_once('.') {
        Some((resource, attribute)) => Value::from(vec![resource, attribute]),
        None => Value::from(vec![path]),
    }
}

fn key_text(key: Yaml) -> Result<String, TemplateError> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Number(number) => Ok(number.to_string()),
        Yaml::Bool(flag) => Ok(flag.to_string()),
        Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => {
            Err(TemplateError::Yaml {
                place: String::new(),
                problem: "a key that is not text".to_owned(),
            })
        }
    }
}

fn whole_or_real(number: &serde_yaml_ng::Number) -> Result<Number, TemplateError> {
    number
        .as_i64()
        .map(Number::from)
        .or_else(|| number.as_u64().map(Number::from))
        .or_else(|| number.as_f64().and_then(Number::from_f64))
        .ok_or_else(|| TemplateError::Yaml {
            place: String::new(),
            problem: format!("the number {number} cannot be used"),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_and_long_forms_are_one() {
        let tree = read(concat!(
            "a: !Ref X\n",
            "b: !GetAtt Q.Arn\n",
            "c: !Sub '${X}'\n",
            "d: !If [C, 1, !Ref AWS::NoValue]\n",
            "e: {'Fn::GetAtt': [Q, Arn]}\n",
            "f: !Not [!Condition C]\n",
        ))
        .expect("readable");
        assert_eq!(
            tree,
            json!({
                "a": {"Ref": "X"},
                "b": {"Fn::GetAtt": ["Q", "Arn"]},
                "c": {"Fn::Sub": "${X}"},
                "d": {"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]},
                "e": {"Fn::GetAtt": ["Q", "Arn"]},
                "f": {"Fn::Not": [{"Condition": "C"}]},
            })
        );
    }

    #[test]
    fn broken_text_names_the_line() {
        let error = read("a: 1\nb: [1, 2\nc: 3\n").expect_err("not YAML");
        assert!(error.to_string().contains("line"), "{error}");
    }
}
