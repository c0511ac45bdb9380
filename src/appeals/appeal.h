// The words of an appeal: types, states, values. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/key.h"
#include "base/private.h"
#include "base/result.h"
#include "base/time.h"
#include "law/law.h"
#include "platform/auth/auth.h"

namespace jauap::appeals {

using AppealId = Id<struct AppealTag>;

// "Overdue" is a flag (due_on < today and open), never a state. Solved, partly and not solved are said by the applicant
// only; refused is said by the clock only. The numbers stand in the database.
enum class State {
  registered = 1,
  in_work = 2,
  redirected = 3,  // at the next body, not yet accepted there
  answered = 4,
  solved = 5,
  partly = 6,
  not_solved = 7,
  closed = 8,      // answered and not judged within the period
  withdrawn = 9,
  needs_repair = 10,  // the applicant is asked to put formal shortcomings right (Art. 64); the clock runs on
  suspended = 11,     // the clock stands still
  hearing = 12,       // a preliminary decision is with the applicant (Art. 73)
  disputed = 13,      // a third redirect was asked for: the arbiter names the body
  refused = 14,       // the period is over without an act: deemed a refusal (Art. 91(2)); an answer is still owed
  returned = 15,      // shortcomings were not repaired
  terminated = 16,    // left unconsidered with a ground (Art. 70)
};
inline constexpr std::array all_states{
    State::registered, State::in_work,      State::redirected, State::answered, State::solved,   State::partly,
    State::not_solved, State::closed,       State::withdrawn,  State::needs_repair, State::suspended, State::hearing,
    State::disputed,   State::refused,      State::returned,   State::terminated};
std::string_view code(State state);  // "in_work": in JSON, addresses and the record
std::optional<State> state_of(std::string_view code);
Key words_of(State state);  // status in words
// A body still owes something.
constexpr bool is_open(State state) {
  switch (state) {
    case State::registered:
    case State::in_work:
    case State::redirected:
    case State::needs_repair:
    case State::suspended:
    case State::hearing:
    case State::disputed:
    case State::refused: return true;
    default: return false;
  }
}

// Asked to be public: a moderator looks at the text first; until then it is as private as any.
enum class Visibility { private_to_parties = 0, public_text = 1, asked_public = 2 };

// How it came. The numbers stand in the database. By the operator's form: operator_desk (through the API, or before there was a
// choice), phone, paper, visit.
enum class Channel { web = 1, api = 2, operator_desk = 3, mail = 4, messenger = 5, phone = 6, paper = 7, visit = 8 };
inline constexpr std::array all_channels{Channel::web,       Channel::api,   Channel::operator_desk, Channel::mail,
                                         Channel::messenger, Channel::phone, Channel::paper,         Channel::visit};
std::string_view code(Channel channel);  // "paper": in drafts and events
std::optional<Channel> channel_of(std::string_view code);
Key words_of(Channel channel);
// An official entered it for somebody else.
constexpr bool is_entered_by_official(Channel channel) {
  switch (channel) {
    case Channel::operator_desk:
    case Channel::phone:
    case Channel::paper:
    case Channel::visit: return true;
    case Channel::web:
    case Channel::api:
    case Channel::mail:
    case Channel::messenger: return false;
  }
  return false;
}

enum class Decision { satisfied = 1, partly = 2, explained = 3, declined = 4 };
std::string_view code(Decision decision);
std::optional<Decision> decision_of(std::string_view code);
Key words_of(Decision decision);

enum class Verdict { solved = 1, partly = 2, not_solved = 3 };
std::string_view code(Verdict verdict);
std::optional<Verdict> verdict_of(std::string_view code);
Key words_of(Verdict verdict);

// Limits of what people type, in characters.
inline constexpr std::size_t text_min = 10, text_max = 20'000, title_max = 200, address_max = 300, name_max = 200;
inline constexpr std::size_t points_max = 20, point_max = 2'000, promises_max = 10;
inline constexpr std::size_t answer_min = 20, answer_max = 20'000, comment_max = 2'000;

struct Point {
  double lat = 0, lon = 0;
};

// Who wrote (class D2). All optional: an appeal needs no account, and a receipt code is key enough.
struct Applicant {
  std::string surname, first_name, patronymic;
  std::string iin, bin;     // 12 digits
  std::string email;        // normal form
  std::string phone;        // +7…
  std::string address;      // for a reply
  bool nameless() const { return surname.empty() && first_name.empty() && bin.empty(); }
};

// The case as lists, steps and terms know it.
struct Appeal {
  std::int64_t place = 0;
  AppealId id;
  std::string number;
  law::AppealKind kind = law::AppealKind::application, kind_claimed = law::AppealKind::application;
  State state = State::registered;
  int version = 1;
  Visibility visibility = Visibility::private_to_parties;
  Channel channel = Channel::web;
  std::string language, body, first_body, topic, district;
  AccountId owner, entered_by, executor;
  Instant submitted_at;
  CivilDate received_on, due_on;
  std::string due_rule, pack;
  std::optional<CivilDate> redirect_until;
  CivilDate first_received_on, first_due_on;
  int redirects = 0;
  Instant answered_at;  // 0 before
  bool answered_late = false;
  std::optional<CivilDate> verdict_until;
  Instant closed_at;

  std::string about;                     // number of the case that this one complains about or was split off, "" for none
  std::string against;                   // body complained about: never decides, never receives
  std::string also_body;                 // another body that may read the case: the one that decides a complaint about it
  std::string repeats;                   // number of the person's earlier case on the same topic at the same body, "" for none
  std::string joined_to;                 // number of the case whose answer will be given here too, "" for none
  int extensions = 0;
  int reopened = 0;
  bool is_final = false;                 // the arbiter named the body: no more redirects
  std::optional<CivilDate> paused_on;    // while suspended
  std::optional<CivilDate> wait_until;   // the applicant's term: to repair, or to object to a preliminary decision
  Instant erased_at;                     // 0: its content is there

  bool is_erased() const { return erased_at.ms != 0; }

  bool is_overdue(CivilDate today) const { return is_open(state) && due_on < today; }
};

// What the applicant wrote (class D3).
struct Content {
  std::string title, text, address, reply_language;
  std::optional<Point> point;
  Applicant applicant;
};

// What anybody may read of a public case. Built field by field, never from Content.
struct PublicText {
  std::string title, text, place, answer;
};

// One question of the appeal and its answer.
struct AnsweredPoint {
  std::string question, answer;
};

struct Answer {
  int n = 1;
  Decision decision = Decision::explained;
  std::string text, language, body, signed_by;
  Instant at;
  std::vector<AnsweredPoint> points = {};
  std::string prepared_by = {};  // "" where the signer wrote it
};

// What an answer promises.
struct Commitment {
  std::string what, owner_post;
  CivilDate due_on;
  int answer_n = 0;         // the answer that promised it; 0 until that is stored
};

struct Judgement {
  int n = 1;
  Verdict verdict = Verdict::solved;
  bool was_clear = true;
  std::string reason, comment;
  Instant at;
};

}  // namespace jauap::appeals
