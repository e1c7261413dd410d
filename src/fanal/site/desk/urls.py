"""Addresses of the desk."""

from django.urls import path

from fanal.site.desk import account, agreements, day, ended, grants, joining, journal, keys, once, people, signin, teams

app_name = "desk"
urlpatterns = [
    path("", day.root, name="root"),
    path("day/", day.day, name="day"),
    path("kept/", ended.kept, name="kept"),
    path("left/", ended.left, name="left"),
    path("once/", once.once, name="once"),
    path("signed-out/", signin.signed_out, name="signed-out"),
    path("account/", account.account, name="account"),
    path("account/sign-out/", account.sign_out, name="account-sign-out"),
    *account.PATHS,
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/name/", joining.join_name, name="join-name"),
    path("join/<str:token>/notices/", joining.join_notices, name="join-notices"),
    path("join/<str:token>/password/", joining.join_password, name="join-password"),
    path("reset/<str:token>/", joining.reset, name="reset"),
    path("reset/<str:token>/code/", joining.reset_code, name="reset-code"),
    path("reset/<str:token>/password/", joining.reset_password, name="reset-password"),
    path("people/", people.people, name="people"),
    path("people/teams/", teams.teams, name="teams"),
    path("people/teams/<uuid:team_id>/", teams.team, name="team"),
    *teams.PATHS,
    path("people/<uuid:person_id>/", people.person, name="person"),
    *people.PATHS,
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    *agreements.PATHS,
    path("duties/", grants.grants, name="grants"),
    path("duties/<uuid:grant_id>/", grants.grant, name="grant"),
    *grants.PATHS,
    path("keys/", keys.keys, name="keys"),
    *keys.PATHS,
    path("journal/", journal.journal, name="journal"),
]
