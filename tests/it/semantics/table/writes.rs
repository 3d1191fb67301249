//! Conditions, transactions, counters.
//!
//! Invariant: what is refused leaves no trace.

use std::sync::Arc;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{Delete, ReturnValue, TransactWriteItem};

use super::{Item, Table, item, key, number, sort_keys, text, unique};
use crate::semantics::cases;
use crate::semantics::place::Place;

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
);

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
    let delete = Delete::builder()
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
