"""How gunicorn serves the site, in `make run` and in the container alike. It finds this file by itself."""

wsgi_app = "procurement.wsgi"
workers = 2
threads = 4
# Documents are made by the worker process, so a request that takes this long is stuck.
timeout = 30
# No access log: a shared draft's address is its key. The errors that matter are logged by Django, redacted.
accesslog = None
# Nobody steers it from outside, so no socket is left lying about.
control_socket_disable = True
