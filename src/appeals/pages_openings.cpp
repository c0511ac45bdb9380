// The sealed copy of an event as a file.
#include <charconv>

#include "appeals/openings.h"
#include "record/record.h"
#include "appeals/pages.h"

namespace jauap::appeals::pages {
namespace {

constexpr std::string_view suffix = ".json";

// "3.json" or "3"; 0 for anything else.
int event_of(std::string_view name) {
  if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  int n = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), n);
  return error == std::errc() && end == name.data() + name.size() && n > 0 ? n : 0;
}

}  // namespace

http::Response opening_file(const Visit& visit) {
  const auto opened = open_case(visit.db, visit.context, {.number = visit.params.at(0), .code = visit.case_code}, may_see_private);
  if (!opened) return refuse(visit, opened.problems());
  const int n = event_of(visit.params.at(1));
  const auto made = n > 0 ? opening(visit.db, visit.context, *opened, n) : std::nullopt;
  if (!made) return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "appeals.opening.none"});
  if (opened->permit.scope() != Scope::own) visit.seen({.act = std::string(queries::act_read), .object = opened->appeal.number, .fields = "D3"});
  http::Response response;
  response.header("Content-Type", "application/json; charset=utf-8")
      .header("Content-Disposition", "attachment; filename=\"" + opened->appeal.number + "-" + std::to_string(n) + ".opening.json\"")
      .header("Cache-Control", "private, no-store");
  response.body = tlog::format_opening(*made);
  return response;
}

http::Response promise_file(const Visit& visit) {
  const auto opened = open_case(visit.db, visit.context, {.number = visit.params.at(0), .code = visit.case_code}, may_see_private);
  if (!opened) return refuse(visit, opened.problems());
  const auto& appeal = opened->appeal;
  if (!visit.context.record) return not_found(visit);
  const auto promise = record::promise_of(visit.db, *visit.context.record, appeal.place, appeal.id.value, 1);
  if (!promise) return refuse(visit, promise.problems());
  http::Response response;
  response.header("Content-Type", "text/plain; charset=utf-8")
      .header("Content-Disposition", "attachment; filename=\"" + appeal.number + ".receipt\"")
      .header("Cache-Control", "private, no-store");
  response.body = promise->receipt;
  return response;
}

}  // namespace jauap::appeals::pages
