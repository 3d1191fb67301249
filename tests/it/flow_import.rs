//! Old mail is taken over whole, and taking it over again changes nothing.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::Command;

use crate::crash_kill::program;
use crate::desk::{Desk, options, root};
use crate::flow_support::{nothing_left, parked, stored};

/// The numbers of the last line.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
struct Summary {
    total: usize,
    new: usize,
    joined: usize,
    known: usize,
    parked: usize,
    failed: usize,
}

impl Summary {
    fn read(text: &str) -> Self {
        let line = text.lines().last().unwrap_or_default();
        let numbers: Vec<usize> = line
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let [total, new, joined, known, parked, failed] = numbers[..] else {
            panic!("no summary: {text}")
        };
        let summary = Self {
            total,
            new,
            joined,
            known,
            parked,
            failed,
        };
        assert_eq!(total, new + joined + known + parked + failed, "{line}");
        summary
    }
}

fn command(mail: &Path, data: &Path) -> Command {
    let mut command = Command::new(program());
    command
        .arg("import")
        .arg(mail)
        .arg("--data")
        .arg(data)
        .arg("--quiet");
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn import(mail: &Path, data: &Path) -> Summary {
    let done = command(mail, data).output().await.unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{out}{err}");
    Summary::read(&out)
}

fn samples() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("events/mail")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
    paths.sort();
    paths
}

/// The samples as files.
fn plain_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for path in samples() {
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// The samples as files, the same as an mbox, an empty file and one that is no mail.
fn folder() -> TempDir {
    let folder = plain_folder();
    let mut mbox = Vec::new();
    for path in samples() {
        let raw = std::fs::read(&path).unwrap();
        mbox.extend_from_slice(b"From sender@example.com Fri Nov 20 09:00:00 2026\r\n");
        for line in raw.split_inclusive(|byte| *byte == b'\n') {
            let quoted = line
                .iter()
                .position(|byte| *byte != b'>')
                .is_some_and(|at| line[at..].starts_with(b"From "));
            if quoted {
                mbox.push(b'>');
            }
            mbox.extend_from_slice(line);
        }
        mbox.extend_from_slice(b"\r\n");
    }
    std::fs::write(folder.path().join("zz-archive.mbox"), mbox).unwrap();
    std::fs::write(folder.path().join("zz-empty.eml"), b"").unwrap();
    std::fs::write(
        folder.path().join("zz-garbage.eml"),
        [0_u8, 159, 146, 150].repeat(500),
    )
    .unwrap();
    std::fs::write(folder.path().join("notes.txt"), b"not a mail").unwrap();
    folder
}

/// What a deployment holds, as far as the order of arrival does not matter; ends it.
async fn state_of(desk: Desk) -> (Vec<(String, usize)>, usize, TempDir) {
    let mut tickets: Vec<(String, usize)> = stored(&desk)
        .await
        .iter()
        .map(|(ticket, messages)| {
            (
                format!("{} {}", ticket.contact_email, ticket.subject),
                messages.len(),
            )
        })
        .collect();
    tickets.sort();
    let open = parked(&desk).await.len();
    nothing_left(&desk).await;
    (tickets, open, desk.stop().await)
}

async fn state_in(data: TempDir) -> (Vec<(String, usize)>, usize, TempDir) {
    let options = options(data.path());
    let desk = Desk::start_in(data, options).await;
    desk.idle().await;
    state_of(desk).await
}

#[tokio::test]
async fn a_second_import_changes_nothing() {
    let (mail, data) = (folder(), TempDir::new().unwrap());
    let first = import(mail.path(), data.path()).await;
    let count = samples().len();
    assert_eq!(
        (first.total, first.parked, first.failed),
        (2 * count + 2, 1, 0),
        "{first:?}"
    );
    assert!(
        first.known > count,
        "the archive holds nothing new: {first:?}"
    );
    assert!(first.joined >= 5, "{first:?}");
    let (before, held, data) = state_in(data).await;
    assert_eq!(before.len(), first.new);

    let second = import(mail.path(), data.path()).await;
    assert_eq!(
        (second.new, second.joined, second.parked, second.failed),
        (0, 0, 1, 0),
        "{second:?}"
    );
    assert_eq!(second.total, first.total);
    let (after, still_held, _data) = state_in(data).await;
    assert_eq!(after, before);
    assert_eq!((held, still_held), (1, 1), "what was parked is parked once");
}

#[tokio::test]
async fn an_import_that_was_killed_is_simply_repeated() {
    let mail = plain_folder();
    let (whole, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    import(mail.path(), whole.path()).await;
    let (expected, ..) = state_in(whole).await;
    let mut killed = 0;
    for pause in [150, 500, 1_000] {
        let mut running = command(mail.path(), data.path()).spawn().unwrap();
        let wait = tokio::time::timeout(std::time::Duration::from_millis(pause), running.wait());
        if wait.await.is_err() {
            running.kill().await.unwrap();
            killed += 1;
        }
    }
    assert!(killed >= 1, "it was never killed in the middle");
    let last = import(mail.path(), data.path()).await;
    assert_eq!(last.failed, 0);
    let (state, ..) = state_in(data).await;
    assert_eq!(state, expected);
}

#[tokio::test]
async fn every_mail_of_a_folder_is_taken_over() {
    let folder = std::env::var_os("LAMBDESK_MAILS").map(PathBuf::from);
    let corpus = folder.unwrap_or_else(|| root().join("events/mail"));
    let data = TempDir::new().unwrap();
    let mails = std::fs::read_dir(&corpus).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|ending| ending == "eml")
    });
    let count = mails.count();
    let first = import(&corpus, data.path()).await;
    assert_eq!((first.total, first.failed), (count, 0), "{first:?}");
    let second = import(&corpus, data.path()).await;
    assert_eq!(
        (second.new, second.joined, second.failed),
        (0, 0, 0),
        "{second:?}"
    );
    assert_eq!(second.parked, first.parked);
    let (tickets, ..) = state_in(data).await;
    assert_eq!(tickets.len(), first.new);
}
