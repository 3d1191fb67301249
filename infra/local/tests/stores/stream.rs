//! The stream: its records, its reader's position, and that it stays fast and small.

use std::time::{Duration, Instant};

use lambdesk_local::table::StreamReader;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::{TestTable, s};

const SOON: Duration = Duration::from_secs(5);
const NOW: Duration = Duration::ZERO;

async fn sort_keys(reader: &mut StreamReader, wait: Duration) -> Vec<String> {
    let records = reader.next(100, wait).await.unwrap();
    let key = |record: &Value| {
        record["dynamodb"]["Keys"]["SK"]["S"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    records.iter().map(|record| key(&record.event)).collect()
}

#[tokio::test]
async fn records_look_as_lambda_delivers_them() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
    test.put("a", "OUTBOX#1", None).await;
    test.put("a", "OUTBOX#1", Some(2)).await;
    let delete = test
        .client
        .delete_item()
        .table_name("desk")
        .key("PK", s("a"));
    delete.key("SK", s("OUTBOX#1")).send().await.unwrap();
    let records = reader.next(10, SOON).await.unwrap();
    let names: Vec<_> = records
        .iter()
        .map(|record| record.event["eventName"].clone())
        .collect();
    assert_eq!(names, ["INSERT", "MODIFY", "REMOVE"]);
    let first = &records[0].event;
    assert_eq!(first["eventSource"], "aws:dynamodb");
    assert_eq!(first["eventVersion"], "1.1");
    assert!(
        first["eventSourceARN"]
            .as_str()
            .unwrap()
            .contains(":table/desk/stream/"),
        "{first}"
    );
    assert_eq!(
        first["dynamodb"]["Keys"],
        json!({ "PK": { "S": "a" }, "SK": { "S": "OUTBOX#1" } })
    );
    assert_eq!(first["dynamodb"]["StreamViewType"], "KEYS_ONLY");
    assert_eq!(first["dynamodb"].get("NewImage"), None);
    assert!(first["dynamodb"]["ApproximateCreationDateTime"].is_i64());
    let sequence = |at: usize| {
        records[at].event["dynamodb"]["SequenceNumber"]
            .as_str()
            .unwrap()
    };
    assert!(sequence(0) < sequence(1) && sequence(1) < sequence(2));
    assert_eq!(sequence(0).len(), 21);
}

#[tokio::test]
async fn what_was_not_committed_is_read_again_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    {
        let test = TestTable::open(folder.path()).await;
        let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
        for sk in ["1", "2", "3"] {
            test.put("a", sk, None).await;
        }
        let records = reader.next(2, SOON).await.unwrap();
        assert_eq!(records.len(), 2);
        assert_eq!(sort_keys(&mut reader, NOW).await, ["1", "2", "3"]);
        reader.commit(records[0].position).unwrap();
        assert_eq!(sort_keys(&mut reader, NOW).await, ["2", "3"]);
    }
    let test = TestTable::open(folder.path()).await;
    let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
    assert_eq!(sort_keys(&mut reader, NOW).await, ["2", "3"]);
    let mut other = StreamReader::open(&test.table, "audit").await.unwrap();
    assert_eq!(sort_keys(&mut other, NOW).await, ["1", "2", "3"]);
}

#[tokio::test]
async fn a_position_of_a_table_that_is_no_more_does_not_hide_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    {
        let test = TestTable::open(folder.path()).await;
        let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
        for sk in ["1", "2", "3"] {
            test.put("a", sk, None).await;
        }
        let last = reader.next(10, SOON).await.unwrap().pop().unwrap();
        reader.commit(last.position).unwrap();
    }
    for name in ["table.db", "table.db-wal", "table.db-shm"] {
        let _absent = std::fs::remove_file(folder.path().join(name));
    }
    let test = TestTable::open(folder.path()).await;
    let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
    test.put("a", "new", None).await;
    assert_eq!(sort_keys(&mut reader, SOON).await, ["new"]);
}

#[tokio::test]
async fn a_waiting_reader_is_woken_by_the_write() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
    let mut latencies = Vec::new();
    for at in 0..20 {
        let waiting = async {
            let records = reader.next(10, SOON).await.unwrap();
            (records, Instant::now())
        };
        let writing = async {
            test.put("a", &at.to_string(), None).await;
            Instant::now()
        };
        let ((records, woken), written) = tokio::join!(waiting, writing);
        assert_eq!(records.len(), 1);
        reader.commit(records[0].position).unwrap();
        latencies.push(woken.saturating_duration_since(written));
    }
    // Well under the fallback's second, so it was the announcement that woke the reader.
    latencies.sort();
    assert!(latencies[10] < Duration::from_millis(200), "{latencies:?}");
}

#[tokio::test]
async fn the_next_sequence_number_does_not_cost_more_as_the_stream_grows() {
    // The statement the engine runs for every write. With another version, look whether it still is
    // `next_stream_sequence_number` in its storage.rs, and whether the index is still needed.
    assert_eq!(
        dynoxide::PRODUCT_VERSION,
        "1.5.0",
        "check the engine's statement again"
    );
    let statement = "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 \
                     FROM _stream_records WHERE table_name = ?1";
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let steps = || {
        let connection = Connection::open(folder.path().join("table.db")).unwrap();
        let mut prepared = connection.prepare(statement).unwrap();
        let next: i64 = prepared.query_row(["desk"], |row| row.get(0)).unwrap();
        assert!(next > 1);
        prepared.get_status(rusqlite::StatementStatus::VmStep)
    };
    test.put("a", "first", None).await;
    let few = steps();
    for at in 0..200 {
        test.put("a", &at.to_string(), None).await;
    }
    assert_eq!(steps(), few);
}

#[tokio::test]
async fn old_records_are_trimmed_once_read_and_the_count_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestTable::open(folder.path()).await;
    let mut reader = StreamReader::open(&test.table, "relay").await.unwrap();
    for at in 0..1100 {
        // Straight through the engine's queue would be quicker, but this is the road writes take.
        test.put("a", &(at % 7).to_string(), Some(at)).await;
    }
    let records = reader.next(2000, SOON).await.unwrap();
    assert_eq!(records.len(), 1100);
    let created = records[0].event["dynamodb"]["ApproximateCreationDateTime"]
        .as_i64()
        .unwrap();
    let tomorrow = created + 25 * 3600;
    assert_eq!(
        test.table.trim_stream(created).await.unwrap(),
        0,
        "not old yet"
    );
    assert_eq!(
        test.table.trim_stream(tomorrow).await.unwrap(),
        0,
        "not read yet"
    );
    reader.commit(records[1099].position).unwrap();
    assert_eq!(test.table.trim_stream(tomorrow).await.unwrap(), 1099);
    test.put("a", "after", None).await;
    assert_eq!(sort_keys(&mut reader, SOON).await, ["after"]);
}
