//! DynamoDB: conditions, transactions, indexes, pages, batches.
//!
//! Invariant: each case has a table of its own, made by the definition the deployment uses.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::types::{
    AttributeValue, DeleteRequest, KeysAndAttributes, Put, ReturnValue, TableStatus,
    TransactWriteItem, Update, WriteRequest,
};
use lambdesk_cloud::store::table::create_table;

use super::cases;
use super::place::{PATIENCE, Place};

cases!(Table:
    a_put_under_the_condition_absent_keeps_the_first,
    an_update_of_a_version_that_is_gone_is_refused,
    a_condition_on_a_missing_attribute_holds_only_for_an_item_without_it,
    a_transaction_writes_everything,
    a_refused_transaction_writes_nothing_and_names_its_reasons_in_order,
    a_transaction_repeated_under_its_token_is_made_once,
    a_token_used_for_something_else_is_refused,
    a_transaction_takes_a_hundred_actions_and_no_more,
    a_transaction_touches_an_item_once,
    of_many_transactions_on_one_version_exactly_one_is_made,
    a_counter_never_gives_a_number_twice,
    a_delete_gives_the_item_to_one_caller_only,
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

type Item = HashMap<String, AttributeValue>;

/// A table and the way to it.
struct Table {
    client: Client,
    name: String,
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn item<const N: usize>(attributes: [(&str, &str); N]) -> Item {
    attributes
        .map(|(name, value)| (name.to_owned(), text(value)))
        .into()
}

fn key(pk: &str, sk: &str) -> Item {
    item([("PK", pk), ("SK", sk)])
}

fn sort_keys(page: &QueryOutput) -> Vec<String> {
    let sort_key = |item: &Item| item["SK"].as_s().unwrap().clone();
    page.items().iter().map(sort_key).collect()
}

impl Table {
    async fn new(place: &Place) -> Self {
        let (client, name) = (place.aws.dynamodb(), place.name("desk"));
        create_table(&name)
            .unwrap()
            .send_with(&client)
            .await
            .unwrap();
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let described = client
                .describe_table()
                .table_name(&name)
                .send()
                .await
                .unwrap();
            if described.table.unwrap().table_status == Some(TableStatus::Active) {
                return Self { client, name };
            }
            assert!(
                tokio::time::Instant::now() < deadline,
                "the table is not ready"
            );
            tokio::task::yield_now().await;
        }
    }

    async fn put(&self, item: Item) {
        self.client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .send()
            .await
            .unwrap();
    }

    async fn get(&self, pk: &str, sk: &str) -> Option<Item> {
        let call = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key(pk, sk)));
        call.consistent_read(true).send().await.unwrap().item
    }

    fn putting(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    }

    fn putting_if_absent(&self, item: Item) -> TransactWriteItem {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        let put = put.condition_expression("attribute_not_exists(PK)");
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    }

    fn adding(&self, sk: &str) -> TransactWriteItem {
        let update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(key("p", sk)))
            .update_expression("ADD #n :one")
            .expression_attribute_names("#n", "n")
            .expression_attribute_values(":one", number(1));
        TransactWriteItem::builder()
            .update(update.build().unwrap())
            .build()
    }

    /// Sets the version of an item to the next one if it still is the given one.
    fn versioning(&self, from: i64, by: &str) -> TransactWriteItem {
        let mut next = key("p", "ticket");
        next.extend([
            ("version".to_owned(), number(from + 1)),
            ("by".to_owned(), text(by)),
        ]);
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(next))
            .condition_expression("#c0 = :c0")
            .expression_attribute_names("#c0", "version")
            .expression_attribute_values(":c0", number(from));
        TransactWriteItem::builder()
            .put(put.build().unwrap())
            .build()
    }

    /// Makes all writes or none; the codes of the reasons when it is none.
    async fn transact(
        &self,
        token: &str,
        writes: Vec<TransactWriteItem>,
    ) -> Result<(), Vec<String>> {
        let call = self
            .client
            .transact_write_items()
            .set_transact_items(Some(writes));
        let Err(error) = call.client_request_token(token).send().await else {
            return Ok(());
        };
        let error = error.into_service_error();
        let cancelled = error.is_transaction_canceled_exception();
        assert_eq!(
            cancelled,
            error.code() == Some("TransactionCanceledException")
        );
        let code = error.code().unwrap_or_default().to_owned();
        let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
            cancelled,
        ) = error
        else {
            return Err(vec![code]);
        };
        let code = |reason: &aws_sdk_dynamodb::types::CancellationReason| {
            reason.code().unwrap_or("None").to_owned()
        };
        Err(cancelled.cancellation_reasons().iter().map(code).collect())
    }

    fn query(
        &self,
        condition: &str,
        values: &[(&str, &str)],
    ) -> aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder {
        let mut call = self
            .client
            .query()
            .table_name(&self.name)
            .key_condition_expression(condition);
        for (name, value) in values {
            call = call.expression_attribute_values(*name, text(*value));
        }
        call
    }
}

fn unique(place: &Place) -> String {
    place.name("t").chars().take(36).collect()
}

async fn a_put_under_the_condition_absent_keeps_the_first(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let put = |value: &str| {
        let item = item([("PK", "p"), ("SK", "s"), ("value", value)]);
        let call = table
            .client
            .put_item()
            .table_name(&table.name)
            .set_item(Some(item));
        call.condition_expression("attribute_not_exists(PK)").send()
    };
    put("first").await.unwrap();
    let refused = put("second").await.unwrap_err();
    assert_eq!(refused.code(), Some("ConditionalCheckFailedException"));
    assert_eq!(table.get("p", "s").await.unwrap()["value"], text("first"));
}

async fn an_update_of_a_version_that_is_gone_is_refused(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let mut first = key("p", "ticket");
    first.insert("version".to_owned(), number(1));
    table.put(first).await;
    let token = unique(&place);
    table
        .transact(&token, vec![table.versioning(1, "a")])
        .await
        .unwrap();
    let token = unique(&place);
    let refused = table
        .transact(&token, vec![table.versioning(1, "b")])
        .await
        .unwrap_err();
    assert_eq!(refused, ["ConditionalCheckFailed"]);
    let kept = table.get("p", "ticket").await.unwrap();
    assert_eq!((&kept["version"], &kept["by"]), (&number(2), &text("a")));
}

async fn a_condition_on_a_missing_attribute_holds_only_for_an_item_without_it(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let set = |sk: &'static str| {
        let call = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_key(Some(key("p", sk)));
        call.update_expression("SET #set = :set")
            .condition_expression("(attribute_exists(PK) AND attribute_not_exists(#c0))")
            .expression_attribute_names("#set", "state")
            .expression_attribute_names("#c0", "state")
            .expression_attribute_values(":set", text("discarded"))
            .send()
    };
    table.put(key("p", "open")).await;
    set("open").await.unwrap();
    for sk in ["open", "missing"] {
        let refused = set(sk).await.unwrap_err();
        assert_eq!(
            refused.code(),
            Some("ConditionalCheckFailedException"),
            "{sk}"
        );
    }
    assert_eq!(table.get("p", "missing").await, None);
}

async fn a_transaction_writes_everything(place: Arc<Place>) {
    let table = Table::new(&place).await;
    table.put(key("p", "old")).await;
    let delete = aws_sdk_dynamodb::types::Delete::builder()
        .table_name(&table.name)
        .set_key(Some(key("p", "old")))
        .condition_expression("attribute_exists(PK)");
    let deleting = TransactWriteItem::builder()
        .delete(delete.build().unwrap())
        .build();
    let writes = vec![
        table.putting_if_absent(key("p", "new")),
        table.adding("count"),
        deleting,
    ];
    table.transact(&unique(&place), writes).await.unwrap();
    assert!(table.get("p", "new").await.is_some());
    assert_eq!(table.get("p", "count").await.unwrap()["n"], number(1));
    assert_eq!(table.get("p", "old").await, None);
}

async fn a_refused_transaction_writes_nothing_and_names_its_reasons_in_order(place: Arc<Place>) {
    let table = Table::new(&place).await;
    table.put(key("p", "taken")).await;
    let writes = vec![
        table.putting_if_absent(key("p", "free")),
        table.putting_if_absent(key("p", "taken")),
        table.adding("count"),
        table.versioning(4, "nobody"),
    ];
    let reasons = table.transact(&unique(&place), writes).await.unwrap_err();
    assert_eq!(
        reasons,
        [
            "None",
            "ConditionalCheckFailed",
            "None",
            "ConditionalCheckFailed"
        ]
    );
    for sk in ["free", "count", "ticket"] {
        assert_eq!(table.get("p", sk).await, None, "{sk}");
    }
}

async fn a_transaction_repeated_under_its_token_is_made_once(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let token = unique(&place);
    let writes = || {
        vec![
            table.adding("count"),
            table.putting_if_absent(key("p", "guard")),
        ]
    };
    table.transact(&token, writes()).await.unwrap();
    table.transact(&token, writes()).await.unwrap();
    assert_eq!(table.get("p", "count").await.unwrap()["n"], number(1));
}

async fn a_token_used_for_something_else_is_refused(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let token = unique(&place);
    table
        .transact(&token, vec![table.adding("one")])
        .await
        .unwrap();
    let refused = table
        .transact(&token, vec![table.adding("other")])
        .await
        .unwrap_err();
    assert_eq!(refused, ["IdempotentParameterMismatchException"]);
    assert_eq!(table.get("p", "other").await, None);
}

async fn a_transaction_takes_a_hundred_actions_and_no_more(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let writes = |count: usize| {
        let putting = |n: usize| table.putting(key("p", &format!("{count}-{n}")));
        (0..count).map(putting).collect::<Vec<_>>()
    };
    table.transact(&unique(&place), writes(100)).await.unwrap();
    let refused = table
        .transact(&unique(&place), writes(101))
        .await
        .unwrap_err();
    assert_eq!(refused, ["ValidationException"]);
    assert_eq!(table.get("p", "101-0").await, None);
}

async fn a_transaction_touches_an_item_once(place: Arc<Place>) {
    let table = Table::new(&place).await;
    let writes = vec![table.adding("count"), table.adding("count")];
    let refused = table.transact(&unique(&place), writes).await.unwrap_err();
    assert_eq!(refused, ["ValidationException"]);
    assert_eq!(table.get("p", "count").await, None);
}

async fn of_many_transactions_on_one_version_exactly_one_is_made(place: Arc<Place>) {
    let table = Arc::new(Table::new(&place).await);
    let mut first = key("p", "ticket");
    first.insert("version".to_owned(), number(1));
    table.put(first).await;
    let mut running = tokio::task::JoinSet::new();
    for n in 0..8 {
        let (table, token) = (Arc::clone(&table), unique(&place));
        running.spawn(async move {
            let writes = vec![
                table.versioning(1, &n.to_string()),
                table.putting(key("p", &format!("ev-{n}"))),
            ];
            (n, table.transact(&token, writes).await)
        });
    }
    let mut made = Vec::new();
    while let Some(outcome) = running.join_next().await {
        match outcome.unwrap() {
            (n, Ok(())) => made.push(n),
            (_, Err(reasons)) => {
                let lost = ["ConditionalCheckFailed", "TransactionConflict"]
                    .contains(&reasons[0].as_str());
                assert!(lost, "{reasons:?}");
            }
        }
    }
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(
        table.get("p", "ticket").await.unwrap()["by"],
        text(made[0].to_string())
    );
    let events = table.query(
        "PK = :p AND begins_with(SK, :e)",
        &[(":p", "p"), (":e", "ev-")],
    );
    assert_eq!(
        sort_keys(&events.send().await.unwrap()),
        [format!("ev-{}", made[0])]
    );
}

async fn a_counter_never_gives_a_number_twice(place: Arc<Place>) {
    let table = Arc::new(Table::new(&place).await);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let table = Arc::clone(&table);
        running.spawn(async move {
            let call = table
                .client
                .update_item()
                .table_name(&table.name)
                .set_key(Some(key("p", "CTR")));
            let call = call
                .update_expression("ADD #n :n")
                .expression_attribute_names("#n", "n")
                .expression_attribute_values(":n", number(1))
                .return_values(ReturnValue::UpdatedNew);
            let given = call.send().await.unwrap().attributes.unwrap();
            given["n"].as_n().unwrap().parse::<i64>().unwrap()
        });
    }
    let mut given: Vec<i64> = running.join_all().await;
    given.sort_unstable();
    assert_eq!(given, (1..=20).collect::<Vec<_>>());
}

async fn a_delete_gives_the_item_to_one_caller_only(place: Arc<Place>) {
    let table = Arc::new(Table::new(&place).await);
    table
        .put(item([("PK", "link"), ("SK", "OTT"), ("agent", "a")]))
        .await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let table = Arc::clone(&table);
        running.spawn(async move {
            let call = table
                .client
                .delete_item()
                .table_name(&table.name)
                .set_key(Some(key("link", "OTT")));
            call.return_values(ReturnValue::AllOld)
                .send()
                .await
                .unwrap()
                .attributes
        });
    }
    let given: Vec<Item> = running.join_all().await.into_iter().flatten().collect();
    assert_eq!(given.len(), 1, "{given:?}");
    assert_eq!(given[0]["agent"], text("a"));
}

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
