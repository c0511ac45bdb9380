#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>

#include "law/testing.h"
#include "law/tests/support.h"

using namespace jauap;
using namespace jauap::law;

namespace {

namespace json = boost::json;

// One way to break a pack: what is changed in which file, and what its maker is told.
struct Broken {
  std::string name, file;
  std::function<void(json::value&)> change;
  std::string path, reason;
};
void PrintTo(const Broken& broken, std::ostream* out) {
  *out << broken.name;
}

json::value& in(json::value& root, std::string_view pointer) {
  return root.at_pointer(pointer);
}

void put(json::value& root, std::string_view object, std::string_view key, json::value value) {
  in(root, object).as_object()[key] = std::move(value);
}

void take(json::value& root, std::string_view object, std::string_view key) {
  in(root, object).as_object().erase(key);
}

void twice(json::value& root, std::string_view list) {
  auto& array = in(root, list).as_array();
  array.push_back(json::value(array.front()));
}

Files changed(const std::string& file, const std::function<void(json::value&)>& change) {
  auto files = kz_files();
  auto value = json::parse(files.at(file));
  change(value);
  files[file] = json::serialize(value);
  return files;
}

bool names(const Problems& problems, const std::string& file, const std::string& path, const std::string& reason) {
  return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
    return problem.message.name() == "law.pack_fault" && problem.args.size() == 4 && problem.args[0].value == file &&
           problem.args[1].value == path && problem.args[2].value == "@key:law.fault." + reason;
  });
}

using Value = json::value;

}  // namespace

class BrokenPacks : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenPacks, are_refused_with_file_path_and_reason) {
  const auto& broken = GetParam();
  const auto loaded = load_files(changed(broken.file, broken.change));
  ASSERT_FALSE(loaded) << broken.name;
  EXPECT_TRUE(names(loaded.problems(), broken.file, broken.path, broken.reason))
      << broken.path << " " << broken.reason << "\n"
      << story(loaded.problems());
}

INSTANTIATE_TEST_SUITE_P(
    Table, BrokenPacks,
    ::testing::Values(
        // shapes
        Broken{"a_missing_key", "rules.json", [](Value& v) { take(v, "/rules/3", "unit"); }, "/rules/3/unit",
               "missing_key"},
        Broken{"an_unknown_key", "rules.json", [](Value& v) { put(v, "/rules/3", "days", 15); }, "/rules/3/days",
               "unknown_key"},
        Broken{"an_unknown_key_of_the_file", "topics.json", [](Value& v) { put(v, "", "extra/~", 1); }, "/extra~1~0",
               "unknown_key"},
        Broken{"a_length_as_text", "rules.json", [](Value& v) { put(v, "/rules/3", "length", "15"); },
               "/rules/3/length", "wrong_type"},
        Broken{"a_length_with_a_fraction", "rules.json", [](Value& v) { put(v, "/rules/3", "length", 1.5); },
               "/rules/3/length", "wrong_type"},
        Broken{"a_negative_length", "rules.json", [](Value& v) { put(v, "/rules/3", "length", -1); }, "/rules/3/length",
               "out_of_range"},
        Broken{"a_list_that_is_none", "bodies.json", [](Value& v) { put(v, "", "bodies", "all"); }, "/bodies",
               "wrong_type"},
        Broken{"an_empty_list", "kinds.json", [](Value& v) { put(v, "", "kinds", Value(json::array{})); }, "/kinds",
               "empty_list"},
        Broken{"an_entry_that_is_no_object", "reasons.json", [](Value& v) { in(v, "/reasons/2") = 5; }, "/reasons/2",
               "wrong_type"},
        Broken{"a_file_that_is_no_object", "acts.json", [](Value& v) { v = json::array{}; }, "/", "wrong_type"},
        Broken{"a_missing_language", "acts.json", [](Value& v) { take(v, "/acts/0/name", "kk"); }, "/acts/0/name/kk",
               "missing_language"},
        Broken{"an_empty_name", "places.json", [](Value& v) { put(v, "/places/1/name", "en", ""); },
               "/places/1/name/en", "bad_text"},
        Broken{"a_name_with_a_bidi_override", "bodies.json",
               [](Value& v) { put(v, "/bodies/0/name", "ru", "a\u202Eb"); }, "/bodies/0/name/ru", "bad_text"},
        Broken{"a_name_with_a_line_break", "bodies.json", [](Value& v) { put(v, "/bodies/0/name", "ru", "a\nb"); },
               "/bodies/0/name/ru", "bad_text"},
        Broken{"a_fourth_language_of_a_name", "kinds.json", [](Value& v) { put(v, "/kinds/0/name", "de", "x"); },
               "/kinds/0/name/de", "unknown_key"},
        Broken{"a_flag_that_is_none", "topics.json", [](Value& v) { put(v, "/topics/0", "urgent", "no"); },
               "/topics/0/urgent", "wrong_type"},
        Broken{"a_day_that_does_not_exist", "calendar.json",
               [](Value& v) { put(v, "/days_off/0", "date", "2025-02-30"); }, "/days_off/0/date", "bad_date"},
        Broken{"a_date_of_another_form", "rules.json",
               [](Value& v) { put(v, "/rules/3", "in_force_from", "01.07.2021"); }, "/rules/3/in_force_from",
               "bad_date"},
        Broken{"a_word_out_of_the_list", "rules.json", [](Value& v) { put(v, "/rules/3", "confidence", "sure"); },
               "/rules/3/confidence", "not_one_of"},
        Broken{"a_code_with_capitals", "reasons.json", [](Value& v) { put(v, "/reasons/0", "code", "Redirect.x"); },
               "/reasons/0/code", "bad_code"},
        Broken{"a_reason_under_another_step", "reasons.json", [](Value& v) { put(v, "/reasons/0", "step", "hide"); },
               "/reasons/0/code", "bad_code"},
        Broken{"an_address_that_is_no_https", "acts.json",
               [](Value& v) { put(v, "/acts/0", "url", "javascript:alert(1)"); }, "/acts/0/url", "bad_url"},
        Broken{"a_time_of_25_hours", "pack.json", [](Value& v) { put(v, "/working_day", "ends", "25:00"); },
               "/working_day/ends", "bad_time"},
        Broken{"a_working_day_that_ends_first", "pack.json", [](Value& v) { put(v, "/working_day", "ends", "08:00"); },
               "/working_day/ends", "wrong_order"},
        Broken{"an_offset_of_a_day", "pack.json", [](Value& v) { put(v, "/zone/0", "offset", "+24:00"); },
               "/zone/0/offset", "bad_time"},
        Broken{"a_zone_that_runs_back", "pack.json", [](Value& v) { twice(v, "/zone"); }, "/zone/2/from",
               "wrong_order"},
        Broken{"a_weekday_eight", "pack.json",
               [](Value& v) {
                 put(v, "", "weekend", Value{6, 8});
               },
               "/weekend/1", "out_of_range"},
        Broken{"a_phone_of_letters", "pack.json", [](Value& v) { put(v, "/phones/help", "number", "call us"); },
               "/phones/help/number", "bad_text"},
        Broken{"a_version_of_another_pack", "pack.json", [](Value& v) { put(v, "", "version", "kg-2026.1"); },
               "/version", "bad_code"},
        Broken{"a_sign_of_five_words", "topics.json", [](Value& v) { in(v, "/topics/0/signs/ru/0") = "а б в г д"; },
               "/topics/0/signs/ru/0", "bad_sign"},
        Broken{"a_sign_of_marks_only", "kinds.json", [](Value& v) { in(v, "/kinds/0/signs/kk/0") = "…"; },
               "/kinds/0/signs/kk/0", "bad_sign"},
        Broken{"a_sign_twice_after_folding", "topics.json", [](Value& v) { in(v, "/topics/0/signs/ru/1") = "МАРШРУТ"; },
               "/topics/0/signs/ru/1", "duplicate"},
        Broken{"signs_of_no_language", "topics.json",
               [](Value& v) { put(v, "/topics/0/signs", "Russian", Value{"x"}); }, "/topics/0/signs/Russian",
               "bad_language"},
        // the calendar
        Broken{"a_holiday_outside_the_calendar", "calendar.json",
               [](Value& v) { put(v, "/days_off/0", "date", "2024-12-31"); }, "/days_off/0/date", "outside_calendar"},
        Broken{"a_calendar_that_begins_in_march", "calendar.json",
               [](Value& v) { put(v, "", "first_day", "2025-03-01"); }, "/first_day", "not_whole_years"},
        Broken{"a_calendar_that_ends_before_it_begins", "calendar.json",
               [](Value& v) { put(v, "", "last_day", "2024-12-31"); }, "/last_day", "wrong_order"},
        Broken{"a_year_that_nobody_entered", "calendar.json", [](Value& v) { put(v, "", "last_day", "2028-12-31"); },
               "/days_off", "year_without_holidays"},
        Broken{"a_holiday_twice", "calendar.json", [](Value& v) { twice(v, "/days_off"); }, "/days_off/60/date",
               "duplicate"},
        Broken{"a_day_moved_from_an_ordinary_one", "calendar.json",
               [](Value& v) { put(v, "/days_off/5", "moved_from", "2025-03-06"); }, "/days_off/5/moved_from",
               "moved_from_nothing"},
        Broken{"a_moved_day_without_its_origin", "calendar.json",
               [](Value& v) { take(v, "/days_off/5", "moved_from"); }, "/days_off/5/moved_from", "missing_key"},
        Broken{"a_working_weekend_on_a_monday", "calendar.json",
               [](Value& v) { put(v, "/working_weekends/0", "date", "2025-01-06"); }, "/working_weekends/0/date",
               "not_a_weekend"},
        Broken{"an_act_of_the_calendar_that_is_none", "calendar.json", [](Value& v) { in(v, "/acts/0") = "nothing"; },
               "/acts/0", "unknown_act"},
        // references
        Broken{"a_rule_of_no_act", "rules.json", [](Value& v) { put(v, "/rules/3", "act", "appcc"); }, "/rules/3/act",
               "unknown_act"},
        Broken{"a_rule_seen_nowhere", "rules.json", [](Value& v) { put(v, "/rules/3", "article", ""); },
               "/rules/3/article", "no_ground"},
        Broken{"a_rule_twice_in_force", "rules.json", [](Value& v) { twice(v, "/rules"); }, "/rules/68/id",
               "duplicate"},
        Broken{"a_period_without_length", "rules.json", [](Value& v) { put(v, "/rules/3", "length", nullptr); },
               "/rules/3/length", "not_a_period"},
        Broken{"a_rule_that_ends_before_it_begins", "rules.json",
               [](Value& v) { put(v, "/rules/3", "in_force_to", "2020-01-01"); }, "/rules/3/in_force_to",
               "wrong_order"},
        Broken{"a_rule_that_the_program_needs", "rules.json",
               [](Value& v) { put(v, "/rules/8", "id", "appeal.judgement"); }, "/rules", "missing_rule"},
        Broken{"a_kind_by_no_rule", "kinds.json", [](Value& v) { put(v, "/kinds/0", "consider_rule", "appeal.x"); },
               "/kinds/0/consider_rule", "unknown_rule"},
        Broken{"a_kind_by_a_quorum", "kinds.json",
               [](Value& v) { put(v, "/kinds/0", "consider_rule", "council.quorum"); }, "/kinds/0/consider_rule",
               "not_a_period"},
        Broken{"a_kind_missing", "kinds.json", [](Value& v) { in(v, "/kinds").as_array().pop_back(); }, "/kinds",
               "missing_kind"},
        Broken{"a_kind_twice", "kinds.json", [](Value& v) { twice(v, "/kinds"); }, "/kinds/6/kind", "duplicate"},
        Broken{"a_kind_of_our_own", "kinds.json", [](Value& v) { put(v, "/kinds/0", "kind", "petition"); },
               "/kinds/0/kind", "not_one_of"},
        Broken{"a_district_of_no_place", "places.json", [](Value& v) { put(v, "/districts/0", "place", "KZ99"); },
               "/districts/0/place", "unknown_place"},
        Broken{"a_place_code_of_small_letters", "places.json", [](Value& v) { put(v, "/places/0", "code", "kz10"); },
               "/places/0/code", "bad_code"},
        Broken{"a_place_twice", "places.json", [](Value& v) { twice(v, "/places"); }, "/places/20/id", "duplicate"},
        Broken{"a_body_without_a_known_parent", "bodies.json",
               [](Value& v) { put(v, "/bodies/4", "parent", "nobody"); }, "/bodies/4/parent", "unknown_body"},
        Broken{"bodies_in_a_circle", "bodies.json", [](Value& v) { put(v, "/bodies/0", "parent", "almaty.apparat"); },
               "/bodies/0/parent", "circle"},
        Broken{"a_body_of_no_district", "bodies.json", [](Value& v) { put(v, "/bodies/31", "district", "almaty.x"); },
               "/bodies/31/district", "unknown_district"},
        Broken{"a_body_twice", "bodies.json", [](Value& v) { twice(v, "/bodies"); }, "/bodies/94/code", "duplicate"},
        Broken{"a_topic_for_nobody", "topics.json", [](Value& v) { put(v, "/topics/0", "body", "almaty.nobody"); },
               "/topics/0/body", "unknown_body"},
        Broken{"a_topic_for_districts_of_nowhere", "topics.json",
               [](Value& v) { put(v, "/topics/0", "body", "kz.akimat.*"); }, "/topics/0/body", "unknown_body"},
        Broken{"a_second_addressee_of_a_topic", "topics.json",
               [](Value& v) { put(v, "/topics/0", "also", Value{"x"}); }, "/topics/0/also/0", "unknown_body"},
        Broken{"a_topic_of_no_group", "topics.json",
               [](Value& v) { in(v, "/groups").as_array().erase(in(v, "/groups").as_array().begin()); },
               "/topics/0/group", "unknown_group"},
        Broken{"a_topic_twice", "topics.json", [](Value& v) { twice(v, "/topics"); }, "/topics/90/code", "duplicate"},
        Broken{"a_step_without_reasons", "reasons.json",
               [](Value& v) {
                 auto& list = in(v, "/reasons").as_array();
                 list.erase(list.begin(), list.begin() + 6);
               },
               "/reasons", "missing_step"}),
    [](const auto& info) { return info.param.name; });

TEST(BrokenFiles, a_missing_file_is_named) {
  auto files = kz_files();
  files.erase("topics.json");
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.problems().size(), 1u) << story(loaded.problems());
  EXPECT_TRUE(names(loaded.problems(), "topics.json", "/", "missing_file"));
}

TEST(BrokenFiles, a_folder_that_is_none_misses_every_file) {
  const auto loaded = Pack::load("/nowhere/at/all");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.problems().size(), pack_files.size());
}

TEST(BrokenFiles, text_that_is_no_json_is_refused) {
  for (const std::string text : {"", "{", "{]", "nonsense", "{} {}", "{\"a\":\"\xFF\"}", "{\"a\":1,}", "// x\n{}"}) {
    auto files = kz_files();
    files["acts.json"] = text;
    const auto loaded = load_files(files);
    ASSERT_FALSE(loaded) << text;
    EXPECT_TRUE(names(loaded.problems(), "acts.json", "/", "not_json")) << text << "\n" << story(loaded.problems());
    EXPECT_EQ(loaded.problems().size(), 1u) << "what leans on the file is not blamed";
  }
}

TEST(BrokenFiles, a_doubled_key_is_found_though_json_would_keep_the_last) {
  auto files = kz_files();
  auto& rules = files.at("rules.json");
  rules.insert(rules.find("\"length\": 15"), "\"length\": 99, ");
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_TRUE(names(loaded.problems(), "rules.json", "/rules/3/length", "doubled_key")) << story(loaded.problems());
}

TEST(BrokenFiles, a_depth_bomb_is_refused) {
  auto files = kz_files();
  files["topics.json"] = std::string(100000, '[') + std::string(100000, ']');
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_TRUE(names(loaded.problems(), "topics.json", "/", "too_deep")) << story(loaded.problems());
}

TEST(BrokenFiles, a_huge_file_is_refused_unread) {
  auto files = kz_files();
  files["pack.json"] += std::string(pack_file_bytes_max, ' ');
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_TRUE(names(loaded.problems(), "pack.json", "/", "too_large"));
}

TEST(BrokenFiles, a_huge_key_or_list_is_refused) {
  auto files = kz_files();
  files["acts.json"] = "{\"" + std::string(5000, 'k') + "\":1}";
  EXPECT_FALSE(load_files(files));
  std::string many = "{\"acts\":[0";
  for (int i = 0; i < 5000; ++i) many += ",0";
  files["acts.json"] = many + "]}";
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_TRUE(names(loaded.problems(), "acts.json", "/acts", "too_many"));
}

TEST(BrokenFiles, all_faults_are_told_at_once) {
  auto files = changed("rules.json", [](Value& v) {
    take(v, "/rules/3", "unit");
    put(v, "/rules/4", "confidence", "sure");
    put(v, "/rules/5", "act", "nothing");
  });
  files["kinds.json"] =
      changed("kinds.json", [](Value& v) { put(v, "/kinds/0", "consider_rule", "no.rule"); })["kinds.json"];
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.problems().size(), 4u) << story(loaded.problems());
  EXPECT_TRUE(names(loaded.problems(), "rules.json", "/rules/3/unit", "missing_key"));
  EXPECT_TRUE(names(loaded.problems(), "rules.json", "/rules/4/confidence", "not_one_of"));
  EXPECT_TRUE(names(loaded.problems(), "rules.json", "/rules/5/act", "unknown_act"));
  EXPECT_TRUE(names(loaded.problems(), "kinds.json", "/kinds/0/consider_rule", "unknown_rule"));
}

TEST(BrokenFiles, endless_faults_end) {
  auto files = changed("bodies.json", [](Value& v) {
    auto& list = in(v, "/bodies").as_array();
    for (int i = 0; i < 9000; ++i) list.push_back(json::object{});
  });
  const auto loaded = load_files(files);
  ASSERT_FALSE(loaded);
  EXPECT_LE(loaded.problems().size(), 501u);
}

TEST(SmallestPack, loads_and_counts) {
  const auto pack = load_files(law::testing::smallest_pack());
  ASSERT_TRUE(pack) << story(pack.problems());
  EXPECT_EQ(deadline(**pack, "a.rule", at("2026-03-02T10:00"))->due_on.iso(), "2026-03-24");
  EXPECT_EQ(propose_topics(**pack, "A pothole here", "d", 1).front().body, "a.d.x");
  EXPECT_TRUE(propose_topics(**pack, "potholes", "d", 1).empty());
}

// The schema and the loader are two statements of one thing: what the schema requires, the loader misses, and what it
// does not know, the loader refuses.
class Schemas : public ::testing::TestWithParam<std::string> {};

namespace {

void compare(const json::value& schema, const json::value& root, const json::value& value, const json::value& whole,
             const std::string& file, const std::string& path) {
  const auto* object = schema.if_object();
  if (object && object->contains("$ref")) {
    const auto pointer = std::string(object->at("$ref").as_string()).substr(1);
    return compare(root.at_pointer(pointer), root, value, whole, file, path);
  }
  if (value.is_array()) {
    if (!value.as_array().empty() && object->contains("items"))
      compare(object->at("items"), root, value.as_array().front(), whole, file, path + "/0");
    return;
  }
  if (!value.is_object() || !object->contains("properties")) return;
  EXPECT_FALSE(object->at("additionalProperties").as_bool()) << file << path;
  for (const auto& required : object->at("required").as_array()) {
    auto broken = whole;
    broken.at_pointer(path).as_object().erase(required.as_string());
    auto files = kz_files();
    files[file] = json::serialize(broken);
    const auto loaded = load_files(files);
    EXPECT_FALSE(loaded) << file << path << " without " << required.as_string();
    if (!loaded) {
      const auto missing = path + "/" + std::string(required.as_string());
      EXPECT_TRUE(names(loaded.problems(), file, missing, "missing_key") ||
                  names(loaded.problems(), file, missing, "missing_language"))
          << missing << story(loaded.problems());
    }
  }
  for (const auto& member : value.as_object()) {
    ASSERT_TRUE(object->at("properties").as_object().contains(member.key())) << file << path << "/" << member.key();
    compare(object->at("properties").at(member.key()), root, member.value(), whole, file,
            path + "/" + std::string(member.key()));
  }
}

}  // namespace

TEST_P(Schemas, require_what_the_loader_requires) {
  const auto& name = GetParam();
  const auto schema = json::parse(content_of("packs/schema/" + name + ".schema.json"));
  const auto value = json::parse(kz_files().at(name + ".json"));
  compare(schema, schema, value, value, name + ".json", "");
}

INSTANTIATE_TEST_SUITE_P(EachFile, Schemas,
                         ::testing::Values("pack", "acts", "calendar", "rules", "kinds", "places", "bodies", "topics",
                                           "reasons"),
                         [](const auto& info) { return info.param; });

TEST(KazakhPack, has_what_almaty_needs) {
  const auto& pack = kz();
  EXPECT_EQ(pack.id, "kz");
  EXPECT_EQ(pack.version, "kz-2026.1");
  EXPECT_EQ(pack.working_day_begins.iso(), "09:00");
  EXPECT_EQ(pack.working_day_ends.iso(), "18:30");
  EXPECT_EQ(pack.weekend, (std::vector<int>{6, 7}));
  EXPECT_EQ(pack.emergency_phone, "112");
  EXPECT_EQ(pack.help_phone, "109");
  EXPECT_EQ(pack.help_phone_status, "verify");
  EXPECT_EQ(pack.places.size(), 20u);
  EXPECT_EQ(pack.place("KZ75")->id, 75);
  EXPECT_EQ(pack.place("KZ99"), nullptr);
  EXPECT_EQ(pack.districts.size(), 8u);
  EXPECT_EQ(pack.district("almaty.auezov")->kato, "751310000");
  EXPECT_EQ(pack.body("almaty.akimat")->kind, "akimat");
  EXPECT_FALSE(pack.body("almaty.council")->takes_appeals);
  EXPECT_EQ(pack.reason("redirect.competence")->step, "redirect");
  EXPECT_EQ(pack.reason("nothing"), nullptr);
  EXPECT_EQ(pack.acts.at("appc").number, "350-VI");
}

TEST(KazakhPack, every_place_has_an_akimat_that_takes_appeals) {
  for (const auto& place : kz().places)
    EXPECT_TRUE(std::ranges::any_of(kz().bodies, [&](const BodyEntry& body) {
      return body.kind == "akimat" && body.place == place.code && body.takes_appeals && body.parent.empty();
    })) << place.code;
}

TEST(KazakhPack, a_complaint_is_never_redirected_and_the_other_kinds_within_three_days) {
  for (const auto kind : all_kinds) {
    const auto& rules = kz().kind(kind);
    EXPECT_EQ(rules.redirect_rule, kind == AppealKind::complaint ? "" : "appeal.redirect");
    EXPECT_EQ(kind_of(code(kind)), kind);
  }
  EXPECT_EQ(kz().rule("complaint.decide", date("2026-03-02"))->length, 20);
  EXPECT_EQ(kind_of("petition"), std::nullopt);
}

TEST(KazakhPack, steps_with_reasons_cover_what_people_choose_from) {
  for (const auto* step : {"redirect", "withdraw", "not_solved", "answer", "extend", "hide", "repair", "terminate"})
    EXPECT_TRUE(std::ranges::any_of(kz().reasons, [&](const Reason& reason) { return reason.step == step; })) << step;
  for (const auto* code : {"answer.satisfied", "answer.partly", "answer.explained", "answer.declined",
                           "close.not_judged", "withdraw.by_applicant", "show.by_applicant"})
    EXPECT_NE(kz().reason(code), nullptr) << code;
}
