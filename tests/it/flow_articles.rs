//! A folder of help pages becomes the knowledge base, and again after it was changed.

use std::path::Path;

use tempfile::TempDir;
use tokio::process::Command;

use crate::crash_kill::program;
use crate::desk::{Desk, options, root};

/// Runs the command; gives its last line and whether it succeeded.
async fn articles(folder: &Path, data: &Path) -> (String, bool, String) {
    let mut command = Command::new(program());
    command.arg("articles").arg(folder).arg("--data").arg(data);
    let output = command.output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (told, said) = (text(output.stdout), text(output.stderr));
    let last = told.lines().last().unwrap_or_default().to_owned();
    (last, output.status.success(), said)
}

#[tokio::test]
async fn a_folder_is_taken_in_once_and_its_changes_after_that() {
    let (pages, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let folder = pages.path();
    std::fs::create_dir(folder.join("en")).unwrap();
    for name in ["cancel-subscription.md", "refunds.md"] {
        let from = root().join("events/knowledge/en");
        let found = std::fs::read(from.join(name)).or_else(|_| {
            let any = std::fs::read_dir(&from).unwrap().next().unwrap().unwrap();
            std::fs::read(any.path())
        });
        std::fs::write(folder.join("en").join(name), found.unwrap()).unwrap();
    }
    std::fs::write(
        folder.join("README.md"),
        "# About this folder\n\nNot a page.",
    )
    .unwrap();
    std::fs::write(folder.join("bad.mdx"), "No title here.").unwrap();
    let (told, well, said) = articles(folder, data.path()).await;
    assert_eq!(
        told,
        "3 files: 2 new articles, 0 updated, 0 unchanged, 1 refused"
    );
    assert!(
        !well && said.contains("refused: bad.mdx: the article has no title"),
        "{said}"
    );
    std::fs::write(
        folder.join("bad.mdx"),
        "# Giraffes\n\nA giraffe needs a high roof.",
    )
    .unwrap();
    let (told, well, said) = articles(folder, data.path()).await;
    assert_eq!(
        told,
        "3 files: 1 new articles, 0 updated, 2 unchanged, 0 refused"
    );
    assert!(well, "{said}");
    std::fs::write(
        folder.join("bad.mdx"),
        "# Giraffes\n\nA giraffe eats leaves.",
    )
    .unwrap();
    let (told, _, _) = articles(folder, data.path()).await;
    assert_eq!(
        told,
        "3 files: 0 new articles, 1 updated, 2 unchanged, 0 refused"
    );
    let options = options(data.path());
    let desk = Desk::start_in(data, options).await;
    let listed = desk.get("/api/v1/articles").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 3);
    let found = desk.get("/api/v1/knowledge/search?q=giraffe+leaves").await;
    assert_eq!(found["items"][0]["title"], "Giraffes");
}
