//! A small model of meaning: real vectors, the same for the same text, near for words that mean the same in two languages.
//!
//! Invariant: it knows nothing of the knowledge base or of the questions; only words and their translations.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Numbers in a vector.
const DIMENSION: usize = 96;
/// Finnish words and what they mean: a language that the ranking by words does not know.
const TRANSLATIONS: &[(&str, &str)] = &[
    ("kirahvi", "giraffe"),
    ("kirahvin", "giraffe"),
    ("katto", "roof"),
    ("katon", "roof"),
    ("korkea", "high"),
    ("seepra", "zebra"),
    ("seepran", "zebra"),
    ("ruohoa", "grass"),
    ("pesukone", "washing"),
    ("rikki", "broken"),
];

fn meaning(word: &str) -> &str {
    let known = TRANSLATIONS.iter().find(|(theirs, _)| *theirs == word);
    let word = known.map_or(word, |(_, ours)| ours);
    word.strip_suffix('s').unwrap_or(word)
}

/// The vector of a text: every telling word adds to three places that its letters name.
pub fn vector(text: &str) -> Vec<f64> {
    let mut vector = vec![0.0; DIMENSION];
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let telling: BTreeSet<&str> = words.filter(|w| w.len() > 3).map(meaning).collect();
    for word in telling {
        let mut seed = 0xcbf2_9ce4_8422_2325_u64;
        for byte in word.bytes() {
            seed = (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        for _ in 0..3 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let place = usize::try_from(seed >> 33).unwrap() % DIMENSION;
            vector[place] += if seed & (1 << 20) == 0 { 1.0 } else { -1.0 };
        }
    }
    vector[0] += 0.01;
    vector
}

/// The answer of a server that speaks as OpenAI does, in reverse order, which is its right; or that of Titan.
pub fn answer(request: &Value) -> Value {
    if let Some(text) = request["inputText"].as_str() {
        let vector = vector(text);
        return json!({"embedding": vector, "inputTextTokenCount": 5, "embeddingsByType": {"float": vector}});
    }
    let texts = request["input"].as_array().unwrap();
    let one = |(index, text): (usize, &Value)| {
        let vector = vector(text.as_str().unwrap());
        json!({"object": "embedding", "index": index, "embedding": vector})
    };
    let mut data: Vec<Value> = texts.iter().enumerate().map(one).collect();
    data.reverse();
    let tokens = texts.len() * 5;
    json!({"object": "list", "data": data, "model": request["model"],
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens}})
}
