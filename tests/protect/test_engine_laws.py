"""What holds of every protected table, whatever the table and the goal."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.check.report import Role
from ayni.check.roles import Roles
from ayni.errors import InputError
from ayni.protect import protect
from ayni.protect.plan import AsGiven, ByInterval, Drop, Generalise, Goal, Plan, Pseudonymise

KEY = bytes(range(32))
REGIONS: dict[str, tuple[str, ...]] = {
    "Kisumu": ("west", "*"),
    "Siaya": ("west", "*"),
    "Lamu": ("coast", "*"),
    "Kilifi": ("coast", "*"),
    "Marsabit": ("north", "*"),
}
AGES = ByInterval(widths=(5.0, 10.0), least=10.0, most=70.0)
ROLES = Roles(
    columns={"person": Role.DIRECT, "age": Role.QUASI, "region": Role.QUASI, "answer": Role.SENSITIVE},
    household="home",
)

person = st.tuples(
    st.integers(0, 99) | st.none(),
    st.sampled_from(sorted(REGIONS)) | st.none(),
    st.sampled_from(["yes", "no", "maybe", "=1+1"]),
    st.integers(0, 8),
)


def texts_of(level: int, regions: set[str | None]) -> set[str | None]:
    if level == 0:
        return regions
    above = {REGIONS[region][level - 1] if region is not None else None for region in regions}
    return above | {"*"} if level == 2 else above


def ages_of(level: int, ages: set[int | None]) -> set[str | None]:
    if level == 0:
        return {None if age is None else str(age) for age in ages}
    if level == 3:
        return {"*", None}
    width = (5, 10)[level - 1]
    return {f"{low}-{low + width - 1}" for low in range(10, 70, width)} | {"<10", "70+", None}


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(person, min_size=1, max_size=40),
    k=st.integers(1, 8),
    l_least=st.none() | st.integers(1, 3),
    t_most=st.none() | st.floats(0.1, 1.0),
    suppression=st.sampled_from([0.0, 0.1, 0.5, 1.0]),
    homes=st.booleans(),
    drop=st.booleans(),
)
def test_no_protected_table_breaks_its_goal(  # noqa: PLR0917 - one for each part of a goal
    people: list[tuple[int | None, str | None, str, int]],
    k: int,
    l_least: int | None,
    t_most: float | None,
    suppression: float,
    homes: bool,  # noqa: FBT001 - hypothesis passes it by name
    drop: bool,  # noqa: FBT001
) -> None:
    """No direct identifier is left, no class is below k or l, no value lies outside its hierarchy, or it is refused."""
    frame = pl.DataFrame(
        {
            "person": [f"Wanjiru Kamau {row:04}" for row in range(len(people))],
            "age": [one[0] for one in people],
            "region": [one[1] for one in people],
            "answer": [one[2] for one in people],
            "home": [f"H{one[3]}" for one in people],
        },
        schema={"person": pl.String, "age": pl.Int64, "region": pl.String, "answer": pl.String, "home": pl.String},
    )
    first = Drop(columns=("person",)) if drop else Pseudonymise(columns=("person",))
    plan = Plan(
        goal=Goal(
            keys=("age", "region"), k=k, l=l_least, t=t_most, sensitive=("answer",), suppression=suppression,
            household="home" if homes else None,
        ),
        steps=(
            first,
            Generalise(column="age", hierarchy=AGES),
            Generalise(column="region", hierarchy=AsGiven(values=REGIONS)),
        ),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "survey.csv", Path(folder) / "safe.parquet"
        frame.write_csv(path)
        try:
            outcome = protect(path, out, plan, roles=ROLES, key=KEY)
        except InputError as refused:
            assert refused.code.startswith(("goal-", "plan-"))  # noqa: PT017 - a refusal is an answer
            assert [one.name for one in Path(folder).iterdir()] == ["survey.csv"]
            return
        result = pl.read_parquet(out)
    said = " ".join(map(str, result.rows()))
    assert "Wanjiru" not in said
    assert outcome.after.direct_identifiers == 0
    assert outcome.suppressed == len(people) - result.height
    assert outcome.suppressed <= suppression * len(people) + 1e-9
    classes = result.group_by("age", "region").agg(
        pl.len().alias("rows"), pl.col("answer").n_unique(), pl.col("home").n_unique()
    )
    assert min(classes["home" if homes else "rows"].to_list()) >= k
    if l_least is not None:
        assert min(classes["answer"].to_list()) >= l_least
    assert set(result["region"]) <= texts_of(outcome.levels["region"], {one[1] for one in people})
    assert set(result["age"]) <= ages_of(outcome.levels["age"], {one[0] for one in people})
