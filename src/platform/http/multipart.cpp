// multipart/form-data (RFC 7578) without files. GMime takes the body apart; around it stands what it is lenient about:
// no nesting, no transfer encodings, no text before the first or after the last boundary, a closing boundary.
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "platform/http/http.h"

namespace jauap::http {
namespace {

// GMime's g_mime_init counts its callers without a lock, so it runs before main, while there is one thread.
[[maybe_unused]] const bool gmime_is_ready = (g_mime_init(), true);

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

Problem malformed() {
  return {.kind = Problem::Kind::malformed, .message = Key("platform.http.form_malformed")};
}

std::string_view view(const char* text) {
  return text ? std::string_view(text) : std::string_view();
}

bool is_plain_text(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos && text::is_utf8(bytes);
}

// The boundary of a well-formed multipart/form-data type, "" otherwise. RFC 2046 section 5.1.1: 1 to 70 characters.
std::string boundary_of(std::string_view content_type) {
  if (content_type.size() > 500) return {};
  for (const char c : content_type)
    if (c < 0x20 || c > 0x7e) return {};
  const Owned<GMimeContentType> type(g_mime_content_type_parse(nullptr, std::string(content_type).c_str()));
  if (!type || !g_mime_content_type_is_type(type.get(), "multipart", "form-data")) return {};
  std::string boundary(view(g_mime_content_type_get_parameter(type.get(), "boundary")));
  if (boundary.size() > 70 || boundary.find_first_of("\"\\") != std::string::npos || boundary.ends_with(' ')) return {};
  return boundary;
}

// Begins with a boundary line and ends with the closing one: nothing was cut off, nothing is hidden around it.
bool is_framed(std::string_view body, const std::string& boundary) {
  const auto closing = "--" + boundary + "--";
  if (body.ends_with("\r\n")) body.remove_suffix(2);
  if (body == closing) return true;
  return body.starts_with("--" + boundary + "\r\n") && body.ends_with("\r\n" + closing);
}

Owned<GMimeObject> parsed(std::string_view body, const std::string& boundary) {
  auto whole = "Content-Type: multipart/form-data; boundary=\"" + boundary + "\"\r\n\r\n" + std::string(body);
  // Without a line end after the closing boundary GMime leaves the CR before it in the last value.
  if (!whole.ends_with("\r\n")) whole += "\r\n";
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(whole.data(), whole.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  return Owned<GMimeObject>(g_mime_parser_construct_part(parser.get(), nullptr));
}

bool is_encoded(GMimePart* part) {
  switch (g_mime_part_get_content_encoding(part)) {
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
    case GMIME_CONTENT_ENCODING_BINARY:
      return false;
    default:
      return true;
  }
}

std::string content_of(GMimePart* part) {
  auto* wrapper = g_mime_part_get_content(part);  // borrowed
  if (!wrapper) return {};
  auto* stream = g_mime_data_wrapper_get_stream(wrapper);  // borrowed
  if (!stream) return {};
  g_mime_stream_reset(stream);
  const auto length = g_mime_stream_length(stream);
  std::string content(length > 0 ? std::size_t(length) : 0, '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const auto count = g_mime_stream_read(stream, content.data() + filled, content.size() - filled);
    if (count <= 0) break;
    filled += std::size_t(count);
  }
  content.resize(filled);
  return content;
}

// Browsers write a quote, CR and LF inside a name as %22, %0D and %0A (HTML standard, multipart/form-data encoding).
std::string unescaped_name(std::string_view raw) {
  std::string name;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto escape = raw.substr(i, 3);
    const char plain = escape == "%22" ? '"' : escape == "%0D" ? '\r' : escape == "%0A" ? '\n' : '\0';
    name += plain ? plain : raw[i];
    if (plain) i += 2;
  }
  return name;
}

Result<Pair> field_of(GMimeObject* object) {
  if (!GMIME_IS_PART(object)) return malformed();
  auto* part = GMIME_PART(object);
  auto* disposition = g_mime_object_get_content_disposition(object);  // borrowed
  if (!disposition || g_ascii_strcasecmp(g_mime_content_disposition_get_disposition(disposition), "form-data") != 0)
    return malformed();
  const char* name = g_mime_content_disposition_get_parameter(disposition, "name");
  if (!name || is_encoded(part)) return malformed();

  Pair field{unescaped_name(name), content_of(part)};
  const char* filename = g_mime_content_disposition_get_parameter(disposition, "filename");
  if (filename && (*filename || !field.value.empty()))
    return Problem{.kind = Problem::Kind::invalid, .message = Key("platform.http.form_file"), .field = field.name};
  if (!is_plain_text(field.name) || !is_plain_text(field.value)) return malformed();
  return field;
}

}  // namespace

Result<Pairs> parse_multipart(std::string_view content_type, std::string_view body, std::size_t max) {
  const auto boundary = boundary_of(content_type);
  if (boundary.empty() || !is_framed(body, boundary)) return malformed();
  if (body.size() <= boundary.size() + 6) return Pairs();  // the closing boundary alone: a form without fields

  const auto object = parsed(body, boundary);
  if (!object || !GMIME_IS_MULTIPART(object.get())) return malformed();
  auto* parts = GMIME_MULTIPART(object.get());
  const auto count = std::size_t(std::max(0, g_mime_multipart_get_count(parts)));
  if (count > max)
    return Problem{.kind = Problem::Kind::malformed, .message = Key("platform.http.form_too_many_fields")};

  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < count; ++i) pairs.push_back(TRY(field_of(g_mime_multipart_get_part(parts, int(i)))));
  return Pairs(std::move(pairs));
}

}  // namespace jauap::http
