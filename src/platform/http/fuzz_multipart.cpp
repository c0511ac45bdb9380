// Tries the parser of multipart forms with foreign bytes, and then as a value of a form of our own: it must come back.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "platform/http/http.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = jauap::http;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto line = bytes.find('\n');
  if (line != std::string_view::npos) (void)http::parse_multipart(bytes.substr(0, line), bytes.substr(line + 1));
  (void)http::parse_multipart("multipart/form-data; boundary=b", bytes);

  const std::string boundary = "----boundary7d1c";
  if (bytes.find(boundary) != std::string_view::npos) return 0;
  if (bytes.find('\0') != std::string_view::npos || !jauap::text::is_utf8(bytes)) return 0;
  const auto form = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + std::string(bytes) +
                    "\r\n--" + boundary + "--\r\n";
  const auto read = http::parse_multipart("multipart/form-data; boundary=" + boundary, form);
  if (!read || read->get("a") != bytes) std::abort();
  const auto file = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n" +
                    std::string(bytes) + "\r\n--" + boundary + "--\r\n";
  const auto upload = http::parse_upload("multipart/form-data; boundary=" + boundary, file);
  if (!upload || upload->files.size() != 1 || upload->files[0].bytes != bytes) std::abort();
  return 0;
}
