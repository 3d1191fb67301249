//! Says what a table looks like, and whether the stored one still looks that way.
//!
//! The host reads this from the deployment template, so that the local table cannot drift from the
//! deployed one. Invariant: a stored table whose keys or indexes differ is never used silently.

use serde_json::{Value, json};

/// A table as the template declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSpec {
    /// The table's name, 3 to 255 characters.
    pub name: String,
    /// Key attributes of table and indexes, each with its type `S`, `N` or `B`.
    pub attributes: Vec<(String, String)>,
    /// The primary key.
    pub key_schema: KeySchema,
    /// Global secondary indexes.
    pub indexes: Vec<IndexSpec>,
    /// The stream's view (`KEYS_ONLY`, `NEW_IMAGE`, ...); `None` means no stream.
    pub stream_view: Option<String>,
    /// The attribute that holds an item's time to live, in epoch seconds.
    pub ttl_attribute: Option<String>,
}

/// Partition key and, if any, sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySchema {
    /// Attribute of the partition key.
    pub hash: String,
    /// Attribute of the sort key.
    pub range: Option<String>,
}

/// A global secondary index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexSpec {
    /// The index's name.
    pub name: String,
    /// Its key.
    pub keys: KeySchema,
    /// Which attributes it carries.
    pub projection: Projection,
}

/// Which attributes an index carries besides the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Projection {
    /// All of them.
    All,
    /// None.
    KeysOnly,
    /// These.
    Include(Vec<String>),
}

impl TableSpec {
    /// The `CreateTable` request for this table.
    pub(super) fn create_request(&self) -> Value {
        let attributes: Vec<Value> = self
            .attributes
            .iter()
            .map(|(name, kind)| json!({ "AttributeName": name, "AttributeType": kind }))
            .collect();
        let mut request = json!({
            "TableName": self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": attributes,
            "KeySchema": self.key_schema.request(),
        });
        if !self.indexes.is_empty() {
            let indexes: Vec<Value> = self.indexes.iter().map(IndexSpec::request).collect();
            set(
                &mut request,
                "GlobalSecondaryIndexes",
                Value::Array(indexes),
            );
        }
        if let Some(view) = &self.stream_view {
            let stream = json!({ "StreamEnabled": true, "StreamViewType": view });
            set(&mut request, "StreamSpecification", stream);
        }
        request
    }

    /// The `UpdateTimeToLive` request for this table, when it has an expiry attribute.
    pub(super) fn expiry_request(&self) -> Option<Value> {
        let attribute = self.ttl_attribute.as_ref()?;
        Some(json!({
            "TableName": self.name,
            "TimeToLiveSpecification": { "Enabled": true, "AttributeName": attribute },
        }))
    }

    /// The first difference between this and the `Table` member of a `DescribeTable` answer, in words.
    pub(super) fn difference(&self, stored: &Value) -> Option<String> {
        if member(stored, "KeySchema") != &self.key_schema.request() {
            return Some("its primary key is another one".to_owned());
        }
        let view = self.stream_view.as_deref();
        if member(member(stored, "StreamSpecification"), "StreamViewType").as_str() != view {
            return Some("its stream is another one".to_owned());
        }
        let none = Vec::new();
        let indexes = member(stored, "GlobalSecondaryIndexes")
            .as_array()
            .unwrap_or(&none);
        if indexes.len() != self.indexes.len() {
            return Some("it has other indexes".to_owned());
        }
        let differs = |index: &&IndexSpec| !indexes.iter().any(|stored| index.matches(stored));
        self.indexes
            .iter()
            .find(differs)
            .map(|index| format!("its index {} is another one", index.name))
    }
}

impl KeySchema {
    /// A key of a partition and a sort attribute.
    #[must_use]
    pub fn pair(hash: &str, range: &str) -> Self {
        Self {
            hash: hash.to_owned(),
            range: Some(range.to_owned()),
        }
    }

    fn request(&self) -> Value {
        let hash = json!({ "AttributeName": self.hash, "KeyType": "HASH" });
        match &self.range {
            Some(range) => json!([hash, { "AttributeName": range, "KeyType": "RANGE" }]),
            None => json!([hash]),
        }
    }
}

impl IndexSpec {
    fn request(&self) -> Value {
        json!({
            "IndexName": self.name,
            "KeySchema": self.keys.request(),
            "Projection": self.projection.request(),
        })
    }

    fn matches(&self, stored: &Value) -> bool {
        let projection = member(stored, "Projection");
        member(stored, "IndexName") == self.name.as_str()
            && member(stored, "KeySchema") == &self.keys.request()
            && member(projection, "ProjectionType").as_str() == Some(self.projection.name())
    }
}

impl Projection {
    fn name(&self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::KeysOnly => "KEYS_ONLY",
            Self::Include(_) => "INCLUDE",
        }
    }

    fn request(&self) -> Value {
        match self {
            Self::All | Self::KeysOnly => json!({ "ProjectionType": self.name() }),
            Self::Include(names) => {
                json!({ "ProjectionType": self.name(), "NonKeyAttributes": names })
            }
        }
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// A member of an object, or null.
fn member<'a>(object: &'a Value, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}
