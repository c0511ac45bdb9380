// How answers leave: headers of security, validators, compression.
#include <zlib.h>

#include <cstdint>
#include <string>

#include "base/invariant.h"
#include "platform/assets/assets.h"
#include "platform/module/frame.h"

namespace jauap {
namespace {

constexpr std::size_t worth_packing = 1024;  // bytes; under it the packed form is hardly smaller

http::Pair* find(http::Response& response, std::string_view name) {
  for (auto& header : response.headers)
    if (header.name == name) return &header;
  return nullptr;
}

// RFC 9110 section 13.1.2: weak comparison, a list of validators or "*".
bool matches(std::string_view if_none_match, std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

void revalidate(const http::Request& request, http::Response& response) {
  const auto sent = request.header("if-none-match");
  const auto* etag = find(response, "ETag");
  const bool is_read = request.method == http::Method::get || request.method == http::Method::head;
  if (!is_read || response.status != 200 || sent.empty() || !etag || !matches(sent, etag->value)) return;
  response.status = 304;
  response.body.clear();
  response.shared_body.reset();
}

// Whether the client takes gzip: named without q=0.
bool takes_gzip(const http::Request& request) {
  const auto accepted = request.header("accept-encoding");
  const auto at = accepted.find("gzip");
  if (at == std::string_view::npos) return false;
  auto rest = accepted.substr(at + 4);
  rest = rest.substr(0, rest.find(','));
  return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

bool is_text(const std::string& type) {
  return type.starts_with("text/") || type.find("json") != std::string::npos || type.find("xml") != std::string::npos;
}

constexpr int quick = 4, thorough = 9;  // levels of zlib

// Raw deflate (RFC 1951), piece by piece.
class Deflater {
 public:
  explicit Deflater(int level) {
    invariant(deflateInit2(&stream_, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib has memory");
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // Appends the packed `part` to `out`. Z_FULL_FLUSH ends it at a whole byte, and nothing after looks back beyond it.
  void append(std::string_view part, int flush, std::string& out) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    stream_.avail_in = uInt(part.size());
    const auto begin = out.size();
    out.resize(begin + deflateBound(&stream_, uLong(part.size())) + 16);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data() + begin);
    stream_.avail_out = uInt(out.size() - begin);
    const int state = deflate(&stream_, flush);
    invariant(stream_.avail_in == 0 && (flush != Z_FINISH || state == Z_STREAM_END), "the bound of zlib holds");
    out.resize(out.size() - stream_.avail_out);
  }

 private:
  z_stream stream_{};
};

uLong checksum(std::string_view part) {
  return crc32(0, reinterpret_cast<const Bytef*>(part.data()), uInt(part.size()));
}

void append_little_endian(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(char(value >> shift & 0xff));
}

// The inlined sheet is more than half of most pages and always the same: it is packed once, well, and put in as it is.
struct PackedSheet {
  std::string bytes;
  uLong crc;
};
const PackedSheet& packed_sheet() {
  static const PackedSheet sheet = [] {
    PackedSheet made{"", checksum(assets::core_css())};
    Deflater(thorough).append(assets::core_css(), Z_FULL_FLUSH, made.bytes);
    return made;
  }();
  return sheet;
}

// gzip (RFC 1952).
std::string packed(std::string_view content) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  Deflater deflater(quick);
  auto crc = checksum("");
  const auto add = [&](std::string_view part, int flush) {
    deflater.append(part, flush, out);
    crc = crc32_combine(crc, checksum(part), z_off_t(part.size()));
  };
  const auto sheet = assets::core_css();
  const auto at = content.find(sheet);
  auto rest = content;
  if (at != std::string_view::npos) {
    add(content.substr(0, at), Z_FULL_FLUSH);
    out += packed_sheet().bytes;
    crc = crc32_combine(crc, packed_sheet().crc, z_off_t(sheet.size()));
    rest = content.substr(at + sheet.size());
  }
  add(rest, Z_FINISH);
  append_little_endian(out, std::uint32_t(crc));
  append_little_endian(out, std::uint32_t(content.size()));
  return out;
}

void vary_by_encoding(http::Response& response) {
  if (auto* vary = find(response, "Vary"))
    vary->value += ", Accept-Encoding";
  else
    response.header("Vary", "Accept-Encoding");
}

}  // namespace

void compress(const http::Request& request, http::Response& response) {
  revalidate(request, response);
  const auto* type = find(response, "Content-Type");
  const bool fits = response.content().size() >= worth_packing && type && is_text(type->value);
  if (!fits || find(response, "Content-Encoding")) return;
  vary_by_encoding(response);
  if (!takes_gzip(request)) return;
  if (response.shared_packed) {
    response.shared_body = response.shared_packed;
  } else {
    response.body = packed(response.content());
    response.shared_body.reset();
  }
  response.header("Content-Encoding", "gzip");
  // Other bytes than the plain form: a strong validator would lie (RFC 9110 section 8.8.3.3).
  if (auto* etag = find(response, "ETag"); etag && !etag->value.starts_with("W/")) etag->value.insert(0, "W/");
}

// Hashes instead of nonces: the only inline part is the style sheet, the same on every page, so that public pages can
// be kept and validated byte for byte. Scripts are files of our own and never inline.
void add_security_headers(http::Response& response) {
  static const http::SharedHeaders headers({
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self' '" + std::string(assets::core_css_hash()) +
           "'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src "
           "'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"},
      {"Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"},
      {"X-Content-Type-Options", "nosniff"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=()"},
  });
  response.shared_headers = &headers;
}

void pack_once(http::Response& response) {
  if (response.content().size() >= worth_packing)
    response.shared_packed = std::make_shared<const std::string>(packed(response.content()));
}

}  // namespace jauap
