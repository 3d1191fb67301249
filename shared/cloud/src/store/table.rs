//! The definition of the table as data: for local creation and for comparing with the template.
//!
//! Invariant: what is not in here is not used by any query.

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType,
};

use super::keys::{PK, SK};
use crate::error::{Error, Kind, Result};

/// An index of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Index {
    /// Tickets by status and last change.
    Gsi1,
    /// Tickets by assignee or contact; outgoing messages by state.
    Gsi2,
    /// What is due, keys only; for the sweep.
    Gsi3,
    /// Tickets, contacts and API keys by creation.
    Gsi4,
}

impl Index {
    /// Every index.
    pub const ALL: [Index; 4] = [Index::Gsi1, Index::Gsi2, Index::Gsi3, Index::Gsi4];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Index::Gsi1 => "GSI1",
            Index::Gsi2 => "GSI2",
            Index::Gsi3 => "GSI3",
            Index::Gsi4 => "GSI4",
        }
    }

    /// Its partition and sort attribute.
    #[must_use]
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Index::Gsi1 => ("GSI1PK", "GSI1SK"),
            Index::Gsi2 => ("GSI2PK", "GSI2SK"),
            Index::Gsi3 => ("GSI3PK", "GSI3SK"),
            Index::Gsi4 => ("GSI4PK", "GSI4SK"),
        }
    }

    /// Whether it holds whole items or only their keys.
    #[must_use]
    pub fn holds_items(self) -> bool {
        self != Index::Gsi3
    }
}

/// Partition and sort attribute of the table.
pub const PRIMARY: (&str, &str) = (PK, SK);
/// The attribute after which items are removed.
pub const TTL: &str = "ttl";

/// The request that creates the table under a name; send it with `send_with`.
///
/// # Errors
/// `Broken` when the definition is incomplete, which a test rules out.
pub fn create_table(name: &str) -> Result<CreateTableInputBuilder> {
    definition(name).map_err(|error| Error::new(Kind::Broken, "define the table").because(error))
}

fn definition(name: &str) -> std::result::Result<CreateTableInputBuilder, BuildError> {
    let stream = StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::KeysOnly)
        .build()?;
    let mut table = CreateTableInputBuilder::default()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .stream_specification(stream);
    let indexes = Index::ALL.into_iter().map(Index::keys);
    for (pk, sk) in std::iter::once(PRIMARY).chain(indexes) {
        table = table
            .attribute_definitions(text(pk)?)
            .attribute_definitions(text(sk)?);
    }
    for element in schema(PRIMARY)? {
        table = table.key_schema(element);
    }
    for index in Index::ALL {
        table = table.global_secondary_indexes(global(index)?);
    }
    Ok(table)
}

fn text(name: &str) -> std::result::Result<AttributeDefinition, BuildError> {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
}

fn schema((pk, sk): (&str, &str)) -> std::result::Result<[KeySchemaElement; 2], BuildError> {
    let element = |name, kind| {
        KeySchemaElement::builder()
            .attribute_name(name)
            .key_type(kind)
            .build()
    };
    Ok([element(pk, KeyType::Hash)?, element(sk, KeyType::Range)?])
}

fn global(index: Index) -> std::result::Result<GlobalSecondaryIndex, BuildError> {
    let kind = if index.holds_items() {
        ProjectionType::All
    } else {
        ProjectionType::KeysOnly
    };
    GlobalSecondaryIndex::builder()
        .index_name(index.name())
        .set_key_schema(Some(schema(index.keys())?.to_vec()))
        .projection(Projection::builder().projection_type(kind).build())
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_four_indexes_and_a_stream_of_keys() {
        let table = create_table("desk").unwrap().build().unwrap();
        assert_eq!(table.global_secondary_indexes().len(), 4);
        assert_eq!(table.attribute_definitions().len(), 10);
        let stream = table.stream_specification().unwrap();
        assert_eq!(stream.stream_view_type(), Some(&StreamViewType::KeysOnly));
    }
}
