"""Duties and due times, background jobs, and notices.

Every duty of every room has an owner, a due time, a chain of people who hear of it when it is late, and an end.
Jobs run on `django.tasks`; they are key-less: they see clear columns only and could not open a record if they tried.
Notices say one thing only: a task is waiting, please sign in.
"""
