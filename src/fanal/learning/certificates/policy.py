"""Who takes a certificate back: two people of the organisation that issued it, who have this duty for a time. Whoever
leads a training is not the one who issues for it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.learning.models import Certificate
from fanal.network.contracts import Actor, OrgKind

GRANT = "learning.issuer"
READ = "learning.certificates"
ASK_REVOKE, REVOKE, LEAVE = "learning.ask_revoke", "learning.revoke", "learning.leave_certificate"
ASK_REISSUE, REISSUE = "learning.ask_reissue", "learning.reissue"
ISSUED, LEFT = "learning.certificate_issued", "learning.certificate_left"

DEEDS = {
    ISSUED: lazy("Was given a certificate"),
    LEFT: lazy("Whoever had this certificate deleted what they learned: it stays as a number"),
    ASK_REVOKE: lazy("Asked for a certificate to be taken back"),
    REVOKE: lazy("Took a certificate back"),
    LEAVE: lazy("Left a certificate as it is"),
    ASK_REISSUE: lazy("Asked for certificates to be given anew, since their key became known to others"),
    REISSUE: lazy("Gave certificates anew with another key"),
}
_KINDS = (OrgKind.MEMBER, OrgKind.SECRETARIAT)


def _seen(actor: Actor, rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return rows.filter(org_id=actor.org)


access.scope(Certificate, _seen)
access.grant_kind(
    access.GrantKind(
        GRANT, lazy("Issuer of certificates"), lazy("looks certificates up, and takes one back with a second person")
    )
)
for _deed in (READ, ASK_REVOKE, REVOKE, LEAVE, ASK_REISSUE, REISSUE):
    access.allow(_deed, grant=GRANT, kinds=_KINDS)
