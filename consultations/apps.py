from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """The compilation, the reports and the bundle are variants of the consolidated draft like the others, comments
        are what changes rest on, the page of a text names the reader's own mandate, conference documents share the
        symbols of editions, and they and issued conclusions can be verified; the drafts know no comments and no
        delegations, so all are added here.
        """
        from consultations.bundling import bundle
        from consultations.clause_story import clause_story
        from consultations.compiling import compilation
        from consultations.disposing import known_grounds, unanswered_witness
        from consultations.mandating import own_mandates
        from consultations.proving import conclusions_file, conclusions_words, document_file, is_open_to_everybody
        from consultations.reporting import delegation_report, disposition_report
        from consultations.symbols import whose
        from drafts.building import BUILDERS, MAKERS
        from drafts.grounds import RESOLVERS
        from drafts.models import Rendition
        from drafts.proving import FINDERS, IS_OPEN
        from drafts.publishing import OWNERS_OF_SYMBOLS
        from drafts.views.freshness import WITNESSES

        WITNESSES.extend([own_mandates, unanswered_witness])
        RESOLVERS.append(known_grounds)
        BUILDERS[Rendition.Variant.COMPILATION] = compilation
        BUILDERS[Rendition.Variant.STORY] = clause_story
        BUILDERS[Rendition.Variant.DISPOSITIONS] = disposition_report
        BUILDERS[Rendition.Variant.DELEGATION] = delegation_report
        MAKERS[Rendition.Variant.BUNDLE] = bundle
        FINDERS.extend([conclusions_file, conclusions_words, document_file])
        OWNERS_OF_SYMBOLS.append(whose)
        for variant in Rendition.OF_COMMENTS:
            IS_OPEN[variant] = is_open_to_everybody
