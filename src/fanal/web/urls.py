from django.urls import path

from fanal.web import views

app_name = "web"
urlpatterns = [
    path("desk/language/", views.language, name="language"),
    path("dev/components", views.components, name="components"),
    path("<slug:lang>/dev/components", views.public_components, name="public-components"),
    path("favicon.ico", views.icon, name="icon"),
]
