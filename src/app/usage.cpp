#include "app/usage.h"

#include <iostream>

#include "platform/tlog/command.h"

namespace jauap::app {
namespace {

struct Usage {
  std::string_view command;
  const char* lines;
};

constexpr Usage usages[] = {
    {"serve",
     "jauap serve --data DIR [--listen ADDR:PORT] [--database URL] [--limits off]\n"
     "jauap serve --print-config   what is in force, secrets hidden\n"
     "Ready when /readyz is 200; SIGTERM ends it after the requests under way.\n"},
    {"demo",
     "jauap demo --data DIR [--size small|city|nation] [--seed N] [--appeals N]\n"
     "About 300, 100 thousand or 10 million appeals; the same seed makes the same city.\n"},
    {"migrate", "jauap migrate --data DIR\n"},
    {"deadline",
     "jauap deadline --kind application|complaint|message|proposal|response|request --on YYYY-MM-DD[THH:MM] [--explain] [--json]\n"
     "               [--language kk|ru|en] [--pack DIR]\n"},
    {"pack",
     "jauap pack check DIR\n"
     "jauap pack publish DIR --data DIR --by LOGIN --from YYYY-MM-DD [--note TEXT]\n"
     "publish proposes a pack in the name of an administrator and says what it does to open terms; another administrator approves it at /w/packs.\n"},
    {"token", "jauap token --data DIR --as LOGIN [--scope \"appeals …\"] [--days N]\n"},
    {"admin",
     "jauap admin create --data DIR --login LOGIN [--name NAME]\n"
     "Makes the first administrator of an installation and prints the code for the first sign-in; further ones are granted by an administrator.\n"},
    {"person",
     "jauap person add --data DIR --login LOGIN --name NAME --email ADDRESS --role ROLE [--body CODE] [--title TEXT]\n"
     "jauap person enrol --data DIR --login LOGIN\n"
     "roles: clerk head operator deputy council secretary moderator press; the first administrator: jauap admin create\n"},
    {"post", "jauap post grant|end --data DIR --login LOGIN --role ROLE [--body CODE] [--title TEXT]\n"},
    {"channel",
     "jauap channel add NAME --data DIR [--url https://gateway.example/in]\n"
     "jauap channel remove NAME --data DIR\n"
     "jauap channel list --data DIR\n"
     "add prints the secret of the channel, once; again: a new secret. \"mail\" is the mail server's channel. NAME: small letters, digits, dashes.\n"
     "An address is https, or http on this machine. See docs/channels.md.\n"},
    {"mail-in",
     "jauap mail-in --token-file FILE [--url http://127.0.0.1:8080] [--recipient ADDRESS] [--sender ADDRESS] < LETTER\n"
     "Hands one letter from a mail server to the running server. Recipient and sender also come from RECIPIENT and SENDER in the environment.\n"
     "Exit codes: 0 taken, 65 cannot be read, 67 no such address, 75 try again.\n"},
    {"witness",
     "jauap witness --listen ADDR:PORT --state FILE --key FILE --name NAME [--url URL] --policy FILE|--log VKEY...\n"
     "jauap witness --pull URL --state FILE --key FILE [--name NAME] --policy FILE|--log VKEY...\n"
     "jauap witness --show-key --key FILE --name NAME\n"
     "Countersigns what continues the logs of the policy, or of the keys (--log for each), and remembers it in --state.\n"
     "  --listen   a server for logs to ask; prints its line for a policy, with --url as its address. SIGTERM ends it\n"
     "  --pull     once, from cron: reads the log at URL (https://site.example/log), countersigns, brings it the line\n"
     "  --key      made when there is none; --show-key prints what to publish\n"
     "  --name     as in the policy, for example press.example/w1; --pull finds it there by the key\n"
     "exit 0 good, 1 the log is not genuine or does not continue what was countersigned, 2 usage, 3 cannot read, write, fetch\n"
     "     or bring. Never run two of one key.\n"},
    {"record",
     "jauap record status --data DIR\n"
     "jauap record policy [FILE] --data DIR       prints the policy; FILE: new lines about witnesses (witness, group, quorum)\n"
     "jauap record rotate --data DIR [--receipt] [--compromised]\n"
     "jauap record incident STATEMENT --data DIR   records the hash of a public statement\n"
     "jauap record refill --from DIR|URL --data DIR\n"
     "jauap record restart STATEMENT --to DIR --last-good SIZE --data DIR\n"
     "rotate makes a new key; the old one signs beside it for 30 days, or leaves the policy at once when it is compromised. refill brings back, after a\n"
     "restore from an old backup, what any mirror of the log still has, and lists what is lost; stop the server first. restart is for a log that was signed twice for\n"
     "one size: writes its files to --to and begins the next one, with every entry again, from the last good checkpoint on; stop the server first.\n"},
    {"signer",
     "jauap signer --listen SOCKET --keys DIR --origin HOST/PATH [--anchor FILE]\n"
     "Keeps the keys of a public record and its anchor apart from the server (setting signer): a process of a user of its own, which signs receipts for\n"
     "entries, and only checkpoints that continue what it signed. Keys are made when there are none; --anchor: DIR/anchor.\n"},
    {"backup",
     "jauap backup FILE --data DIR\n"
     "Writes FILE, FILE.keys and FILE.anchor while the server works. Keep the three apart; delete FILE.keys after thirty days. PostgreSQL: pg_dump.\n"},
    {"restore",
     "jauap restore FILE --data DIR [--keys FILE.keys] [--anchor-copy FILE.anchor]\n"
     "DIR is empty but for DIR/keys. An anchor that lies there is kept. A database older than its anchor is not signed: jauap record refill.\n"},
    {"fsck",
     "jauap fsck --data DIR\n"
     "Every event against its entry, the tree anew, the signed root, the anchor, every commitment and every file. One line a fault; exit 1 when there is one.\n"},
    {"bench",
     "jauap bench submit|get|compare|pdf --port N [--clients N] [--seconds N] [--path PATH] [--token TOKEN]\n"
     "jauap bench fill --data DIR [--count N] [--body CODE]   open cases for the inbox of one body\n"
     "jauap bench alarms --data DIR [--count N] [--database URL]   an empty folder; how long the reminders of N cases take\n"
     "jauap bench record [--count N]   hashing, appending, proving and verifying a public record of N entries\n"
     "jauap bench pairs [--clients N] [--seconds N] [--pairs N]   submissions with and without the public record, in turn\n"
     "jauap bench record --data DIR [--count N] [--database URL]   an empty folder; appending with a database\n"
     "a server on this machine with --limits off; compare starts nginx with the same bytes and prints the ratio\n"},
};

}  // namespace

const char* usage_of(std::string_view command) {
  if (command == "verify") return tlog::verify_usage();
  for (const auto& usage : usages)
    if (usage.command == command) return usage.lines;
  return nullptr;
}

int wrong_usage(std::string_view command) {
  std::cerr << usage_of(command);
  return 2;
}

}  // namespace jauap::app
