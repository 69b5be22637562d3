"""A small convention in our own words, about returning lost archives, with everything that drafts contain."""

# ruff: noqa: E501 -- one clause is one line, however long
from __future__ import annotations

from drafts.text.grammar import Block, parse

ARTICLES = {
    "preamble": """
The States Parties to this Convention,
Recalling that archives which were lost in war or by theft belong to the memory of the peoples that made them,
Conscious that records are scattered over many countries and that no State can find them by its own efforts alone,
Noting with concern [the growing trade]^{Argentina} in letters, maps and registers whose owners were never asked,
Convinced that a simple procedure, open to every State on equal terms, will spare families long years of waiting,
Have agreed as follows:
""",
    "definitions": """
For the purposes of this Convention:
(a) “Archive” means any body of records, on whatever material, that a public authority or a family has kept as a whole;
(b) “Holder” means the person or institution in whose keeping an archive is found, whether or not in good faith;
(c) “Request” means a written application for the return of an archive, made under article 5 [or article 6];
(d) “Lost archive” means an archive that left the keeping of its owner:
    (i) By theft, fraud or threat;
    (ii) In the course of an armed conflict or an occupation;
    (iii) By an act of a public authority which the courts of that State have since declared void.
""",
    "scope": """
1. This Convention shall apply to every lost archive that is found in the territory of a State Party after its entry into force.
2. It shall not apply to archives which were exchanged under a treaty [that both States regard as valid]^{Cuba, Japan}.
3. Nothing in this Convention shall prevent two or more States Parties from agreeing on a wider duty of return; they shall inform the depositary of any such agreement.
4. The provisions of paragraph 1 shall be applied in a manner consistent with the sovereign equality of States and without interference in their domestic affairs.
""",
    "central authority": """
1. Each State Party shall designate a central authority that receives requests and answers them without delay.
2. Where a State has regions with separate archives, it may designate one authority for each region, and those authorities shall:
    (a) Keep a common register of all requests received, with the date of receipt and the name of the person in charge;
    (b) Send a copy of each request to the national authority within fourteen days;
    (c) Answer in the language of the request or in [one of the official languages of the United Nations]^{Senegal}[English]^{Netherlands}.
3. The depositary shall be told of every designation and of every change in it, and shall publish a list once a year.
4. Urgent requests may be made by telephone or electronic mail; they shall be confirmed in writing within ten days, failing which they lapse.
""",
    "request": """
1. A request shall be made in writing and shall contain:
    (a) The name of the authority that makes it and of the person to whom questions may be put;
    (b) A description of the archive which is as full as the circumstances allow, with photographs where they exist;
    (c) A statement of the facts from which it appears that the archive is a lost archive:
        (i) When and where it left the keeping of its owner;
        (ii) By whom it was last seen, if this is known;
        (iii) What steps have been taken to recover it;
    (d) The text of the law on which the claim of ownership rests.
2. The requested State may ask for further information when it appears necessary for a decision, or when it can make the search easier.
3. The requesting State shall not use the information it receives for any purpose other than the one stated in the request.{fn: The working group will come back to the words “any purpose”.}
4. Documents sent under this article need no legalization. They shall be accompanied by a translation unless the authorities have agreed otherwise.
""",
    "interim measures": """
1. On receipt of a request the requested State shall take the measures that are needed to keep the archive whole and in its place.
2. Such measures [shall][may] include:
    – Sealing the rooms in which the archive is kept;
    – Forbidding its sale or its export;
    – Appointing a keeper who answers to the court.
3. Measures under this article shall end [six][twelve] months after they were ordered unless the court extends them for a serious reason that it states in writing.
3 bis. The holder shall be heard before an extension is granted, [except where a hearing would defeat its purpose]^{Mexico; Belgium}.
""",
    "decision": """
1. The decision on a request shall be taken by a court or by another independent authority, after a hearing at which the holder may be represented by counsel.
2. Return may be refused only if:
    (a) The archive is not a lost archive within the meaning of article 1;
    (b) Return would endanger the archive because of its material condition;
    (c) [The requested State considers that return would prejudice its essential interests;]^{Japan}
    and the reasons for refusal shall be given in writing.
3. Before refusing a request the requested State shall consult the requesting State and consider whether return may be granted in part or on terms.
4. The decision shall be open to one appeal, which shall be decided within one year. An appeal shall stay the execution of the decision.
""",
    "costs": """
1. The ordinary costs of executing a request shall be borne by the requested State.
Option 1 (Slovenia, Mongolia):
2. Costs of transport and of insurance shall be borne by the requesting State, which may recover them from any person who took part in the removal of the archive.
3. Where the costs are of a substantial nature the two States shall consult in advance on how they are to be shared.
Option 2 (Cuba): Costs shall be borne by a fund to which all States Parties contribute according to their means.
End of options
4. No fee shall be charged to a family that asks for the return of its own papers.
""",
    "holder in good faith": """
1. A holder who did not know, and could not reasonably have known, that the archive was lost shall be entitled to fair compensation.
2. In deciding on compensation the court shall have regard to all the circumstances, in particular:
    (a) The price that was paid and the inquiries that were made at the time;
    (b) The cost of keeping the archive and of making it accessible to research;
    (c) Any benefit that the holder has drawn from it, including from publication.
3. [Compensation shall not exceed the price that was paid.] It shall be paid before the archive leaves the territory of the requested State.{note: Wording from the second informal meeting.}
4. [Deleted]
5. A person who inherits an archive shall be in no better position than the person from whom it was inherited.
""",
    "copies": """
A requested State may keep a copy of every archive that it returns. The copy shall be open to the public on the same terms as the original, *mutatis mutandis*, and shall not be sold.
""",
    "settlement of disputes": """
1. States Parties shall endeavour to settle disputes about the interpretation of this Convention by negotiation.
2. A dispute that cannot be settled within a reasonable time shall, at the request of one of them, be submitted to arbitration.
[3. If, six months after the request for arbitration, the parties are unable to agree on its organization, any of them may refer the dispute to the International Court of Justice.
4. Each State may declare when it ratifies this Convention that it is not bound by paragraph 3; the other States shall not be bound by it towards that State.]^{Sierra Leone}
5. A declaration may be withdrawn at any time by a notice to the depositary.
""",
    "entry into force": """
1. This Convention shall be open for signature by all States until the last day of the second year after its adoption.
2. It is subject to ratification, acceptance or approval; it shall remain open for accession by any State that has not signed it.
3. This Convention shall enter into force on the thirtieth day after the deposit of the [twentieth][fortieth] instrument.
4. For a State that ratifies later it shall enter into force on the thirtieth day after the deposit of its own instrument, or on the day named in paragraph 3, whichever is the later.
5. The original of this Convention, of which the texts in all its languages are equally authentic, shall be kept by the depositary.
""",
}

SENTENCES = [
    "The authorities shall inform one another of the outcome of every search that they have made.",
    "Where a register is incomplete, the testimony of archivists who worked with it may be heard instead.",
    "Each State Party shall report to the conference every three years on how many archives it has returned.",
    "No person shall be prosecuted for having told an authority where a missing collection is hidden.",
    "Experts who examine damaged bindings shall be chosen from a list that both governments have approved.",
    "The secretariat may publish statistics in a form that does not allow families to be recognized.",
    "This paragraph is without prejudice to claims that were pending before a tribunal on the day of signature.",
    "Museums, libraries and universities are encouraged to open their catalogues to foreign researchers.",
    "A transfer by sea shall be insured for the full value of the consignment, as estimated by an independent valuer.",
    "Digital images have the same standing as photographs if their origin can be verified.",
    "Training of archivists in conservation and description shall be offered to States that ask for it.",
    "Every claimant shall be heard in a language which he or she understands.",
]


def article(name: str) -> list[Block]:
    """The blocks of one article, with ids that say where they come from."""
    blocks, _ = parse(ARTICLES[name])
    for place, block in enumerate(blocks):
        block.id = f"{name}.{place}"
    return blocks


def articles() -> list[list[Block]]:
    """All articles, the shortest included."""
    return [article(name) for name in ARTICLES]
