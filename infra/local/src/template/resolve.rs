//! Gives every intrinsic its local value: queue URLs, names, ARNs, parameters. Invariant: a reference to
//! something the template does not declare is an error, never an empty text.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::conditions::single;
use super::error::Problem;
use super::names::Thing;
use super::parameters::{Parameters, scalar};

/// Everything a reference can reach.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) given: Parameters,
    pub(crate) parameters: BTreeMap<String, Value>,
    /// Parameters that are declared, with or without a value.
    pub(crate) declared: Vec<String>,
    pub(crate) mappings: Value,
    pub(crate) things: BTreeMap<String, Thing>,
}

impl Scope {
    /// The value with every intrinsic replaced.
    pub(crate) fn resolve(&self, value: &Value) -> Result<Value, Problem> {
        match value {
            Value::Array(items) => Ok(Value::Array(
                items
                    .iter()
                    .map(|item| self.resolve(item))
                    .collect::<Result<_, _>>()?,
            )),
            Value::Object(entries) => match single(value) {
                Some(("Ref", name)) => self.reference(name.as_str().unwrap_or_default()),
                Some((key, inner)) if key.starts_with("Fn::") => self.intrinsic(key, inner),
                _ => {
                    let mut object = Map::new();
                    for (key, entry) in entries {
                        object.insert(key.clone(), self.resolve(entry)?);
                    }
                    Ok(Value::Object(object))
                }
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value.clone()),
        }
    }

    fn intrinsic(&self, key: &str, inner: &Value) -> Result<Value, Problem> {
        match key {
            "Fn::Sub" => self.substitute(inner),
            "Fn::GetAtt" => self.attribute(inner),
            "Fn::Join" => self.join(inner),
            "Fn::Select" => self.select(inner),
            "Fn::Split" => self.split(inner),
            "Fn::FindInMap" => self.find_in_map(inner),
            _ => Err(Problem::new(
                format!("{key} cannot be resolved on this machine"),
                "use Ref, Fn::Sub, Fn::GetAtt, Fn::If, Fn::Join, Fn::Select, Fn::Split or Fn::FindInMap",
            )),
        }
    }

    fn reference(&self, name: &str) -> Result<Value, Problem> {
        let given = &self.given;
        let text = match name {
            "AWS::Region" => &given.region,
            "AWS::AccountId" => &given.account,
            "AWS::StackName" => &given.stack,
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackId" => {
                let Parameters {
                    region,
                    account,
                    stack,
                    ..
                } = given;
                return Ok(Value::from(format!(
                    "arn:aws:cloudformation:{region}:{account}:stack/{stack}/local"
                )));
            }
            _ => return self.declared_reference(name),
        };
        Ok(Value::from(text))
    }

    fn declared_reference(&self, name: &str) -> Result<Value, Problem> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        if let Some(thing) = self.things.get(name) {
            return Ok(Value::from(thing.reference.clone()));
        }
        if self.declared.iter().any(|declared| declared == name) {
            return Err(Problem::new(
                format!("needs the parameter {name}, which has no default"),
                format!("pass a value for {name}"),
            ));
        }
        Err(Problem::new(
            format!("refers to {name}, which is neither a parameter nor a resource here"),
            "correct the name, or give both the same condition",
        ))
    }

    fn attribute(&self, inner: &Value) -> Result<Value, Problem> {
        let split = inner.as_str().map(super::yaml::split_attribute);
        let parts = split.as_ref().unwrap_or(inner);
        match parts.as_array().map(Vec::as_slice) {
            Some([Value::String(resource), Value::String(attribute)]) => {
                self.attribute_of(resource, attribute).map(Value::from)
            }
            _ => Err(Problem::new(
                "Fn::GetAtt needs a resource and an attribute",
                "write Resource.Attribute",
            )),
        }
    }

    fn attribute_of(&self, resource: &str, attribute: &str) -> Result<String, Problem> {
        let thing = self.things.get(resource).ok_or_else(|| {
            Problem::new(
                format!("refers to {resource}, which is not a resource here"),
                "correct the name, or give both the same condition",
            )
        })?;
        thing.attribute(attribute).ok_or_else(|| {
            Problem::new(
                format!(
                    "{} has no attribute {attribute} on this machine",
                    thing.kind
                ),
                "use one CloudFormation documents for that type",
            )
        })
    }

    fn substitute(&self, inner: &Value) -> Result<Value, Problem> {
        let (pattern, local) = match inner {
            Value::String(pattern) => (pattern.as_str(), None),
            Value::Array(parts) => match parts.as_slice() {
                [Value::String(pattern), Value::Object(local)] => (pattern.as_str(), Some(local)),
                _ => return Err(bad_sub()),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                return Err(bad_sub());
            }
        };
        let mut text = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, following) = after.split_once('}').ok_or_else(bad_sub)?;
            text.push_str(before);
            text.push_str(&self.placeholder(name, local)?);
            rest = following;
        }
        text.push_str(rest);
        Ok(Value::from(text))
    }

    fn placeholder(
        &self,
        name: &str,
        local: Option<&Map<String, Value>>,
    ) -> Result<String, Problem> {
        if let Some(literal) = name.strip_prefix('!') {
            return Ok(format!("${{{literal}}}"));
        }
        let name = name.trim();
        let value = if let Some(value) = local.and_then(|local| local.get(name)) {
            self.resolve(value)?
        } else if let Some((resource, attribute)) = name.split_once('.') {
            Value::from(self.attribute_of(resource, attribute)?)
        } else {
            self.reference(name)?
        };
        scalar(&value).ok_or_else(|| {
            Problem::new(
                format!("{name} is a list inside Fn::Sub"),
                "join it first with Fn::Join",
            )
        })
    }

    fn join(&self, inner: &Value) -> Result<Value, Problem> {
        let bad = || {
            Problem::new(
                "Fn::Join needs a separator and a list",
                "write [separator, [items]]",
            )
        };
        let Some([Value::String(separator), items]) = inner.as_array().map(Vec::as_slice) else {
            return Err(bad());
        };
        let items = self.list(items)?;
        let texts: Option<Vec<String>> = items.iter().map(scalar).collect();
        Ok(Value::from(texts.ok_or_else(bad)?.join(separator)))
    }

    fn select(&self, inner: &Value) -> Result<Value, Problem> {
        let bad = || {
            Problem::new(
                "Fn::Select finds nothing",
                "write [index, [items]] with an index in range",
            )
        };
        let Some([index, items]) = inner.as_array().map(Vec::as_slice) else {
            return Err(bad());
        };
        let index: usize = scalar(&self.resolve(index)?)
            .and_then(|text| text.parse().ok())
            .ok_or_else(bad)?;
        self.list(items)?.into_iter().nth(index).ok_or_else(bad)
    }

    fn split(&self, inner: &Value) -> Result<Value, Problem> {
        let bad = || {
            Problem::new(
                "Fn::Split needs a separator and a text",
                "write [separator, text]",
            )
        };
        let Some([Value::String(separator), text]) = inner.as_array().map(Vec::as_slice) else {
            return Err(bad());
        };
        let text = scalar(&self.resolve(text)?).ok_or_else(bad)?;
        Ok(Value::Array(
            text.split(separator.as_str()).map(Value::from).collect(),
        ))
    }

    fn find_in_map(&self, inner: &Value) -> Result<Value, Problem> {
        let keys = self.list(inner)?;
        let mut found = Some(&self.mappings);
        for key in &keys {
            found = found.and_then(|level| level.get(scalar(key).unwrap_or_default()));
        }
        found.filter(|_| keys.len() == 3).cloned().ok_or_else(|| {
            Problem::new(
                "Fn::FindInMap finds nothing",
                "write [mapping, key, key] that the Mappings section has",
            )
        })
    }

    fn list(&self, value: &Value) -> Result<Vec<Value>, Problem> {
        let resolved = self.resolve(value)?;
        let items = resolved.as_array().cloned();
        items.ok_or_else(|| Problem::new(format!("{resolved} is not a list"), "write a list"))
    }

    /// The text with `{{resolve:...}}` replaced by the secret it names.
    pub(crate) fn reveal(&self, text: &str) -> Result<String, Problem> {
        let Some((before, after)) = text.split_once("{{resolve:") else {
            return Ok(text.to_owned());
        };
        let bad = || Problem::new("has a dynamic reference without an end", "close it with }}");
        let (reference, rest) = after.split_once("}}").ok_or_else(bad)?;
        let (_service, path) = reference.split_once(':').ok_or_else(bad)?;
        let found = self.given.secrets.iter().find_map(|(name, value)| {
            let thing = self.things.get(name);
            let known = thing.map_or(name.as_str(), |thing| thing.reference.as_str());
            let tail = path
                .strip_prefix(known)
                .or_else(|| path.strip_prefix(name.as_str()))?;
            (tail.is_empty() || tail.starts_with(':')).then(|| part_of_secret(value, tail))
        });
        let secret = found.ok_or_else(|| {
            Problem::new(
                format!("needs the secret {path}"),
                "pass its value under the secret's logical id",
            )
        })?;
        Ok(format!("{before}{secret}{}", self.reveal(rest)?))
    }
}

/// `:SecretString:key` picks one key of a JSON secret; a secret that is plain text is taken whole.
fn part_of_secret(value: &str, tail: &str) -> String {
    let key = tail.split(':').nth(2).filter(|key| !key.is_empty());
    let parsed: Option<Value> = key.and_then(|_| serde_json::from_str(value).ok());
    parsed
        .as_ref()
        .zip(key)
        .and_then(|(object, key)| object.get(key))
        .and_then(scalar)
        .unwrap_or_else(|| value.to_owned())
}

fn bad_sub() -> Problem {
    Problem::new(
        "Fn::Sub is not well formed",
        "write a text with ${Name}, or [text, {Name: value}]",
    )
}
