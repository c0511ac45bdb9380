#include "platform/http/intake.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/url/parse.hpp>
#include <charconv>

namespace jauap::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;

constexpr std::size_t headers_max = 100;

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return result;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A host with or without a port and nothing else. RFC 9110 section 7.2: anything else must be refused.
bool is_host(std::string_view value) {
  if (value.empty()) return false;
  const auto authority = boost::urls::parse_authority({value.data(), value.size()});
  return authority && !authority->has_userinfo() && !authority->host().empty();
}

Method method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::get;
    case beast::http::verb::head:
      return Method::head;
    case beast::http::verb::post:
      return Method::post;
    case beast::http::verb::put:
      return Method::put;
    case beast::http::verb::delete_:
      return Method::delete_;
    case beast::http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

}  // namespace

// Beast's parser with our own storage: every field is seen as it was sent, repeated ones too. It only gets the head.
class Intake::HeadParser final : public beast::http::basic_parser<true> {
 public:
  explicit HeadParser(Intake& intake) : intake_(intake) { header_limit(std::uint32_t(intake.header_bytes_max_) + 2); }

  bool refuses_method() const { return refuses_method_; }

 private:
  void on_request_impl(beast::http::verb verb, beast::string_view, beast::string_view target, int version,
                       error_code&) override {
    refuses_method_ = verb == beast::http::verb::trace || verb == beast::http::verb::connect;
    intake_.request_.method = method_of(verb);
    intake_.request_.target.assign(target.data(), target.size());
    intake_.http_1_0_ = version < 11;
  }

  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, error_code&) override {
    intake_.request_.headers.push_back({lower({name.data(), name.size()}), std::string(value.data(), value.size())});
  }

  // Bodies and answers are not read here.
  std::size_t on_body_impl(beast::string_view body, error_code&) override { return body.size(); }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  void on_finish_impl(error_code&) override {}

  Intake& intake_;
  bool refuses_method_ = false;
};

void Intake::refuse(int status) {
  stage_ = Stage::refused;
  status_ = status;
}

std::size_t Intake::take(std::string_view bytes) {
  const auto used = stage_ == Stage::head ? take_head(bytes) : stage_ == Stage::body ? take_body(bytes) : 0;
  has_begun_ = has_begun_ || used > 0;
  return used;
}

// Line ends are CR LF, no other control character but TAB, no folded lines (RFC 9112 sections 2.2 and 5.2): Beast would
// accept some of it, and a proxy before us might read it differently.
bool Intake::scan(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  if (after_cr_) {
    after_cr_ = false;
    if (c != '\n') return refuse(400), false;
    // One empty line before the request is passed over: RFC 9112 section 2.2.
    if (line_bytes_ == 0 && lines_ == 0) {
      if (empty_line_skipped_) return refuse(400), false;
      empty_line_skipped_ = true;
      return false;
    }
    const bool is_last = line_bytes_ == 0;
    ++lines_;
    line_bytes_ = 0;
    return is_last;
  }
  if (c == '\r') return after_cr_ = true, false;
  if ((c < 0x20 && c != '\t') || c == 0x7f) return refuse(400), false;
  if (line_bytes_ == 0 && (c == ' ' || c == '\t')) return refuse(400), false;
  ++line_bytes_;
  return false;
}

std::size_t Intake::take_head(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool is_last = scan(bytes[i]);
    if (stage_ == Stage::refused) return i + 1;
    if (kept_.size() + i + 1 > header_bytes_max_) return refuse(431), i + 1;
    if (!is_last) continue;
    if (kept_.empty()) {
      read_head(bytes.substr(0, i + 1));
    } else {
      kept_.append(bytes.substr(0, i + 1));
      read_head(kept_);
      kept_ = {};
    }
    return i + 1;
  }
  kept_.append(bytes);
  return bytes.size();
}

void Intake::read_head(std::string_view head) {
  if (empty_line_skipped_) head.remove_prefix(2);
  HeadParser parser(*this);
  parser.body_limit(boost::none);  // admit_body decides
  request_.headers.reserve(std::min<std::size_t>(lines_, headers_max));
  error_code ec;
  const auto used = parser.put(boost::asio::const_buffer(head.data(), head.size()), ec);
  if (ec || used != head.size() || !parser.is_header_done())
    return refuse(ec == beast::http::error::header_limit ? 431 : 400);
  if (const int fault = fault_of_head(parser)) return refuse(fault);
  keep_alive_ = parser.keep_alive();
  is_chunked_ = parser.chunked();
  stage_ = Stage::head_done;
}

int Intake::fault_of_head(const HeadParser& parser) {
  if (request_.headers.size() > headers_max) return 431;
  const Pair* host = nullptr;
  const Pair* length = nullptr;
  const Pair* encoding = nullptr;
  const Pair* expect = nullptr;
  for (const auto& header : request_.headers) {
    const Pair** once = header.name == "host"                ? &host
                        : header.name == "content-length"    ? &length
                        : header.name == "transfer-encoding" ? &encoding
                        : header.name == "expect"            ? &expect
                                                             : nullptr;
    if (!once) continue;
    if (*once) return 400;
    *once = &header;
  }
  if (const int fault = fault_of_length(length, encoding)) return fault;
  if (host ? !is_host(host->value) : !http_1_0_) return 400;
  if (parser.refuses_method()) return 405;
  if (!read_target()) return 400;
  if (expect && lower(expect->value) != "100-continue") return 417;
  expects_continue_ = expect && !http_1_0_;
  return 0;
}

int Intake::fault_of_length(const Pair* length, const Pair* encoding) {
  if (length && encoding) return 400;  // RFC 9112 section 6.1: an attempt at smuggling
  if (encoding) {
    if (http_1_0_) return 400;
    return lower(encoding->value) == "chunked" ? 0 : 501;
  }
  if (!length) return 0;
  if (!is_digits(length->value)) return 400;
  std::uint64_t bytes = 0;
  const auto* begin = length->value.data();
  if (std::from_chars(begin, begin + length->value.size(), bytes).ec != std::errc()) return 400;
  content_length_ = bytes;
  return 0;
}

// RFC 9112 section 3.2: origin-form, or absolute-form whose host then stands for the Host header.
bool Intake::read_target() {
  std::string_view rest = request_.target;
  const auto is_visible = [](char c) { return c > ' ' && c < 0x7f && c != '#'; };
  if (!std::all_of(rest.begin(), rest.end(), is_visible)) return false;
  if (!rest.starts_with('/')) {
    const auto mark = rest.find("://");
    const auto scheme = lower(rest.substr(0, mark));
    if (mark == std::string_view::npos || (scheme != "http" && scheme != "https")) return false;
    rest.remove_prefix(mark + 3);
    const auto host = rest.substr(0, rest.find('/'));
    if (host.size() == rest.size() || !is_host(host)) return false;
    for (auto& header : request_.headers)
      if (header.name == "host") header.value = std::string(host);
    rest.remove_prefix(host.size());
  }
  const auto question = rest.find('?');
  request_.path = std::string(rest.substr(0, question));
  if (question != std::string_view::npos) request_.query = std::string(rest.substr(question + 1));
  return true;
}

void Intake::admit_body(std::size_t bytes_max) {
  if (content_length_.value_or(0) > bytes_max) return refuse(413);
  if (is_chunked_) chunks_.emplace(bytes_max);
  // At once, or a large body would be moved again and again as it grows. What has not come yet takes no memory.
  request_.body.reserve(std::size_t(content_length_.value_or(0)));
  stage_ = is_chunked_ || content_length_.value_or(0) > 0 ? Stage::body : Stage::done;
}

std::size_t Intake::take_body(std::string_view bytes) {
  if (chunks_) {
    const auto used = chunks_->take(bytes, request_.body);
    if (chunks_->fault() != 0) refuse(chunks_->fault());
    if (chunks_->is_done()) stage_ = Stage::done;
    return used;
  }
  const auto missing = *content_length_ - request_.body.size();
  const auto used = std::size_t(std::min<std::uint64_t>(missing, bytes.size()));
  request_.body.append(bytes.substr(0, used));
  if (used == missing) stage_ = Stage::done;
  return used;
}

}  // namespace jauap::http
