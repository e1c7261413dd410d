from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fanal.site"
    label = "site"
