from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """The compilation is a variant of the consolidated draft like the others, comments are what changes rest on,
        and the page of a text names the reader's own mandate; the drafts know no comments and no delegations, so all
        are added here.
        """
        from consultations.compiling import compilation
        from consultations.disposing import known_grounds, unanswered_witness
        from consultations.mandating import own_mandates
        from drafts.exporting import BUILDERS
        from drafts.grounds import RESOLVERS
        from drafts.models import Rendition
        from drafts.views.freshness import WITNESSES

        WITNESSES.extend([own_mandates, unanswered_witness])
        RESOLVERS.append(known_grounds)
        BUILDERS[Rendition.Variant.COMPILATION] = compilation
