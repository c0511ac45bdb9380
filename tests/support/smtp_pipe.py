"""A mail server for tests (aiosmtpd): letters to our own domain are piped to a command, as Postfix and Exim do, letters to others are
kept in a file, one JSON line each. Usage: smtp_pipe.py CONFIG; the file is read anew for each letter: {"domain", "command", "kept"}."""
import asyncio
import json
import os
import sys

from aiosmtpd.smtp import SMTP


def answer_of(code, said):
    if code == 0:
        return "250 taken"
    words = " ".join(said.split())[:300] or "refused"
    return f"451 4.3.0 {words}" if code == 75 else f"550 5.{1 if code == 67 else 6}.0 {words}"


class Handler:
    async def handle_DATA(self, server, session, envelope):
        with open(sys.argv[1], encoding="utf-8") as file:
            config = json.load(file)
        for recipient in envelope.rcpt_tos:
            if not recipient.endswith("@" + config["domain"]):
                with open(config["kept"], "a", encoding="utf-8") as kept:
                    kept.write(json.dumps({"to": recipient, "from": envelope.mail_from, "bytes": envelope.content.decode("latin-1")}) + "\n")
                continue
            environment = {**os.environ, "RECIPIENT": recipient, "SENDER": envelope.mail_from}
            child = await asyncio.create_subprocess_exec(*config["command"], stdin=-1, stderr=-1, stdout=-1, env=environment)
            _, said = await child.communicate(envelope.content)
            if child.returncode != 0:
                return answer_of(child.returncode, said.decode("utf-8", "replace"))
        return "250 taken"


async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
