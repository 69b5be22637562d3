"""Words that differ between a provision on mutual legal assistance and its counterpart on extradition, and why.

Two tables a language. SUBJECTS: each row names what extradition calls a thing and what assistance calls it; a
difference across a row follows from the subject and is expected. A difference within one side of a row is only a
choice of words. SYNONYMS: words that say the same in treaties; that one twin has one and the other another is an
unnecessary discrepancy, but one of wording and not of substance.

Phrases are written in small letters, a bar between them; the longest possible match counts. A phrase stands
once in a language. Words that change an obligation (`shall`, `may`, `not`, `only`, `and`, `or`) are in DECISIVE and
make no row of their own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing under its names on either side."""

    extradition: tuple[str, ...]
    assistance: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words that say the same."""

    phrases: tuple[str, ...]
    reason: str


def _subject(extradition: str, assistance: str, reason: str) -> Subject:
    return Subject(tuple(extradition.split("|")), tuple(assistance.split("|")), reason)


def _same(phrases: str, reason: str) -> Synonyms:
    return Synonyms(tuple(phrases.split("|")), reason)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SUBJECTS: dict[str, tuple[Subject, ...]] = {
    "en": (
        _subject(
            "extradition|surrender|arrest and surrender|provisional arrest and extradition",
            "mutual legal assistance|legal assistance|assistance|other forms of assistance|mutual assistance",
            "What is asked for.",
        ),
        _subject(
            "extradite|grant extradition|surrender the person",
            "afford mutual legal assistance|render mutual legal assistance|provide mutual legal assistance|"
            "grant mutual legal assistance|give mutual legal assistance|afford assistance|render assistance|"
            "provide assistance|grant assistance|give assistance|assist",
            "Doing what is asked for.",
        ),
        _subject(
            "extradited|surrendered|granted extradition",
            "assisted|afforded assistance|given assistance|provided with assistance",
            "What was asked for has been done.",
        ),
        _subject("granted", "given|afforded|rendered", "Extradition is granted, assistance is given."),
        _subject(
            "person sought|person claimed|person whose extradition is sought|person whose extradition is requested",
            "person concerned|person who is the subject of the request|person to whom the request relates",
            "Who it is about: extradition seeks a person, assistance concerns one.",
        ),
        _subject(
            "extradition proceedings|extradition procedures",
            "execution of the request|execution of requests",
            "What the requested State does with a request.",
        ),
        _subject(
            "extradition treaty|extradition treaties",
            "mutual legal assistance treaty|mutual legal assistance treaties|treaty on mutual legal assistance",
            "The treaty that would apply otherwise.",
        ),
        _subject(
            "extradition request|request for extradition",
            "mutual legal assistance request|request for mutual legal assistance|request for assistance",
            "The request by its name.",
        ),
        _subject(
            "requests for extradition|extradition requests",
            "requests for mutual legal assistance|requests for assistance|mutual legal assistance requests",
            "Requests by their name.",
        ),
    ),
    "fr": (
        _subject("extradition|remise", "entraide judiciaire|entraide|assistance", "What is asked for."),
        _subject("extrader", "accorder l’entraide judiciaire|accorder l’entraide", "Doing what is asked for."),
        _subject("personne recherchée|personne réclamée", "personne concernée|personne visée", "Who it is about."),
        _subject(
            "demande d’extradition",
            "demande d’entraide judiciaire|demande d’entraide",
            "The request by its name.",
        ),
        _subject("l’extradition", "l’entraide judiciaire|l’entraide", "What is asked for, with its article."),
        _subject("d’extradition", "d’entraide judiciaire|d’entraide", "What is asked for, after “de”."),
    ),
    "es": (
        _subject(
            "extradición|entrega",
            "asistencia judicial recíproca|asistencia judicial|asistencia",
            "What is asked for.",
        ),
        _subject(
            "extraditar|conceder la extradición",
            "prestar asistencia judicial recíproca|prestar asistencia",
            "Doing what is asked for.",
        ),
        _subject("persona buscada|persona reclamada", "persona interesada|persona de que se trate", "Who it is about."),
        _subject(
            "solicitud de extradición",
            "solicitud de asistencia judicial recíproca|solicitud de asistencia judicial|solicitud de asistencia",
            "The request by its name.",
        ),
        _subject(
            "solicitudes de extradición",
            "solicitudes de asistencia judicial recíproca|solicitudes de asistencia",
            "Requests by their name.",
        ),
    ),
}

SYNONYMS: dict[str, tuple[Synonyms, ...]] = {
    "en": (
        _same(
            "in accordance with|in conformity with|consistent with|pursuant to|under|as provided in|in keeping with",
            "What an act rests on.",
        ),
        _same("domestic law|national law|internal law|domestic legislation|national legislation", "A State’s own law."),
        _same("domestic laws|national laws|internal laws", "The States’ own laws."),
        _same("as appropriate|where appropriate|when appropriate|if appropriate", "A judgement is left."),
        _same("where necessary|if necessary|when necessary|as necessary", "A need is presupposed."),
        _same("where possible|wherever possible|if possible|when possible", "A possibility is presupposed."),
        _same("for the purpose of|for the purposes of|for purposes of|with a view to|in order to|so as to", "An aim."),
        _same("on account of|because of|by reason of|on grounds of|on the basis of|for reasons of", "A ground."),
        _same("on the sole ground that|solely on the ground that|for the sole reason that", "A sole ground."),
        _same("on the ground that|on the grounds that|for the reason that", "A ground in a clause."),
        _same(
            "substantial grounds|serious reasons|serious grounds|substantial reasons|good reasons",
            "How firm a belief must be. Treaties use these for one standard.",
        ),
        _same("offence|crime|criminal offence", "The act. Two words for one thing in one text."),
        _same("offences|crimes|criminal offences", "The acts."),
        _same("take such measures|adopt such measures|take measures|adopt measures", "Measures are taken."),
        _same(
            "established in accordance with|covered by|to which this convention applies",
            "Which offences are meant.",
        ),
        _same("insofar as|in so far as|to the extent that|so far as", "A limit."),
        _same("without delay|promptly|without undue delay|as soon as possible|expeditiously", "Speed."),
        _same("prior to|before", "Earlier."),
        _same("subsequent to|after", "Later."),
        _same(
            "in respect of|with respect to|with regard to|concerning|regarding|in relation to|relating to",
            "What something is about.",
        ),
        _same("in particular|especially|notably", "An emphasis."),
        _same("shall be deemed|shall be considered|shall be regarded", "A fiction of law."),
        _same("at the request of|upon the request of|on the request of|when requested by", "On request."),
        _same("carried out|executed|implemented", "Done."),
        _same("sanction|penalty|punishment", "What a court imposes."),
        _same("notify|inform|advise", "Telling."),
        _same("refuse|decline", "Not doing what is asked for."),
        _same("refused|declined", "Not done."),
        _same("postpone|defer|delay", "Doing it later."),
        _same("is not made|has not been made|was not made", "A request and its form."),
        _same(
            "each state party|states parties|a state party|every state party",
            "Who is bound. Each of them and all of them are the same States.",
        ),
        _same("its territory|the territory of that state party", "Where."),
    ),
    "fr": (
        _same(
            "conformément à|conformément au|conformément aux|en vertu de|en vertu du|en application de",
            "What an act rests on.",
        ),
        _same("droit interne|droit national|législation interne|législation nationale", "A State’s own law."),
        _same("s’il y a lieu|le cas échéant|selon qu’il convient", "A judgement is left."),
        _same("aux fins de|aux fins du|en vue de|afin de|pour", "An aim."),
        _same("en raison de|pour des raisons de|du fait de", "A ground."),
        _same("dans la mesure où|pour autant que", "A limit."),
        _same("sans délai|dans les meilleurs délais|sans retard|dès que possible", "Speed."),
        _same("infraction|crime", "The act."),
        _same("refuser|rejeter", "Not doing what is asked for."),
        _same("chaque état partie|les états parties|tout état partie|un état partie", "Who is bound."),
    ),
    "es": (
        _same("de conformidad con|con arreglo a|en virtud de|conforme a", "What an act rests on."),
        _same("derecho interno|legislación interna|derecho nacional|legislación nacional", "A State’s own law."),
        _same("según proceda|cuando proceda|si procede", "A judgement is left."),
        _same("a los efectos de|a efectos de|con el fin de|a fin de|con miras a", "An aim."),
        _same("en razón de|por razones de|por motivos de", "A ground."),
        _same("en la medida en que|siempre que", "A limit."),
        _same("sin demora|sin dilación|lo antes posible|con prontitud", "Speed."),
        _same("delito|crimen", "The act."),
        _same("denegar|rechazar", "Not doing what is asked for."),
        _same("cada estado parte|los estados parte|los estados partes|todo estado parte", "Who is bound."),
    ),
}

# Words that make, unmake or widen an obligation, or join a list: a difference in one of them is never mere wording.
DECISIVE: dict[str, frozenset[str]] = {
    "en": _words(
        "shall may must should will can might need not no nor never neither only solely unless except without and or "
        "either any all every each both at least most more less first last sole if where provided subject"
    ),
    "fr": _words(
        "doit doivent peut peuvent devrait devraient ne pas aucun aucune ni jamais seulement que sauf sans et ou tout "
        "toute tous toutes chaque si moins plus"
    ),
    "es": _words(
        "deberá deberán podrá podrán debería deberían no ningún ninguna ni nunca sólo solo solamente salvo sin y e o "
        "u todo toda todos todas cada si menos más"
    ),
}

# Words that carry no meaning of their own: a difference in these alone is wording.
WEAK: dict[str, frozenset[str]] = {
    "en": _words(
        "the a an of to in on for by with at from as that which who this these those such its his her their it is are "
        "be been has have had was were said there so also thereto thereof therefor"
    ),
    "fr": _words(
        "le la les un une des de du d’ l’ à au aux en dans sur par pour avec ce cet cette ces qui dont son sa ses "
        "leur leurs est sont être ledit ladite"
    ),
    "es": _words(
        "el la los las un una unos unas de del a al en por para con este esta estos estas ese esa que cuyo su sus es "
        "son ser dicho dicha"
    ),
}

# What a cross-reference is made of beside numbers and letters: the units, one of which it must name, and the rest.
UNITS = _words(
    "article articles paragraph paragraphs subparagraph subparagraphs part parts chapter chapters section sections "
    "paragraphe paragraphes alinéa alinéas partie chapitre artículo artículos párrafo párrafos apartado apartados "
    "parte capítulo"
)
JOINTS = _words(
    "of and or to this the present du de la le présent présente et ou à del los las el y o presente bis ter quater "
    "premier"
)
