//! Units and numerals in eight languages.
//!
//! Invariant: a word means the same unit wherever it stands; what is unknown has no unit.

/// What a number counts, where it matters to tell promises apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Percent,
    Euro,
    Dollar,
    Pound,
    Franc,
    Krona,
    Byte(u8),
}

/// Folded words and their unit. Working days are days: what follows the number decides.
const UNITS: &[(Unit, &str)] = &[
    (
        Unit::Second,
        "second seconds sekunde sekunden seconde seconden secondes secondo secondi segundo segundos sekund sekunder",
    ),
    (
        Unit::Minute,
        "minute minutes minuten minuut minuto minuti minutos minut minuter min",
    ),
    (
        Unit::Hour,
        "hour hours stunde stunden uur uren heure heures ora ore hora horas timme timmar h",
    ),
    (
        Unit::Day,
        "day days workday workdays tag tage tagen werktag werktage werktagen arbeitstage arbeitstagen dag dagen werkdag werkdagen jour jours giorno giorni dia dias dagar arbetsdagar",
    ),
    (
        Unit::Week,
        "week weeks woche wochen weken semaine semaines settimana settimane semana semanas vecka veckor",
    ),
    (
        Unit::Month,
        "month months monat monate monaten monats maand maanden mois mese mesi mes meses manad manader",
    ),
    (
        Unit::Year,
        "year years jahr jahre jahren jahres jaar jaren an ans annee annees anno anni ano anos ar",
    ),
    (
        Unit::Percent,
        "percent prozent procent pourcent percento porciento porcento %",
    ),
    (Unit::Euro, "euro euros eur €"),
    (Unit::Dollar, "dollar dollars usd $ dolares dolari"),
    (Unit::Pound, "pound pounds gbp £ pfund"),
    (Unit::Franc, "franken chf sfr francs francos franchi"),
    (Unit::Krona, "kronor krona sek kr kronen kroner"),
    (Unit::Byte(1), "kb kib"),
    (Unit::Byte(2), "mb mib megabyte megabytes mo"),
    (Unit::Byte(3), "gb gib gigabyte gigabytes go"),
];

/// The unit of a folded word or sign.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let word = word.trim_end_matches('.');
    UNITS
        .iter()
        .find(|(_, words)| words.split(' ').any(|w| w == word))
        .map(|(unit, _)| *unit)
}

/// Folded numerals from two on; "one" is an article in most languages.
const NUMERALS: &[(&str, &str)] = &[
    ("2", "two zwei twee deux due dos dois duas tva couple"),
    ("3", "three drei drie trois tre tres"),
    ("4", "four vier quatre quattro cuatro quatro fyra"),
    ("5", "five funf vijf cinq cinque cinco fem"),
    ("6", "six sechs zes sei seis sex"),
    ("7", "seven sieben zeven sept sette siete sete sju"),
    ("8", "eight acht huit otto ocho oito atta"),
    ("9", "nine neun negen neuf nove nueve nio"),
    ("10", "ten zehn tien dix dieci diez dez tio"),
    ("12", "twelve zwolf twaalf douze dodici doce doze tolv"),
    (
        "14",
        "fourteen vierzehn veertien quatorze quattordici catorce fjorton",
    ),
    (
        "20",
        "twenty zwanzig twintig vingt venti veinte vinte tjugo",
    ),
    (
        "24",
        "vierundzwanzig vierentwintig ventiquattro veinticuatro",
    ),
    (
        "30",
        "thirty dreissig dertig trente trenta treinta trinta trettio",
    ),
    (
        "50",
        "fifty funfzig vijftig cinquante cinquanta cincuenta cinquenta femtio",
    ),
    (
        "60",
        "sixty sechzig zestig soixante sessanta sesenta sessenta sextio",
    ),
    (
        "90",
        "ninety neunzig negentig nonante novanta noventa nittio",
    ),
    ("100", "hundred hundert honderd cent cento cien hundra"),
    ("1000", "thousand tausend duizend mille mil tusen"),
];

/// The number that a folded word stands for.
pub(super) fn numeral(word: &str) -> Option<&'static str> {
    NUMERALS
        .iter()
        .find(|(_, words)| words.split(' ').any(|w| w == word))
        .map(|(number, _)| *number)
}

/// Folded names of months, January first.
const MONTHS: [&str; 12] = [
    "january jan januar janner januari janvier gennaio enero janeiro",
    "february feb februar februari fevrier febbraio febrero fevereiro",
    "march mar marz maart mars marzo marco",
    "april apr avril aprile abril",
    "may mai mei maggio mayo maio maj",
    "june jun juni juin giugno junio junho",
    "july jul juli juillet luglio julio julho",
    "august aug augustus aout agosto augusti",
    "september sep sept septembre settembre septiembre setembro",
    "october oct oktober octobre ottobre octubre outubro okt",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre dicembre diciembre dezembro",
];

/// The number of a month by its folded name.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    (1u8..)
        .zip(MONTHS)
        .find(|(_, names)| names.split(' ').any(|n| n == word))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_languages_are_known() {
        for word in ["days", "tagen", "dagen", "jours", "giorni", "dias", "dagar"] {
            assert_eq!(unit(word), Some(Unit::Day), "{word}");
        }
        assert_eq!(numeral("vierzehn"), Some("14"));
        assert_eq!(month("aout"), Some(8));
        assert_eq!(unit("cards"), None);
        assert_eq!(numeral("one"), None);
    }
}
