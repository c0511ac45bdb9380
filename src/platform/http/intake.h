// One request put together from bytes as they come, however they are cut. No sockets and no time, so that it can be
// fuzzed and tested by tables. RFC 9112, and stricter: what two programs could read differently is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/chunks.h"
#include "platform/http/http.h"

namespace jauap::http {

class Intake {
 public:
  enum class Stage {
    head,       // wants more bytes of the head
    head_done,  // wants to be told by admit_body how large the body may be
    body,       // wants more bytes of the body
    done,       // request() is whole
    refused,    // status() says why; nothing after this can be trusted, the connection must be closed
  };

  explicit Intake(std::size_t header_bytes_max) : header_bytes_max_(header_bytes_max) {}
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  // Takes from the front of `bytes` what belongs to this request and returns how much that was; the rest is the next
  // request's. Stops at the end of the head.
  std::size_t take(std::string_view bytes);
  // After the head: a body of more than `bytes_max` is refused with 413.
  void admit_body(std::size_t bytes_max);

  // While the body comes: there is no room for more of it.
  void give_up(int status) { refuse(status); }

  Stage stage() const { return stage_; }
  int status() const { return status_; }     // of a refusal
  bool begun() const { return has_begun_; }  // at least one byte came

  // Of the head; valid from head_done on.
  Request& request() { return request_; }
  const Request& request() const { return request_; }
  bool keep_alive() const { return keep_alive_; }
  bool is_http_1_0() const { return http_1_0_; }
  bool expects_continue() const { return expects_continue_; }  // waits for 100 before it sends the body
  bool is_head_request() const { return request_.method == Method::head; }

 private:
  class HeadParser;

  std::size_t take_head(std::string_view bytes);
  std::size_t take_body(std::string_view bytes);
  // Looks at the next byte of the head; true when it is the last.
  bool scan(char byte);
  void read_head(std::string_view head);
  // Each gives 0, or the status to refuse with.
  int fault_of_head(const HeadParser& parser);
  int fault_of_length(const Pair* length, const Pair* encoding);
  bool read_target();
  void refuse(int status);

  std::size_t header_bytes_max_;
  Stage stage_ = Stage::head;
  int status_ = 0;
  bool has_begun_ = false;

  std::string kept_;            // the beginning of a head or of a chunk header whose end has not come
  std::size_t line_bytes_ = 0;  // of the line being scanned
  std::size_t lines_ = 0;       // ended so far
  bool after_cr_ = false;
  bool empty_line_skipped_ = false;

  std::optional<std::uint64_t> content_length_;
  bool is_chunked_ = false;
  std::optional<Chunks> chunks_;
  bool keep_alive_ = false;
  bool http_1_0_ = false;
  bool expects_continue_ = false;
  Request request_;
};

}  // namespace jauap::http
