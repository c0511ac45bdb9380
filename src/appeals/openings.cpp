#include "appeals/openings.h"

#include <algorithm>

#include "platform/journal/journal.h"

namespace jauap::appeals {
namespace {

// Parts of a body's events that are written to the applicant. What is not named here stays closed.
struct Row {
  std::string_view event, part;
};
constexpr Row told[] = {
    {"appeal.registered", "text"},  // entered by the operator, or split off by a body
    {"appeal.redirected", "sentence"},      {"appeal.disputed", "sentence"}, {"appeal.arbitrated", "sentence"},
    {"appeal.extended", "sentence"},        {"appeal.paused", "sentence"},   {"appeal.passed", "sentence"},
    {"appeal.recusal_decided", "sentence"}, {"appeal.repair_asked", "note"}, {"appeal.returned", "note"},
    {"appeal.left_unconsidered", "note"},   {"appeal.qualified", "reason"},  {"appeal.answered", "answer"},
    {"appeal.answer_amended", "answer"},
};

// Events of the applicant whose words are the applicant's own.
constexpr Row own[] = {
    {"appeal.repaired", "text"},      {"appeal.objected", "text"},   {"appeal.message", "text"}, {"appeal.recusal_asked", "text"},
    {"appeal.reopened", "text"},      {"appeal.verdict", "comment"}, {"appeal.withdrawn", "reason"},
};

bool is_in(const auto& rows, std::string_view event, std::string_view part) {
  return std::any_of(std::begin(rows), std::end(rows), [&](const Row& row) { return row.event == event && row.part == part; });
}

// The bodies of an event its parties see anyway.
bool is_for_applicant(std::string_view event, std::string_view part) {
  return part == "body" || part == "to" || is_in(told, event, part) || is_in(own, event, part);
}

}  // namespace

std::optional<tlog::Opening> opening(db::ReadTx& tx, const Context& context, const Opened& opened, int n) {
  const auto& appeal = opened.appeal;
  const auto events = journal::of_object(tx, appeal.place, appeal.id.value);
  const auto event = std::find_if(events.begin(), events.end(), [&](const journal::Seen& one) { return one.n == n; });
  if (event == events.end()) return std::nullopt;
  const bool is_desk = opened.permit.scope() == Scope::own_body;
  const auto parts = journal::open_parts(tx, *context.keys, appeal.place, appeal.id.value, n,
                                         [&](std::string_view part) { return is_desk || is_for_applicant(event->type, part); });
  if (!parts) return std::nullopt;
  const auto bytes = [](std::string_view hex) {
    auto out = secrets::from_hex(hex);
    invariant(out.has_value(), "commitments are stored as hexadecimal digits");
    return std::move(*out);
  };
  tlog::Opening made{.cm = bytes(parts->cm), .parts = {}};
  for (const auto& part : parts->parts)
    made.parts.push_back({.name = part.name, .c = bytes(part.c), .salt = part.salt, .content = part.salt ? part.content.open(opened.permit) : std::string()});
  return made;
}

bool has_opening(const journal::Seen& event) {
  return std::any_of(std::begin(told), std::end(told), [&](const Row& row) { return row.event == event.type; }) ||
         std::any_of(std::begin(own), std::end(own), [&](const Row& row) { return row.event == event.type; });
}

}  // namespace jauap::appeals
