"""The endpoints, one module a subject. Every handler is `(request, backend, user) -> response`.

`user` is the owner of the bearer token, "" where no token is asked for. Refusals are raised.
"""
