"""A time-stamping authority for tests: a root and a signer made with OpenSSL, answers by `openssl ts -reply` behind a small server."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
ordering = yes
tsa_name = no
"""


def openssl(*arguments, folder: Path, given: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], cwd=folder, input=given, check=True, capture_output=True).stdout


def made(folder: Path) -> Path:
    """Make root, signer and configuration; returns the root's certificate."""
    folder.mkdir()
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "leaf.ext").write_text("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")  # fmt: skip
    new = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(*new, "-x509", "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", "/CN=Test root", "-addext", "keyUsage=critical,keyCertSign", folder=folder)  # fmt: skip
    openssl(*new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test authority", folder=folder)
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "20", "-extfile", "leaf.ext", "-out", "tsa.pem", folder=folder)  # fmt: skip
    return folder / "root.pem"


class Authority:
    """Serves at `url` until closed; `mode` makes it answer wrongly."""

    def __init__(self, folder: Path) -> None:
        authority = self
        self.folder, self.mode, self.asked = folder, "", 0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                authority.asked += 1
                query = self.rfile.read(int(self.headers["Content-Length"]))
                (authority.folder / "query.tsq").write_bytes(query)
                body = b"<html>no</html>"
                if authority.mode == "old":
                    body = (authority.folder / "old.tsr").read_bytes()
                elif not authority.mode:
                    openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "answer.tsr", folder=authority.folder)
                    body = (authority.folder / "answer.tsr").read_bytes()
                    (authority.folder / "old.tsr").write_bytes(body)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
