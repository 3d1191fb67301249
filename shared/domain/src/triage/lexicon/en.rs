//! Terms of customers who write English.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "refund*, re fund, reimburs*, money|cash|payment .. back, my money, give .. money, return .. money|payment|amount, get .. money back, want .. back the money, compensat*, chargeback*, charge back, revers* .. charge|payment|transaction, credit .. back, my money returned, give|send|pay|put|transfer|return .. back, come back to me, pay me back, returned to me, want it back, get it back, back to my card|account|bank, undo .. purchase|payment|charge|order, partial refund, back please, paid .. back, made whole, money returned, refnd",
    ),
    (
        Topic::Charge,
        "charged|billed|debited, charged|billed .. twice|again|double, double charge*, charged me, you charge, overcharg*, unauthori*, unauthori* charge|payment|transaction, unknown|unexpected|strange|mysterious charge|payment|transaction, charge on my, charges on my, took|taken|take|deduct*|withdr* .. money|payment|euro|dollars|pounds|funds, paid twice, second payment, duplicate charge|payment, never signed up, never authori*, didnt authori*, did not authori*, dont recogni* .. charge|payment, bank statement, scam*, fraud*, took|taken|take|taking|pulled|withdrew|withdrawn|deducted|stole .. dollars|bucks|euros|euro|pounds|quid|money|card|account, without asking|permission|consent|telling|notice|warning, without my permission|consent|knowledge|authorisation|authorization|approval, never agreed|consented|wanted|ordered|asked|approved, still billed|charged|charging|billing, keep|keeps|kept charging|billing|taking, charging me, billed me, bill me, double billed|billing, charged after|again|although|even, why was i charged, charged .. after|although|even though|despite",
    ),
    (
        Topic::Mistake,
        "by mistake, by accident, accident* bought|purchased|subscribed|ordered, wrong plan|subscription, forgot|forgotten to cancel|unsubscribe, renewed automatic*, renewed without, auto renew* .. without, automatic* renew*, auto renewed, didnt|not want .. renew*, not as advertised, not what was advertised, havent used, not used it, never used, kid|kids|son|daughter|child|nephew .. bought|ordered|subscribed|purchased|clicked, pressed .. wrong|accident, clicked .. wrong|accident, wrong one, instead of .. monthly|month, didnt mean to|realise|realize|know, did not mean to, be undone, undone, misclick*, meant to buy|get|choose, purchased in error, in error, unintentional*",
    ),
    (
        Topic::Withdrawal,
        "right of withdrawal, withdraw from .. contract|purchase|agreement, cooling off, cooling period, rescind, revoke .. contract|purchase, return .. product|item|order",
    ),
    (
        Topic::Invoice,
        "invoice*, receipt*, tax|vat number|id|invoice|receipt, billing address|details|history, bill for, credit note, purchase order, expense report, expenses, bill to, billed to company, tax return, accounting, accountant, bookkeep*",
    ),
    (
        Topic::Payment,
        "pay, paid, pays, paying, payment*, bill, bills, billing, credit card, debit card, card, paypal, dollar*, euro*, pounds, usd, eur, bank, transaction*, purchase*, bought, visa, mastercard, direct debit, fee, fees",
    ),
    (
        Topic::Cancel,
        "cancel* .. subscription|membership|plan|account|premium|trial|renewal, cancel*, cancellation, unsubscrib*, stop|end|terminate|quit|close .. subscription|membership|plan|premium|payments|trial|renewal|paying, stop .. payment|payments|charging, turn off .. renewal|renew, dont|not want|need .. subscription|membership|premium|anymore, not renew*, get out of .. subscription|contract, opt out, downgrade .. free, discontinue, dont|not .. charge|charged|bill|billed .. again|anymore|further, dont|not|didnt need|use|want|using .. anymore|any more|longer, no longer need|needs|want|use|using|required|interested, stop paying|charging|billing|renewing|payments|subscription, end my|the|our, get rid of .. subscription|plan|membership, let .. expire|lapse|run out, turn off|disable .. auto*|renewal|recurring, close|end .. account, leave premium, take me off .. plan|premium|subscription, done with, wont be needing, not needed, out of this subscription, cancell*, cancle, want out",
    ),
    (
        Topic::Subscription,
        "subscription*, subscripton*, subcription*, membership*, plan, plans, premium, free trial, trial, renew*, yearly, annual, monthly, licen*, seat, seats, tier, basic and|or|plan|version, pro plan|version|and|or, and pro, or pro, premium plan, paid version|plan|tier, starter plan",
    ),
    (
        Topic::How,
        "how do|can|to|does|would|should|could|may|must|many|much|long|often|is, how i, where do|can|is|are|to|would|should|will, where i, is it possible, is there|it, are there, what is|are|does|happens|do, whats, which file|files|formats|browser, when will|is|does|can|do, possible to, may i, am i able, would it, wondering, wonder if, question about, question regarding, i have a question, tell|show me how|where|what|if, dont|not know|understand|sure how|where|what|if|why, explain how to, instructions, tutorial, guide me, difference between, want to know, like to know, need to know, let me know how|if|where, do|does it|the|your|this|i|we, can|could i|one|someone, will it|i|the|my, do you offer|have|support|provide|ship|sell|accept|take .. app|plan|student|discount|version, ^which, in|with|for|on|to which, how|where|when|which|what _ i|we|you|my|one|people|someone, how do|to|can|come, ^is|are|does|do|will|would|has|have it|this|there|that|your|my|the .. app|plan|subscription|feature, ^is|are|does|do|will|would it|this|there|they, can|could|may|should i|it|one|somebody|students|two|2, what kind|sort|happens|does|file|languages|formats|counts|is included, supported, compatible, does it work|run|support|come, is there any|a|an, any way to, way to, any chance, curious if|whether|about, check if|whether, asking if|whether|how, find out how|if|whether|where, unsure how|where|what|whether, not clear how|where|what|whether, tell me how|where|what|if|whether",
    ),
    (
        Topic::Why,
        "why, how come, what is the reason, whats the reason",
    ),
    (
        Topic::Lost,
        "cant|cannot|couldnt|unable|not .. find|see|locate|figure, where is|are my|the, dont see, do not see, where .. go, nowhere, cant|cannot|couldnt find, looked everywhere, where did .. go, no button|option|link, dont see .. button|option|where",
    ),
    (
        Topic::Want,
        "i|we want|need|wish, id|i|we .. like, please, pls, plz, could|can|would you, can i, help me, help, looking for, hoping to, trying to",
    ),
    (
        Topic::Fault,
        "error*, bug, bugs, buggy, crash*, broken, breaks, freez*, frozen, not|doesnt|dont|isnt|wont|didnt|stopped|stops|never|hasnt|arent|stop work*|function*|load*|open*|respond*|sync*|start*|play*|save*|show*|update*|display*|process*|connect*|launch*|print*|appear*|complete*|accept*|recogni*, nothing happens, nothing happened, nothing works, something went wrong, went wrong, fails, failed, failing, failure, stuck, hangs, keeps logging|closing|crashing|loading|saying|kicking|showing|giving|asking|freezing|failing|getting|spinning, keep getting, glitch*, malfunction*, out of sync, wrong date|time|result|amount|answer|answers|data|order|total|number, incorrect date|result|answer|answers|data, infinite|endless loading|loop, white|blank|black screen, screen is black|blank|white, timed out, error code, error message, it says error, spinning wheel, corrupt*, unavailable, server down, site is down, defect*, not .. properly|correctly, greyed|grayed out, button .. grey|gray|greyed|grayed, doesnt|wont|does not|will not|cant download|upload|export|import, static noise, has a mistake|typo, a mistake in, doesnt|does not|wont|will not|isnt|is not|arent|hasnt|didnt|did not|never|no longer|cant .. load|loads|loading|open|opens|opening|respond|responding|sync|syncing|start|starting|play|playing|save|saving|saved|show|showing|update|updating|display|displaying|connect|connecting|launch|print|printing|appear|generate|generating|recognise|recognize|register|count|counted|scroll|react|refresh|flip|match|send|sending|detect|finish, sits there, just sits|spins|hangs|loads|stays, stays on|at|stuck, stuck at|on|in|loading, keeps spinning|loading|stopping|restarting|resetting|cutting|dropping|disconnecting|jumping|skipping|buffering|logging|kicking, spins, cut off, cuts off|out, cutting out, distorted, garbled, blurry, unreadable, unusable, upside down, flicker*, logs|logged|logging|signs|signed me|us|everyone out, kicks|kicked|throws|threw|boots me|us out, shows|gives|says|displays|displaying|showing|marks|marked|marking|prints|sends .. wrong|old|incorrect|another|outdated|blank|empty|twice|someone, comes|come|came out .. wrong|blank|empty, wrong logo|language|page|amount|date|name|address|timezone|price|file|picture|image, actually wrong, is wrong, are wrong, was wrong, answers|answer|results|result|total|totals|date|dates|time|times|price .. wrong|incorrect|off, made up|makes up|making up|invents|invented, hallucinat*, nothing plays|shows|loads|opens|comes|appears|changes|saves|prints|moves, appears|created|shown twice|double, shows up twice, duplicate|duplicated|double cards|entries|items|lines|events, resets itself|every|to, reset itself|to zero, unresponsive, goes|went|turns|turned|stays black|blank|white|dark, turns|turned itself off, shuts down, closes|closed|quits|exits itself|by|immediately|instantly|on|unexpectedly|right, drains, overlap*, hour|minutes|day|days|hours late|early|off|behind|ahead, red banner|message|bar|error|exclamation, error|message .. pops|popping|appears|says, mixed up, scrambled, out of order, jumps back, skips, misspelled, backwards, dead link, links dead, link is dead, link .. broken, acting up, acts up, isnt working|loading|opening, aint|aint working|loading|opening, on the fritz, keeps",
    ),
    (
        Topic::Cannot,
        "cant, cannot, can not, couldnt, could not, unable, impossible to, not able, wont let me, doesnt let me, does not let me, not letting me, not allow* me, doesnt allow, refuses to, not possible, no longer able, cant get|log|open|access|use|see|hear|sign|reach, cant|cannot|could not|couldnt even, no way to, wont allow|accept, refuses, rejects, rejected, denied",
    ),
    (
        Topic::Missing,
        "disappeared, vanished, missing, gone, is empty, are empty, stays blank, page blank, is blank, lost all|my|everything, lost .. data|notes|progress|work|files, deleted itself, have|has|didnt|did|never|not receive*|arrived|got|get .. code|email|mail|link|confirmation|message, not received, never received, never arrived, didnt arrive, did not arrive, no sound, no audio, no picture, not there anymore, no longer there, are|is|were|was all empty|gone|missing, all empty, all gone, nowhere to be found, wiped, erased, back to zero, to zero, not|nothing|isnt in|in my inbox|spam, not in my inbox|spam, empty since, no longer see|shows|visible|listed|available, never got|received|arrives|arrived|came|comes, still havent|have not|not|no received|got|arrived|email|code, never show* up, no trace, never credited, not credited, only half|shows, half of my|the",
    ),
    (
        Topic::Odd,
        "problem*, issue*, trouble*, wrong, strange, weird, difficulties, incorrect*, slow, slowly, laggy, lag, unexpected, fix, fixed, repair*, investigat*, technical",
    ),
    (
        Topic::Contrast,
        "only .. left, only shows, now only, although, even though, though i, though the, suddenly, all of a sudden, instead of, out of nowhere, despite, used to work, worked|was yesterday|before|fine|until|perfectly|last, no longer, not|nothing|doesnt|isnt|dont|wont .. anymore, any more, always worked, for no reason, without warning, by itself, on its own, yet, constantly, randomly, halfway, in the middle of, every few|five|ten|time, but it is|shows|says|still|only",
    ),
    (
        Topic::DoesNot,
        "not, doesnt, isnt, wont, didnt, wasnt, arent, hasnt, havent, nothing, never, aint",
    ),
    (
        Topic::Tried,
        "reinstall*, restart*, reboot*, cleared .. cache|cookies, since|after .. update|upgrade|yesterday|today|this morning|last week, latest version, tried .. times|twice|again|different|several|everything|chrome|firefox|another, incognito, every time i, whenever i, as soon as i, each time i, when i try|click|press|open|tap, if i try|click|press|open, since|after this|the|last|yesterday|monday|tuesday|wednesday|thursday|friday|updating|upgrading|installing, checked|looked .. spam|junk, spam folder, junk folder, on my phone|laptop|desktop|ipad .. works|fine, works fine on, different|another|other browser|device|phone|network, turned .. off and on, tried everything|again|on|with|two|three, when i|you try|click|press|open|tap|hit|import|upload|save|start|play|print|export, as soon as, the moment i, still .. same, hour ago, this morning, happens every|on|when",
    ),
    (
        Topic::Access,
        "paid|bought|purchased|subscribed|upgraded .. but|still .. free|no access|not active|basic|locked, still .. free plan|free version|locked|not active, no access, not have access, dont have access, lost access, not activated, payment went through, paid but, not been upgraded, paid|pay|bought|upgraded .. still|nothing|locked|free|without, still shows|says|on .. free|basic|trial|locked, free month .. never|not|didnt, didnt get my|the free|reward|bonus|month",
    ),
    (
        Topic::Login,
        "login, log in, log into, logging in, logged out, log on, sign in, signin, sign into, signing in, logs me out, locked out, verification code, two factor, 2fa, authenticat*, magic link, get in, getting in, log me in, sign me in, one time code, login code, sign in code",
    ),
    (
        Topic::Password,
        "password*, passwort, passcode, reset .. password, forgot .. password, access to my account, access my account, access, username, credentials",
    ),
    (
        Topic::Account,
        "account*, profile*, email address, my email, my e mail, my name, my data, personal data, phone number, gdpr, user name, delete my account|data|profile, delete .. account, close my account, email, emails, e mail, address, name on, two accounts, my old",
    ),
    (
        Topic::Change,
        "chang*, edit*, delet*, remov*, switch*, mov*, shar*, transfer*, invit*, set up, setup, setting*, update my, import*, export*, upload*, download*, creat*, add, sync*, merg*, print*, use, using, connect*, restor*, recover*, convert*, copy, duplicate, rename, install*, activat*, disabl*, enabl*, turn off|on, combine, downgrade*, rearrang*, reorder*, sort, archive*, enter, put in, reset*, replace*, scan*, photograph*, paste, upgrade*, swap*, resubmit*, resend*",
    ),
    (
        Topic::Product,
        "app, apps, card, cards, flashcard*, deck*, file*, folder*, document*, note, notes, page*, button*, screen, language*, mode, version*, feature*, function*, notification*, email*, image*, photo*, picture*, video*, audio, sound, podcast*, quiz*, test, exam, exams, lecture*, course*, lesson*, summary, summaries, calendar, project*, report*, template*, link, device*, phone, tablet, computer, laptop, desktop, offline, team, user*, integration*, software, program, tool, service, system, website, web, menu, tab, option*, search, progress, chat, import, export, limit*, credits, points, streak, referral*, invite*, dark mode, subject, module*, timetable, ai, tutor*, timer, keyboard, field, overview, dashboard, schedule*, appointment*, printer*, invoice*, receipt*, employee*, staff, formula*, font*, headphones, earphones, episode*, title*, answer*, question*, table*, list, game*, statistic*, stats, reminder*, booking*, stock, inventory, camera, microphone, cart, filter*, preview, pdfs, spreadsheet*, thermostat*, sensor*, device, player, audio*, upload*, widget*, logo, labels, label, ticket*, inbox, decks, voice, order*, shop, store",
    ),
    (
        Topic::Feature,
        "would be great|nice|good|helpful|useful|cool|awesome|lovely if|to, it would be, could you add|implement|include|introduce, please add|implement|include|support, feature request, suggestion*, suggest, i suggest, any plans, plan to add, planning to, roadmap, do you support, missing feature, wish there was, wish you, i miss a, will you add|support, idea for, feedback, would love|like .. to see|be able|have|if you|an option, would love it, let us|me|users .. import|export|sort|hide|change, feature idea|suggestion|wish, idea, it would help, nice to have, please consider, consider adding, add .. option|support|mode|feature, dark mode|theme please, ability to, could there be|you make, any chance of",
    ),
    (
        Topic::Price,
        "price*, pricing, cost, costs, how much, discount*, coupon*, voucher*, promo code, promotion code, student discount|rate|price, cheaper, expensive, rates, offer, offers, deal, quote, quotation, free for, for free, free version, is it free, how expensive, subscription options, how much is|does|would|are, student price|pricing|plan|deal, what does .. cost, what do you charge, do you charge, family plan|price|discount, nonprofit discount|pricing, fees for",
    ),
    (
        Topic::Sales,
        "demo, a demo, book a demo, schedule a call, sales, sales team, enterprise, for our|my school|company|team|organisation|organization|university|business|class|students|employees|department, licences for, licenses for, bulk, volume, team plan, school licen*, site licen*, upgrade*, interested in buying|purchasing|your, purchase .. licen*, procurement, reseller, buy, trial for, more seats, evaluate, which plan, right plan, for five|ten|two|three|four|twenty|thirty, classroom, school wide, our school|team|company|office, users .. licence|license|plan, larger team, interested in your, considering your",
    ),
    (
        Topic::Delivery,
        "parcel, package, shipment, shipping, shipped, deliver*, tracking, track my order, my order, order number, courier, dispatch*, postage, out of stock, in stock, return label, ship, ships, ship to, arrive by",
    ),
    (
        Topic::Thanks,
        "thank you|u .. help|support|much|everything|all, thanks for|a lot|so much|again|everyone, many thanks, works now, solved now, it is solved, problem solved, resolved now, got it working, keep up, great job|work, well done, love the|your|this, no longer needed, found it, you can close, have a nice, found the, found .. thank|thanks, sorted, all good now, all sorted, fixed now, thanks to you, working again|now, works again, its working, thank you all|guys|team, thanks guys|team|all, thanks .. sorted|fixed|solved|worked|help, cheers .. sorted|works|fixed, you guys are|rock, just wanted to say, never mind, nevermind, no worries, figured it out, passed my exam|exams|test",
    ),
    (
        Topic::Advert,
        "seo, backlink*, guest post*, rank .. google, first page of google, top of google, on google, increase .. traffic|sales|revenue|visibility, grow your business|audience|sales, boost your, we offer, we help companies|businesses|brands, our services, web design services, digital marketing, marketing agency, lead generation, leads, limited offer, limited time, click here, free audit, congratulations you, you have won, lottery, inheritance, investment opportunity, loan offer, loans, bitcoin, casino, earn money, work from home, cheap, buy now, mailing list, email list, instagram followers, followers, link building, outsourc*, our agency, business proposal, quick question about your website, i came across your website, i came across your, link exchange, our blog, open to, our services|designers|solution|platform|tool|product|portfolio|experts, offer you our|a, our company|firm|agency offers|provides|delivers, leading company|provider|agency|supplier|manufacturer|firm, app|web|software|mobile development company|services|agency|team, dedicated developers|team, dear sir|madam, hourly rate*, per hour, quick|short|brief|intro call|chat|meeting, hop on a call, schedule a quick|short|brief|call, feature you|your|your product on|in, our network|magazine|list|audience|platform|catalogue, rates attached|available, media kit, we specialize|specialise|provide|build|design|develop|supply|create|connect|work with, our clients, roi, white label, qualified leads|traffic, b2b, your website|site .. rank|traffic|noticed|errors, noticed your website|site, affordable, sponsored post|article|content, overseas, reply yes, are you the right person, wholesale, supplier, grow revenue, data list, attendee*, explainer video",
    ),
    (
        Topic::Approach,
        "internship, job application, apply for, applying for, application for, my cv, my resume, curriculum vitae, vacancy, vacancies, open position*, hiring, job, jobs, career*, partnership*, collaborat*, sponsor*, affiliate*, influencer*, press inquiry, journalist, interview, research survey, investor*, invest in, ambassador*, podcast guest, are you hiring, work for|with you|your, job opening*, openings, open role*, any roles, recruiter, guest on, collab, freelanc*, join your team|company, looking for work|a job|an internship, my portfolio, resume attached, masters thesis, dissertation research, participate in|our|a .. study|survey|interview, university project, story about you, writing an article",
    ),
    (
        Topic::Homework,
        "solve, calculate, compute, equation*, prove that, derivative, integral, triangle, explain the|what|why|how|every, write an|a essay|poem|story|text|summary, essay, summarise|summarize, translate .. into|to|this, what is the capital, who was|is|were|invented|wrote, when was|did|were, what are the .. causes|parts|reasons|types|phases|stages|main, what were, what caused, causes of, define, definition of, multiply, divided by, homework, photosynthesis, cell, cells, revolution, war, century, chapter, vocabulary, grammar, biology, physics, chemistry, history, geography, mathematics, maths, philosophy, anatomy, economics, multiple choice, question 1, name three, give three, school subjects, to learn subjects, write about|me|a|an .. words|essay|paragraph|poem|story|letter|speech, words about, who won|discovered|built|killed|painted, ww2, ww1, world war, what is the formula|difference between|meaning|capital|derivative|square, formula for, explain .. simple|like|me, quiz me, can you .. solve|write|summarise|summarize|quiz, solve for|this|the, help .. homework|assignment|essay|math, summary of chapter|the book, capital of, square root, climate change, french revolution, kinetic energy, algebra, conjugate, past tense, synonym*, translate",
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
    (
        Topic::Condition,
        "if i|my|we|the|it, when the|my .. ends|end|expires|expire|is over|renews, once the|my",
    ),
    (
        Topic::Ask,
        "do you, would you, have you, are you, could you, can you, can we, will you",
    ),
    (
        Topic::OtherMeaning,
        "not charged|billed, not been charged|billed, refund policy, money back guarantee, dont charge, before .. charged|charges|billed|bills|renews|charge, not be|get charged, wont be charged, free of charge, no charge, in charge, expense report, expense refund|reimbursement, no problem, no issue|issues, not a problem, no worries, no rush, not only, not sure, why not, not urgent, if not, or not, not yet sure, whether or not, keep up, keeps me|us going, not sure if|how|where|whether, without losing, not lose, dont lose, just in case",
    ),
];
