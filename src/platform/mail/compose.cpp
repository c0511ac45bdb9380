#include <gmime/gmime.h>

#include "base/text.h"
#include "platform/mail/mail.h"

namespace jauap::mail {
namespace {

constexpr CarriesOnly onto_paper{"the address goes into the letter's own header"};

void start_gmime() {
  static const bool started = [] {
    g_mime_init();
    return true;
  }();
  (void)started;
}

}  // namespace

std::string normal_address(std::string_view typed) {
  while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
  const auto at = typed.find('@');
  if (typed.size() > 254 || at == std::string_view::npos || at == 0 || at > 64 || typed.rfind('@') != at) return {};
  // Bytes that are not UTF-8, or invisible marks that turn the reading order, are no part of anybody's address.
  if (text::clean(typed) != typed) return {};
  for (const unsigned char c : typed)
    if (c <= ' ' || c == 127 || c == ',' || c == ';' || c == '<' || c == '>' || c == '"' || c == '(' || c == ')' || c == '\\' ||
        c == '[' || c == ']' || c == ':')
      return {};
  auto domain = typed.substr(at + 1);
  const auto dot = domain.find('.');
  if (dot == std::string_view::npos || dot == 0 || domain.back() == '.' || domain.find("..") != std::string_view::npos) return {};
  std::string out(typed.substr(0, at + 1));
  for (const char c : domain) out.push_back(c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c);
  return out;
}

std::string compose(const Letter& letter, std::string_view from, std::string_view message_id, Instant now) {
  start_gmime();
  GMimeMessage* message = g_mime_message_new(TRUE);
  const std::string from_address(from), to_address(letter.to.open(onto_paper)), id(message_id);
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, "Jauap", from_address.c_str());
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, nullptr, to_address.c_str());
  if (!letter.reply_to.empty()) g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, nullptr, letter.reply_to.c_str());
  std::string subject;
  for (const char c : letter.subject) subject.push_back(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
  g_mime_message_set_subject(message, subject.c_str(), "utf-8");
  g_mime_message_set_message_id(message, id.c_str());
  GDateTime* date = g_date_time_new_from_unix_utc(now.ms / 1000);
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
  auto* object = GMIME_OBJECT(message);
  g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", nullptr);
  g_mime_object_set_header(object, "Content-Language", std::string(code(letter.language)).c_str(), nullptr);
  if (!letter.about.empty()) g_mime_object_set_header(object, "X-Jauap-Number", letter.about.c_str(), nullptr);

  GMimeTextPart* part = g_mime_text_part_new_with_subtype("plain");
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_text_part_set_text(part, letter.text.c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_BASE64);
  g_mime_message_set_mime_part(message, GMIME_OBJECT(part));
  g_object_unref(part);

  GMimeFormatOptions* format = g_mime_format_options_clone(nullptr);
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  char* text = g_mime_object_to_string(object, format);
  std::string out(text);
  g_free(text);
  g_mime_format_options_free(format);
  g_object_unref(message);
  return out;
}

}  // namespace jauap::mail
