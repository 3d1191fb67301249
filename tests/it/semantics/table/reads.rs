//! Ranges, pages, indexes, batches and sizes.
//!
//! Invariant: what is written is read at once, from indexes too, as long as one process answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, WriteRequest};

use super::{Table, item, key, sort_keys, text};
use crate::semantics::cases;
use crate::semantics::place::Place;

cases!(Table:
    a_query_reads_a_range_in_both_directions,
    a_query_takes_a_prefix_and_a_bound,
    text_keys_are_ordered_by_their_bytes,
    an_index_is_read_in_pages_without_gap_or_repeat,
    a_page_begins_after_a_key_that_is_no_longer_there,
    a_limit_counts_items_looked_at,
    an_item_is_in_an_index_only_while_it_has_the_index_key,
    an_index_of_keys_gives_keys_only,
    a_batch_read_gives_what_exists,
    a_batch_delete_ignores_what_does_not_exist,
    a_batch_of_writes_takes_twenty_five_and_no_more,
    an_item_above_400_kb_is_refused_for_its_size,
    empty_text_is_a_value_but_not_a_key,
);

async fn a_query_reads_a_range_in_both_directions(place: Arc<Place>) {
    let table = Table::new(&place).await;
    for sk in ["M#2", "M#1", "M#3"] {
        table.put(key("p", sk)).await;
    }
    table.put(key("other", "M#9")).await;
    let forward = table
        .query("PK = :p", &[(":p", "p")])
        .consistent_read(true)
        .send()
        .await
        .unwrap();
    assert_eq!(sort_keys(&forward), ["M#1", "M#2", "M#3"]);
    let backward = table
        .query("PK = :p", &[(":p", "p")])
        .scan_index_forward(false)
        .send()
        .await
        .unwrap();
    assert_eq!(sort_keys(&backward), ["M#3", "M#2", "M#1"]);
}

async fn a_query_takes_a_prefix_and_a_bound(place: Arc<Place>) {
    let table = Table::new(&place).await;
    for sk in ["EV#1", "M#1", "M#2", "M", "MBX#1", "M$"] {
        table.put(key("p", sk)).await;
    }
    let prefix = table.query(
        "PK = :p AND begins_with(SK, :m)",
        &[(":p", "p"), (":m", "M#")],
    );
    assert_eq!(sort_keys(&prefix.send().await.unwrap()), ["M#1", "M#2"]);
    let below = table.query("PK = :p AND SK < :m", &[(":p", "p"), (":m", "M#2")]);
    assert_eq!(
        sort_keys(&below.send().await.unwrap()),
        ["EV#1", "M", "M#1"]
    );
    let between = table.query(
        "PK = :p AND SK BETWEEN :a AND :b",
        &[(":p", "p"), (":a", "M#1"), (":b", "M#2")],
    );
    assert_eq!(sort_keys(&between.send().await.unwrap()), ["M#1", "M#2"]);
}

async fn text_keys_are_ordered_by_their_bytes(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let ordered = [
        "0000000000999",
        "0000000001000",
        "A",
        "Z",
        "a",
        "z",
        "é",
        "日",
    ];
    for sk in ordered.iter().rev() {
        table.put(key("p", sk)).await;
    }
    let all = table.query("PK = :p", &[(":p", "p")]).send().await.unwrap();
    assert_eq!(sort_keys(&all), ordered);
}

/// Seven tickets of one status, three of them with the same time.
async fn listed(table: &Table) -> Vec<String> {
    let updated = [
        "0001#a", "0002#b", "0003#c", "0003#d", "0003#e", "0006#f", "0007#g",
    ];
    for at in updated {
        let ticket = [
            ("PK", at),
            ("SK", "TICKET"),
            ("GSI1PK", "open"),
            ("GSI1SK", at),
            ("subject", "x"),
        ];
        table.put(item(ticket)).await;
    }
    updated.iter().rev().map(|at| (*at).to_owned()).collect()
}

async fn an_index_is_read_in_pages_without_gap_or_repeat(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let wanted = listed(&table).await;
    let (mut found, mut pages, mut after) = (Vec::new(), 0, None);
    loop {
        let call = table
            .query("GSI1PK = :s", &[(":s", "open")])
            .index_name("GSI1");
        let call = call
            .scan_index_forward(false)
            .limit(2)
            .set_exclusive_start_key(after);
        let page = call.send().await.unwrap();
        assert!(page.items().len() <= 2);
        for item in page.items() {
            assert_eq!(item["subject"], text("x"));
            found.push(item["GSI1SK"].as_s().unwrap().clone());
        }
        pages += 1;
        after = page.last_evaluated_key;
        let Some(place) = &after else { break };
        let names: BTreeSet<_> = place.keys().map(String::as_str).collect();
        assert_eq!(names, ["GSI1PK", "GSI1SK", "PK", "SK"].into());
    }
    assert_eq!(found, wanted);
    assert!((4..=5).contains(&pages), "{pages}");
}

async fn a_page_begins_after_a_key_that_is_no_longer_there(place: Arc<Place>) {
    let table = Table::new(&place).await;
    listed(&table).await;
    let gone = item([
        ("PK", "0003#d"),
        ("SK", "TICKET"),
        ("GSI1PK", "open"),
        ("GSI1SK", "0003#d"),
    ]);
    let delete = table.client.delete_item().table_name(&table.name);
    delete
        .set_key(Some(key("0003#d", "TICKET")))
        .send()
        .await
        .unwrap();
    let call = table
        .query("GSI1PK = :s", &[(":s", "open")])
        .index_name("GSI1");
    let page = call
        .scan_index_forward(false)
        .set_exclusive_start_key(Some(gone))
        .send()
        .await
        .unwrap();
    let found: Vec<_> = page
        .items()
        .iter()
        .map(|item| item["PK"].as_s().unwrap().as_str())
        .collect();
    assert_eq!(found, ["0003#c", "0002#b", "0001#a"]);
}

async fn a_limit_counts_items_looked_at(place: Arc<Place>) {
    let table = Table::new(&place).await;
    for (sk, kind) in [("1", "x"), ("2", "y"), ("3", "y"), ("4", "x")] {
        table
            .put(item([("PK", "p"), ("SK", sk), ("kind", kind)]))
            .await;
    }
    let call = table.query("PK = :p", &[(":p", "p"), (":x", "x")]);
    let page = call
        .filter_expression("kind = :x")
        .limit(3)
        .send()
        .await
        .unwrap();
    assert_eq!(sort_keys(&page), ["1"]);
    assert_eq!(page.scanned_count, 3);
    assert_eq!(page.last_evaluated_key.unwrap()["SK"], text("3"));
}

async fn an_item_is_in_an_index_only_while_it_has_the_index_key(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let due = || {
        table
            .query("GSI3PK = :d", &[(":d", "DUE#0")])
            .index_name("GSI3")
            .send()
    };
    table.put(key("p", "plain")).await;
    assert_eq!(due().await.unwrap().count, 0);
    table
        .put(item([
            ("PK", "p"),
            ("SK", "m"),
            ("GSI3PK", "DUE#0"),
            ("GSI3SK", "1"),
        ]))
        .await;
    assert_eq!(due().await.unwrap().count, 1);
    table
        .put(item([
            ("PK", "p"),
            ("SK", "m"),
            ("GSI3PK", "DUE#0"),
            ("GSI3SK", "2"),
        ]))
        .await;
    let moved = due().await.unwrap();
    let places: Vec<_> = moved
        .items()
        .iter()
        .map(|item| item["GSI3SK"].clone())
        .collect();
    assert_eq!(places, [text("2")]);
    table
        .put(item([("PK", "p"), ("SK", "m"), ("done", "yes")]))
        .await;
    assert_eq!(due().await.unwrap().count, 0);
}

async fn an_index_of_keys_gives_keys_only(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let message = [
        ("PK", "p"),
        ("SK", "m"),
        ("GSI3PK", "DUE#0"),
        ("GSI3SK", "1"),
        ("body", "long"),
    ];
    table.put(item(message)).await;
    let found = table
        .query("GSI3PK = :d", &[(":d", "DUE#0")])
        .index_name("GSI3")
        .send()
        .await
        .unwrap();
    assert_eq!(
        found.items(),
        [item([
            ("PK", "p"),
            ("SK", "m"),
            ("GSI3PK", "DUE#0"),
            ("GSI3SK", "1")
        ])]
    );
}

async fn a_batch_read_gives_what_exists(place: Arc<Place>) {
    let table = Table::new(&place).await;
    for n in 0..30 {
        table.put(key("p", &format!("{n:02}"))).await;
    }
    let keys = (0..100).map(|n| key("p", &format!("{n:02}"))).collect();
    let asked = KeysAndAttributes::builder()
        .set_keys(Some(keys))
        .consistent_read(true)
        .build()
        .unwrap();
    let answer = table
        .client
        .batch_get_item()
        .request_items(&table.name, asked)
        .send()
        .await
        .unwrap();
    assert!(answer.unprocessed_keys.unwrap_or_default().is_empty());
    let found: BTreeSet<_> = answer.responses.unwrap()[&table.name]
        .iter()
        .map(|item| item["SK"].as_s().unwrap().clone())
        .collect();
    assert_eq!(found, (0..30).map(|n| format!("{n:02}")).collect());
}

fn deleting(sk: &str) -> WriteRequest {
    let delete = DeleteRequest::builder()
        .set_key(Some(key("p", sk)))
        .build()
        .unwrap();
    WriteRequest::builder().delete_request(delete).build()
}

async fn a_batch_delete_ignores_what_does_not_exist(place: Arc<Place>) {
    let table = Table::new(&place).await;
    for sk in ["1", "2", "3"] {
        table.put(key("p", sk)).await;
    }
    let writes = ["1", "2", "missing"].map(deleting).to_vec();
    let answer = table
        .client
        .batch_write_item()
        .request_items(&table.name, writes)
        .send()
        .await
        .unwrap();
    assert!(answer.unprocessed_items.unwrap_or_default().is_empty());
    let left = table.query("PK = :p", &[(":p", "p")]).send().await.unwrap();
    assert_eq!(sort_keys(&left), ["3"]);
}

async fn a_batch_of_writes_takes_twenty_five_and_no_more(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let batch = |count: usize| {
        let writes: Vec<_> = (0..count).map(|n| deleting(&n.to_string())).collect();
        table
            .client
            .batch_write_item()
            .request_items(&table.name, writes)
            .send()
    };
    batch(25).await.unwrap();
    assert_eq!(
        batch(26).await.unwrap_err().code(),
        Some("ValidationException")
    );
}

async fn an_item_above_400_kb_is_refused_for_its_size(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let put = |bytes: usize| {
        let mut large = key("p", "m");
        large.insert("body".to_owned(), text("x".repeat(bytes)));
        table
            .client
            .put_item()
            .table_name(&table.name)
            .set_item(Some(large))
            .send()
    };
    put(390 * 1024).await.unwrap();
    let refused = put(401 * 1024).await.unwrap_err();
    assert_eq!(refused.code(), Some("ValidationException"));
    assert!(
        refused.message().unwrap_or_default().contains("size"),
        "{:?}",
        refused.message()
    );
}

async fn empty_text_is_a_value_but_not_a_key(place: Arc<Place>) {
    let table = Table::new(&place).await;
    table
        .put(item([("PK", "p"), ("SK", "s"), ("subject", "")]))
        .await;
    assert_eq!(table.get("p", "s").await.unwrap()["subject"], text(""));
    let put = table.client.put_item().table_name(&table.name);
    let refused = put.set_item(Some(key("p", ""))).send().await.unwrap_err();
    assert_eq!(refused.code(), Some("ValidationException"));
}
