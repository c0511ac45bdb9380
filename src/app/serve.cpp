#include "app/serve.h"

#include <signal.h>

#include <iostream>

#include "accounts/accounts.h"
#include "app/address.h"
#include "app/indexer.h"
#include "app/observe.h"
#include "app/signals.h"
#include "app/timers.h"
#include "platform/assets/assets.h"
#include "platform/auth/accounts.h"
#include "platform/auth/limits.h"
#include "platform/files/files.h"
#include "platform/health/health.h"
#include "platform/idempotency/idempotency.h"
#include "platform/mail/mail.h"
#include "platform/metrics/log.h"
#include "platform/module/dispatch.h"
#include "platform/module/frame.h"
#include "platform/module/openapi.h"
#include "record/pages.h"
#include "record/record.h"

namespace jauap::app {
namespace {

auth::Limit limit_of(Throttle throttle) {
  switch (throttle) {
    case Throttle::page: return auth::Limit::page;
    case Throttle::dear: return auth::Limit::dear;
    case Throttle::login: return auth::Limit::login;
    case Throttle::submit: return auth::Limit::submit;
    case Throttle::letter: return auth::Limit::letter;
    case Throttle::flood: return auth::Limit::flood;
    case Throttle::files: return auth::Limit::files;
  }
  return auth::Limit::page;
}

http::Response plain(int status, std::string body, std::string_view type = "text/plain; charset=utf-8") {
  http::Response response{.status = status};
  response.header("Content-Type", type).header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

http::Response asset(const http::Request& request) {
  const auto* found = assets::find(request.path);
  if (!found) return plain(404, "no such asset\n");
  http::Response response;
  response.header("Content-Type", found->content_type)
      .header("Cache-Control", "public, max-age=31536000, immutable")
      .header("X-Content-Type-Options", "nosniff")
      .header("Cross-Origin-Resource-Policy", "same-origin")
      .header("Vary", "Accept-Encoding");
  const bool packed = request.header("accept-encoding").find("gzip") != std::string_view::npos;
  if (packed) response.header("Content-Encoding", "gzip");
  response.body = std::string(packed ? found->gzip : found->bytes);
  return response;
}

// Old one-time keys, sessions and finished jobs.
jobs::Handler housekeeping(House& house) {
  return {"platform.housekeeping", [&house](const jobs::Job&) {
            const auto now = house.clock->now();
            house.writer->run([&](db::Tx& tx) {
              idempotency::drop_before(tx, now, 5000);
              auth::forget_expired(tx, now);
              jobs::drop_done_before(tx, now.minus(std::chrono::hours(24 * 7)), 5000);
              return true;
            });
            return jobs::Finished{};
          }};
}

}  // namespace

int serve(Program& program) {
  auto& house = program.house();
  const auto& settings = program.settings();
  const auto signals = block_end_signals();

  std::vector<jobs::Handler> handlers{housekeeping(house),
                                      mail::sender({.smtp_url = settings.smtp_url,
                                                    .username = settings.smtp_user,
                                                    .password = settings.smtp_password,
                                                    .from = settings.mail_from},
                                                   *house.writer, house.keys, *house.clock)};
  for (auto& handler : files::handlers(*house.blobs, *house.writer, *house.readers, *house.clock, files::cleaner())) handlers.push_back(std::move(handler));
  std::vector<Periodic> periodic{{"platform.housekeeping", std::chrono::hours(1)}, {files::sweep_job, std::chrono::hours(24)}};
  std::vector<Route> routes;
  FrameParts frame{.menu = {}, .version = version, .demo = house.demo};
  frame.phone = house.pack->help_phone;
  for (const auto& module : program.modules()) {
    routes.insert(routes.end(), module.routes.begin(), module.routes.end());
    frame.menu.insert(frame.menu.end(), module.menu.begin(), module.menu.end());
    record::know_events(module.events);
    if (!module.jobs) continue;
    for (auto& handler : module.jobs(house)) {
      periodic.push_back({handler.kind, std::chrono::hours(1)});
      handlers.push_back(std::move(handler));
    }
  }
  set_frame(std::move(frame));
  const auto openapi = std::make_shared<const std::string>(openapi_document(routes, settings.origin, version));

  const auto index = std::make_shared<search::Index>(settings.data + "/search");
  house.search = index.get();
  const Indexer indexer(house, program.modules(), index);
  const record::Service public_record(house);
  // Jobs are changes, too: none before it is known that the database is not an old one.
  jobs::Runner runner(*house.writer, *house.clock, std::move(handlers), 1, 1000, [&] { return public_record.refuse_writes().empty(); });
  health::Health health(*house.writer, *house.clock, settings.data, settings.node);
  auth::Limiter limiter;
  DispatchParts parts{
      .identify = [&](db::ReadTx& tx, const http::Request& request, Instant now) { return accounts::identify(house, tx, request, now); },
      .wait_seconds =
          [&](Throttle throttle, const std::string& client, Instant now) {
            if (!settings.limits) return 0;
            return limiter.wait_seconds(std::to_string(int(throttle)) + auth::client_prefix(client), auth::rate_of(limit_of(throttle)), now);
          },
      .log = log_request,
      .refuse_writes =
          [&] {
            auto why = health.refuse_writes();
            return why.empty() ? public_record.refuse_writes() : why;
          },
      .nudge = [&] { runner.nudge(); }};
  Dispatcher dispatcher(house, std::move(routes), std::move(parts));

  const auto handler = [&](http::Request request, http::Reply reply) {
    if (request.path == "/healthz") return reply(plain(200, "ok\n"));
    if (request.path == "/readyz") {
      auto missing = health.missing();
      if (missing.empty()) missing = public_record.refuse_writes();
      return reply(plain(missing.empty() ? 200 : 503, "{\"missing\":[" + (missing.empty() ? "" : "\"" + missing + "\"") + "]}\n", "application/json"));
    }
    if (request.path == "/api/v1/openapi.json") {
      auto response = plain(200, "", "application/json; charset=utf-8");
      response.shared_body = openapi;
      return reply(std::move(response));
    }
    if (request.path.starts_with("/assets/")) return reply(asset(request));
    dispatcher.handle(std::move(request), std::move(reply));
  };
  const auto address = address_of(settings.listen);
  http::ServerOptions options{.address = address.host, .port = address.port, .threads = settings.io_threads};
  options.on_failure = [](std::string_view id, std::string_view what) {
    metrics::log().write(metrics::Level::error, "request failed", {{"id", id}, {"what", what}});
  };
  if (!settings.trusted_proxy.empty()) options.trusted_proxies = {settings.trusted_proxy};
  http::Server server(options, handler, [&](http::Method method, std::string_view path) { return dispatcher.body_limit(method, path); });

  std::unique_ptr<http::Server> private_server;
  if (!settings.metrics_listen.empty()) {
    const auto where = address_of(settings.metrics_listen);
    private_server = std::make_unique<http::Server>(
        http::ServerOptions{.address = where.host, .port = where.port, .threads = 1},
        [&](http::Request request, http::Reply reply) {
          if (request.path != "/metrics") return reply(plain(404, "only /metrics is here\n"));
          reply(plain(200, metrics_text(house, server.figures()), "application/openmetrics-text; version=1.0.0; charset=utf-8"));
        },
        [](http::Method, std::string_view) { return std::size_t(1024); });
    private_server->start();
  }
  health.check();
  server.start();
  const auto beat = [&] {
    health.check();
    if (program.follow_pack()) runner.nudge();
  };
  Timers timers(house, std::move(periodic), beat, [&] { runner.nudge(); });
  std::cout << "listening on http://" << address.host << ":" << server.port()
            << (private_server ? " metrics on port " + std::to_string(private_server->port()) : "") << std::endl;

  int received = 0;
  sigwait(&signals, &received);
  server.stop(10);
  if (private_server) private_server->stop(1);
  return 0;
}

}  // namespace jauap::app
