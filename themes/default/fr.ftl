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
week-caption = { week }, du { $span }

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
other-weeks = Autres semaines
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
gazette-link = La semaine { $number } à imprimer (PDF)

## What readers must know before they trust a page

never-received = { $kind ->
    [homework] Cette page ne contient pas encore le travail à faire. L’ENT ne l’a pas fourni.
    [timetable] Cette page ne contient pas encore l’emploi du temps. L’ENT ne l’a pas fourni.
    [contents] Cette page ne contient pas encore le contenu des séances. L’ENT ne l’a pas fourni.
   *[announcements] Cette page ne contient pas encore les actualités. L’ENT ne les a pas fournies.
}
stale = { $kind ->
    [homework] Attention : le travail à faire date du { $moment }.
    [timetable] Attention : l’emploi du temps date du { $moment }.
    [contents] Attention : le contenu des séances date du { $moment }.
   *[announcements] Attention : les actualités datent du { $moment }.
}
held-back = { $kind ->
    [homework] À vérifier : le travail à faire a beaucoup changé dans l’ENT. Voici l’état précédent.
    [timetable] À vérifier : l’emploi du temps a beaucoup changé dans l’ENT. Voici l’état précédent.
    [contents] À vérifier : le contenu des séances a beaucoup changé dans l’ENT. Voici l’état précédent.
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
read-in-ent = Lire dans l’ENT, avec votre compte : { $title }

## Files and pictures

file-in-ent = dans l’ENT, avec votre compte
file-in-pronote = à ouvrir dans Pronote
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

## The index of sites

sites = Sites
sites-with-secret-address = La page d’une classe a une adresse secrète. L’établissement la donne aux familles.

## Paper

paper-title = Gazette – { $class } – semaine { $number }
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
paper-rest-on-site = suite sur le site de la classe
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
paper-homework = Travail à faire
paper-nothing-received = Rien n’a encore été reçu de l’ENT.
paper-homework-not-provided = Travail à faire : non fourni par l’ENT.
paper-no-homework = Aucun travail n’est noté pour cette semaine dans le cahier de textes.
paper-later = Déjà noté pour plus tard
paper-announcements = Actualités
paper-no-announcements = Aucune actualité en ce moment.
paper-headline = À la une.
paper-file = Fichier
paper-files = Fichiers
paper-test = Contrôle
paper-page = page
paper-page-of = sur
