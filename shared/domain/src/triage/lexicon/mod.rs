//! What customers write, as tables: one file for each language, rows of a topic and its terms.
//!
//! Invariant: tables hold words only; what a topic means for a category is decided elsewhere.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod nl;
mod pt;
mod sv;

use std::sync::LazyLock;

use super::language::Known;
use super::pattern::Index;
use crate::status::words;

words! {
    /// What a term speaks of.
    Topic {
        /// Wants money back.
        Refund = "refund",
        /// Money was taken that should not have been.
        Charge = "charge",
        /// Bought, renewed or forgotten by mistake.
        Mistake = "mistake",
        /// Takes a contract back by law.
        Withdrawal = "withdrawal",
        /// Invoices and receipts.
        Invoice = "invoice",
        /// Paying, cards, amounts.
        Payment = "payment",
        /// Wants to end a subscription.
        Cancel = "cancel",
        /// A subscription, plan or trial is named.
        Subscription = "subscription",
        /// Asks how, where or whether.
        How = "how",
        /// Asks the reader: do you, have you, can we.
        Ask = "asks-you",
        /// Asks what happens in a case: if I, when the trial ends.
        Condition = "asks-what-if",
        /// Asks why.
        Why = "asks-why",
        /// Cannot find something in the product.
        Lost = "not-found",
        /// Wishes something.
        Want = "wish",
        /// Something is broken.
        Fault = "fault",
        /// Something cannot be done.
        Cannot = "cannot",
        /// Something is gone, empty or did not arrive.
        Missing = "missing",
        /// Something is odd.
        Odd = "problem",
        /// Something is other than expected: although, suddenly, instead of.
        Contrast = "against-expectation",
        /// Something is not, or not any more.
        DoesNot = "does-not",
        /// Tried again, restarted, since the update.
        Tried = "tried",
        /// Paid, but without what was paid for.
        Access = "paid-without-access",
        /// Signing in.
        Login = "sign-in",
        /// Passwords.
        Password = "password",
        /// The account and its data.
        Account = "account",
        /// Changing, sharing, moving, deleting.
        Change = "change",
        /// Parts of a product.
        Product = "product",
        /// Asks for a feature.
        Feature = "feature-wish",
        /// Prices and discounts.
        Price = "price",
        /// Buying for a company or school.
        Sales = "sales",
        /// Parcels and orders.
        Delivery = "delivery",
        /// Thanks and nothing else.
        Thanks = "thanks",
        /// Advertising.
        Advert = "advert",
        /// Jobs, press, partnerships.
        Approach = "approach",
        /// Exercises and general knowledge.
        Homework = "homework",
        /// Wants it soon.
        Urgent = "urgent",
        /// Has a date.
        Deadline = "deadline",
        /// Work stands still, data or safety is in danger.
        Blocked = "blocked",
        /// Displeased.
        Negative = "negative",
        /// Not for the first time, or at the end of patience.
        Frustrated = "frustrated",
        /// Lawyers, authorities, public reviews.
        Threat = "threat",
        /// Pleased.
        Positive = "positive",
        /// Can wait.
        NoHurry = "no-hurry",
        /// Takes back what directly follows.
        No = "no",
        /// Words that mean something else together; what lies within does not count.
        OtherMeaning = "other-meaning",
        /// A term of the organisation's own.
        Own = "term",
        /// Takes back what follows a few words later.
        NotWanted = "not-wanted",
    }
}

/// A table: topics and their terms, separated by commas.
type Table = &'static [(Topic, &'static str)];

fn table(language: Known) -> Table {
    match language {
        Known::En => en::TABLE,
        Known::De => de::TABLE,
        Known::Nl => nl::TABLE,
        Known::Fr => fr::TABLE,
        Known::It => it::TABLE,
        Known::Es => es::TABLE,
        Known::Pt => pt::TABLE,
        Known::Sv => sv::TABLE,
    }
}

/// The table of a language, ready for look-ups; made when first asked for.
pub(crate) fn index(language: Known) -> &'static Index {
    static EN: LazyLock<Index> = LazyLock::new(|| make(Known::En));
    static DE: LazyLock<Index> = LazyLock::new(|| make(Known::De));
    static NL: LazyLock<Index> = LazyLock::new(|| make(Known::Nl));
    static FR: LazyLock<Index> = LazyLock::new(|| make(Known::Fr));
    static IT: LazyLock<Index> = LazyLock::new(|| make(Known::It));
    static ES: LazyLock<Index> = LazyLock::new(|| make(Known::Es));
    static PT: LazyLock<Index> = LazyLock::new(|| make(Known::Pt));
    static SV: LazyLock<Index> = LazyLock::new(|| make(Known::Sv));
    match language {
        Known::En => &EN,
        Known::De => &DE,
        Known::Nl => &NL,
        Known::Fr => &FR,
        Known::It => &IT,
        Known::Es => &ES,
        Known::Pt => &PT,
        Known::Sv => &SV,
    }
}

fn make(language: Known) -> Index {
    let index = Index::new(SHARED, table(language));
    match language {
        Known::De | Known::Nl | Known::Sv => index.with_compounds(),
        Known::En | Known::Fr | Known::It | Known::Es | Known::Pt => index,
    }
}

/// Words that many languages borrow.
const SHARED: Table = &[
    (Topic::Refund, "refund*, chargeback"),
    (
        Topic::Fault,
        "bug, bugs, crash*, error, errors, error 500, 404, 502, 503, 504, timeout, glitch*, error code",
    ),
    (Topic::Login, "login, log in"),
    (Topic::Account, "account, accounts"),
    (Topic::Subscription, "abo, abos, premium, trial"),
    (Topic::Cancel, "cancel subscription, unsubscribe"),
    (
        Topic::Product,
        "app, apps, pdf, deck, decks, upload*, download*, import*, export*, quiz*, podcast*, iphone, ipad, android, browser, chrome, firefox, safari, screenshot*, website, video*, plugin*, dashboard, workspace*, api, pdfs, chromebook*, macbook*, mac, windows, linux, anki, csv, excel, powerpoint, ppt, docx, mp3, mp4, qr, widget*, chatbot*, emoji*, wifi, wlan, bluetooth, beta, apple, notion, onenote",
    ),
    (
        Topic::Advert,
        "seo, backlink*, guest post, casino, bitcoin, crypto, forex, viagra, whatsapp me",
    ),
    (Topic::Urgent, "asap, sos"),
    (
        Topic::Homework,
        "mitos*, meios*, osmos*, pythagor*, redox*, eukaryot*, eucaryot*, photosynth*, fotosynt*, dna, logarithm*, algebra*, napoleon*, shakespeare*, mitochond*, enzym*, ww2, ww1",
    ),
];
