// The rules of the house, read from the sources: who may include whom, where a library lives, where SQL stands, who may ask
// the time, how keys begin. The checks are functions over text and are themselves tried with planted faults.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;    // from src/: "appeals/store.cpp"
  std::string folder;  // "appeals", "platform/db"
  std::string text;
};

std::string read(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// "platform/html/components/field/field.h" belongs to platform/html.
std::string folder_of(const std::string& path) {
  const auto first = path.find('/');
  if (path.compare(0, first, "platform") != 0) return path.substr(0, first);
  return path.substr(0, path.find('/', first + 1));
}

std::vector<Source> sources() {
  std::vector<Source> all;
  const fs::path root = fs::path(JAUAP_SOURCE_DIR) / "src";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".h") continue;
    const auto path = fs::relative(entry.path(), root).string();
    if (path.find("/tests/") != std::string::npos || path.ends_with("testing.h") || path.ends_with("testing.cpp") ||
        path.find("fuzz_") != std::string::npos)
      continue;
    all.push_back({path, folder_of(path), read(entry.path())});
  }
  return all;
}

// The order of layers as CMakeLists.txt names it; modules stand above all of them and beside each other, app on top.
std::vector<std::string> layers() {
  std::vector<std::string> order;
  const auto text = read(fs::path(JAUAP_SOURCE_DIR) / "CMakeLists.txt");
  const std::regex line("house_folder\\(([a-z0-9_/]+)\\)");
  for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) order.push_back((*it)[1]);
  return order;
}

std::size_t height(const std::vector<std::string>& order, const std::string& folder) {
  const auto at = std::find(order.begin(), order.end(), folder);
  if (at != order.end()) return std::size_t(at - order.begin());
  return folder == "app" ? order.size() + 1 : order.size();
}

std::vector<std::string> includes(const std::string& text) {
  std::vector<std::string> found;
  const std::regex line("#include [\"<]([^\">]+)[\">]");
  for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

// What is wrong with one file's includes.
std::vector<std::string> include_faults(const Source& source, const std::vector<std::string>& order) {
  std::vector<std::string> faults;
  for (const auto& name : includes(source.text)) {
    if (name.find('/') == std::string::npos || name.starts_with("boost/") || name.starts_with("sys/") || name.starts_with("gtest/") ||
        name.starts_with("openssl/") || name.starts_with("unicode/") || name.starts_with("fmt/") || name.starts_with("curl/") ||
        name.starts_with("gmime/") || name.starts_with("libxml/") || name.starts_with("netinet/") || name.starts_with("arpa/") || name.starts_with("linux/") || name.starts_with("vips/") || name.starts_with("cairo/") || name.starts_with("fontconfig/") ||
        name.starts_with("pango/") || name.starts_with("libical/"))
      continue;
    const auto target = folder_of(name);
    if (target == source.folder) continue;
    if (height(order, target) > height(order, source.folder)) faults.push_back(source.path + " looks up to " + name);
    // Two modules of one height meet only through their faces.
    if (height(order, target) == height(order, source.folder) && name != target + "/" + target + ".h")
      faults.push_back(source.path + " enters " + target + " by another door: " + name);
  }
  return faults;
}

const std::map<std::string, std::set<std::string>> homes{
    {"xapian.h", {"platform/search"}}, {"boost/beast", {"platform/http"}}, {"boost/asio", {"platform/http"}}, {"sqlite3.h", {"platform/db"}},
    {"libpq-fe.h", {"platform/db"}},    {"curl/", {"platform/mail"}},      {"gmime/", {"platform/mail", "platform/http"}},
    {"libxml/", {"platform/mail"}},     {"sodium.h", {"platform/secrets"}}, {"qrencode.h", {"platform/html", "platform/pdf"}}, {"zlib.h", {"platform/module"}},
    {"unicode/", {"base", "law"}},      {"vips/", {"platform/files"}},  {"seccomp.h", {"platform/files"}},
    {"pango/", {"platform/pdf"}},       {"cairo", {"platform/pdf"}},    {"fontconfig/", {"platform/pdf"}}, {"libical/", {"platform/calendar"}}};

std::vector<std::string> library_faults(const Source& source) {
  std::vector<std::string> faults;
  for (const auto& name : includes(source.text))
    for (const auto& [library, where] : homes)
      if (name.starts_with(library) && !where.contains(source.folder)) faults.push_back(source.path + " names " + name);
  return faults;
}

// store.cpp, and store_moderation.cpp beside it where one file would be too long.
bool may_hold_sql(const Source& source) {
  const auto name = source.path.substr(source.path.rfind('/') + 1);
  return name == "store.cpp" || name.starts_with("store_") || source.folder == "platform/db";
}

std::vector<std::string> sql_faults(const Source& source) {
  if (may_hold_sql(source)) return {};
  static const std::regex sql("\"\\s*(select .* from |insert into |update [a-z_]+ set |delete from )|R\"sql", std::regex::icase);
  return std::regex_search(source.text, sql) ? std::vector{source.path + " holds SQL"} : std::vector<std::string>{};
}

std::vector<std::string> clock_faults(const Source& source) {
  // The sandbox names such calls among those that it allows.
  if (source.path == "base/clock.cpp" || source.path == "platform/files/sandbox.cpp") return {};
  static const std::regex clock("(system_clock|steady_clock)::now|\\btime\\((nullptr|NULL|0)\\)|gettimeofday|clock_gettime");
  return std::regex_search(source.text, clock) ? std::vector{source.path + " asks the machine for the time"} : std::vector<std::string>{};
}

template <class Check>
std::vector<std::string> all_faults(const Check& check) {
  std::vector<std::string> faults;
  for (const auto& source : sources())
    for (auto& fault : check(source)) faults.push_back(std::move(fault));
  return faults;
}

std::string lines(const std::vector<std::string>& faults) {
  std::string text;
  for (const auto& fault : faults) text += fault + "\n";
  return text;
}

}  // namespace

TEST(House, folders_look_down_only_and_modules_meet_at_their_faces) {
  const auto order = layers();
  ASSERT_GT(order.size(), 10u);
  EXPECT_EQ(lines(all_faults([&](const Source& source) { return include_faults(source, order); })), "");
}

TEST(House, each_library_has_one_home) { EXPECT_EQ(lines(all_faults(library_faults)), ""); }
TEST(House, sql_stands_in_stores_only) { EXPECT_EQ(lines(all_faults(sql_faults)), ""); }
TEST(House, only_the_clock_asks_the_time) { EXPECT_EQ(lines(all_faults(clock_faults)), ""); }

TEST(HouseItself, finds_planted_faults) {
  const std::vector<std::string> order{"base", "law", "platform/db", "platform/http"};
  EXPECT_EQ(include_faults({"law/x.cpp", "law", "#include \"platform/db/db.h\"\n"}, order).size(), 1u);
  EXPECT_EQ(include_faults({"appeals/x.cpp", "appeals", "#include \"petitions/store.h\"\n"}, order).size(), 1u);
  EXPECT_TRUE(include_faults({"appeals/x.cpp", "appeals", "#include \"petitions/petitions.h\"\n#include \"law/law.h\"\n"}, order).empty());
  EXPECT_EQ(library_faults({"appeals/x.cpp", "appeals", "#include <sqlite3.h>\n"}).size(), 1u);
  EXPECT_EQ(sql_faults({"appeals/pages.cpp", "appeals", "x = \"select a from b\";"}).size(), 1u);
  EXPECT_TRUE(sql_faults({"appeals/store.cpp", "appeals", "x = \"select a from b\";"}).empty());
  EXPECT_TRUE(sql_faults({"appeals/store_moderation.cpp", "appeals", "x = \"select a from b\";"}).empty());
  EXPECT_EQ(sql_faults({"appeals/restore.cpp", "appeals", "x = \"select a from b\";"}).size(), 1u);
  EXPECT_EQ(clock_faults({"appeals/x.cpp", "appeals", "auto t = std::chrono::system_clock::now();"}).size(), 1u);
}
