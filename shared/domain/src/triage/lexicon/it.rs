//! Terms of customers who write Italian.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "rimbors*, rimborso, rimborsat*, riavere|restituire|restituite|restituitemi|ridatemi|recuperare|rivoglio .. soldi|denaro|importo|somma, rivoglio, i miei soldi, soldi|denaro indietro, restituzione, riaccredit*, storno, stornare, annull* .. pagamento|acquisto|ordine|transazione, risarc*, rimborzo",
    ),
    (
        Topic::Charge,
        "addebit*, addebito, addebiti, due volte .. pagato|addebitat*|importo, addebitat* .. volte, doppio pagamento|addebito, pagato due volte, mai autorizzat*|richiesto|ordinato|sottoscritto, non .. autorizzat*, non riconosco, senza .. autorizzazione|consenso|permesso, truffa*, truffat*, frode, rubat*, prelevat*, prelievo, preso .. soldi, scalat*, arrivato un pagamento, è arrivato .. pagamento, pagamento .. non capisco|non riconosco, estratto conto, tolto .. soldi",
    ),
    (
        Topic::Mistake,
        "per sbaglio, per errore, erroneamente, ho sbagliato, dimenticat* .. disdire|annullare|cancellare, dimenticato di, rinnovat* .. automatic*|senza|solo, rinnovo automatico, si è rinnovato, non lo uso, mai usato|utilizzato, non ho usato|utilizzato, senza volere, involontaria*",
    ),
    (
        Topic::Withdrawal,
        "recesso, diritto di recesso, recedere, 14 giorni, ripensamento, reso, restituire .. prodotto|articolo|ordine",
    ),
    (
        Topic::Invoice,
        "fattura*, fatture, ricevut*, scontrino, partita iva, iva, codice fiscale, indirizzo di fatturazione, fatturazione, nota di credito",
    ),
    (
        Topic::Payment,
        "pagare, pagat*, pagament*, pago, acquist*, comprat*, comprare, carta di credito, carta, paypal, euro, banca, bonifico, importo, cifra, soldi, costo",
    ),
    (
        Topic::Cancel,
        "disdire, disdett*, disdico, annull* .. abbonamento|abonamento|iscrizione|rinnovo|prova, annullare, annullamento, cancell* .. abbonamento|abonamento|iscrizione, cancellazione .. abbonamento, disiscri*, disattiv* .. abbonamento|rinnovo, interromp* .. abbonamento|pagamenti, sospend* .. abbonamento, terminare .. abbonamento, chiudere .. abbonamento, elimin* .. abbonamento, blocc* .. abbonamento|pagamenti|rinnovo, non voglio più, non voglio rinnovare, smettere di pagare, recedere .. abbonamento, togliere .. abbonamento",
    ),
    (
        Topic::Subscription,
        "abbonament*, abonament*, abbonato, iscrizione, prova gratuita, periodo di prova, premium, rinnov*, licenz*, piano, annuale, mensile, versione a pagamento|completa|pro|gratuita, pacchetto",
    ),
    (
        Topic::How,
        "come posso|faccio|si|disdire|annullare|cancellare|funziona|fare|devo|cambio|cambiare|mai|recuper*|elimin*|attiv*|scaric*|si fa|va, dove posso|trovo|si|è|sono|vedo, dove, posso, si può, potete .. dirmi|spiegarmi|indicarmi, è possibile, sarebbe possibile, c'è un|uno|una|modo, ci sono, avete, qual è, quali, quale, quanto|quanti|quante, quando, perché, cosa devo|succede|fare, che cosa, ho una domanda, una domanda, domanda su, vorrei sapere, volevo sapere, sapere come|se|dove, non so come|dove|se, non capisco come|dove, non ho capito come, spiegare come, istruzioni, guida, differenza tra, esiste, devo, come",
    ),
    (
        Topic::Lost,
        "non trovo, non riesco a trovare, non vedo, non lo trovo, non la trovo, da nessuna parte, dov'è, dove è finit*, dove sono finit*",
    ),
    (
        Topic::Want,
        "vorrei, voglio, vorremmo, desidero, mi piacerebbe, per favore, per cortesia, potete, potreste, aiuto, aiutarmi, ho bisogno, chiedo, grazie",
    ),
    (
        Topic::Fault,
        "errore, errori, messaggio di errore, bug, non funziona*, non va, non funzion*, non si apre, non si carica|caric*, non carica, non parte, non si avvia, non salva, non si salva, non risponde, non riproduce, non mostra, non si vede, non sincronizza, non genera, non legge, smesso di funzionare, funziona male, si blocca, bloccat*, si chiude, si arresta, crash*, freeza, congelat*, impallat*, guasto, rotto, difettos*, malfunzionament*, schermata|pagina|schermo bianca|bianco|nera|nero|vuota, non succede nulla|niente, resta|rimane bloccat*|bianc*|vuot*|ferm*, si ferma, in crash, qualcosa è andato storto, fallito, fallisce, in tilt, carica all'infinito, mi butta fuori, si disconnette",
    ),
    (
        Topic::Cannot,
        "non riesco, non riusciamo, non posso, non mi fa, non mi lascia, non mi permette, impossibile, non è possibile, non si può, non consente, non riesce, non si riesce",
    ),
    (
        Topic::Missing,
        "sparit*, scompars*, pers* .. dati|tutto|file|appunti, ho perso, manca, mancano, mancant*, cancellat* .. tutt*|da sol*, non .. ricevut*|arrivat*, mai ricevut*|arrivat*, non arriva, non mi arriva, vuoto, vuota, nessun suono|audio, senza audio, non c'è più, non ci sono più, non appare, non compare",
    ),
    (
        Topic::Odd,
        "problema, problemi, difficoltà, strano, strana, lento, lenta, sbagliat*, incorrett*, risolvere, sistemare, riparare, tecnico, anomali*, corregg*, non corrisponde",
    ),
    (
        Topic::Tried,
        "reinstallat*, disinstallat*, riavviat*, riavviare, dopo .. aggiornamento, da quando, dall'ultimo aggiornamento, da ieri, da stamattina, da oggi, ogni volta, tutte le volte, quando clicco|provo|apro|premo|cerco, appena apro, ho provato, provato più volte, già provato, svuotato la cache, altro browser",
    ),
    (
        Topic::Access,
        "pagato .. ma, comprato .. ma, acquistato .. ma, ancora .. versione gratuita|gratuito|bloccat*, risulta ancora, non attiv*, non è attivo, non ho accesso, nessun accesso, perso l'accesso, senza accesso, non risulta",
    ),
    (
        Topic::Login,
        "acced*, accesso, entrare, login, log in, effettuare l'accesso, autentic*, codice di verifica|conferma, connetter*",
    ),
    (
        Topic::Password,
        "password, parola chiave, password dimenticata, reimpostare, reset*, credenzial*, accesso, nome utente",
    ),
    (
        Topic::Account,
        "account, profilo, indirizzo email|mail|e mail, mia email, miei dati, dati personali, privacy, gdpr, numero di telefono, eliminare .. account, cancellare .. account, chiudere .. account, nome utente, anagrafic*",
    ),
    (
        Topic::Change,
        "cambi*, modific*, impostazion*, impost*, elimin*, cancell*, rimuov*, spost*, condivid*, trasfer*, aggiung*, invit*, caric*, scaric*, importa*, esporta*, crea*, attiv*, disattiv*, usare, utilizz*, salv*, recuper*, ripristin*, colleg*, stamp*, rinomin*, aggiorn*, install*, tradurre l'app",
    ),
    (
        Topic::Product,
        "app, applicazione, carta studio, flashcard*, mazzo, mazzi, file, cartell*, document*, appunti, note, pagina, pulsante, tasto, schermo, lingua, modalità, versione, funzion*, notific*, immagin*, foto, video, audio, suono, podcast, quiz, test, esame, esami, corso, lezion*, riassunt*, calendario, progett*, link, dispositiv*, telefono, cellulare, tablet, computer, pc, offline, internet, team, utent*, gruppo, programma, software, sito, menu, ricerca, progressi, domande, risposte, chat, limite, crediti, punti, invito, italiano, inglese, materie, capitolo, colleghi",
    ),
    (
        Topic::Feature,
        "sarebbe .. bello|utile|fantastico|comodo|ottimo, avete intenzione, potreste aggiungere, potete aggiungere, aggiungere una funzione, suggeriment*, suggerisco, propongo, proposta, idea, miglior*, previst*, in programma, funzionalità mancante",
    ),
    (
        Topic::Price,
        "prezzo, prezzi, quanto costa, costo, costa, costi, sconto, sconti, codice sconto, coupon, promo*, tariff*, preventivo, più economico, caro, gratis, gratuit*, offerta, offerte, listino",
    ),
    (
        Topic::Sales,
        "demo, dimostrazione, preventivo, per la nostra|mia|le scuola|azienda|classe|scuole, per il nostro|mio team|istituto, licenze per, docenti, insegnanti, commerciale, ufficio commerciale, volume, piano aziendale|scuole, per scuole, interessat* a, upgrade, dipendenti",
    ),
    (
        Topic::Delivery,
        "pacco, spedizion*, spedit*, consegn*, ordine, numero ordine|d'ordine, tracking, corriere, esaurito, reso",
    ),
    (
        Topic::Thanks,
        "grazie mille per, grazie per .. aiuto|risposta|supporto, ora funziona, adesso funziona, funziona di nuovo, risolto, problema risolto, ottimo servizio, bellissima app, complimenti, grazie di tutto, grazie ancora, ho risolto, gentilissim*",
    ),
    (
        Topic::Advert,
        "offriamo, i nostri servizi, posizionamento, far crescere, più clienti, più vendite, marketing*, agenzia, pubblicità, prestito, prestiti, vinto, hai vinto, guadagna*, investiment*, senza impegno, newsletter, follower, siti web, realizzazione siti, preventivo gratuito, link building",
    ),
    (
        Topic::Approach,
        "candidatura, candidarmi, tirocinio, stage, curriculum, cv, lettera di presentazione, lavorare con voi, posizione aperta, collaborazion*, collaborare, partnership, sponsor*, giornalist*, intervista, sondaggio, tesi, influencer, ambassador",
    ),
    (
        Topic::Homework,
        "calcola, calcolare, risolvi, equazion*, perimetro, area del, triangolo, rettangolo, spiegami, spiega, descrivi, definizione, definisci, traduci, scrivi un|una, riassumi, tema su, qual è la capitale, chi era|ha, quando è, fotosintesi, cellula, cellule, rivoluzione, guerra, secolo, capitolo 1, vocaboli, grammatica, biologia, fisica, chimica, storia, geografia, matematica, filosofia, anatomia, economia, esercizio, compiti, commedia, poesia, scritta da",
    ),
    (
        Topic::Urgent,
        "urgent*, urgenza, il prima possibile, al più presto, subito, immediat*, quanto prima, rapidamente, asap, con urgenza, emergenza",
    ),
    (
        Topic::Deadline,
        "oggi, stasera, domani, entro domani|lunedì|martedì|mercoledì|giovedì|venerdì|oggi|stasera, scadenza, esame .. domani|lunedì, domani .. esame, entro 24|48 ore",
    ),
    (
        Topic::Blocked,
        "non possiamo lavorare, non posso lavorare, siamo fermi, tutto fermo, tutti gli utenti|i clienti, nessuno può|riesce, produzione, perdita di dati, persi tutti, hackerat*, violat*, sicurezza, fuori servizio, bloccato il lavoro, siamo bloccati",
    ),
    (
        Topic::Negative,
        "pessim*, delus*, deludent*, insoddisfatt*, arrabbiat*, vergogn*, schifo, orribil*, terribil*, inutile, purtroppo, truffa*, ladri, reclamo, lamentel*, scandalos*, ridicol*, scorrett*, fastidios*, brutt*, male",
    ),
    (
        Topic::Frustrated,
        "inaccettabile, basta, stufo, stanc*, terza|seconda|quarta volta|mail, ancora aspettando|nessuna|niente, sto ancora, nessuna risposta, nessuno risponde, da settimane|mesi|giorni, più volte, ennesima volta, già scritto|contattato, vergogn*, quante volte, perdita di tempo, frustr*, ridicol*, finalmente, è assurdo, assurdo",
    ),
    (
        Topic::Threat,
        "avvocat*, legale, vie legali, tribunale, denuncia, denunciare, polizia, associazione consumatori, consumatori, garante, trustpilot, recensione negativa, diffida, contestare, altroconsumo",
    ),
    (
        Topic::Positive,
        "ottim*, bellissim*, fantastic*, perfett*, adoro, mi piace, grazie mille, grazie tante, bravissim*, complimenti, eccellent*, content*, soddisfatt*, gentilissim*, felice, meraviglios*",
    ),
    (
        Topic::NoHurry,
        "non urgente, non è urgente, nessuna fretta, senza fretta, quando potete|avete tempo, con calma, piccola domanda, solo una domanda, semplice domanda, per informazione, curiosità, refuso, suggerimento",
    ),
    (Topic::No, "nessun, nessuna, senza, nessuno"),
    (
        Topic::NotWanted,
        "non voglio|vorrei|chiedo|cerco|desidero, non ho bisogno, non si tratta, invece di",
    ),
];
