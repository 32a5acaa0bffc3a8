"""Claims of Maison Clairmont, a hotel with two restaurants."""

from demo import lifecycle
from demo.scenario import Scenario
from models import ClaimKind, DatePrecision, Line

AP, ANP = ClaimKind.OCCUPATIONAL_ACCIDENT, ClaimKind.NON_OCCUPATIONAL_ACCIDENT
ILLNESS, MATERNITY = ClaimKind.ILLNESS, ClaimKind.MATERNITY
ANNOUNCED = (
    "Incapacité de travail pour cause de maladie, annoncée par téléphone le premier jour; "
    "certificat médical remis."
)

SCENARIOS = (
    Scenario("Nicolas Berset", ANP, 711, lifecycle.CLOSED, ((100, 70), (50, 42)),
          "Chute à ski sur une piste de Verbier, un jour de congé. Genou droit touché; descente "
          "avec les patrouilleurs.", hospital_days=7),
    Scenario("Ana Ferreira", AP, 698, lifecycle.CLOSED, ((100, 3),),
          "Coupure à la main gauche avec un couteau d'office en préparant les légumes. Reprise "
          "après trois jours."),
    Scenario("Sandrine Jaquet", AP, 655, lifecycle.CLOSED, ((100, 21), (50, 14)),
          "Glissade sur le sol mouillé de la plonge, chute sur le côté droit. Une collègue a "
          "assisté à la chute."),
    Scenario("Olivier Tissot", ANP, 634, lifecycle.CLOSED, ((100, 28),),
          "Chute à vélo sur la Voie verte, en dehors du travail, en évitant un piéton. Épaule "
          "gauche."),
    Scenario("Mehmet Yilmaz", ILLNESS, 602, lifecycle.CLOSED, ((100, 45), (50, 30)),
          ANNOUNCED, Line.IJM),
    Scenario("Patricia Gomes", AP, 590, lifecycle.CLOSED_LATER, ((100, 35), (50, 21)),
          "A manqué la dernière marche de l'escalier de service en portant du linge; cheville "
          "droite touchée.",
          remark="Merci de préciser l'heure de l'événement et le nom du témoin."),
    Scenario("Florian Chollet", ANP, 540, lifecycle.CLOSED, ((100, 9),),
          "Cheville tordue lors d'un match de football entre amis, au stade de la Fontenette."),
    Scenario("Ana Ferreira", AP, 512, lifecycle.CLOSED, ((100, 2),),
          "Brûlure à l'avant-bras au contact de la porte du four, pendant le service de midi."),
    Scenario("Émilie Borgeaud", MATERNITY, 460, lifecycle.CLOSED, ((100, 98),),
          "Congé de maternité de quatorze semaines dès l'accouchement.", Line.IJM),
    Scenario("Karim Haddad", AP, 431, lifecycle.CLOSED_LATER, ((100, 10),),
          "Doigt coincé dans la porte de la chambre froide en sortant une caisse.",
          remark="Merci de nous transmettre le certificat médical: l'incapacité annoncée dépasse "
          "trois jours."),
    Scenario("Valérie Cuendet", ANP, 405, lifecycle.CLOSED_UNPAID, ((100, 12),),
          "Douleur soudaine au dos en soulevant un carton lors d'un déménagement privé.",
          remark="Aucun facteur extérieur extraordinaire: ce n'est pas un accident (art. 4 LPGA). "
          "Voir l'assureur-maladie."),
    Scenario("Jean-Luc Meylan", ILLNESS, 388, lifecycle.CLOSED_LATER, ((100, 60),),
          ANNOUNCED, Line.IJM,
          remark="Merci de nous transmettre les fiches de salaire des douze derniers mois."),
    Scenario("Inês Carvalho", ClaimKind.DENTAL_DAMAGE, 365, lifecycle.CLOSED, (),
          "Dent cassée sur un noyau d'olive dans la salade composée servie au personnel. Le noyau "
          "a été conservé."),
    Scenario("Sabrina Morel", ClaimKind.OCCUPATIONAL_DISEASE, 330, lifecycle.ACCEPTED_LATER,
          ((50, 60), (0, None)),
          "Irritation persistante des mains depuis le changement de produit de nettoyage; lien "
          "avec le travail supposé.",
          precision=DatePrecision.APPROXIMATE,
          remark="Merci de joindre la fiche de sécurité du produit utilisé."),
    Scenario("Laurent Pasche", ANP, 318, lifecycle.REVIEWED_AGAIN, ((100, 24),),
          "Chute en luge à Leysin pendant les vacances de fin d'année; coude gauche."),
    Scenario("Thi Lan Nguyen", AP, 301, lifecycle.CLOSED, ((100, 3),),
          "Projection d'huile chaude de la friteuse sur la main droite."),
    Scenario("Étienne Rey", ClaimKind.DEATH, 280, lifecycle.CLOSED, (),
          "Décès lors d'une course en montagne pendant un congé, annoncé le lendemain par la "
          "famille. Rapport de police."),
    Scenario("Aurélie Dubuis", ANP, 247, lifecycle.CLOSED, ((100, 17), (50, 12)),
          "Voiture heurtée à l'arrière alors qu'elle était arrêtée à un feu rouge, quai du "
          "Mont-Blanc. Constat amiable rempli."),
    Scenario("Jean-Luc Meylan", ILLNESS, 210, lifecycle.REOPENED, ((100, 35),),
          ANNOUNCED + " Nouvel arrêt annoncé depuis.", Line.IJM),
    Scenario("Nicolas Berset", ClaimKind.RELAPSE, 205, lifecycle.CLOSED, ((100, 42), (50, 20)),
          "Rechute de l'accident de ski: nouvel arrêt de travail après une intervention prévue au "
          "genou droit.",
          hospital_days=6, relapse=True),
    Scenario("David Kessler", ANP, 187, lifecycle.CLOSED, (),
          "Chute à vélo de route au col de la Givrine; séjour en division privée, sans arrêt de "
          "travail annoncé.",
          Line.LAAC, hospital_days=2),
    Scenario("Mélanie Corthay", ILLNESS, 152, lifecycle.ACCEPTED, ((100, 90), (60, None)),
          ANNOUNCED + " Reprise partielle à 40 %.", Line.IJM),
    Scenario("Bastien Roulet", ClaimKind.DENTAL_DAMAGE, 146, lifecycle.REFUSED, (),
          "Dent cassée en mordant dans un croûton au petit-déjeuner, avant le service.",
          remark="Un croûton est un composant attendu de l'aliment: pas de facteur extérieur "
          "extraordinaire (art. 4 LPGA)."),
    Scenario("Hélène Vuilleumier", ANP, 131, lifecycle.ACCEPTED_LATER, ((100, 80), (70, None)),
          "Chute en randonnée au-dessus de Champex; évacuation par hélicoptère. Jambe gauche.",
          hospital_days=9,
          remark="Merci de nous transmettre les fiches de salaire des douze derniers mois et le "
          "rapport de police."),
    Scenario("Pierre-Yves Décosterd", ANP, 124, lifecycle.CONTESTED, ((100, 20),),
          "Douleur au genou apparue en courant, sans chute, le long du lac.",
          remark="Sans chute ni choc, la notion d'accident (art. 4 LPGA) n'est pas remplie."),
    Scenario("João Pereira", AP, 96, lifecycle.ACCEPTED, ((100, 60), (50, None)),
          "Chute d'un escabeau en changeant une ampoule au troisième étage; réception sur le "
          "poignet gauche."),
    Scenario("Sabine Reymond", ClaimKind.OCCUPATIONAL_DISEASE, 90, lifecycle.ANSWERED,
          ((100, 15), (50, None)),
          "Troubles respiratoires au contact des produits de désinfection de la buanderie, au "
          "travail uniquement.",
          precision=DatePrecision.APPROXIMATE,
          remark="Depuis quand les troubles sont-ils observés, et dans quels locaux?"),
    Scenario("Fatou Diallo", MATERNITY, 72, lifecycle.ACCEPTED, ((100, 98),),
          "Congé de maternité de quatorze semaines dès l'accouchement.", Line.IJM),
    Scenario("Christophe Blanc", ANP, 61, lifecycle.ACCEPTED, ((100, 30), (50, None)),
          "Chute dans l'escalier de son immeuble en rentrant des courses. Hanche gauche."),
    Scenario("Stéphanie Mottier", AP, 44, lifecycle.ANSWERED, ((100, 14), (50, None)),
          "Heurtée par un chariot à bagages dans le couloir du sous-sol; pied droit.",
          remark="Un tiers est-il impliqué? Merci d'indiquer ses coordonnées."),
    Scenario("Ivan Petrović", ILLNESS, 38, lifecycle.IN_REVIEW, ((100, None),),
          ANNOUNCED, Line.IJM),
    Scenario("Manon Gaillard", ANP, 26, lifecycle.ASKED, ((100, 5),),
          "Morsure de chien au parc des Bastions; avant-bras droit. Le chien était tenu en laisse "
          "par son propriétaire.",
          remark="Merci de nous indiquer le nom et l'adresse du propriétaire du chien, jusqu'au 30 "
          "novembre 2026."),
    Scenario("Patricia Gomes", ClaimKind.RELAPSE, 20, lifecycle.SUBMITTED, ((100, None),),
          "Rechute: la cheville droite blessée dans l'escalier de service ne supporte plus le "
          "travail debout.", relapse=True),
    Scenario("Mehmet Yilmaz", ILLNESS, 17, lifecycle.REGISTERED, ((100, 10), (50, None)),
          ANNOUNCED, Line.IJM),
    Scenario("Kevin Amstutz", AP, 12, lifecycle.REGISTERED, ((100, None),),
          "Renversé par un diable chargé de boissons sur le quai de livraison; tibia droit."),
    Scenario("Laure Pittet", ANP, 9, lifecycle.SUBMITTED, ((100, 14),),
          "Chute en trottinette électrique à Plainpalais, le soir; coude droit."),
    Scenario("Noémie Crausaz", ILLNESS, 6, lifecycle.DRAFTED, ((100, None),),
          "Absence pour cause de maladie; le certificat médical est attendu.", Line.IJM),
    Scenario("Ana Ferreira", AP, 5, lifecycle.DRAFTED, ((100, 2),),
          "Coupure au pouce en débarrassant des verres cassés au bar."),
    Scenario("Diego Ramos", AP, 7, lifecycle.DRAFTED, (),
          "Le collaborateur signale un choc à la tête, la date exacte est à préciser avec le chef "
          "de rang.",
          precision=DatePrecision.CLARIFYING),
)  # fmt: skip
"""Scenarios in which each relapse comes after its earlier case."""
