//! The set phrases of a reply in eight languages.
//!
//! Invariant: every language has all of them; lists are folded.

use crate::knowledge::language::Language;

/// The phrases of a language.
pub(super) struct Phrases {
    /// Greeting with the name; `{}` stands for it.
    pub(super) greeting: &'static str,
    /// Greeting when no name is known.
    pub(super) hello: &'static str,
    /// Leads in sentences of the knowledge base.
    pub(super) lead: &'static str,
    /// Leads in the address of the page.
    pub(super) more: &'static str,
    /// Before the signature.
    pub(super) closing: &'static str,
    /// Says that no person wrote this, and how to reach one.
    pub(super) automatic: &'static str,
    /// Folded words that a greeting begins with.
    pub(super) greets: &'static str,
    /// Folded words that courtesies are made of.
    pub(super) polite: &'static str,
    /// Folded words that turn a statement round.
    pub(super) negations: &'static str,
    /// Folded beginnings of phrases that report or promise an action of ours.
    pub(super) commitments: &'static [&'static str],
}

/// The phrases of a language, English when it is not known.
pub(super) fn of(language: Option<Language>) -> &'static Phrases {
    match language.unwrap_or(Language::En) {
        Language::En => &EN,
        Language::De => &DE,
        Language::Nl => &NL,
        Language::Fr => &FR,
        Language::It => &IT,
        Language::Es => &ES,
        Language::Pt => &PT,
        Language::Sv => &SV,
    }
}

static EN: Phrases = Phrases {
    greeting: "Hello {},",
    hello: "Hello,",
    lead: "thank you for your message. This is what our help pages say:",
    more: "You can read more here:",
    closing: "Kind regards",
    automatic: "This answer was written automatically. Just reply to reach a person.",
    greets: "hello hi dear hey good",
    polite: "thank thanks message mail email question writing write reply answer just person reach read more help page pages say says kind regards best warm wishes sincerely yours sorry apologise apologies inconvenience trouble hope helps glad happy let know contact feel free nice day weekend patience understand frustrating automatically written anything else need further questions any morning afternoon evening getting touch us team support",
    negations: "not no never cannot can't don't doesn't won't without isn't aren't neither nor nothing none",
    commitments: &[
        "i have",
        "i've",
        "we have",
        "we've",
        "i will",
        "i'll",
        "we will",
        "we'll",
        "has been",
        "have been",
        "is approved",
        "i approve",
        "we approve",
        "is confirmed",
        "i confirm",
        "we confirm",
        "you will receive",
        "you receive",
        "you get a",
        "i am sending",
        "approved",
        "i grant",
        "we grant",
    ],
};
static DE: Phrases = Phrases {
    greeting: "Guten Tag {},",
    hello: "Guten Tag,",
    lead: "vielen Dank für Ihre Nachricht. Das sagen unsere Hilfeseiten dazu:",
    more: "Mehr dazu lesen Sie hier:",
    closing: "Freundliche Grüße",
    automatic: "Diese Antwort wurde automatisch geschrieben. Antworten Sie einfach, um einen Menschen zu erreichen.",
    greets: "hallo guten liebe lieber sehr geehrte geehrter moin",
    polite: "danke dank vielen nachricht mail frage fragen schreiben geschrieben antwort antworten sagen hilfeseiten dazu lesen mehr freundliche freundlichen grusse gruss herzliche beste schone tag wochenende entschuldigung entschuldigen leid tut unannehmlichkeiten hoffe hoffen hilft helfen gern gerne melden jederzeit automatisch menschen erreichen weitere verstandnis geduld support team",
    negations: "nicht kein keine keinen keinem nie niemals ohne weder nichts",
    commitments: &[
        "ich habe",
        "wir haben",
        "ich werde",
        "wir werden",
        "wurde",
        "wurden",
        "ist genehmigt",
        "genehmigt",
        "hiermit",
        "ich bestatige",
        "wir bestatigen",
        "sie erhalten",
        "sie bekommen",
        "ist bestatigt",
    ],
};
static NL: Phrases = Phrases {
    greeting: "Beste {},",
    hello: "Hallo,",
    lead: "bedankt voor je bericht. Dit staat erover op onze helppagina's:",
    more: "Meer lees je hier:",
    closing: "Met vriendelijke groet",
    automatic: "Dit antwoord is automatisch geschreven. Antwoord gewoon om een mens te bereiken.",
    greets: "hallo beste dag goedemorgen goedemiddag hoi geachte",
    polite: "bedankt dank bericht mail vraag vragen schrijven geschreven antwoord antwoorden staat erover helppagina's helppagina lees meer vriendelijke groet groeten hartelijke sorry excuses ongemak hoop hopen helpt graag gerust weten automatisch gewoon mens bereiken geduld begrip team support",
    negations: "niet geen nooit zonder niets noch",
    commitments: &[
        "ik heb",
        "wij hebben",
        "we hebben",
        "ik zal",
        "wij zullen",
        "we zullen",
        "is goedgekeurd",
        "goedgekeurd",
        "hierbij",
        "ik bevestig",
        "wij bevestigen",
        "je krijgt",
        "u krijgt",
        "u ontvangt",
        "werd",
        "is bevestigd",
    ],
};
static FR: Phrases = Phrases {
    greeting: "Bonjour {},",
    hello: "Bonjour,",
    lead: "merci pour votre message. Voici ce que disent nos pages d'aide :",
    more: "Plus d'informations ici :",
    closing: "Cordialement",
    automatic: "Cette réponse a été écrite automatiquement. Répondez simplement pour joindre une personne.",
    greets: "bonjour bonsoir cher chere salut madame monsieur",
    polite: "merci message mail question questions ecrire ecrit reponse repondre repondez voici disent pages aide informations cordialement salutations bien excuses excuser desole desoles desagrement espere esperons aider plaisir besoin contacter automatiquement simplement joindre personne patience comprehension journee bonne equipe support",
    negations: "ne n pas jamais sans aucun aucune rien ni",
    commitments: &[
        "j'ai",
        "nous avons",
        "je vais",
        "nous allons",
        "a ete",
        "ont ete",
        "est approuve",
        "approuve",
        "par la presente",
        "je confirme",
        "nous confirmons",
        "vous recevrez",
        "vous recevez",
        "est confirme",
    ],
};
static IT: Phrases = Phrases {
    greeting: "Buongiorno {},",
    hello: "Buongiorno,",
    lead: "grazie per il suo messaggio. Ecco che cosa dicono le nostre pagine di aiuto:",
    more: "Maggiori informazioni qui:",
    closing: "Cordiali saluti",
    automatic: "Questa risposta è stata scritta automaticamente. Basta rispondere per raggiungere una persona.",
    greets: "buongiorno buonasera ciao salve gentile caro cara",
    polite: "grazie messaggio mail domanda domande scrivere scritto scritta risposta rispondere ecco dicono pagine aiuto maggiori informazioni qui cordiali saluti scusi scusate disagio dispiace spero speriamo aiutare piacere contattare automaticamente basta raggiungere persona pazienza comprensione giornata buona team assistenza",
    negations: "non mai senza nessun nessuna niente ne nulla",
    commitments: &[
        "ho",
        "abbiamo",
        "e stato",
        "e stata",
        "sono stati",
        "provvedero",
        "approvato",
        "confermo",
        "confermiamo",
        "ricevera",
        "riceve",
        "con la presente",
    ],
};
static ES: Phrases = Phrases {
    greeting: "Hola, {}:",
    hello: "Hola:",
    lead: "gracias por su mensaje. Esto dicen nuestras páginas de ayuda:",
    more: "Puede leer más aquí:",
    closing: "Un cordial saludo",
    automatic: "Esta respuesta se ha escrito automáticamente. Responda para hablar con una persona.",
    greets: "hola buenos buenas estimado estimada querido",
    polite: "gracias mensaje correo pregunta preguntas escribir escrito respuesta responda responder dicen paginas ayuda leer mas aqui cordial saludo saludos disculpe disculpas molestias sentimos siento espero esperamos ayudar gusto contactar automaticamente hablar persona paciencia comprension dia equipo soporte",
    negations: "no nunca sin ningun ninguna nada ni tampoco",
    commitments: &[
        "he",
        "hemos",
        "ha sido",
        "han sido",
        "voy a",
        "vamos a",
        "esta aprobado",
        "aprobado",
        "confirmo",
        "confirmamos",
        "recibira",
        "recibe",
        "por la presente",
    ],
};
static PT: Phrases = Phrases {
    greeting: "Olá, {},",
    hello: "Olá,",
    lead: "obrigado pela sua mensagem. As nossas páginas de ajuda dizem o seguinte:",
    more: "Pode ler mais aqui:",
    closing: "Com os melhores cumprimentos",
    automatic: "Esta resposta foi escrita automaticamente. Responda para falar com uma pessoa.",
    greets: "ola bom boa caro cara prezado prezada",
    polite: "obrigado obrigada mensagem mail pergunta perguntas escrever escrita resposta responda responder dizem seguinte paginas ajuda ler mais aqui melhores cumprimentos desculpe desculpas incomodo lamentamos espero esperamos ajudar prazer contactar automaticamente falar pessoa paciencia compreensao dia equipa suporte",
    negations: "nao nunca sem nenhum nenhuma nada nem",
    commitments: &[
        "eu fiz",
        "fizemos",
        "foi",
        "foram",
        "vou",
        "vamos",
        "aprovado",
        "aprovamos",
        "confirmo",
        "confirmamos",
        "recebera",
        "recebe",
        "reembolsamos",
        "pela presente",
    ],
};
static SV: Phrases = Phrases {
    greeting: "Hej {},",
    hello: "Hej,",
    lead: "tack för ditt meddelande. Så här står det på våra hjälpsidor:",
    more: "Läs mer här:",
    closing: "Vänliga hälsningar",
    automatic: "Det här svaret skrevs automatiskt. Svara för att nå en människa.",
    greets: "hej hejsan god kara basta",
    polite: "tack meddelande mejl fraga fragor skriva skrevs svar svara star hjalpsidor las mer vanliga halsningar ursakta besvar ledsen hoppas hjalpa hjalper garna kontakta automatiskt na manniska talamod forstaelse dag team support",
    negations: "inte aldrig utan ingen inget inga ej",
    commitments: &[
        "jag har",
        "vi har",
        "jag kommer",
        "vi kommer",
        "har blivit",
        "ar godkand",
        "godkand",
        "godkant",
        "harmed",
        "jag bekraftar",
        "vi bekraftar",
        "du far",
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::words::fold;

    #[test]
    fn every_language_has_folded_lists_and_whole_phrases() {
        for language in Language::ALL {
            let p = of(Some(*language));
            assert!(p.greeting.contains("{}"));
            for list in [p.greets, p.polite, p.negations] {
                assert_eq!(fold(list), list);
            }
            assert!(p.commitments.iter().all(|c| fold(c) == *c));
        }
    }
}
