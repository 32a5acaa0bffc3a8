"""What the insurer and the company say to each other along a claim, in the company's language."""

from models import ClaimEventKind, ClaimKind, Language

MESSAGES: dict[Language, dict[ClaimEventKind, str]] = {
    Language.FR: {
        ClaimEventKind.INFORMATION_REQUESTED: "Merci de décrire le déroulement précis de l'événement.",
        ClaimEventKind.INFORMATION_PROVIDED: "Les informations demandées sont jointes au dossier.",
        ClaimEventKind.REOPENED: "Le dossier est rouvert à la suite de nouvelles informations.",
    },
    Language.DE: {
        ClaimEventKind.INFORMATION_REQUESTED: "Bitte beschreiben Sie den genauen Hergang.",
        ClaimEventKind.INFORMATION_PROVIDED: "Die verlangten Angaben liegen dem Dossier bei.",
        ClaimEventKind.REOPENED: "Der Fall ist aufgrund neuer Angaben wieder eröffnet.",
    },
    Language.IT: {
        ClaimEventKind.INFORMATION_REQUESTED: "Vogliate descrivere con precisione lo svolgimento dei fatti.",
        ClaimEventKind.INFORMATION_PROVIDED: "Le informazioni richieste sono allegate.",
        ClaimEventKind.REOPENED: "Il caso è riaperto in seguito a nuove informazioni.",
    },
}

KINDS: dict[Language, dict[ClaimKind, str]] = {
    Language.FR: {
        ClaimKind.OCCUPATIONAL_ACCIDENT: "accident professionnel",
        ClaimKind.NON_OCCUPATIONAL_ACCIDENT: "accident non professionnel",
        ClaimKind.OCCUPATIONAL_DISEASE: "maladie professionnelle",
        ClaimKind.DENTAL_DAMAGE: "lésion dentaire",
        ClaimKind.RELAPSE: "rechute",
        ClaimKind.ILLNESS: "maladie",
        ClaimKind.MATERNITY: "maternité",
        ClaimKind.DEATH: "décès",
    },
    Language.DE: {
        ClaimKind.OCCUPATIONAL_ACCIDENT: "Berufsunfall",
        ClaimKind.NON_OCCUPATIONAL_ACCIDENT: "Nichtberufsunfall",
        ClaimKind.OCCUPATIONAL_DISEASE: "Berufskrankheit",
        ClaimKind.DENTAL_DAMAGE: "Zahnschaden",
        ClaimKind.RELAPSE: "Rückfall",
        ClaimKind.ILLNESS: "Krankheit",
        ClaimKind.MATERNITY: "Mutterschaft",
        ClaimKind.DEATH: "Todesfall",
    },
    Language.IT: {
        ClaimKind.OCCUPATIONAL_ACCIDENT: "infortunio professionale",
        ClaimKind.NON_OCCUPATIONAL_ACCIDENT: "infortunio non professionale",
        ClaimKind.OCCUPATIONAL_DISEASE: "malattia professionale",
        ClaimKind.DENTAL_DAMAGE: "lesione dentaria",
        ClaimKind.RELAPSE: "ricaduta",
        ClaimKind.ILLNESS: "malattia",
        ClaimKind.MATERNITY: "maternità",
        ClaimKind.DEATH: "decesso",
    },
}
