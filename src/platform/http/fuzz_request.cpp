// Tries the path that the server reads requests by, without sockets. A request must mean the same however the network
// cuts it, and a refusal is never our fault (5xx) but for what is not implemented.
#include <cstdlib>

#include "platform/http/intake.h"

namespace {

using jauap::http::Intake;

constexpr std::size_t head_max = 2048, body_max = 4096;

std::size_t feed(Intake& intake, std::string_view bytes, std::size_t piece) {
  std::size_t used = 0;
  while (used < bytes.size()) {
    if (intake.stage() == Intake::Stage::head_done) intake.admit_body(body_max);
    if (intake.stage() == Intake::Stage::done || intake.stage() == Intake::Stage::refused) break;
    used += intake.take(bytes.substr(used, piece));
  }
  if (intake.stage() == Intake::Stage::head_done) intake.admit_body(body_max);
  return used;
}

void require(bool holds) {
  if (!holds) std::abort();
}

void require_same(Intake& a, Intake& b) {
  require(a.stage() == b.stage() && a.status() == b.status());
  if (a.stage() != Intake::Stage::done) return;
  require(a.request().target == b.request().target && a.request().body == b.request().body);
  require(a.request().headers.size() == b.request().headers.size() && a.keep_alive() == b.keep_alive());
}

void require_sound(Intake& intake) {
  if (intake.stage() == Intake::Stage::refused)
    require((intake.status() >= 400 && intake.status() < 500) || intake.status() == 501);
  if (intake.stage() != Intake::Stage::done) return;
  require(intake.request().path.starts_with('/') && intake.request().body.size() <= body_max);
  for (const auto& header : intake.request().headers)
    require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 4000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Intake whole(head_max), pieces(head_max);
  const auto used_whole = feed(whole, bytes, bytes.size());
  const auto used_pieces = feed(pieces, bytes, 1 + data[0] % 64);
  require_same(whole, pieces);
  require(used_whole == used_pieces);
  require_sound(whole);
  return 0;
}
