//! Hands the template's facts to the local stores in their own words. Invariant: nothing is added that the
//! template does not say.

use super::{Key, Queue, Table, Template};
use crate::queues::QueueSpec;
use crate::table::{IndexSpec, KeySchema, Projection, TableSpec};

impl Template {
    /// All queues, as the local queue store opens them.
    #[must_use]
    pub fn queue_specs(&self) -> Vec<QueueSpec> {
        let name = |id: &String| self.queues.get(id).map(|queue| queue.name.clone());
        let spec = |queue: &Queue| QueueSpec {
            name: queue.name.clone(),
            fifo: queue.fifo,
            visibility: queue.visibility,
            delay: queue.delay,
            retention: queue.retention,
            max_receive_count: queue.max_receive_count,
            dead_letters: queue.dead_letters.as_ref().and_then(name),
            content_based_deduplication: queue.content_based_deduplication,
        };
        self.queues.values().map(spec).collect()
    }
}

impl Table {
    /// The table, as the local table store opens it.
    #[must_use]
    pub fn spec(&self) -> TableSpec {
        let index = |index: &super::Index| IndexSpec {
            name: index.name.clone(),
            keys: keys(&index.key),
            projection: match index.projection.as_str() {
                "KEYS_ONLY" => Projection::KeysOnly,
                "INCLUDE" => Projection::Include(index.included.clone()),
                _ => Projection::All,
            },
        };
        TableSpec {
            name: self.name.clone(),
            attributes: self.attributes.clone(),
            key_schema: keys(&self.key),
            indexes: self.indexes.iter().map(index).collect(),
            stream_view: self.stream_view.clone(),
            ttl_attribute: self.ttl_attribute.clone(),
        }
    }
}

fn keys(key: &Key) -> KeySchema {
    KeySchema {
        hash: key.partition.clone(),
        range: key.sort.clone(),
    }
}
