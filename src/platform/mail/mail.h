// Outgoing mail: composed with GMime, sent by libcurl over SMTP from the outbox. Subject and preview never hold content,
// topic or names of a case. Without an SMTP server (demonstration) letters stay in table `mail_outbox`, shown at /demo/outbox.
#pragma once

#include <string>
#include <string_view>

#include "base/language.h"
#include "base/private.h"
#include "base/result.h"
#include "platform/db/db.h"
#include "platform/jobs/jobs.h"
#include "platform/secrets/secrets.h"

namespace jauap::mail {

struct Letter {
  Private<std::string> to;  // one address
  Language language = Language::kk;
  std::string subject;      // one line, no CR or LF
  std::string text;         // plain text; links only to our own origin
  std::string about;        // public number of the object, for headers and the demo outbox
  std::string reply_to = {};  // where an answer is read, "" when nowhere
};

// Checks an address the way a sign-in form needs it: one @, no spaces or controls, at most 254 bytes, domain with a dot.
// Returns it with the domain in lower case, "" when it is none.
std::string normal_address(std::string_view typed);

// Puts a letter into the outbox in this transaction, sealed; sent as soon as the commit is durable. `unique_key` keeps
// one event from sending two letters.
void post(db::Tx& tx, IdMaker& ids, const secrets::Keys& keys, Instant now, std::int64_t place, const Letter& letter,
          std::string_view unique_key = "");

// Deletes the letters about an object, waiting, sent or kept; those posted under a unique key that begins with its number and a
// slash. For erasure. Returns how many.
int drop_about(db::Tx& tx, std::int64_t place, std::string_view number);

struct Options {
  std::string smtp_url;   // "smtp://host:25", "smtps://host:465"; "" keeps letters in the demo outbox
  std::string username, password;
  std::string from = "jauap@localhost";
  bool starttls_required = true;  // ignored for loopback
  int timeout_seconds = 20;
};

// The jobs handler "mail.send".
jobs::Handler sender(const Options& options, db::Writer& writer, std::shared_ptr<const secrets::Keys> keys,
                     const Clock& clock);

// Whole message as bytes (RFC 5322), for tests and the sender. Message-ID is made from the job's id.
std::string compose(const Letter& letter, std::string_view from, std::string_view message_id, Instant now);

struct Kept {  // a letter of the demo outbox
  std::int64_t id = 0;
  Instant at;
  std::string to, subject, text, about, reply_to;
};
std::vector<Kept> kept(db::ReadTx& tx, const secrets::Keys& keys, int limit);

}  // namespace jauap::mail
