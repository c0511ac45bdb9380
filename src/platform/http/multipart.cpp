// multipart/form-data (RFC 7578). The body is cut at its boundary lines without a copy, GMime reads the head of each part.
// Refused is what two programs could read differently: nesting, transfer encodings, text before the first or after the
// last boundary, a missing closing one, a line that only begins like one.
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/text.h"
#include "platform/http/http.h"

namespace jauap::http {
namespace {

// GMime's g_mime_init counts its callers without a lock, so it runs before main, while there is one thread.
[[maybe_unused]] const bool gmime_is_ready = (g_mime_init(), true);

constexpr std::size_t part_head_bytes_max = 4096;

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

struct Piece {
  std::string_view head, content;
};

// The parts of a framed body with at least one.
Result<std::vector<Piece>> pieces_of(std::string_view body, const std::string& boundary, std::size_t max) {
  const auto line = "\r\n--" + boundary;
  body.remove_prefix(line.size());  // the first is without the line end before it, but with the one after it
  if (body.ends_with("\r\n")) body.remove_suffix(2);
  if (body.size() < line.size() + 2) return malformed();  // one line end cannot serve both boundaries
  body.remove_suffix(line.size() + 2);
  std::vector<Piece> pieces;
  for (bool is_last = false; !is_last;) {
    if (pieces.size() == max)
      return Problem{.kind = Problem::Kind::malformed, .message = Key("platform.http.form_too_many_fields")};
    const auto end = body.find(line);
    is_last = end == std::string_view::npos;
    const auto whole = body.substr(0, end);
    const auto blank = whole.find("\r\n\r\n");
    if (blank == std::string_view::npos || blank > part_head_bytes_max) return malformed();
    pieces.push_back({whole.substr(0, blank), whole.substr(blank + 4)});
    if (is_last) break;
    body.remove_prefix(end + line.size());
    if (!body.starts_with("\r\n")) return malformed();
    body.remove_prefix(2);
  }
  return pieces;
}

Owned<GMimeObject> parsed(std::string_view head) {
  const auto whole = std::string(head) + "\r\n\r\n";
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

// One part as a text or as a file.
struct Part {
  std::string name;
  std::optional<std::string> file;  // its name, "" too; nullopt for a text
  std::string_view content;
};

Result<Part> part_of(const Piece& piece) {
  if (!is_plain_text(piece.head)) return malformed();
  const auto object = parsed(piece.head);
  if (!object || !GMIME_IS_PART(object.get())) return malformed();
  auto* disposition = g_mime_object_get_content_disposition(object.get());  // borrowed
  if (!disposition || g_ascii_strcasecmp(g_mime_content_disposition_get_disposition(disposition), "form-data") != 0)
    return malformed();
  const char* name = g_mime_content_disposition_get_parameter(disposition, "name");
  if (!name || is_encoded(GMIME_PART(object.get()))) return malformed();

  Part part{.name = unescaped_name(name), .file = std::nullopt, .content = piece.content};
  const char* filename = g_mime_content_disposition_get_parameter(disposition, "filename");
  if (filename && (*filename || !piece.content.empty())) part.file = unescaped_name(filename);
  if (!is_plain_text(part.name) || !is_plain_text(part.file.value_or(""))) return malformed();
  if (!part.file && !is_plain_text(part.content)) return malformed();
  return part;
}

}  // namespace

Result<Upload> parse_upload(std::string_view content_type, std::string_view body, std::size_t max) {
  const auto boundary = boundary_of(content_type);
  if (boundary.empty() || !is_framed(body, boundary)) return malformed();
  Upload upload;
  if (body.size() <= boundary.size() + 6) return upload;  // the closing boundary alone: a form without fields
  std::vector<Pair> texts;
  for (const auto& piece : TRY(pieces_of(body, boundary, max))) {
    auto part = TRY(part_of(piece));
    if (part.file)
      upload.files.push_back({std::move(part.name), std::move(*part.file), part.content});
    else
      texts.push_back({std::move(part.name), std::string(part.content)});
  }
  upload.fields = Pairs(std::move(texts));
  return upload;
}

Result<Pairs> parse_multipart(std::string_view content_type, std::string_view body, std::size_t max) {
  auto upload = TRY(parse_upload(content_type, body, max));
  if (!upload.files.empty())
    return Problem{.kind = Problem::Kind::invalid, .message = Key("platform.http.form_file"), .field = upload.files[0].field};
  return std::move(upload.fields);
}

}  // namespace jauap::http
