from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """The compilation is a variant of the consolidated draft like the others, and the page of a text names the
        reader's own mandate; the drafts know no comments and no delegations, so both are added here.
        """
        from consultations.compiling import compilation
        from consultations.mandating import own_mandates
        from drafts.exporting import BUILDERS
        from drafts.models import Rendition
        from drafts.views.freshness import WITNESSES

        WITNESSES.append(own_mandates)
        BUILDERS[Rendition.Variant.COMPILATION] = compilation
