//! Starts the local services on free ports and makes SDK clients for them.

use std::net::SocketAddr;
use std::path::Path;

use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_http_client::Builder;
use axum::Router;
use lambdesk_local::faults::{Faults, Service};
use lambdesk_local::table::{IndexSpec, KeySchema, Projection, Table, TableSpec};
use tokio::task::JoinHandle;

/// A running service; it stops when this is dropped.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Served {
    pub(crate) async fn start(router: Router) -> Self {
        let (listener, address) = lambdesk_local::listen::bind(0, "--port").await.unwrap();
        let task = tokio::spawn(async move {
            lambdesk_local::listen::serve(router, listener, std::future::pending())
                .await
                .unwrap();
        });
        Self { address, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// The table the tests use: two indexes, a stream of keys, an expiry attribute.
pub(crate) fn spec() -> TableSpec {
    let text = |name: &str| (name.to_owned(), "S".to_owned());
    TableSpec {
        name: "desk".to_owned(),
        attributes: ["PK", "SK", "GSI1PK", "GSI1SK", "GSI3PK", "GSI3SK"]
            .map(text)
            .to_vec(),
        key_schema: KeySchema::pair("PK", "SK"),
        indexes: vec![
            IndexSpec {
                name: "GSI1".to_owned(),
                keys: KeySchema::pair("GSI1PK", "GSI1SK"),
                projection: Projection::All,
            },
            IndexSpec {
                name: "GSI3".to_owned(),
                keys: KeySchema::pair("GSI3PK", "GSI3SK"),
                projection: Projection::KeysOnly,
            },
        ],
        stream_view: Some("KEYS_ONLY".to_owned()),
        ttl_attribute: Some("ttl".to_owned()),
    }
}

/// A table with its server and a client.
pub(crate) struct TestTable {
    pub(crate) table: Table,
    pub(crate) faults: Faults,
    pub(crate) client: aws_sdk_dynamodb::Client,
    pub(crate) _served: Served,
}

impl TestTable {
    pub(crate) async fn open(folder: &Path) -> Self {
        let table = Table::open(folder, &spec()).await.unwrap();
        let faults = Faults::new();
        let served = Served::start(table.router().layer(faults.layer(Service::Table))).await;
        let client = dynamodb(&served.url());
        Self {
            table,
            faults,
            client,
            _served: served,
        }
    }

    /// Puts an item with nothing but its key and, optionally, one number.
    pub(crate) async fn put(&self, pk: &str, sk: &str, number: Option<i64>) {
        let put = self
            .client
            .put_item()
            .table_name("desk")
            .item("PK", s(pk))
            .item("SK", s(sk));
        let put = match number {
            Some(number) => put.item("n", AttributeValue::N(number.to_string())),
            None => put,
        };
        put.send().await.unwrap();
    }
}

pub(crate) fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

pub(crate) fn dynamodb(url: &str) -> aws_sdk_dynamodb::Client {
    use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new(
            "local",
            "local-secret",
            None,
            None,
            "test",
        ))
        .http_client(Builder::new().build_http())
        .endpoint_url(url)
        .build();
    aws_sdk_dynamodb::Client::from_conf(config)
}
