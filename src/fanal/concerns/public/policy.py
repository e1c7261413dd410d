"""Who of the staff may do what with the public form."""

from fanal.access.api import allow
from fanal.concerns.public.practice import LINK, SHIELD
from fanal.network.contracts import Role

allow(LINK, Role.INTAKE_OFFICER, Role.SUPERVISOR, Role.MANAGER, Role.MEMBER_ADMIN)
allow(SHIELD, Role.DUTY_PERSON, Role.SUPERVISOR, Role.MANAGER, Role.MEMBER_ADMIN)
