#include "channels/inbound.h"

#include <boost/json.hpp>

#include "channels/signature.h"

namespace jauap::channels {

Result<Caller> caller_of(const Visit& visit, std::string_view channel) {
  const auto& request = visit.request;
  const auto found = store::find(visit.db, *visit.context.keys, channel);
  const Signed shown{request.header("webhook-id"), request.header("webhook-timestamp"), request.header("webhook-signature")};
  // The same work for a channel that is not there.
  static const std::string nobodys = new_secret();
  const bool genuine = is_genuine(found ? found->secret : nobodys, shown, visit.context.now, request.body);
  if (!found || !genuine) return Problem{.kind = Problem::Kind::unauthorised, .message = "channels.bad_signature"};
  return Caller{*found, std::string(shown.id)};
}

std::string to_json(const Outcome& outcome) {
  boost::json::object out{{"result", outcome.result}};
  if (!outcome.number.empty()) out["number"] = outcome.number;
  if (!outcome.reply.empty()) out["reply"] = outcome.reply;
  return boost::json::serialize(out);
}

}  // namespace jauap::channels
