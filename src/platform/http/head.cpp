#include "platform/http/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/invariant.h"

namespace jauap::http {
namespace {

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token_character);
}

// No CR, LF, NUL or other control character but TAB: a value can never begin a header of its own.
bool is_value(std::string_view value) {
  bool is_clean = true;  // without a way out of the loop, so that it is done many bytes at a time
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    is_clean &= ((byte >= 0x20) & (byte != 0x7f)) | (byte == '\t');
  }
  return is_clean;
}

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() && std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? char(x - 'A' + 'a') : x) == y;
         });
}

bool is_ours_to_set(std::string_view name) {
  constexpr std::array<std::string_view, 6> ours{"content-length", "transfer-encoding", "connection", "date",
                                                 "server",         "keep-alive"};
  return std::any_of(ours.begin(), ours.end(), [&](auto own) { return equals_ignoring_case(name, own); });
}

bool may_go_out(const Pair& header) {
  return is_name(header.name) && !is_ours_to_set(header.name) && is_value(header.value);
}

constexpr auto token_characters = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c) table[std::size_t(c)] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

}  // namespace

bool is_token_character(char c) { return token_characters[static_cast<unsigned char>(c)]; }

SharedHeaders::SharedHeaders(const std::vector<Pair>& headers) {
  for (const auto& header : headers) {
    invariant(may_go_out(header), "headers of every answer are well formed");
    lines_.append(header.name).append(": ").append(header.value).append("\r\n");
  }
}

std::optional<std::string> response_head(const Response& response, const Framing& framing) {
  if (response.status < 200 || response.status > 599) return std::nullopt;
  if (!std::all_of(response.headers.begin(), response.headers.end(), may_go_out)) return std::nullopt;
  std::string head;
  head.reserve(1536);
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason(response.status),
                 framing.date);
  if (has_body(response.status))
    fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.content().size());
  for (const auto& header : response.headers) head.append(header.name).append(": ").append(header.value).append("\r\n");
  if (response.shared_headers) head.append(response.shared_headers->lines());
  if (!framing.keep_alive)
    head.append("Connection: close\r\n");
  else if (framing.is_http_1_0)
    head.append("Connection: keep-alive\r\n");
  head.append("\r\n");
  return head;
}

std::string http_date(Instant at) {
  using namespace std::chrono;
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto moment = sys_time<milliseconds>(milliseconds(at.ms));
  const auto day = floor<std::chrono::days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(moment - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[weekday(day).c_encoding()], unsigned(date.day()),
                     months[unsigned(date.month()) - 1], int(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 451:
      return "Unavailable For Legal Reasons";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

}  // namespace jauap::http
