#include "platform/mail/incoming.h"

#include <gmime/gmime.h>

#include <memory>
#include <optional>

#include "base/text.h"
#include "platform/mail/mail.h"

namespace jauap::mail {
namespace {

// g_mime_init counts its callers without a lock, so it runs before main, while there is one thread.
[[maybe_unused]] const bool gmime_is_ready = (g_mime_init(), true);

constexpr std::size_t text_bytes_max = 400'000;       // of one part; what is longer is no letter of a person
constexpr std::size_t html_bytes_max = 2'000'000;     // mail programs write much around few words
constexpr std::size_t small_picture_bytes = 10'000;   // a logo of a signature

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

constexpr std::size_t head_bytes_max = 256 * 1024;     // mail servers take less
constexpr std::size_t boundaries_max = 10'000;         // lines that may begin a part: more would only keep the reader busy

Problem unreadable(Key message) { return {.kind = Problem::Kind::malformed, .message = message}; }

std::string_view view(const char* text) { return text ? std::string_view(text) : std::string_view(); }

std::string header(GMimeMessage* message, const char* name) {
  return std::string(view(g_mime_object_get_header(GMIME_OBJECT(message), name)));
}

std::string one_line(std::string_view text) { return text::clean_line(text).value_or(""); }

// Every mailbox of a list, groups opened; at most `parts_max`.
void add_mailboxes(InternetAddressList* list, std::vector<std::string>& out) {
  const int count = list ? internet_address_list_length(list) : 0;
  for (int i = 0; i < count && out.size() < std::size_t(parts_max); ++i) {
    auto* one = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
      auto address = normal_address(view(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one))));
      if (!address.empty()) out.push_back(std::move(address));
    } else if (INTERNET_ADDRESS_IS_GROUP(one)) {
      add_mailboxes(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), out);
    }
  }
}

std::vector<std::string> mailboxes(std::string_view text) {
  const Owned<InternetAddressList> list(internet_address_list_parse(nullptr, std::string(text).c_str()));
  std::vector<std::string> all;
  add_mailboxes(list.get(), all);
  return all;
}

// What the mail server wrote on top when it took the letter; a later line of the same name is the sender's.
std::vector<std::string> recipients_of(GMimeMessage* message) {
  for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To"}) {
    auto all = mailboxes(header(message, name));
    if (!all.empty()) return all;
  }
  std::vector<std::string> all;
  add_mailboxes(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_TO), all);
  add_mailboxes(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_CC), all);
  return all;
}

bool begins(std::string_view text, std::string_view word) { return text::lower(text).starts_with(word); }

// RFC 3834 and what mail programs do besides.
bool is_automatic(GMimeMessage* message, const std::string& from) {
  const auto submitted = header(message, "Auto-Submitted");
  if (!submitted.empty() && !begins(submitted, "no")) return true;
  for (const char* name : {"List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Loop", "Feedback-ID"})
    if (g_mime_object_get_header(GMIME_OBJECT(message), name)) return true;
  const auto precedence = header(message, "Precedence");
  for (const auto word : {"bulk", "junk", "list", "auto_reply"})
    if (begins(precedence, word)) return true;
  const char* path = g_mime_object_get_header(GMIME_OBJECT(message), "Return-Path");
  if (path && mailboxes(path).empty()) return true;
  auto* type = g_mime_object_get_content_type(GMIME_OBJECT(message));
  if (type && g_mime_content_type_is_type(type, "multipart", "report")) return true;
  for (const auto word : {"mailer-daemon@", "postmaster@", "noreply@", "no-reply@", "donotreply@"})
    if (begins(from, word)) return true;
  return false;
}

std::string bytes_of(GMimePart* part) {
  auto* content = g_mime_part_get_content(part);
  if (!content) return {};
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  if (g_mime_data_wrapper_write_to_stream(content, memory.get()) < 0) return {};
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

// The words of a text part in UTF-8, whatever charset it names.
std::optional<std::string> words_of(GMimeTextPart* part, std::size_t bytes_max) {
  if (bytes_of(GMIME_PART(part)).size() > bytes_max) return std::nullopt;
  std::unique_ptr<char, void (*)(void*)> text(g_mime_text_part_get_text(part), g_free);
  return text ? std::optional<std::string>(text.get()) : std::string();
}

struct Found {
  std::string plain, html;
  std::vector<IncomingFile> files;
  int parts = 0;
  bool is_too_much = false, is_unreadable = false;
};

bool is_attached(GMimeObject* part) {
  const auto* how = g_mime_object_get_content_disposition(part);
  return how && g_mime_content_disposition_is_attachment(const_cast<GMimeContentDisposition*>(how));
}

void add_file(GMimePart* part, Found& found) {
  auto bytes = bytes_of(part);
  auto* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
  const bool is_logo = g_mime_object_get_content_id(GMIME_OBJECT(part)) && g_mime_content_type_is_type(type, "image", "*") &&
                       bytes.size() < small_picture_bytes && !is_attached(GMIME_OBJECT(part));
  if (is_logo || bytes.empty()) return;
  found.files.push_back({one_line(view(g_mime_part_get_filename(part))), std::move(bytes)});
}

void add_text(GMimeTextPart* part, Found& found) {
  auto* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
  const bool is_html = g_mime_content_type_is_type(type, "text", "html");
  const auto words = words_of(part, is_html ? html_bytes_max : text_bytes_max);
  if (!words) found.is_unreadable = true;
  auto& to = is_html ? found.html : found.plain;
  if (words) to += (to.empty() ? "" : "\n\n") + *words;
}

void walk(GMimeObject* object, int depth, Found& found) {
  if (depth > depth_max || ++found.parts > parts_max) found.is_too_much = true;
  if (!object || found.is_too_much) return;
  if (GMIME_IS_MULTIPART(object)) {
    auto* multipart = GMIME_MULTIPART(object);
    for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i) walk(g_mime_multipart_get_part(multipart, i), depth + 1, found);
  } else if (GMIME_IS_TEXT_PART(object) && !is_attached(object)) {
    auto* type = g_mime_object_get_content_type(object);
    if (g_mime_content_type_is_type(type, "text", "plain") || g_mime_content_type_is_type(type, "text", "html")) add_text(GMIME_TEXT_PART(object), found);
  } else if (GMIME_IS_PART(object)) {
    add_file(GMIME_PART(object), found);
  }
  // A letter within the letter (message/rfc822) is somebody else's and stays out.
}

bool would_take_long(std::string_view bytes) {
  const auto head_end = std::min(bytes.find("\n\n"), bytes.find("\n\r\n"));
  if (std::min(head_end, bytes.size()) > head_bytes_max) return true;
  std::size_t count = 0;
  for (auto at = bytes.find("\n--"); at != std::string_view::npos && count <= boundaries_max; at = bytes.find("\n--", at + 3)) ++count;
  return count > boundaries_max;
}

GMimeMessage* parsed(std::string_view bytes) {
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  return g_mime_parser_construct_message(parser.get(), nullptr);
}

}  // namespace

Result<Incoming> read_message(std::string_view bytes) {
  if (bytes.size() > message_bytes_max) return Problem{.kind = Problem::Kind::too_large, .message = "platform.mail.too_large"};
  if (would_take_long(bytes)) return unreadable("platform.mail.too_many_parts");
  const Owned<GMimeMessage> message(parsed(bytes));
  if (!message || !g_mime_message_get_mime_part(message.get())) return unreadable("platform.mail.unreadable");
  std::vector<std::string> from;
  add_mailboxes(g_mime_message_get_from(message.get()), from);
  Incoming in{.recipients = recipients_of(message.get()),
              .subject = one_line(view(g_mime_message_get_subject(message.get()))),
              .message_id = one_line(view(g_mime_message_get_message_id(message.get())))};
  if (from.size() == 1) in.from = from.front();
  in.is_automatic = is_automatic(message.get(), in.from);

  Found found;
  walk(g_mime_message_get_mime_part(message.get()), 0, found);
  if (found.is_too_much) return unreadable("platform.mail.too_many_parts");
  if (found.is_unreadable) return unreadable("platform.mail.too_long");
  in.files = std::move(found.files);
  const bool has_plain = !text::trim(found.plain).empty();
  in.text = text::clean(has_plain ? found.plain : words_of_html(found.html, false)).value_or("");
  in.reply = text::clean(without_quotes(has_plain ? found.plain : words_of_html(found.html, true))).value_or("");
  return in;
}

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    all.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return all;
}

bool is_quoted(std::string_view line) { return text::trim(line).starts_with('>'); }

// "-----Original Message-----" in the languages of mail programs, the line under which they put a header, and a signature's mark.
bool ends_own_words(std::string_view line) {
  if (line == "-- ") return true;
  const auto bare = text::trim(line);
  if (bare.starts_with("________________________________")) return true;
  if (!bare.starts_with("-----") || !bare.ends_with("-----")) return false;
  const auto words = text::lower(bare);
  for (const auto mark : {"original message", "forwarded message", "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение",
                          "бастапқы хабар", "қайта жіберілген"})
    if (words.find(mark) != std::string::npos) return true;
  return false;
}

// "On Monday Aigul wrote:" right above a quote.
bool introduces(const std::vector<std::string_view>& lines, std::size_t at) {
  const auto line = text::trim(lines[at]);
  if (!(line.ends_with(':') || line.ends_with('>')) || line.find_first_of("@0123456789") == std::string_view::npos) return false;
  for (auto next = at + 1; next < lines.size(); ++next) {
    if (is_quoted(lines[next])) return true;
    if (!text::trim(lines[next]).empty()) return false;
  }
  return false;
}

}  // namespace

std::string without_quotes(std::string_view text) {
  const auto lines = lines_of(text);
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (ends_own_words(lines[i])) break;
    if (is_quoted(lines[i]) || introduces(lines, i)) continue;
    out.append(lines[i]).push_back('\n');
  }
  return std::string(text::trim(out));
}

}  // namespace jauap::mail
