// One incoming message (RFC 5322, MIME) as values. GMime reads it, libxml2 turns HTML into words; nothing is parsed by hand
// and nothing in it is believed: a sender's address is a claim. Pure; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jauap::mail {

inline constexpr std::size_t message_bytes_max = 25u << 20;
inline constexpr int parts_max = 50, depth_max = 10;

struct IncomingFile {
  std::string name;   // as the sender calls it, "" when without one; never a path of ours
  std::string bytes;  // decoded
};

struct Incoming {
  std::string from;                     // normal form, "" when there is not exactly one address
  std::vector<std::string> recipients;  // normal form: what the mail server says first, else To and Cc
  std::string subject;                  // one line, UTF-8
  std::string message_id;               // without brackets, "" when absent
  std::string text;                     // all words, UTF-8, cleaned
  std::string reply;                    // the same without what is quoted from earlier letters
  std::vector<IncomingFile> files;
  bool is_automatic = false;            // a machine's: notices of delivery, absence, lists, bulk (RFC 3834)
};

// Problems: malformed (no message, too deep, too many parts, text that cannot be read), too_large.
Result<Incoming> read_message(std::string_view bytes);

// Lines that quote an earlier letter taken out; what follows a mark of a forwarded original too.
std::string without_quotes(std::string_view text);

// Words of an HTML page: no scripts, styles, links' addresses or pictures. With `no_quotes` not what mail programs mark as quoted.
std::string words_of_html(std::string_view html, bool no_quotes);

}  // namespace jauap::mail
