//! Terms of customers who write English.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "refund*, re fund, reimburs*, money|cash|payment .. back, my money, give .. money, return .. money|payment|amount, get .. money back, want .. back the money, compensat*, chargeback*, charge back, revers* .. charge|payment|transaction, credit .. back, my money returned",
    ),
    (
        Topic::Charge,
        "charged|billed|debited, charged|billed .. twice|again|double, double charge*, charged me, you charge, overcharg*, unauthori*, unauthori* charge|payment|transaction, unknown|unexpected|strange|mysterious charge|payment|transaction, charge on my, charges on my, took|taken|take|deduct*|withdr* .. money|payment|euro|dollars|pounds|funds, paid twice, second payment, duplicate charge|payment, never signed up, never authori*, didnt authori*, did not authori*, dont recogni* .. charge|payment, bank statement, scam*, fraud*",
    ),
    (
        Topic::Mistake,
        "by mistake, by accident, accident* bought|purchased|subscribed|ordered, wrong plan|subscription, forgot|forgotten to cancel|unsubscribe, renewed automatic*, renewed without, auto renew* .. without, automatic* renew*, auto renewed, didnt|not want .. renew*, not as advertised, not what was advertised, havent used, not used it, never used",
    ),
    (
        Topic::Withdrawal,
        "right of withdrawal, withdraw from .. contract|purchase|agreement, cooling off, cooling period, rescind, revoke .. contract|purchase, return .. product|item|order",
    ),
    (
        Topic::Invoice,
        "invoice*, receipt*, tax|vat number|id|invoice|receipt, billing address|details|history, bill for, credit note, purchase order",
    ),
    (
        Topic::Payment,
        "pay, paid, pays, paying, payment*, bill, bills, billing, credit card, debit card, card, paypal, dollar*, euro*, pounds, usd, eur, bank, transaction*, purchase*, bought, visa, mastercard, direct debit, fee, fees",
    ),
    (
        Topic::Cancel,
        "cancel* .. subscription|membership|plan|account|premium|trial|renewal, cancel*, cancellation, unsubscrib*, stop|end|terminate|quit|close .. subscription|membership|plan|premium|payments|trial|renewal|paying, stop .. payment|payments|charging, turn off .. renewal|renew, dont|not want|need .. subscription|membership|premium|anymore, not renew*, get out of .. subscription|contract, opt out, downgrade .. free, discontinue",
    ),
    (
        Topic::Subscription,
        "subscription*, subscripton*, subcription*, membership*, plan, plans, premium, free trial, trial, renew*, yearly, annual, monthly, licen*, seat, seats, tier",
    ),
    (
        Topic::How,
        "how do|can|to|does|would|should|could|may|must|many|much|long|often|is, how i, where do|can|is|are|to|would|should|will, where i, can|could i|we|you|one|someone, is it possible, is there|it, are there, do|does you|it|the|your|this|i|we, what is|are|does|happens|do, whats, which, which file|files|formats|browser, when will|is|does|can|do, possible to, may i, am i able, would it, will it|you|i|the|my, wondering, wonder if, question about, question regarding, i have a question, tell|show me how|where|what|if, dont|not know|understand|sure how|where|what|if|why, explain how to, instructions, tutorial, guide me, difference between, why, want to know, like to know, need to know, let me know how|if|where",
    ),
    (
        Topic::Lost,
        "cant|cannot|couldnt|unable|not .. find|see|locate|figure, where is|are my|the, dont see, do not see, where .. go, nowhere",
    ),
    (
        Topic::Want,
        "i|we want|need|wish, id|i|we .. like, please, pls, plz, could|can|would you, can i, help me, help, looking for, hoping to, trying to",
    ),
    (
        Topic::Fault,
        "error*, bug, bugs, buggy, crash*, broken, breaks, freez*, frozen, not|doesnt|dont|isnt|wont|didnt|stopped|stops|never|hasnt|arent|stop work*|function*|load*|open*|respond*|sync*|start*|play*|save*|show*|update*|display*|process*|connect*|launch*|print*|appear*|complete*|accept*|recogni*, nothing happens, nothing happened, nothing works, something went wrong, went wrong, fails, failed, failing, failure, stuck, hangs, keeps logging|closing|crashing|loading|saying|kicking|showing|giving|asking|freezing|failing|getting|spinning, keep getting, glitch*, malfunction*, out of sync, wrong date|time|result|amount|answer|answers|data|order|total|number, incorrect date|result|answer|answers|data, infinite|endless loading|loop, white|blank|black screen, screen is black|blank|white, timed out, error code, error message, it says error, spinning wheel, corrupt*, unavailable, server down, site is down, defect*, not .. properly|correctly",
    ),
    (
        Topic::Cannot,
        "cant, cannot, can not, couldnt, could not, unable, impossible to, not able, wont let me, doesnt let me, does not let me, not letting me, not allow* me, doesnt allow, refuses to, not possible, no longer able",
    ),
    (
        Topic::Missing,
        "disappeared, vanished, missing, gone, is empty, are empty, stays blank, page blank, is blank, lost all|my|everything, lost .. data|notes|progress|work|files, deleted itself, have|has|didnt|did|never|not receive*|arrived|got|get .. code|email|mail|link|confirmation|message, not received, never received, never arrived, didnt arrive, did not arrive, no sound, no audio, no picture, not there anymore, no longer there",
    ),
    (
        Topic::Odd,
        "problem*, issue*, trouble*, wrong, strange, weird, difficulties, incorrect*, slow, slowly, laggy, lag, unexpected, fix, fixed, repair*, investigat*, technical",
    ),
    (
        Topic::Tried,
        "reinstall*, restart*, reboot*, cleared .. cache|cookies, since|after .. update|upgrade|yesterday|today|this morning|last week, latest version, tried .. times|twice|again|different|several|everything|chrome|firefox|another, incognito, every time i, whenever i, as soon as i, each time i, when i try|click|press|open|tap, if i try|click|press|open",
    ),
    (
        Topic::Access,
        "paid|bought|purchased|subscribed|upgraded .. but|still .. free|no access|not active|basic|locked, still .. free plan|free version|locked|not active, no access, not have access, dont have access, lost access, not activated, payment went through, paid but, not been upgraded",
    ),
    (
        Topic::Login,
        "login, log in, log into, logging in, logged out, log on, sign in, signin, sign into, signing in, logs me out, locked out, verification code, two factor, 2fa, authenticat*, magic link",
    ),
    (
        Topic::Password,
        "password*, passwort, passcode, reset .. password, forgot .. password, access to my account, access my account, access, username, credentials",
    ),
    (
        Topic::Account,
        "account*, profile*, email address, my email, my e mail, my name, my data, personal data, phone number, gdpr, user name, delete my account|data|profile, delete .. account, close my account",
    ),
    (
        Topic::Change,
        "chang*, edit*, delet*, remov*, switch*, mov*, shar*, transfer*, invit*, set up, setup, setting*, update my, import*, export*, upload*, download*, creat*, add, sync*, merg*, print*, use, using, connect*, restor*, recover*, convert*, copy, duplicate, rename, install*, activat*, disabl*, enabl*, turn off|on",
    ),
    (
        Topic::Product,
        "app, apps, card, cards, flashcard*, deck*, file*, folder*, document*, note, notes, page*, button*, screen, language*, mode, version*, feature*, function*, notification*, email*, image*, photo*, picture*, video*, audio, sound, podcast*, quiz*, test, exam, exams, lecture*, course*, lesson*, summary, summaries, calendar, project*, report*, template*, link, device*, phone, tablet, computer, laptop, desktop, offline, team, user*, group*, integration*, software, program, tool, service, system, website, web, menu, tab, option*, search, progress, chat, import, export, limit*, credits, points, streak, referral*, invite*, dark mode",
    ),
    (
        Topic::Feature,
        "would be great|nice|good|helpful|useful|cool|awesome|lovely if|to, it would be, could you add|implement|include|introduce, please add|implement|include|support, feature request, suggestion*, suggest, i suggest, any plans, plan to add, planning to, roadmap, do you support, missing feature, wish there was, wish you, i miss a, will you add|support, idea for, feedback",
    ),
    (
        Topic::Price,
        "price*, pricing, cost, costs, how much, discount*, coupon*, voucher*, promo code, promotion code, student discount|rate|price, cheaper, expensive, rates, offer, offers, deal, quote, quotation, free for, for free, free version, is it free, how expensive, subscription options",
    ),
    (
        Topic::Sales,
        "demo, a demo, book a demo, schedule a call, sales, sales team, enterprise, for our|my school|company|team|organisation|organization|university|business|class|students|employees|department, licences for, licenses for, bulk, volume, team plan, school licen*, site licen*, upgrade*, interested in buying|purchasing|your, purchase .. licen*, procurement, reseller, buy, trial for, more seats, evaluate",
    ),
    (
        Topic::Delivery,
        "parcel, package, shipment, shipping, shipped, deliver*, tracking, track my order, my order, order number, courier, dispatch*, postage, out of stock, in stock, return label",
    ),
    (
        Topic::Thanks,
        "thank you|u .. help|support|much|everything|all, thanks for|a lot|so much|again|everyone, many thanks, works now, solved now, it is solved, problem solved, resolved now, got it working, keep up, great job|work, well done, love the|your|this, no longer needed, found it, you can close, have a nice",
    ),
    (
        Topic::Advert,
        "seo, backlink*, guest post*, rank .. google, first page of google, top of google, on google, increase .. traffic|sales|revenue|visibility, grow your business|audience|sales, boost your, we offer, we help companies|businesses|brands, our services, web design services, digital marketing, marketing agency, lead generation, leads, limited offer, limited time, click here, free audit, congratulations you, you have won, lottery, inheritance, investment opportunity, loan offer, loans, bitcoin, casino, earn money, work from home, cheap, buy now, mailing list, email list, instagram followers, followers, link building, outsourc*, our agency, business proposal, quick question about your website, i came across your website, i came across your",
    ),
    (
        Topic::Approach,
        "internship, job application, apply for, applying for, application for, my cv, my resume, curriculum vitae, vacancy, vacancies, open position*, hiring, job, jobs, career*, partnership*, collaborat*, sponsor*, affiliate*, influencer*, press inquiry, journalist, interview, research survey, investor*, invest in, ambassador*, podcast guest",
    ),
    (
        Topic::Homework,
        "solve, calculate, compute, equation*, prove that, derivative, integral, triangle, explain the|what|why|how|every, write an|a essay|poem|story|text|summary, essay, summarise|summarize, translate .. into|to|this, what is the capital, who was|is|were|invented|wrote, when was|did|were, what are the .. causes|parts|reasons|types|phases|stages|main, what were, what caused, causes of, define, definition of, multiply, divided by, homework, photosynthesis, cell, cells, revolution, war, century, chapter, vocabulary, grammar, biology, physics, chemistry, history, geography, mathematics, maths, philosophy, anatomy, economics, multiple choice, question 1, name three, give three, school subjects, to learn subjects",
    ),
    (
        Topic::Urgent,
        "urgent*, asap, as soon as possible, immediate*, right now, right away, emergency, critical, quickly, at once, high priority, top priority, time sensitive, straight away, now please",
    ),
    (
        Topic::Deadline,
        "today, tonight, tomorrow, deadline, by monday|tuesday|wednesday|thursday|friday|noon|tonight, this evening, within .. hours|hour, exam .. tomorrow|monday|week, in an hour, end of day, eod",
    ),
    (
        Topic::Blocked,
        "blocked, blocking, cannot work, cant work, production, everyone is, whole team, entire team, all our users|customers|employees, all users, down for everyone, outage, is down, data loss, lost all, data breach, breach, hacked, security, leak*, vulnerab*, losing money|customers, stands still, standstill, nobody can",
    ),
    (
        Topic::Negative,
        "bad, terrible, awful, horrible, disappoint*, unhappy, poor, annoy*, upset, angry, useless, worst, unfair, not happy, dissatisf*, frustrat*, ridiculous, unprofessional, rubbish, hate, shame, waste, complain*, complaint, unfortunately, scam*, rip off, ripoff, misleading, liars, thieves, steal*, stole, sucks, crap, garbage, incorrectly, cheated, not acceptable",
    ),
    (
        Topic::Frustrated,
        "unacceptable, ridiculous, fed up, sick of, tired of, enough, third time, second time, fourth time, again and again, still waiting, still no|not|nothing|havent, already .. times|twice|wrote|written|contacted|asked|emailed, no one answers|responds|replies|reply, nobody answers|responds|replies|reply|helps, no reply|response|answer, for weeks|months|days, keeps happening, outrageous, joke, disgrace*, disgust*, frustrat*, how many times, last time, waste of time, wasting my time, every single time, multiple emails|times, ignored, ignoring, hours trying, really angry, furious, livid",
    ),
    (
        Topic::Threat,
        "lawyer*, solicitor, attorney, legal action, sue, court, police, consumer protection, ombudsman, trading standards, trustpilot, bad review, negative review, report you, chargeback, dispute, data protection authority",
    ),
    (
        Topic::Positive,
        "great, love, lovely, excellent, amazing, awesome, fantastic, perfect, wonderful, happy with, thank you so much, thanks a lot, many thanks, good job, well done, very helpful, brilliant, appreciate*, best app, keep up, impressed, enjoy*, pleased",
    ),
    (
        Topic::NoHurry,
        "no rush, no hurry, not urgent, isnt urgent, whenever you, when you have time|a moment, just wondering, just curious, just wanted to, quick question, small question, minor, low priority, for your information, fyi, take your time, no need to reply|answer, at your convenience, typo, suggestion, nice to have, not important",
    ),
    (
        Topic::No,
        "no, without, not a, not an, isnt a, isnt an, no more, zero, never had, not because of",
    ),
    (
        Topic::NotWanted,
        "not|dont|didnt|doesnt want|need|wish|require|ask|asking|request|requesting|looking|about|mean, not asking, not looking, not about, instead of a, rather than a, not after",
    ),
];
