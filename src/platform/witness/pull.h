// A witness that nobody can reach: it fetches the newest checkpoint of a log, decides as the server does, and brings
// its line to the log. For offices behind a router, from cron.
#pragma once

#include <cstdint>
#include <string>

#include "platform/witness/book.h"

namespace jauap::witness {

// `log_url`: where the files of the log are, "https://site.example/log". What was done, in words. The line is written
// down before it is posted to <log_url>/cosign: the checkpoint's text, a blank line, the line. A Stop: Exit::forged
// when the log is not genuine or does not continue what the book remembers (the words then bear both notes, as
// evidence), Exit::unreadable when the log cannot be fetched or does not take the line.
std::string pull(Book& book, const std::string& log_url, std::uint64_t now_seconds);

}  // namespace jauap::witness
