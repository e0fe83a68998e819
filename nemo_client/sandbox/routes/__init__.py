"""The endpoints, one module a subject. Every handler is `(request, backend, user) -> response`.

`user` is the owner of the bearer token, "" where no token is asked for. Refusals are raised. Where
something can go wrong on purpose, the faults of the request are asked for by name.
"""
