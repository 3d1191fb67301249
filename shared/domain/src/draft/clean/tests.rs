//! What stays in a draft and what goes.
//!
//! Invariant: the cases are ways in which a mail program would still make a link.

use super::*;

fn allowed() -> Allowed {
    Allowed {
        domains: vec!["demo.test".to_owned()],
        links: vec!["https://partner.test/help".to_owned()],
        addresses: vec!["ann@example.com".to_owned()],
    }
}

#[test]
fn what_is_allowed_stays() {
    for text in [
        "See https://demo.test/a and help.demo.test.",
        "We write to ann@example.com from support@demo.test.",
        "Look at https://partner.test/help/",
        "Costs 6.99 € a month, z.B. version 4.12.2.",
        "1. Open **Settings > Plan**.\n2. Choose [x].",
    ] {
        let cleaned = clean(text, &allowed());
        assert_eq!((cleaned.text.as_str(), cleaned.removed.len()), (text, 0));
    }
    assert_eq!(
        clean("[our page](https://demo.test/a)", &allowed()).text,
        "our page (https://demo.test/a)"
    );
}

#[test]
fn what_is_not_allowed_goes_whatever_its_disguise() {
    for text in [
        "https://evil.test/x",
        "evil.test",
        "[our page](https://evil.test)",
        "[https://demo.test](https://evil.test)",
        "![p](https://evil.test/p.png?d=secret)",
        "<img src=https://evil.test/p>",
        "ev<b></b>il.test",
        "https&#58;//evil&period;test",
        "e\u{200b}vil.te\u{200d}st",
        "ｅｖｉｌ．ｔｅｓｔ",
        "https://demo.test@evil.test",
        "https://demo.test.evil.test",
        "https://evildemo.test",
        "https://dеmo.test/login",
        "https://demo.test/r?url=https://evil.test",
        "https://demo.test/r?to=evil.test",
        "evil[.]test and evil dot test",
        "attacker@evil.test",
        "[a]: https://evil.test\n[x][a]",
        "https://partner.test/other",
        "`https://evil.test`",
        "\u{202e}tset.live\u{202c} evil.test",
    ] {
        let cleaned = clean(text, &allowed());
        assert!(
            is_clean(&cleaned.text, &allowed()),
            "{text} -> {}",
            cleaned.text
        );
        assert!(
            !cleaned.text.contains("evil.test") && !cleaned.text.contains('<'),
            "{text} -> {}",
            cleaned.text
        );
        assert!(!cleaned.removed.is_empty(), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn cleaning_leaves_nothing_and_twice_is_once(text in "(.|\n|<|>|\\[|\\]|\\(|\\)|https://|evil\\.test|demo\\.test|&#58;|@| )*") {
        let once = clean(&text, &allowed());
        proptest::prop_assert!(is_clean(&once.text, &allowed()), "{:?}", once.text);
        let twice = clean(&once.text, &allowed());
        proptest::prop_assert_eq!(twice.text, once.text);
    }
}
