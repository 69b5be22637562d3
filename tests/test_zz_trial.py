import pytest


@pytest.mark.django_db(transaction=True)
def test_browser(page):
    response = page.goto("/healthz")
    assert response.status == 200
