//! Terms of customers who write Dutch, Flemish included.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "terugbetal*, terugbetaling*, terugbetaald, terugbetalen, terugstort*, teruggestort, terugbeta*, terugvord*, geld|bedrag|euro|centen .. terug, geld terug*, terugkrijgen .. geld, terugkrijg*, terug .. storten|betalen|geld, terug gestort, terug betaald|betalen, betaal .. terug, stort .. terug, restitutie, mijn geld, vergoed*, refund*, retour .. geld, crediteren, storneer*, storneren, schadevergoeding, terugdraai*, terug te draaien, draai .. terug, terugboek*, teruggeboekt, geld|euro|bedrag|centen|betaling .. retour|teruggeven|terugkrijgen|terug, terug .. geld|euro|bedrag|centen, graag|aub|svp terug, terug graag|aub|svp|alstublieft, teruggave, terugge*, geef|geven|krijg .. geld|euro|bedrag|centen .. terug, compensatie, kwijtscheld*, coulance",
    ),
    (
        Topic::Charge,
        "afgeschreven, afschrijving*, afgehaald, afgeschrev*, geincasseerd, geïncasseerd, incasso*, in rekening gebracht, twee keer|maal .. betaald|afgeschreven|gerekend, 2x|2 keer .. betaald|afgeschreven, dubbel .. betaald|afgeschreven|gerekend|bedrag, te veel betaald|afgeschreven, teveel betaald|afgeschreven, zonder .. toestemming, nooit .. toestemming|goedgekeurd|besteld|afgesloten, niet herken, herken .. niet, oplichting, opgelicht, oplichters, fraude, onterecht*, onbekende betaling|afschrijving, van mijn rekening, van mijn kaart, ongeautoriseerd*, 2x .. betaald|afgeschreven|afgehaald, haalt|halen|haalden|schrijft|schrijven|schreven|boekt|boekten|nam|namen|genomen .. af|afgehaald|rekening, geld|euro|bedrag|gehaald|genomen .. van mijn rekening|kaart, van mijn rekening .. gehaald|afgeschreven|genomen|gegaan|verdwenen, gaat|ging .. euro .. af, zonder .. toestemming|vragen|medeweten|wist|weten, ongevraagd*, weer|opnieuw|nogmaals|alweer .. betaald|afgeschreven|afgehaald, twee|2 keer .. afgeschreven|betaald|afgehaald|gerekend, nooit .. gewild|gevraagd|besteld|gekozen",
    ),
    (
        Topic::Mistake,
        "per ongeluk, ongewild, vergeten .. opzeggen|zeggen|annuleren|stop*, vergeten op te zeggen, vergeten mijn, automatisch .. verlengd|vernieuwd, verlengd .. automatisch, verkeerd* abonnement|pakket, niet gebruikt, nooit gebruikt, zonder het te weten, vergissing, vergist, foutief aangekocht, per vergissing, per abuis, abusievelijk, foutje, verkeerd* gekozen|geklikt|besteld|gekocht, zoon*|dochter*|kind*|kleinzoon .. gekocht|besteld|afgesloten|geklikt, zonder dat ik .. wist|wil*, in plaats van .. maand, niet de bedoeling",
    ),
    (
        Topic::Withdrawal,
        "herroep*, herroepingsrecht, bedenktijd, bedenktermijn, ontbind*, retourneren, retourrecht, 14 dagen, veertien dagen, zie af van .. aankoop|koop",
    ),
    (
        Topic::Invoice,
        "factuur*, facturen, bonnetje, kwitantie, betalingsbewijs, betaalbewijs, aankoopbewijs, btw, btw nummer, factuuradres, creditnota, declareren, declaratie*, onkosten*, facturatie*, factuurgegevens, reçu, betalingsoverzicht, op naam van .. bedrijf",
    ),
    (
        Topic::Payment,
        "betaal*, betal*, betaald, betaling*, gekocht, koop, kopen, aankoop*, ideal, bancontact, creditcard, kredietkaart, bankrekening, bankkaart, rekening, euro, paypal, bedrag, kosten, geld, overschrijving",
    ),
    (
        Topic::Cancel,
        "opzeg*, opgezegd, zeg .. op, opzegge*, annuleer*, annuler*, geannuleerd, stopzet*, stop te zetten, stopgezet, stop .. abonnement|abonement|betaling|betalingen|lidmaatschap, stoppen .. abonnement|abonement|met|betalen, zet .. stop, abonnement .. stop*|beëindig*|opzeg*|annul*|weg|af|eind*, beëindig*, uitschrijv*, schrijf .. uit, afmelden, meld .. af, wil stoppen, geen abonnement .. meer, niet .. verleng*, verlenging .. stop*|uit*|annul*, automatische verlenging, opzeggen, niet|niets .. meer|nog .. afgeschreven|betaald|afschrijv*, gebruik|gebruiken|nodig .. niet meer|langer, niet meer|langer .. gebruik*|nodig|betalen|verder|hebben|abonnee, heb .. niet meer nodig, wil|wilt|willen .. ervan|eraf|vanaf|stop*, wil .. van|er af, ervan af, er vanaf, er van af, mag|kan .. stop|gestopt|weg|beeindigd|af|eraf|eruit|uit .. vanaf|worden|nu|aub|graag, gestopt worden, stop* ermee, stop .. maar, abonnement|abo|abbo|lidmaatschap|premium .. eraf|weg|stop|stoppen|gestopt|stopgezet|eindig*|aflopen|uit|uitzetten|af|opzeg*|annuleren|beëindig*, aflopen, van .. abonnement .. af, niet meer betalen, geen geld meer .. betalen|afschrijven, niet doorlopen|doorgaan|verlengen, laat maar zitten, stopzett*, opgezegt, opzegen, opgeze*, betalingen .. stop*, stop .. betalingen|betaling|afschrijving*, mag van mijn rekening af",
    ),
    (
        Topic::Subscription,
        "abonnement*, abonement*, abbonement*, abonnoment*, abonemment*, lidmaatschap*, proefperiode*, proefversie, proefabonnement, jaarabonnement*, maandabonnement*, premium*, verleng*, licentie*, gratis maand, gratis dagen, gratis 30, gratis proef*, pakket, plan, jaarlijks*, maandelijks*, upgrade*",
    ),
    (
        Topic::How,
        "hoe kan|kun|moet|doe|werkt|werken|zet|stop|maak|verander|wijzig|verwijder|krijg|zeg|vind|kom|gebruik|voeg|deel|stel|lang|veel|vaak|ga|schakel|annuleer|exporteer|importeer|download|upload|zie|koop|start|schrijf|meld|betaal, hoe ik|je|u|we, hoeveel, waar kan|vind|staat|is|zijn|zie|moet|kun, waar ik|je|u|we, is het mogelijk, is er, zijn er, mogelijk om, wat is|zijn|gebeurt|kost|moet, ik .. vraag, een vraag, vraagje, vraag over, weten hoe|of|waar|wat, weet niet hoe|waar|of|wat, snap .. niet, begrijp .. niet, handleiding, uitleg*, leg uit, vertellen hoe|waar|of, verschil tussen, moet ik, mag ik, of het|ik|jullie, wat moet, kan ik|men|het, kunnen we, kun je .. uitleggen|vertellen|zeggen hoe|waar, kunt u .. uitleggen|vertellen|zeggen, ^welke, met|in|op|voor|vanaf welke, nemen|tellen|gebruiken|accepteren|verkopen|leveren jullie, hoe|waar|wanneer|waarmee|hoelang _ ik|je|we|men|u|jullie, hoeveel _ kan|mag|kun, waar vind|kan|staat|zie, kan|kun|mag|moet|krijg|krijgen ik|men|we|dat|dit, mag|moet|krijg je|u, ^is|zijn|werkt|kan|kun|kunnen|mag|moet|heeft|krijg|komt|komen|wordt|geldt|bestaat|zit|telt|kost|gaat|doet het|de|deze|dit|dat|er|ik|je|u|men|jullie|mijn|een|ook|iemand, wat zit|houdt|krijg, ook op|met een, werkt het|dit|de|jullie ook|op|met|zonder, is daar|dat|dit, weet .. hoe|waar, vertel .. hoe|waar, ik vroeg me af, vroeg me af, ik zoek|zocht, krijg ik .. ergens|nog|ook, zou .. willen weten, hoe zit, of ik|er|het|je",
    ),
    (Topic::Why, "waarom, hoezo, hoe komt het, hoe kan het"),
    (
        Topic::Lost,
        "vind .. niet, niet .. vinden, nergens, vind ik niet, zie .. niet, waar is|zijn mijn|de|het, geen knop, kan .. nergens, niet terugvinden, niet terug vinden, zie|zie nergens .. knop|optie|nergens, vind nergens",
    ),
    (
        Topic::Want,
        "ik wil, ik|wij|we wil|willen|zou|wens*|wenst, graag, alstublieft, aub, alsjeblieft, help, helpen, hulp, kunt u, kunnen jullie, kan iemand, wil graag, zou graag",
    ),
    (
        Topic::Fault,
        "fout, fouten, foutmelding*, foutcode, error*, crasht, crash*, vastgelopen, loopt vast, vastloopt, hangt, hapert, bevriest, bevroren, werkt|werken|werkte .. niet, doet .. het niet, doet het niet, werkt niet|niks|nooit|slecht, niet .. werkt|werken, lukt .. niet, lukt niet, gaat niet, opent .. niet, laadt .. niet, laden .. niet, laad .. niet, laadt eeuwig|eindeloos, duurt eindeloos, eindeloos, opslaan .. niet, slaat .. niet op, synchroniseert .. niet, niet .. opgeslagen|geladen|weergegeven|getoond|verwerkt|herkend|gegenereerd|aangemaakt|geopend|gestart, toont .. niet, speelt .. niet, reageert .. niet, start .. niet, gebeurt .. niets, gebeurt niks|niets, niets gebeurt, er gebeurt niets|niks, kapot, stuk, defect*, storing*, bug, bugs, blijft .. hangen|laden|steken|leeg|wit|staan, blijft maar, wit scherm, zwart scherm, leeg scherm, ging iets mis, gaat .. mis, iets mis, mislukt*, sluit .. vanzelf|zelf|af, valt weg, valt uit, vliegt eruit, klopt .. niet, verkeerde weergave|datum|uitslag|antwoord, gooit me eruit, word|wordt .. uitgelogd, serverfout, grijs, uitgegrijsd, ruis, downloadt|downloaden .. niet, downloaden werkt|lukt niet, knop .. grijs, slaat .. over, werkt|werken|opent|openen|laadt|laad|laden|reageert|start|speelt|toont|slaat|synct|synchroniseert|maakt|genereert|herkent|stuurt|print|doet|geeft|leest|verbindt|beweegt|verstuurt|pakt|onthoudt|accepteert|telt .. niet|niets|niks|geen|nie, niet|niks|niets|nie .. werkt|werken|opent|laadt|laad|reageert|doet|gaat, stopt .. na|halverwege|ineens|plots|midden|steeds|telkens|vanzelf|zomaar|opeens|ermee, valt .. stil|weg|uit, is half, maar half, maar de helft, blijft .. draaien|laden|hangen|staan|steken|zwart|wit|leeg|malen|bezig, draait maar, draaiend, rondje, wieltje, uitgegooid, eruit gegooid, gooit .. eruit|uit, ligt .. eruit|plat, ligt er uit, uitgelogd, verkeerde|foute|foutieve|verkeerd|foutief .. antwoord|antwoorden|datum|taal|tijd|tijden|kaarten|uitslag|bedrag|wachtwoord|naam|adres|prijs|week|dag, antwoord|antwoorden|datum|tijd|taal|bedrag .. verkeerd|fout|onjuist, dubbel .. in|staan|aangemaakt|weergegeven, staan|staat .. dubbel|verkeerd, wordt|worden|werd|zijn .. afgekapt|afgebroken|gewist|overschreven|dubbel|gereset|afgesneden, afgekapt, afgesneden, vervormd, wazig, onleesbaar, knippert, flikkert, loopt .. achter|vast, door elkaar, verzint, verzonnen, toont|laat|geeft|zegt .. verkeerd*|oude|foute|vorige|ander*, sluit .. meteen|steeds|direct|zichzelf|weer, springt terug, rare tekens, rode melding|balk|kruis, melding .. verschijnt|krijg|steeds|komt, krijg|krijgen .. foutmelding|melding|error|fout, te laat|vroeg .. weergegeven|getoond, uur te laat|vroeg, er komt niks|niets|geen, komt niks|niets, hoor niks|niets, hoor .. geen geluid",
    ),
    (
        Topic::Cannot,
        "kan|kon|kunnen|kunt .. niet|geen|niets|niks|nergens|nooit, niet .. kan, lukt .. niet|niet meer, onmogelijk, niet mogelijk, krijg .. niet, krijg het niet, niet in staat, laat .. niet toe, laat me niet, mag niet, kan|kon|kunnen .. niet meer|nie|nooit, kom .. niet in|binnen|bij|verder, kom er niet in, kom er niet, krijg .. niet open|aan|geopend|geladen|geupload, wil .. niet openen|laden|starten|werken|opstarten",
    ),
    (
        Topic::Missing,
        "verdwenen, verdween, weg, zijn weg, is weg, kwijt, verloren, ontbreekt, ontbreken, gewist, niet .. ontvangen|gekregen|aangekomen|binnengekomen, geen .. ontvangen|gekregen, nooit .. ontvangen|gekregen, krijg .. geen, krijg nog steeds geen, nog steeds geen|niet, leeg, lege, geen geluid, geen beeld, geen mail|email|code|link|toegang, niet meer zichtbaar, niet zichtbaar, verwijderd geraakt, komt niet aan, komt .. niet binnen, zie .. niet meer|niks meer|niets meer, niet meer .. zien|zichtbaar|vinden, krijg|kreeg|ontvang .. code|mail|link|sms|email|melding .. niet, krijg|kreeg|ontvang .. geen .. code|mail|link|sms|email|melding*|bevestiging, niet in mijn mailbox, op nul, gereset, leeggeraakt, alles .. leeg|weg|kwijt, is|zijn|was|waren .. weg|leeg|verdwenen|kwijt|foetsie, nergens meer, niks .. ontvangen|gekregen, niets .. ontvangen|gekregen",
    ),
    (
        Topic::Odd,
        "probleem*, problemen, moeilijkheden, vreemd*, raar, traag, langzaam, oplossen, herstellen, repareren, technisch*, verkeerd*, fout, onjuist*, er klopt iets, fiksen, bugje",
    ),
    (
        Topic::Contrast,
        "nog maar, alleen nog, terwijl, hoewel, ondanks, plots, plotseling, ineens, opeens, zomaar, in plaats van, vanzelf, uit het niets, werkte|deed|ging .. altijd|gisteren|eerst|eerder|wel, voorheen, niet|niks|niets meer, geen .. meer, midden in, steeds, telkens, continu, alleen maar, zonder reden, zonder dat",
    ),
    (
        Topic::DoesNot,
        "niet, niks, niets, geen, nooit, nie, nergens, ni",
    ),
    (
        Topic::Tried,
        "opnieuw geinstalleerd|geïnstalleerd, herinstall*, opnieuw opgestart, herstart*, sinds .. update|gisteren|vandaag|vanmorgen, na .. update, al .. keer geprobeerd|geprobeerd, meerdere keren|malen, telkens, elke keer, iedere keer, als ik .. klik|druk|open|probeer|wil|opsla, wanneer ik .. klik|druk|open|probeer, steeds, alles geprobeerd, cache, bij het opslaan|openen|laden|inloggen|opstarten|uploaden, andere browser, zodra ik, sinds gisteren|vandaag|vanochtend|maandag|dinsdag|woensdag|donderdag|vrijdag|dagen|week, sinds de|het|een, al .. opnieuw .. geprobeerd|geinstalleerd|opgestart, ongewenst, spam, half uur, als ik .. upload|speel|start|maak|deel|exporteer|importeer, bij het importeren|exporteren|maken|betalen|afspelen|printen, op mijn laptop|telefoon .. wel, herstart, al geprobeerd",
    ),
    (
        Topic::Access,
        "betaald .. maar, gekocht .. maar, betaling .. gelukt .. maar, betaling gelukt, wel betaald, nog steeds .. gratis|geen toegang|geen premium|geblokkeerd, geen toegang, geen premium, niet geactiveerd, toegang verloren, toch geen, ondanks betaling, krijg .. geen gratis, nog .. gratis|free, nog .. geen premium, betaald .. gratis|niks|niets|geen, betaald .. nog steeds, maand .. niet gekregen|nooit, geen gratis maand, niet bijgeschreven",
    ),
    (
        Topic::Login,
        "inlog*, ingelogd, in te loggen, log .. in, aanmeld*, aangemeld, aan te melden, login*, log in, uitgelogd, verificatiecode, bevestigingscode, verificatie*, inloggen, inlogcode, code om in te loggen, er in kom*, aanmelding*",
    ),
    (
        Topic::Password,
        "wachtwoord*, paswoord*, wachtwoord vergeten, toegang, gebruikersnaam*, inloggegevens",
    ),
    (
        Topic::Account,
        "account*, profiel*, emailadres*, e mailadres*, mailadres*, email adres, gegevens, persoonsgegevens, privacy, avg, telefoonnummer, gsm nummer, account .. verwijder*, verwijder* .. account, mail, mailadres, adres, e mail, email, accounts, naam, nummer, gebruikersnaam, mijn zus|broer|vriend",
    ),
    (
        Topic::Change,
        "wijzig*, verander*, aanpass*, instell*, verwijder*, wissen, verplaats*, delen, deel, toevoeg*, voeg .. toe, invoeg*, uitnodig*, uploaden, upload*, download*, importeer*, importer*, exporteer*, exporter*, aanmaken, maken, bewerk*, activeer*, deactiver*, gebruik*, opslaan, herstellen, verbind*, koppel*, print*, afdruk*, hernoem*, omzetten, overzetten, installeer*, installer*, inschakel*, uitschakel*, samenvoeg*, samengevoegd, overstapp*, overzet*, invul*, omzet*, aan te passen, kopieer*, kopiëren, inscann*, scannen, omwissel*, doorstur*, invoer*, zet .. om|aan|uit|over|op, pas .. aan, stel .. in, sorteer*, plan, plannen",
    ),
    (
        Topic::Product,
        "app, apps, kaart, kaarten, kaartjes, flashcard*, deck*, bestand*, map, mappen, document*, notitie*, pagina*, knop*, scherm*, taal, talen, modus, versie*, functie*, melding*, afbeelding*, foto*, video*, geluid, audio, podcast*, quiz*, toets*, test, examen*, les, lessen, cursus*, samenvatting*, agenda, kalender, project*, rapport*, sjabloon, link*, apparaat, apparaten, telefoon, gsm, tablet*, computer, laptop, pc, offline, internet, team*, gebruiker*, groep*, programma*, software, website, site, menu, zoek*, voortgang, vragen, antwoorden, chat, limiet, punten, vrienden, mensen, uitnodiging*, nederlands, engels, vak, vakken, leerstof, hoofdstuk*, oefen*, leerplan, studie*, module*, rooster, stapel*, setje*, timer, toetsenbord, veld, overzicht, planning, afspraak, afspraken, printer*, kassa*, bon, bonnen, medewerker*, factuur*, formule*, lettertype*, koptelefoon, titel, naam, antwoord*, vraag, oefentoets*, quizvragen, oefenvragen, lijst*, tabel*, spel*, statistiek*, herinnering*, reservering*, bestelling*, voorraad, camera, microfoon, winkelmand*, filter*, voorbeeld*, pdf's, woordenlijst*, samenvattingen, klasgenoten, klasgenoot, vriendin, browser, stem",
    ),
    (
        Topic::Feature,
        "zou .. leuk|fijn|handig|mooi|goed|tof|geweldig|super zijn, het zou, kunnen jullie .. toevoegen|maken|inbouwen, kunt u .. toevoegen, suggestie*, voorstel, idee, ideeën, verbeterpunt*, feedback, wens*, gepland, van plan, komt er .. een, functie missen, ik mis, zou .. leuk|fijn|handig|mooi|goed|tof|geweldig|super|chill|nice|top, zou het .. leuk|fijn|handig|mooi|goed|tof|mogelijk, wat ik mis, tip, kan er .. komen|bij, kunnen jullie niet .. maken|toevoegen, donkere modus",
    ),
    (
        Topic::Price,
        "prijs*, prijzen, wat kost, hoeveel kost, kost, kosten, korting*, kortingscode*, studentenkorting, coupon*, voucher*, goedkoper, duur, tarief*, tarieven, aanbieding*, gratis, actiecode, promo*, kostprijs, hoe duur, student*korting, wat zijn de kosten, goedkoop",
    ),
    (
        Topic::Sales,
        "demo, offerte*, voor onze|ons|mijn school|bedrijf|klas|team|organisatie, voor scholen, zakelijk*, bedrijfslicentie, schoollicentie, licenties voor, volumekorting, wij zijn een school|bedrijf, docenten, leerkrachten, medewerkers, verkoop, interesse in, geïnteresseerd, upgraden, adviesgesprek, aanschaffen, uitbreiden, middelbare school, basisschool, voor .. klassen|leerlingen|studenten|medewerkers|collega's, aan te schaffen, aanschaf",
    ),
    (
        Topic::Delivery,
        "pakket, pakje, bestelling*, bestelnummer, levering*, geleverd, leveren, verzend*, verzonden, verstuurd, bezorg*, zending, track, tracking, levertijd, uitverkocht, postnl, bpost, retourlabel",
    ),
    (
        Topic::Thanks,
        "bedankt voor, dank voor, dank je wel voor, dankjewel voor, dank u wel voor, hartelijk dank voor, werkt nu|weer, nu werkt, het is gelukt, is gelukt, opgelost, probleem opgelost, top service, super app, ga zo door, fijne app, al gevonden, hartelijk dank, gevonden, is al gelukt, werkt weer|nu, doet het weer, dankjewel, dank je wel, dankzij jullie, dank jullie, geslaagd dankzij, bedankt .. opgelost|gelukt|geholpen|antwoord|reactie|hulp, top geholpen, toch gevonden, al opgelost, laat maar .. gevonden|gelukt|opgelost, jullie zijn .. top|super|beste|geweldig",
    ),
    (
        Topic::Advert,
        "wij bieden, onze diensten, meer klanten, meer omzet, meer bezoekers, zoekmachineoptimalisatie, google, gratis advies, vrijblijvend*, lening*, krediet, gewonnen, prijs gewonnen, nieuwsbrief, investering*, geld verdienen, volgers, marketing*, beste ondernemer, webdesign, reclame, gastblog*, linkbuilding, aanbieding voor uw bedrijf, onze boekhouddiensten, onze|ons .. diensten|dienst|aanbod|producten|oplossing|tool, interesse hebben in, 10 minuten, bieden u|jou|jullie, ons bedrijf|bureau biedt|levert|helpt, wij helpen bedrijven|ondernemers|scholen|organisaties, wij|we helpen|leveren|ontwikkelen, wij zijn een .. bureau, via linkedin, kennismak*, ons bureau, geachte website*, belafspraak, koude acquisitie, samen groeien, leads, bedrijven zoals, onze oplossing|software|klanten|producten, kort gesprek|belletje|telefoontje, vindbaarheid, hoger in google, bovenaan in google, subsidie*, energieleverancier",
    ),
    (
        Topic::Approach,
        "sollicit*, stage, stageplaats, stagiair*, vacature*, cv, motivatiebrief, samenwerk*, partnerschap, sponsor*, journalist*, interview*, enquête, onderzoek voor, thesis, influencer*, ambassadeur*, investeerder*, bijbaan, stageplek*, stageplaats*, stage*, baan, werken .. bij jullie|u, bij jullie .. werken|werk|slag, bijbaantje, open sollicitatie, stagebedrijf, stageplek, stage lopen, scriptie, freelance*, interviewen, onderzoek .. studie|school|scriptie, samenwerken",
    ),
    (
        Topic::Homework,
        "bereken*, los .. op de, vergelijking*, oppervlakte, driehoek*, cirkel*, leg uit wat|waarom|hoe, beschrijf*, noem, definieer*, vertaal*, schrijf een|mij, vat .. samen, wat betekent, wie was|is|heeft, wanneer was|begon, hoofdstad, huiswerk, opstel, celdeling, cel, cellen, wereldoorlog, oorlog, revolutie, fotosynthese, eeuw, woordjes, grammatica, biologie, natuurkunde, scheikunde, geschiedenis, aardrijkskunde, wiskunde, filosofie, anatomie, economie, opgave 1, vraag 1, formule, betoog, boekverslag, verslag over, werkstuk, spreekbeurt, waarom brak|begon|werd, schrijf .. betoog|tekst|brief|woorden|verhaal|samenvatting|gedicht, geef .. samenvatting, maak .. samenvatting van, maak .. verslag, stelling van, kan|kun je .. samenvatten|schrijven|oplossen|overhoren|uitrekenen|berekenen, overhoor, hoe bereken ik|je, wat is de hoofdstad|formule|betekenis, wat zijn de, leg uit, leg .. uit, wie vond|schreef|is, rekenen, maatschappijleer, topografie, latijn, breuken, mitose, meiose, toetsstof, leerdoelen, hoofdstuk _ van, deeltoets, boek het|de, toelichten, vervoeg*",
    ),
    (
        Topic::Urgent,
        "dringend*, spoed*, zo snel mogelijk, zsm, asap, direct, onmiddellijk*, meteen, per direct, met spoed, haast, noodgeval, urgent*, snel mogelijk, zo spoedig mogelijk",
    ),
    (
        Topic::Deadline,
        "vandaag, vanavond, morgen, deadline, voor morgen|maandag|dinsdag|woensdag|donderdag|vrijdag, examen .. morgen|maandag|week, morgen .. examen|toets, binnen .. uur, tegen morgen",
    ),
    (
        Topic::Blocked,
        "geblokkeerd, kunnen niet werken, kan niet werken, niemand kan, hele team|bedrijf|klas, alle gebruikers|klanten|medewerkers, ligt plat, ligt stil, platgelegd, uitval, productie, dataverlies, alle gegevens kwijt, alles kwijt, datalek, gehackt, beveilig*, veiligheid",
    ),
    (
        Topic::Negative,
        "slecht*, teleurgesteld, teleurstell*, boos, ontevreden, ergerlijk*, vervelend*, irritant*, jammer, helaas, belachelijk, waardeloos, schandalig*, schande, oneerlijk, klacht*, oplichting, oplichters, stom, kut, rot, ongehoord, onprofessioneel, balen, drama, bedrog, misleid*",
    ),
    (
        Topic::Frustrated,
        "onacceptabel, onaanvaardbaar, genoeg van, zat, beu, derde|tweede|vierde keer|mail, al .. keer gemaild|gevraagd|geschreven|gebeld, geen antwoord|reactie, niemand antwoordt|reageert, al weken|maanden|dagen, sinds weken, wacht al, wachten op, nog altijd, telkens weer, alweer, belachelijk, schandalig*, hoe vaak, ongelofelijk, gefrustreerd*, frustrer*, eindelijk, keer op keer",
    ),
    (
        Topic::Threat,
        "advocaat*, juridisch*, rechtbank, aangifte, politie, consumentenbond, consumentenombudsman, ombuds*, trustpilot, slechte review, negatieve review, geschillencommissie, privacyautoriteit, testaankoop, ingebrekestelling",
    ),
    (
        Topic::Positive,
        "super, geweldig*, fantastisch*, top, blij, tevreden, prachtig, perfect, fijne app, goede app, leuke app, hartelijk dank, heel erg bedankt, dankbaar, mooi, uitstekend, handige app, enthousiast",
    ),
    (
        Topic::NoHurry,
        "niet dringend, geen haast, geen spoed, wanneer u tijd heeft, als jullie tijd hebben, gewoon een vraagje, klein vraagje, korte vraag, kleine vraag, ter info, ter informatie, tikfout, typfout, suggestie, op uw gemak, rustig aan",
    ),
    (Topic::No, "geen, zonder, niet vanwege"),
    (
        Topic::NotWanted,
        "wil|hoef|vraag|zoek|bedoel .. geen|niet, gaat niet om, niet om een",
    ),
    (
        Topic::Condition,
        "als ik|mijn|de|het|je|we, wanneer mijn|de|het, zodra de|mijn",
    ),
    (
        Topic::Ask,
        "hebben jullie, heeft u, kun je, kunt u, kunnen jullie, zou u|je, zouden jullie, bieden jullie, kan je|u",
    ),
    (
        Topic::OtherMeaning,
        "niet afgeschreven|betaald|afgehaald, geen .. afgeschreven, maakt niet|niks uit, geeft niet, maakt .. uit, voordat .. afgeschreven|betaald|verlengd|afgeschreven wordt, geen probleem, geen idee, geen haast, geen dank, zoals gezegd|besproken|afgesproken|beloofd, niet alleen, mag van mijn rekening af, waarom niet, als het niet lukt, anders niet, geen onkosten, onkostenvergoeding, niet verloren, zonder .. kwijt, niet dringend, of niet, wel of niet, niet kwijt",
    ),
];
