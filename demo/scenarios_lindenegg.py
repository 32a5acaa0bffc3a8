"""Claims of Lindenegg Handels AG, a wholesaler of office supplies."""

from demo import lifecycle
from demo.scenario import Scenario
from models import ClaimKind, DatePrecision, Line

BU, NBU, ILLNESS = (
    ClaimKind.OCCUPATIONAL_ACCIDENT,
    ClaimKind.NON_OCCUPATIONAL_ACCIDENT,
    ClaimKind.ILLNESS,
)
ANNOUNCED = (
    "Arbeitsunfähigkeit wegen Krankheit, am ersten Tag telefonisch gemeldet; Arztzeugnis liegt vor."
)

SCENARIOS = (
    Scenario("Beat Lüthi", BU, 676, lifecycle.CLOSED, ((100, 14), (50, 14)),
          "Beim Abladen einer Palette Papier den linken Fuss eingeklemmt. Sicherheitsschuhe "
          "getragen."),
    Scenario("Karin Zaugg", NBU, 612, lifecycle.CLOSED, ((100, 33),),
          "Sturz beim Skifahren an der Lenk, freier Tag; rechte Schulter."),
    Scenario("Daniel Wüthrich", ILLNESS, 561, lifecycle.CLOSED_LATER, ((100, 50), (50, 25)),
          ANNOUNCED, Line.IJM,
          remark="Bitte senden Sie uns die Lohnabrechnungen der letzten zwölf Monate."),
    Scenario("Stefan Gerber", BU, 486, lifecycle.CLOSED, ((100, 2),),
          "Schnitt in den linken Zeigefinger beim Öffnen von Kartons mit dem Messer."),
    Scenario("Anja Schärer", ClaimKind.MATERNITY, 402, lifecycle.CLOSED, ((100, 98),),
          "Mutterschaftsurlaub von vierzehn Wochen ab der Geburt.", Line.IJM),
    Scenario("Peter Rüegsegger", NBU, 341, lifecycle.CLOSED_UNPAID, ((100, 6),),
          "Stechender Schmerz im Rücken beim Heben eines Blumentopfs im Garten.",
          remark="Kein ungewöhnlicher äusserer Faktor: Der Unfallbegriff (Art. 4 ATSG) ist nicht "
          "erfüllt."),
    Scenario("Sibylle Moser", BU, 266, lifecycle.CLOSED, ((100, 18), (50, 10)),
          "Auf der vereisten Rampe beim Wareneingang ausgerutscht; rechtes Handgelenk."),
    Scenario("Urs Hählen", ClaimKind.DENTAL_DAMAGE, 229, lifecycle.CLOSED, (),
          "Zahn an einem Steinchen im Salat abgebrochen; das Steinchen wurde aufbewahrt."),
    Scenario("Marco Bieri", NBU, 177, lifecycle.ACCEPTED, ((100, 75), (50, 45), (20, None)),
          "Verkehrsunfall mit dem Motorrad am Jaunpass, Selbstunfall; linkes Bein.",
          hospital_days=11),
    Scenario("Karin Zaugg", ClaimKind.RELAPSE, 138, lifecycle.ACCEPTED_LATER,
          ((100, 40), (50, None)),
          "Rückfall zum Skiunfall: erneute Arbeitsunfähigkeit nach geplantem Eingriff an der "
          "rechten Schulter.",
          relapse=True, hospital_days=5,
          remark="Bitte senden Sie uns das aktuelle Arztzeugnis."),
    Scenario("Vreni Stucki", ClaimKind.OCCUPATIONAL_DISEASE, 87, lifecycle.ASKED, ((50, None),),
          "Anhaltende Beschwerden im rechten Unterarm bei der Arbeit an der Verpackungslinie.",
          precision=DatePrecision.APPROXIMATE,
          remark="Bitte beschreiben Sie den Arbeitsplatz und die tägliche Dauer der Tätigkeit, bis "
          "4. Dezember 2026."),
    Scenario("Simon Kähr", ILLNESS, 54, lifecycle.ACCEPTED, ((100, 30), (50, None)),
          ANNOUNCED, Line.IJM),
    Scenario("Nadja Frei", NBU, 24, lifecycle.IN_REVIEW, ((100, 21),),
          "Beim Hallenvolleyball umgeknickt; linker Knöchel."),
    Scenario("Beat Lüthi", BU, 10, lifecycle.SUBMITTED, ((100, 3),),
          "Kopf an der offenen Klappe des Lieferwagens angeschlagen."),
    Scenario("Jürg Salvisberg", ILLNESS, 5, lifecycle.DRAFTED, ((100, None),),
          "Krankheitsbedingte Abwesenheit; das Arztzeugnis folgt.", Line.IJM),
)  # fmt: skip
