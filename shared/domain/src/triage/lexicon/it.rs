//! Terms of customers who write Italian.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "rimbors*, rimborso, rimborsat*, riavere|restituire|restituite|restituitemi|ridatemi|recuperare|rivoglio .. soldi|denaro|importo|somma, rivoglio, i miei soldi, soldi|denaro indietro, restituzione, riaccredit*, storno, stornare, annull* .. pagamento|acquisto|ordine|transazione, risarc*, rimborzo, ridarmi|ridate*|rendetemi|restituitemi|ridateci|riprendere|riprendermi|riavere|rimettere .. soldi|euro|denaro|importo, soldi|euro|denaro .. indietro|restituit*|rimborsat*, indietro .. soldi|euro|denaro, essere rimborsat*, stornat*, storni, chiedo il rimborso, ridate, rinborso, rimborsi",
    ),
    (
        Topic::Charge,
        "addebit*, addebito, addebiti, due volte .. pagato|addebitat*|importo, addebitat* .. volte, doppio pagamento|addebito, pagato due volte, mai autorizzat*|richiesto|ordinato|sottoscritto, non .. autorizzat*, non riconosco, senza .. autorizzazione|consenso|permesso, truffa*, truffat*, frode, rubat*, prelevat*, prelievo, preso .. soldi, scalat*, arrivato un pagamento, è arrivato .. pagamento, pagamento .. non capisco|non riconosco, estratto conto, tolto .. soldi, preso|presi|tolti|scalati|prelevati|sottratti|tolto .. euro|soldi|conto|carta, senza chiedere|avvisare|preavviso|autorizzazione|permesso|consenso, senza il mio consenso|permesso, mai chiesto|voluto|dato|accettato, continuate a .. addebit*|prelev*, ancora .. addebit*|prelev*, due volte .. addebit*|pagat*|prelev*",
    ),
    (
        Topic::Mistake,
        "per sbaglio, per errore, erroneamente, ho sbagliato, dimenticat* .. disdire|annullare|cancellare, dimenticato di, rinnovat* .. automatic*|senza|solo, rinnovo automatico, si è rinnovato, non lo uso, mai usato|utilizzato, non ho usato|utilizzato, senza volere, involontaria*, figlio|figlia|bambino|nipote .. comprat*|acquistat*|fatto|abbonat*, sbagliato abbonamento|piano|pulsante, ho preso .. sbaglio|errore, invece del mensile|mese, senza accorgermene, non intendevo|volevo",
    ),
    (
        Topic::Withdrawal,
        "recesso, diritto di recesso, recedere, 14 giorni, ripensamento, reso, restituire .. prodotto|articolo|ordine",
    ),
    (
        Topic::Invoice,
        "fattura*, fatture, ricevut*, scontrino, partita iva, iva, codice fiscale, indirizzo di fatturazione, fatturazione, nota di credito, rimborso spese, nota spese, note spese, spese aziendali, commercialista, intestata|intestato a, fattura elettronica, codice univoco, dichiarazione dei redditi",
    ),
    (
        Topic::Payment,
        "pagare, pagat*, pagament*, pago, acquist*, comprat*, comprare, carta di credito, carta, paypal, euro, banca, bonifico, importo, cifra, soldi, costo",
    ),
    (
        Topic::Cancel,
        "disdire, disdett*, disdico, annull* .. abbonamento|abonamento|iscrizione|rinnovo|prova, annullare, annullamento, cancell* .. abbonamento|abonamento|iscrizione, cancellazione .. abbonamento, disiscri*, disattiv* .. abbonamento|rinnovo, interromp* .. abbonamento|pagamenti, sospend* .. abbonamento, terminare .. abbonamento, chiudere .. abbonamento, elimin* .. abbonamento, blocc* .. abbonamento|pagamenti|rinnovo, non voglio più, non voglio rinnovare, smettere di pagare, recedere .. abbonamento, togliere .. abbonamento, non .. più .. addebit*|prelev*|addebitare, non mi serve|servono|interessa più, non ci serve|servono|interessa più, non uso|utilizzo|usiamo|utilizziamo|voglio più, non .. usiamo|utilizziamo più, non .. uso|utilizzo|serve|voglio .. più, togliere|tolgo|levare|stoppare|fermare|fermate|terminare|interrompere|chiudere .. abbonamento|abonamento|pagamenti|rinnovo|account, smettere di, non rinnovare|rinnovate, non voglio continuare|essere, disabbon*, annulla .. abbonamento, abbonamento .. disdire|annullare|togliere|cancellare|chiudere|disattivare|fine, staccare .. abbonamento, uscire .. abbonamento",
    ),
    (
        Topic::Subscription,
        "abbonament*, abonament*, abbonato, iscrizione, prova gratuita, periodo di prova, premium, rinnov*, licenz*, piano, annuale, mensile, versione a pagamento|completa|pro|gratuita, pacchetto",
    ),
    (
        Topic::How,
        "come posso|faccio|si|disdire|annullare|cancellare|funziona|fare|devo|cambio|cambiare|mai|recuper*|elimin*|attiv*|scaric*|si fa|va, dove posso|trovo|si|è|sono|vedo, dove, posso, si può, potete .. dirmi|spiegarmi|indicarmi, è possibile, sarebbe possibile, c'è un|uno|una|modo, ci sono, qual è, quali, quale, quanto|quanti|quante, cosa devo|succede|fare, che cosa, ho una domanda, una domanda, domanda su, vorrei sapere, volevo sapere, sapere come|se|dove, non so come|dove|se, non capisco come|dove, non ho capito come, spiegare come, istruzioni, guida, differenza tra, esiste, devo, come, come _, ^si può|possono|riesce, ^posso|possiamo|potrei|funziona|esiste|bisogna|conviene|vale|quanto|quante|quanti, funziona anche|su|con|senza, si possono, dove _, come faccio|fare|si|mai, in che modo, mi dite|spiegate|potete dire, c'è modo, che formati|tipi, quali formati, quando scade|arriva|sarà|esce",
    ),
    (Topic::Why, "perché, come mai, per quale motivo"),
    (
        Topic::Lost,
        "non trovo, non riesco a trovare, non vedo, non lo trovo, non la trovo, da nessuna parte, dov'è, dove è finit*, dove sono finit*, non trovo|vedo|c' .. pulsante|opzione|tasto, dove si trova|trovano|trovo",
    ),
    (
        Topic::Want,
        "vorrei, voglio, vorremmo, desidero, mi piacerebbe, per favore, per cortesia, potete, potreste, aiuto, aiutarmi, ho bisogno, chiedo, grazie",
    ),
    (
        Topic::Fault,
        "errore, errori, messaggio di errore, bug, non funziona*, non va, non funzion*, non si apre, non si carica|caric*, non carica, non parte, non si avvia, non salva, non si salva, non risponde, non riproduce, non mostra, non si vede, non sincronizza, non genera, non legge, smesso di funzionare, funziona male, si blocca, bloccat*, si chiude, si arresta, crash*, freeza, congelat*, impallat*, guasto, rotto, difettos*, malfunzionament*, schermata|pagina|schermo bianca|bianco|nera|nero|vuota, non succede nulla|niente, resta|rimane bloccat*|bianc*|vuot*|ferm*, si ferma, in crash, qualcosa è andato storto, fallito, fallisce, in tilt, carica all'infinito, mi butta fuori, si disconnette, pulsante|tasto|bottone .. grigio|disattivato|inattivo, non si scarica|scaricano, non|nn scarica|scaricano, fruscio, non|nn funziona|funzionano|carica|caricano|apre|aprono|parte|partono|va|vanno|sente|sentono|vede|vedono|salva|stampa|legge|genera|crea|risponde|riproduce|sincronizza|aggiorna|invia|riconosce|mostra|suona|scorre|avvia|accetta|conta|gira|registra|si|mi .. più, non|nn funziona|funzionano|carica|caricano|apre|parte|partono|va|sente|sentono|salva|stampa|legge|genera|risponde|riproduce|sincronizza|aggiorna|invia|riconosce|mostra|suona|scorre|avvia|accetta, non si sente|sentono|apre|aprono|carica|caricano|salva|vede|vedono|avvia|aggiorna|collega|muove|gira, continua|continuano a girare|caricare|chiudersi|bloccarsi|dare|chiedere|dirmi, gira all|a vuoto, gira sempre, rotella|rotellina, si spegne*, si interrompe, si chiude .. da|sola|solo|subito, risposte|risposta|data|lingua|importo|orario|risultato|traduzione .. sbagliat*|errat*|inglese, sbagliate|sbagliata|errata|errate risposte|risposta|lingua|data, dice .. errat*|sbagliat*|errore, doppie|doppioni, duplicat*, tagliat*, sfocat*, illeggibil*, inventat*|inventa, al contrario, si riavvia, mi caccia|espelle, ferma al|a|su, bloccato al|su, schermo nero|bianco, lampeggia",
    ),
    (
        Topic::Cannot,
        "non riesco, non riusciamo, non posso, non mi fa, non mi lascia, non mi permette, impossibile, non è possibile, non si può, non consente, non riesce, non si riesce, non|nn riesco|posso|riusciamo|possiamo|mi, non mi fa|lascia|permette, non c'è verso, rifiuta",
    ),
    (
        Topic::Missing,
        "sparit*, scompars*, pers* .. dati|tutto|file|appunti, ho perso, manca, mancano, mancant*, cancellat* .. tutt*|da sol*, non .. ricevut*|arrivat*, mai ricevut*|arrivat*, non arriva, non mi arriva, vuoto, vuota, nessun suono|audio, senza audio, non c'è più, non ci sono più, non appare, non compare, vuoti|vuote, azzerat*, persi|perse|perso .. tutti|tutte|tutto|dati|appunti|progressi, non .. arrivat*|arriva, nn arriva, non mi è arrivat*, codice .. non arriva, mai arrivat*, non ci sono|vedo più, non ho ricevuto",
    ),
    (
        Topic::Odd,
        "problema, problemi, difficoltà, strano, strana, lento, lenta, sbagliat*, incorrett*, risolvere, sistemare, riparare, tecnico, anomali*, corregg*, non corrisponde",
    ),
    (
        Topic::Contrast,
        "solo .. rimast*, ne restano, anche se, nonostante, eppure, all'improvviso, improvvisamente, di colpo, di punto in bianco, invece di|che|della|del, mentre, da sola, da solo, da soli, non .. più, funzionava .. prima|ieri|sempre|bene, a metà, di continuo, continuamente, senza motivo, malgrado, sebbene, ma è giusta|giusto|corretta",
    ),
    (
        Topic::DoesNot,
        "non, nn, niente, nulla, nessun, nessuna, mai",
    ),
    (
        Topic::Tried,
        "reinstallat*, disinstallat*, riavviat*, riavviare, dopo .. aggiornamento, da quando, dall'ultimo aggiornamento, da ieri, da stamattina, da oggi, ogni volta, tutte le volte, quando clicco|provo|apro|premo|cerco, appena apro, ho provato, provato più volte, già provato, svuotato la cache, altro browser, da ieri|oggi|stamattina|lunedì|martedì|giorni|settimane|quando, dopo l'aggiornamento, quando|appena|se importo|apro|carico|clicco|salvo|premo|avvio, spam, ho già|provato, riprovato, sia .. che, su altro|un altro",
    ),
    (
        Topic::Access,
        "pagato .. ma, comprato .. ma, acquistato .. ma, ancora .. versione gratuita|gratuito|bloccat*, risulta ancora, non attiv*, non è attivo, non ho accesso, nessun accesso, perso l'accesso, senza accesso, non risulta, pagato|comprato|acquistato .. ancora|sempre|niente|gratuit*|bloccat*, mese gratis|omaggio .. non|mai",
    ),
    (
        Topic::Login,
        "acced*, accesso, entrare, login, log in, effettuare l'accesso, autentic*, codice di verifica|conferma, connetter*, accedere, codice di accesso, loggar*, rientrare",
    ),
    (
        Topic::Password,
        "password, parola chiave, password dimenticata, reimpostare, reset*, credenzial*, accesso, nome utente",
    ),
    (
        Topic::Account,
        "account, profilo, indirizzo email|mail|e mail, mia email, miei dati, dati personali, privacy, gdpr, numero di telefono, eliminare .. account, cancellare .. account, chiudere .. account, nome utente, anagrafic*, email, mail, indirizzo, e mail, nome, due account, vecchio",
    ),
    (
        Topic::Change,
        "cambi*, modific*, impostazion*, impost*, elimin*, cancell*, rimuov*, spost*, condivid*, trasfer*, aggiung*, invit*, caric*, scaric*, importa*, esporta*, crea*, attiv*, disattiv*, usare, utilizz*, salv*, recuper*, ripristin*, colleg*, stamp*, rinomin*, aggiorn*, install*, tradurre l'app, unire, spostare, ordinare, scansion*, copia*, incolla*, sostituir*, togliere, passare da|al|a, inserir*, stampar*",
    ),
    (
        Topic::Product,
        "app, applicazione, carta studio, flashcard*, mazzo, mazzi, file, cartell*, document*, appunti, note, pagina, pulsante, tasto, schermo, lingua, modalità, versione, funzion*, notific*, immagin*, foto, video, audio, suono, podcast, quiz, test, esame, esami, corso, lezion*, riassunt*, calendario, progett*, link, dispositiv*, telefono, cellulare, tablet, computer, pc, offline, internet, team, utent*, gruppo, programma, software, sito, menu, ricerca, progressi, domande, risposte, chat, limite, crediti, punti, invito, italiano, inglese, materie, capitolo, colleghi, ia, tutor, timer, tastiera, campo, riquadro, appuntament*, stampante, cassa, fattura, dipendenti, formula, formule, cuffie, titolo, risposta, domanda, lista, tabella, gioco, statistic*, promemoria, prenotazion*, magazzino, fotocamera, microfono, carrello, filtro, anteprima, carte, carta, amici, compagni, logo, voce, mazzetto, prova",
    ),
    (
        Topic::Feature,
        "sarebbe .. bello|utile|fantastico|comodo|ottimo, avete intenzione, potreste aggiungere, potete aggiungere, aggiungere una funzione, suggeriment*, suggerisco, propongo, proposta, idea, miglior*, previst*, in programma, funzionalità mancante, sarebbe bello|utile|comodo|possibile, potreste|potete .. aggiungere|mettere|inserire, mi piacerebbe .. funzione|opzione|modalità, manca .. funzione|opzione|modalità, un'idea, modalità scura",
    ),
    (
        Topic::Price,
        "prezzo, prezzi, quanto costa, costo, costa, costi, sconto, sconti, codice sconto, coupon, promo*, tariff*, preventivo, più economico, caro, gratis, gratuit*, offerta, offerte, listino, quanto viene|costa|costano|si paga, prezzo per studenti, sconto studenti",
    ),
    (
        Topic::Sales,
        "demo, dimostrazione, preventivo, per la nostra|mia|le scuola|azienda|classe|scuole, per il nostro|mio team|istituto, licenze per, docenti, insegnanti, commerciale, ufficio commerciale, volume, piano aziendale|scuole, per scuole, interessat* a, upgrade, dipendenti, liceo, scuola, università, per .. classi|studenti|alunni|colleghi|dipendenti",
    ),
    (
        Topic::Delivery,
        "pacco, spedizion*, spedit*, consegn*, ordine, numero ordine|d'ordine, tracking, corriere, esaurito, reso",
    ),
    (
        Topic::Thanks,
        "grazie mille per, grazie per .. aiuto|risposta|supporto, ora funziona, adesso funziona, funziona di nuovo, risolto, problema risolto, ottimo servizio, bellissima app, complimenti, grazie di tutto, grazie ancora, ho risolto, gentilissim*, ho trovato|trovata, ora va|funziona, adesso va|funziona, va tutto, tutto ok|risolto|a posto, siete .. grandi|fantastici|bravissimi|migliori, grazie a voi|tutti, grazie .. risolto|ora|adesso|aiuto|funziona, passato l'esame",
    ),
    (
        Topic::Advert,
        "offriamo, i nostri servizi, posizionamento, far crescere, più clienti, più vendite, marketing*, agenzia, pubblicità, prestito, prestiti, vinto, hai vinto, guadagna*, investiment*, senza impegno, newsletter, follower, siti web, realizzazione siti, preventivo gratuito, link building, la nostra offerta, i nostri prodotti|esperti, il nostro servizio|strumento|prodotto, vi proponiamo|offriamo, la nostra azienda|agenzia offre|propone, aiutiamo le|aziende|imprese, la nostra agenzia|soluzione|piattaforma|società, breve chiamata|call|telefonata, crescita, lead, visibilità, siamo un .. agenzia, siamo un'agenzia, sviluppiamo, il vostro sito, prima pagina, fornitor*, finanziament*",
    ),
    (
        Topic::Approach,
        "candidatura, candidarmi, tirocinio, stage, curriculum, cv, lettera di presentazione, lavorare con voi, posizione aperta, collaborazion*, collaborare, partnership, sponsor*, giornalist*, intervista, sondaggio, tesi, influencer, ambassador, cercate personale|collaboratori|stagisti, cercate .. per, lavorare .. con|per|da|presso voi, posizioni aperte, freelance, assunzion*, offerta di lavoro, collaborare con, tesi di laurea, questionario, posto di lavoro",
    ),
    (
        Topic::Homework,
        "calcola, calcolare, risolvi, equazion*, perimetro, area del, triangolo, rettangolo, spiegami, spiega, descrivi, definizione, definisci, traduci, scrivi un|una, riassumi, tema su, qual è la capitale, chi era|ha, quando è, fotosintesi, cellula, cellule, rivoluzione, guerra, secolo, capitolo 1, vocaboli, grammatica, biologia, fisica, chimica, storia, geografia, matematica, filosofia, anatomia, economia, esercizio, compiti, commedia, poesia, scritta da, spieghi|spiegare|spiegami .. la|il|le|i|cause|cosa, cause della|del|dei, tema su|sull, scrivi|scrivere .. tema|testo|poesia|lettera|parole, riassunto di|del|della .. capitolo|libro|romanzo, capitolo _ di|del, guerra mondiale, italiano scrivi, puoi .. riassumere|scrivere|risolvere|tradurre, teorema, analisi logica, verbo, che cos'è la|il|un",
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
    (
        Topic::Condition,
        "se disdico|annullo|cancello|smetto|pago|passo|il|la|non|cambio, quando finisce|scade|termina",
    ),
    (Topic::Ask, "avete, potete, potreste, offrite, cercate"),
    (
        Topic::OtherMeaning,
        "non è stato|stata addebitat*, politica di rimborso, non .. addebitat*, rimborso spese, nota|note spese, per errore, per sbaglio, prima .. addebit*|rinnov*|prelev*, nessun problema, non solo, senza problemi, perché no, non vedo l'ora, se non, a meno che, senza perdere, non perdere, quanto prima, il prima possibile",
    ),
];
