//! Words that say nothing about the matter: articles, pronouns, and the courtesies of mails.
//!
//! Invariant: every list is folded (lower case, no accents).

use std::collections::HashSet;
use std::sync::LazyLock;

use super::language::Language;

type Words = HashSet<&'static str>;

/// Built per language when first asked for: every word of every text is looked up here.
static TABLES: [LazyLock<Words>; 8] = [
    LazyLock::new(|| table(EN)),
    LazyLock::new(|| table(DE)),
    LazyLock::new(|| table(NL)),
    LazyLock::new(|| table(FR)),
    LazyLock::new(|| table(IT)),
    LazyLock::new(|| table(ES)),
    LazyLock::new(|| table(PT)),
    LazyLock::new(|| table(SV)),
];

fn table(list: &'static str) -> Words {
    list.split_ascii_whitespace().collect()
}

/// Whether a folded word is one.
pub(super) fn contains(language: Language, word: &str) -> bool {
    let table = TABLES.get(language as usize);
    table.is_some_and(|table| table.contains(word))
}

const EN: &str = "a an the this that these those and or but if then than so as at by for from in into of off on onto out over to up with \
is are was were be been being am do does did done doing has have had having will would shall should can could may might must \
i me my mine we us our ours you your yours he him his she her hers it its they them their who whom whose which what when where why how \
there here not no nor only just also too very any some all each both such own same other another again about because while until \
hi hello hey dear thanks thank please regards best cheers kind sincerely ve re ll don doesn isn didn can't cannot couldn im";

const DE: &str = "der die das den dem des ein eine einer eines einem einen und oder aber wenn dann als so wie an am auf aus bei beim bis durch fur \
gegen im in ins mit nach ohne uber um unter von vom vor zu zum zur ist sind war waren sein bin bist wird werden wurde wurden hat haben hatte \
hatten kann konnen konnte muss mussen soll sollte will wollen mochte ich mich mir mein meine meinem meinen meiner wir uns unser unsere unserem du dich dir \
dein deine er ihn ihm sein seine sie ihr ihre ihrem ihren es man wer was wann wo warum wieso welche welcher nicht kein keine nur auch noch \
schon sehr mal da dass weil damit doch denn einfach immer hier dort bitte danke hallo guten tag liebe lieber grusse gruss freundlichen vielen dank euch eure euer habe hab fuer ueber koennen gruesse moechte ab";

const NL: &str = "de het een en of maar als dan zo aan bij door in met na naar om op over te tot uit van voor is zijn was waren ben bent wordt worden \
werd heeft hebben had heb kan kunnen kon moet moeten wil willen zou ik me mij mijn wij we ons onze jij je jouw jou jullie hij hem zij ze haar hun u uw \
het dit dat deze die wie wat wanneer waar waarom hoe welke niet geen alleen ook nog al heel erg er hier daar omdat doch want \
hallo beste goedemiddag goedemorgen groet groeten met vriendelijke bedankt dank alvast graag aub";

const FR: &str = "le la les l un une des du de d et ou mais si alors que qu comme a au aux avec dans en par pour sans sous sur vers chez est sont etait \
etaient etre suis es sera ai as ont avait avoir avons avez peut peux pouvez pouvons pourrait pourriez dois doit devez veux voudrais je j me m mon ma mes \
nous notre nos vous votre vos tu te ton ta tes il elle ils elles lui leur leurs se s sa son ses ce cet cette ces c qui quoi quand ou pourquoi comment quel quelle \
ne n pas plus seulement aussi encore deja tres y ici la on depuis tout toute tous bonjour bonsoir merci svp plait cordialement bien salutations";

const IT: &str = "il lo la i gli le l un uno una e ed o ma se allora che come a ad al allo alla ai agli alle con da dal dalla dei del della delle di in nel \
nella nei per su sul sulla tra fra senza e sono era erano essere sei siamo siete ha hanno ho hai aveva avere abbiamo puo posso possono potete potrebbe devo deve vorrei voglio \
io mi me mio mia miei mie noi ci nostro nostra voi vi vostro vostra tu ti tuo tua lui lei loro si suo sua questo questa questi quello quella quelli chi cosa quando dove perche \
quale non solo anche ancora gia molto qui li c qualche piu buongiorno buonasera ciao grazie prego saluti cordiali gentile";

const ES: &str = "el la los las un una unos unas y e o u pero si entonces que como a al ante con de del desde en entre hacia hasta para por segun sin sobre tras \
es son era eran ser soy eres esta estan estoy estar ha han he has habia haber tiene tengo tienen tener puede puedo pueden podria podrian debo debe quiero quisiera quieren \
yo me mi mis nosotros nos nuestro nuestra vosotros os vuestro vuestra tu te ti tus el ella ellos ellas le les lo se su sus este esta estos estas ese esa esos eso esto quien cual cuando donde \
porque no ni solo tambien aun ya muy aqui alli hola buenos buenas dias tardes gracias favor saludo saludos cordial estimado estimada";

const PT: &str = "o a os as um uma uns umas e ou mas se entao que como ao aos com da das de do dos desde em entre ate na nas no nos para pra por pelo pela sem sob sobre \
e sao era eram ser sou esta estao estou estar foi foram tem tenho tinha ter ha pode posso podem poderia devo deve quero queria gostaria \
eu me mim meu minha meus minhas nos nosso nossa voce voces seu sua seus suas tu te teu tua ele ela eles elas lhe lhes este esta isto esse essa isso aquele quem qual quando onde \
porque nao nem so tambem ainda ja muito aqui ola bom boa dia tarde obrigado obrigada favor atenciosamente cumprimentos caro cara";

const SV: &str = "en ett den det de och eller men om da sa som att i pa av for fran med till vid under over efter utan mellan genom hos \
ar var vara varit blir bli blev har hade ha kan kunde ska skulle maste vill ville jag mig min mitt mina vi oss var vart vara du dig din ditt dina ni er ert era \
han honom hans hon henne hennes sin sitt sina dom denna detta dessa vem vad nar dar varfor hur vilken vilket inte ingen inget bara ocksa an redan mycket har \
hej tack snalla vanliga halsningar mvh basta";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::words::fold;

    #[test]
    fn lists_are_folded_and_work() {
        for list in [EN, DE, NL, FR, IT, ES, PT, SV] {
            assert_eq!(fold(list), list);
        }
        assert!(contains(Language::En, "the"));
        assert!(!contains(Language::En, "refund"));
        assert!(contains(Language::Sv, "inte"));
    }
}
