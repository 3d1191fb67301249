//! Terms of customers who write German, Swiss and Austrian included.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "rückerstatt*, rückerstat*, zurückerstatt*, erstatt*, erstatung*, rückzahl*, zurückzahl*, zurückbezahl*, rückvergüt*, rückgabe, geld|betrag|kohle|zahlung|kosten|summe|euro|franken .. zurück, geld .. zurück*, geld retour, retour .. geld|betrag, zurücküberweis*, zurückbuch*, rückbuch*, buchen .. zurück, überweisen .. zurück, überweist .. zurück, zahlt .. zurück, zahlen sie .. zurück, zurückholen .. geld, zurückverlang*, geld zurückbekommen, geld wieder, mein geld, gutschrift, zurückgezahlt, zurückfordern, entschädig*, rückgängig .. kauf|zahlung|buchung|bestellung, kauf|zahlung|buchung|bestellung .. rückgängig, stornier* .. zahlung|kauf|betrag|buchung",
    ),
    (
        Topic::Charge,
        "abgebucht, abbuch*, abgebuchte, abgezogen, belastet, eingezogen, abgezockt, abzocke, betrug, betrogen, doppelt .. bezahlt|abgebucht|belastet|verrechnet|gezahlt, zweimal .. abgebucht|bezahlt|belastet|verrechnet|gezahlt, 2x|2mal .. abgebucht|bezahlt|belastet, verrechnet, zu viel .. bezahlt|abgebucht|berechnet, unberechtigt*, unbefugt*, nicht autorisiert*, ohne mein* zustimmung|einwilligung|wissen, nie .. abgeschlossen|zugestimmt|bestellt, kenne ich nicht, nicht kenne, lastschrift, kontoauszug, kreditkarte belastet, in rechnung gestellt",
    ),
    (
        Topic::Mistake,
        "aus versehen, versehentlich*, ausversehen, irrtümlich*, ungewollt*, unabsichtlich*, vergessen .. kündigen|abzumelden|abzubestellen, vergessen mein*, vergessen das|zu, verpasst .. kündigen, automatisch* verlänger*, verlänger* .. automatisch, hat sich .. verlängert, falsches abo|produkt|paket, fehlkauf, nicht genutzt, nie genutzt, nicht verwendet, nie verwendet, nicht gebraucht, ohne es zu wollen, nicht mehr verlängern wollte",
    ),
    (
        Topic::Withdrawal,
        "widerruf*, wiederruf*, widerrufsrecht, rücktritt .. vertrag|kauf, zurücktreten, vom .. vertrag|kauf zurück*, trete .. zurück, 14 tage, 14 tagen, rückgaberecht",
    ),
    (
        Topic::Invoice,
        "rechnung, rechnungen, quittung*, beleg, belege, rechnungsadresse, rechnungskopie, zahlungsbeleg*, kaufbeleg*, mwst, mehrwertsteuer, umsatzsteuer, ust id, lieferschein",
    ),
    (
        Topic::Payment,
        "zahl*, bezahl*, gezahlt, gekauft, kauf, kaufen, zahlung*, kreditkarte*, karte belastet, paypal, twint, euro, chf, franken, geld, konto abgebucht, bank, überweis*, lastschrift*, gebühr*, betrag, kosten",
    ),
    (
        Topic::Cancel,
        "kündig*, künden, gekündigt, kündung, kündgung*, kündign*, kundig*, abbestell*, abo .. beend*|stopp*|auflös*|lösch*|abmeld*|storn*|künd*|abbrech*|los|abstell*, abonnement .. beend*|stopp*|auflös*|lösch*|abmeld*|storn*, mitgliedschaft .. beend*|stopp*|auflös*|lösch*, beend* .. abo|abonnement|vertrag|mitgliedschaft, stopp* .. abo|abonnement, stornier*, storno, kein abo, kein* .. abo mehr, abo .. nicht mehr, nicht .. verlänger*, verlängerung .. ausschalt*|deaktiv*|stopp*|abschalt*|verhinder*, abo loswerden, abmelden vom|von, aus dem abo, vertrag .. auflös*|beend*",
    ),
    (
        Topic::Subscription,
        "abo, abos, *abo, *abos, abonnement*, abonement*, abonnemnt, abonnoment, abonniert*, premium*, mitgliedschaft*, probeabo, probezeit, probemonat, testphase, testversion, testzeitraum, gratismonat, verlänger*, tarif*, lizenz*, paket, jährlich*, monatlich*, vollversion, pro version, upgrade*",
    ),
    (
        Topic::How,
        "wie kann|können|mache|macht|mach|geht|funktioniert|funktionieren|komme|bekomme|stelle|ändere|finde|lösche|nutze|füge|lade|lange|viel|viele|oft|erstelle|soll|muss|richte|teile|starte|exportiere|importiere|aktiviere|melde|verschiebe|kündige|kündigt|wechsle|ist|sind|lerne|benutze|verwende, wie ich|man|wir, wo finde|kann|ist|sind|sehe|bekomme|stelle|steht|stehen|find|muss|gibt, wo ich|man, kann|können|könnte ich|man|wir|ihr|sie, könnt ihr, gibt es|eine, gibts, ist es möglich, möglich, möglichkeit, geht das, geht es, was ist|sind|passiert|muss|mache|kann|bedeutet|kostet, welche|welcher|welches|welchen, wann, warum, wieso, weshalb, weiss|weiß nicht wie|wo|ob|was, ich .. frage, eine frage, frage zu|zum|zur, fragen wie|ob, wissen wie|ob|wo|was, verstehe .. nicht, anleitung*, bitte erklär*, erklären wie, ob ich|man|es|ihr|sie, unterschied zwischen, mir sagen, mir zeigen, habt ihr, haben sie, darf ich, muss ich, brauche ich, werde ich, wie viel, wieviel*",
    ),
    (
        Topic::Lost,
        "finde .. nicht, find .. nicht, nicht .. finden, nirgends, nirgendwo, finde keine*, find keine*, finde kein, sehe .. nicht, keinen knopf, keinen button, kein button, kein knopf, wo ist|sind mein*|die|der|das, finde ich nicht, nicht gefunden, wo das|der|die .. finde",
    ),
    (
        Topic::Want,
        "ich|wir möchte*|will|wollen|würde*|wollte|brauche*|wünsche, möchte, bitte, helfen, hilfe, helft, könnten sie, könnt ihr, können sie",
    ),
    (
        Topic::Fault,
        "fehler, fehlermeldung*, fehlercode, fehlerhaft*, fehlgeschlagen, schlägt fehl, stürzt, abgestürzt, absturz*, abstürz*, hängt, hängen geblieben, hängt sich auf, eingefroren, friert, funktioniert|funktionieren|funktioniert's|funktionierte .. nicht, funktioniert nicht|nichts|kaum|leider, funktionirt, nicht .. funktioniert|funktionieren, nicht mehr funktioniert, klappt .. nicht, klappt nicht|nichts, geht .. nicht, geht nicht*, geht nix, gehen .. nicht, lädt .. nicht, ladet .. nicht, laden .. nicht, lädt ewig|endlos|ständig|nur, lade* .. nicht hoch, öffnet .. nicht, öffnen .. nicht, speichert .. nicht, startet .. nicht, zeigt .. nicht an, nicht .. angezeigt, falsch .. angezeigt, angezeigt wird falsch, synchronisiert .. nicht, reagiert .. nicht, spielt .. nicht, erkennt .. nicht, generiert .. nicht, erstellt .. nicht, nicht .. erstellt|generiert|geladen|gespeichert|übernommen|erkannt|abgespielt|verarbeitet|gezählt|freigeschaltet, passiert nichts, passiert nix, nichts passiert, tut sich nichts, kaputt, defekt*, bug, bugs, buggy, störung*, abbruch, bricht ab, abgebrochen, bleibt .. hängen|stehen|stecken|leer|weiß|weiss, bleibt immer, weißer|weisser|schwarzer|blauer bildschirm, etwas ist schief, schiefgelaufen, schief gelaufen, serverfehler, fliege .. raus, werde .. rausgeworfen, werde .. abgemeldet, schliesst sich, schließt sich, unbekannter fehler, nicht richtig, nicht korrekt, geht immer aus",
    ),
    (
        Topic::Cannot,
        "kann|können|konnte|könnte .. nicht, kann|können|konnte .. nicht|keine|kein|keinen|nichts|nix|nie|nimmer, nicht kann, nicht mehr .. kann, lässt sich|mich .. nicht, lässt mich nicht, lassen sich .. nicht, nicht möglich, unmöglich, komme .. nicht, kommt man nicht, schaffe .. nicht|kein|keine|keinen, gelingt .. nicht, nicht in der lage",
    ),
    (
        Topic::Missing,
        "verschwunden, weg, sind weg, ist weg, alles weg, verloren, fehlt, fehlen, fehlende*, gelöscht worden, wurden gelöscht, wurde gelöscht, einfach gelöscht, nicht .. erhalten|bekommen|angekommen, kommt nicht an, kommt .. nicht an, kommt .. nicht, keine mail|email|bestätigung|code|link erhalten|bekommen, nie erhalten|bekommen|angekommen, nicht mehr da, nicht mehr vorhanden, leer, leere, kein ton, keinen ton, kein bild, keinen zugang, nicht mehr sichtbar, nicht sichtbar",
    ),
    (
        Topic::Odd,
        "problem*, probleme, schwierigkeit*, falsch*, komisch*, seltsam*, merkwürdig, langsam*, beheben, behebt, repariert*, lösen sie, technisch*, hakt, ruckelt, spinnt, stimmt .. nicht, stimmt etwas nicht, unvollständig",
    ),
    (
        Topic::Tried,
        "neu installiert, neuinstall*, deinstalliert, neustart*, neu gestartet, seit dem update|gestern|heute|der|einigen|ein paar, seit .. update|stunden|gestern|tagen, nach dem update, cache gelöscht, mehrmals .. versucht|probiert, mehrfach versucht, schon alles probiert, immer wieder, jedes mal wenn, jedesmal, immer wenn, sobald ich, wenn ich .. drücke|klicke|öffne|versuche|will|auf, beim öffnen|speichern|laden|hochladen|einloggen|starten|anmelden, minutenlang, stundenlang, anderen browser",
    ),
    (
        Topic::Access,
        "bezahlt .. aber|trotzdem, gekauft .. aber, trotz zahlung|bezahlung|abo|premium, trotzdem .. gratis|kostenlos|free|gesperrt|kein, noch immer .. gratis|kostenlos|free, immer noch .. gratis*|kostenlos*|free, nicht freigeschaltet, nicht freigeschalten, nicht aktiviert, kein premium, keinen zugriff, kein zugriff, keinen zugang, kein zugang, habe .. kein premium, zugriff verloren",
    ),
    (
        Topic::Login,
        "einlogg*, eingeloggt, einzuloggen, log* .. ein, anmeld*, angemeldet, anzumelden, login*, log in, ausgeloggt, zugangscode, bestätigungscode, verifizier*, zwei faktor, ins konto rein, rein",
    ),
    (
        Topic::Password,
        "passwort*, passwörter, kennwort*, passwort zurücksetzen, passwort vergessen, zugang*, zugangsdaten, zugriff, benutzername*",
    ),
    (
        Topic::Account,
        "konto, konten, account*, profil*, benutzerkonto, email adresse, e mail adresse, mailadresse, mail adresse, emailadresse, daten, personendaten, datenschutz, dsgvo, konto .. lösch*, lösch* .. konto, account .. lösch*, lösch* .. account, telefonnummer",
    ),
    (
        Topic::Change,
        "änder*, geändert, ändere, umstell*, stelle .. um, stellen .. um, einstell*, wechsel*, lösch*, entfern*, verschieb*, teil*, übertrag*, hinzufüg*, hinzuzufügen, einfüg*, füge, einlad*, hochlad*, hochgeladen*, herunterlad*, runterlad*, importier*, exportier*, erstell*, bearbeit*, aktivier*, deaktivier*, benutz*, nutz*, verwend*, speicher*, wiederherstell*, verbind*, verknüpf*, druck*, umbenenn*, anpass*, einricht*, aktualisier*, installier*, lernen, sortier*",
    ),
    (
        Topic::Product,
        "app, apps, karteikart*, karte, karten, kärtchen, deck, decks, datei*, ordner*, dokument*, notiz*, seite, seiten, knopf, button*, taste, bildschirm*, sprache*, modus, dunkelmodus, version*, funktion*, benachrichtigung*, bild, bilder, foto*, video*, ton, audio, podcast*, quiz*, test, tests, prüfung*, prüfungen, vorlesung*, kurs*, lernset*, set, sets, zusammenfassung*, kalender*, projekt*, bericht*, vorlage*, link*, gerät*, handy*, tablet*, computer, laptop, pc, offline, internet, team*, benutzer, nutzer, gruppe*, programm*, software, website, webseite, homepage, menü, reiter, suche, fortschritt*, lernfortschritt, lernplan, fragen, antworten, chat, limit, credits, punkte, freunde, freunden, einladung*, englisch, deutsch, skript*, folie*, upload*, stift, stapel, themen, fächer, lernstoff, unterlagen",
    ),
    (
        Topic::Feature,
        "wäre .. toll|super|schön|cool|gut|praktisch|hilfreich|nett|klasse, es wäre, würde mir wünschen, wünsche mir, wünschte, vorschlag*, verbesserungs*, anregung*, feedback, könntet ihr .. einbauen|hinzufügen|einführen, könnt ihr .. einbauen|hinzufügen|einführen, einbauen, einführen, ist .. geplant, plant ihr, geplant, feature wunsch, funktionswunsch, idee, ideen",
    ),
    (
        Topic::Price,
        "preis*, was kostet, wie viel kostet, wieviel kostet, kostet, kosten*, rabatt*, rabattcode, gutschein*, gutscheincode, studentenrabatt, schülerrabatt, vergünstig*, günstiger, teuer*, angebot*, kostenlos*, gratis, umsonst, preisliste, aktionscode, aktion, ermässigung, ermäßigung",
    ),
    (
        Topic::Sales,
        "demo, vorführung, schullizenz*, lizenzen für, für unsere|unser|meine schule|firma|klasse|unternehmen|team|hochschule|mitarbeiter, für schulen, firmenkunde*, geschäftskunde*, unternehmen*, vertrieb, offerte, mengenrabatt, teamtarif, wir sind eine|ein schule|firma|unternehmen|verein, lehrkräfte, lehrpersonen, upgraden, beratung*, beratungsgespräch, erweitern, kaufinteresse, interesse an, interessiere mich",
    ),
    (
        Topic::Delivery,
        "paket, päckchen, lieferung*, geliefert, liefern, versand*, versandt, verschickt, sendung*, sendungsnummer, sendungsverfolgung, bestellung, bestellnummer, zustell*, lieferzeit*, lieferdatum, spedition, ausverkauft, retourenlabel",
    ),
    (
        Topic::Thanks,
        "danke für .. hilfe|antwort|unterstützung|rückmeldung, dank für .. hilfe|antwort|unterstützung|rückmeldung, vielen dank für, jetzt klappt, klappt jetzt, hat geklappt, funktioniert jetzt|wieder, jetzt funktioniert, hat sich erledigt, erledigt, problem gelöst, gelöst, herzlichen dank, super service, tolle app, weiter so, danke nochmal, schon gefunden",
    ),
    (
        Topic::Advert,
        "wir bieten, unsere dienstleistung*, suchmaschinenoptimierung, mehr kunden, mehr umsatz, mehr besucher, kredit*, ohne schufa, unverbindlich*, jetzt anfragen, exklusives angebot, gewinnspiel, gewonnen, newsletter, investition*, geld verdienen, reichweite, follower, agentur, online marketing, werbung, webdesign, kaltakquise, auf ihre website|webseite gestossen, leads, kooperationsanfrage, gastbeitrag, verlinkung",
    ),
    (
        Topic::Approach,
        "bewerbung*, bewerbe mich, bewerben, praktikum, praktikant*, werkstudent*, lebenslauf, stelle als, stellenanzeige, stellenausschreibung, ausbildungsplatz, kooperation*, partnerschaft, zusammenarbeit, sponsor*, presse*, journalist*, interview*, umfrage, masterarbeit, bachelorarbeit, influencer*, botschafter*, investor*",
    ),
    (
        Topic::Homework,
        "berechne*, rechne, löse, gleichung*, flächeninhalt, dreieck*, erkläre mir|die|den|das|was|wie, beschreibe*, nenne, definier*, übersetze*, schreibe mir|einen|eine, fasse .. zusammen, was versteht man, was bedeutet, wer war|hat, wann war|wurde, hauptstadt, hausaufgabe*, aufsatz, zellteilung, zelle, zellen, phase, phasen, weltkrieg, revolution, fotosynthese, photosynthese, jahrhundert, kapitel, vokabeln, grammatik, biologie, physik, chemie, geschichte, geografie, geographie, mathe*, philosophie, anatomie, wirtschaft, aufgabe 1, aufgabe 2, satzglieder, gedicht, prozent von, lerne vokabeln, immun*",
    ),
    (
        Topic::Urgent,
        "dringend*, eilig*, eilt, sofort*, umgehend*, schnellstmöglich*, so schnell wie möglich, so bald wie möglich, schnellstens, notfall*, unverzüglich*, asap, baldmöglichst, möglichst schnell, rasch, höchste priorität",
    ),
    (
        Topic::Deadline,
        "heute, heute abend, morgen, bis morgen|montag|dienstag|mittwoch|donnerstag|freitag|heute|mittag, frist, deadline, prüfung .. morgen|montag|woche, morgen .. prüfung|klausur, klausur, innerhalb .. stunden, in einer stunde, abgabe",
    ),
    (
        Topic::Blocked,
        "blockiert, können nicht arbeiten, kann nicht arbeiten, nicht arbeiten, alle mitarbeiter|nutzer|benutzer|kunden, ganze team|firma|klasse, niemand kann, steht still, stillstand, ausfall, ausgefallen, produktion, datenverlust, alle daten weg|verloren|gelöscht, datenleck, gehackt, sicherheitslücke, sicherheit, komplett lahm, geht gar nichts",
    ),
    (
        Topic::Negative,
        "schlecht*, enttäusch*, ärger*, verärgert, unzufrieden, mies, miserabel, schrecklich, furchtbar, leider, nervt, nervig, unverschämt*, frech*, frechheit, sauerei, unseriös*, abzocke, betrug, betrüger, wütend, sauer, schade, unmöglich, mangelhaft, beschwer*, beschwerde, blöd*, doof, scheiss*, scheiß*, mist, unfair, verarscht, verarsche, reklam*, unprofessionell",
    ),
    (
        Topic::Frustrated,
        "frechheit, unverschämtheit, inakzeptabel, unzumutbar, reicht mir, es reicht, zum dritten|zweiten|vierten|x ten mal, schon wieder, immer noch, noch immer, endlich, warte seit, warte schon, keine antwort, keine reaktion, keine rückmeldung, niemand antwortet|meldet|reagiert, seit wochen|monaten|tagen, mehrmals .. geschrieben|kontaktiert|gemeldet, bereits .. mal geschrieben|geschrieben|kontaktiert|gemeldet, wie oft, unfassbar, lächerlich, katastrophe, skandal, genervt, nervt langsam, sauerei, ständig, dauernd, verzweif*, jedes mal",
    ),
    (
        Topic::Threat,
        "anwalt*, anwältin, rechtsanwalt*, rechtlich* schritte, rechtliche, gericht, klage, anzeige erstatten, polizei, verbraucherzentrale, verbraucherschutz, konsumentenschutz, ombuds*, trustpilot, schlechte bewertung, negative bewertung, inkasso, datenschutzbehörde",
    ),
    (
        Topic::Positive,
        "super, toll*, klasse, begeistert, großartig, grossartig, perfekt, wunderbar, genial*, liebe die|eure|diese, zufrieden, herzlichen dank, tausend dank, spitze, fantastisch, hilfreich, gefällt mir, hervorragend, freue mich, mega, weiter so",
    ),
    (
        Topic::NoHurry,
        "nicht dringend, eilt nicht, keine eile, kein stress, wenn sie zeit haben, wenn ihr zeit habt, bei gelegenheit, nur eine frage, kurze frage, kleine frage, nur so, zur info, zur information, tippfehler, vorschlag, anregung, nicht eilig, in ruhe",
    ),
    (
        Topic::No,
        "kein, keine, keinen, keiner, keinem, keinerlei, ohne, nicht wegen",
    ),
    (
        Topic::NotWanted,
        "will|möchte|wollte|brauche|benötige|verlange|wünsche .. kein|keine|keinen, will|möchte|wollte .. nicht, nicht um, geht nicht um, es geht nicht um, nicht etwa",
    ),
];
