//! Terms of customers who write French, Belgian and Swiss included.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "rembours*, remboursement*, remboursment, ramboursement, remboursemant, rembourser, remboursé*, récupérer|rendre|rendez|ravoir|restituer .. argent|sous|montant|somme|euros, mon argent, argent .. retour, restitution, restituer, recrédit*, avoir .. commande, annul* .. paiement|achat|transaction|prélèvement, dédommage*, indemnis*, rétrofactur*, rendez|rendre|redonnez|remettez|renvoyez|reverser|reversez|remettre|redonner .. argent|euros|sous|francs|montant|somme, récupér* .. argent|euros|somme|sous|mise|montant, me rendre, retour .. argent, geste commercial, dédommagement, annul* .. achat|paiement|prélèvement|transaction, recréditer, restituez, être rembours*, remboursée, remboursez, rembourcer, rembourcement",
    ),
    (
        Topic::Charge,
        "débité*, débiter, débit, prélevé*, prélèvement*, prélever, prelevment, facturé* .. fois|tort|sans|deux, deux fois, deux|double paiement|paiements|prélèvement|prélèvements|débit, double facturation, payé deux fois, trop payé, trop perçu, sans mon|ma|notre accord|autorisation|consentement, jamais autorisé|souscrit|accepté|commandé|demandé, pas autorisé, ne reconnais pas, pas reconnu, inconnu* .. compte|relevé, relevé bancaire, arnaque*, arnaqu*, escroc*, escroquerie, fraude*, frauduleu*, vol, volé*, a été retiré, retiré .. compte, retirer .. compte, à tort, on m'a pris, vous m'avez pris, m'avez facturé, somme prélevée, retiré*|pris|prise|ponctionné*|tiré*|soutiré* .. euros|compte|carte|argent|sous|sans, euros|argent|somme|montant .. retiré*|pris|partis|ponctionné*, sans prévenir|demander|avertir|permission|autorisation|accord, sans mon autorisation|accord|consentement, jamais demandé|voulu|pris|souscrit|validé|commandé|donné, deux fois .. prélev*|débit*|pay*|factur*, prélev*|débit*|factur* .. deux fois|alors|malgré, encore .. prélevé*|débité*|facturé*, débitée, continuez .. prélev*|débit*, c'est du vol",
    ),
    (
        Topic::Mistake,
        "par erreur, sans faire exprès, par mégarde, par inadvertance, me suis tromp*, trompé d'abonnement, oubli* .. résilier|annuler|désabonner|arrêter|désinscrire, oublié de, renouvel* .. automatique*|sans, automatiquement renouvel*, renouvellement automatique, mauvais abonnement|forfait, jamais utilisé, pas utilisé, n'ai pas voulu, sans le vouloir, sans le savoir, pas voulu, fils|fille|enfant .. acheté|souscrit|pris|commandé|cliqué|abonné, par accident, cliqué .. erreur, trompée, tromper d', pas fait exprès, au lieu .. mensuel|mois, sans m'en rendre compte",
    ),
    (
        Topic::Withdrawal,
        "rétract*, rétractation, droit de rétractation, délai légal, 14 jours, quatorze jours, retour .. article|produit|commande, retourner .. article|produit|commande, me rétracter, retractation, retracter, délai de rétractation",
    ),
    (
        Topic::Invoice,
        "facture, factures, reçu de|du paiement, justificatif*, quittance*, tva, numéro de tva, adresse de facturation, facturation, note de frais, bon de commande, avoir fiscal, note|notes de frais, remboursement de frais|des frais|par mon employeur, facturer à|au nom, facture .. nom|société, reçu .. paiement|nom, reçu fiscal, ticket de caisse, comptable, comptabilité",
    ),
    (
        Topic::Payment,
        "payer, payé*, paie, paye, payes, paiement*, payement*, acheté*, achat*, acheter, carte bancaire|bleue|de crédit, carte, paypal, euro*, francs, banque, bancaire, virement*, mensualité*, montant*, somme, argent, cotisation, frais",
    ),
    (
        Topic::Cancel,
        "résili*, résilation, resil*, annul* .. abonnement|abonement|souscription|essai|compte|renouvellement|premium|inscription, annuler, annulation*, annulez, annule, désabonn*, desabon*, désinscri*, désactiver .. abonnement|renouvellement, arrêt* .. abonnement*|abonement|paiement*|prélèvement*|souscription|renouvellement, arrêter, stopp* .. abonnement|abonement|paiement*|prélèvement*, supprim* .. abonnement*|abonement, suppression .. abonnement|abonement, mettre fin, mettre un terme, fin .. abonnement, clôtur* .. abonnement, plus d'abonnement, plus être abonné*, ne pas renouvel*, ne souhaite pas renouvel*, ne veux plus, ne souhaite plus, interromp* .. abonnement, suspend* .. abonnement, ne .. plus .. débité*|prélevé*|facturé*|débiter|prélever, plus besoin, n'utilise plus, utilise plus, utilisons plus, sert plus, me sert plus, plus payer, plus être prélevé*|débité*|abonné*|facturé*, ne pas être prélevé*|débité*|renouvelé*|reconduit*, plus .. abonnement, arrêter de payer, arrêtez .. paiement*|prélèvement*|abonnement, stopper, stoppez, stop .. abonnement|paiement*|prélèvement*, clôtur*|clotur*|ferm* .. compte|abonnement, de clôturer, clôturer, enlev* .. abonnement*|abonement|abo, retir* .. abonnement|abonement|abo, quitter .. abonnement|service|offre|premium, désengag*, reconduction, ne pas reconduire, finir|termin* .. abonnement|essai|abonement, résigner, resigner, me desabonner, desabonement, desabonnement, désabonement, mettre fin .. essai|abonnement, sortir .. abonnement, abonnement .. supprim*|arrêt*|annul*|résili*|stop*|termin*|fin, je pars, coupez .. abonnement",
    ),
    (
        Topic::Subscription,
        "abonnement*, abonement*, abonnemant, abonné*, abonner, souscription*, souscrit*, souscrire, essai gratuit, période d'essai, essai, premium*, renouvel*, licence*, forfait*, formule*, adhésion, annuel*, mensuel*, version payante|complète|pro|gratuite, offre premium",
    ),
    (
        Topic::How,
        "comment, où puis|est|se|sont|trouver|trouve|peut|dois|voir, où je, puis je, peut on, pouvons nous, pouvez vous .. dire|expliquer|indiquer|m'expliquer|me dire|m'indiquer, est ce que|qu'il|possible, est il possible, serait il possible, c'est possible, y a t il, existe t il, est ce, quel est|sont, quelle est|sont, quelles, quels, combien, que faire, quoi faire, que dois je, dois je, faut il, j'ai .. question, une question, question sur|concernant, sais pas comment|où|si, savoir comment|où|si|combien, voudrais|aimerais|souhaite savoir, ne comprends pas comment|où, comprends pas comment, comprend pas comment, expliquer comment, m'expliquer, procédure, démarche*, marche à suivre, tutoriel, mode d'emploi, différence entre, qu'est ce que, c'est quoi, à quoi sert, on fait comment, je fais comment, moyen de, possibilité de, possible de|d'avoir, comptez|prenez|acceptez|utilisez|livrez vous, comment|où|quand|combien _ je|on|nous|faire|ça|ca|tu, où est ce, ^peut|puis|peux|pouvons|faut|existe|dois|doit|fonctionne|marche|sont|est|serait on|je|t|il|elle|ce|nous|tu, ca|ça marche|fonctionne sur|avec|sans|aussi|hors, est ce que, quels|quelles formats|fichiers|types|limites, combien de|coute|coûte|temps, je peux, on peut, quand est|sera|aura|serai|vais|va, moyen de|d', possible de|d', voulais|voudrai|voudrais|aimerai|aimerais savoir, me demande|demandais si, c'est possible|normal|gratuit, savoir si|comment|où|combien, de quelle|quoi, dites moi comment|où|si",
    ),
    (
        Topic::Why,
        "pourquoi, pour quelle raison, d'où vient, comment ça se fait, comment se fait",
    ),
    (
        Topic::Lost,
        "trouve pas, ne trouve, trouve plus, retrouve pas|plus, nulle part, vois pas, ne vois, pas trouver|trouvé, où est|sont mon|ma|mes|le|la|les, aucun bouton, pas de bouton, vois|voit|trouve nulle part, ne trouve|vois .. pas|plus|aucun*|rien",
    ),
    (
        Topic::Want,
        "je veux|voudrais|souhaite|souhaiterais|désire, j'aimerais, nous souhaitons|voudrions|aimerions, on voudrait, s'il vous plaît, svp, stp, merci de, pouvez vous, pourriez vous, aide, aidez moi, aider, besoin, veuillez, cherche à",
    ),
    (
        Topic::Fault,
        "erreur*, message d'erreur, code erreur, bug*, bugs, beug*, bogue*, app|appli|application|site|logiciel|ca|qui plante, planté, plantait, plantage*, bloqué* .. page|écran|chargement, se bloque, freeze*, figé*, gelé*, marche|fonctionne|fonctionnent|marchent .. pas|plus|mal, ne marche, ne fonctionne*, ne fonctionnent, fonctionne* pas|plus|mal, marche pas|plus|mal, ne s'ouvre, s'ouvre pas|plus, ouvre pas|plus, charge pas|plus, ne charge, ne se charge, chargement infini, tourne en boucle, tourne dans le vide, n'affiche, s'affiche pas|plus|mal, ne s'affiche, rien ne s'affiche|se passe, se passe rien, passe rien, n'enregistre pas, s'enregistre pas, sauvegarde pas, synchronise pas|plus, ne répond pas|plus, se lance pas, ne démarre, lit pas, ne lit, ne génère, génère pas, ne reconnait, détecte pas, cassé*, hs, en panne, panne, défaillan*, dysfonction*, disfonction*, défectueu*, échec, échoue*, échoué*, page|écran blanche|blanc|noir|noire|vide, reste blanche|blanc|bloqué*|noir|vide|figé*, se ferme .. seule|seul|toute|tout|sans, se déconnecte, me déconnecte, déconnecté* sans cesse, beugue, buggé*, quelque chose s'est mal, pas prise en compte|pris en compte, mal affiché*, ne se met pas à jour, ne passe pas, grisé*, bouton .. gris, se télécharge|telecharge pas|plus, télécharge pas|plus, ne se télécharge, grésille*, il y a une faute|erreur|bug, marche|fonctionne|ouvre|charge|affiche|enregistre|sauvegarde|lance|démarre|répond|génère|crée|synchronise|imprime|sort|reconnait|reconnaît|joue|lit|envoie|détecte|bouge|réagit|accepte|tourne|défile|clique|actualise|connecte|apparait|apparaît|fonctionnent|marchent|ouvrent|chargent|affichent|répondent|enregistrent pas|plus|rien|aucun|aucune|mal, ne marche|fonctionne|ouvre|charge|affiche|enregistre|lance|démarre|répond|génère|imprime|sort|reconnait|joue|lit|envoie|détecte|bouge|réagit|accepte|veut .. pas|plus|rien|aucun|aucune, se coupe*, coupe au|en|tout|sans, s'éteint*, s'éteignent, éteint tout*, s'arrête*|s'arrêtent .. seul*|milieu|tout|coup|minute*|secondes|phrase|sans, s'arrête, se ferme*, se referme*, mouline*, tourne|charge|chargement .. rond|vide|fond|arrêt|boucle|infini|fin|cesse|heures|minutes|toujours, à l'infini, sans fin, sans cesse, sont|est|été .. effacé*|supprimé*|mélangé*|dupliqué*|réinitialisé*|coupé*|déconnecté*, en double, en doublon, doublon*, décalage, décalé*, flou, floue, flous, floues, déformé*, illisible*, coupé|coupée|coupés|coupées, clignote*, grésill*, inventé*|invente*|inventent, hors sujet, réponse|réponses|résultat|résultats|date|dates|heure|heures|prix|montant|traduction .. faux|fausse|fausses|incorrect*|erroné*|mauvais*, fausse|fausses|faux|mauvaise|mauvaises|mauvais .. réponse|réponses|date|dates|langue|résultat|résultats|heure|fichier|page|compte, buguent|bugue, erroné*, reste|restent|restait|bloque|bloqué .. bloqué*|sur|à|noir|blanc|vide|figé*|chargement, bloqué à, reste à, reste sur, point d'interrogation, message rouge|rouge qui, mal affich*, à l'envers, me jette, me vire, m'éjecte, coupe le son, plus de son, pas de son, aucun son, n'entend*|entends rien|pas|plus, rien ne marche|fonctionne|sort|charge|change, plantent|planté",
    ),
    (
        Topic::Cannot,
        "peux|peut|pouvons|peuvent pas|plus|rien, ne peux|peut|pouvons, n'arrive|arrivons|arrivent, arrive pas|plus, je n'arrive, impossible de|d'accéder|d'ouvrir|d'enregistrer, impossible, parviens|parvient pas|plus, ne parviens, réussis pas, incapable, pas possible de, pas moyen, ne permet pas, refuse de, ne me laisse, me laisse pas, arrive|arrivons pas|plus à|a, n'arrive, impossible de|d', peux|peut|pouvons pas|plus, plus possible, refuse*, m'empêche",
    ),
    (
        Topic::Missing,
        "disparu*, disparai*, perdu*, perdre .. données|travail, tout .. effacé|supprimé, s'est effacé*|supprimé*, effacé* .. seul|seuls|seule, a été effacé*|supprimé*, ont été effacé*|supprimé*, manque*, manquant*, n'ai pas|rien|jamais reçu, pas reçu|recu, toujours rien|pas, ai toujours pas|rien, jamais reçu|recu, ne reçois, reçois pas|rien, m'arrive pas, n'arrive pas par, vide, vides, blanche, plus de son, pas de son, aucun son, pas d'image, n'est plus là|visible, introuvable*, aucun mail|email|code|lien|message reçu, invisible*, plus accès, plus rien, arrive|arrivent jamais|toujours, n'arrive jamais, jamais arrivé*, rien reçu|recu, ai|avons .. reçu|recu aucun|aucune|rien, aucun|aucune|pas|rien .. reçu|recu, reçu|recu aucun|aucune, remis à zéro|zero, à zéro, ont disparu, s'est vidé, plus aucun*|mes|mon|ma|de, vois|voit|retrouve|affiche plus, sont plus là, n'y est|sont plus, pas crédité*, pas eu .. mois|code|mail, toujours pas|rien reçu, se sont effacé*|supprimé*",
    ),
    (
        Topic::Odd,
        "problème*, probleme*, problèmes, souci*, soucis, difficulté*, anormal*, bizarre*, étrange*, lent, lente, lenteur*, ralenti*, incorrect*, faux, fausse*, corriger, réparer, résoudre, réglez, régler, technique*, mauvais* réponse|résultat|date, ne correspond pas",
    ),
    (
        Topic::Contrast,
        "plus que, il n'en reste, il ne reste, alors que, alors qu', pourtant, malgré, soudain*, tout à coup, d'un coup, au lieu de|d'|du|des, tout seul, toute seule, sans raison, ne .. plus, marchait|fonctionnait .. avant|hier|bien|très, au milieu, en plein*, sans arrêt, constamment, bien que, même si, tout le temps, du jour au lendemain, depuis hier|ce|la|le|une|deux|quelques, systématiquement",
    ),
    (Topic::DoesNot, "pas, plus, rien, jamais, aucun, aucune"),
    (
        Topic::Tried,
        "réinstallé*, réinstaller, désinstallé*, redémarré*, redémarrer, relancé*, vidé le cache, depuis .. mise à jour|hier|ce matin|aujourd'hui|jours, après .. mise à jour, mise à jour, à chaque fois, chaque fois, dès que, quand je|j'|j'appuie|je clique|j'essaie, lorsque je, quand j'ouvre|j'appuie|j'essaie|j'enregistre, plusieurs fois, j'ai tout essayé, essayé plusieurs, essayé .. autre navigateur|chrome|firefox, déjà essayé, sans succès, en vain, toujours le même, depuis hier|ce matin|lundi|mardi|mercredi|jeudi|vendredi|la maj|la mise, dans les indésirables|spams, indésirables, spams, quand|lorsque je|j'|on .. importe|ouvre|clique|lance|essaie|télécharge|appuie|ajoute|veux, dès que|qu', en important|cliquant|ouvrant|essayant, réessay*, essayé avec, testé .. autre|sur|plusieurs, deux navigateurs",
    ),
    (
        Topic::Access,
        "payé .. mais, acheté .. mais, payé .. toujours|encore .. gratuit*|pas|bloqué*, toujours .. version gratuite, toujours en version gratuite, encore en gratuit, pas accès, n'ai pas accès, plus accès, pas activé*, pas débloqué*, paiement .. mais .. pas|toujours, accès premium, pas le premium, passé mais, accès perdu, payé|acheté|réglé .. toujours|encore|reste|bloqué*|gratuit*|rien, suis|reste .. en|sur|à .. version gratuite|gratuit|basique, toujours .. gratuit*|bloqué*, mois offert|gratuit .. pas|jamais|rien, n'ai reçu aucun mois, pas eu mon mois, aucun mois",
    ),
    (
        Topic::Login,
        "connect*, connecter, connexion*, me connecter, se connecter, m'identifier, identification, login*, log in, reconnecter, code de vérification|confirmation|connexion, vérification*, authentif*, double authentification, me reconnecter, code reçu, code de connexion, lien magique",
    ),
    (
        Topic::Password,
        "mot de passe, mots de passe, mdp, mot de passe oublié, identifiant*, réinitialis*, accès à mon compte, accéder à mon compte, accès, accéder",
    ),
    (
        Topic::Account,
        "compte*, comptes, profil*, adresse mail|email|e mail|électronique, adresse, mon mail, mes données, données personnelles, rgpd, mes informations, numéro de téléphone, supprim* .. compte, suppression .. compte, fermer .. compte, nom d'utilisateur, coordonnées, adresse mail, mail, e mail, email, mes infos, prénom, nom, inscrit*, identité, numéro",
    ),
    (
        Topic::Change,
        "chang*, modifi*, mettre à jour, paramètre*, paramétr*, régl*, supprim*, suppression, efface*, effacer, déplac*, partag*, transfér*, ajout*, insér*, invit*, télécharg*, téléverser, charger, importer, import*, export*, créer, créé*, éditer, activer, désactiver, utiliser, utilise*, enregistrer, récupérer, restaurer, relier, lier, imprim*, renommer, configur*, installer, convertir, copier, apprendre, réviser, fusionn*, regroup*, scann*, photographi*, coller, copi*, trier, mettre en|sur|le|la, passer de|du, basculer, envoyer, joindre, rajout*, connecter, reprendre, synchronis*",
    ),
    (
        Topic::Product,
        "application*, appli*, app, carte*, cartes, fiche*, flashcard*, deck*, paquet*, fichier*, dossier*, document*, note*, page*, bouton*, écran*, langue*, mode*, version*, fonction*, fonctionnalité*, notification*, image*, photo*, vidéo*, son, audio, podcast*, quiz*, test*, examen*, cours, leçon*, résumé*, calendrier, agenda, projet*, rapport*, modèle*, lien*, appareil*, téléphone*, portable*, tablette*, ordinateur*, ordi, pc, mac, hors ligne, internet, équipe*, utilisateur*, groupe*, programme*, logiciel*, site*, menu*, onglet*, recherche*, progression, questions, réponses, chat, limite*, crédits, points, amis, parrainage*, invitation*, français, anglais, matière*, chapitre*, révision*, collègue*, élève*, module*, matière, emploi du temps, parcours, minuteur, clavier, champ*, aperçu, planning, rendez vous, imprimante*, ticket*, caisse, formule*, police, écouteurs, titre, nom, réponse*, question*, liste*, tableau*, jeu, statistique*, rappel*, réservation*, stock, caméra, micro, panier, filtre*, pdf, pdfs, mémo*, lecture, voix, espace, appli, tuteur*, ia, intelligence artificielle, interface, série*, logo, profil",
    ),
    (
        Topic::Feature,
        "ce serait .. bien|super|génial|pratique|cool|top|utile, serait bien|super|génial|pratique|cool|top|utile|possible d'ajouter, possible d'ajouter, pourriez vous .. ajouter|intégrer|proposer, pouvez vous .. ajouter|intégrer, ajouter un|une .. mode|option|fonction, suggestion*, suggérer, suggère, je propose, idée*, amélior*, prévoyez vous, prévu*, comptez vous, fonctionnalité manquante, retour d'expérience, dommage qu'il n'y ait, serait .. bien|super|génial|pratique|cool|top|utile|sympa|possible, ce serait, possible d'ajouter|d'avoir un|d'avoir une, vous pourriez .. ajouter|mettre, j'aimerais .. avoir un|une .. mode|option, il manque .. mode|option|fonction, mode sombre, une idée, une suggestion, manque un mode|une option",
    ),
    (
        Topic::Price,
        "prix, tarif*, tarifs, combien coûte*|ca coute|coute, coût*, coute*, coûte*, réduction*, remise*, rabais, code promo*, promo*, promotion*, bon de réduction, tarif étudiant|réduit, étudiant, moins cher, cher, chère, devis, gratuit*, gratuitement, offre*, payant*, combien ça coûte, combien coûte|coute, quel est le prix|tarif, tarif étudiant*|groupe, réduc*",
    ),
    (
        Topic::Sales,
        "démo, démonstration, devis, pour notre|mon|ma|mes école|entreprise|classe|équipe|lycée|collège|université|société|élèves|salariés|employés, pour une école|entreprise|équipe, licence .. école|entreprise|établissement, licences pour, commercial*, service commercial, professeurs, enseignants, établissement*, volume, passer à .. offre|version, intéressé* par, tarif groupe|entreprise|école, rendez vous, rdv, présentation, lycée, collège, école, établissement scolaire, pour .. classe|classes|élèves|étudiants|collaborateurs, équiper",
    ),
    (
        Topic::Delivery,
        "colis, livraison*, livré*, livrer, expédi*, envoi, commande, numéro de commande, suivi de commande|colis, transporteur, point relais, en rupture, rupture de stock, délai de livraison, retour .. colis, étiquette de retour, la poste, chronopost",
    ),
    (
        Topic::Thanks,
        "merci pour .. aide|réponse|tout|soutien|rapidité, merci beaucoup pour, remercie .. aide|réponse|pour, merci mille fois, marche maintenant, fonctionne maintenant, maintenant ca marche|fonctionne, c'est bon, c'est réglé, problème résolu|réglé, résolu, super application|appli|service, continuez, merci infiniment, un grand merci, bravo, bonne continuation, j'ai trouvé, j'ai trouvé|retrouvé, réparé, remarche, remarchent, refonctionne, ca remarche, grâce à vos|vous|votre, merci merci, vous êtes .. géniaux|top|super|incroyables|meilleurs, c'est réparé|bon|réglé|résolu|arrangé, merci .. réparé|réglé|réponse|aide|rapidité|tout|réactivité, je retire",
    ),
    (
        Topic::Advert,
        "nous proposons, nos services, nos prestations, référencement*, visibilité, augmenter .. chiffre|ventes|trafic|visibilité, plus de clients, gratuit sans engagement, sans engagement, prêt, gagné*, vous avez gagné, newsletter, investissement*, gagner de l'argent, abonnés instagram, marketing*, agence*, publicité*, création de site*, partenariat commercial, article invité, liens sponsorisés, offre exclusive, voyance, notre outil|offre|gamme|service|produit|expertise, nos solutions|produits|experts|services, découvrir notre|nos, 10|15 minutes, crédit immobilier|rapide|consommation, notre entreprise|société|agence propose|offre, vous proposer|présenter nos|notre|une, nous accompagnons|aidons|proposons|développons|offrons, nous sommes une agence, seriez vous disponible*, pour un échange, un échange, créneau, votre croissance, startups, notre agence|solution|plateforme|société|catalogue, prospects, génération de leads, visio, premier échange, audit gratuit|offert, première page, votre site web|internet, fournisseur*, mutuelle, subvention*, votre entreprise",
    ),
    (
        Topic::Approach,
        "candidature*, postuler, stage, stagiaire, alternance, cv, curriculum, lettre de motivation, recrut*, emploi, partenariat*, collaborer, collaboration*, sponsor*, journaliste*, presse, interview*, sondage, mémoire, influenceu*, ambassadeu*, investisseur*, offre d'emploi, stages, stagiaires, travailler .. chez|avec|pour vous, chez vous .. travailler|poste|stage, poste de|vacant|ouvert*, freelance*, prestataire, rejoindre .. équipe, offres d'emploi, étude universitaire, questionnaire, enquête*, article sur vous, partenaire*",
    ),
    (
        Topic::Homework,
        "calcul*, résous, résoudre l'équation, équation*, périmètre, aire du|d'un, triangle*, explique moi, expliquer le|la, décris, définition*, définir, traduis, traduire, rédige*, rédiger, dissertation, quelle est la capitale, capitale, qui était|a inventé|est, en quelle année, quelles sont les, quels sont les, photosynthèse, cellule*, révolution, guerre, guerre mondiale, siècle, chapitre 1, vocabulaire, grammaire, biologie, physique, chimie, histoire, géographie, mathématique*, maths, philosophie, anatomie, économie, exercice*, devoirs, conjugaison, conjugue, fais|fait|faire|faites moi|un|une .. résumé|dissertation|rédaction|exposé|texte|poème|commentaire|plan, peux tu|tu peux .. résum*|faire|écrire|corriger|résoudre|calculer, c'est quoi une|un|le|la .. cellule|théorème|fonction|verbe|adjectif|atome|équation, svt, brevet, théorème, écris|écrit|écrire .. texte|lettre|rédaction|mots|poème|dissertation, résume moi|le|ce|la|cette|les|ces, résumé de|du|d' .. chapitre|livre|roman|étranger, chapitre par chapitre, explique moi|le|la|les, causes de|du, qui a gagné|écrit|inventé|découvert, quelle est la|les formule|différence|définition .. de|entre, latin, français|anglais explique|traduis|fais|peux, conjugue*",
    ),
    (
        Topic::Urgent,
        "urgent*, urgence, en urgence, au plus vite, dès que possible, le plus vite possible, le plus rapidement possible, dans les plus brefs délais, immédiat*, tout de suite, rapidement, au plus tôt, asap, vite",
    ),
    (
        Topic::Deadline,
        "aujourd'hui, ce soir, demain, avant demain|lundi|mardi|mercredi|jeudi|vendredi|ce soir, date limite, examen .. demain|lundi|semaine, demain .. examen|partiel, sous 24|48 heures|h, dans une heure, échéance",
    ),
    (
        Topic::Blocked,
        "bloqués, sommes bloqués, ne pouvons plus travailler, peux plus travailler, ne peux pas travailler, toute l'équipe|la classe|l'entreprise, tous nos|les utilisateurs|clients|employés, personne ne peut, à l'arrêt, hors service, production, perte de données, fuite de données, piraté*, piratage, hacké*, sécurité, faille",
    ),
    (
        Topic::Negative,
        "mauvais*, déçu*, décevant*, mécontent*, insatisfait*, nul, nulle, honte*, honteux, inadmissible, scandaleux, scandale, lamentable, horrible, énerv*, énervant, fâché*, en colère, malheureusement, arnaque*, voleurs, malhonnête*, plainte*, réclamation*, regrette*, désagréable, pénible, agaç*, injuste, abus, abusif, catastroph*, pas sérieux, pas normal, bidon, merde",
    ),
    (
        Topic::Frustrated,
        "inadmissible, inacceptable, marre, ras le bol, assez de, troisième|deuxième|quatrième|énième fois|mail|message|demande, 3ème|2ème|3e|2e fois|mail|message|demande, toujours pas|aucune|rien, aucune réponse, pas de réponse, sans réponse, personne ne répond, depuis des semaines|mois|jours, depuis .. semaines|mois, plusieurs mails|messages|relances|fois, j'attends, attends toujours|encore, encore une fois, déjà .. écrit|contacté|envoyé|demandé, se moque*, vous moquez, scandaleux, honte*, enfin, frustr*, combien de fois, perte de temps, relance*",
    ),
    (
        Topic::Threat,
        "avocat*, juridique*, justice, tribunal, porter plainte, plainte, police, dgccrf, association de consommateurs, consommateurs, médiateur, cnil, trustpilot, avis négatif, mauvais avis, mise en demeure, litige, contester auprès, opposition bancaire, signal conso",
    ),
    (
        Topic::Positive,
        "super, génial*, excellent*, parfait*, j'adore, adore, merci beaucoup, un grand merci, bravo, formidable*, magnifique*, très bien|content|contente|satisfait|satisfaite, satisfait*, ravi*, top, chouette, extraordinaire, félicitations, merci infiniment, aime beaucoup",
    ),
    (
        Topic::NoHurry,
        "pas urgent, rien d'urgent, pas pressé*, sans urgence, quand vous aurez|avez le temps, petite question, simple question, juste une question, juste savoir, pour info, pour information, faute de frappe, suggestion, prenez votre temps, par curiosité, à l'occasion",
    ),
    (
        Topic::No,
        "pas de, pas d', aucun, aucune, sans, ni, plus de, plus d'",
    ),
    (
        Topic::NotWanted,
        "veux|souhaite|demande|cherche|voudrais|désire pas, besoin pas, pas besoin, il ne s'agit pas, ne s'agit pas, au lieu de|d'un",
    ),
    (
        Topic::Condition,
        "si je|j|mon|ma|on|l|nous, quand l'essai|l'abonnement, à la fin de",
    ),
    (
        Topic::Ask,
        "avez vous, seriez vous, auriez vous, proposez vous, faites vous, pourriez vous, pouvez vous, peux tu",
    ),
    (
        Topic::OtherMeaning,
        "pas été débité*|prélevé*|facturé*, politique de remboursement, les|des|la|une|de|ces plantes|plante, avant .. prélevé*|prélèvement|débité*|facturé*|renouvel*, ne plus être prélevé*|débité*|facturé*, pour ne pas être prélevé*|débité*|facturé*, note|notes de frais, remboursement de frais|mes frais|des frais, par erreur, pas de problème|souci|soucis, aucun problème|souci, sans problème|souci, pas de quoi, pourquoi pas, pas du tout, non plus, en plus, de plus, de plus en plus, plus tard, au plus vite|tôt, le plus vite|rapidement, le plus, plus d'informations|infos|info, n'importe quand|quoi|comment, quand même, n'est ce pas, rendez vous, plus simple|facile|grand|petit|long|rapide, pas mal, n'hésitez pas, plus haut|bas, plus ou moins, une fois de plus, bon de réduction",
    ),
];
