//! Which vectors are missing, how they are stored, and what is near.

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::ids::ArticleId;
use crate::knowledge::passage::PassageId;

fn passage(number: u8, text: &str) -> Passage {
    Passage {
        id: PassageId {
            article: ArticleId::new(i64::from(number), [number; 10]),
            number: 1,
        },
        title: "Title".to_owned(),
        headings: vec!["Heading".to_owned()],
        text: text.to_owned(),
        language: "en".to_owned(),
        url: None,
        links: Vec::new(),
        tags: Vec::new(),
        public: true,
        content_hash: Sha256::digest(text)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect(),
    }
}

fn some() -> (Vec<Passage>, Vectors) {
    let passages = vec![passage(1, "one"), passage(2, "two"), passage(3, "three")];
    let mut vectors = Vectors::new("model a");
    vectors.insert(&passages[0], &[1.0, 0.0, 0.0]).unwrap();
    vectors.insert(&passages[1], &[3.0, 4.0, 0.0]).unwrap();
    (passages, vectors)
}

#[test]
fn a_vector_belongs_to_the_words_and_not_to_the_place() {
    let (mut passages, mut vectors) = some();
    let missing = |vectors: &Vectors, passages: &[Passage]| -> Vec<String> {
        let missing = vectors.missing(passages).into_iter();
        missing.map(|p| p.text.clone()).collect()
    };
    assert_eq!(missing(&vectors, &passages), ["three"]);
    // The same words elsewhere have the vector already; and the same new words are made once.
    passages.push(passage(9, "one"));
    passages.push(passage(8, "three"));
    assert_eq!(missing(&vectors, &passages), ["three"]);
    passages[1] = passage(2, "two, changed");
    assert_eq!(missing(&vectors, &passages), ["two, changed", "three"]);
    assert_eq!(vectors.keep_only(&passages), 1, "that of the old words");
    assert_eq!(vectors.len(), 1);
    let nameless = Passage {
        content_hash: "no hash".to_owned(),
        ..passage(7, "x")
    };
    assert!(vectors.missing(std::slice::from_ref(&nameless)).is_empty());
    assert_eq!(vectors.coverage(&[nameless]), Coverage::default());
}

#[test]
fn a_search_goes_by_meaning_once_nine_of_ten_passages_have_a_vector() {
    let cases = [
        (0, 0, false, true),
        (0, 10, false, false),
        (8, 10, false, false),
        (9, 10, true, false),
        (10, 10, true, true),
        (1, 1, true, true),
    ];
    for (have, of, enough, whole) in cases {
        let coverage = Coverage { have, of };
        assert_eq!(
            (coverage.is_enough(), coverage.is_whole()),
            (enough, whole),
            "{coverage:?}"
        );
    }
    let (passages, vectors) = some();
    assert_eq!(vectors.coverage(&passages), Coverage { have: 2, of: 3 });
}

#[test]
fn vectors_that_do_not_fit_are_refused_and_change_nothing() {
    let (passages, mut vectors) = some();
    let before = vectors.clone();
    let cases = [
        (vec![1.0, 0.0], Unfit::Dimension { given: 2, known: 3 }),
        (vec![0.0; 3], Unfit::NoDirection),
        (vec![f32::NAN, 1.0, 0.0], Unfit::NoDirection),
        (vec![f32::INFINITY, 1.0, 0.0], Unfit::NoDirection),
    ];
    for (vector, why) in cases {
        assert_eq!(vectors.insert(&passages[2], &vector), Err(why));
    }
    assert_eq!(vectors, before);
    let mut large = Vectors::new("x");
    let huge = vec![1.0; LARGEST];
    assert_eq!(large.insert(&passages[0], &huge), Err(Unfit::Full));
    assert!(large.is_empty());
}

#[test]
fn nearness_is_the_cosine_whatever_the_lengths() {
    let (passages, vectors) = some();
    let question = Direction::of(&[10.0, 0.0, 0.0]).unwrap();
    let near = |passage| vectors.closeness(&question, passage);
    assert!((near(&passages[0]).unwrap() - 1.0).abs() < 0.01);
    assert!((near(&passages[1]).unwrap() - 0.6).abs() < 0.01);
    assert_eq!(near(&passages[2]), None);
    let short = Direction::of(&[1.0, 0.0]).unwrap();
    assert_eq!(vectors.closeness(&short, &passages[0]), None);
    assert_eq!(Direction::of(&[0.0, 0.0]), None);
    assert_eq!(Direction::of(&[]), None);
}

#[test]
fn a_set_survives_storing_and_damage_is_a_reason() {
    let (_, vectors) = some();
    let stored = vectors.encode();
    assert_eq!(Vectors::decode(&stored), Ok(vectors));
    assert_eq!(
        Vectors::decode(&Vectors::new("x").encode()),
        Ok(Vectors::new("x"))
    );
    for at in 0..stored.len() {
        let mut changed = stored.clone();
        changed[at] ^= 0x40;
        let read = Vectors::decode(&changed);
        assert!(read.is_err(), "byte {at}");
        assert!(Vectors::decode(&stored[..at]).is_err(), "cut at {at}");
    }
    let mut newer = stored.clone();
    newer[4] = 9;
    assert_eq!(Vectors::decode(&newer), Err(Damaged::Form));
    assert_eq!(Vectors::decode(b""), Err(Damaged::Broken));
}

#[test]
fn a_head_that_promises_too_much_is_refused_before_room_is_made() {
    for (dimension, count) in [(u32::MAX, u32::MAX), (1, u32::MAX), (0, 5), (7, 1)] {
        let mut body = b"LDVE\x01\x00\x01\x00x".to_vec();
        body.extend_from_slice(&dimension.to_le_bytes());
        body.extend_from_slice(&count.to_le_bytes());
        let hash = Sha256::digest(&body);
        body.extend_from_slice(&hash);
        assert_eq!(Vectors::decode(&body), Err(Damaged::Broken));
    }
}

#[test]
fn what_becomes_a_vector_is_title_headings_and_text_and_long_code_is_cut() {
    assert_eq!(text_of(&passage(1, "Words.")), "Title / Heading\nWords.");
    let long = text_of(&passage(1, &"ä".repeat(5_000)));
    assert!(long.len() <= LONGEST_TEXT && long.len() > LONGEST_TEXT - 4);
}

#[test]
fn portions_hold_everything_in_order_within_their_bounds() {
    let long = "x".repeat(3 * MOST_TOKENS as usize);
    let cases: [(Vec<&str>, usize, &[usize]); 4] = [
        (vec![], 4, &[]),
        (vec!["a"; 9], 4, &[4, 4, 1]),
        (vec!["a", &long, "b"], 4, &[1, 1, 1]),
        (vec!["a"; 3], 0, &[1, 1, 1]),
    ];
    for (texts, most, expected) in cases {
        let sizes: Vec<usize> = portions(&texts, most).iter().map(|p| p.len()).collect();
        assert_eq!(sizes, expected);
        assert_eq!(portions(&texts, most).concat(), texts);
    }
}

proptest! {
    #[test]
    fn whatever_is_read_is_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Vectors::decode(&bytes).is_err());
    }

    #[test]
    fn bytes_for_numbers_keep_directions(
        a in prop::collection::vec(-1.0f32..1.0, 64),
        b in prop::collection::vec(-1.0f32..1.0, 64),
    ) {
        let (Some(x), Some(y)) = (Direction::of(&a), Direction::of(&b)) else { return Ok(()) };
        let exact: f32 = x.0.iter().zip(&y.0).map(|(x, y)| x * y).sum();
        let one = passage(1, "one");
        let mut vectors = Vectors::new("m");
        vectors.insert(&one, &b).unwrap();
        let near = vectors.closeness(&x, &one).unwrap();
        prop_assert!((near - exact).abs() < 0.02, "{near} {exact}");
    }
}
