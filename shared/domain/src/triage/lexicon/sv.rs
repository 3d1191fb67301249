//! Terms of customers who write Swedish.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "återbetal*, återbetalning*, återbetala, betala .. tillbaka, betalar .. tillbaka, pengar|pengarna|beloppet|summan .. tillbaka, tillbaka .. pengar|pengarna|beloppet|köpet, få tillbaka, få igen .. pengar*, mina pengar, återkrav*, kreditera*, ersättning, ångra .. köp*|betalning*, häva .. köp*, pengar igen, betala|betalar|ge|ger|sätt|sätta|skicka|överför .. tillbaka, tillbaka .. pengar*|kronor|kr|beloppet|summan, pengarna|kronorna|beloppet|summan .. tillbaka|åter, vill ha tillbaka, återfå*, kompens*, ångra köp*|köpet, pengar åter, få åter, återbeta*",
    ),
    (
        Topic::Charge,
        "dragit, dragits, drogs, drar .. pengar, dras .. pengar|konto|kort, debiterat*, debiterats, debitering*, debiterad, två gånger .. betalat|dragit|debiterat|från, dragit .. gånger, dubbel* betalning|debitering|dragning, betalat två|dubbelt, aldrig .. godkänt|beställt|tecknat, inte .. godkänt|beställt, känner inte igen, inte känner igen, utan mitt|min godkännande|tillåtelse|samtycke, bedrägeri, lurad, lurendrejeri, stulit, obehörig*, okänd betalning|transaktion, kontoutdrag, tagit .. pengar, fakturerad* .. gånger, dragit|dragits|tagit|tagits|drog|drar|dras .. pengar|kronor|kr|kortet|kontot|gånger, utan att fråga|jag|ha, utan tillåtelse|lov|godkännande|samtycke, aldrig .. velat|bett|godkänt|beställt, fortfarande .. dras|debiter*|betalar, fortsätter .. dra*|debiter*",
    ),
    (
        Topic::Mistake,
        "av misstag, av en slump, råkade, råkat, glömt|glömde .. säga|avsluta|avbryta|avboka, glömde att, glömt att, förnyats .. automatiskt, automatiskt förny*, förnyades, fel abonnemang|prenumeration|plan, aldrig använt, inte använt, har inte använt, utan att jag, misstag, son|dotter|barn|barnet .. köpt*|köpte|beställ*|tecknat, köpte|köpt|valde|tecknade|beställde .. misstag|fel|misstaget, fel plan|paket|knapp, istället för månad*, utan att veta|förstå",
    ),
    (
        Topic::Withdrawal,
        "ångerrätt*, ångra mig, ångrar, ångerfrist, 14 dagar, häva, returnera*, retur av, frånträda",
    ),
    (
        Topic::Invoice,
        "faktura*, fakturor, fakturan, kvitto*, kvitton, moms, momsnummer, organisationsnummer, fakturaadress, kreditfaktura, betalningsbevis, kvitto, utlägg, reseräkning, bokföring, redovisning, deklaration",
    ),
    (
        Topic::Payment,
        "betala*, betalning*, betalar, betalat, betalt, köp*, köpt, köpte, köpa, kort, kortet, bankkort, kreditkort, swish, klarna, paypal, kr, kronor, euro, bank, belopp*, pengar, autogiro, avgift*",
    ),
    (
        Topic::Cancel,
        "säga upp, säger upp, sagt upp, sag upp, uppsäg*, avsluta* .. prenumeration*|abonnemang*|medlemskap*|konto*|betalning*|provperiod*, avslutar, avsluta, avbryt* .. prenumeration*|abonnemang*|medlemskap*|betalning*, avbeställ*, avboka*, stoppa* .. prenumeration*|abonnemang*|betalning*|förnyelse*, stänga av .. förnyelse*, avregistrera*, avprenumerera, inte förnya, inte .. förlänga, inte längre ha, vill inte ha .. prenumeration*|abonnemang*, ta bort .. prenumeration*|abonnemang*, sluta betala, gå ur, inte .. mer|längre|fler .. dra|dras|debiter*, behöver|använder|vill|nyttjar .. inte .. längre|mer, inte längre .. behöver|använder|vill|betala|ha, inte .. behöver|använder .. längre, sluta|slutar .. betala|prenumerera|med, avsluta*, bli av med, inte fortsätta|förnya, stäng .. av .. förny*, stänga|stäng konto*|av .. prenumeration*|abonnemang*, säg upp, stoppa*, prenumeration*|abonnemang* .. avsluta*|upp|stoppa*|bort|slut",
    ),
    (
        Topic::Subscription,
        "prenumeration*, prenumration*, abonnemang*, abonemang*, *abonnemang, *abonnemanget, *prenumeration, medlemskap*, provperiod*, testperiod*, premium*, förny*, licens*, årsabonnemang*, månadsabonnemang*, plan, paket, årlig*, månadsvis, gratisperiod",
    ),
    (
        Topic::How,
        "hur kan|gör|avslutar|byter|ändrar|fungerar|får|laddar|tar|raderar|stänger|delar|hittar|säger|lägger|många|mycket|länge|ofta|ska|använder|kommer|loggar|ser|köper|slutar|aktiverar|skapar, hur jag|man|vi, var kan|hittar|finns|är|ser|står, vart hittar|kan, kan jag|man|vi|ni|du, går det, är det möjligt, finns det, finns, möjligt att, vad är|kostar|händer|ska|gör|ingår, jag .. fråga, en fråga, fråga om|angående, undrar, undrade, veta hur|om|var, vet inte hur|var|om, förstår inte hur, fattar inte hur, förklara hur, instruktion*, guide, skillnad*, måste jag, får jag, behöver jag, kan ni .. berätta|förklara|säga, ^vilka|vilken|vilket, med|i|på|till vilken|vilka|vilket, tar|räknar|sparar|säljer|skickar ni, hur|var|vart|när _ jag|man|vi|ni, ^är|kan|går|finns|fungerar|funkar|har|får|kostar|måste|ingår|gäller|räcker det|den|man|jag|appen|vi|detta|också|på|något|någon|en|ett|studenter, kan|får|måste man|jag|vi|ni, vad ingår|kostar|händer|gör, vilka format|filer|språk, hur gör|många|mycket|länge, går det .. att, vill veta, skulle vilja veta, undrar om|hur|var",
    ),
    (Topic::Why, "varför, hur kommer det sig, vad beror"),
    (
        Topic::Lost,
        "hittar .. inte, inte hitta, hittar ingen, hittar inget, ser inte, ingenstans, var är min|mitt|mina|den|det, ingen knapp, kan inte hitta, hittar|ser ingen|inget|inte .. knapp|knappen|alternativ*",
    ),
    (
        Topic::Want,
        "jag vill|skulle|önskar|behöver|vill gärna, vill, önskar, behöver, snälla, hjälp, hjälpa, kan ni, tack",
    ),
    (
        Topic::Fault,
        "fel, felet, felmeddelande*, felkod, bugg*, buggar, kraschar, kraschat, krasch*, hänger sig, hänger, fryser, fryst, fungerar|funkar|fungerade|funkade .. inte, fungerar|funkar inte|ej|dåligt|inget, inte .. fungerar|funkar|fungera|funka, går inte, laddar inte, laddas inte, laddar .. inte, öppnas inte, öppnar inte, sparas inte, sparar inte, startar inte, visas inte, visar inte, synkar inte, synkas inte, svarar inte, spelas inte, spelar inte, skapas inte, genereras inte, händer inget|ingenting, inget händer, ingenting händer, trasig*, sönder, störning*, driftstörning*, vit|svart|blank|tom skärm|sida, fastnar, fastnat, stannar, något gick fel, gick fel, misslyck*, stängs av, stänger ner, stänger av sig, stängs ner, loggas ut, kastas ut, ur funktion, evighet, slutat fungera, lagg*, kommer upp ett fel, knappen .. grå|inaktiv, gråmarkerad*, laddas|laddar inte|ej ner|ned, brus, går inte att ladda|öppna|spara|spela|skriva, hörs|hör|fungerar|funkar|öppnas|öppnar|laddas|laddar|startar|svarar|reagerar|sparar|sparas|visas|visar|synkar|skapas|skapar|skickas|skickar|skriver|läser|uppdateras|uppdaterar|spelas|spelar|går|känner|räknas|rör|syns .. inte|ej|inget|ingenting|inga, stängs|stänger .. ner|av|sig|ned, loggas|loggar .. ut .. hela|alltid|ständigt, snurrar, hackar, klipps av, avklipp*, avbryts, avbruten, suddig*, oläslig*, dubbla|dubbelt .. kort|rader|upp, kort|rader .. dubbla|dubbelt, hittar på, påhittad*, fel svar|datum|språk|tid|pris|bild|lösenord|namn|adress|dag, svar|svaren|datum|tiden|priset .. fel, markeras|visas|räknas .. fel|rätt, baklänges, nollställ*, blinkar, upp och ner, rött meddelande|kryss, röd ruta, visar .. fel|gamla|gammal|tom*, laddar och laddar, laddar bara, hoppar",
    ),
    (
        Topic::Cannot,
        "kan|kunde|kunnat inte|ej, inte kan|kunde|kunnat, kan .. inte längre, går inte att, går ej att, omöjligt, inte möjligt, lyckas inte, får inte|ej, låter mig inte, det går inte, tillåter inte, kommer inte åt, kommer inte in, kan|kunde .. inte|ej|inget, kommer inte in|åt|vidare, vägrar, får inte upp|igång",
    ),
    (
        Topic::Missing,
        "försvunn*, försvann, borta, är borta, förlorat, förlorade, saknas, raderats, raderades, inte .. fått|kommit|mottagit, aldrig fått|kom|kommit, får ingen|inget|inga, har inte fått, kommer inte fram, tom, tomt, tomma, inget ljud, ingen bild, inget mejl, ingen kod|länk, finns inte kvar|längre, syns inte, försvinner, inte kommit|kommer|dykt, kommer aldrig|inte|ingen, alla .. borta|tomma, inte fått .. kod|mejl|mail|länk, är tom|tomma|tomt|borta, får ingen|inget|inga .. kod|mejl|mail|länk|notis*, ser inte .. längre",
    ),
    (
        Topic::Odd,
        "problem*, konstig*, märklig*, långsam*, seg, segt, felaktig*, svårighet*, fixa, lösa, laga, teknisk*, åtgärda*, stämmer inte, krånglar, strular, strul",
    ),
    (
        Topic::Contrast,
        "bara .. kvar, nu bara, trots, fast, fastän, även om, plötsligt, istället för, i stället för, av sig självt|själv, inte .. längre, fungerade|funkade|gick .. förut|igår|tidigare|innan, mitt i, hela tiden, utan anledning, ändå, utan förvarning",
    ),
    (
        Topic::DoesNot,
        "inte, ej, inget, ingen, inga, ingenting, aldrig",
    ),
    (
        Topic::Tried,
        "installerat om, ominstall*, avinstall*, startat om, starta om, sedan .. uppdatering*|igår|idag, efter uppdatering*, sen uppdatering*, varje gång, när jag .. försöker|klickar|öppnar|trycker|ska|vill|loggar, så fort jag, försökt flera, provat .. gånger|allt|andra|starta, har provat, har försökt, flera gånger, rensat cache*, annan webbläsare, hela tiden, sedan|sen igår|idag|morse|uppdateringen|i, när jag .. importerar|laddar|sparar|spelar|skriver|exporterar, skräppost*, har testat|provat|försökt, i morse",
    ),
    (
        Topic::Access,
        "betalat .. men, köpt .. men, betalning* .. men, fortfarande .. gratis*|låst|ingen tillgång|inte premium, fortfarande gratis*, ingen tillgång, inte tillgång, inte aktiver*, inte fått tillgång, ej aktiver*, ändå .. gratis*, betalat|köpt .. fortfarande|inget|gratis*|låst, gratismånad .. inte|aldrig",
    ),
    (
        Topic::Login,
        "logga in, loggar in, inlogg*, inloggad, logga* .. in, login, bank id, bankid, verifieringskod*, verifier*, engångskod, komma in, kommer inte in, inloggningskod*, engångskod*",
    ),
    (
        Topic::Password,
        "lösenord*, glömt lösenord*, åtkomst, tillgång, användarnamn*, inloggningsuppgifter, återställa lösenord*",
    ),
    (
        Topic::Account,
        "konto, kontot, konton, mitt konto, profil*, mejladress*, e post*, epost*, mailadress*, email*, personuppgift*, gdpr, mina uppgifter, uppgifter, telefonnummer, radera .. konto, ta bort .. konto, avsluta .. konto, mejl, mail, e post, adress, namn, två konton",
    ),
    (
        Topic::Change,
        "byt*, ändra*, ändrar, inställning*, ställa in, radera*, ta bort, flytt*, dela, delar, överför*, lägg* till, lägga in, bjuda in, bjud in, ladda upp|ner|ned, laddar upp|ner|ned, importera*, exportera*, skapa*, redigera*, aktivera*, avaktivera*, inaktivera*, använd*, spara*, återställ*, koppla*, skriv* ut, döpa om, uppdatera*, installera*, slå ihop|samman, sortera*, skanna*, kopiera*, klistra*, byta från|till, stänga av, sätta på, lägga upp, föra över, skriva ut",
    ),
    (
        Topic::Product,
        "app, appen, kort, flashcard*, kortlek*, fil, filen, filer, mapp, mappar, dokument*, anteckning*, sida, sidan, knapp*, skärm*, språk*, läge, version*, funktion*, notis*, avisering*, bild, bilder, foto*, video*, film*, ljud*, podcast*, podd*, quiz*, prov, tenta*, kurs*, lektion*, sammanfattning*, kalender*, projekt*, länk*, enhet*, telefon*, surfplatta, platta, dator*, offline, internet, team*, användare, grupp*, program*, mjukvara, hemsida*, webbplats*, meny*, sök*, framsteg, frågor, svar, chatt*, gräns, poäng, inbjudan, svenska, engelska, ämne*, kapitel, kollega*, vänner, ai, handledare, timer, tangentbord, fält, översikt, bokning*, skrivare*, kassa*, kvitton, formel*, typsnitt, hörlurar, titel, svaret, svaren, fråga, frågan, lista*, tabell*, statistik*, påminnelse*, lager, kamera*, mikrofon*, varukorg*, filter*, podden, ljudet, korten, kompis*, vän, logga, röst*, meddelande*, knappen, pdf*",
    ),
    (
        Topic::Feature,
        "vore .. bra|kul|trevligt|bättre|grymt|toppen om|att|med, det vore, skulle vara .. bra|kul|toppen, kan ni lägga till, kunde lägga till, lägga till .. läge|funktion|stöd, förslag*, föreslår, önskemål, idé, idéer, förbättring*, planerar ni, planerat, saknar en, mörkt läge, feedback, vore .. bra|kul|trevligt|bättre|grymt|toppen|snyggt, kan|kunde|kunna ni|man .. lägga till|införa, skulle vara .. bra|kul|toppen|grymt|snyggt, jag saknar .. läge|funktion|möjlighet, en idé",
    ),
    (
        Topic::Price,
        "pris*, priser, vad kostar, kostar, kostnad*, rabatt*, rabattkod*, studentrabatt*, kupong*, kampanjkod*, kampanj*, billigare, dyrt, dyr, gratis, offert*, erbjudande*, hur mycket kostar, studentpris*",
    ),
    (
        Topic::Sales,
        "demo, visning av, offert*, för vår|min|en skola|firma|klass|arbetsplats, för vårt|mitt|ett företag|team|lag, licenser för|till, lärare, anställda, säljare, försäljning, volymrabatt, skollicens*, företagslicens*, intresserad* av, uppgradera*, vi är en skola, vi är ett företag, gymnasi*, skola, skolor, högskola, för .. klasser|elever|studenter|anställda|kollegor",
    ),
    (
        Topic::Delivery,
        "paket, paketet, leverans*, levererat*, levereras, frakt*, skickat, skickades, försändelse*, beställning*, ordernummer, order, spårning*, spåra, postnord, slut i lager, returetikett",
    ),
    (
        Topic::Thanks,
        "tack för .. hjälp*|svar*|support*|allt, tack så mycket för, stort tack för, fungerar nu|igen, funkar nu|igen, nu fungerar|funkar, löst, löste sig, problemet är löst, det är löst, bra jobbat, bästa appen, toppen app, redan hittat, tack igen, ni är toppen|bäst, hittade, har hittat, nu funkar|fungerar|går, löst nu, tack vare, ni är .. bäst|grymma|toppen|underbara, tack .. funkar|fungerar|löst|hjälpen, klarade tentan|provet",
    ),
    (
        Topic::Advert,
        "vi erbjuder, våra tjänster, sökmotoroptimering, fler kunder, ökad försäljning, öka .. försäljning|trafik|synlighet, marknadsföring*, reklam, byrå, lån, krediter, vunnit, du har vunnit, tjäna pengar, investering*, nyhetsbrev, följare, webbdesign, kostnadsfri rådgivning, utan förpliktelser, länkar till, vårt erbjudande|verktyg, våra produkter|experter|lösningar, vårt företag|byrå erbjuder, erbjuder er|dig, vi hjälper företag|er, vår byrå|lösning|plattform|tjänst, kort samtal|möte, leads, boka ett möte|samtal, vi är en byrå, vi utvecklar, er hemsida, synlighet, leverantör*",
    ),
    (
        Topic::Approach,
        "ansökan om, jobbansökan, praktik*, praktikplats, cv, personligt brev, ledig tjänst, lediga jobb, jobba hos|för er, anställning, samarbet*, partnerskap, sponsr*, journalist*, press, intervju*, enkät, uppsats, influencer*, ambassadör*, jobb, jobba .. hos|för|åt er, anställa, söker jobb, extrajobb, sommarjobb, frilans*, examensarbete, undersökning, samarbeta*",
    ),
    (
        Topic::Homework,
        "beräkna*, räkna ut, lös ekvation*, ekvation*, arean, omkrets*, triangel*, cirkel*, radien, förklara vad|varför|skillnaden, beskriv*, definiera, definition*, översätt*, skriv en|ett, sammanfatta*, uppsats om, vad är huvudstaden, huvudstad*, vem var|uppfann, när var|började, fotosyntes*, cell, celler, cellen, *analys, immun*, revolution*, krig*, världskrig*, århundrade, kapitel 1, glosor, grammatik, biologi, fysik, kemi, historia, geografi, matematik*, matte, filosofi, anatomi, ekonomi, läxa, läxor, uppgift 1, kloroplast*, förklara|förklarar .. för|fotosyntesen|vad|kort|lätt, skriv .. uppsats|text|dikt|ord|brev|berättelse, sammanfattning av kapitel|boken, världskriget, varför började, orsaker till, kan du .. sammanfatta|skriva|lösa|räkna, religion, svenska skriv, hur räknar man, andragrads*, böj verbet",
    ),
    (
        Topic::Urgent,
        "brådskande, akut*, snarast*, så snart som möjligt, så fort som möjligt, omedelbart, omgående, genast, direkt, asap, bråttom, nödläge, skyndsamt",
    ),
    (
        Topic::Deadline,
        "idag, i dag, ikväll, i kväll, imorgon, i morgon, innan imorgon|måndag|tisdag|onsdag|torsdag|fredag, deadline, prov .. imorgon|måndag, tenta .. imorgon|måndag, inom .. timmar, senast",
    ),
    (
        Topic::Blocked,
        "kan inte arbeta|jobba, hela teamet|företaget|klassen, alla användare|kunder|anställda, ingen kan, står still*, ligger nere, nere för alla, driftstopp, produktion, dataförlust, all data borta|förlorad, hackad*, kapad*, säkerhet*, läckt, läcka",
    ),
    (
        Topic::Negative,
        "dålig*, dåligt, besviken, besvikna, missnöjd*, arg, upprörd*, irriter*, irriterande, skandal*, skam*, hemsk*, usel*, värdelös*, tyvärr, lurad, bedrägeri, klagomål, klaga*, oseriös*, orättvis*, löjlig*, urusel*, skit*",
    ),
    (
        Topic::Frustrated,
        "oacceptabel*, oacceptabelt, trött på, less på, nog nu, tredje|andra|fjärde gången|mejlet|mailet, väntar fortfarande, fortfarande väntar|inte|ingen, inget svar, ingen svarar, inte fått svar, i veckor|månader|flera dagar, sedan veckor, flera gånger, återigen, ännu en gång, redan skrivit|kontaktat|mejlat, hur många gånger, slöseri med tid, frustrer*, löjlig*, äntligen, skandal*",
    ),
    (
        Topic::Threat,
        "advokat*, jurist*, juridisk*, rättslig*, domstol*, polisanmäl*, polis*, konsumentverket, konsumentombuds*, arn, reklamationsnämnd*, imy, trustpilot, dålig recension, negativ recension, bestrida, kronofogden",
    ),
    (
        Topic::Positive,
        "toppen, jättebra, fantastisk*, underbar*, perfekt*, älskar, grym*, suverän*, nöjd*, tack så mycket, stort tack, tusen tack, bästa appen, utmärkt, kanon, härlig*, glad",
    ),
    (
        Topic::NoHurry,
        "inte bråttom, ingen brådska, inte brådskande, ingen stress, när ni har tid, när ni hinner, liten fråga, kort fråga, bara en fråga, bara undrar, för kännedom, stavfel, skrivfel, förslag, i lugn och ro",
    ),
    (Topic::No, "ingen, inget, inga, utan, inte ett, inte en"),
    (
        Topic::NotWanted,
        "vill|önskar|behöver inte, inte .. be om, begär inte, handlar inte om, gäller inte, istället för",
    ),
    (
        Topic::Condition,
        "om jag|mitt|min|man|vi|provperioden|abonnemanget, när provperioden|prenumerationen|abonnemanget",
    ),
    (
        Topic::Ask,
        "har ni, kan ni, skulle ni, erbjuder ni, söker ni",
    ),
    (
        Topic::OtherMeaning,
        "inte dragits|dragit|debiterats, återbetalningspolicy, innan .. dras|debiter*|förnyas, inga|inget problem, inte bara, varför inte, om inte, eller inte, utan att förlora, inte förlora, ingen fara, ingen brådska",
    ),
];
