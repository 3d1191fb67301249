//! The words of attempts to steer a machine, in eight languages.
//!
//! Invariant: all are in the form that [`crate::draft::unicode::skeleton`] gives; a star ends a beginning.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of one kind, made ready at first use: every word of every mail is looked up in most of them.
pub(super) struct List {
    words: HashSet<&'static str>,
    beginnings: Vec<&'static str>,
}

impl List {
    fn of(list: &'static str) -> Self {
        let entries = || list.split_ascii_whitespace();
        Self {
            words: entries().filter(|entry| !entry.ends_with('*')).collect(),
            beginnings: entries()
                .filter_map(|entry| entry.strip_suffix('*'))
                .collect(),
        }
    }

    /// Whether a word is in it; a star at the end of an entry stands for any ending.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.beginnings.iter().any(|start| word.starts_with(start))
    }
}

/// Verbs that drop something.
pub(super) static DROP: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "ignore ignorier* ignora ignorez ignorer* ignoring disregard forget override bypass vergiss missacht* negeer vergeet \
oublie oubliez dimentica olvida olvide esqueca desconsidere glom bortse skip",
    )
});
/// What is dropped.
pub(super) static RULES: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "instruction* rule rules prompt* guideline* policy policies directive* everything anweisung* regeln vorgabe* richtlinie* instructie* regels \
opdracht* consigne* regle* istruzion* regole indicazion* instruccion* reglas indicacion* directric* instruco* regras orientac* instruktion* regler riktlinje* systemprompt",
    )
});
/// Phrases that drop something, in one piece.
pub(super) const DROP_PHRASES: &[&str] = &[
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
pub(super) static MACHINE: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "ai ki ia ki-assistent llm gpt chatbot bot assistant assistent assistente asistente assistenten botten",
    )
});
/// Machines of more than one word.
pub(super) const MACHINE_PHRASES: &[&str] = &[
    "language model",
    "intelligenza artificiale",
    "inteligencia artificial",
    "kunstliche intelligenz",
    "sprachmodell",
    "taalmodel",
    "modele de langage",
];
/// Verbs that only make sense to a machine that answers.
pub(super) static ORDERS: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "must should reply answer approve approves grant ignore set classify resolve confirm include write output allowed mark \
schreibe schreib antworte genehmige setze erstatte bestatige ignoriere muss reponds ecris ajoute approuve confirme ignore rembourse doit schrijf antwoord zet keur negeer moet \
rispondi scrivi inserisci approva ignora rimborsa conferma deve responde escribe aprueba ignora reembolsa confirma debe responda escreva aprove confirme deve skriv svara godkann ignorera bekrafta",
    )
});

/// Verbs that hand something out.
pub(super) static HAND_OUT: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "print reveal show repeat include list copy send summarise summarize display output give tell dump gib nenne schick kopiere zeige zeig sende toon stuur geef \
affiche envoie envoyez donne donnez montre mostra mandami manda dammi muestra enviame envia dame mostre envie visa skicka ge ausgeben",
    )
});
/// What is nobody's business.
pub(super) const SECRETS: &[&str] = &[
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
pub(super) static SPEAKERS: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "system systemnachricht systemanweisung systeem systeme sistema sistem assistant assistent assistente asistente developer human operator administrator",
    )
});
/// Marks of prompts.
pub(super) const ROLE_MARKS: &[&str] = &[
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
pub(super) static FRAMES: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "ticket message mail email customer_message customer data untrusted trusted user input instructions nachricht daten bericht messaggio mensaje mensagem meddelande document context",
    )
});
/// Marks that close a frame.
pub(super) const FRAME_MARKS: &[&str] = &[
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
pub(super) static PUT: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "include put add insert write contain contains answer reply tell attach fuge fug schreibe schreib ajoute ajoutez inserez zet plaats inserisci aggiungi incluye anade inclua adicione lagg inkludera",
    )
});
/// The answer.
pub(super) static ANSWER: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "answer reply response antwort antworte reponse antwoord risposta respuesta resposta svar svaret customers ende",
    )
});

/// Verbs that set a field.
pub(super) static SET: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "set change classify mark output setze setz markiere schliesse close zet mets imposta establece defina satt assign resolve tell",
    )
});
/// Fields of a ticket.
pub(super) static FIELDS: LazyLock<List> = LazyLock::new(|| {
    List::of(
        "category priority confidence status kategorie prioritat konfidenz categorie prioriteit vertrouwen confiance priorite categoria priorita prioridad prioridade kategori prioritet auto_resolve",
    )
});
/// Values that only the machine knows, or that nobody sets for a deck.
pub(super) const VALUES: &[&str] = &[
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
pub(super) const DECISIONS: &[&str] = &[
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
pub(super) const PERSONAS: &[&str] = &[
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
pub(super) const IF_YOU_ARE: &[&str] = &[
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
