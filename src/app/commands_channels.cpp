// The commands of channels: who may bring messages in, and the one to which a mail server pipes its letters.
#include <sysexits.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands.h"
#include "app/usage.h"
#include "base/clock.h"
#include "channels/signature.h"
#include "channels/store.h"
#include "platform/mail/incoming.h"
#include "platform/mail/post.h"

namespace jauap::app {
namespace {

enum Exit { good = 0, failed = 1, unreachable_ = 3 };

bool is_channel_name(const std::string& name) {
  if (name.empty() || name.size() > 32) return false;
  for (const char c : name)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
  return true;
}

int list_channels(House& house) {
  house.readers->run([&](db::ReadTx& tx) {
    for (const auto& one : channels::store::all(tx, *house.keys))
      std::cout << one.name << "  " << rfc3339(one.created_at) << "  " << (one.url.empty() ? "-" : one.url) << "\n";
  });
  return good;
}

int add_channel(House& house, const std::string& name, const std::string& url) {
  const auto secret = channels::new_secret();
  const auto fate = house.writer->run([&](db::Tx& tx) {
    channels::store::put(tx, *house.keys, {name, url, secret, house.clock->now()});
    return true;
  });
  if (fate != db::Fate::committed) return unreachable_;
  std::cout << channels::shown_secret(secret) << "\n";
  return good;
}

int remove_channel(House& house, const std::string& name) {
  const auto fate = house.writer->run([&](db::Tx& tx) { return channels::store::drop(tx, name); });
  if (fate == db::Fate::committed) return good;
  std::cerr << "jauap: there is no channel " << name << "\n";
  return failed;
}

// ---- mail-in: whatever is wrong with us must not send a letter back to its sender, so it is "try again later" ----------------------

int later(const std::string& why) {
  std::cerr << "jauap mail-in: " << why << "\n";
  return EX_TEMPFAIL;
}

int refused(int code, const std::string& why) {
  std::cerr << why << "\n";
  return code;
}

// At most one byte more than is taken.
std::string read_letter() {
  std::string bytes(mail::message_bytes_max + 1, '\0');
  std::cin.read(bytes.data(), std::streamsize(bytes.size()));
  bytes.resize(std::size_t(std::cin.gcount()));
  return bytes;
}

// The line that delivery to a file puts before the headers is no part of the letter.
void drop_mbox_line(std::string& bytes) {
  if (bytes.starts_with("From ")) bytes.erase(0, bytes.find('\n') == std::string::npos ? 0 : bytes.find('\n') + 1);
}

std::string from_environment(std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const char* value = std::getenv(name); value && *value) return value;
  return {};
}

bool is_one_line(const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; }

// Whom the mail server took the letter for and from, on top of what the sender wrote.
std::string trace(Arguments& arguments) {
  const auto recipient = arguments.take("recipient", from_environment({"ORIGINAL_RECIPIENT", "RECIPIENT"}));
  const bool is_told = arguments.find("sender") || std::getenv("SENDER");
  auto sender = arguments.take("sender", from_environment({"SENDER"}));
  if (sender == "MAILER-DAEMON") sender.clear();
  std::string lines;
  if (!recipient.empty() && is_one_line(recipient)) lines += "Delivered-To: " + recipient + "\r\n";
  if (is_told && is_one_line(sender)) lines += "Return-Path: <" + sender + ">\r\n";
  return lines;
}

int code_of(const mail::Posted& posted) {
  boost::system::error_code error;
  const auto value = boost::json::parse(posted.body, error);
  const auto* result = !error && value.is_object() ? value.as_object().if_contains("result") : nullptr;
  const std::string word = result && result->is_string() ? std::string(result->as_string()) : "";
  if (posted.status == 200 && !word.empty()) return EX_OK;
  if (posted.status == 404 && word == "unknown_recipient") return refused(EX_NOUSER, "There is no such address here. Write to the general address.");
  if (posted.status == 422 && word == "unreadable") return refused(EX_DATAERR, "The letter cannot be read: it is too long, has too many parts or is damaged.");
  return later(posted.status ? "the server answers " + std::to_string(posted.status) : posted.reason);
}

int hand_over(Arguments arguments) {
  const auto url = arguments.take("url", "http://127.0.0.1:8080"), file = arguments.take("token-file");
  std::ifstream stream(file);
  const std::string shown{std::istreambuf_iterator<char>(stream), {}};
  const auto secret = channels::parse_secret(shown);
  if (file.empty() || !secret) return later("--token-file names no file with the secret of the channel \"mail\" (jauap channel add mail)");
  const auto lines = trace(arguments);
  if (!arguments.options.empty() || !arguments.words.empty()) return later("unknown option; see jauap mail-in --help");
  auto letter = read_letter();
  if (letter.size() > mail::message_bytes_max) return refused(EX_DATAERR, "The letter is larger than 25 MB.");
  drop_mbox_line(letter);
  letter.insert(0, lines);
  if (letter.empty()) return refused(EX_DATAERR, "The letter is empty.");
  const auto now = MachineClock().now();
  auto headers = channels::signed_headers(*secret, "mail-" + secrets::hex(secrets::random_bytes(16)), now, letter);
  headers.emplace_back("Content-Type", "message/rfc822");
  return code_of(mail::post_to(url + "/api/v1/channels/mail", letter, headers, 60));
}

}  // namespace

int command_channel(Arguments arguments) {
  const auto words = arguments.words;
  const auto url = arguments.take("url");
  const bool lists = words.size() == 1 && words[0] == "list";
  const bool is_named = words.size() == 2 && is_channel_name(words[1]) && (words[0] == "add" || words[0] == "remove");
  const bool has_good_url = url.empty() || mail::may_post_to(url);
  if (!lists && (!is_named || !has_good_url)) {
    return wrong_usage("channel");
  }
  arguments.words.clear();
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  if (lists) return list_channels(house);
  return words[0] == "add" ? add_channel(house, words[1], url) : remove_channel(house, words[1]);
}

int command_mail_in(Arguments arguments) {
  try {
    return hand_over(std::move(arguments));
  } catch (const std::exception& error) {
    return later(error.what());
  }
}

}  // namespace jauap::app
