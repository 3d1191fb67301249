//! The closed schema of a model's answer.
//!
//! Invariant: every property is required, every object is closed and what may be absent is a union with null, so
//! that the one schema is accepted by the strict modes of all providers. Lengths and ranges are not enforced by
//! any of them (pages "Structured outputs" of Anthropic and of OpenAI); [`super::answer`] checks them.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::status::{Priority, Sentiment};
use crate::triage::taxonomy::Taxonomy;

/// The name under which the schema goes to a provider: letters, digits, `_` and `-`, at most 64.
pub const NAME: &str = "triage_answer";

/// A JSON value whose objects keep the order of their properties: models write them in that order, and the reasons
/// should stand before the judgement they lead to.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// A text.
    Text(String),
    /// A truth value.
    Bool(bool),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(&'static str, Json)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Text(text) => serializer.serialize_str(text),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::List(items) => serializer.collect_seq(items),
            Json::Object(properties) => {
                let mut map = serializer.serialize_map(Some(properties.len()))?;
                for (name, value) in properties {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl Json {
    /// The value as compact JSON text.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The schema for an organisation's categories. It is the same for every ticket of the organisation, because
/// providers compile and keep a schema the first time they see it; source ids are checked in code instead.
#[must_use]
pub fn answer(taxonomy: &Taxonomy) -> Json {
    let categories = taxonomy
        .categories
        .iter()
        .map(|category| category.key.as_str());
    object(vec![
        ("injection_suspected", kind("boolean")),
        ("language", kind("string")),
        ("translation_en", nullable("string")),
        ("summary", kind("string")),
        ("reasons", list(kind("string"))),
        ("category", one_of(categories)),
        ("priority", one_of(Priority::ALL.iter().map(|p| p.word()))),
        ("sentiment", one_of(Sentiment::ALL.iter().map(|s| s.word()))),
        (
            "confidence",
            object(vec![
                ("category", kind("number")),
                ("priority", kind("number")),
            ]),
        ),
        ("next_action", kind("string")),
        ("draft_language", kind("string")),
        (
            "draft_sentences",
            list(object(vec![
                ("text", kind("string")),
                ("text_team_language", nullable("string")),
                ("sources", list(kind("string"))),
            ])),
        ),
        ("needs_human_reason", nullable("string")),
    ])
}

/// The schema in words for a model that is not held to it by its provider.
#[must_use]
pub fn instruction(taxonomy: &Taxonomy) -> String {
    format!(
        "Answer with one JSON object and nothing else: no code fence, no words before or after it. The JSON object \
         must fit this JSON Schema:\n{}",
        answer(taxonomy).text()
    )
}

fn kind(name: &str) -> Json {
    Json::Object(vec![("type", Json::Text(name.to_owned()))])
}

fn nullable(name: &str) -> Json {
    let kinds = [name, "null"].map(|kind| Json::Text(kind.to_owned()));
    Json::Object(vec![("type", Json::List(kinds.into()))])
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> Json {
    let words = words.map(|word| Json::Text(word.to_owned())).collect();
    Json::Object(vec![
        ("type", Json::Text("string".to_owned())),
        ("enum", Json::List(words)),
    ])
}

fn list(items: Json) -> Json {
    Json::Object(vec![
        ("type", Json::Text("array".to_owned())),
        ("items", items),
    ])
}

fn object(properties: Vec<(&'static str, Json)>) -> Json {
    let required = properties
        .iter()
        .map(|(name, _)| Json::Text((*name).to_owned()))
        .collect();
    Json::Object(vec![
        ("type", Json::Text("object".to_owned())),
        ("properties", Json::Object(properties)),
        ("required", Json::List(required)),
        ("additionalProperties", Json::Bool(false)),
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::model::samples::taxonomy;

    fn check(schema: &Value, path: &str) {
        match schema["type"].as_str() {
            Some("object") => {
                let properties = schema["properties"].as_object().unwrap();
                let mut required: Vec<&str> = schema["required"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|name| name.as_str().unwrap())
                    .collect();
                required.sort_unstable();
                let mut names: Vec<&str> = properties.keys().map(String::as_str).collect();
                names.sort_unstable();
                assert_eq!(required, names, "{path}");
                assert_eq!(schema["additionalProperties"], false, "{path}");
                for (name, property) in properties {
                    check(property, &format!("{path}.{name}"));
                }
            }
            Some("array") => check(&schema["items"], &format!("{path}[]")),
            Some(_) => {}
            None => assert_eq!(schema["type"][1], "null", "{path}"),
        }
        // Keywords outside the strict subset would be refused.
        for key in schema.as_object().unwrap().keys() {
            let known = [
                "type",
                "properties",
                "required",
                "additionalProperties",
                "items",
                "enum",
            ];
            assert!(known.contains(&key.as_str()), "{path}: {key}");
        }
    }

    #[test]
    fn schema_fits_the_strict_modes() {
        let schema: Value = serde_json::from_str(&answer(&taxonomy()).text()).unwrap();
        check(&schema, "answer");
        assert_eq!(schema["properties"]["category"]["enum"][0], "bug-report");
        assert!(NAME.len() <= 64 && NAME.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    }

    #[test]
    fn reasons_are_written_before_the_judgement() {
        let text = answer(&taxonomy()).text();
        assert!(text.find("\"reasons\"") < text.find("\"category\""));
    }
}
