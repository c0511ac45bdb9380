// The two doors: a letter from the mail server, a message from a gateway. Both are signed by the channel's secret, and a repeat
// gets the outcome of the first.
#pragma once

#include "channels/store.h"
#include "platform/module/module.h"

namespace jauap::channels {

inline constexpr std::string_view mail_channel = "mail";
inline constexpr int drafts_a_day = 5, notices_a_day = 5;  // of one sender

struct Caller {
  store::Channel channel;
  std::string id;  // Webhook-Id
};
// Problem unauthorised for a channel that is not there, a wrong signature and a clock too far off: all look the same.
Result<Caller> caller_of(const Visit& visit, std::string_view channel);

// What came out of a message, as it is answered and kept for repeats.
struct Outcome {
  std::string result;      // "draft", "added" …
  std::string number;      // of the case, "" for none
  std::string reply;       // for the gateway that has no address of its own
};
std::string to_json(const Outcome& outcome);

std::vector<Route> mail_routes();     // mail_in.cpp
std::vector<Route> message_routes();  // messages.cpp

}  // namespace jauap::channels
