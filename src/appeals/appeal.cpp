#include "appeals/appeal.h"

namespace jauap::appeals {
namespace {

// One row for each member: its code in data and its words for people.
template <class E>
struct Named {
  E value;
  std::string_view code;
  Key words;
};

constexpr Named<State> states[] = {
    {State::registered, "registered", Key("appeals.state.registered")},
    {State::in_work, "in_work", Key("appeals.state.in_work")},
    {State::redirected, "redirected", Key("appeals.state.redirected")},
    {State::answered, "answered", Key("appeals.state.answered")},
    {State::solved, "solved", Key("appeals.state.solved")},
    {State::partly, "partly", Key("appeals.state.partly")},
    {State::not_solved, "not_solved", Key("appeals.state.not_solved")},
    {State::closed, "closed", Key("appeals.state.closed")},
    {State::withdrawn, "withdrawn", Key("appeals.state.withdrawn")},
    {State::needs_repair, "needs_repair", Key("appeals.state.needs_repair")},
    {State::suspended, "suspended", Key("appeals.state.suspended")},
    {State::hearing, "hearing", Key("appeals.state.hearing")},
    {State::disputed, "disputed", Key("appeals.state.disputed")},
    {State::refused, "refused", Key("appeals.state.refused")},
    {State::returned, "returned", Key("appeals.state.returned")},
    {State::terminated, "terminated", Key("appeals.state.terminated")},
};

constexpr Named<Decision> decisions[] = {
    {Decision::satisfied, "satisfied", Key("appeals.decision.satisfied")},
    {Decision::partly, "partly", Key("appeals.decision.partly")},
    {Decision::explained, "explained", Key("appeals.decision.explained")},
    {Decision::declined, "declined", Key("appeals.decision.declined")},
};

constexpr Named<Verdict> verdicts[] = {
    {Verdict::solved, "solved", Key("appeals.verdict.solved")},
    {Verdict::partly, "partly", Key("appeals.verdict.partly")},
    {Verdict::not_solved, "not_solved", Key("appeals.verdict.not_solved")},
};

constexpr Named<Channel> channels[] = {
    {Channel::web, "web", Key("appeals.channel.web")},
    {Channel::api, "api", Key("appeals.channel.api")},
    {Channel::operator_desk, "operator", Key("appeals.channel.operator")},
    {Channel::mail, "mail", Key("appeals.channel.mail")},
    {Channel::messenger, "messenger", Key("appeals.channel.messenger")},
    {Channel::phone, "phone", Key("appeals.channel.phone")},
    {Channel::paper, "paper", Key("appeals.channel.paper")},
    {Channel::visit, "visit", Key("appeals.channel.visit")},
};

template <class E, std::size_t N>
const Named<E>& named(const Named<E> (&all)[N], E value) {
  for (const auto& row : all)
    if (row.value == value) return row;
  throw BrokenInvariant("a value without a name");
}

template <class E, std::size_t N>
std::optional<E> by_code(const Named<E> (&all)[N], std::string_view code) {
  for (const auto& row : all)
    if (row.code == code) return row.value;
  return std::nullopt;
}

}  // namespace

std::string_view code(State state) { return named(states, state).code; }
std::optional<State> state_of(std::string_view code) { return by_code(states, code); }
Key words_of(State state) { return named(states, state).words; }

std::string_view code(Decision decision) { return named(decisions, decision).code; }
std::optional<Decision> decision_of(std::string_view code) { return by_code(decisions, code); }
Key words_of(Decision decision) { return named(decisions, decision).words; }

std::string_view code(Verdict verdict) { return named(verdicts, verdict).code; }
std::optional<Verdict> verdict_of(std::string_view code) { return by_code(verdicts, code); }
Key words_of(Verdict verdict) { return named(verdicts, verdict).words; }

std::string_view code(Channel channel) { return named(channels, channel).code; }
std::optional<Channel> channel_of(std::string_view code) { return by_code(channels, code); }
Key words_of(Channel channel) { return named(channels, channel).words; }

}  // namespace jauap::appeals
