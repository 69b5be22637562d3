"""Every page of the demonstration as each kind of person has it: fits a desk and a phone, has one heading and one main
part, complains of nothing, and keeps the rules of accessibility that a machine can check."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from consultations.convening import call_round
from consultations.models import Comment, Conclusion, Notice, Registration
from drafts.models import Act, Clause, ClauseLink, Edition, Instrument, Rendition, Text
from drafts.orders import Order
from drafts.requesting import request_rendition
from drafts.resolving import passages_in
from drafts.travaux import Story
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, complaints_of, status_of
from tests.test_access import OTHER_NAMES, TABLE

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=360, height=740)
TEXTS = "/instruments/convention/"
ROUND = "/rounds/ljubljana-2023/"
FOR_ALL = [
    "/",
    "/search/",
    "/search/?q=cooperation+requesting",
    "/search/?q=%22State+Party%22&in=texts&page=2",
    "/instruments/",
    TEXTS,
    f"{TEXTS}?edition=draft-1",
    f"{TEXTS}?view=keep",
    f"{TEXTS}disputed/",
    f"{TEXTS}articles/9/",
    f"{TEXTS}articles/31/?view=plain",
    f"{TEXTS}articles/2/?edition=draft-2",
    f"{TEXTS}articles/preamble/",
    f"{TEXTS}articles/annex/",
    f"{TEXTS}history/",
    f"{TEXTS}articles/9/?blame=1",
    f"{TEXTS}articles/9/history/",
    f"{TEXTS}articles/9/history/1/",
    f"{TEXTS}articles/9/compare/1/2/",
    f"{TEXTS}articles/9/compare/1/2/?view=side&only=changed",
    f"{TEXTS}compare/draft-1/draft-2/",
    f"{TEXTS}compare/draft-1/draft-2/?view=side",
    f"{TEXTS}editions/",
    f"{TEXTS}editions/draft-2/",
    f"{TEXTS}exports/",
    f"{TEXTS}agreement/",
    f"{TEXTS}options/",
    f"{TEXTS}proofreading/",
    f"{TEXTS}proofreading/?edition=draft-1&kind=placeholder",
    f"{TEXTS}sources/",
    f"{TEXTS}sources/?edition=draft-1",
    "/rounds/",
    "/rounds/virtual-june-2021/",
    ROUND,
    f"{ROUND}comments/",
    f"{ROUND}comments/?article=9&state=submitted",
    "/rounds/virtual-june-2021/comments/",
    f"{ROUND}exports/",
    f"{ROUND}conclusions/",
    f"{ROUND}register/",
    "/documents/",
    "/documents/MLA/DC/2023/L.1/Add.1/",
    f"{ROUND}statements/",
    "/rounds/noordwijk-2019/conclusions/",
    "/rounds/virtual-june-2021/comments/?organisation=cl",
    "/organisations/",
    "/organisations/cr/",
    "/organisations/?language=es",
    "/supporters/",
    "/verify/",
    "/account/letters/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/logout/",
]
FOR_NOBODY = [
    "/supporters/",
    "/verify/",
    "/documents/",
    "/rounds/virtual-november-2021/public/",
    "/accounts/login/",
    "/accounts/password/reset/",
]
OF_THE_CORE = [
    f"{TEXTS}options/compare/?from=1&to=2%2B3",
    f"{TEXTS}?under=1%2B3",
    f"{TEXTS}articles/2/?under=2",
    f"{TEXTS}structure/",
    f"{TEXTS}articles/9/agreement/",
    "/rounds/doorn-2017/",
    f"{ROUND}worktable/",
    f"{ROUND}worktable/?answered=no&kind=drafting",
    f"{TEXTS}discrepancies/",
    f"{TEXTS}compare/draft-2/working/",
    f"{TEXTS}articles/9/history/3/",
]
PAGES = {
    "editor": [
        f"{TEXTS}articles/9/edit/",
        f"{TEXTS}articles/2/edit/",
        f"{TEXTS}articles/9/history/1/restore/",
        f"{TEXTS}editions/draft-1/restore/",
        f"{TEXTS}import/",
        f"{ROUND}worktable/publish/",
        f"{ROUND}positions/",
        f"{ROUND}positions/?by=delegation",
        f"{TEXTS}structure/change/?act=add-article",
        f"{TEXTS}structure/change/?act=split-article&article=9",
    ],
    "secretariat": [
        "/rounds/second-session/open/",
        "/rounds/new/",
        *(
            f"/rounds/second-session/{page}/"
            for page in ("change", "window", "guests", "programme", "documents", "deadlines")
        ),
        f"{ROUND}conclusions/new/",
        f"{ROUND}register/new/",
        f"{ROUND}statements/new/",
        "/rounds/second-session/",
        f"{ROUND}close/",
        "/instruments/rules/renumbering/",
        "/outbox/",
        "/outbox/?kind=opening&state=sent",
        "/outbox/all/held/?kind=opening",
    ],
}
PEOPLE = ["nobody", "observer", "expert", "delegate", "editor", "secretariat"]
LOOKED_AT_IN_THE_DARK = ["/", f"{TEXTS}articles/9/", f"{TEXTS}articles/9/edit/", f"{ROUND}comments/"]

MEASURE = """() => {
  const wide = document.documentElement.clientWidth;
  const over = [...document.querySelectorAll("body *")].filter((part) => part.getBoundingClientRect().right > wide + 1);
  return {
    h1: document.querySelectorAll("h1").length,
    main: document.querySelectorAll("main").length,
    overflow: Math.max(0, document.documentElement.scrollWidth - wide),
    widest: over.slice(-1).map((part) => part.outerHTML.slice(0, 160)),
  };
}"""

# Pages that are not this list's: what machines ask for, what only scripts and forms send, and files.
NOT_PAGES = {
    "healthz", "readyz",
    "drafts:preview", "drafts:draft", "drafts:presence", "drafts:rendition_file", "drafts:hypothetical",
    "drafts:rendition_cancel",
    "drafts:concordance_file",
    "consultations:comment_preview", "consultations:comment_draft", "consultations:comment_submit",
    "consultations:comment_dispose", "consultations:set_baseline",
    "consultations:conclusions_issue", "consultations:conclusion_act", "consultations:conclusions_file",
    "consultations:document_act", "consultations:register_bundle", "consultations:conference_document_file",
    "consultations:comments_table", "consultations:worktable_act", "consultations:comment_reply",
    "consultations:comment_remark",
    "consultations:comment_replace", "consultations:round_unschedule",
    "consultations:letter_act",
    "consultations:comment_stance",  # no round of the demonstration has it: test_joint_comments looks at it
    "consultations:organisation_invitation", "consultations:organisation_membership",
    "consultations:organisation_note", "consultations:registrations_table",
    "consultations:clause_document",
    "consultations:invitation",  # test_registering goes through it
}  # fmt: skip


@pytest.fixture
def furnished(demonstration: Instrument) -> Instrument:
    """What the demonstration lacks: a file that was made, and a round that is not open yet."""
    edition = Edition.objects.get(slug="draft-2")
    secretariat = User.objects.get(email="secretariat@demo.example")
    request_rendition(order=Order(demonstration, edition, format=Rendition.Format.TXT), person=secretariat)
    call_round(
        slug="second-session",
        title="Second session",
        starts_on=date(2030, 5, 6),
        ends_on=date(2030, 5, 17),
        instrument=demonstration,
        edition=edition,
    )
    return demonstration


def pages_of(person: str) -> list[str]:
    """What this kind of person can open."""
    if person == "nobody":
        return FOR_NOBODY
    text = Text.objects.get(article__instrument__slug="convention", article__slug="9", language="en")
    clause = next(block["id"] for block in text.blocks if block["text"].startswith("Acknowledge receipt"))
    addresses = [*FOR_ALL, f"{TEXTS}articles/9/?clause={clause}", *of_a_clause(clause, person)]
    addresses.append(f"/instruments/rules/concordance/{Act.objects.renumberings().get().pk}/")
    if person == "editor":
        addresses.append(resolving("31"))
    addresses += letters_of(person)
    addresses += participants_of(person)
    if person in ("editor", "secretariat"):
        of_ghana = Comment.objects.submitted().get(clause_id=clause, delegation__organisation__code="GH")
        if person == "secretariat":
            addresses += [f"{ROUND}conclusions/{Conclusion.objects.get(round__slug='ljubljana-2023').pk}/"]
        addresses += [*OF_THE_CORE, of_ghana.get_absolute_url(), *PAGES[person]]
        addresses += [f"{TEXTS}clauses/{link.clause_id}/kin/" for link in ClauseLink.objects.counterparts()]
        addresses += [made.get_absolute_url() for made in Rendition.objects.all()]
    else:
        addresses += [
            f"{ROUND}comments/import/",
            f"{ROUND}comments/edited/",
            f"{ROUND}comments/new/",
            f"{ROUND}comments/new/?article=9&clause={clause}",
        ]
        addresses.append(f"{ROUND}comments/submit/")
        addresses += own_comments(User.objects.get(email=f"{person}@demo.example"))
    return addresses


def of_a_clause(clause: str, person: str) -> list[str]:
    """Its travaux préparatoires, two wordings compared, and for the editor what restoring the first would change."""
    row = Clause.objects.select_related("article__instrument").get(pk=clause)
    reader = User.objects.get(email=f"{person}@demo.example")
    pks = [wording.version.pk for wording in Story(row, row.article.instrument, reader, "en").wordings]
    address = f"{TEXTS}clauses/{clause}/"
    pages = [address, f"{address}compare/{pks[0]}/{pks[-1]}/", f"{address}compare/{pks[0]}/{pks[-1]}/?view=side"]
    return [*pages, *([f"{address}restore/{pks[0]}/"] if person == "editor" else [])]


def letters_of(person: str) -> list[str]:
    """One that the person has had; for the secretariat one that was sent, and one that is held back, with its form."""
    if person == "secretariat":
        sent, held = (Notice.objects.in_states(state)[0] for state in (Notice.State.SENT, Notice.State.HELD))
        return [sent.get_absolute_url(), held.get_absolute_url(), f"{held.get_absolute_url()}edit/"]
    had = Notice.objects.shown_to(User.objects.get(email=f"{person}@demo.example"))[:1]
    return [f"/account/letters/{letter.pk}/" for letter in had]


def participants_of(person: str) -> list[str]:
    """Organisations, people and registrations, as far as the person has them."""
    if person == "editor":
        return []
    pages = [f"{ROUND}registrations/", f"{ROUND}registrations/new/{'redress' if person == 'observer' else 'cr'}/"]
    if person in ("delegate", "secretariat"):
        asks = Registration.objects.get(email="expert@demo.example")
        pages += ["/organisations/cr/people/", f"{ROUND}registrations/{asks.pk}/?act=confirmed"]
    if person == "secretariat":
        pages += ["/organisations/new/", "/organisations/cr/edit/", "/organisations/cr/support/"]
    return pages


def resolving(article: str) -> str:
    """Where an editor resolves the first disputed passage of an article."""
    text = Text.objects.get(article__instrument__slug="convention", article__slug=article, language="en")
    passage = passages_in(text)[0]
    return f"{TEXTS}articles/{article}/resolve/?passage={passage.key}&choice=drop&version={text.number}"


def own_comments(person: User) -> list[str]:
    """One that was answered, one that was not, a draft, and what the person does with them."""
    own = Comment.objects.of_person(person).order_by("submitted_at")
    answered, waiting, draft = own.submitted().first(), own.submitted().last(), own.drafts().last()
    addresses = [comment.get_absolute_url() for comment in (answered, waiting, draft) if comment]
    if waiting and person.email.startswith("delegate"):
        addresses.append(f"{waiting.get_absolute_url()}withdraw/")
    return addresses + ([f"{draft.get_absolute_url()}{act}/" for act in ("edit", "joint")] if draft else [])


def door_to(page: Page, person: str, address: str) -> Page:
    """Sign in without the form, which the newcomer's path has been through."""
    if person != "nobody":
        client = Client()
        client.force_login(User.objects.get(email=f"{person}@demo.example"))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return page


def defects_of(page: Page, address: str) -> list[str]:
    """What is wrong with a page at either width, before anybody has looked at its accessibility."""
    status = status_of(page, address)
    found = [] if status == 200 else [f"answered {status}"]
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        seen = page.evaluate(MEASURE)
        found += [f"{seen[part]} of {part}" for part in ("h1", "main") if seen[part] != 1]
        found += [f"{seen['overflow']} px too wide at {size['width']}: {seen['widest']}"] if seen["overflow"] else []
    page.set_viewport_size(DESK)
    return [f"{address}: {defect}" for defect in found]


def violations_of(page: Page) -> list[str]:
    """What axe finds on the page that is open."""
    found = []
    for rule in Axe().run(page).response["violations"]:
        places = [node["html"][:160] for node in rule["nodes"]][:3]
        found.append(f"{page.url}: {rule['id']}: {rule['help']}: {places}")
    return found


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.usefixtures("furnished")
def test_every_page_is_sound(person: str, enter: Enter, live_server: LiveServer) -> None:
    page = door_to(enter(), person, live_server.url)
    complaints = complaints_of(page.context)
    found = []
    for address in pages_of(person):
        found += defects_of(page, address)
        if person in ("editor", "nobody") or address not in FOR_ALL:
            found += violations_of(page)
    assert found + complaints == []


@pytest.mark.usefixtures("furnished")
def test_pages_in_the_dark_and_refusals_are_accessible_too(enter: Enter, live_server: LiveServer) -> None:
    page = door_to(enter(color_scheme="dark"), "editor", live_server.url)
    found = []
    for address in LOOKED_AT_IN_THE_DARK:
        page.goto(address)
        found += violations_of(page)
    for address, status in ((f"{ROUND}close/", 403), (f"{ROUND}comments/0/", 404)):
        assert status_of(page, address) == status
        found += violations_of(page)
    assert found == []


@pytest.mark.usefixtures("furnished")
def test_every_address_of_ours_is_visited() -> None:
    visited = {resolve(address.partition("?")[0]).view_name for person in PEOPLE for address in pages_of(person)}
    assert set(TABLE) - NOT_PAGES - set(OTHER_NAMES) - visited == set()


@pytest.mark.parametrize("person", ["delegate", "editor", "secretariat"])
@pytest.mark.usefixtures("furnished")
def test_every_page_is_there_without_scripts(person: str, enter: Enter, live_server: LiveServer) -> None:
    page = door_to(enter(java_script_enabled=False), person, live_server.url)
    complaints = complaints_of(page.context)
    for address in pages_of(person):
        if person != "editor" and address in FOR_ALL:
            continue  # the same templates as the editor's
        assert (address, status_of(page, address)) == (address, 200)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main")).to_have_count(1)
    assert complaints == []
