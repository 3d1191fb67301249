//! Terms of customers who write German, Swiss and Austrian included.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "rückerstatt*, rückerstat*, zurückerstatt*, erstatt*, erstatung*, rückzahl*, zurückzahl*, zurückbezahl*, rückvergüt*, rückgabe, geld|betrag|kohle|zahlung|kosten|summe|euro|franken .. zurück, geld .. zurück*, geld retour, retour .. geld|betrag, zurücküberweis*, zurückbuch*, rückbuch*, buchen .. zurück, überweisen .. zurück, überweist .. zurück, zahlt .. zurück, zahlen sie .. zurück, zurückholen .. geld, zurückverlang*, geld zurückbekommen, geld wieder, mein geld, gutschrift, zurückgezahlt, zurückfordern, entschädig*, rückgängig .. kauf|zahlung|buchung|bestellung, kauf|zahlung|buchung|bestellung .. rückgängig, stornier* .. zahlung|kauf|betrag|buchung, geld|betrag|kohle|euro|franken|kosten .. wieder|retour, zurück .. geld|betrag|kohle|euro|franken, zahlt|zahlen|gebt|geben|überweist|überweisen|bucht .. zurück|wieder|retour, zurück bitte, bitte zurück, kulanz*, gutschreiben, gutgeschrieben, geld .. her, anteilig .. erstatt*|zurück, gekauft|abgeschlossen|bezahlt|bestellt .. rückgängig, rückgängig .. kauf*|abo|zahlung|bestellung, geld|betrag|kohle|euro|franken|beitrag|zahlung .. zurück*",
    ),
    (
        Topic::Charge,
        "abgebucht, abbuch*, abgebuchte, abgezogen, belastet, eingezogen, abgezockt, abzocke, betrug, betrogen, doppelt .. bezahlt|abgebucht|belastet|verrechnet|gezahlt, zweimal .. abgebucht|bezahlt|belastet|verrechnet|gezahlt, 2x|2mal .. abgebucht|bezahlt|belastet, verrechnet, zu viel .. bezahlt|abgebucht|berechnet, unberechtigt*, unbefugt*, nicht autorisiert*, ohne mein* zustimmung|einwilligung|wissen, nie .. abgeschlossen|zugestimmt|bestellt, kenne ich nicht, nicht kenne, lastschrift, kontoauszug, kreditkarte belastet, in rechnung gestellt, 2x|zweimal bezahlt|abgebucht, buchen|bucht|zieht|ziehen|buchten|zog .. ab|ein, noch einmal|nochmal|erneut|weiterhin|trotzdem .. belastet|berechnet|abgebucht|bezahlt, geld genommen, euro|chf|franken|geld .. genommen, weggenommen, ohne .. erlaubnis|zustimmung|einwilligung|einverständnis|genehmigung, nie .. bestellt|gekauft|gewollt|wollte|gebucht|abgeschlossen, ungefragt, 2 mal|2mal|2x .. ab|abgebucht|bezahlt|belastet|abgezogen, zwei mal .. ab|abgebucht|bezahlt|belastet|abgezogen, unerlaubt*, chf|euro|franken .. weg",
    ),
    (
        Topic::Mistake,
        "aus versehen, versehentlich*, ausversehen, irrtümlich*, ungewollt*, unabsichtlich*, vergessen .. kündigen|abzumelden|abzubestellen, vergessen mein*, vergessen das|zu, verpasst .. kündigen, automatisch* verlänger*, verlänger* .. automatisch, hat sich .. verlängert, falsches abo|produkt|paket, fehlkauf, nicht genutzt, nie genutzt, nicht verwendet, nie verwendet, nicht gebraucht, ohne es zu wollen, nicht mehr verlängern wollte, machen sie das rückgängig, rückgängig gemacht werden, das rückgängig, tochter|sohn|kind|kinder|neffe|enkel .. gekauft|bestellt|abgeschlossen|gedrückt, falsch* gekauft|bestellt|abgeschlossen|gebucht|geklickt, verklickt, vertippt, verkauft worden ohne, statt .. monat|monatlich, nicht gewollt, unwissentlich",
    ),
    (
        Topic::Withdrawal,
        "widerruf*, wiederruf*, widerrufsrecht, rücktritt .. vertrag|kauf, zurücktreten, vom .. vertrag|kauf zurück*, trete .. zurück, 14 tage, 14 tagen, rückgaberecht, widerrufe, widerrief, kaufvertrag .. zurück*",
    ),
    (
        Topic::Invoice,
        "rechnung, rechnungen, quittung*, beleg, belege, rechnungsadresse, rechnungskopie, zahlungsbeleg*, kaufbeleg*, mwst, mehrwertsteuer, umsatzsteuer, ust id, lieferschein, spesenabrechnung, spesen, reisekosten, steuererklärung, absetzen, firmenadresse, rechnungs*, ust*, umsatzsteuer*",
    ),
    (
        Topic::Payment,
        "zahl*, bezahl*, gezahlt, gekauft, kauf, kaufen, zahlung*, kreditkarte*, karte belastet, paypal, twint, euro, chf, franken, geld, konto abgebucht, bank, überweis*, lastschrift*, gebühr*, betrag, kosten",
    ),
    (
        Topic::Cancel,
        "kündig*, künden, gekündigt, kündung, kündgung*, kündign*, kundig*, abbestell*, abo .. beend*|stopp*|auflös*|lösch*|abmeld*|storn*|künd*|abbrech*|los|abstell*, abonnement .. beend*|stopp*|auflös*|lösch*|abmeld*|storn*, mitgliedschaft .. beend*|stopp*|auflös*|lösch*, beend* .. abo|abonnement|vertrag|mitgliedschaft, stopp* .. abo|abonnement, stornier*, storno, kein abo, kein* .. abo mehr, abo .. nicht mehr, nicht .. verlänger*, verlängerung .. ausschalt*|deaktiv*|stopp*|abschalt*|verhinder*, abo loswerden, abmelden vom|von, aus dem abo, vertrag .. auflös*|beend*, nicht|nichts .. nochmal|mehr|weiter|noch .. abgebucht|belastet|abbuch*, keine .. abbuchung*, brauch*|benötig*|nutz* .. kein|keine|keinen .. mehr, brauch*|benötig*|benütz*|nutz*|verwend*|benutz* .. nicht|nich|net|nümm|nüm mehr, brauch*|bruch*|bruuch*|benötig*|nutz* .. nimmer|nümm|nüm, bruche .. nüm|nümm|nöd, nicht|nich mehr brauch*|nutz*|benötig*|nötig|verwend*|benutz*|haben|gebraucht, nicht mehr nötig, nicht länger .. nutz*|brauch*|zahlen|bezahlen|haben, auslaufen, abo|abonnement|mitgliedschaft|premium .. weg|los|raus|rauskommen|ende|stop|schluss|auslaufen|abschalten|entfern*|ab|beenden|abstellen|auflösen, weg .. abo|abonnement, loswerden, loskommen, rauskommen, aussteigen, austreten, nicht|nichts mehr .. zahlen|bezahlen|abbuch*|abgebucht|abgeht, nicht|nich weiter .. zahlen|bezahlen|verläng*, aufhören .. zahlen, zahlungen|zahlung|abbuchung|abbuchungen stopp*|beend*|einstell*, alles beenden, beende* .. bitte, bitte .. beende*, beände, abzubestellen, abzumelden vom, abonnement|abo abbrechen, kuendig*",
    ),
    (
        Topic::Subscription,
        "abo, abos, *abo, *abos, abonnement*, abonement*, abonnemnt, abonnoment, abonniert*, premium*, mitgliedschaft*, probeabo, probezeit, probemonat, testphase, testversion, testzeitraum, gratismonat, verlänger*, tarif*, lizenz*, paket, jährlich*, monatlich*, vollversion, pro version, upgrade*",
    ),
    (
        Topic::How,
        "wie kann|können|mache|macht|mach|geht|funktioniert|funktionieren|komme|bekomme|stelle|ändere|finde|lösche|nutze|füge|lade|lange|viel|viele|oft|erstelle|soll|muss|richte|teile|starte|exportiere|importiere|aktiviere|melde|verschiebe|kündige|kündigt|wechsle|ist|sind|lerne|benutze|verwende, wie ich|man|wir, wo finde|kann|ist|sind|sehe|bekomme|stelle|steht|stehen|find|muss|gibt, wo ich|man, gibt es|eine, gibts, ist es möglich, möglich, möglichkeit, geht das, geht es, was ist|sind|passiert|muss|mache|kann|bedeutet|kostet, wann, weiss|weiß nicht wie|wo|ob|was, ich .. frage, eine frage, frage zu|zum|zur, fragen wie|ob, wissen wie|ob|wo|was, verstehe .. nicht, anleitung*, bitte erklär*, erklären wie, ob ich|man|es|ihr|sie, unterschied zwischen, mir sagen, mir zeigen, darf ich, muss ich, brauche ich, werde ich, wie viel, wieviel*, kann|können|könnte ich|man|wir, könnt ihr mir .. sagen|erklären|zeigen, können sie mir .. sagen|erklären|zeigen, wie heißt|heisst, ^welche|welcher|welches|welchen|welchem, mit|in|für|auf|ab welche*|welchem|welcher, zählt|zieht|macht|nehmt|akzeptiert|speichert|plant|wollt|verkauft|liefert|unterstützt ihr|sie, wie|wo|wann|wohin|womit|wofür|wozu|woran|wodurch _ ich|man|wir|i|mer|ihr|denn|eigentlich, wie viele _ darf|kann|sind|kann, kann|können|darf|dürfen|muss|soll|krieg|kriege|bekomm|bekomme|zahl|zahle ich|man|wir|i|mer|ma, chan|chani|cha ich|i|me|mer|man, chönd|chönnt ihr, wo _ _ ich|man|wir, ^ist|sind|läuft|geht|wird|werden|hat|funktioniert|gilt|zählt|unterstützt|kostet|klappt|reicht das|die|der|es|ihr|sie|mein*|eure*|euer|auch|eine|ein|so, geht das|sowas|es .. auch|irgendwie|überhaupt|eigentlich, geht irgendwie, gibt .. möglichkeit, gibts|gibt .. auch|schon|bald, was für, was alles, was beinhaltet|enthält|bringt|kostet|zählt, wofür, ab wann, bis wann, wie weit, ^kann|können|darf|muss|müssen|soll _ ich|man|wir|leute|personen, möchte|wollte|will gerne|gern|nur wissen, hätte|habe .. frage, kurze frage, kleine frage, weiss|weiß nid|nöd|net|nich wie|wo|ob",
    ),
    (
        Topic::Why,
        "warum, wieso, weshalb, woran liegt, wie kommt es",
    ),
    (
        Topic::Lost,
        "finde .. nicht, find .. nicht, nicht .. finden, nirgends, nirgendwo, finde keine*, find keine*, finde kein, sehe .. nicht, keinen knopf, keinen button, kein button, kein knopf, wo ist|sind mein*|die|der|das, finde ich nicht, nicht gefunden, wo das|der|die .. finde, find .. nich|net|nöd, seh|sehe .. nix|nicht|keine|keinen|kein, kommt kein feld|knopf|button, wo _ find",
    ),
    (
        Topic::Want,
        "ich|wir möchte*|will|wollen|würde*|wollte|brauche*|wünsche, möchte, bitte, helfen, hilfe, helft, könnten sie, könnt ihr, können sie",
    ),
    (
        Topic::Fault,
        "fehler, fehlermeldung*, fehlercode, fehlerhaft*, fehlgeschlagen, schlägt fehl, stürzt, abgestürzt, absturz*, abstürz*, hängt, hängen geblieben, hängt sich auf, eingefroren, friert, funktioniert|funktionieren|funktioniert's|funktionierte .. nicht, funktioniert nicht|nichts|kaum|leider, funktionirt, nicht .. funktioniert|funktionieren, nicht mehr funktioniert, klappt .. nicht, klappt nicht|nichts, geht .. nicht, geht nicht*, geht nix, gehen .. nicht, lädt .. nicht, ladet .. nicht, laden .. nicht, lädt ewig|endlos|ständig|nur, lade* .. nicht hoch, öffnet .. nicht, öffnen .. nicht, speichert .. nicht, startet .. nicht, zeigt .. nicht an, nicht .. angezeigt, falsch .. angezeigt, angezeigt wird falsch, synchronisiert .. nicht, reagiert .. nicht, spielt .. nicht, erkennt .. nicht, generiert .. nicht, erstellt .. nicht, nicht .. erstellt|generiert|geladen|gespeichert|übernommen|erkannt|abgespielt|verarbeitet|gezählt|freigeschaltet, passiert nichts, passiert nix, nichts passiert, tut sich nichts, kaputt, defekt*, bug, bugs, buggy, störung*, abbruch, bricht ab, abgebrochen, bleibt .. hängen|stehen|stecken|leer|weiß|weiss, bleibt immer, weißer|weisser|schwarzer|blauer bildschirm, etwas ist schief, schiefgelaufen, schief gelaufen, serverfehler, fliege .. raus, werde .. rausgeworfen, werde .. abgemeldet, schliesst sich, schließt sich, unbekannter fehler, nicht richtig, nicht korrekt, geht immer aus, ausgegraut, button|knopf|schaltfläche .. grau, grauer button|knopf, rauschen, knistern, lässt sich|lassen sich nicht .. herunterladen|runterladen|öffnen|abspielen|speichern|hochladen|drucken, geht|gehts|gehen|funktioniert|funktionieren|funzt|läuft|lauft|klappt|tut|gaht|goht|isch .. nich|net|ned|nix|nöd|nid|nümm|nüm, funzt .. nicht|nich, nicht|nich .. geht|gehen|lädt|läuft|öffnet|öffnen|reagiert, reagiert|reagieren|antwortet|antworten|druckt|sendet|schickt|zeigt|liest|spielt|lädt|ladet|öffnet|speichert|startet|erstellt|generiert|erkennt|verbindet|aktualisiert|akzeptiert|nimmt|übernimmt|rechnet|scrollt|dreht|bucht|scannt|synct|bewegt|verschickt|überträgt .. nicht|nich|nichts|nix|keine|keinen|kein|nie|net|ned|nöd, dreht .. kreis|rad, kreis dreht, lädt und lädt, ladekreis, ladebalken, ladet|lädt .. ewig|endlos|dauernd|stunden|minuten, bleibt .. bei|auf .. prozent|null|hängen|stehen, bleibt bei, bleibt auf, rote|rotes|roter|rot .. meldung|balken|kreuz|fehler|ausrufezeichen, meldung|fehler|warnung .. kommt|erscheint|angezeigt, kommt|erscheint .. meldung|fehler|warnung|fehlermeldung, schließt|schliesst|schliesse .. sich|wieder|sofort|selbst|selber|allein*, geht immer|sofort|dauernd|ständig|wieder zu|aus, hört mitten|einfach|plötzlich|nach|immer .. auf, bricht .. ab, stoppt .. nach|einfach|mitten|plötzlich|immer, stopt einfach, abgeschnitten, abgehackt, verzerrt, verpixelt, unscharf, unleserlich, verschwommen, flackert, blinkt, doppelt .. angezeigt|angelegt|drin|vorhanden|erstellt|da, rückwärts, spiegelverkehrt, zeigt .. falsch*|alte|alten|anderen|andere|fremde|doppelt|leere, falsch* uhrzeit|antwort|antworten|datum|ergebnis|ergebnisse|sprache|bild|bilder|lösung|lösungen|betrag|reihenfolge|adresse|preis|termin|termine|karten, antwort|antworten|lösung|lösungen|ergebnis|datum|uhrzeit .. falsch, erfindet, erfunden, halluzin*, stumm, stille, tonlos, rauscht, knackt, wurde|wurden|wird|werden .. zurückgesetzt|überschrieben|abgeschnitten|abgemeldet|doppelt|falsch|vertauscht, wurde|wurden .. gelöscht, vertauscht, hängt fest, hängengeblieben, stürzte, verdeckt, überlappt, durcheinander, antwortet .. nicht|nur, stunde|tag|minuten|tage zu spät|früh, immer abgemeldet|ausgeloggt|rausgeschmissen, raus*|abgemeldet|ausgeloggt .. ständig|dauernd|immer, rausgeschmissen, schmeißt|schmeisst|wirft .. raus, leer|weiß|weiss|schwarz bleibt, bleibt .. schwarz|leer|stumm|dunkel, auf|in englisch|spanisch|französisch|englischer|falscher .. obwohl, komplett kaputt, kein ton, keinen ton, ohne ton, ewig",
    ),
    (
        Topic::Cannot,
        "kann|können|konnte|könnte .. nicht, kann|können|konnte .. nicht|keine|kein|keinen|nichts|nix|nie|nimmer, nicht kann, nicht mehr .. kann, lässt sich|mich .. nicht, lässt mich nicht, lassen sich .. nicht, nicht möglich, unmöglich, komme .. nicht, kommt man nicht, schaffe .. nicht|kein|keine|keinen, gelingt .. nicht, nicht in der lage, chan .. nöd|nid|ned|nümm|nüm, kann|können|konnte .. nich|net|ned|nimmer|nöd, nicht|nich mehr .. einloggen|anmelden|öffnen|rein|zugreifen, verweigert, kein zugang|zugriff, keinen zugang|zugriff, keine möglichkeit",
    ),
    (
        Topic::Missing,
        "verschwunden, weg, sind weg, ist weg, alles weg, verloren, fehlt, fehlen, fehlende*, gelöscht worden, wurden gelöscht, wurde gelöscht, einfach gelöscht, nicht .. erhalten|bekommen|angekommen, kommt nicht an, kommt .. nicht an, kommt .. nicht, keine mail|email|bestätigung|code|link erhalten|bekommen, nie erhalten|bekommen|angekommen, nicht mehr da, nicht mehr vorhanden, leer, leere, kein ton, keinen ton, kein bild, keinen zugang, nicht mehr sichtbar, nicht sichtbar, alles|karten|decks|notizen|ordner|daten|fotos|bilder|fortschritt .. leer|weg|futsch, futsch, kommt|kam|kommen .. nicht|nix|nie|keine|kein|nich .. an, kommt|kam|kommen nix|nie, bekomme|krieg*|bekomm|erhalte .. keine|keinen|kein .. mail|mails|code|email|link|sms|benachrichtigung*|bestätigung|bestätigungsmail|nachricht, zurückgesetzt, auf null, wieder bei null, nie angekommen, nicht auffindbar, werden|wird .. nicht .. angezeigt|anzeigt, nicht .. da|drin|zugestellt, nix .. da|erhalten|bekommen|angekommen, nichts .. da|erhalten|bekommen|angekommen, verloren gegangen, nicht .. übernommen",
    ),
    (
        Topic::Odd,
        "problem*, probleme, schwierigkeit*, falsch*, komisch*, seltsam*, merkwürdig, langsam*, beheben, behebt, repariert*, lösen sie, technisch*, hakt, ruckelt, spinnt, stimmt .. nicht, stimmt etwas nicht, unvollständig",
    ),
    (
        Topic::Contrast,
        "nur noch, jetzt nur, sind es nur, auf einmal nur, obwohl, obschon, trotzdem, plötzlich, aufeinmal, auf einmal, anstatt, statt, sonst immer, ging|funktionierte|klappte|hat .. noch|immer|vorher|gestern|bisher .. funktioniert|geklappt|gut|problemlos, gestern ging|gings, bisher, von selbst, von selber, von allein*, ohne grund, nicht|nich|nix|nichts|nümm|nimmer mehr, keine|kein|keinen .. mehr, mitten im|in, einfach so, dauernd, ständig, einfach wieder",
    ),
    (
        Topic::DoesNot,
        "nicht, nich, net, ned, nix, nichts, garnicht, kein, keine, keinen, nie, niemals, nid, nöd, nüt",
    ),
    (
        Topic::Tried,
        "neu installiert, neuinstall*, deinstalliert, neustart*, neu gestartet, seit dem update|gestern|heute|der|einigen|ein paar, seit .. update|stunden|gestern|tagen, nach dem update, cache gelöscht, mehrmals .. versucht|probiert, mehrfach versucht, schon alles probiert, immer wieder, jedes mal wenn, jedesmal, immer wenn, sobald ich, wenn ich .. drücke|klicke|öffne|versuche|will|auf, beim öffnen|speichern|laden|hochladen|einloggen|starten|anmelden, minutenlang, stundenlang, anderen browser, seit heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|tagen|wochen|paar, seit dem letzten, schon .. neu|mal|mehrmals|dreimal|zweimal .. gestartet|installiert|versucht|probiert|angefordert, auch .. browser|handy|wlan .. ausprobiert|probiert|versucht, ausprobiert, neu angefordert, spam .. geschaut|geguckt|nachgesehen|nachgeschaut|auch, am handy|laptop|pc .. funktioniert|geht|klappt, aus und wieder, wenn ich .. mache|mach|tippe|einfüge|hochlade|speichere|starte|importiere|drehe, beim importieren|exportieren|erstellen|bezahlen|abspielen|scannen|drucken|umdrehen|hochladen|update",
    ),
    (
        Topic::Access,
        "bezahlt .. aber|trotzdem, gekauft .. aber, trotz zahlung|bezahlung|abo|premium, trotzdem .. gratis|kostenlos|free|gesperrt|kein, noch immer .. gratis|kostenlos|free, immer noch .. gratis*|kostenlos*|free, nicht freigeschaltet, nicht freigeschalten, nicht aktiviert, kein premium, keinen zugriff, kein zugriff, keinen zugang, kein zugang, habe .. kein premium, zugriff verloren, bin|noch .. auf|in|bei free|gratis|basis|kostenlos*|gratisversion, bezahlt .. free|gratis|nichts|gesperrt, bezahlt .. immer noch, gratismonat .. nicht|nie|kein, mois offert, keinen gratismonat, belohnung .. nicht, nicht gutgeschrieben",
    ),
    (
        Topic::Login,
        "einlogg*, eingeloggt, einzuloggen, log* .. ein, anmeld*, angemeldet, anzumelden, login*, log in, ausgeloggt, zugangscode, bestätigungscode, verifizier*, zwei faktor, ins konto rein, rein, einlogen, reinkomm*, komme .. rein, reingekommen, ausgesperrt, anmeldecode, einmalcode, logincode, tan",
    ),
    (
        Topic::Password,
        "passwort*, passwörter, kennwort*, passwort zurücksetzen, passwort vergessen, zugang*, zugangsdaten, zugriff, benutzername*",
    ),
    (
        Topic::Account,
        "konto, konten, account*, profil*, benutzerkonto, email adresse, e mail adresse, mailadresse, mail adresse, emailadresse, daten, personendaten, datenschutz, dsgvo, konto .. lösch*, lösch* .. konto, account .. lösch*, lösch* .. account, telefonnummer, adresse, mailadresse*, mail, e mail, email, zugang, kontodaten, passwort, nutzername, meine nummer, namen, schul*adresse, mich angemeldet",
    ),
    (
        Topic::Change,
        "änder*, geändert, ändere, umstell*, stelle .. um, stellen .. um, einstell*, wechsel*, lösch*, entfern*, verschieb*, teil*, übertrag*, hinzufüg*, hinzuzufügen, einfüg*, füge, einlad*, hochlad*, hochgeladen*, herunterlad*, runterlad*, importier*, exportier*, erstell*, bearbeit*, aktivier*, deaktivier*, benutz*, nutz*, verwend*, speicher*, wiederherstell*, verbind*, verknüpf*, druck*, umbenenn*, anpass*, einricht*, aktualisier*, installier*, lernen, sortier*, lege|legt|lege .. an, lade .. hoch|runter, umziehen, zusammenleg*, zusammenführ*, reinlad*, reintun, eingeben, gib|gebe .. ein, ausdruck*, drucke* .. aus, einscann*, kopier*, tausch*, verbesser*, anleg*, eintrag*, abschalt*, ausschalt*, anschalt*, einschalt*, umbuch*, umsteig*, sync*, schick*, raustun, einpfleg*, einles*, ausblend*",
    ),
    (
        Topic::Product,
        "app, apps, karteikart*, karte, karten, kärtchen, deck, decks, datei*, ordner*, dokument*, notiz*, seite, seiten, knopf, button*, taste, bildschirm*, sprache*, modus, dunkelmodus, version*, funktion*, benachrichtigung*, bild, bilder, foto*, video*, ton, audio, podcast*, quiz*, test, tests, prüfung*, prüfungen, vorlesung*, kurs*, lernset*, set, sets, zusammenfassung*, kalender*, projekt*, bericht*, vorlage*, link*, gerät*, handy*, tablet*, computer, laptop, pc, offline, internet, team*, benutzer, nutzer, gruppe*, programm*, software, website, webseite, homepage, menü, reiter, suche, fortschritt*, lernfortschritt, lernplan, fragen, antworten, chat, limit, credits, punkte, freunde, freunden, einladung*, englisch, deutsch, skript*, folie*, upload*, stift, stapel, themen, fächer, lernstoff, unterlagen, fach, fachs, modul*, semester, stundenplan, ki, tutor*, timer, tastatur, feld, bereich, übersicht, erinnerung*, termin*, drucker*, kasse, bestellung*, planung*, mitarbeiter*, formel*, umlaute, schrift*, anzeige, leiste, folge, folgen, kopfhörer*, titel, namen, zugang, meldung*, antwort*, frage, umfrage*, liste*, tabelle*, spiel*, lernplan*, statistik*, lernkarten*, pdfs, kommentar*, cursor, maus, kamera, mikrofon*, standort*, rechner, warenkorb, filter, vorschau, postfach, buchung*",
    ),
    (
        Topic::Feature,
        "wäre .. toll|super|schön|cool|gut|praktisch|hilfreich|nett|klasse, es wäre, würde mir wünschen, wünsche mir, wünschte, vorschlag*, verbesserungs*, anregung*, feedback, könntet ihr .. einbauen|hinzufügen|einführen, könnt ihr .. einbauen|hinzufügen|einführen, einbauen, einführen, ist .. geplant, plant ihr, geplant, feature wunsch, funktionswunsch, idee, ideen, könnt ihr .. aufnehmen|anbieten|ergänzen|machen|bringen, wäre .. nice|mega|geil|sinnvoll|wünschenswert|hammer, wünsche .. mir|dass, würde .. freuen, habt ihr .. vor|geplant, fände .. toll|gut|schön|super|cool, könnte man .. einbauen|ergänzen|machen, kommt .. noch|bald .. funktion|widget|modus, hätte gern|gerne .. funktion|modus|widget|option, was mir fehlt, fehlt mir",
    ),
    (
        Topic::Price,
        "preis*, was kostet, wie viel kostet, wieviel kostet, kostet, kosten*, rabatt*, rabattcode, gutschein*, gutscheincode, studentenrabatt, schülerrabatt, vergünstig*, günstiger, teuer*, angebot*, kostenlos*, gratis, umsonst, preisliste, aktionscode, aktion, ermässigung, ermäßigung, was kostet|kosten, wie teuer, wie viel .. kostet, student*rabatt, bekomm* .. rabatt, ermäßigt, schülertarif, familientarif",
    ),
    (
        Topic::Sales,
        "demo, vorführung, schullizenz*, lizenzen für, für unsere|unser|meine schule|firma|klasse|unternehmen|team|hochschule|mitarbeiter, für schulen, firmenkunde*, geschäftskunde*, unternehmen*, vertrieb, offerte, mengenrabatt, teamtarif, wir sind eine|ein schule|firma|unternehmen|verein, lehrkräfte, lehrpersonen, upgraden, beratung*, beratungsgespräch, erweitern, kaufinteresse, interesse an, interessiere mich, gymnasium, berufsschule, fachschaft, klassen, schulklasse*, anschaffen, anschaffung, für .. klassen|lernende|azubis|mitarbeitende|schüler*|studierende, geeignet",
    ),
    (
        Topic::Delivery,
        "paket, päckchen, lieferung*, geliefert, liefern, versand*, versandt, verschickt, sendung*, sendungsnummer, sendungsverfolgung, bestellung, bestellnummer, zustell*, lieferzeit*, lieferdatum, spedition, ausverkauft, retourenlabel",
    ),
    (
        Topic::Thanks,
        "danke für .. hilfe|antwort|unterstützung|rückmeldung, dank für .. hilfe|antwort|unterstützung|rückmeldung, vielen dank für, jetzt klappt, klappt jetzt, hat geklappt, funktioniert jetzt|wieder, jetzt funktioniert, hat sich erledigt, erledigt, problem gelöst, gelöst, herzlichen dank, super service, tolle app, weiter so, danke nochmal, schon gefunden, danke|dank .. gefunden|geklappt|gelöst, habe .. gefunden danke, gefunden, danke|dank .. sagen|euch|geschafft|bestanden, jetzt läufts|gehts|läuft|geht, läuft wieder, geht wieder, läufts wieder, hat sich .. erledigt|geklärt, ihr seid .. super|toll|beste*|spitze|genial, lieben dank für, dank euch, merci für",
    ),
    (
        Topic::Advert,
        "wir bieten, unsere dienstleistung*, suchmaschinenoptimierung, mehr kunden, mehr umsatz, mehr besucher, ohne schufa, unverbindlich*, jetzt anfragen, exklusives angebot, gewinnspiel, gewonnen, newsletter, investition*, geld verdienen, reichweite, follower, agentur, online marketing, werbung, webdesign, kaltakquise, auf ihre website|webseite gestossen, leads, kooperationsanfrage, gastbeitrag, verlinkung, stellen .. vor, unser|unserem angebot|service|produkt|portfolio, unsere|unseren designer|produkte|produkten|leistungen|lösungen|experten|dienste, neue website|webseite, 10 minuten, hosting, kredit, kredite, unternehmen|firma|agentur|betrieb|büro bietet|offeriert, bieten ihnen, bietet ihnen, ihnen .. anbieten, ins gespräch kommen, performance marketing, unterstützen|helfen unternehmen|firmen|startups|betriebe, wir unterstützen|bieten|beliefern|entwickeln|vermitteln, neukunden*, platz 1, unsere agentur|lösung|plattform|software|produkte, kurzes telefonat|gespräch|meeting, kurzer call|austausch, 15|20|30 minuten zeit|telefon|gespräch, kennenlerngespräch, sichern sie sich, kostenloses|kostenlose audit|analyse|erstgespräch, websitebetreiber|webseitenbetreiber, outsourcing, entwicklerteam, kundengewinnung, sichtbarkeit, umsatz steiger*, fördermittel, stromanbieter",
    ),
    (
        Topic::Approach,
        "bewerbung*, bewerbe mich, bewerben, praktikum, praktikant*, werkstudent*, lebenslauf, stelle als, stellenanzeige, stellenausschreibung, ausbildungsplatz, kooperation*, partnerschaft, zusammenarbeit, sponsor*, presse*, journalist*, interview*, umfrage, masterarbeit, bachelorarbeit, influencer*, botschafter*, investor*, praktik*, startup aus, nebenjob, job, jobs, offene stelle*, offenen stelle*, stelle als|bei|im|frei|ausgeschrieben, stellenangebot*, arbeiten .. bei euch|ihnen, bei euch|ihnen .. arbeiten|mitarbeiten|anfangen, mitarbeiten, initiativbewerbung, neue herausforderung, anstellung, minijob, quereinsteiger*, werkstudierende*, freelance*, freiberuflich*, masterthesis, studie teilnehm*, interviewen, kooperieren, zusammenarbeiten",
    ),
    (
        Topic::Homework,
        "berechne*, rechne, löse, gleichung*, flächeninhalt, dreieck*, erkläre mir|die|den|das|was|wie, beschreibe*, nenne, definier*, übersetze*, schreibe mir|einen|eine, fasse .. zusammen, was versteht man, was bedeutet, wer war|hat, wann war|wurde, hauptstadt, hausaufgabe*, aufsatz, zellteilung, zelle, zellen, phase, phasen, weltkrieg, revolution, fotosynthese, photosynthese, jahrhundert, kapitel, vokabeln, grammatik, biologie, physik, chemie, geschichte, geografie, geographie, mathe*, philosophie, anatomie, wirtschaft, aufgabe 1, aufgabe 2, satzglieder, gedicht, prozent von, lerne vokabeln, immun*, schreib|schreibe|schreibst|verfass*|erstelle .. text|einleitung|gedicht|aufsatz|erörterung|analyse|inhaltsangabe|wörter|zusammenfassung|referat|brief|geschichte, schreib mir|eine|einen|ein, erklär|erklaer mir|mal|bitte|die|das|den|was, mitose, meiose, referat, inhaltsangabe, erörterung*, interpretation, gedichtanalyse, wurzel aus, bruchrechnung, kannst du .. schreiben|zusammenfassen|lösen|ausrechnen|abfragen|rechnen, fass .. zusammen, frag mich ab, was passiert bei|mit, nenn|nennen mir|die, rechne|rechnen, wer ist|erfand|schrieb, was sind die|merkmale, ethik, religion, informatik, latein, erdkunde, sachkunde, gemeinschaftskunde, klimawandel, mauer, verfasse, konjugier*, aufgabe _ verstehe|nicht",
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
        "super, toll*, klasse, begeistert, großartig, grossartig, perfekt, wunderbar, genial*, liebe die|eure|diese, zufrieden, herzlichen dank, tausend dank, spitze, fantastisch, hilfreich, gefällt mir, hervorragend, freue mich, mega, weiter so, lieb euch, ihr seid super|toll|spitze, macht weiter so, mega app, beste app",
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
    (
        Topic::Condition,
        "wenn ich|mein|meine|die|der|das|man|wir, falls ich|man|wir|mein|die, sobald die|das|mein",
    ),
    (
        Topic::Ask,
        "haben sie, habt ihr, könnt ihr, können sie, könnten sie, würden sie, bieten sie, gibt es bei euch|ihnen",
    ),
    (
        Topic::OtherMeaning,
        "nicht|nie abgebucht|belastet|berechnet, nicht .. abgebucht worden, wird|werden .. abgebucht wenn, wie|so gesagt|besprochen|versprochen|gewünscht|beschrieben|vereinbart|erwähnt, bevor .. abgebucht|abgezogen|belastet|verlängert, nicht abgebucht|belastet wird, abo .. weg, weg .. abo, abgebucht .. bevor, spesen*abrechnung, keine frage, ohne frage, in frage, wann immer, vor allem, nicht nur, nicht wahr, kein problem, keine ahnung, keine eile, nichts für ungut, warum nicht, geht es um, geht um, zu spät kündig*, trotz kündigung, nicht mehr lange, auf wiedersehen, auf wiederhören, wenn nicht, damit .. nicht verloren, ohne dass .. verloren|verschwinden|weg, verloren gehen, nicht verloren",
    ),
];
