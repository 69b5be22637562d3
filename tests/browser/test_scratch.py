import pytest


@pytest.mark.usefixtures("demonstration")
def test_scratch(enter):
    for scheme in ("light", "dark"):
        page = enter("editor@demo.example", color_scheme=scheme)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto("/instruments/convention/proofreading/")
        page.screenshot(path=f"/tmp/lint-{scheme}.png")
        if scheme == "light":
            page.goto("/instruments/convention/proofreading/?kind=term")
            page.screenshot(path="/tmp/lint-term.png")
            page.set_viewport_size({"width": 360, "height": 740})
            page.goto("/instruments/convention/proofreading/")
            page.screenshot(path="/tmp/lint-phone.png")
            page.goto("/instruments/convention/proofreading/?kind=placeholder")
            page.screenshot(path="/tmp/lint-phone2.png", full_page=True)
