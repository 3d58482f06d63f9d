"""usage: dav.py FOLDER PORTFILE   Serves a folder by WebDAV on a free port of loopback, to one account; writes the port into a file."""
import sys

from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

folder, port_file = sys.argv[1:]
app = WsgiDAVApp({
    "provider_mapping": {"/": {"root": folder, "readonly": True}},
    "simple_dc": {"user_mapping": {"*": {"ardoise": {"password": "un-mot-de-passe"}}}},
    "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
    "verbose": 1,
})
server = wsgi.Server(("127.0.0.1", 0), app)
server.prepare()
with open(port_file, "w", encoding="ascii") as file:
    file.write(str(server.bind_addr[1]))
server.serve()
