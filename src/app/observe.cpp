#include "app/observe.h"

#include "base/clock.h"
#include "platform/metrics/log.h"
#include "platform/metrics/metrics.h"

namespace jauap::app {

// The route's pattern stands in the log, never the address as sent: it may hold a draft's token.
void log_request(const http::Request& request, const Match& match, int status, std::size_t bytes, std::string_view what) {
  const auto level = status >= 500 ? metrics::Level::error : metrics::Level::info;
  metrics::log().write(level, "request",
                       {{"id", request.id},
                        {"method", request.method == http::Method::post ? "POST" : request.method == http::Method::head ? "HEAD" : "GET"},
                        {"route", match.route ? std::string_view(match.route->pattern) : std::string_view("none")},
                        {"status", status},
                        {"bytes", bytes},
                        {"micros", (monotonic_ns() - request.started_ns) / 1000},
                        {"what", what}});
}

std::string metrics_text(const House& house, const http::ServerFigures& server) {
  std::string out;
  const auto gauge = [&](std::string_view name, std::string_view help, std::int64_t value) {
    out += "# TYPE jauap_" + std::string(name) + " gauge\n# HELP jauap_" + std::string(name) + " " + std::string(help) + "\njauap_" +
           std::string(name) + " " + std::to_string(value) + "\n";
  };
  const auto writer = house.writer->figures();
  gauge("connections", "Open connections of the public listener.", server.connections);
  gauge("requests", "Requests answered since the start.", std::int64_t(server.requests));
  gauge("refused", "Requests refused by the server itself.", std::int64_t(server.refused));
  gauge("writer_queued", "Commands that wait for the writer.", std::int64_t(writer.queued));
  gauge("writer_commits", "Transactions committed since the start.", std::int64_t(writer.commits));
  gauge("writer_commands", "Commands in those transactions.", std::int64_t(writer.commands));
  gauge("writer_retries", "Batches run again after a serialisation failure.", std::int64_t(writer.retries));
  gauge("writer_last_commit_microseconds", "Length of the last transaction.", writer.last_commit_ns / 1000);
  gauge("readers_queued", "Requests that wait for a reader.", std::int64_t(house.readers->queued()));
  house.readers->run([&](db::ReadTx& tx) {
    const auto figures = jobs::figures(tx);
    gauge("jobs_waiting", "Jobs that wait, at most 10000 are counted.", figures.waiting);
    gauge("jobs_dead", "Dead letters, at most 10000 are counted.", figures.dead);
  });
  return out + "# EOF\n";
}

}  // namespace jauap::app
