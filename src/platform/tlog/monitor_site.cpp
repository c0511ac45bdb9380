// M18: what the site shows of a case against the log. A sample, drawn anew each time, because nobody can ask for all.
#include <algorithm>
#include <boost/json.hpp>
#include <random>

#include "base/time.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/monitor_parts.h"

namespace jauap::tlog {
namespace {

namespace json = boost::json;

constexpr std::size_t words_max = 100;
constexpr std::size_t minute_length = std::string_view("2026-03-02T10:00").size();

// What open data calls a field of an entry.
struct Shown {
  const char* name;
  std::string Leaf::*member;
};
constexpr Shown shown[] = {{"type", &Leaf::type},      {"body", &Leaf::body},       {"to", &Leaf::to},
                           {"reason", &Leaf::reason},  {"value", &Leaf::val},       {"rule", &Leaf::rule},
                           {"pack", &Leaf::pack},      {"due_before", &Leaf::due0}, {"due_on", &Leaf::due},
                           {"starts_on", &Leaf::start}};

// Words of the site in a line of the report: short, and without what could forge a line of its own.
std::string quoted_words(std::string text) {
  if (text.size() > words_max) text.resize(words_max);
  for (auto& c : text)
    if (c < 0x20 || c == 0x7F) c = '?';
  return "\"" + text + "\"";
}

std::string text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<std::uint64_t> number_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (!value || !value->is_number()) return std::nullopt;
  boost::system::error_code error;
  const auto number = value->to_number<std::uint64_t>(error);
  return error ? std::nullopt : std::optional(number);
}

Leaf entry_at(const LogFiles& log, std::uint64_t index, std::uint64_t size) {
  const auto bundle = index / tile_width;
  const auto width = unsigned(std::min<std::uint64_t>(tile_width, size - bundle * tile_width));
  const auto leaf = read_leaf(log.entries(bundle, width).at(index % tile_width));
  return leaf ? *leaf : Leaf();
}

// What the site shows of one case: open data, and the page that people read.
class Case {
 public:
  Case(const std::string& object, const json::array& events, const std::string& page) : object_(object), page_(page) {
    for (const auto& event : events)
      if (const auto* one = event.if_object())
        if (const auto n = number_of(*one, "n")) is_doubled_ |= !events_.emplace(*n, one).second;
  }

  void compare(std::uint64_t last_n, const LogFiles& log, std::uint64_t size, Breaches& breaches) const {
    if (is_doubled_) breaches.push_back({"M18", -1, object_ + ": the site shows two events of one number"});
    for (std::uint64_t n = 1; n <= last_n; ++n) {
      const auto event = events_.find(n);
      if (event == events_.end()) {
        breaches.push_back({"M18", -1, object_ + ": the site does not show event " + std::to_string(n)});
        continue;
      }
      const auto* record = event->second->if_contains("record");
      const auto index = record && record->is_object() ? number_of(record->get_object(), "index") : std::nullopt;
      if (!index || *index >= size)
        breaches.push_back({"M18", -1, object_ + ": the site names no entry for event " + std::to_string(n)});
      else
        compare_event(*event->second, n, *index, entry_at(log, *index, size), breaches);
    }
  }

 private:
  void compare_event(const json::object& event, std::uint64_t n, std::uint64_t index, const Leaf& leaf,
                     Breaches& breaches) const {
    const auto differs = [&](std::string_view what, const std::string& site, const std::string& record) {
      breaches.push_back(
          {"M18", std::int64_t(index),
           object_ + ": the site shows " + std::string(what) + " " + quoted_words(site) + ", the log " + quoted_words(record)});
    };
    if (leaf.object != object_) return differs("case", object_, leaf.object);
    if (leaf.n != n) return differs("event", std::to_string(n), std::to_string(leaf.n));
    for (const auto& [name, member] : shown)
      if (const auto site = text_of(event, name); site != leaf.*member) differs(name, site, leaf.*member);
    const auto at = parse_rfc3339(text_of(event, "at"));
    const auto minute = rfc3339(Instant{std::int64_t(leaf.at) * 1000}).substr(0, minute_length);
    if (!at || std::uint64_t(at->ms) / 60'000 * 60 != leaf.at) differs("at", text_of(event, "at"), minute);
    if (page_.find("/record/" + std::to_string(index) + "\"") == std::string::npos ||
        page_.find("datetime=\"" + minute) == std::string::npos)
      breaches.push_back({"M18", std::int64_t(index),
                          object_ + ": the page does not show event " + std::to_string(n) +
                              " with its entry and its minute " + minute});
  }

  const std::string& object_;
  const std::string& page_;
  std::map<std::uint64_t, const json::object*> events_;
  bool is_doubled_ = false;
};

std::vector<std::string> drawn(std::vector<std::string> objects, std::size_t count) {
  std::sort(objects.begin(), objects.end());
  std::vector<std::string> sample;
  std::mt19937_64 random(std::random_device{}());
  std::sample(objects.begin(), objects.end(), std::back_inserter(sample), count, random);
  return sample;
}

// False when the site does not answer.
bool judge_case(const Site& site, const std::string& object, std::uint64_t events_of_log, const LogFiles& log,
                std::uint64_t size, SiteJudged& judged, Breaches& breaches) {
  const auto got = site.fetch("api/v1/appeals/" + object + "/events");
  if (got.state == Fetched::State::unreachable) return false;
  if (got.state == Fetched::State::missing) return ++judged.closed, true;
  const auto page = site.fetch("en/appeals/" + object);
  if (page.state == Fetched::State::unreachable) return false;
  ++judged.looked;
  boost::system::error_code error;
  const auto value = json::parse(got.bytes, error);
  const auto* events = !error && value.is_object() ? value.get_object().if_contains("events") : nullptr;
  if (!events || !events->is_array())
    breaches.push_back({"M18", -1, object + ": what the site shows cannot be read"});
  else
    Case(object, events->get_array(), page.bytes).compare(events_of_log, log, size, breaches);
  return true;
}

}  // namespace

SiteJudged judge_site(const Site& site, const Objects& objects, const LogFiles& log, std::uint64_t size,
                      Breaches& breaches) {
  SiteJudged judged;
  for (const auto& object : drawn(objects.appeals(), site.sample)) {
    try {
      if (!judge_case(site, object, objects.events_of(object), log, size, judged, breaches)) ++judged.silent;
    } catch (const Stop&) {
      ++judged.silent;  // the log gave its entries once and does not any more; what was found before stays found
    }
  }
  return judged;
}

std::string SiteJudged::words() const {
  return "M18: " + std::to_string(looked) + " cases of the site compared, " + std::to_string(closed) + " of the sample are not public, " +
         std::to_string(silent) + " were not answered";
}

}  // namespace jauap::tlog
