"""Names stand in the order that readers of each language look for them."""

import pytest

from consultations.collation import order_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Åland", "Albania", "Côte d’Ivoire", "Croatia", "São Tomé", "Senegal", "Zambia"]),
        ("fr", ["Égypte", "El Salvador", "Émirats", "Équateur", "Espagne", "États", "Île", "Inde"]),
        ("fr", ["cote", "coté", "côte", "Œuvre", "Oman"]),
        ("es", ["Canadá", "Chile", "Colombia", "Llano", "Luna", "Nzara", "Ñandú", "Omán", "Perú"]),
        ("en", ["Nandu", "Ñandú", "Nzara"]),
        ("en", ["Øresund", "Oslo"]),
        ("en", ["Bosnia and Herzegovina", "Bosnia-Land", "bosnian", "Bosnians"]),
    ],
)
def test_order(language: str, names: list[str]) -> None:
    mixed = names[::-1]
    assert sorted(mixed, key=lambda name: order_key(name, language)) == names
