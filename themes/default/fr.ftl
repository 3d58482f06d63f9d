# Every fixed text that a family or an office reads, in French. A school may replace any message: put it, under the same name
# and with the same { $values }, into `themes/<name>/fr.ftl`. Syntax: https://projectfluent.org/fluent/guide/
# Sentences are short (12 words at most). A space that must not break is U+00A0: before : ; ! ? » and after «, in dates, hours
# and sizes. The apostrophe is ’.

# The language of the pages (RFC 5646).
language = fr

## Days and hours

# 1 is Monday.
weekday = { $weekday ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
day-number = { $day ->
    [1] 1er
   *[any] { $day }
}
day-and-month = { day-number } { month }
date = { weekday } { day-and-month }
date-with-year = { date } { $year }
weekday-and-number = { weekday } { day-number }
month-and-year = { day-and-month } { $year }
hour = { $minute ->
    [0] { $hour } h
   *[any] { $hour } h { $minutes }
}
hours = { $start } à { $end }
whole-day = toute la journée
moment = { $date }, { $hour }
week-span = { $first } au { $last }
week = Semaine { $number }
# Where two timetables alternate: A or B.
week-with-parity = { week } ({ $parity })
week-caption = { $week }, du { $span }

## Every page

# The first link, for those who cannot see the page.
skip = Aller au contenu
# Who is right when a page and the ENT differ.
authority = { $school }. En cas de doute, l’ENT fait foi.
home = Accueil : { $title }
# When the content of a page last changed.
version = Version du { $moment }.
# For whom an announcement is, on a site of several classes.
for-readers = pour : { $readers }
page-title = { $page }, { $site }
week-of = Du { $span }
# The names of the link lists, for those who hear the page.
nav-page = Cette page
nav-weeks = Semaines
nav-site = Site

# Said by the offline layer, when the page shown is no longer the last one.
newer-version = Afficher la version plus récente de cette page

## The first page

fresh = À jour au { $moment }.
nothing-received = Aucune information n’a encore été reçue.
page-is-empty = Cette page est encore vide. Elle se remplira dès la première réponse de l’ENT.
season-over = L’année scolaire est terminée. Le travail et les cours paraîtront ici à la rentrée.
no-next-day = Le prochain jour de classe n’est pas encore connu.
due-that-day = À faire pour ce jour
nothing-due-that-day = Rien n’est noté pour ce jour.
lessons = Cours
due-later = Travail à faire ensuite
nothing-due-later = Rien d’autre n’est noté pour l’instant.
timetable = Emploi du temps
changes = Changements
announcements = Actualités
homework = Travail à faire
menu = Menu de la cantine
gazette-link = La semaine { $number } à imprimer (PDF)
gazette-grand-link = La semaine à imprimer en grands caractères (PDF)

## What readers must know before they trust a page

never-received = { $kind ->
    [homework] Cette page ne contient pas encore le travail à faire. L’ENT ne l’a pas fourni.
    [timetable] Cette page ne contient pas encore l’emploi du temps. L’ENT ne l’a pas fourni.
    [contents] Cette page ne contient pas encore le contenu des séances. L’ENT ne l’a pas fourni.
    [menus] Cette page ne contient pas encore le menu. L’ENT ne l’a pas fourni.
    [documents] La page des documents n’est pas encore complète. L’ENT ne les a pas fournis.
   *[announcements] Cette page ne contient pas encore les actualités. L’ENT ne les a pas fournies.
}
stale = { $kind ->
    [homework] Attention : le travail à faire date du { $moment }.
    [timetable] Attention : l’emploi du temps date du { $moment }.
    [contents] Attention : le contenu des séances date du { $moment }.
    [menus] Attention : le menu date du { $moment }.
    [documents] Attention : les documents datent du { $moment }.
   *[announcements] Attention : les actualités datent du { $moment }.
}
held-back = { $kind ->
    [homework] À vérifier : le travail à faire a beaucoup changé dans l’ENT. Voici l’état précédent.
    [timetable] À vérifier : l’emploi du temps a beaucoup changé dans l’ENT. Voici l’état précédent.
    [contents] À vérifier : le contenu des séances a beaucoup changé dans l’ENT. Voici l’état précédent.
    [menus] À vérifier : le menu a beaucoup changé dans l’ENT. Voici l’état précédent.
    [documents] À vérifier : beaucoup de documents ont disparu de l’ENT. Les voici encore.
   *[announcements] À vérifier : les actualités ont beaucoup changé dans l’ENT. Voici l’état précédent.
}
# "Not provided" is not "no homework".
homework-not-provided = Travail à faire : non fourni par l’ENT.

## Homework

test = Contrôle
# Homework that appeared within the last day.
new = Nouveau
homework-without-subject = Travail à faire
# What a link to the rest of a homework is called.
homework-for = { $subject }, pour le { $date }
given-on = donné le { $date }
changed-on = modifié le { $date }
read-on = Lire la suite : { $what }

## Weeks

nothing-due-this-week = Rien n’est noté pour cette semaine.
no-changes = Aucun changement n’est annoncé.
no-lessons-this-week = Aucun cours n’est encore noté pour cette semaine.
timetable-not-provided = Emploi du temps : non fourni par l’ENT.
timetable-of-groups-not-provided = Emploi du temps non fourni par l’ENT : { $groups }.
timetable-of-groups-only = Emploi du temps fourni seulement pour : { $groups }. Le reste n’est pas fourni par l’ENT.
no-lessons-this-day = Aucun cours noté.
done-in-class = Fait en classe
done-without-subject = Autre séance
# "Vacances de Noël jusqu’au dimanche 3 janvier"
day-off-until = { $label } jusqu’au { $date }

## Lessons

room = salle { $name }
cause = { $cause ->
    [teacher-absent] professeur absent
    [class-absent] classe absente
   *[outing] sortie pédagogique
}
lunch = Déjeuner
no-lesson = Pas de cours
lesson-cancelled = Annulé
lesson-cancelled-because = Annulé : { $cause }
lesson-moved = Déplacé à { $hour }
lesson-room-changed = Changement de salle
lesson-in-room = { $rooms } au lieu de { $usual }
lesson-substituted = Remplacement
lesson-extra = Cours exceptionnel
lesson-maintained = Cours maintenu
lesson-modified = Cours modifié

## Announcements

headline = à la une
published-on = publié le { $date }
valid-until = valable jusqu’au { $date }
reply-asked = réponse demandée
reply-by = réponse demandée au plus tard le { $date }
read-in-ent = Lire dans l’ENT, avec votre compte : { $title }

## Files and pictures

file-in-ent = dans l’ENT, avec votre compte
file-in-pronote = à ouvrir dans Pronote
file-at-school = à demander à l’établissement
# A file's type, then its size.
file-facts = { $type }, { $size }
size-bytes = { $size } octets
size-kilobytes = { $size } ko
size-megabytes = { $whole },{ $tenth } Mo
picture-facts = Image, { $size }
picture-facts-without-description = Image sans description, { $size }
# Behind the description of a picture.
picture-size = image, { $size }
picture-missing = image : { $description }
without-description = sans description
table-of = Tableau : { $columns }

## Feeds, calendar, plain text

feed-all = { $site } : nouveautés
feed-homework = { $site } : travail à faire
feed-announcements = { $site } : actualités
calendar-homework = À faire : { $subject }
plain-lesson = { $hours } : { $lesson }

## The foot of every page

nav-foot = Autres pages
documents = Documents
site-map = Plan du site
help = Aide
# The law wants these words, with the status, on every page.
accessibility-status = Accessibilité : { $conformity ->
    [total] totalement conforme
    [partial] partiellement conforme
   *[none] non conforme
}
call = Téléphone : { $number }
report = Signaler un problème
# The subject of the mail to the school, then its text: what its readers see, and how fresh that is.
report-subject = Signalement { $site }
report-body = { $page }, { $moment }
services = Autres services

## Documents

documents-class = Pour la classe
updated-on = mis à jour le { $date }
documents-homework = Pour le travail à faire
documents-announcements = Avec les actualités
no-documents = Aucun document pour l’instant.
file-kind = { $kind ->
    [pdf] PDF
    [picture] image
    [text] texte
    [spreadsheet] tableur
    [slides] diaporama
    [sound] son
    [film] vidéo
   *[other] fichier
}

## Site map

map-site = Ce site
map-weeks = Semaines
map-follow = Suivre et relire autrement
map-about = Aide et informations légales
website-of = Site de l’établissement : { $school }
calendar-link = Calendrier à suivre (calendrier.ics)
feed-all-link = Toutes les nouveautés, en flux (flux.xml)
feed-homework-link = Le travail à faire, en flux (flux-travail.xml)
feed-announcements-link = Les actualités, en flux (flux-actualites.xml)
text-link = La première page en texte seul (texte.txt)
accessibility = Déclaration d’accessibilité
personal-data = Données personnelles
legal-notice = Mentions légales

## Help

help-home-screen = Mettre ce site sur l’écran d’accueil
help-android = Sur Android, avec Chrome
help-open-home = Ouvrez la page d’accueil de ce site.
help-android-menu = Ouvrez le menu de Chrome : les trois points, en haut à droite.
help-android-add = Touchez « Ajouter à l’écran d’accueil », puis « Ajouter ».
help-iphone = Sur iPhone, avec Safari
help-iphone-share = Touchez « Partager » : le carré d’où sort une flèche.
help-iphone-add = Touchez « Sur l’écran d’accueil », puis « Ajouter ».
help-offline = Lire sans réseau
help-offline-chrome = Avec Chrome 49 ou plus récent, une visite suffit. Les pages restent ensuite lisibles sans réseau.
help-offline-others = Les autres navigateurs ne le font pas toujours.
help-save = Vous pouvez aussi enregistrer une page. Dans le menu de Chrome, touchez « Télécharger », la flèche vers le bas. Sur ordinateur : touches Ctrl et S.
help-follow = Suivre sans revenir ici
help-calendar = Le calendrier contient les cours et le travail à faire. Votre agenda le relit de lui-même.
help-calendar-copy = Appuyez longtemps sur ce lien et copiez son adresse :
help-calendar-iphone = Sur iPhone, ouvrez l’application Calendrier. Ajoutez un calendrier avec abonnement, et collez l’adresse.
help-calendar-google = Sur ordinateur, ouvrez Google Agenda. Près de « Autres agendas », choisissez « À partir de l’URL ». Collez l’adresse.
help-feeds = Un lecteur de flux annonce chaque nouveauté. Donnez-lui l’une de ces adresses :
help-private = Ces adresses sont pour les familles. Ne les publiez pas.
help-print = Imprimer
help-gazette = La gazette est faite pour le papier. Elle contient la semaine et les actualités.
help-gazette-link = La gazette à imprimer (PDF)
help-print-page = Chaque page s’imprime aussi. Dans le menu de Chrome : « Partager », puis « Imprimer ».
help-no-printer = Pas d’imprimante ? Demandez la gazette à l’établissement.
help-larger = Agrandir le texte
help-zoom = Écartez deux doigts sur l’écran. Sur ordinateur : touches Ctrl et +.
help-text-size = Dans le menu de Chrome : « Paramètres », puis « Accessibilité ». Choisissez une taille. Elle restera.
help-comfort = Si JavaScript fonctionne, des réglages s’affichent ici. Ils restent sur cet appareil.
# What its buttons say, with | between them.
comfort-size = Texte normal|Texte grand|Texte très grand|Texte énorme
comfort-space = Espacement normal|Espacement large
comfort-colour = Couleurs de l’appareil|Couleurs claires|Couleurs sombres
help-reader = Le mode lecture montre le texte seul. Safari et Firefox le proposent à côté de l’adresse.
help-plain = Très vieil appareil
help-text-version = Cette version s’ouvre partout :
help-ask = Une question ?

## Legal pages

# In the place of a fact that the configuration lacks.
not-given = non renseigné par l’établissement
not-given-sentence = Non renseigné par l’établissement.
fact-name = Nom
fact-address = Adresse
fact-phone = Téléphone
fact-email = Courriel
fact-website = Site
fact-host = Hébergeur
fact-dpo = Délégué à la protection des données

## The accessibility statement: the parts and their order are those of the French model (arrêté of 20 September 2019)

a11y-pledge = { $school } s’engage à rendre ses sites accessibles.
a11y-law = L’article 47 de la loi n° 2005-102 du 11 février 2005 le demande.
a11y-plan = Schéma pluriannuel et plan d’action
a11y-scope = Cette déclaration s’applique au site « { $site } » : { $school }.
a11y-state-title = État de conformité
a11y-state = { $conformity ->
    [total] Ce site est en conformité totale avec le RGAA, version 4.1.2.
    [partial] Ce site est en conformité partielle avec le RGAA, version 4.1.2.
   *[none] Ce site est non conforme au RGAA, version 4.1.2.
}
# Nothing, where there is nothing to list.
a11y-reasons = { $conformity ->
    [total] {""}
   *[other] Les défauts et les dérogations sont énumérés ci-dessous.
}
a11y-rgaa = Le RGAA est le référentiel général d’amélioration de l’accessibilité.
a11y-results-title = Résultats des tests
a11y-no-audit = Aucun audit de conformité n’a encore été réalisé. Le taux de conformité n’est pas connu.
a11y-lapsed-audit = Le dernier audit, du { $date }, a plus de trois ans. Il ne compte plus. Le taux de conformité n’est pas connu.
a11y-audit = Un audit de conformité a été réalisé le { $date }. Auteur de l’audit : { $by }.
a11y-percent = { $percent } % des critères du RGAA sont respectés.
a11y-automatic = Le logiciel Ardoise est testé automatiquement, sur des pages d’exemple. Ces tests ne remplacent pas un audit.
a11y-contents-title = Contenus non accessibles
a11y-failures-title = Non-conformités
a11y-no-failure = Aucune, d’après l’audit.
a11y-images = Des images peuvent ne pas avoir de description.
a11y-files = Des fichiers joints (PDF, images, bureautique) peuvent ne pas être accessibles.
a11y-texts = Des textes peuvent manquer de titres. Une langue étrangère peut ne pas être signalée.
a11y-unknown = D’autres défauts sont possibles : aucun audit ne les a cherchés.
a11y-burden-title = Dérogations pour charge disproportionnée
a11y-burden = Aucune.
a11y-exempt-title = Contenus non soumis à l’obligation d’accessibilité
a11y-exempt = Cette déclaration ne concerne ni l’ENT ni les autres services liés.
a11y-statement-title = Établissement de cette déclaration d’accessibilité
a11y-declared-on = Date de la déclaration
a11y-technologies-title = Technologies utilisées
a11y-javascript = JavaScript (facultatif)
a11y-environment-title = Environnement de test
a11y-no-environment = Aucun essai avec un lecteur d’écran n’est déclaré pour ce site.
a11y-tools-title = Outils pour évaluer l’accessibilité
a11y-automatic-tools = Aucun sur ce site. Pour le logiciel : axe-core, Nu Html Checker et veraPDF.
a11y-pages-title = Pages du site ayant fait l’objet de la vérification de conformité
a11y-no-page = Aucune page de ce site n’a encore été vérifiée.
a11y-contact-title = Retour d’information et contact
a11y-contact = Un contenu ou un service vous reste inaccessible ? Écrivez ou téléphonez à l’établissement. Demandez une autre solution accessible, ou le contenu sous une autre forme.
a11y-remedy-title = Voies de recours
a11y-remedy = Cette procédure est à utiliser dans le cas suivant.
a11y-remedy-told = Vous avez signalé un défaut d’accessibilité au responsable du site.
a11y-remedy-barrier = Ce défaut vous empêche d’accéder à un contenu ou à un service.
a11y-remedy-answer = Vous n’avez pas obtenu de réponse satisfaisante.
a11y-remedy-may = Vous pouvez :
a11y-remedy-write = Écrire un message au Défenseur des droits
a11y-remedy-delegate = Contacter le délégué du Défenseur des droits dans votre région
a11y-remedy-post = Envoyer un courrier par la poste. C’est gratuit, ne pas mettre de timbre.

## Personal data

data-who = Qui est responsable
data-responsible = { $school } publie ce site et en est responsable.
data-why = Pourquoi ces données
data-purpose = Ce site montre le travail à faire, les cours et les actualités. Il sert aux familles qui ouvrent difficilement l’ENT.
data-basis = Base légale : la mission d’intérêt public de l’établissement (RGPD, article 6.1.e).
data-which = Quelles données
data-lessons = Les cours : matière, salle, horaire, changements.
data-homework = Le travail à faire et le contenu des séances.
data-announcements = Les actualités, leurs images et leurs fichiers. Leurs auteurs ne sont pas nommés.
data-teachers = { $names ->
    [full] Les noms des professeurs, dans l’emploi du temps.
    [initial] L’initiale des professeurs, dans l’emploi du temps.
   *[none] Aucun nom de professeur dans l’emploi du temps.
}
data-pupils = Ce site ne contient ni note, ni absence, ni punition. Il ne reprend aucune liste d’élèves.
data-named = Un texte peut nommer une personne, si son auteur l’a écrit. Demandez alors sa correction à l’établissement.
data-origin = Ces données viennent de l’ENT, de Pronote et de l’établissement. D’autres viennent de services que l’établissement utilise.
data-recipients = Qui les reçoit
data-readers = Les élèves, leurs familles et les personnels de l’établissement. Sans mot de passe, qui connaît l’adresse peut lire ce site.
data-hosting = L’hébergeur garde les fichiers du site.
data-how-long = Combien de temps
data-retention = { $days ->
    [1] Une semaine passée reste un jour sur ce site.
   *[other] Une semaine passée reste { $days } jours sur ce site.
}
data-expiry = Une actualité disparaît à la fin de sa validité. Aucune ne reste après l’année scolaire. Les fichiers partent avec elle.
data-visit = Votre visite
data-nothing = Aucun cookie, aucune mesure d’audience, aucune publicité.
data-requests = Les pages ne demandent rien à d’autres sites.
data-device = Votre navigateur peut garder des pages pour les lire sans réseau. Vos réglages d’affichage restent aussi sur votre appareil. Pour tout enlever, effacez les données du site dans le navigateur.
data-logs = L’hébergeur peut noter les visites dans un journal technique. Demandez-lui ce qu’il garde, et combien de temps.
data-rights = Vos droits
data-ask = Vous pouvez demander à voir, corriger ou effacer vos données. Vous pouvez vous opposer à leur publication, ou la limiter. Écrivez à l’établissement ou à son délégué.
data-cnil = Sans réponse satisfaisante, adressez une plainte à la CNIL.

## Legal notice

notice-publisher = Éditeur
notice-director = Direction de la publication
notice-host = Hébergement
notice-software = Logiciel
notice-ardoise = Ce site est fabriqué par Ardoise, un logiciel libre. Licences : MIT ou Apache 2.0. Ses auteurs ne répondent pas du contenu.

## The index of sites

sites = Sites
sites-with-secret-address = La page d’une classe a une adresse secrète. L’établissement la donne aux familles.

## Somebody who does not get in

lost-nothing = Page introuvable
lost-nothing-check = Cette adresse ne mène à aucune page. Vérifiez chaque lettre.
lost-gone = Cette adresse n’ouvre plus rien
lost-gone-check = Elle a changé, ou elle contient une faute. Comparez-la avec la fiche d’accès, en minuscules et avec les tirets.
lost-gone-year = L’adresse d’une classe change chaque année scolaire. L’établissement donne la nouvelle.
lost-closed = Mot de passe demandé
lost-closed-where = L’identifiant et le mot de passe sont sur la fiche d’accès. Rechargez la page pour les taper.

## Paper

paper-title = Gazette – { $class } – semaine { $number }
paper-correction-title = Rectificatif – { $class } – semaine { $number }
paper-correction = Rectificatif
paper-correction-lead = Voici ce qui a changé depuis la gazette. Le reste ne change pas.
paper-changed-lessons = Cours
paper-withdrawn = N’est plus à faire ou n’a plus lieu
paper-withdrawn-homework = { $subject }, pour le { $date }
paper-class = Classe
paper-version = Version du { $moment }
paper-due = Pour le { $date }
paper-without-subject = Matière non précisée
paper-published = Publiée le { $date }
paper-published-until = Publiée le { $published }, valable jusqu’au { $date }
paper-picture-of = Image sans description, jointe à « { $title } »
paper-picture-elsewhere = [Image sans description, { $place }]
paper-described-elsewhere = [Image { $place } : { $description }]
paper-picture = Image sans description
paper-untitled = Sans titre
paper-read-in-ent = à lire dans l’ENT
paper-rest-on-site = suite sur le site
paper-on-site = sur le site de la classe
paper-in-ent = dans l’ENT
paper-in-pronote = dans Pronote
paper-whole-day = Journée
paper-day-off = { $date } : { $label }
paper-no-timetable = L’emploi du temps de cette semaine n’est pas connu.
paper-goes-on = { $subject }, suite
paper-all-go-on = Suite
paper-from-to = de { $start } à { $end }
paper-sign-replaced = { $mark } : signe absent du papier, visible sur le site de la classe.
paper-timetable = Emploi du temps
changes = Changements
paper-homework = Travail à préparer ensemble
paper-also-due = Aussi, sur le site de la classe
paper-named-test = { $subject } (contrôle)
paper-other-homework = { $count ->
    [one] Et un autre travail, sur le site de la classe.
   *[other] Et { $count } autres travaux, sur le site de la classe.
}
paper-other-later-homework = { $count ->
    [one] Et un travail plus tard, sur le site de la classe.
   *[other] Et { $count } travaux plus tard, sur le site de la classe.
}
paper-nothing-received = Rien n’a encore été reçu de l’ENT.
paper-homework-not-provided = Travail à faire : non fourni par l’ENT.
paper-no-homework = Aucun travail n’est noté pour cette semaine dans le cahier de textes.
paper-later = Déjà noté pour plus tard
paper-announcements = Actualités
paper-other-announcements = Autres actualités, à lire sur le site de la classe
paper-other-announcements-count = { $count ->
    [one] Et une autre actualité, sur le site de la classe.
   *[other] Et { $count } autres actualités, sur le site de la classe.
}
paper-menu = Menu de la cantine
paper-menu-elsewhere = Le menu de la cantine est sur le site de la classe.
paper-timetable-elsewhere = L’emploi du temps est trop long pour ce papier. Il est sur le site de la classe.
paper-not-all = Ce papier ne contient pas tout. Le reste est sur le site de la classe.
paper-way-to-site = Le site de la classe
paper-way-to-documents = Les documents
paper-ask-the-office = Sans Internet, demandez la suite au { $phone }.
paper-reply-below = Réponse demandée : le coupon est à la fin.
paper-reply-at-office = Réponse demandée : demandez le coupon au secrétariat.
paper-slip = Coupon-réponse
paper-slip-by = À rendre au plus tard le { $date }.
paper-slip-pupil = Nom et prénom de l’élève
paper-slip-class = Classe
paper-slip-date = Le
paper-slip-signature = Signature
paper-cut-here = À découper et à rendre
paper-no-announcements = Aucune actualité en ce moment.
paper-headline = À la une.
paper-file = Fichier
paper-files = Fichiers
paper-test = Contrôle
paper-page = page
paper-page-of = sur

## The access sheet

# What a QR code is, for those who do not see it.
acces-code = Code QR de l’adresse { $address }
acces-on-help = La fiche d’accès aide une autre famille à ouvrir ce site.
acces-link = La fiche d’accès (PDF)
acces-title = Fiche d’accès – { $site }
acces-of-class = Le site de la classe, sur téléphone ou ordinateur
acces-of-site = Un site de l’établissement, sur téléphone ou ordinateur
acces-address = Son adresse
acces-address-to-write = Son adresse, à écrire ici
acces-steps = En trois étapes
acces-open = Ouvrir
acces-scan = Visez le carré avec l’appareil photo, puis touchez le lien.
acces-or-type = Ou tapez l’adresse dans Chrome, Safari ou Firefox.
acces-or-type-exactly = Ou tapez l’adresse dans Chrome, Safari ou Firefox. En minuscules, avec les tirets.
acces-type = Tapez l’adresse dans Chrome, Safari ou Firefox.
acces-type-exactly = Tapez l’adresse dans Chrome, Safari ou Firefox. En minuscules, avec les tirets.
acces-keep = Garder sur l’écran d’accueil
acces-keep-android = Android, dans Chrome : les trois points, puis « Ajouter à l’écran d’accueil ».
acces-keep-iphone = iPhone, dans Safari : « Partager », puis « Sur l’écran d’accueil ».
acces-offline = Lire sans réseau
acces-offline-chrome = Avec Chrome, une visite suffit. Les pages restent ensuite lisibles hors connexion.
acces-about = Sur ce site
acces-has-homework = Travail à faire
acces-has-timetable = Cours et changements
acces-has-announcements = Actualités et documents
acces-has-gazette = Gazette à imprimer
acces-light = Léger : quelques ko par visite
acces-free = Gratuit, sans compte à créer
acces-help = Besoin d’aide ?
acces-ask-office = Demandez au secrétariat.
acces-on-paper = Pas d’Internet ? Demandez la gazette sur papier.
acces-private = Cette adresse est réservée aux familles concernées. Ne la publiez pas. Elle change chaque année scolaire.
acces-private-password = Ce mot de passe est réservé aux familles concernées. Ne le publiez pas. Il change chaque année scolaire.
acces-user = Identifiant : { $user }
acces-password = Mot de passe : { $password }

## The notice for the door

avis-title = Avis aux familles

## The poster

affiche-title = Emploi du temps – { $class } – semaine { $number }
affiche-hours = Heure

## The slip

bordereau-title = Bordereau – semaine { $number }
bordereau-heading = Bordereau des gazettes
bordereau-load = { $count ->
    [one] Papier à charger : { $count } feuille A4.
   *[other] Papier à charger : { $count } feuilles A4.
}
bordereau-load-batch = { $classes ->
    [one] Avec le fichier lot.pdf : { $count }, dont { $classes } intercalaire.
   *[other] Avec le fichier lot.pdf : { $count }, dont { $classes } intercalaires.
}
bordereau-two-sided = Impression recto verso, bord long.
bordereau-class = Classe
bordereau-profile = Présentation
bordereau-copies = Exemplaires
bordereau-pages = Pages
bordereau-sheets = Feuilles
bordereau-printed = Imprimé
bordereau-handed-out = Distribué
bordereau-total = Total
bordereau-profile-name = { $profile ->
    [clair] claire (14 points)
    [grand] grands caractères (18 points)
    [dys] dys (14 points, espacée)
   *[standard] standard
}

## The batch

lot-title = Gazettes à imprimer – semaine { $number }
# "12 exemplaires de 2 pages : standard"
lot-line = { $count ->
    [one] { $count } exemplaire { $pages ->
        [one] d’une page : { $profile }
       *[other] de { $pages } pages : { $profile }
    }
   *[other] { $count } exemplaires { $pages ->
        [one] d’une page : { $profile }
       *[other] de { $pages } pages : { $profile }
    }
}
lot-sheets = { $count ->
    [one] { $count } feuille de papier suit.
   *[other] { $count } feuilles de papier suivent.
}

## Printing: what the office is told

# The name of a job on the copier's screen. Without $key the job cannot be found again.
print-job-gazette = { $class } – semaine { $week } – { $profile } – { $key }
print-job = { $class } – { $kind } – semaine { $week } – { $profile } – { $key }
print-all-classes = Établissement
print-kind-gazette = gazette
print-kind-correction = rectificatif
print-kind-access = fiche d’accès
print-kind-poster = affiche
print-kind-notice = avis
print-kind-batch = lot
print-kind-slip = bordereau
print-sheet = { $class }, { $kind }{ $profile ->
    [clair] {" "}en présentation claire
    [grand] {" "}en grands caractères
    [dys] {" "}en présentation dys
   *[standard] {""}
}
print-about = { $sheet } : { $what }
print-printer = Imprimante { $printer } : { $what }
print-nothing = Rien à imprimer.
print-would-print = { $copies ->
    [1] à imprimer en 1 exemplaire.
   *[other] à imprimer en { $copies } exemplaires.
}
print-sent = { $copies ->
    [1] 1 exemplaire envoyé.
   *[other] { $copies } exemplaires envoyés.
}
print-doubtful = envoi sans réponse. Ardoise demande si la feuille est arrivée.
print-underway = envoi déjà fait, rien n’est encore sorti.
print-already = impression déjà faite. Rien n’est envoyé.
print-changed = impression déjà faite, contenu modifié depuis. Seul le rectificatif s’imprime.
print-ended = impression interrompue. Pour renvoyer la feuille : ardoise print --reprint
print-stale = pas d’envoi, ses données sont anciennes ou incomplètes. Pour imprimer quand même : ardoise print --accept-stale
print-refused = rien n’est parti.
print-missing = fichier absent ou changé. Relancez : ardoise build
print-no-printer = aucune imprimante n’est configurée pour cette classe.
print-released = la feuille est libérée.
print-taken-back = annulation demandée.
print-trial = C’était un essai. Regardez la feuille, puis lancez : ardoise print
print-not-out-yet = Tout n’est pas sorti. Pour savoir où on en est : ardoise print
print-completed = { $copies ->
    [1] 1 exemplaire imprimé.
   *[other] { $copies } exemplaires imprimés.
}
print-completed-queue = la file d’attente dit que c’est imprimé. Vérifiez que les feuilles sont sorties.
print-completed-folder = { $copies ->
    [1] fichier déposé dans le dossier, à imprimer en 1 exemplaire.
   *[other] fichier déposé dans le dossier, à imprimer en { $copies } exemplaires.
}
print-uncertain = on ne sait pas si la feuille est sortie. Regardez dans le bac. Si elle manque : ardoise print --reprint
print-lost = impression peut-être faite avant la restauration. Si la feuille manque : ardoise print --reprint
print-waiting = en attente.
print-held = l’imprimante attend votre accord. Pour imprimer : ardoise print --release
print-printing = en cours d’impression.
print-stopped = l’impression est arrêtée.
print-canceled = impression annulée.
print-aborted = l’imprimante a abandonné.
print-media-empty = Il n’y a plus de papier.
print-media-low = Il reste peu de papier.
print-media-needed = L’imprimante demande un autre papier.
print-media-jam = Il y a un bourrage de papier.
print-toner-empty = Il n’y a plus d’encre ou de toner.
print-toner-low = Il reste peu d’encre ou de toner.
print-cover-open = Un capot est ouvert.
print-tray-missing = Le bac à papier n’est pas en place.
print-output-full = Le bac de sortie est plein.
print-paused = L’imprimante est en pause.
print-offline = La file d’attente ne joint pas l’imprimante.
print-shutdown = L’imprimante s’éteint.
print-spool-full = La mémoire de l’imprimante est pleine.
print-busy = L’imprimante est occupée.
print-waits-for-release = Le travail attend d’être libéré.
print-canceled-by-somebody = Quelqu’un a annulé l’impression.
print-aborted-by-system = L’imprimante a abandonné.
print-document-unreadable = L’imprimante n’a pas su lire le document.
print-filter-missing = Il manque un programme à la file d’attente.
print-not-allowed = L’imprimante demande un code ou un mot de passe.
print-certificate-behind = La file d’attente refuse le certificat de l’imprimante.
print-printer-stopped = L’imprimante est arrêtée.
print-repeated = La file d’attente a imprimé plusieurs fois. Retirez les feuilles en trop.
print-other-reason = L’imprimante dit : « { $word } ».
print-wrong-configuration = Son adresse n’est pas utilisable. Vérifiez la configuration.
print-unreachable = L’imprimante ne répond pas. Vérifiez qu’elle est allumée et reliée au réseau.
print-no-answer = La réponse n’est pas arrivée.
print-certificate = Le certificat de l’imprimante n’est pas reconnu.
print-credentials = L’imprimante refuse le nom ou le mot de passe.
print-no-queue = Cette file d’attente n’existe pas ou plus.
print-too-busy = L’imprimante est trop occupée. Réessayez plus tard.
print-not-accepting = L’imprimante n’accepte pas de travaux.
print-attributes = L’imprimante refuse ces réglages : { $names }.
print-no-pdf = L’imprimante ne lit pas le PDF. Passez par une file CUPS.
print-too-many-copies = { $most ->
    [1] L’imprimante ne fait qu’une copie à la fois.
   *[other] L’imprimante ne fait que { $most } copies à la fois.
}
print-no-hold = L’imprimante ne sait pas garder un travail en attente.
print-refuses = L’imprimante refuse : « { $words } ».
print-no-printer-there = Ce n’est pas une imprimante qui répond à cette adresse.
print-folder = Le dossier n’est pas accessible.
print-one-sided = L’imprimante n’imprime que sur un côté.
print-no-a4 = L’imprimante ne dit pas si elle a du papier A4.
print-sum-of-class = { $class } : { $copies ->
    [1] 1 exemplaire
   *[other] { $copies } exemplaires
}, { $pages ->
    [1] 1 page
   *[other] { $pages } pages
}, { $paper ->
    [1] 1 feuille.
   *[other] { $paper } feuilles.
}
print-sum = En tout : { $copies ->
    [1] 1 exemplaire
   *[other] { $copies } exemplaires
}, { $pages ->
    [1] 1 page
   *[other] { $pages } pages
}, { $paper ->
    [1] 1 feuille.
   *[other] { $paper } feuilles.
}
print-coverage = Semaine { $week } : { $percent } % du travail à faire est sur papier. Soit { $on-paper } sur { $homework }.

## What the daemon tells those who look after it

alert-title = { $number } choses à regarder
alert-over-title = { $number ->
    [1] C’est rétabli
   *[other] { $number } choses sont rétablies
}
alert-opened = À regarder :
# The reason, as the program tells it.
alert-reason = Détail technique, en anglais : { $reason }
# A sheet: "6a gazette standard, semaine 49".
alert-sheet = { $sheet }, semaine { $week }
alert-closed = C’est rétabli :
alert-end = Pour tout savoir : ardoise status
alert-stale = { $subject } : plus de réponse complète depuis longtemps
alert-refused = { $subject } : accès refusé, le mot de passe ou l’adresse ne convient plus
alert-held-back = { $subject } : des données ont disparu à la source. Elles restent publiées jusqu’à confirmation.
alert-unpublished = { $subject } : les familles n’y voient plus les dernières nouvelles
alert-print = { $subject } : la feuille n’est pas sortie, ou personne ne le sait
alert-content = { $subject } : un fichier de l’établissement est à corriger. La dernière version correcte reste publiée.
alert-local = { $subject } : la machine n’a pas pu faire son travail

## What `ardoise export` writes for people

export-homework = { $class } : travail à faire
export-contents = { $class } : contenu des séances
export-announcements = { $class } : actualités
export-menus = { $class } : menus de la cantine
export-documents = { $class } : documents
export-given = Donné le { $day }
export-due = Pour le { $day }
export-published = Publié le { $day }
export-until = Jusqu’au { $day }
export-nothing = Rien n’est conservé.
