"""Makes household-survey.csv and rainfall.csv: invented data, realistic down to its mistakes.

    python3 examples/make_household_survey.py

No person in these files exists. Names are combined at random from common given and family names; phone
numbers begin with +255 64, a block that libphonenumber does not know as assigned; national numbers have the
layout of real ones and random digits; e-mail addresses are at example.org, which is reserved (RFC 2606);
coordinates are random points in a rectangle. The same seed gives the same bytes on every machine and every
Python from 3.11 on: only `random.Random.random` is used, whose sequence Python guarantees.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import random
import sys
from pathlib import Path

SEED = 20240617
HOUSEHOLDS = 300
INTERVIEWS_FROM = dt.date(2024, 3, 4)
INTERVIEW_DAYS = 75

HEADER = (
    "household_id", "member", "respondent_name", "phone", "national_id", "district", "village", "latitude",
    "longitude", "sex", "age", "birth_date", "marital_status", "ethnicity", "religion", "education", "occupation",
    "monthly_income", "disability", "hiv_test_result", "sampling_weight", "interview_date", "survey_round", "remarks",
)  # fmt: skip
DISTRICTS = {
    "Mlimani": ("Kilimo", "Maji Moto", "Ngazi", "Sokoni"),
    "Bondeni": ("Daraja", "Mtoni", "Shamba Kuu"),
    "Pwani": ("Bandari", "Mikoko", "Mchanga", "Ufukweni"),
    "Nyika": ("Kisima", "Mbuga"),
}
DISTRICT_WEIGHTS = {"Mlimani": 41.3, "Bondeni": 36.8, "Pwani": 52.1, "Nyika": 18.6}
FEMALE = (
    "Amina", "Neema", "Zawadi", "Rehema", "Grace", "Fatuma", "Wanjiru", "Achieng", "Mwanaisha", "Esther", "Halima",
    "Joyce", "Nasra", "Beatrice", "Asha", "Mercy",
)  # fmt: skip
MALE = (
    "Juma", "Baraka", "Omari", "Joseph", "Hassan", "Kamau", "Otieno", "Daudi", "Rashid", "Emmanuel", "Salim", "Peter",
    "Idris", "Simon", "Abdallah", "Musa",
)  # fmt: skip
FAMILY = (
    "Mwangi", "Hamisi", "Odhiambo", "Mushi", "Kiprono", "Abdi", "Nyambura", "Mollel", "Wekesa", "Said", "Kimani",
    "Massawe", "Chebet", "Bakari", "Onyango", "Shayo", "Karanja", "Ngowi", "Mutua", "Kassim",
)  # fmt: skip
ETHNICITIES = (("Group A", 46), ("Group B", 31), ("Group C", 15), ("Group D", 7), ("Group E", 1))
RELIGIONS = (("Christian", 55), ("Muslim", 36), ("Traditional", 7), ("None", 2))
EDUCATIONS = (("none", 14), ("primary", 45), ("secondary", 28), ("vocational", 8), ("university", 5))
OCCUPATIONS = (
    ("farmer", 46), ("trader", 17), ("casual labour", 12), ("fisher", 7), ("driver", 5), ("teacher", 4), ("nurse", 2),
    ("tailor", 3), ("civil servant", 3), ("imam", 1),
)  # fmt: skip
REMARKS = (
    ("", 700),
    ("interviewed in the evening", 60),
    ("second visit", 50),
    ("respondent answered for the whole household", 40),
    ("roof repaired after the floods", 30),
    ("no one at home on the first visit", 30),
    ("moved here last year", 20),
    ("asked to be called back", 12),
)
MOJIBAKE = {"é": "Ã©", "’": "â€™"}

Row = dict[str, str]


class Chance:
    """The draws this file needs, from `random.Random.random` alone."""

    def __init__(self, seed: int) -> None:
        """Start from a seed."""
        self._random = random.Random(seed).random

    def below(self, number: int) -> int:
        """A whole number from 0 to `number` - 1."""
        return int(self._random() * number)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        return low + self.below(high - low + 1)

    def happens(self, share: float) -> bool:
        """True with the probability `share`."""
        return self._random() < share

    def one_of(self, items: tuple[str, ...]) -> str:
        """Any item, each as likely."""
        return items[self.below(len(items))]

    def weighted(self, items: tuple[tuple[str, int], ...]) -> str:
        """Any item, as likely as its weight."""
        at = self._random() * sum(weight for _, weight in items)
        for item, weight in items:
            at -= weight
            if at < 0:
                return item
        return items[-1][0]

    def uniform(self, low: float, high: float) -> float:
        """A decimal between the two."""
        return low + (high - low) * self._random()

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(str(self.below(10)) for _ in range(count))


def household_survey() -> str:
    """Return the survey as CSV text."""
    chance = Chance(SEED)
    rows: list[Row] = []
    for number in range(1, HOUSEHOLDS + 1):
        rows += household(chance, number)
    add_mistakes(rows)
    return as_csv(HEADER, rows)


def household(chance: Chance, number: int) -> list[Row]:
    """Make one household's members; the first one answered and gave a phone number."""
    district = chance.weighted((("Mlimani", 38), ("Bondeni", 30), ("Pwani", 24), ("Nyika", 8)))
    family = chance.one_of(FAMILY)
    shared = {
        "household_id": f"HH{number:04d}",
        "district": district,
        "village": chance.one_of(DISTRICTS[district]),
        "latitude": f"{chance.uniform(-6.9, -5.1):.5f}",
        "longitude": f"{chance.uniform(37.2, 39.1):.5f}",
        "ethnicity": chance.weighted(ETHNICITIES),
        "religion": chance.weighted(RELIGIONS),
        "sampling_weight": f"{DISTRICT_WEIGHTS[district] * chance.uniform(0.85, 1.15):.2f}",
        "interview_date": str(INTERVIEWS_FROM + dt.timedelta(days=chance.below(INTERVIEW_DAYS))),
        "survey_round": "2024-1",
    }
    members = 1 + chance.between(0, 3) + chance.between(0, 3)
    return [shared | person(chance, member, family, shared["interview_date"]) for member in range(1, members + 1)]


def person(chance: Chance, member: int, family: str, interview: str) -> Row:
    """Make one person: adults first, children after them."""
    female = chance.happens(0.52)
    age = chance.between(20, 78) if member == 1 else chance.between(18, 70) if member == 2 else chance.between(0, 30)
    adult = age >= 18
    name = f"{chance.one_of(FEMALE if female else MALE)} {family if chance.happens(0.85) else chance.one_of(FAMILY)}"
    birth = dt.date.fromisoformat(interview) - dt.timedelta(days=int(age * 365.25) + chance.between(1, 364))
    phone = f"+255 640 {chance.digits(3)} {chance.digits(3)}"
    income = int(math.exp(chance.uniform(10.6, 13.2)) // 1000 * 1000)
    return {
        "member": str(member),
        "respondent_name": name,
        "phone": phone if member == 1 and chance.happens(0.83) else "",
        "national_id": national_id(chance, birth) if adult and chance.happens(0.74) else "",
        "sex": "female" if female else "male",
        "age": str(age),
        "birth_date": str(birth) if chance.happens(0.9) else "",
        "marital_status": chance.weighted((("married", 58), ("single", 27), ("widowed", 9), ("divorced", 6)))
        if adult
        else "single",
        "education": chance.weighted(EDUCATIONS) if age > 6 else "none",
        "occupation": chance.weighted(OCCUPATIONS) if adult else ("pupil" if age > 6 else ""),
        "monthly_income": str(income) if adult and chance.happens(0.8) else "",
        "disability": chance.weighted((("none", 93), ("walking", 3), ("seeing", 2), ("hearing", 2))),
        "hiv_test_result": chance.weighted((("negative", 58), ("positive", 3), ("not tested", 35), ("refused", 4)))
        if adult
        else "",
        "remarks": chance.weighted(REMARKS),
    }


def national_id(chance: Chance, birth: dt.date) -> str:
    """Lay out a number as Tanzania's NIDA does: birth date, post code, serial, check; digits are random."""
    return f"{birth:%Y%m%d}-{chance.digits(5)}-{chance.digits(5)}-{chance.digits(2)}"


def add_mistakes(rows: list[Row]) -> None:
    """Put in what real surveys contain: typing errors, codes for missing, things said in the wrong place."""
    rows[41]["age"] = "999"
    rows[203]["age"] = "-3"
    rows[388]["age"] = "thirty"
    rows[512]["monthly_income"] = "95000000"
    rows[640]["monthly_income"] = "1"
    rows[713]["monthly_income"] = "about 120000"
    rows[77]["interview_date"] = "2034-04-11"
    rows[150]["latitude"] = "200"
    rows[298]["sex"] = "F"
    rows[299]["sex"] = "Male "
    rows[450]["district"] = "MLIMANI"
    rows[118]["remarks"] = "call him on +255 640 118 204 after work"
    rows[231]["remarks"] = "neighbour Rehema Mushi answered for her"
    rows[305]["remarks"] = "send the results to zawadi.kimani@example.org"
    rows[577]["remarks"] = "husband Baraka Otieno, phone 0640 771 903, works in town"
    rows[806]["remarks"] = "wants the report at daudi.mollel@example.org"
    rows[90]["remarks"] = mojibake("clinic “Santé” on the market square")
    rows[340]["remarks"] = mojibake("respondent’s café was closed")
    rows[655]["respondent_name"] = mojibake("André Massawe")
    for source, place in ((12, 20), (256, 257), (900, 1_000)):
        rows.insert(place, dict(rows[source]))


def mojibake(text: str) -> str:
    """Do to a text what reading UTF-8 as Windows-1252 does to it."""
    for right, wrong in {**MOJIBAKE, "“": "â€œ", "”": "â€"}.items():
        text = text.replace(right, wrong)
    return text


def rainfall() -> str:
    """Return a table that is about no one: monthly rainfall at eight stations."""
    chance = Chance(SEED + 1)
    rows = []
    for station, height in enumerate((12, 240, 655, 1080, 1390, 1560, 1820, 2240), start=1):
        for month in range(48):
            year, of_year = 2020 + month // 12, month % 12 + 1
            wet = 1 + math.cos((of_year - 4) / 12 * math.tau)
            rows.append(
                {
                    "station": f"ST-{station:02d}",
                    "altitude_m": str(height),
                    "month": f"{year}-{of_year:02d}",
                    "rain_mm": f"{(20 + height / 20) * wet * chance.uniform(0.4, 1.6):.1f}",
                    "rain_days": str(int(wet * 8 * chance.uniform(0.5, 1.3))),
                    "gauge_ok": "no" if chance.happens(0.03) else "yes",
                }
            )
    return as_csv(tuple(rows[0]), rows)


def as_csv(header: tuple[str, ...], rows: list[Row]) -> str:
    """Write rows as CSV with plain line ends."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


FILES = {"household-survey.csv": household_survey, "rainfall.csv": rainfall}


def main() -> None:
    """Write the files beside this script, or into the folder given as the only argument."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, make in FILES.items():
        (folder / name).write_text(make(), encoding="utf-8", newline="")
        print(f"wrote {folder / name}")


if __name__ == "__main__":
    main()
