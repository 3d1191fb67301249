//! Reads every sample mail of the repository, and those in the folder that `LAMBDESK_MAILS` names.
//!
//! Invariant: reading loses nothing and never panics, whatever the mail.

use std::path::{Path, PathBuf};

use lambdesk_domain::mail::{Context, Limits, Mail, read, read_json};

fn mails(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let files = entries.filter_map(Result::ok).map(|e| e.path());
    files
        .filter(|p| p.extension().is_some_and(|e| e == "eml"))
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The segments are the text, whole and in order.
fn nothing_lost(mail: &Mail, path: &Path) {
    let mut position = 0;
    for segment in &mail.segments {
        assert_eq!(segment.start, position, "{}", path.display());
        position = segment.end;
    }
    assert_eq!(position, mail.text.len(), "{}", path.display());
}

#[test]
fn every_sample_is_read() {
    let samples = mails(&root().join("events/mail"));
    assert!(
        samples.len() >= 30,
        "the samples in events/mail are missing"
    );
    for path in samples {
        let raw = std::fs::read(&path).unwrap();
        let mail = read(&raw, &Context::stranger());
        nothing_lost(&mail, &path);
        assert!(!mail.unreadable, "{}", path.display());
        assert!(
            mail.text.len() + mail.attachments.len() > 0 || mail.html.is_some(),
            "{} shows nothing",
            path.display()
        );
        assert!(read_json(&mail).get("reply_text").is_some());
    }
}

/// A sample by name; a missing one is an empty mail, which no test here accepts.
fn sample(name: &str) -> Mail {
    let path = root().join("events/mail").join(name);
    let raw = std::fs::read(path).unwrap_or_default();
    read(&raw, &Context::stranger())
}

#[test]
fn links_and_letters_are_shown_as_the_author_wrote_them() {
    let mail = sample("51-safe-links-undeclared-charset-pl.eml");
    assert_eq!(mail.subject.as_deref(), Some("Płatność za licencję"));
    assert!(
        mail.text
            .starts_with("Dzień dobry,\n\nproszę o fakturę za licencję szkolną.")
    );
    assert!(
        mail.text
            .contains("strony\nhttps://example.com/pomoc?id=51\npowinna być")
    );
}

#[test]
fn mails_of_others_lose_nothing() {
    let own = |address: &str| address.starts_with("support");
    let folder = std::env::var_os("LAMBDESK_MAILS").map(PathBuf::from);
    for path in mails(&folder.unwrap_or_else(|| root().join("events/mail"))) {
        let raw = std::fs::read(&path).unwrap();
        let context = Context {
            own: &own,
            limits: Limits::default(),
        };
        let mail = read(&raw, &context);
        nothing_lost(&mail, &path);
        for file in &mail.attachments {
            assert!(
                !file.name.is_empty()
                    && (file.note.is_some() || file.content.len() as u64 == file.size),
                "{}",
                path.display()
            );
        }
    }
}

/// Every prefix of a mail is a mail that was cut on its way.
#[test]
fn cut_mails_are_read() {
    for path in mails(&root().join("events/mail")).into_iter().take(12) {
        let raw = std::fs::read(&path).unwrap();
        for end in (0..raw.len().min(6_000)).step_by(37) {
            let mail = read(raw.get(..end).unwrap(), &Context::stranger());
            nothing_lost(&mail, &path);
        }
    }
}
