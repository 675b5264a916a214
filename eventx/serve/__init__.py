"""The feed server: named feeds over HTTP, single events, JSON, Atom. The one door to starlette, uvicorn and jinja2.

eventx serve --db calendar.db
"""
