// Dishonest logs: each lie is written, chained and signed with the right keys, and found all the same.
#include <set>

#include "platform/tlog/packs.h"
#include "platform/tlog/tests/test_log.h"
#include "platform/tlog/vectors.h"

namespace jauap::tlog {
namespace {

std::string at(std::size_t index) {
  return "@" + std::to_string(index);
}

// The rules of the sample log, that let a deadline be put off once and by 30 days at most.
struct StrictRules : SampleRules {
  std::optional<std::string> hash_of(std::string_view) const override { return std::string(64, 'a'); }
  std::optional<CivilDate> latest(const Term& term) const override {
    return term.leaf.rule == "test/plus30d" ? std::optional(term.first_day.plus_days(45)) : std::nullopt;
  }
  std::optional<unsigned> times(const Term& term) const override {
    return term.leaf.rule == "test/plus30d" ? std::optional(1u) : std::nullopt;
  }
};
const StrictRules strict_rules;

const MonitorOptions with_rules{.law = &strict_rules};

Leaf promised_leaf(const TestLog& log) {
  auto leaf = log.leaf(0);
  leaf.object = "KZ75-A-2026-000345";
  return leaf;
}

std::string notices(const MonitorReport& report) {
  std::string text;
  for (const auto& notice : report.notices) text += notice + "\n";
  return text;
}

}  // namespace

TEST(Monitor, finds_nothing_in_the_sample_log_and_says_what_it_did_not_judge) {
  const auto policy = *parse_policy(vector_file("sample-log/policy"));
  LogFiles files(folder_fetch(vectors_folder() + "sample-log"));
  const auto report = monitor(policy, files,
                              {{"receipt", vector_file("sample-log/files/leaf-0.receipt")},
                               {"proof", vector_file("sample-log/files/leaf-417.tlog-proof")}},
                              {});
  EXPECT_TRUE(report.breaches.empty());
  EXPECT_TRUE(report.is_witnessed);
  for (const auto* code : {"M07 was not judged", "M11, and", "M16 was not judged", "M18 was not judged"})
    EXPECT_NE(notices(report).find(code), std::string::npos) << code;
}

TEST(Monitor, finds_nothing_in_an_honest_log_judged_with_its_rules) {
  const auto log = TestLog::sample();
  EXPECT_EQ(log.write().codes({}, with_rules), "");
  EXPECT_EQ(file((log.folder / "checkpoint").string()), vector_file("sample-log/checkpoint"));
  EXPECT_EQ(file((log.folder / "tile/entries/002.p/88").string()), vector_file("sample-log/tile/entries/002.p/88"));
}

TEST(Monitor, m01_a_rewritten_log_does_not_fit_a_checkpoint_that_somebody_kept) {
  const auto honest = TestLog::sample();
  auto log = TestLog::sample();
  log.change(120, [](Leaf& leaf) { leaf.body = "kz75-akimat-water"; });
  log.rechain();
  EXPECT_EQ(log.write().codes(), "");
  EXPECT_EQ(log.codes({{"newspaper", honest.note(honest.published[7])}}), "M01@-1");
  EXPECT_EQ(log.codes({{"newspaper", honest.note({100, honest.leaf(99).at + 60})}}), "");
}

TEST(Monitor, m01_a_fork_has_two_roots_for_one_size) {
  const auto honest = TestLog::sample();
  auto log = TestLog::sample();
  log.change(599, [](Leaf& leaf) { leaf.cm = std::string(64, 'f'); });
  EXPECT_EQ(log.write().codes({{"fork", honest.note(honest.published.back())}}), "M01@-1");
}

TEST(Monitor, m01_a_log_that_shrank) {
  const auto honest = TestLog::sample();
  auto log = TestLog::sample();
  log.published.pop_back();
  log.entries.resize(500);
  EXPECT_EQ(log.write().codes({{"kept", honest.note(honest.published.back())}}), "M01@-1");
}

TEST(Monitor, m01_a_checkpoint_that_is_not_genuine) {
  const auto log = TestLog::sample();
  auto note = log.note({300, 1'768'200'000});
  note[note.size() - 4] ^= 1;
  EXPECT_EQ(log.write().codes({{"bad", note}}), "M01@-1");
}

TEST(Monitor, m02_a_leaf_that_is_no_leaf) {
  auto log = TestLog::sample();
  log.change(599, [](Leaf& leaf) { leaf.at += 1; });
  EXPECT_EQ(log.write().codes(), "M02@599");
  auto spaced = TestLog::sample();
  spaced.entries.push_back("{ \"v\":1}"), spaced.published.back().size = 601;
  EXPECT_EQ(spaced.write().codes(), "M02@600");
  auto newer = TestLog::sample();
  newer.entries.push_back("{\"v\":2,\"x\":\"y\"}"), newer.published.back().size = 601;
  const auto report = newer.write().watch();
  ASSERT_EQ(report.breaches.size(), 1u);
  EXPECT_EQ(report.breaches[0].line(), "M02\t600\tthe leaf has the unknown version 2");
}

TEST(Monitor, m03_an_event_that_was_cut_out_or_chained_wrongly) {
  auto log = TestLog::sample();
  const auto second = log.find("appeal.extended");
  log.change(second, [](Leaf& leaf) { leaf.prev = std::string(64, '1'); });
  EXPECT_EQ(log.write().codes().substr(0, 4 + at(second).size() - 1),
            ("M03" + at(second)).substr(0, 4 + at(second).size() - 1));
  auto cut = TestLog::sample();
  const auto middle = cut.find("appeal.extended");
  const auto index = cut.add_event(middle, [](Leaf& leaf) { leaf.n += 1, leaf.type = "appeal.accepted"; });
  EXPECT_EQ(cut.write().codes(), "M03" + at(index));
}

TEST(Monitor, m04_time_that_runs_backwards) {
  auto log = TestLog::sample();
  auto index = log.add_event(599, [&](Leaf& leaf) { leaf.type = "appeal.accepted", leaf.at = log.leaf(599).at - 120; });
  EXPECT_EQ(log.write().codes(), "M04" + at(index));
}

TEST(Monitor, m05_a_silent_extension) {
  auto log = TestLog::sample();
  const auto index = log.add_event(
      599, [](Leaf& leaf) { leaf.type = "appeal.accepted", leaf.due = "2026-03-31", leaf.reason = "load"; });
  EXPECT_EQ(log.write().codes(), "M05" + at(index));
}

TEST(Monitor, m05_a_deadline_that_is_said_to_have_been_another) {
  auto log = TestLog::sample();
  const auto index = log.add_event(599, [](Leaf& leaf) {
    leaf.type = "appeal.extended", leaf.due0 = "2026-02-28", leaf.due = "2026-03-30", leaf.rule = "test/plus30d",
    leaf.reason = "expert";
  });
  EXPECT_EQ(log.write().codes(), "M05" + at(index));
}

TEST(Monitor, m06_a_deadline_that_moves_without_a_reason) {
  auto log = TestLog::sample();
  const auto index = log.add_event(log.find("appeal.registered", 590), [&](Leaf& leaf) {
    leaf.type = "appeal.redirected", leaf.to = "kz75-akimat-water",
    leaf.due0 = log.leaf(log.find("appeal.registered", 590)).due;
    leaf.due = "2026-02-20", leaf.rule = "test/15d", leaf.start = "2026-02-05";
  });
  EXPECT_EQ(log.write().codes(), "M02" + at(index) + " M06" + at(index));
}

TEST(Monitor, m07_a_back_dated_entry) {
  auto log = TestLog::sample();
  const auto index = log.find("appeal.registered", 560);
  const auto bound = log.published[7].time;  // size 500
  log.change(index, [&](Leaf& leaf) { leaf.at = (bound - promise_seconds - 60) / 60 * 60; });
  if (log.leaf(index).at + promise_seconds + 60 < bound) log.change(index, [](Leaf& leaf) { leaf.at += 60; });
  log.rechain();
  EXPECT_EQ(log.write().codes(), "");
  log.change(index, [](Leaf& leaf) { leaf.at -= 60; });
  log.rechain();
  EXPECT_EQ(log.write().codes(), "M07" + at(index));
}

TEST(Monitor, m07_the_bound_moves_with_a_checkpoint_that_was_cosigned_again) {
  const auto log = TestLog::sample();
  const auto next = log.leaf(500).at;
  EXPECT_EQ(log.write().codes({{"again", log.note({500, next + 660})}}), "");
  EXPECT_EQ(log.codes({{"again", log.note({500, next + 661})}}), "M07@500");
}

TEST(Monitor, m07_one_wrong_clock_does_not_accuse_and_is_named) {
  const auto log = TestLog::sample();
  const auto text = Checkpoint{"record.jauap.example/log", 500, log.root(500)}.text();
  auto note = text + "\n" + log.log_key.sign(text);
  for (std::size_t i = 0; i < 3; ++i)
    note += log.witnesses[i].cosign(text, log.published[7].time + (i == 2 ? 864'000 : 0));
  const auto report = log.write().watch({{"one clock", note}});
  EXPECT_TRUE(report.breaches.empty());
  EXPECT_NE(notices(report).find("the clock of witness w3 is 864000 s off the others at size 500"), std::string::npos);
}

TEST(Monitor, m07_cannot_be_judged_without_older_checkpoints) {
  auto log = TestLog::sample();
  log.published.erase(log.published.begin(), log.published.end() - 1);
  EXPECT_NE(notices(log.write().watch()).find("M07 was not judged: there is no older checkpoint"), std::string::npos);
}

TEST(Monitor, m08_an_entry_from_the_future) {
  auto log = TestLog::sample();
  log.change(599, [&](Leaf& leaf) { leaf.at = (log.published.back().time + 240) / 60 * 60; });
  EXPECT_EQ(log.write().codes(), "M08@599");
}

TEST(Monitor, m09_a_deleted_case) {
  auto log = TestLog::sample();
  std::erase_if(log.entries, [](const std::string& entry) { return read_leaf(entry)->object == "KZ75-A-2026-000123"; });
  log.published = {{log.entries.size(), log.published.back().time}};
  const auto report = log.write().watch();
  ASSERT_EQ(report.breaches.size(), 1u);
  EXPECT_EQ(report.breaches[0].line(),
            "M09\t-1\tKZ75-A-2026-000123 is missing, later numbers are there: a deleted case");
}

TEST(Monitor, m09_a_number_may_be_late_as_long_as_a_promise_lasts) {
  auto log = TestLog::sample();
  log.change(599, [](Leaf&) {});
  auto later = log.leaf(log.find("appeal.registered", 590));
  later.object = "KZ75-A-2026-000346", later.at = log.leaf(599).at;
  log.entries.push_back(encode_leaf(later));
  log.published.back() = {601, later.at + 500};
  EXPECT_EQ(log.write().codes(), "");
  log.published.back().time = later.at + 700;
  EXPECT_EQ(log.write().codes(), "M09@-1");
}

TEST(Monitor, m09_a_gap_at_the_beginning_and_a_huge_number) {
  auto log = TestLog::sample();
  auto stray = log.leaf(0);
  stray.object = "KZ75-P-2026-000003", stray.type = "problem.hidden", stray.reason = "x",
  stray.at = log.leaf(599).at - 3600;
  log.entries.push_back(encode_leaf(stray));
  stray.object = "KZ75-T-2026-9000000000";
  log.entries.push_back(encode_leaf(stray));
  log.published.back() = {602, stray.at + 4200};
  const auto report = log.write().watch();
  EXPECT_EQ(report.breaches.size(), 2u + 1000u);
}

TEST(Monitor, m10_an_extension_after_the_old_deadline) {
  auto log = TestLog::sample();
  const auto registered = log.find("appeal.registered", 590);
  const auto extend_at = [&](const std::string& civil) {
    auto late = TestLog::sample();
    const auto leaf_at = std::uint64_t(parse_rfc3339(civil)->ms / 1000);
    late.add_event(registered, [&](Leaf& leaf) {
      leaf.type = "appeal.extended", leaf.at = leaf_at, leaf.due0 = late.leaf(registered).due, leaf.due = "2026-03-30",
      leaf.rule = "test/plus30d", leaf.reason = "expert";
    });
    late.published.push_back({late.entries.size(), leaf_at + 100});
    late.published[8].size = 600;
    return late.write().codes();
  };
  const auto due = log.leaf(registered).due;
  EXPECT_EQ(extend_at(due + "T18:59:00Z"), "");  // a minute before midnight in the civil time of the deadline
  EXPECT_EQ(extend_at(due + "T19:00:00Z"), "M10@600");
}

TEST(Monitor, m11_to_m13_are_judged_by_the_rules_of_packs) {
  auto log = TestLog::sample();
  const auto registered = log.find("appeal.registered", 590);
  log.change(registered, [](Leaf& leaf) { leaf.due = "2026-01-31"; });
  log.rechain();
  EXPECT_EQ(log.write().codes(), "");
  EXPECT_EQ(log.codes({}, with_rules), "M11" + at(registered));

  auto twice = TestLog::sample();
  const auto extended = twice.find("appeal.extended", 500);
  const auto second = twice.add_event(extended, [&](Leaf& leaf) {
    leaf.type = "appeal.extended", leaf.due0 = twice.leaf(extended).due,
    leaf.due = CivilDate::parse(leaf.due0)->plus_days(30).iso();
    leaf.rule = "test/plus30d", leaf.reason = "expert";
  });
  EXPECT_EQ(twice.write().codes({}, with_rules), "M12" + at(second) + " M12" + at(second));  // later and more often

  auto unknown = TestLog::sample();
  unknown.change(registered, [](Leaf& leaf) { leaf.rule = "other/10d"; });
  unknown.rechain();
  EXPECT_EQ(unknown.write().codes({}, with_rules), "M13" + at(registered));
}

TEST(Monitor, m12_a_pause_that_never_ended) {
  auto log = TestLog::sample();
  const auto registered = log.find("appeal.registered", 590);
  log.add_event(registered, [](Leaf& leaf) { leaf.type = "appeal.paused", leaf.reason = "expert"; });
  const auto answered =
      log.add_event(registered, [](Leaf& leaf) { leaf.type = "appeal.answered", leaf.val = "explained"; });
  EXPECT_EQ(log.write().codes(), "M12" + at(answered));
}

TEST(Monitor, m13_a_pack_that_was_published_after_it_had_been_used) {
  auto log = TestLog::sample();
  Leaf pack{.at = log.leaf(599).at,
            .object = "KZ75-J-2026-000001",
            .cm = std::string(64, '0'),
            .n = 1,
            .role = "admin",
            .type = "pack.published",
            .pack = "test-2",
            .val = std::string(64, 'b')};
  const auto registered = log.find("appeal.registered", 590);
  log.change(registered, [](Leaf& leaf) { leaf.pack = "test-2"; });
  log.rechain();
  log.entries.push_back(encode_leaf(pack)), log.published.back().size = 601;
  EXPECT_EQ(log.write().codes(), "M13" + at(registered));
  EXPECT_EQ(log.codes({}, with_rules), "M13" + at(registered) + " M13@600");  // and its hash is not the one at hand
}

TEST(Monitor, m13_a_term_counted_from_a_day_before_its_pack_was_in_force) {
  const auto codes = [](const std::string& type, const std::string& from) {
    auto log = TestLog::sample();
    const auto at_last = log.leaf(599).at;
    const Leaf pack{.at = at_last,
                    .object = "KZ75-J-2026-000001",
                    .cm = std::string(64, '0'),
                    .n = 1,
                    .role = "admin",
                    .type = "pack.published",
                    .start = from,
                    .pack = "test-2",
                    .val = std::string(64, 'b')};
    log.entries.push_back(encode_leaf(pack));
    log.add_event(0, [&](Leaf& leaf) {
      leaf.type = type, leaf.at = at_last, leaf.due0 = "2026-02-19", leaf.due = "2026-02-25", leaf.reason = "pack",
      leaf.pack = "test-2", leaf.start = "2026-01-12";
    });
    return log.write().codes();
  };
  EXPECT_EQ(codes("appeal.qualified", "2026-01-12"), "");
  EXPECT_EQ(codes("appeal.qualified", ""), "M13@601");  // in force from the day of its publication, the 13th
  EXPECT_EQ(codes("appeal.qualified", "2026-02-01"), "M13@601");
  EXPECT_EQ(codes("appeal.recounted", "2026-02-01"), "");
}

TEST(Monitor, m14_steps_that_the_procedure_demands) {
  const auto codes = [](const std::vector<std::function<void(Leaf&)>>& steps) {
    auto log = TestLog::sample();
    const auto registered = log.find("appeal.registered", 595);
    for (const auto& step : steps) log.add_event(registered, step);
    std::string text = log.write().codes();
    return text;
  };
  const auto closed = [](Leaf& leaf) { leaf.type = "appeal.closed", leaf.reason = "done"; };
  const auto answered = [](Leaf& leaf) { leaf.type = "appeal.answered", leaf.val = "explained"; };
  EXPECT_EQ(codes({answered, closed}), "");
  EXPECT_EQ(codes({closed}), "M14@600");
  EXPECT_EQ(codes({answered, closed, answered}), "M14@602");
  EXPECT_EQ(
      codes({answered, closed, [](Leaf& leaf) { leaf.type = "appeal.reopened", leaf.reason = "court"; }, answered}),
      "");
  EXPECT_EQ(
      codes({answered, [](Leaf& leaf) { leaf.type = "appeal.closed", leaf.reason = "done", leaf.val = "solved"; }}),
      "M14@601");
  EXPECT_EQ(codes({answered, [](Leaf& leaf) { leaf.type = "appeal.verdict", leaf.val = "solved"; }}),
            "M02@601 M14@601");
  EXPECT_EQ(codes({[](Leaf& leaf) { leaf.type = "appeal.answer_amended", leaf.val = "partly"; }}), "M14@600");
}

TEST(Monitor, m15_a_receipt_that_was_not_kept) {
  const auto log = TestLog::sample();
  const auto leaf = promised_leaf(log);
  EXPECT_EQ(log.write().codes({{"receipt", log.receipt(leaf)}}), "M15@-1");
  EXPECT_EQ(log.codes({{"receipt", vector_file("sample-log/files/broken-promise.receipt")}}), "M15@-1");
  auto late = leaf;
  late.at = (log.published.back().time - 300) / 60 * 60;
  EXPECT_EQ(log.codes({{"receipt", log.receipt(late)}}), "");
}

TEST(Monitor, m16_a_log_that_nobody_has_cosigned_lately) {
  const auto log = TestLog::sample();
  const auto time = log.published.back().time;
  EXPECT_EQ(log.write().codes({}, {.now = time + 7200}), "");
  EXPECT_EQ(log.codes({}, {.now = time + 7300}), "M16@-1");
}

TEST(Monitor, m17_keys_and_witnesses_that_changed_in_silence) {
  auto log = TestLog::sample();
  const auto served_with = [&](const std::string& line) { return vector_file("sample-log/policy") + line; };
  const Signer other("record.jauap.example/log", KeyType::ed25519, test_seed("other log"));
  log.write().put("policy", served_with("log " + other.key().text() + "\n"));
  EXPECT_EQ(log.codes(), "M17@-1");
  auto announced = TestLog::sample();
  Leaf rotated{.at = log.leaf(599).at,
               .object = "KZ75-L-2026-000001",
               .cm = std::string(64, '0'),
               .n = 1,
               .role = "system",
               .type = "log.key_rotated",
               .val = other.key().text()};
  announced.entries.push_back(encode_leaf(rotated)), announced.published.back().size = 601;
  announced.write().put("policy", served_with("log " + other.key().text() + "\n"));
  EXPECT_EQ(announced.codes(), "");

  const auto fewer = served_with("").replace(served_with("").find("group two 2"), 11, "group two 1");
  log.put("policy", fewer);
  EXPECT_EQ(log.codes(), "M17@-1");
  auto told = TestLog::sample();
  rotated.type = "log.witnesses", rotated.val = secrets::hex(secrets::sha256(fewer));
  told.entries.push_back(encode_leaf(rotated)), told.published.back().size = 601;
  told.write().put("policy", fewer);
  EXPECT_EQ(told.codes(), "");
  told.put("policy", fewer + "# one comment more\n");
  EXPECT_EQ(told.codes(), "M17@-1");
}

TEST(Monitor, lists_what_was_overdue_on_a_day) {
  auto log = TestLog::sample();
  const auto day = *CivilDate::parse("2026-01-24");
  const auto report = log.write().watch({}, {.overdue_on = day});
  std::size_t expected = 0;
  std::map<std::string, std::string> open;
  for (std::size_t i = 0; i < log.entries.size(); ++i) {
    const auto leaf = log.leaf(i);
    if (leaf.type == "appeal.registered" || leaf.type == "appeal.extended") open[leaf.object] = leaf.due;
    if (leaf.type == "appeal.answered" || (leaf.type == "appeal.verdict" && leaf.val == "solved"))
      open.erase(leaf.object);
  }
  for (const auto& [object, due] : open) expected += due < day.iso();
  EXPECT_EQ(report.overdue.size(), expected);
  EXPECT_GT(expected, 0u);
  EXPECT_TRUE(log.watch({}, {.overdue_on = CivilDate::parse("2026-01-06")}).overdue.empty());
}

TEST(PackLaw, judges_by_the_pack_of_the_country) {
  const auto law = law_of_packs({std::string(JAUAP_SOURCE_DIR) + "/packs/kz"});
  const auto pack = "kz-2026.1";
  ASSERT_TRUE(law->knows(pack));
  Leaf leaf{
      .type = "appeal.registered", .due = "2026-04-08", .start = "2026-03-18", .rule = "appeal.consider", .pack = pack};
  const Term term{leaf, pack, *CivilDate::parse("2026-03-18"), std::nullopt};
  ASSERT_TRUE(law->due(term));
  EXPECT_GT(*law->due(term), *CivilDate::parse("2026-04-01"));
  EXPECT_FALSE(law->latest(term));
  EXPECT_FALSE(law->not_in_force(term));
  leaf.rule = "appeal.extend.max", leaf.type = "appeal.extended";
  EXPECT_FALSE(law->due(term));
  EXPECT_TRUE(law->latest(term));
  EXPECT_EQ(law->times(term), 1u);
  leaf.rule = "appeal.unheard_of";
  EXPECT_TRUE(law->not_in_force(term));
  EXPECT_THROW(law_of_packs({"/nowhere"}), Stop);
}

// A site that shows what an honest log says, but for what `lie` does to the open data and to the page.
using Lie = std::function<void(std::string& open_data, std::string& page)>;
std::string codes_with_site(const TestLog& log, const Lie& lie = {}) {
  std::map<std::string, std::pair<std::string, std::string>> cases;
  for (std::size_t i = 0; i < log.entries.size(); ++i) {
    const auto leaf = log.leaf(i);
    auto& [events, page] = cases[leaf.object];
    const auto at = rfc3339(Instant{std::int64_t(leaf.at) * 1000 + 17'000});
    const auto add = [](const char* name, const std::string& value) { return value.empty() ? "" : std::string(",\"") + name + "\":\"" + value + "\""; };
    events += (events.empty() ? "" : ",") + std::string("{\"n\":") + std::to_string(leaf.n) + add("type", leaf.type) + add("at", at) + add("body", leaf.body) +
              add("to", leaf.to) + add("reason", leaf.reason) + add("value", leaf.val) + add("rule", leaf.rule) + add("pack", leaf.pack) +
              add("due_before", leaf.due0) + add("due_on", leaf.due) + add("starts_on", leaf.start) + ",\"record\":{\"index\":" + std::to_string(i) + "}}";
    page += "<a href=\"/en/record/" + std::to_string(i) + "\"><time datetime=\"" + at + "\">";
  }
  Site site{.fetch = [cases, lie](const std::string& path) -> Fetched {
    const bool is_page = path.starts_with("en/appeals/");
    const auto object = is_page ? path.substr(11) : path.substr(15, path.size() - 15 - 7);
    const auto found = cases.find(object);
    if (found == cases.end()) return {};
    auto open_data = "{\"events\":[" + found->second.first + "]}";
    auto page = found->second.second;
    if (lie) lie(open_data, page);
    return {Fetched::State::found, is_page ? page : open_data, ""};
  }};
  const auto policy = *parse_policy(vector_file("sample-log/policy"));
  LogFiles files(folder_fetch(log.folder.string()));
  const auto report = monitor(policy, files, {}, {.site = site});
  std::set<std::string> codes;
  for (const auto& breach : report.breaches) codes.insert(breach.code + (breach.index < 0 ? "" : "@"));
  std::string all = notices(report).find("0 of the sample are not public") == std::string::npos ? "some cases were not looked at " : "";
  for (const auto& code : codes) all += code + " ";
  return all;
}

Lie instead(const std::string& was, const std::string& is, bool on_page = false) {
  return [=](std::string& open_data, std::string& page) {
    auto& text = on_page ? page : open_data;
    if (const auto at = text.find(was); at != std::string::npos) text.replace(at, was.size(), is);
  };
}

TEST(Monitor, m18_a_site_that_shows_something_else_than_the_log) {
  auto log = TestLog::sample();
  log.write();
  EXPECT_EQ(codes_with_site(log), "");
  EXPECT_EQ(codes_with_site(log, instead("\"due_on\":\"2026-0", "\"due_on\":\"2027-0")), "M18@ ") << "a later last day";
  EXPECT_EQ(codes_with_site(log, instead("\"body\":\"kz75", "\"body\":\"kz71")), "M18@ ") << "another body";
  EXPECT_EQ(codes_with_site(log, instead("appeal.registered", "appeal.accepted")), "M18@ ") << "another step";
  EXPECT_EQ(codes_with_site(log, instead("\"n\":1,", "\"n\":99,")), "M18 ") << "a step that is not shown";
  EXPECT_EQ(codes_with_site(log, instead("\"index\":", "\"index\":1")), "M18 M18@ ") << "the entry of another case, or none";
  EXPECT_EQ(codes_with_site(log, instead("{\"events\":[", "{\"events\":")), "M18 ") << "open data that cannot be read";
  EXPECT_EQ(codes_with_site(log, instead("{\"n\":1,", "{\"n\":1},{\"n\":1,")), "M18 ") << "a second event of the same number";
  EXPECT_EQ(codes_with_site(log, instead("datetime=\"2026", "datetime=\"2025", true)), "M18@ ") << "another day on the page alone";
}

TEST(Monitor, m18_a_site_that_is_silent_for_some_cases_was_not_judged) {
  const auto policy = *parse_policy(vector_file("sample-log/policy"));
  LogFiles files(folder_fetch(vectors_folder() + "sample-log"));
  const Site silent{.fetch = [](const std::string&) -> Fetched { return {Fetched::State::unreachable, "", "503"}; }};
  const auto report = monitor(policy, files, {}, {.site = silent});
  EXPECT_FALSE(report.is_site_judged);
  EXPECT_TRUE(report.breaches.empty());
}

TEST(Monitor, m18_an_event_number_beyond_all_entries_ends_nobodys_report) {
  auto log = TestLog::sample();
  log.change(0, [](Leaf& leaf) { leaf.n = (std::uint64_t(1) << 53) - 1, leaf.prev = std::string(64, 'a'); });
  log.write();
  EXPECT_NE(codes_with_site(log).find("M03"), std::string::npos);
}

}  // namespace jauap::tlog
