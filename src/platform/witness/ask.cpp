#include "platform/witness/ask.h"

#include "platform/mail/post.h"
#include "platform/witness/web.h"

namespace jauap::witness {
namespace {

constexpr int ask_seconds = 5;
constexpr std::size_t why_bytes_max = 200;

std::string first_line(std::string_view body) {
  return std::string(body.substr(0, std::min(body.find('\n'), why_bytes_max)));
}

std::optional<std::uint64_t> size_of(std::string_view body) {
  if (!body.ends_with('\n')) return std::nullopt;
  return tlog::strict_decimal(body.substr(0, body.size() - 1));
}

}  // namespace

Asked ask(const std::string& url, const tlog::AddCheckpoint& request) {
  auto posted = mail::post_to(without_slash(url) + "/add-checkpoint", tlog::format_add_checkpoint(request),
                              {{"Content-Type", "text/plain; charset=utf-8"}}, ask_seconds);
  Asked asked{.status = posted.status};
  if (posted.status == 200)
    asked.lines = std::move(posted.body);
  else if (posted.status == 409)
    asked.its_size = size_of(posted.body), asked.why = "it remembers the size " + first_line(posted.body);
  else
    asked.why = posted.status ? std::to_string(posted.status) + " " + first_line(posted.body) : posted.reason;
  return asked;
}

std::optional<std::string> own_line(const std::string& checkpoint_text, std::string_view lines,
                                    const tlog::VerifierKey& witness) {
  const auto note = tlog::parse_note(checkpoint_text + "\n" + std::string(lines));
  if (!note || note->text != checkpoint_text) return std::nullopt;
  std::optional<std::string> newest;
  std::uint64_t newest_time = 0;
  for (const auto& signature : note->signatures) {
    const auto good = tlog::verify_note({note->text, {signature}}, std::span(&witness, 1));
    if (!good || !good->front().time || (newest && *good->front().time <= newest_time)) continue;
    newest = signature.line();
    newest_time = *good->front().time;
  }
  return newest;
}

tlog::Fetched newest_of(const std::string& url, const std::string& origin) {
  return fetched(without_slash(url) + "/" + tlog::origin_hash(origin) + "/checkpoint");
}

}  // namespace jauap::witness
