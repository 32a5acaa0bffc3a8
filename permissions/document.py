"""Rules for documents, which extend the rules of their claim."""

from i18n import gettext_noop
from models import DocumentCategory, Role
from permissions.claim import DeclareClaims, SeeClaims
from permissions.grants import AskWho


class SeeDocuments(SeeClaims):
    """See and download the documents of a claim."""

    action = gettext_noop("see the documents of a claim")


class UploadDocuments(DeclareClaims, SeeDocuments):
    """Transfer documents into a claim."""

    action = gettext_noop("transfer documents")


class DownloadMedicalDocuments(SeeDocuments):
    """Download medical documents; an employer may send them but not read them again."""

    action = gettext_noop("download medical documents")
    roles = frozenset({Role.HEALTH_MANAGER})
    ask_who = AskWho.HEALTH_MANAGER
    step_up = True


def download_rule(category: DocumentCategory) -> type[SeeDocuments]:
    """Return the rule for downloading documents of this category."""
    return DownloadMedicalDocuments if category is DocumentCategory.MEDICAL else SeeDocuments
