from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """The compilation is a variant of the consolidated draft like the others, and comments are what changes
        rest on; the drafts know no comments, so both are added here.
        """
        from consultations.compiling import compilation
        from consultations.disposing import known_grounds
        from drafts.exporting import BUILDERS
        from drafts.grounds import RESOLVERS
        from drafts.models import Rendition

        RESOLVERS.append(known_grounds)
        BUILDERS[Rendition.Variant.COMPILATION] = compilation
