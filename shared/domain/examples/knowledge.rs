//! Measures the index of a folder of articles: `knowledge FOLDER [COPIES]`.
//!
//! Invariant: copies differ in every fifth long word, so that the vocabulary grows with them as it does in life.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool for people who measure"
)]

use std::path::Path;
use std::time::Instant;

use lambdesk_domain::ids::{ArticleId, OrganisationId};
use lambdesk_domain::knowledge::article::{Article, Content, id_of};
use lambdesk_domain::knowledge::index::{KnowledgeIndex, Question};
use lambdesk_domain::knowledge::passage;
use lambdesk_domain::knowledge::vectors::{Direction, Vectors};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .unwrap_or_else(|| "events/knowledge".to_owned());
    let copies: usize = arguments.next().map_or(1, |n| n.parse().unwrap());
    let mut articles = Vec::new();
    for language in ["de", "en", "fr", "it", "nl"] {
        for entry in std::fs::read_dir(Path::new(&folder).join(language)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{language}/{}", path.file_name().unwrap().to_string_lossy());
            let content = Content::from_file(&name, &std::fs::read(&path).unwrap()).unwrap();
            for copy in 0..copies {
                articles.push(article(&format!("{copy}/{name}"), &content, copy));
            }
        }
    }
    let started = Instant::now();
    let passages: Vec<_> = articles.iter().flat_map(passage::cut).collect();
    let cut = started.elapsed();
    let index = KnowledgeIndex::build(passages);
    let built = started.elapsed() - cut;
    let bytes = serde_json::to_vec(&index).unwrap();
    let started = Instant::now();
    let index: KnowledgeIndex = serde_json::from_slice(&bytes).unwrap();
    let loaded = started.elapsed();
    let started = Instant::now();
    let hits = index.search(&Question::new(
        "How do I cancel my subscription on the website?",
        "en",
    ));
    let searched = started.elapsed();
    println!(
        "{} articles, {} passages: {} kB as JSON; cut {cut:?}, built {built:?}, loaded {loaded:?}, searched {searched:?}, {} hits",
        articles.len(),
        index.passages().len(),
        bytes.len() / 1024,
        hits.len()
    );
    vectors(&index);
}

/// The same with vectors of 1,536 numbers, made up but of every direction.
fn vectors(index: &KnowledgeIndex) {
    let passages = index.passages();
    let mut seed = 1u32;
    let mut made_up = || -> Vec<f32> {
        let number = |_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f32::from(i16::from_le_bytes([
                seed.to_le_bytes()[2],
                seed.to_le_bytes()[3],
            ]))
        };
        (0..1_536).map(number).collect()
    };
    let mut set = Vectors::new("made up");
    for passage in passages {
        if set.insert(passage, &made_up()).is_err() {
            break;
        }
    }
    let question = Direction::of(&made_up()).unwrap();
    let started = Instant::now();
    let bytes = set.encode();
    let encoded = started.elapsed();
    let started = Instant::now();
    let set = Vectors::decode(&bytes).unwrap();
    let decoded = started.elapsed();
    let started = Instant::now();
    let coverage = set.coverage(passages);
    let covered = started.elapsed();
    let asked = Question::new("How do I cancel my subscription on the website?", "en");
    let started = Instant::now();
    let hits = index.search_hybrid(&asked, |passage| set.closeness(&question, passage));
    let searched = started.elapsed();
    println!(
        "{} vectors for {} passages: {} kB; encoded {encoded:?}, decoded {decoded:?}, covered {covered:?}, searched {searched:?}, {} hits",
        set.len(),
        coverage.of,
        bytes.len() / 1024,
        hits.len()
    );
}

fn article(path: &str, content: &Content, copy: usize) -> Article {
    let organisation = OrganisationId::new(1, [1; 10]);
    let id: ArticleId = id_of(&organisation, path);
    let mut content = content.clone();
    if copy > 0 {
        let mut long = 0;
        let words = content.body.split(' ').map(|word| {
            long += usize::from(word.len() > 6);
            if word.len() > 6 && long % 5 == 0 && word.chars().all(char::is_alphabetic) {
                format!(
                    "{word}{}",
                    char::from(b'a' + u8::try_from(copy % 26).unwrap())
                )
            } else {
                word.to_owned()
            }
        });
        content.body = words.collect::<Vec<_>>().join(" ");
    }
    Article {
        id,
        organisation,
        content,
        path: Some(path.to_owned()),
        version: 1,
        updated_at: jiff::Timestamp::UNIX_EPOCH,
    }
}
