"""What happened at Panetteria Valtorta, a bakery with three shops."""

from demo import life
from demo.scenario import Story
from models import ClaimKind, DatePrecision, Line

AP, ANP, ILLNESS = (
    ClaimKind.OCCUPATIONAL_ACCIDENT,
    ClaimKind.NON_OCCUPATIONAL_ACCIDENT,
    ClaimKind.ILLNESS,
)
ANNOUNCED = "Incapacità lavorativa per malattia, annunciata per telefono il primo giorno; certificato medico consegnato."

STORIES = (
    Story("Davide Galli", AP, 620, life.CLOSED, ((100, 7),),
          "Ustione alla mano destra togliendo una teglia dal forno, durante il turno di notte."),
    Story("Lucia Ferrari", ANP, 533, life.CLOSED, ((100, 26), (50, 13)),
          "Caduta in bicicletta lungo il Ceresio, nel tempo libero; polso sinistro."),
    Story("Giorgio Pedrazzini", ILLNESS, 417, life.CLOSED, ((100, 40),),
          ANNOUNCED, Line.IJM),
    Story("Sonia Rezzonico", ClaimKind.MATERNITY, 298, life.CLOSED, ((100, 98),),
          "Congedo maternità di quattordici settimane dal parto.", Line.IJM),
    Story("Fabio Crivelli", AP, 219, life.CLOSED, ((100, 3),),
          "Taglio al dito con l'affettatrice del pane, nel negozio di Agno."),
    Story("Davide Galli", ClaimKind.OCCUPATIONAL_DISEASE, 163, life.ACCEPTED_LATER, ((100, 28), (50, None)),
          "Disturbi respiratori in presenza di farina, più forti durante il turno di notte.", precision=DatePrecision.APPROXIMATE,
          remark="Vogliate indicarci le mansioni svolte e la durata dell'esposizione."),
    Story("Elena Bianchi", ANP, 108, life.CLOSED, ((100, 11),),
          "Scivolata sulle scale di casa; caviglia destra."),
    Story("Lucia Ferrari", ClaimKind.RELAPSE, 66, life.ACCEPTED, ((100, 21), (50, None)),
          "Ricaduta dell'infortunio in bicicletta: nuova incapacità lavorativa per il polso sinistro.", relapse=True),
    Story("Nicola Soldati", ClaimKind.DENTAL_DAMAGE, 31, life.IN_REVIEW, (),
          "Dente rotto mordendo un frammento di guscio di noce in un panino."),
    Story("Marta Canonica", ILLNESS, 19, life.REGISTERED, ((100, None),),
          ANNOUNCED, Line.IJM),
    Story("Fabio Crivelli", AP, 6, life.DRAFTED, ((100, None),),
          "Caduta nel laboratorio inciampando in un sacco di farina; ginocchio sinistro."),
)  # fmt: skip
