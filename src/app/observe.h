// What operators see: one log line a request, figures at /metrics.
#pragma once

#include <string>

#include "platform/http/http.h"
#include "platform/module/house.h"
#include "platform/module/router.h"

namespace jauap::app {

void log_request(const http::Request& request, const Match& match, int status, std::size_t bytes, std::string_view what);
std::string metrics_text(const House& house, const http::ServerFigures& server);

}  // namespace jauap::app
