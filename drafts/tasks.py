"""Background work of the drafts."""

from django_tasks import task

from drafts.exporting import fulfil


@task(queue_name="render")
def make_rendition(rendition_id: int) -> None:
    """Make one consolidated draft."""
    fulfil(rendition_id)
