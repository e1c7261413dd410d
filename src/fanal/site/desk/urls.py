"""Addresses of the desk."""

from django.urls import path

from fanal.site.desk import account, agreements, day, ended, joining, journal, keys, once, people, signin

app_name = "desk"
urlpatterns = [
    path("", day.root, name="root"),
    path("day/", day.day, name="day"),
    path("kept/", ended.kept, name="kept"),
    path("once/", once.once, name="once"),
    path("signed-out/", signin.signed_out, name="signed-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/code/", account.code, name="code"),
    path("account/notices/", account.notices, name="notices"),
    path("account/sign-out/", account.sign_out, name="account-sign-out"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/name/", joining.join_name, name="join-name"),
    path("join/<str:token>/notices/", joining.join_notices, name="join-notices"),
    path("join/<str:token>/password/", joining.join_password, name="join-password"),
    path("reset/<str:token>/", joining.reset, name="reset"),
    path("reset/<str:token>/code/", joining.reset_code, name="reset-code"),
    path("reset/<str:token>/password/", joining.reset_password, name="reset-password"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<uuid:invitation_id>/", people.withdraw, name="withdraw"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/admit/", people.admit, name="admit"),
    path("people/<uuid:person_id>/roles/", people.give_role, name="give-role"),
    path("people/<uuid:person_id>/roles/<slug:role>/", people.take_role, name="take-role"),
    path("people/<uuid:person_id>/reset/", people.reset_link, name="reset-link"),
    path("people/<uuid:person_id>/sign-out/", people.sign_out, name="sign-out"),
    path("people/<uuid:person_id>/end/", people.end, name="end"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/propose/", agreements.propose, name="propose"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/sign/", agreements.sign, name="sign"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end, name="end-agreement"),
    path("keys/", keys.keys, name="keys"),
    path("keys/drill/", keys.drill, name="drill"),
    path("keys/<slug:kind>/", keys.rotate, name="rotate"),
    path("journal/", journal.journal, name="journal"),
]
