#include "record/signer.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <thread>

#include "base/clock.h"
#include "base/descriptor.h"

namespace jauap::record {
namespace {

namespace json = boost::json;

constexpr std::size_t packet_max = 16 * 1024;  // a proof of 63 hashes is 4 KiB
constexpr int waiting_max = 16, client_seconds = 5, promise_seconds = 1, server_seconds = 1;
constexpr std::int64_t pause_ms = 5000;

int new_socket() {
  return ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    throw std::runtime_error("the path of a socket has at most 107 bytes: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

template <class Call>
int with_address(const std::string& path, const Call& call) {
  const auto address = address_of(path);
  return call(reinterpret_cast<const sockaddr*>(&address), socklen_t(sizeof address));
}

void wait_at_most(int socket, int seconds) {
  const timeval time{.tv_sec = seconds, .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

std::optional<std::string> receive(int socket) {
  std::string packet(packet_max, '\0');
  const auto got = ::recv(socket, packet.data(), packet.size(), MSG_TRUNC);
  if (got <= 0 || std::size_t(got) > packet_max) return std::nullopt;
  packet.resize(std::size_t(got));
  return packet;
}

bool send(int socket, std::string_view packet) {
  return ::send(socket, packet.data(), packet.size(), MSG_NOSIGNAL) == ssize_t(packet.size());
}

bool is_served(const std::string& path) {
  const Descriptor socket(new_socket());
  return with_address(path, [&](auto* address, auto size) { return ::connect(socket.get(), address, size); }) == 0;
}

int listener_at(const std::string& path) {
  if (is_served(path)) throw std::runtime_error(path + " is served already");
  ::unlink(path.c_str());
  const int listener = new_socket();
  const bool is_made =
      with_address(path, [&](auto* address, auto size) { return ::bind(listener, address, size); }) == 0 &&
      ::chmod(path.c_str(), 0660) == 0 && ::listen(listener, waiting_max) == 0;
  if (is_made) return listener;
  const std::string why = std::strerror(errno);
  ::close(listener);
  throw std::runtime_error("cannot make " + path + ": " + why);
}

// ---- questions and answers -----------------------------------------------------------------------------------------

json::object head_json(const Anchored& head) {
  return {{"size", head.size}, {"root", tlog::hex(head.root)}};
}

tlog::Hash hash_from(const json::value& value) {
  const auto hash = tlog::hash_of_hex(value.as_string());
  if (!hash) throw std::invalid_argument("no hash");
  return *hash;
}

Anchored head_from(const json::object& object) {
  return {object.at("size").to_number<std::uint64_t>(), hash_from(object.at("root"))};
}

// What a problem becomes on the wire: its name and its arguments, for operators.
json::object refusal(const Problems& problems) {
  return {{"refused", words(problems)}, {"invalid", problems.first().kind == Problem::Kind::invalid}};
}

json::object answered(const Result<std::string>& text) {
  return text ? json::object{{"text", *text}} : refusal(text.problems());
}

json::object answer(OwnKeys& keys, const json::object& question) {
  if (question.at("origin").as_string() != keys.origin())
    return refusal(
        Problem{.kind = Problem::Kind::invalid, .message = "record.other_signer", .args = {{"origin", keys.origin()}}});
  const std::string_view wanted = question.at("want").as_string();
  const auto n = [&] { return question.at("n").to_number<int>(); };
  if (wanted == "key") {
    const auto kind = question.at("receipt").as_bool() ? store::KeyKind::receipt : store::KeyKind::log;
    return answered(keys.key(kind, n(), question.at("make").as_bool()));
  }
  if (wanted == "promise") return answered(keys.promise(n(), std::string(question.at("leaf").as_string())));
  if (wanted == "sign") return answered(keys.sign(n(), head_from(question)));
  if (wanted == "anchor") {
    const auto anchored = keys.anchored();
    return anchored ? head_json(*anchored) : refusal(anchored.problems());
  }
  if (wanted != "extend") throw std::invalid_argument("no such question");
  tlog::Hashes proof;
  for (const auto& hash : question.at("proof").as_array()) proof.push_back(hash_from(hash));
  const auto extended = keys.extend(head_from(question), proof);
  return extended ? json::object{} : refusal(extended.problems());
}

Problem no_signer(const std::string& path) {
  return {.kind = Problem::Kind::unavailable, .message = "record.no_signer", .args = {{"file", path}}};
}

std::optional<std::string> answer_to(const std::string& path, const std::string& question, int seconds) {
  const Descriptor socket(new_socket());
  wait_at_most(socket.get(), seconds);
  if (with_address(path, [&](auto* address, auto size) { return ::connect(socket.get(), address, size); }) != 0)
    return std::nullopt;
  if (!send(socket.get(), question)) return std::nullopt;
  return receive(socket.get());
}

Result<json::object> ask(const std::string& path, const std::string& origin, json::object question,
                         int seconds = client_seconds) {
  question["origin"] = origin;
  const auto packet = answer_to(path, json::serialize(question), seconds);
  boost::system::error_code error;
  const auto value = packet ? json::parse(*packet, error) : json::value();
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return no_signer(path);
  const auto* why = object->if_contains("refused");
  if (!why) return *object;
  return Problem{.kind = object->at("invalid").as_bool() ? Problem::Kind::invalid : Problem::Kind::unavailable,
                 .message = "record.signer_refused",
                 .args = {{"why", std::string(why->as_string())}}};
}

Result<std::string> ask_text(const std::string& path, const std::string& origin, json::object question,
                             int seconds = client_seconds) {
  const auto answer = TRY(ask(path, origin, std::move(question), seconds));
  return std::string(answer.at("text").as_string());
}

}  // namespace

std::string signer_answer(OwnKeys& keys, std::string_view question) {
  boost::system::error_code error;
  const auto value = json::parse(question, error);
  if (!error && value.is_object()) {
    try {
      return json::serialize(answer(keys, value.get_object()));
    } catch (const boost::system::system_error&) {
    } catch (const std::logic_error&) {
    } catch (const std::exception& error) {
      return json::serialize(refusal(Problem{
          .kind = Problem::Kind::unavailable, .message = "record.cannot_sign", .args = {{"why", error.what()}}}));
    }
  }
  return json::serialize(refusal(Problem{.kind = Problem::Kind::invalid, .message = "record.bad_question"}));
}

SignerServer::SignerServer(std::string path, OwnKeys& keys)
    : path_(std::move(path)), keys_(keys), listener_(listener_at(path_)) {}

SignerServer::~SignerServer() {
  ::close(listener_);
  ::unlink(path_.c_str());
}

void SignerServer::serve() {
  for (;;) {
    const Descriptor socket(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.get() < 0) {
      if (is_stopped_) return;
      // Too many descriptors, no memory: it may pass, and a process that lives without answering helps nobody.
      if (errno != EINTR && errno != ECONNABORTED) std::this_thread::sleep_for(std::chrono::milliseconds(100));
      continue;
    }
    wait_at_most(socket.get(), server_seconds);
    if (const auto question = receive(socket.get())) send(socket.get(), signer_answer(keys_, *question));
  }
}

void SignerServer::stop() {
  is_stopped_ = true;
  ::shutdown(listener_, SHUT_RDWR);
}

Result<std::string> SignerClient::key(store::KeyKind kind, int n, bool may_make) {
  return ask_text(path_, origin_,
                  {{"want", "key"}, {"receipt", kind == store::KeyKind::receipt}, {"n", n}, {"make", may_make}});
}

Result<std::string> SignerClient::promise(int n, const std::string& leaf) {
  const auto now_ms = monotonic_ns() / 1'000'000;
  if (now_ms < away_until_ms_) return no_signer(path_);
  auto note = ask_text(path_, origin_, {{"want", "promise"}, {"n", n}, {"leaf", leaf}}, promise_seconds);
  if (!note && note.problems().first().kind == Problem::Kind::unavailable) away_until_ms_ = now_ms + pause_ms;
  return note;
}

Result<Anchored> SignerClient::anchored() {
  return head_from(TRY(ask(path_, origin_, {{"want", "anchor"}})));
}

Done SignerClient::extend(const Anchored& to, const tlog::Hashes& proof) {
  auto question = head_json(to);
  question["want"] = "extend";
  auto& hashes = question["proof"].emplace_array();
  for (const auto& hash : proof) hashes.emplace_back(tlog::hex(hash));
  TRY(ask(path_, origin_, std::move(question)));
  return done();
}

Result<std::string> SignerClient::sign(int n, const Anchored& head) {
  auto question = head_json(head);
  question["want"] = "sign";
  question["n"] = n;
  return ask_text(path_, origin_, std::move(question));
}

}  // namespace jauap::record
