//! Small words of each language: the ones that nearly every sentence has.
//!
//! Invariant: a word counts the less, the more languages share it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Most words that are looked at.
const MOST: usize = 60;

/// Words without accents, as the reader folds them. The last ones are neighbours that the crate does not know.
const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "the and is are was were i you my your we our they it its this that these those to of for with from not dont cant doesnt didnt have has had can could would will what where how when why which who please hello hi dear thanks thank but if because about on in at by an be been do does did me so no yes there their im ive any some just still after before want need cancel subscription charged",
    ),
    (
        "de",
        "der die das den dem des ein eine einen einem einer und ist sind war ich sie wir ihr mein meine meinen meiner mich mir ihnen es nicht kein keine mit von zu zum zur auf fur bei aus nach auch noch aber wenn dass weil wie wo was warum kann konnen mochte will habe haben hat bitte danke hallo guten tag freundliche grusse liebe hatte wurde werden schon mehr immer als uber oder nur hab geht gibt mal",
    ),
    (
        "nl",
        "de het een en is zijn was ik jij je u wij we mijn uw jullie dit dat deze die niet geen met van voor naar op bij uit ook nog maar als omdat hoe waar wat waarom wanneer kan kunnen wil willen heb hebben heeft graag bedankt hallo beste goedendag groeten groetjes mvg aub moet word wordt worden er al om aan te in meer steeds hoi dag zou gaat gebruik mij me krijg hun",
    ),
    (
        "fr",
        "le la les un une des du de et est sont je tu il elle nous vous ils mon ma mes votre vos notre ce cette ces ne pas plus avec pour dans sur par chez aussi mais si parce que qui quoi comment ou pourquoi quand peux peut pouvez veux voudrais ai avez avons bonjour merci cordialement salut svp j l d qu c n s m au aux y en deja tres toujours suis faire ca va j'ai bien alors",
    ),
    (
        "it",
        "il lo la gli le un uno una di del della dei delle e sono io tu lui noi voi mio mia miei vostro questo questa non con per da in su anche ma se perche che come dove quando posso puo potete voglio vorrei ho hai ha abbiamo avete buongiorno salve ciao grazie cordiali saluti mi ti ci si al alla nel nella piu ancora sempre fare stato quanto cosa qual",
    ),
    (
        "es",
        "el la los las un una unos varios varias y es son soy yo tu usted nosotros mi mis su sus este esta esto no con para por de del en sobre tambien pero si porque que como donde cuando cual puedo puede pueden quiero quisiera he ha han hay hola gracias buenos dias saludos me te se lo al mas muy ya desde todavia estoy tengo tiene hacer por favor cuanto ustedes",
    ),
    (
        "pt",
        "o a os as um uma uns e sao sou eu voce voces nos meu minha meus minhas seu sua este esta isto nao com para por de do da dos das em no na sobre tambem mas se porque que como onde quando qual posso pode podem quero queria gostaria tenho tem ha ola obrigado obrigada bom dia cumprimentos me lhe ao mais muito ja desde ainda estou fazer pelo pela quanto fui foi",
    ),
    (
        "sv",
        "och att det som en ett ar var jag du han hon vi ni de min mitt mina er ert denna detta inte ingen inget med for till fran pa om av ocksa men eller eftersom hur vad varfor nar kan kunna vill skulle har hade hej tack halsningar mvh sa mig dig oss i ska maste fick far nagon nagot alla bara efter igen mycket finns gar sig",
    ),
    (
        "da",
        "og at det som en et er var jeg du han hun vi mig min mit mine jeres dette ikke ingen med til fra pa om af ogsa men eller fordi hvordan hvad hvorfor hvornar kan kunne vil gerne ville har havde hej tak hilsen venlig i skal nogen noget alle bare efter igen meget findes gar sig opsige abonnement min",
    ),
    (
        "nb",
        "og at det som en et er var jeg du han hun vi meg min mitt mine deres dette ikke ingen med til fra pa om av ogsa men eller fordi hvordan hva hvorfor nar kan kunne vil ville har hadde hei takk hilsen i skal noen noe alle bare etter igjen mye finnes gar seg onsker abonnementet mitt",
    ),
    (
        "pl",
        "i w na z do nie sie jest sa to ze jak co czy dla od po o moje moj moja prosze dzien dobry czesc dziekuje mam chce chcialbym moge mozna konto ale bardzo pozdrawiam jestem byl przez tylko juz",
    ),
    (
        "cs",
        "a se na je v ze to s z do jak co pro ale nebo mam chci muj moje dobry den dekuji prosim nejde neni jsem jsou uz pouze byl ucet predplatne muzu zrusit zrus",
    ),
    (
        "fi",
        "ja on ei se etta en mina sina haluan voin miten missa kuinka hei kiitos tilaus tilaukseni peruuttaa ole olen mutta kun jos tai vain tama minun",
    ),
    (
        "ro",
        "si in la cu pe de nu este sunt un o ca sa am ati va rog buna ziua multumesc cum unde vreau pot contul abonament abonamentul meu mea din pentru dar",
    ),
    (
        "hu",
        "a az es nem hogy van egy en meg de ha mint hogyan hol szeretnem koszonom udvozlom elofizetes kerem lehet fiok fiokom",
    ),
    (
        "tr",
        "ve bir bu da de icin ile ne nasil nerede degil var yok ben benim merhaba tesekkurler istiyorum iptal abonelik hesap lutfen ama cok",
    ),
];

type Table = HashMap<&'static str, Vec<usize>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::new();
    for (at, (_, words)) in LISTS.iter().enumerate() {
        let words: HashSet<&'static str> = words.split(' ').collect();
        for word in words {
            table.entry(word).or_default().push(at);
        }
    }
    table
});

/// Whether a word is a small word of a language, and so never a slip of another word.
pub(crate) fn is_small(language: &str, word: &str) -> bool {
    TABLE.get(word).is_some_and(|at| {
        at.iter()
            .any(|at| LISTS.get(*at).is_some_and(|(code, _)| *code == language))
    })
}

/// The languages whose small words occur, best first.
pub(super) fn scores(words: &[&str]) -> Vec<(&'static str, f32)> {
    let mut points = vec![0.0_f32; LISTS.len()];
    for word in words.iter().take(MOST) {
        let Some(languages) = TABLE.get(word) else {
            continue;
        };
        let weight = 1.0 / languages.len() as f32;
        for at in languages {
            if let Some(points) = points.get_mut(*at) {
                *points += weight;
            }
        }
    }
    let mut scores: Vec<(&'static str, f32)> = LISTS
        .iter()
        .map(|(code, _)| *code)
        .zip(points)
        .filter(|(_, points)| *points > 0.0)
        .collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    scores
}
