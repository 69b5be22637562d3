from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """The compilation is a variant of the consolidated draft like the others; the drafts know no
        comments, so it is added here.
        """
        from consultations.compiling import compilation
        from drafts.exporting import BUILDERS
        from drafts.models import Rendition

        BUILDERS[Rendition.Variant.COMPILATION] = compilation
