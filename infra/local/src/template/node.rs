//! A cursor on one resource's properties that resolves on reading and knows where it stands. Invariant:
//! every error it makes carries the resource and the full property path.

use std::time::Duration;

use serde_json::Value;

use super::error::{Problem, TemplateError};
use super::parameters::scalar;
use super::resolve::Scope;

/// One object inside a resource.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) resource: &'a str,
    path: String,
    value: &'a Value,
}

impl<'a> Node<'a> {
    /// The properties of a resource.
    pub(crate) fn new(scope: &'a Scope, resource: &'a str, value: &'a Value) -> Self {
        Self {
            scope,
            resource,
            path: "Properties".to_owned(),
            value,
        }
    }

    /// The untouched value.
    pub(crate) fn raw(&self) -> &'a Value {
        self.value
    }

    /// An error at a property of this node.
    pub(crate) fn wrong(
        &self,
        property: &str,
        problem: impl Into<String>,
        advice: impl Into<String>,
    ) -> TemplateError {
        Problem::new(problem, advice).at(self.resource, self.path_to(property))
    }

    fn path_to(&self, property: &str) -> String {
        if property.is_empty() {
            self.path.clone()
        } else {
            format!("{}.{property}", self.path)
        }
    }

    /// The object below a property; `None` when it is absent.
    pub(crate) fn child(&self, property: &str) -> Option<Node<'a>> {
        let value = self.value.get(property)?;
        Some(Node {
            path: self.path_to(property),
            value,
            ..self.clone()
        })
    }

    /// The list below a property; absent counts as empty.
    pub(crate) fn items(&self, property: &str) -> Result<Vec<Node<'a>>, TemplateError> {
        let Some(value) = self.value.get(property) else {
            return Ok(Vec::new());
        };
        let items = value
            .as_array()
            .ok_or_else(|| self.wrong(property, "is not a list", "write a list"))?;
        let item = |(index, value)| Node {
            path: format!("{}[{index}]", self.path_to(property)),
            value,
            ..self.clone()
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// The named entries below a property; absent counts as empty.
    pub(crate) fn entries(
        &self,
        property: &str,
    ) -> Result<Vec<(&'a str, Node<'a>)>, TemplateError> {
        let Some(child) = self.child(property) else {
            return Ok(Vec::new());
        };
        let object = child
            .value
            .as_object()
            .ok_or_else(|| self.wrong(property, "is not a map", "write names with values"))?;
        Ok(object
            .keys()
            .filter_map(|name| child.child(name).map(|node| (name.as_str(), node)))
            .collect())
    }

    /// The resolved value of a property.
    pub(crate) fn value(&self, property: &str) -> Result<Option<Value>, TemplateError> {
        let Some(raw) = self.value.get(property) else {
            return Ok(None);
        };
        self.scope
            .resolve(raw)
            .map(Some)
            .map_err(|problem| problem.at(self.resource, self.path_to(property)))
    }

    /// A property as text; numbers and booleans count.
    pub(crate) fn text(&self, property: &str) -> Result<Option<String>, TemplateError> {
        match self.value(property)? {
            None => Ok(None),
            Some(value) => match scalar(&value) {
                Some(text) => Ok(Some(text)),
                None => Err(self.wrong(property, "is not text", "write one text")),
            },
        }
    }

    /// A property that must be there, as text.
    pub(crate) fn required(&self, property: &str) -> Result<String, TemplateError> {
        self.text(property)?
            .ok_or_else(|| self.wrong(property, "is missing", "add it"))
    }

    /// A property as a whole number, which may be negative.
    pub(crate) fn whole(&self, property: &str) -> Result<Option<i64>, TemplateError> {
        let Some(text) = self.text(property)? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            self.wrong(
                property,
                format!("{text:?} is not a whole number"),
                "write a whole number",
            )
        })
    }

    /// A property as a whole number from 0 within a range that AWS accepts.
    pub(crate) fn within(
        &self,
        property: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<Option<u32>, TemplateError> {
        let Some(number) = self.whole(property)? else {
            return Ok(None);
        };
        let fitting = u32::try_from(number)
            .ok()
            .filter(|number| range.contains(number));
        fitting.map(Some).ok_or_else(|| {
            let (low, high) = (range.start(), range.end());
            self.wrong(
                property,
                format!("{number} is out of range"),
                format!("write {low} to {high}"),
            )
        })
    }

    /// A property in seconds.
    pub(crate) fn seconds(
        &self,
        property: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<Option<Duration>, TemplateError> {
        Ok(self
            .within(property, range)?
            .map(|seconds| Duration::from_secs(seconds.into())))
    }

    /// A property as a yes or no.
    pub(crate) fn switch(&self, property: &str) -> Result<Option<bool>, TemplateError> {
        match self.text(property)?.as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => {
                let problem = format!("{other:?} is neither true nor false");
                Err(self.wrong(property, problem, "write true or false"))
            }
        }
    }
}
