"""The jobs of the installation itself."""

from datetime import timedelta

from django.utils import timezone

from fanal.access.api import agreed
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.site import backups, checkpoints, clearances, keeping, reviews
from fanal.site.desk import rota


@clocks.job()
def seal_journal() -> None:
    """Write the checkpoint of the day."""
    checkpoints.write(timezone.now())


@clocks.job()
def carry_ledger() -> None:
    """Copy the erasure ledger beside the backups, so that what was erased today survives the loss of this disk."""
    backups.carry_ledger()


@clocks.job()
def destroy_secrets() -> None:
    """Destroy the secrets of agreements that ran out."""
    agreed.destroy_ended(timezone.now())


@clocks.job()
def look_at_clearances() -> None:
    """Say of each clearance that ends soon that it is to be renewed."""
    clearances.look(timezone.now())


@clocks.job()
def look_at_reviews() -> None:
    """Say of each review that ends soon, or is of another wording, that somebody reviews anew."""
    reviews.look(timezone.now())


@clocks.job()
def look_at_keeping() -> None:
    """Say of each time of keeping that ends soon that it is to be compared with the law anew."""
    keeping.look(timezone.now())


@clocks.job()
def clear_founders() -> None:
    """What founders chose goes once their links have ended."""
    network.founding.clear(timezone.now())


@clocks.job()
def look_at_rotas() -> None:
    """Tell whoever leads of a day within a week on which nobody is on duty."""
    rota.look(timezone.now())


@clocks.job()
def settle_small() -> None:
    """Whoever said a week ago that they are not small any more is small no more."""
    network.small.settle(timezone.now())


clocks.every(settle_small, timedelta(hours=1), offset=timedelta(minutes=10))
clocks.every(look_at_clearances, timedelta(days=1), offset=timedelta(minutes=50))
clocks.every(look_at_reviews, timedelta(days=1), offset=timedelta(minutes=55))
clocks.every(look_at_keeping, timedelta(days=1), offset=timedelta(minutes=45))
clocks.every(clear_founders, timedelta(days=1), offset=timedelta(minutes=40))
clocks.every(look_at_rotas, timedelta(days=1), offset=timedelta(minutes=25))
clocks.every(seal_journal, timedelta(days=1), offset=timedelta(minutes=5))
clocks.every(destroy_secrets, timedelta(days=1), offset=timedelta(minutes=35))
clocks.every(carry_ledger, timedelta(hours=1), offset=timedelta(minutes=20))
