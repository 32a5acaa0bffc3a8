"""Claims of Panetteria Valtorta, a bakery with three shops."""

from demo import lifecycle
from demo.scenario import Scenario
from models import ClaimKind, DatePrecision, Line

AP, ANP, ILLNESS = (
    ClaimKind.OCCUPATIONAL_ACCIDENT,
    ClaimKind.NON_OCCUPATIONAL_ACCIDENT,
    ClaimKind.ILLNESS,
)
ANNOUNCED = (
    "Incapacità lavorativa per malattia, annunciata per telefono il primo giorno; certificato "
    "medico consegnato."
)

SCENARIOS = (
    Scenario("Davide Galli", AP, 620, lifecycle.CLOSED, ((100, 7),),
          "Ustione alla mano destra togliendo una teglia dal forno, durante il turno di notte."),
    Scenario("Lucia Ferrari", ANP, 533, lifecycle.CLOSED, ((100, 26), (50, 13)),
          "Caduta in bicicletta lungo il Ceresio, nel tempo libero; polso sinistro."),
    Scenario("Giorgio Pedrazzini", ILLNESS, 417, lifecycle.CLOSED, ((100, 40),),
          ANNOUNCED, Line.IJM),
    Scenario("Sonia Rezzonico", ClaimKind.MATERNITY, 298, lifecycle.CLOSED, ((100, 98),),
          "Congedo maternità di quattordici settimane dal parto.", Line.IJM),
    Scenario("Fabio Crivelli", AP, 219, lifecycle.CLOSED, ((100, 3),),
          "Taglio al dito con l'affettatrice del pane, nel negozio di Agno."),
    Scenario("Davide Galli", ClaimKind.OCCUPATIONAL_DISEASE, 163, lifecycle.ACCEPTED_LATER,
          ((100, 28), (50, None)),
          "Disturbi respiratori in presenza di farina, più forti durante il turno di notte.",
          precision=DatePrecision.APPROXIMATE,
          remark="Vogliate indicarci le mansioni svolte e la durata dell'esposizione."),
    Scenario("Elena Bianchi", ANP, 108, lifecycle.CLOSED, ((100, 11),),
          "Scivolata sulle scale di casa; caviglia destra."),
    Scenario("Lucia Ferrari", ClaimKind.RELAPSE, 66, lifecycle.ACCEPTED, ((100, 21), (50, None)),
          "Ricaduta dell'infortunio in bicicletta: nuova incapacità lavorativa per il polso "
          "sinistro.", relapse=True),
    Scenario("Nicola Soldati", ClaimKind.DENTAL_DAMAGE, 31, lifecycle.IN_REVIEW, (),
          "Dente rotto mordendo un frammento di guscio di noce in un panino."),
    Scenario("Marta Canonica", ILLNESS, 19, lifecycle.REGISTERED, ((100, None),),
          ANNOUNCED, Line.IJM),
    Scenario("Fabio Crivelli", AP, 6, lifecycle.DRAFTED, ((100, None),),
          "Caduta nel laboratorio inciampando in un sacco di farina; ginocchio sinistro."),
)  # fmt: skip
