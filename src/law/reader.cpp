#include "law/reader.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

#include "base/text.h"

namespace jauap::law {
namespace {

namespace json = boost::json;

constexpr std::size_t faults_max = 500;
constexpr std::size_t depth_max = 8;
constexpr std::size_t text_max = 1000;
constexpr std::size_t code_max = 64;

json::parse_options options() {
  json::parse_options options;
  options.max_depth = depth_max;
  return options;
}

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

// Boost's values keep the last of two equal keys without a word; this handler of the event parser finds them.
struct DoubledKeys {
  static constexpr std::size_t max_object_size = 100000;
  static constexpr std::size_t max_array_size = 100000;
  static constexpr std::size_t max_key_size = 1000;
  static constexpr std::size_t max_string_size = 100000;
  using error_code = json::error_code;

  struct Level {
    bool is_object = false;
    std::set<std::string> keys;
    std::string key;
    std::size_t index = 0;
  };

  std::string path() const {
    std::string out;
    for (const auto& level : levels) out += "/" + (level.is_object ? escaped(level.key) : std::to_string(level.index));
    return out;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open(true); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code&) { return open(false); }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(std::string_view part, std::size_t, error_code&) {
    pending += part;
    return true;
  }
  bool on_key(std::string_view part, std::size_t, error_code&) {
    auto& level = levels.back();
    level.key = pending + std::string(part);
    pending.clear();
    if (!level.keys.insert(level.key).second) spot->faults->add(spot->file, path(), fault::doubled_key);
    return true;
  }
  bool on_string_part(std::string_view, std::size_t, error_code&) { return true; }
  bool on_string(std::string_view, std::size_t, error_code&) { return passed(); }
  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, std::string_view, error_code&) { return passed(); }
  bool on_uint64(std::uint64_t, std::string_view, error_code&) { return passed(); }
  bool on_double(double, std::string_view, error_code&) { return passed(); }
  bool on_bool(bool, error_code&) { return passed(); }
  bool on_null(error_code&) { return passed(); }
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

  bool open(bool is_object) {
    levels.push_back({is_object, {}, {}, 0});
    return true;
  }
  bool close() {
    levels.pop_back();
    return passed();
  }
  bool passed() {
    if (!levels.empty() && !levels.back().is_object) ++levels.back().index;
    return true;
  }

  const Spot* spot = nullptr;
  std::vector<Level> levels;
  std::string pending;
};

}  // namespace

void Faults::add(std::string_view file, std::string_view path, Key reason, std::string_view value) {
  if (problems_.size() > faults_max) return;
  const bool last = problems_.size() == faults_max;
  const auto shown =
      value.empty() ? std::string() : " (" + text::shortened(text::clean_line(value).value_or("?"), 60) + ")";
  problems_.add(Problem{.message = Key("law.pack_fault"),
                        .field = std::string(file) + std::string(path),
                        .args = {{"file", std::string(file)},
                                 {"path", path.empty() ? "/" : std::string(path)},
                                 word_arg("reason", last ? fault::more_faults : reason),
                                 {"value", last ? std::string() : shown}}});
}

Spot Spot::at(std::string_view key) const {
  return {faults, file, path + "/" + escaped(key)};
}
Spot Spot::at(std::size_t index) const {
  return {faults, file, path + "/" + std::to_string(index)};
}

std::optional<json::value> parse_strictly(std::string_view text, const Spot& spot) {
  json::error_code error;
  json::basic_parser<DoubledKeys> events(options());
  events.handler().spot = &spot;
  const auto read = events.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = json::error::extra_data;
  if (error) {
    if (error == json::error::too_deep) {
      spot.fault(fault::too_deep);
    } else {
      spot.fault(fault::not_json, error.message() + ", " + std::to_string(read));
    }
    return std::nullopt;
  }
  auto value = json::parse(text, error, {}, options());
  if (error) {
    spot.fault(fault::not_json, error.message());
    return std::nullopt;
  }
  return value;
}

Reader::Reader(const json::value& value, Spot spot) : object_(value.if_object()), spot_(std::move(spot)) {
  if (!object_) spot_.fault(fault::wrong_type);
}

bool Reader::has(std::string_view key) const {
  return object_ && object_->contains(key);
}

const json::value* Reader::find(std::string_view key, Presence presence) {
  if (!object_) return nullptr;
  asked_.emplace(key);
  const auto* value = object_->if_contains(key);
  if (!value && presence == required) at(key).fault(fault::missing_key);
  return value;
}

std::optional<std::string> Reader::string(std::string_view key, Presence presence) {
  const auto* value = find(key, presence);
  if (!value) return std::nullopt;
  const auto* text = value->if_string();
  if (!text) {
    at(key).fault(fault::wrong_type);
    return std::nullopt;
  }
  return std::string(text->data(), text->size());
}

std::string Reader::text(std::string_view key, Presence presence) {
  auto value = string(key, presence);
  if (!value || (value->empty() && presence == optional)) return {};
  if (value->empty() || text::clean_line(*value) != value || text::characters(*value) > text_max) {
    at(key).fault(fault::bad_text, *value);
    return {};
  }
  return *value;
}

std::string Reader::code(std::string_view key, Presence presence) {
  auto value = string(key, presence);
  if (!value || (value->empty() && presence == optional)) return {};
  if (!is_code(*value)) {
    at(key).fault(fault::bad_code, *value);
    return {};
  }
  return *value;
}

std::string Reader::one_of(std::string_view key, const std::vector<std::string_view>& allowed) {
  auto value = string(key, required);
  if (!value) return {};
  for (const auto one : allowed)
    if (one == *value) return *value;
  at(key).fault(fault::not_one_of, *value);
  return {};
}

Names Reader::names(std::string_view key) {
  Names names;
  object(key, [&](Reader& inside) {
    for (const auto language : all_languages) {
      if (!inside.has(jauap::code(language))) {
        inside.asked_.emplace(jauap::code(language));
        inside.at(jauap::code(language)).fault(fault::missing_language);
        continue;
      }
      auto name = inside.text(jauap::code(language));
      switch (language) {
        case Language::kk:
          names.kk = std::move(name);
          break;
        case Language::ru:
          names.ru = std::move(name);
          break;
        case Language::en:
          names.en = std::move(name);
          break;
      }
    }
  });
  return names;
}

bool Reader::flag(std::string_view key) {
  const auto* value = find(key, required);
  if (!value) return false;
  if (const auto* flag = value->if_bool()) return *flag;
  at(key).fault(fault::wrong_type);
  return false;
}

std::optional<std::int64_t> Reader::integer(std::string_view key, std::int64_t low, std::int64_t high,
                                            Presence presence) {
  const auto* value = find(key, presence);
  if (!value || (value->is_null() && presence == optional)) return std::nullopt;
  const auto* number = value->if_int64();
  if (!number) {
    at(key).fault(fault::wrong_type);
    return std::nullopt;
  }
  if (*number < low || *number > high) {
    at(key).fault(fault::out_of_range, std::to_string(*number));
    return std::nullopt;
  }
  return *number;
}

std::optional<CivilDate> Reader::date(std::string_view key, Presence presence) {
  const auto value = string(key, presence);
  if (!value) return std::nullopt;
  const auto date = CivilDate::parse(*value);
  if (!date) at(key).fault(fault::bad_date, *value);
  return date;
}

std::optional<TimeOfDay> Reader::time(std::string_view key) {
  const auto value = string(key, required);
  if (!value) return std::nullopt;
  const auto time = TimeOfDay::parse(*value);
  if (!time) at(key).fault(fault::bad_time, *value);
  return time;
}

void Reader::each(std::string_view key, std::size_t least, std::size_t most,
                  const std::function<void(const json::value&, const Spot&)>& item) {
  const auto* value = find(key, required);
  if (!value) return;
  const auto* list = value->if_array();
  if (!list) return at(key).fault(fault::wrong_type);
  if (list->size() < least) at(key).fault(fault::empty_list);
  if (list->size() > most) return at(key).fault(fault::too_many, std::to_string(list->size()));
  for (std::size_t i = 0; i < list->size(); ++i) item((*list)[i], at(key).at(i));
}

void Reader::object(std::string_view key, const std::function<void(Reader&)>& inside) {
  const auto* value = find(key, required);
  if (!value) return;
  Reader reader(*value, at(key));
  if (!reader.object_) return;
  inside(reader);
  reader.finish();
}

void Reader::each_key(const std::function<void(std::string_view, const json::value&, const Spot&)>& item) {
  if (!object_) return;
  for (const auto& [key, value] : *object_) {
    asked_.emplace(key);
    item(key, value, at(key));
  }
}

void Reader::remarks() {
  text("note", optional);
  text("$schema", optional);
}

void Reader::finish() {
  if (!object_) return;
  for (const auto& member : *object_)
    if (!asked_.contains(member.key())) at(member.key()).fault(fault::unknown_key);
}

bool is_code(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (text.empty() || text.size() > code_max || !is_letter(text.front()) || !is_letter(text.back())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_letter(text[i])) continue;
    if ((text[i] != '.' && text[i] != '-' && text[i] != '_') || !is_letter(text[i - 1])) return false;
  }
  return true;
}

}  // namespace jauap::law
