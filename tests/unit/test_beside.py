"""How long a worker that died is waited with."""

import pytest

from api.jobs.beside import rest_s


@pytest.mark.parametrize(
    ("deaths", "seconds"),
    [(0, 1.0), (1, 1.0), (2, 5.0), (3, 30.0), (4, 30.0), (99, 30.0)],
)
def test_the_rest_grows_with_deaths_that_follow_each_other(deaths: int, seconds: float) -> None:
    assert rest_s(deaths) == seconds
