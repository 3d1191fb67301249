//! Prints how fast the stores are. Nothing here judges a time; it says what to expect of a laptop.

use std::future::Future;
use std::time::Instant;

use crate::support::{TestObjects, TestTable, options, pattern, s};

/// Runs `work` `count` times, `width` at a time, and prints the rate and the median latency.
async fn rate<F: Future<Output = ()>>(
    name: &str,
    count: usize,
    width: usize,
    work: impl Fn(usize) -> F,
) {
    use futures_util::StreamExt;
    let start = Instant::now();
    let timed = futures_util::stream::iter(0..count).map(|at| {
        let run = work(at);
        async move {
            let start = Instant::now();
            run.await;
            start.elapsed()
        }
    });
    let mut times: Vec<_> = timed.buffer_unordered(width).collect().await;
    times.sort();
    let each = f64::from(u32::try_from(count).unwrap()) / start.elapsed().as_secs_f64();
    println!(
        "{name:32} {width:2} at a time: {each:7.0}/s, median {:?}",
        times[count / 2]
    );
    assert_eq!(times.len(), count);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_fast_the_stores_are() {
    let folder = tempfile::tempdir().unwrap();
    let table = TestTable::open(folder.path()).await;
    let table = &table;
    for width in [1, 8] {
        let put = |at: usize| async move {
            let put = table
                .client
                .put_item()
                .table_name("desk")
                .item("PK", s(&format!("p{at}")));
            let put = put
                .item("SK", s("x"))
                .item("GSI1PK", s("open"))
                .item("GSI1SK", s(&at.to_string()));
            put.item("text", s(&"x".repeat(900))).send().await.unwrap();
        };
        rate("table: put 1 KB, one index", 150, width, put).await;
        let get = |at: usize| async move {
            let get = table
                .client
                .get_item()
                .table_name("desk")
                .key("PK", s(&format!("p{at}")));
            assert!(get.key("SK", s("x")).send().await.unwrap().item.is_some());
        };
        rate("table: get", 150, width, get).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let objects = TestObjects::open(options(folder.path())).await;
    let objects = &objects;
    for width in [1, 8] {
        for size in [2_000, 20_000, 400_000] {
            let put = |at: usize| async move {
                objects.put(&format!("{size}/{at}"), pattern(size)).await
            };
            rate(&format!("objects: put {size}"), 40, width, put).await;
            let get = |at: usize| async move {
                assert_eq!(objects.get(&format!("{size}/{at}")).await.len(), size);
            };
            rate(&format!("objects: get {size}"), 40, width, get).await;
        }
    }
}
