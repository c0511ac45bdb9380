// What the events of each object must keep to: their order, their deadlines, the steps of the procedure, the numbers.
#include <algorithm>

#include "platform/tlog/monitor_parts.h"

namespace jauap::tlog {
namespace {

constexpr std::uint64_t numbers_listed_max = 1000;
constexpr std::uint64_t days_end = 7'258'118'400;  // 2200-01-01T00:00:00Z

template <class... Words>
bool is_one_of(std::string_view type, const Words&... words) {
  return ((type == words) || ...);
}

bool ends_a_case(const Leaf& leaf) {
  return is_one_of(leaf.type, "appeal.answered", "appeal.closed", "appeal.withdrawn", "appeal.left_unconsidered") ||
         (leaf.type == "appeal.verdict" && leaf.val == "solved");
}

// The day that a deadline had before an event: what the log knows of it goes before what the event says.
const std::string& day_before(const Leaf& leaf, const ObjectStory& story) {
  return story.due.empty() ? leaf.due0 : story.due;
}

void add(Breaches& breaches, const char* code, std::uint64_t index, const Leaf& leaf, const std::string& words) {
  breaches.push_back(
      {code, std::int64_t(index), leaf.object + " event " + std::to_string(leaf.n) + ", " + leaf.type + ": " + words});
}

}  // namespace

void Objects::take(std::uint64_t index, const Leaf& leaf, const Hash& hash, Breaches& breaches) {
  const auto number = parse_object_number(leaf.object);
  if (!number) return;  // M02 has said so
  series_[number->series].try_emplace(number->serial, leaf.at);
  auto& story = stories_[leaf.object];
  ++story.events;
  judge_order(index, leaf, story, breaches);
  judge_deadline(index, leaf, story, breaches);
  judge_steps(index, leaf, story, breaches);
  judge_law(index, leaf, story, breaches);
  judge_pack(index, leaf, breaches);
  remember(index, leaf, hash, story);
}

void Objects::judge_order(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches) const {
  if (leaf.n != story.n + 1)
    add(breaches, "M03", index, leaf, "the next event of the object would be " + std::to_string(story.n + 1));
  else if (leaf.n > 1 && hash_of_hex(leaf.prev) != story.last_hash)
    add(breaches, "M03", index, leaf, "prev is not the leaf hash of the event before");
  if (leaf.at < story.at) add(breaches, "M04", index, leaf, "earlier than the event before");
}

void Objects::judge_deadline(std::uint64_t index, const Leaf& leaf, const ObjectStory& story,
                             Breaches& breaches) const {
  if (!leaf.due0.empty() && leaf.due0 != story.due)
    add(breaches, "M05", index, leaf,
        "due0 is " + leaf.due0 + ", the last deadline of the object is " + (story.due.empty() ? "unknown" : story.due));
  const bool is_changed = !leaf.due.empty() && !day_before(leaf, story).empty() && day_before(leaf, story) != leaf.due;
  if (is_changed && leaf.due0.empty())
    add(breaches, "M05", index, leaf, "silent extension from " + story.due + " to " + leaf.due);
  if (is_changed && leaf.reason.empty())
    add(breaches, "M06", index, leaf, "the deadline moves to " + leaf.due + " without a reason");
  const auto old = CivilDate::parse(day_before(leaf, story));
  if (leaf.type == "appeal.extended" && old && civil_day(leaf.at) > *old)
    add(breaches, "M10", index, leaf,
        "extended on " + civil_day(leaf.at).iso() + ", after " + old->iso() + " had passed");
}

void Objects::judge_steps(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches) const {
  if (story.is_paused && is_one_of(leaf.type, "appeal.paused", "appeal.answered", "appeal.extended", "appeal.closed"))
    add(breaches, "M12", index, leaf, "paused and not resumed before");
  if (is_one_of(leaf.type, "appeal.answered", "appeal.closed", "appeal.verdict") && !story.is_registered)
    add(breaches, "M14", index, leaf, "the appeal was not registered before");
  if (leaf.type == "appeal.answered" && story.is_over)
    add(breaches, "M14", index, leaf, "answered after its end without being reopened");
  if (leaf.type == "appeal.answer_amended" && !story.is_answered)
    add(breaches, "M14", index, leaf, "an answer is amended that was not given");
  if (leaf.type == "appeal.closed" && !story.may_be_closed)
    add(breaches, "M14", index, leaf, "closed without an answer, a verdict or a withdrawal");
  const bool counts_as_solved = is_one_of(leaf.type, "appeal.closed", "appeal.verdict") && leaf.val == "solved";
  if (counts_as_solved && leaf.role != "applicant" && !story.is_solved_by_applicant)
    add(breaches, "M14", index, leaf, "counted as solved by the role " + leaf.role + ", not by the applicant");
}

void Objects::judge_law(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches) {
  if (!options_.law || leaf.rule.empty()) return;
  const auto due = CivilDate::parse(leaf.due);
  const auto first_day = CivilDate::parse(leaf.start.empty() ? story.start : leaf.start);
  const Term term{leaf, leaf.pack.empty() ? story.pack : leaf.pack, first_day.value_or(CivilDate()),
                  CivilDate::parse(day_before(leaf, story))};
  if (!due || !first_day) return;
  if (!options_.law->knows(term.pack)) {
    ++unknown_packs_[term.pack];
    return;
  }
  if (const auto why = options_.law->not_in_force(term)) {
    add(breaches, "M13", index, leaf, *why);
    return;
  }
  const auto right = options_.law->due(term), latest = options_.law->latest(term);
  const auto times = options_.law->times(term);
  const auto seen = story.extensions.find(leaf.rule);
  const auto count = 1 + (seen == story.extensions.end() ? 0 : seen->second);
  if (right && *right != *due)
    add(breaches, "M11", index, leaf, "due is " + leaf.due + ", by " + leaf.rule + " it is " + right->iso());
  if (latest && *latest < *due)
    add(breaches, "M12", index, leaf, "put off to " + leaf.due + ", by " + leaf.rule + " at most to " + latest->iso());
  if (times && leaf.type == "appeal.extended" && count > *times)
    add(breaches, "M12", index, leaf,
        "put off " + std::to_string(count) + " times by " + leaf.rule + ", which allows " + std::to_string(*times));
}

// A pack comes into force by being published here. A term counted by it before, or from a day before, was counted by a
// rule that nobody could know. Only a recount of open terms says of itself that it is late.
void Objects::judge_pack(std::uint64_t index, const Leaf& leaf, Breaches& breaches) {
  if (leaf.type == "pack.published") return judge_publication(index, leaf, breaches);
  if (leaf.pack.empty()) return;
  const auto published = packs_in_force_from_.find(leaf.pack);
  if (published == packs_in_force_from_.end()) return uses_of_packs_[leaf.pack].push_back(index);
  const auto start = CivilDate::parse(leaf.start);
  if (start && *start < published->second && leaf.type != "appeal.recounted")
    add(breaches, "M13", index, leaf,
        "counted from " + leaf.start + " by the pack " + leaf.pack + ", in force from " + published->second.iso());
}

void Objects::judge_publication(std::uint64_t index, const Leaf& leaf, Breaches& breaches) {
  for (const auto use : uses_of_packs_[leaf.pack])
    breaches.push_back(
        {"M13", std::int64_t(use),
         "counted by the pack " + leaf.pack + ", which was published only in entry " + std::to_string(index)});
  uses_of_packs_.erase(leaf.pack);
  packs_in_force_from_[leaf.pack] = CivilDate::parse(leaf.start).value_or(civil_day(leaf.at));
  const auto hash = options_.law ? options_.law->hash_of(leaf.pack) : std::nullopt;
  if (hash && *hash != leaf.val)
    add(breaches, "M13", index, leaf,
        "the published pack " + leaf.pack + " has the hash " + leaf.val + ", the one at hand " + *hash);
}

void Objects::remember(std::uint64_t index, const Leaf& leaf, const Hash& hash, ObjectStory& story) const {
  story.n = leaf.n, story.at = leaf.at, story.last_hash = hash;
  if (!leaf.due.empty()) story.due = leaf.due, story.due_index = std::int64_t(index);
  if (!leaf.start.empty()) story.start = leaf.start;
  if (!leaf.pack.empty()) story.pack = leaf.pack;
  if (leaf.type == "appeal.extended") ++story.extensions[leaf.rule];
  if (leaf.type == "appeal.registered") story.is_registered = true;
  if (leaf.type == "appeal.paused") story.is_paused = true;
  if (is_one_of(leaf.type, "appeal.resumed", "appeal.withdrawn", "appeal.left_unconsidered")) story.is_paused = false;
  if (leaf.type == "appeal.answered") story.is_answered = true;
  if (ends_a_case(leaf) || leaf.type == "appeal.verdict") story.may_be_closed = true;
  if (is_one_of(leaf.type, "appeal.closed", "appeal.withdrawn", "appeal.left_unconsidered")) story.is_over = true;
  if (leaf.type == "appeal.verdict" && leaf.role == "applicant") story.is_solved_by_applicant = leaf.val == "solved";
  if (leaf.type == "appeal.reopened")
    story.is_over = story.may_be_closed = story.is_paused = story.is_solved_by_applicant = false;
  if (!options_.overdue_on || civil_day(leaf.at) > *options_.overdue_on) return;
  story.due_on_that_day = story.due, story.due_index_on_that_day = story.due_index;
  if (is_one_of(leaf.type, "appeal.registered", "appeal.reopened")) story.was_open_on_that_day = true;
  if (ends_a_case(leaf)) story.was_open_on_that_day = false;
}

CivilDate Objects::civil_day(std::uint64_t at) const {
  // No deadline lies behind the last day that CivilDate reads; an entry that says more is M08's.
  const auto local = std::chrono::sys_seconds(std::chrono::seconds(std::min(at, days_end))) + options_.zone;
  return CivilDate(std::chrono::floor<std::chrono::days>(local));
}

void Objects::missing_numbers(std::uint64_t now, std::uint64_t mmd_seconds, Breaches& breaches) const {
  for (const auto& [name, numbers] : series_) {
    // The oldest entry of the numbers behind a gap says whether its time is over; so from the end to the beginning.
    Breaches found;
    std::optional<std::uint64_t> oldest_behind;
    std::uint64_t behind = 0;
    const auto look = [&, &series = name](std::uint64_t before) {
      if (!oldest_behind || *oldest_behind + mmd_seconds >= now) return;
      for (auto missing = behind - 1; missing > before; --missing) {
        if (found.size() == numbers_listed_max) return;
        const auto digits = std::to_string(missing);
        found.push_back({"M09", -1,
                         series + "-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits +
                             " is missing, later numbers are there: a deleted case"});
      }
    };
    for (auto it = numbers.rbegin(); it != numbers.rend(); ++it) {
      look(it->first);
      oldest_behind = std::min(oldest_behind.value_or(it->second), it->second);
      behind = it->first;
    }
    look(0);
    breaches.insert(breaches.end(), found.rbegin(), found.rend());
  }
}

std::vector<std::string> Objects::appeals() const {
  std::vector<std::string> all;
  for (const auto& [object, story] : stories_)
    if (const auto number = parse_object_number(object); number && number->letter == 'A') all.push_back(object);
  return all;
}

std::uint64_t Objects::events_of(const std::string& object) const {
  const auto found = stories_.find(object);
  return found == stories_.end() ? 0 : found->second.events;
}

std::vector<Breach> Objects::overdue() const {
  std::vector<Breach> list;
  if (!options_.overdue_on) return list;
  for (const auto& [object, story] : stories_) {
    const auto due = CivilDate::parse(story.due_on_that_day);
    if (story.was_open_on_that_day && due && *due < *options_.overdue_on)
      list.push_back({"overdue", story.due_index_on_that_day, object + " due " + story.due_on_that_day});
  }
  std::sort(list.begin(), list.end(), [](const Breach& a, const Breach& b) { return a.words < b.words; });
  return list;
}

std::vector<std::string> Objects::notices() const {
  std::vector<std::string> notices;
  if (!options_.law)
    notices.push_back("M11, and of M12 and M13 what needs the rules, were not judged: no pack was given");
  for (const auto& [pack, terms] : unknown_packs_)
    notices.push_back("M11 to M13 were not judged for " + std::to_string(terms) + " terms: the pack " +
                      (pack.empty() ? "of their objects" : pack) + " was not given");
  return notices;
}

}  // namespace jauap::tlog
