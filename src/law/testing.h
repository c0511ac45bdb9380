// The second door, for tests and fuzzers: the smallest pack that loads.
#pragma once

#include <map>
#include <string>

namespace jauap::law::testing {

inline std::map<std::string, std::string, std::less<>> smallest_pack() {
  const std::string name = R"("name":{"kk":"а","ru":"б","en":"c"})";
  const auto kind = [&](const std::string& code) {
    return R"({"kind":")" + code + R"(",)" + name +
           R"(,"meaning":{"kk":"а","ru":"б","en":"c"},"consider_rule":"a.rule","redirect_rule":"","signs":{"en":["please )" +
           code + R"("]}})";
  };
  std::string kinds;
  for (const auto* code : {"application", "complaint", "message", "proposal", "response", "request"})
    kinds += (kinds.empty() ? "" : ",") + kind(code);
  const auto rule = [&](const std::string& id, const std::string& length, const std::string& unit) {
    return R"({"id":")" + id + R"(",)" + name + R"(,"length":)" + length + R"(,"unit":")" + unit +
           R"(","length_text":"x","act":"act","article":"1","confidence":"seen"})";
  };
  std::string rules = rule("a.rule", "15", "working_days") + "," + rule("appeal.verdict", "1", "months") + "," + rule("b.rule", "null", "other");
  for (const auto* id : {"appeal.repair", "appeal.hearing.objection", "appeal.recusal", "complaint.pass"})
    rules += "," + rule(id, "3", "working_days");
  std::string reasons;
  for (const std::string step : {"redirect", "not_solved", "requalify", "arbitrate", "join", "repair", "extend", "pause", "resume", "terminate", "recusal", "hide_file", "withhold"})
    reasons += (reasons.empty() ? "" : ",") + (R"({"code":")" + step + R"(.x","step":")" + step + R"(",)" + name + "}");
  return {
      {"pack.json", R"({"id":"xx","version":"xx-1",)" + name +
                        R"(,"source":"made up","known_until":"2026-01-01",
          "zone":[{"from":"1970-01-01T00:00:00Z","offset":"+05:00"}],"working_day":{"begins":"09:00","ends":"18:00"},
          "weekend":[6,7],"phones":{"emergency":{"number":"112","status":"certain"},
          "help":{"number":"109","status":"verify"}}})"},
      {"acts.json", R"({"acts":[{"id":"act",)" + name +
                        R"(,"short_name":{"kk":"а","ru":"б","en":"c"},"number":"1","adopted_on":"2020-01-01"}]})"},
      {"calendar.json", R"({"first_day":"2026-01-01","last_day":"2026-12-31","acts":["act"],"days_off":[
          {"date":"2026-03-08","kind":"holiday",)" +
                            name +
                            R"(,"status":"certain"},{"date":"2026-03-09","kind":"moved","moved_from":"2026-03-08",)" +
                            name + R"(,"status":"certain"}],"working_weekends":[]})"},
      {"rules.json", R"({"rules":[)" + rules + "]}"},
      {"kinds.json", R"({"kinds":[)" + kinds + "]}"},
      {"places.json", R"({"places":[{"id":1,"code":"XX1","kato":"1",)" + name +
                          R"(}],"districts":[{"code":"d","kato":"11","place":"XX1",)" + name +
                          R"(,"status":"certain"}]})"},
      {"bodies.json", R"({"bodies":[{"code":"a","kind":"akimat","parent":"","place":"XX1",)" + name +
                          R"(,"takes_appeals":true,"status":"certain"},{"code":"a.d.x","kind":"district_akimat",
          "parent":"a","place":"XX1","district":"d",)" +
                          name + R"(,"takes_appeals":true,"status":"certain"}]})"},
      {"topics.json",
       R"({"groups":[{"code":"g",)" + name + R"(}],"topics":[{"code":"g.t","group":"g",)" + name +
           R"(,"body":"a.d.*","also":["a"],"urgent":false,"sensitive":false,"signs":{"en":["pothole."]}}]})"},
      {"reasons.json", R"({"reasons":[)" + reasons + "]}"},
  };
}

}  // namespace jauap::law::testing
