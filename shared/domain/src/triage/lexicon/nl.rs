//! Terms of customers who write Dutch, Flemish included.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "terugbetal*, terugbetaling*, terugbetaald, terugbetalen, terugstort*, teruggestort, terugbeta*, terugvord*, geld|bedrag|euro|centen .. terug, geld terug*, terugkrijgen .. geld, terugkrijg*, terug .. storten|betalen|geld, terug gestort, terug betaald|betalen, betaal .. terug, stort .. terug, restitutie, mijn geld, vergoed*, refund*, retour .. geld, crediteren, storneer*, storneren, schadevergoeding",
    ),
    (
        Topic::Charge,
        "afgeschreven, afschrijving*, afgehaald, afgeschrev*, geincasseerd, geïncasseerd, incasso*, in rekening gebracht, twee keer|maal .. betaald|afgeschreven|gerekend, 2x|2 keer .. betaald|afgeschreven, dubbel .. betaald|afgeschreven|gerekend|bedrag, te veel betaald|afgeschreven, teveel betaald|afgeschreven, zonder .. toestemming, nooit .. toestemming|goedgekeurd|besteld|afgesloten, niet herken, herken .. niet, oplichting, opgelicht, oplichters, fraude, onterecht*, onbekende betaling|afschrijving, van mijn rekening, van mijn kaart, ongeautoriseerd*",
    ),
    (
        Topic::Mistake,
        "per ongeluk, ongewild, vergeten .. opzeggen|zeggen|annuleren|stop*, vergeten op te zeggen, vergeten mijn, automatisch .. verlengd|vernieuwd, verlengd .. automatisch, verkeerd* abonnement|pakket, niet gebruikt, nooit gebruikt, zonder het te weten, vergissing, vergist, foutief aangekocht",
    ),
    (
        Topic::Withdrawal,
        "herroep*, herroepingsrecht, bedenktijd, bedenktermijn, ontbind*, retourneren, retourrecht, 14 dagen, veertien dagen, zie af van .. aankoop|koop",
    ),
    (
        Topic::Invoice,
        "factuur*, facturen, bonnetje, kwitantie, betalingsbewijs, betaalbewijs, aankoopbewijs, btw, btw nummer, factuuradres, creditnota",
    ),
    (
        Topic::Payment,
        "betaal*, betal*, betaald, betaling*, gekocht, koop, kopen, aankoop*, ideal, bancontact, creditcard, kredietkaart, bankrekening, bankkaart, rekening, euro, paypal, bedrag, kosten, geld, overschrijving",
    ),
    (
        Topic::Cancel,
        "opzeg*, opgezegd, zeg .. op, opzegge*, annuleer*, annuler*, geannuleerd, stopzet*, stop te zetten, stopgezet, stop .. abonnement|abonement|betaling|betalingen|lidmaatschap, stoppen .. abonnement|abonement|met|betalen, zet .. stop, abonnement .. stop*|beëindig*|opzeg*|annul*|weg|af|eind*, beëindig*, uitschrijv*, schrijf .. uit, afmelden, meld .. af, wil stoppen, geen abonnement .. meer, niet .. verleng*, verlenging .. stop*|uit*|annul*, automatische verlenging, opzeggen",
    ),
    (
        Topic::Subscription,
        "abonnement*, abonement*, abbonement*, abonnoment*, abonemment*, lidmaatschap*, proefperiode*, proefversie, proefabonnement, jaarabonnement*, maandabonnement*, premium*, verleng*, licentie*, gratis maand, gratis dagen, gratis 30, gratis proef*, pakket, plan, jaarlijks*, maandelijks*, upgrade*",
    ),
    (
        Topic::How,
        "hoe kan|kun|moet|doe|werkt|werken|zet|stop|maak|verander|wijzig|verwijder|krijg|zeg|vind|kom|gebruik|voeg|deel|stel|lang|veel|vaak|ga|schakel|annuleer|exporteer|importeer|download|upload|zie|koop|start|schrijf|meld|betaal, hoe ik|je|u|we, hoeveel, waar kan|vind|staat|is|zijn|zie|moet|kun, waar ik|je|u|we, kan ik|je|u|men|het, kun je, kunt u, kunnen we|jullie, is het mogelijk, is er, zijn er, hebben jullie, heeft u, mogelijk om, wat is|zijn|gebeurt|kost|moet, welke, wanneer, waarom, ik .. vraag, een vraag, vraagje, vraag over, weten hoe|of|waar|wat, weet niet hoe|waar|of|wat, snap .. niet, begrijp .. niet, handleiding, uitleg*, leg uit, vertellen hoe|waar|of, verschil tussen, moet ik, mag ik, of het|ik|jullie, wat moet",
    ),
    (
        Topic::Lost,
        "vind .. niet, niet .. vinden, nergens, vind ik niet, zie .. niet, waar is|zijn mijn|de|het, geen knop, kan .. nergens, niet terugvinden, niet terug vinden",
    ),
    (
        Topic::Want,
        "ik wil, ik|wij|we wil|willen|zou|wens*|wenst, graag, alstublieft, aub, alsjeblieft, help, helpen, hulp, kunt u, kunnen jullie, kan iemand, wil graag, zou graag",
    ),
    (
        Topic::Fault,
        "fout, fouten, foutmelding*, foutcode, error*, crasht, crash*, vastgelopen, loopt vast, vastloopt, hangt, hapert, bevriest, bevroren, werkt|werken|werkte .. niet, doet .. het niet, doet het niet, werkt niet|niks|nooit|slecht, niet .. werkt|werken, lukt .. niet, lukt niet, gaat niet, opent .. niet, laadt .. niet, laden .. niet, laad .. niet, laadt eeuwig|eindeloos, duurt eindeloos, eindeloos, opslaan .. niet, slaat .. niet op, synchroniseert .. niet, niet .. opgeslagen|geladen|weergegeven|getoond|verwerkt|herkend|gegenereerd|aangemaakt|geopend|gestart, toont .. niet, speelt .. niet, reageert .. niet, start .. niet, gebeurt .. niets, gebeurt niks|niets, niets gebeurt, er gebeurt niets|niks, kapot, stuk, defect*, storing*, bug, bugs, blijft .. hangen|laden|steken|leeg|wit|staan, blijft maar, wit scherm, zwart scherm, leeg scherm, ging iets mis, gaat .. mis, iets mis, mislukt*, sluit .. vanzelf|zelf|af, valt weg, valt uit, vliegt eruit, klopt .. niet, verkeerde weergave|datum|uitslag|antwoord, gooit me eruit, word|wordt .. uitgelogd, serverfout",
    ),
    (
        Topic::Cannot,
        "kan|kon|kunnen|kunt .. niet|geen|niets|niks|nergens|nooit, niet .. kan, lukt .. niet|niet meer, onmogelijk, niet mogelijk, krijg .. niet, krijg het niet, niet in staat, laat .. niet toe, laat me niet, mag niet",
    ),
    (
        Topic::Missing,
        "verdwenen, verdween, weg, zijn weg, is weg, kwijt, verloren, ontbreekt, ontbreken, gewist, niet .. ontvangen|gekregen|aangekomen|binnengekomen, geen .. ontvangen|gekregen, nooit .. ontvangen|gekregen, krijg .. geen, krijg nog steeds geen, nog steeds geen|niet, leeg, lege, geen geluid, geen beeld, geen mail|email|code|link|toegang, niet meer zichtbaar, niet zichtbaar, verwijderd geraakt, komt niet aan, komt .. niet binnen",
    ),
    (
        Topic::Odd,
        "probleem*, problemen, moeilijkheden, vreemd*, raar, traag, langzaam, oplossen, herstellen, repareren, technisch*, verkeerd*, fout, onjuist*, er klopt iets, fiksen, bugje",
    ),
    (
        Topic::Tried,
        "opnieuw geinstalleerd|geïnstalleerd, herinstall*, opnieuw opgestart, herstart*, sinds .. update|gisteren|vandaag|vanmorgen, na .. update, al .. keer geprobeerd|geprobeerd, meerdere keren|malen, telkens, elke keer, iedere keer, als ik .. klik|druk|open|probeer|wil|opsla, wanneer ik .. klik|druk|open|probeer, steeds, alles geprobeerd, cache, bij het opslaan|openen|laden|inloggen|opstarten|uploaden, andere browser, zodra ik",
    ),
    (
        Topic::Access,
        "betaald .. maar, gekocht .. maar, betaling .. gelukt .. maar, betaling gelukt, wel betaald, nog steeds .. gratis|geen toegang|geen premium|geblokkeerd, geen toegang, geen premium, niet geactiveerd, toegang verloren, toch geen, ondanks betaling, krijg .. geen gratis",
    ),
    (
        Topic::Login,
        "inlog*, ingelogd, in te loggen, log .. in, aanmeld*, aangemeld, aan te melden, login*, log in, uitgelogd, verificatiecode, bevestigingscode, verificatie*",
    ),
    (
        Topic::Password,
        "wachtwoord*, paswoord*, wachtwoord vergeten, toegang, gebruikersnaam*, inloggegevens",
    ),
    (
        Topic::Account,
        "account*, profiel*, emailadres*, e mailadres*, mailadres*, email adres, gegevens, persoonsgegevens, privacy, avg, telefoonnummer, gsm nummer, account .. verwijder*, verwijder* .. account",
    ),
    (
        Topic::Change,
        "wijzig*, verander*, aanpass*, instell*, verwijder*, wissen, verplaats*, delen, deel, toevoeg*, voeg .. toe, invoeg*, uitnodig*, uploaden, upload*, download*, importeer*, importer*, exporteer*, exporter*, aanmaken, maken, bewerk*, activeer*, deactiver*, gebruik*, opslaan, herstellen, verbind*, koppel*, print*, afdruk*, hernoem*, omzetten, overzetten, installeer*, installer*, inschakel*, uitschakel*",
    ),
    (
        Topic::Product,
        "app, apps, kaart, kaarten, kaartjes, flashcard*, deck*, bestand*, map, mappen, document*, notitie*, pagina*, knop*, scherm*, taal, talen, modus, versie*, functie*, melding*, afbeelding*, foto*, video*, geluid, audio, podcast*, quiz*, toets*, test, examen*, les, lessen, cursus*, samenvatting*, agenda, kalender, project*, rapport*, sjabloon, link*, apparaat, apparaten, telefoon, gsm, tablet*, computer, laptop, pc, offline, internet, team*, gebruiker*, groep*, programma*, software, website, site, menu, zoek*, voortgang, vragen, antwoorden, chat, limiet, punten, vrienden, mensen, uitnodiging*, nederlands, engels, vak, vakken, leerstof, hoofdstuk*, oefen*, leerplan, studie*",
    ),
    (
        Topic::Feature,
        "zou .. leuk|fijn|handig|mooi|goed|tof|geweldig|super zijn, het zou, kunnen jullie .. toevoegen|maken|inbouwen, kunt u .. toevoegen, suggestie*, voorstel, idee, ideeën, verbeterpunt*, feedback, wens*, gepland, van plan, komt er .. een, functie missen, ik mis",
    ),
    (
        Topic::Price,
        "prijs*, prijzen, wat kost, hoeveel kost, kost, kosten, korting*, kortingscode*, studentenkorting, coupon*, voucher*, goedkoper, duur, tarief*, tarieven, aanbieding*, gratis, actiecode, promo*, kostprijs",
    ),
    (
        Topic::Sales,
        "demo, offerte*, voor onze|ons|mijn school|bedrijf|klas|team|organisatie, voor scholen, zakelijk*, bedrijfslicentie, schoollicentie, licenties voor, volumekorting, wij zijn een school|bedrijf, docenten, leerkrachten, medewerkers, verkoop, interesse in, geïnteresseerd, upgraden, adviesgesprek, aanschaffen, uitbreiden",
    ),
    (
        Topic::Delivery,
        "pakket, pakje, bestelling*, bestelnummer, levering*, geleverd, leveren, verzend*, verzonden, verstuurd, bezorg*, zending, track, tracking, levertijd, uitverkocht, postnl, bpost, retourlabel",
    ),
    (
        Topic::Thanks,
        "bedankt voor, dank voor, dank je wel voor, dankjewel voor, dank u wel voor, hartelijk dank voor, werkt nu|weer, nu werkt, het is gelukt, is gelukt, opgelost, probleem opgelost, top service, super app, ga zo door, fijne app, al gevonden, hartelijk dank",
    ),
    (
        Topic::Advert,
        "wij bieden, onze diensten, meer klanten, meer omzet, meer bezoekers, zoekmachineoptimalisatie, google, gratis advies, vrijblijvend*, lening*, krediet, gewonnen, prijs gewonnen, nieuwsbrief, investering*, geld verdienen, volgers, marketing*, beste ondernemer, webdesign, reclame, gastblog*, linkbuilding, aanbieding voor uw bedrijf",
    ),
    (
        Topic::Approach,
        "sollicit*, stage, stageplaats, stagiair*, vacature*, cv, motivatiebrief, samenwerk*, partnerschap, sponsor*, journalist*, interview*, enquête, onderzoek voor, thesis, influencer*, ambassadeur*, investeerder*, bijbaan",
    ),
    (
        Topic::Homework,
        "bereken*, los .. op de, vergelijking*, oppervlakte, driehoek*, cirkel*, leg uit wat|waarom|hoe, beschrijf*, noem, definieer*, vertaal*, schrijf een|mij, vat .. samen, wat betekent, wie was|is|heeft, wanneer was|begon, hoofdstad, huiswerk, opstel, celdeling, cel, cellen, wereldoorlog, oorlog, revolutie, fotosynthese, eeuw, woordjes, grammatica, biologie, natuurkunde, scheikunde, geschiedenis, aardrijkskunde, wiskunde, filosofie, anatomie, economie, opgave 1, vraag 1, formule",
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
];
