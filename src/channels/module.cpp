// What the house is told about channels.
#include "appeals/appeals.h"
#include "channels/channels.h"
#include "channels/inbound.h"
#include "channels/jobs.h"

namespace jauap::channels {
namespace {

std::vector<Route> routes() {
  auto all = mail_routes();
  for (auto& route : message_routes()) all.push_back(std::move(route));
  return all;
}

// The conversation in which an appeal began follows its case.
void follow_submitted(db::Tx& tx, const Context& context, const appeals::Appeal& appeal, const std::string& draft_hash) {
  if (draft_hash.empty()) return;
  if (const auto peer = store::take_draft(tx, *context.keys, draft_hash))
    store::follow(tx, *context.keys, *peer, appeal.number, context.now);
}

}  // namespace

Module module() {
  appeals::when_submitted(follow_submitted);
  return {.name = "channels", .routes = routes(), .listens = {tell_followers, forget_erased}, .jobs = job_handlers};
}

}  // namespace jauap::channels
