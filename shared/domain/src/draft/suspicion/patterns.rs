//! The words of attempts to steer a machine, in eight languages.
//!
//! Invariant: all are in the form that [`crate::draft::unicode::skeleton`] gives; a star ends a beginning.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of one kind; a star at the end of an entry stands for any ending.
pub(super) struct List {
    mark: u16,
    words: &'static str,
}

/// Every list.
const LISTS: [List; 11] = [
    DROP, RULES, MACHINE, ORDERS, HAND_OUT, SPEAKERS, FRAMES, PUT, ANSWER, SET, FIELDS,
];

/// The lists a word is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks(u16);

impl Marks {
    /// The lists that hold a word. Every word of every mail is looked up, so all lists are looked through at once.
    pub(super) fn of(word: &str) -> Self {
        let Some(first) = word.bytes().next() else {
            return Self(0);
        };
        let whole = WORDS.whole.get(word).copied().unwrap_or(0);
        let beginnings = WORDS.beginnings.get(usize::from(first));
        let begun = beginnings
            .into_iter()
            .flatten()
            .filter(|(start, _)| word.starts_with(start));
        Self(begun.fold(whole, |marks, (_, mark)| marks | mark))
    }

    /// Whether a list is among them.
    pub(super) fn has(self, list: &List) -> bool {
        self.0 & list.mark != 0
    }
}

/// All lists, made ready at first use.
struct Words {
    whole: HashMap<&'static str, u16>,
    /// By their first byte.
    beginnings: Vec<Vec<(&'static str, u16)>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        whole: HashMap::new(),
        beginnings: vec![Vec::new(); 256],
    };
    for list in &LISTS {
        for entry in list.words.split_ascii_whitespace() {
            match entry.strip_suffix('*') {
                None => *words.whole.entry(entry).or_default() |= list.mark,
                Some(start) => {
                    let first = start.bytes().next().map_or(0, usize::from);
                    if let Some(bucket) = words.beginnings.get_mut(first) {
                        bucket.push((start, list.mark));
                    }
                }
            }
        }
    }
    words
});

/// Verbs that drop something.
pub(super) const DROP: List = List {
    mark: 1 << 0,
    words: "ignore ignorier* ignora ignorez ignorer* ignoring disregard forget override bypass vergiss missacht* negeer vergeet \
oublie oubliez dimentica olvida olvide esqueca desconsidere glom bortse skip",
};
/// What is dropped.
pub(super) const RULES: List = List {
    mark: 1 << 1,
    words: "instruction* rule rules prompt* guideline* policy policies directive* everything anweisung* regeln vorgabe* richtlinie* instructie* regels \
opdracht* consigne* regle* istruzion* regole indicazion* instruccion* reglas indicacion* directric* instruco* regras orientac* instruktion* regler riktlinje* systemprompt",
};
/// Phrases that drop something, in one piece.
pub(super) static DROP_PHRASES: &[&str] = &[
    "do not follow the earlier",
    "do not follow your",
    "do not follow the previous",
    "gelten nicht mehr",
    "nicht mehr gultig",
    "plus compte des",
    "pas compte des",
    "abstraction des",
    "non tenere conto delle",
    "non tenere conto di tutte",
    "caso omiso de las",
    "sla de voorgaande",
    "bortse fran rikt",
    "bortse fran regl",
    "from now on you answer",
    "follow this text instead",
    "new instructions:",
    "neue anweisung:",
    "nouvelles instructions :",
    "nieuwe instructies:",
];

/// A machine.
pub(super) const MACHINE: List = List {
    mark: 1 << 2,
    words: "ai ki ia ki-assistent llm gpt chatbot bot assistant assistent assistente asistente assistenten botten",
};
/// Machines of more than one word.
pub(super) static MACHINE_PHRASES: &[&str] = &[
    "language model",
    "intelligenza artificiale",
    "inteligencia artificial",
    "kunstliche intelligenz",
    "sprachmodell",
    "taalmodel",
    "modele de langage",
];
/// Verbs that only make sense to a machine that answers.
pub(super) const ORDERS: List = List {
    mark: 1 << 3,
    words: "must should reply answer approve approves grant ignore set classify resolve confirm include write output allowed mark \
schreibe schreib antworte genehmige setze erstatte bestatige ignoriere muss reponds ecris ajoute approuve confirme ignore rembourse doit schrijf antwoord zet keur negeer moet \
rispondi scrivi inserisci approva ignora rimborsa conferma deve responde escribe aprueba ignora reembolsa confirma debe responda escreva aprove confirme deve skriv svara godkann ignorera bekrafta",
};

/// Verbs that hand something out.
pub(super) const HAND_OUT: List = List {
    mark: 1 << 4,
    words: "print reveal show repeat include list copy send summarise summarize display output give tell dump gib nenne schick kopiere zeige zeig sende toon stuur geef \
affiche envoie envoyez donne donnez montre mostra mandami manda dammi muestra enviame envia dame mostre envie visa skicka ge ausgeben",
};
/// What is nobody's business.
pub(super) static SECRETS: &[&str] = &[
    "system prompt",
    "systemprompt",
    "systeemprompt",
    "prompt systeme",
    "prompt di sistema",
    "prompt del sistema",
    "prompt de sistema",
    "hidden instructions",
    "your instructions",
    "api key",
    "api keys",
    "internal notes",
    "internal note",
    "interne notiz",
    "internen notiz",
    "interne notities",
    "notes internes",
    "note interne",
    "notas internas",
    "interna anteckningar",
    "other customer",
    "anderen kunden",
    "anderer kunden",
    "andere kunden",
    "andere klanten",
    "autres clients",
    "altri clienti",
    "otros clientes",
    "outros clientes",
    "andra kunder",
    "previous customer",
    "whole conversation",
    "unterhaltung mit",
    "text above this",
    "address you have on file",
    "addresses you have on file",
    "environment variables",
];

/// Names at the head of a line that pose as a speaker.
pub(super) const SPEAKERS: List = List {
    mark: 1 << 5,
    words: "system systemnachricht systemanweisung systeem systeme sistema sistem assistant assistent assistente asistente developer human operator administrator",
};
/// Marks of prompts.
pub(super) static ROLE_MARKS: &[&str] = &[
    "<system>",
    "</system>",
    "[inst]",
    "[/inst]",
    "<<sys>>",
    "<|im_start|>",
    "<|im_end|>",
    "<|system|>",
    "### instruction",
    "### response",
    "### anweisung",
    "\"role\": \"system\"",
    "\"role\":\"system\"",
    "begin system prompt",
    "[system message",
    "[message systeme",
    "systemnachricht:",
    "systemanweisung:",
    "maintenance mode",
    "wartungsmodus",
    "instruction to the ai",
    "instructions:\nreply",
    "ai instructions",
    "note to the ai",
    "an die ki:",
    "consigne pour l'ia",
    "instructie voor de ai",
    "istruzione per l'ia",
    "instruccion para la ia",
    "instrucao para a ia",
    "instruktion till ai",
    "message from the operator",
    "helpdesk operator",
    "gilt wieder der betreiber",
    "consigne de l'operateur",
    "instruccion del operador",
    "opdracht van de beheerder",
];

/// Names of elements that would close our frame.
pub(super) const FRAMES: List = List {
    mark: 1 << 6,
    words: "ticket message mail email customer_message customer data untrusted trusted user input instructions nachricht daten bericht messaggio mensaje mensagem meddelande document context",
};
/// Marks that close a frame.
pub(super) static FRAME_MARKS: &[&str] = &[
    "]]>",
    "<![cdata[",
    "<<<end",
    "end of customer message",
    "end of user message",
    "end of untrusted",
    "end of email.",
    "end of message.",
    "end of user input",
    "ende der kundennachricht",
    "ende der nachricht",
    "einde klantbericht",
    "fin du message",
    "fine del messaggio",
    "fin del mensaje",
    "fim da mensagem",
    "slut pa kundens",
    "\"verdict\"",
    "\"confidence\":",
    "next task:",
    "nachste aufgabe:",
];

/// Verbs that put something into an answer.
pub(super) const PUT: List = List {
    mark: 1 << 7,
    words: "include put add insert write contain contains answer reply tell attach fuge fug schreibe schreib ajoute ajoutez inserez zet plaats inserisci aggiungi incluye anade inclua adicione lagg inkludera",
};
/// The answer.
pub(super) const ANSWER: List = List {
    mark: 1 << 8,
    words: "answer reply response antwort antworte reponse antwoord risposta respuesta resposta svar svaret customers ende",
};

/// Verbs that set a field.
pub(super) const SET: List = List {
    mark: 1 << 9,
    words: "set change classify mark output setze setz markiere schliesse close zet mets imposta establece defina satt assign resolve tell",
};
/// Fields of a ticket.
pub(super) const FIELDS: List = List {
    mark: 1 << 10,
    words: "category priority confidence status kategorie prioritat konfidenz categorie prioriteit vertrouwen confiance priorite categoria priorita prioridad prioridade kategori prioritet auto_resolve",
};
/// Names that no customer knows.
pub(super) static NAMES: &[&str] = &["refund-request", "auto_resolve"];
/// Values that only the machine knows, or that nobody sets for a deck.
pub(super) static VALUES: &[&str] = &[
    "refund-request",
    "bug-report",
    "product-question",
    "auto_resolve",
    "confidence to",
    "the confidence",
    "to urgent",
    "auf dringend",
    "su urgente",
    "en urgente",
    "como urgente",
];
/// Whole phrases that decide by machine.
pub(super) static DECISIONS: &[&str] = &[
    "automatically without asking",
    "automatisch ohne ruckfrage",
    "approve my refund of",
    "resolve it automatically",
    "automatically resolve",
    "send automatically",
    "without asking a person",
    "mark this ticket as resolved",
    "markiere es als gelost",
    "schliesse dieses ticket als",
    "this ticket as resolved",
];

/// Phrases that make a machine somebody else.
pub(super) static PERSONAS: &[&str] = &[
    "you are now",
    "you are in maintenance",
    "du bist jetzt",
    "tu es maintenant",
    "je bent nu",
    "ora sei",
    "ahora eres",
    "agora voce e",
    "du ar nu",
    "developer mode",
    "jailbreak",
    "unrestricted assistant",
    "act as an ai",
    "pretend to be",
    "without restrictions",
    "ohne einschrankungen",
    "sans restrictions",
    "zonder beperkingen",
    "senza restrizioni",
    "sin restricciones",
    "sem restricoes",
    "utan begransningar",
    "ai without rules",
];
/// Beginnings of "if you are a …".
pub(super) static IF_YOU_ARE: &[&str] = &[
    "if you are a",
    "as an ai",
    "dear bot",
    "lieber bot",
    "falls du ein",
    "als je een",
    "si tu es un",
    "se sei un",
    "si eres un",
    "se voce e um",
    "om du ar en",
];
