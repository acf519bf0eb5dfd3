#!/usr/bin/env python3
"""Run mock-sap on a free loopback port, with its own options.

  serve.py [--oauth ID:SECRET] [--token-ttl SECONDS] ...

Prints one line: LISTENING http://127.0.0.1:PORT     Exits when stdin closes.
"""
import os, sys, threading
from mocksap.__main__ import build_parser
from mocksap.server import Config, make_server

args = build_parser().parse_args(['--port', '0', '--quiet', *sys.argv[1:]])
server = make_server(Config(**vars(args)))
print(f'LISTENING http://127.0.0.1:{server.server_port}', flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
