//! The object store over time: crashes, notifications, full disks, large bodies.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use lambdesk_local::faults::{Action, Failure, Fault, Service};
use lambdesk_local::objects::{Error, Notification, Objects, Options, PutEvent};
use tokio::io::AsyncWriteExt;

use crate::objects_wire::files;
use crate::support::{TestObjects, options, pattern};

const LARGE: usize = 700_000;

/// What receivers were given.
type Seen = Arc<Mutex<Vec<PutEvent>>>;

/// Options with one receiver for `raw/`, which refuses the first `refusals` events.
fn watched(folder: &Path, refusals: usize) -> (Options, Seen) {
    let seen = Seen::default();
    let (shared, left) = (seen.clone(), Arc::new(Mutex::new(refusals)));
    let on_put = Arc::new(
        move |event: PutEvent| -> futures_util::future::BoxFuture<'static, _> {
            let (shared, left) = (shared.clone(), left.clone());
            Box::pin(async move {
                let mut left = left.lock().unwrap();
                if *left > 0 {
                    *left -= 1;
                    return Err("not now".to_owned());
                }
                shared.lock().unwrap().push(event);
                Ok(())
            })
        },
    );
    let rule = Notification {
        bucket: "mail".to_owned(),
        prefix: "raw/".to_owned(),
        suffix: String::new(),
        on_put,
    };
    (
        Options {
            notifications: vec![rule],
            ..options(folder)
        },
        seen,
    )
}

/// Polls the deliveries until `count` events were seen.
async fn deliver(objects: &Objects, seen: &Seen, count: usize) -> Vec<String> {
    let arrived = async {
        while seen.lock().unwrap().len() < count {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        () = objects.deliver_notifications() => unreachable!("it never ends"),
        outcome = tokio::time::timeout(Duration::from_secs(10), arrived) => outcome.unwrap(),
    }
    let mut keys: Vec<_> = seen
        .lock()
        .unwrap()
        .iter()
        .map(|event| event.key.clone())
        .collect();
    keys.sort();
    keys
}

/// The files as a killed process leaves them: nothing was closed or checkpointed.
fn as_left_by_a_crash(folder: &Path) -> tempfile::TempDir {
    let left = tempfile::tempdir().unwrap();
    let mut folders = vec![folder.to_owned()];
    while let Some(from) = folders.pop() {
        let to = left.path().join(from.strip_prefix(folder).unwrap());
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(&from).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false
                    if entry
                        .path()
                        .extension()
                        .is_some_and(|kind| kind == "db-shm") => {}
                false => {
                    std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
                }
            }
        }
    }
    left
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_crash_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    for at in 0..20 {
        test.put(&format!("raw/{at}"), pattern(at * 30_000)).await;
    }
    test.put("raw/19", pattern(200_000)).await;
    // An upload that was under way, and one that was complete but not yet in the index.
    std::fs::write(folder.path().join("tmp").join("half"), b"half").unwrap();
    let nowhere = folder.path().join("blobs").join("00").join("00");
    std::fs::create_dir_all(&nowhere).unwrap();
    std::fs::write(nowhere.join("0000-0"), b"orphan").unwrap();
    let left = as_left_by_a_crash(folder.path());
    let again = TestObjects::open(options(left.path())).await;
    for at in 0..19 {
        assert_eq!(again.get(&format!("raw/{at}")).await, pattern(at * 30_000));
    }
    assert_eq!(again.get("raw/19").await, pattern(200_000));
    assert_eq!(again.objects.list("mail", "").await.unwrap().len(), 20);
    // 5 to 19 are larger than a row; of 19 only the second version is kept.
    assert_eq!(files(left.path()), 15);
}

#[tokio::test]
async fn a_put_is_notified_once_it_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let (watched, seen) = watched(folder.path(), 0);
    let test = TestObjects::open(watched).await;
    test.put("parts/x", b"not this one".to_vec()).await;
    test.put("raw/small one", b"12345".to_vec()).await;
    test.put("raw/large", pattern(LARGE)).await;
    test.objects
        .put("mail", "raw/inside", b"x", "message/rfc822")
        .await
        .unwrap();
    let keys = deliver(&test.objects, &seen, 3).await;
    assert_eq!(keys, ["raw/inside", "raw/large", "raw/small one"]);
    let small = seen
        .lock()
        .unwrap()
        .iter()
        .find(|event| event.size == 5)
        .cloned()
        .unwrap();
    assert_eq!(small.bucket, "mail");
    assert_eq!(small.etag, "827ccb0eea8a706c4c34a16891f84e7b");
    assert!(!small.sequencer.is_empty());
}

#[tokio::test]
async fn a_notification_survives_a_crash_and_a_refusal() {
    let folder = tempfile::tempdir().unwrap();
    {
        let (watched, _) = watched(folder.path(), 0);
        let test = TestObjects::open(watched).await;
        for at in 0..5 {
            test.put(&format!("raw/{at}"), b"x".to_vec()).await;
        }
    }
    let left = as_left_by_a_crash(folder.path());
    let (again, seen) = watched(left.path(), 2);
    let again = TestObjects::open(again).await;
    let expected: Vec<_> = (0..5).map(|at| format!("raw/{at}")).collect();
    assert_eq!(deliver(&again.objects, &seen, 5).await, expected);
    let (third, seen) = watched(left.path(), 0);
    let third = TestObjects::open(third).await;
    third.put("raw/new", b"x".to_vec()).await;
    assert_eq!(
        deliver(&third.objects, &seen, 1).await,
        ["raw/new"],
        "delivered ones are gone"
    );
}

#[tokio::test]
async fn a_full_disk_says_what_to_do_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let full = Options {
        quota_bytes: Some(1_000_000),
        ..options(folder.path())
    };
    let test = TestObjects::open(full).await;
    test.put("kept", pattern(LARGE)).await;
    for (key, size) in [("large", LARGE), ("kept", LARGE)] {
        let put = test
            .client
            .put_object()
            .bucket("mail")
            .key(key)
            .body(vec![7; size].into());
        let refused = put.send().await.unwrap_err();
        assert_eq!(refused.code(), Some("InsufficientStorage"));
        assert!(
            refused.message().unwrap().contains("free some space"),
            "{refused:?}"
        );
        assert_eq!(refused.raw_response().unwrap().status().as_u16(), 507);
    }
    assert_eq!(test.objects.list("mail", "").await.unwrap(), ["kept"]);
    assert_eq!(test.get("kept").await, pattern(LARGE));
    assert_eq!(files(folder.path()), 1);
    test.client
        .delete_object()
        .bucket("mail")
        .key("kept")
        .send()
        .await
        .unwrap();
    test.put("large", pattern(LARGE)).await;
    assert_eq!(files(folder.path()), 1, "room was made");
}

#[tokio::test]
async fn a_full_index_refuses_one_put_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    {
        let test = TestObjects::open(options(folder.path())).await;
        for at in 0..20 {
            test.put(&format!("raw/{at}"), pattern(100_000)).await;
        }
    }
    // The file may not grow any more, as on a full disk; the byte quota itself is not reached.
    let pages = std::fs::metadata(folder.path().join("index.db"))
        .unwrap()
        .len()
        / 4096;
    let quota = (pages * 4096).max(2_300_000);
    let full = Options {
        quota_bytes: Some(quota),
        ..options(folder.path())
    };
    let objects = Objects::open(full).await.unwrap();
    let puts = (0..16).map(|at| {
        let objects = objects.clone();
        async move {
            objects
                .put("mail", &format!("more/{at}"), &pattern(100_000), "x/y")
                .await
        }
    });
    let outcomes = futures_util::future::join_all(puts).await;
    let stored = objects.list("mail", "more/").await.unwrap();
    for (at, outcome) in outcomes.iter().enumerate() {
        let there = stored.contains(&format!("more/{at}"));
        assert_eq!(there, outcome.is_ok(), "more/{at}: {outcome:?}");
        assert!(
            matches!(outcome, Ok(()) | Err(Error::Full { .. })),
            "{outcome:?}"
        );
    }
    assert!(outcomes.iter().any(Result::is_err));
    for at in 0..20 {
        assert_eq!(
            objects.get("mail", &format!("raw/{at}")).await.unwrap(),
            pattern(100_000)
        );
        objects.delete("mail", &format!("raw/{at}")).await.unwrap();
    }
    objects
        .put("mail", "more/after", &pattern(100_000), "x/y")
        .await
        .unwrap();
}

#[tokio::test]
async fn replacing_and_deleting_leave_a_reader_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    test.put("a", vec![1; 5_000_000]).await;
    let mut got = test
        .client
        .get_object()
        .bucket("mail")
        .key("a")
        .send()
        .await
        .unwrap();
    let first = got.body.next().await.unwrap().unwrap();
    test.put("a", vec![2; LARGE]).await;
    let rest = got.body.collect().await.unwrap().to_vec();
    assert_eq!([first.to_vec(), rest].concat(), vec![1; 5_000_000]);
    assert_eq!(test.get("a").await, vec![2; LARGE]);
    test.client
        .delete_object()
        .bucket("mail")
        .key("a")
        .send()
        .await
        .unwrap();
    assert!(!test.objects.exists("mail", "a").await.unwrap());
    assert_eq!(files(folder.path()), 0);
}

async fn until_files(folder: &Path, expected: usize) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while files(folder) != expected {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    let config =
        aws_sdk_s3::presigning::PresigningConfig::expires_in(Duration::from_secs(60)).unwrap();
    let put = test
        .client
        .put_object()
        .bucket("mail")
        .key("a")
        .presigned(config)
        .await
        .unwrap();
    let uri: http::Uri = put.uri().parse().unwrap();
    let address = test.served.address;
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let path = uri.path_and_query().unwrap();
    let head = format!("PUT {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {LARGE}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&pattern(LARGE / 2)).await.unwrap();
    until_files(folder.path(), 1).await;
    drop(stream);
    until_files(folder.path(), 0).await;
    assert!(!test.objects.exists("mail", "a").await.unwrap());
}

#[tokio::test]
async fn a_body_that_was_changed_on_the_way_is_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    for size in [10, LARGE] {
        let put = test
            .client
            .put_object()
            .bucket("mail")
            .key("a")
            .body(pattern(size).into());
        let refused = put.checksum_crc32("AAAAAA==").send().await.unwrap_err();
        assert_eq!(refused.code(), Some("BadDigest"));
    }
    assert!(!test.objects.exists("mail", "a").await.unwrap());
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn forty_megabytes_pass_through_without_being_held() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    let size = 40 * 1024 * 1024;
    let source = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(source.path(), pattern(size)).unwrap();
    let before = resident_kib();
    let body = aws_sdk_s3::primitives::ByteStream::from_path(source.path())
        .await
        .unwrap();
    test.client
        .put_object()
        .bucket("mail")
        .key("big")
        .body(body)
        .send()
        .await
        .unwrap();
    let got = test
        .client
        .get_object()
        .bucket("mail")
        .key("big")
        .send()
        .await
        .unwrap();
    let (mut body, mut length, mut most) = (got.body, 0, 0);
    while let Some(piece) = body.next().await {
        length += piece.unwrap().len();
        most = most.max(resident_kib());
    }
    assert_eq!(length, size);
    // Client and server share this process; both together stay far below the object's size.
    let grown = most.saturating_sub(before);
    assert!(grown < 20 * 1024, "grew by {grown} KiB");
}

/// Memory this process holds, from `/proc`; zero where there is none.
fn resident_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

#[tokio::test]
async fn planned_faults_strike_objects_too() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    let config = test
        .client
        .config()
        .to_builder()
        .retry_config(RetryConfig::disabled())
        .build();
    let bare = aws_sdk_s3::Client::from_conf(config);
    let put = |key: &str| {
        bare.put_object()
            .bucket("mail")
            .key(key)
            .body(b"x".to_vec().into())
            .send()
    };
    let plan = |action: Action| {
        let operation = Some("PutObject".to_owned());
        test.faults.plan(Fault {
            service: Service::Objects,
            operation,
            nth: 1,
            action,
        });
    };
    let slow_down = http::StatusCode::SERVICE_UNAVAILABLE;
    plan(Action::Fail(Failure::new(
        slow_down,
        "SlowDown",
        "Please reduce your request rate.",
    )));
    assert_eq!(put("refused").await.unwrap_err().code(), Some("SlowDown"));
    plan(Action::ApplyThenDrop);
    assert!(matches!(
        put("kept").await.unwrap_err(),
        SdkError::DispatchFailure(_)
    ));
    assert_eq!(test.objects.list("mail", "").await.unwrap(), ["kept"]);
    assert_eq!(test.faults.count("PutObject"), 2);
}
