#include "appeals/demo_texts.h"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "appeals/redact.h"

namespace jauap::appeals::demo {
namespace {

namespace bj = boost::json;

std::vector<std::string> strings(const bj::value& value) {
  std::vector<std::string> out;
  for (const auto& one : value.as_array()) out.emplace_back(one.as_string());
  return out;
}

std::string filled(std::string text, std::string_view slot, const std::string& value) {
  for (std::size_t at; (at = text.find(slot)) != std::string::npos;) text.replace(at, slot.size(), value);
  return text;
}

void add(std::string& text, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += ' ';
  text += sentence;
}

// Twelve digits with month 13, so that the number belongs to nobody, and the right check digit.
std::string nobodys_iin(Dice& dice) {
  for (;;) {
    std::string digits = std::to_string(50 + dice.below(49)) + "13";
    while (digits.size() < 11) digits += char('0' + dice.below(10));
    for (char last = '0'; last <= '9'; ++last)
      if (i18n::check_iin(digits + last) == i18n::IinState::valid) return digits + last;
  }
}

}  // namespace

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

Result<Texts> Texts::load(const std::string& pack_folder) {
  const auto path = pack_folder + "/demo/appeals.json";
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  boost::system::error_code error;
  const auto value = bj::parse(content.str(), error);
  if (!file || error)
    return Problem{.kind = Problem::Kind::unavailable, .message = "appeals.demo_texts", .args = {{"file", path}}};
  Texts texts;
  const auto in_two = [](const bj::object& object) {
    InTwo both;
    for (const auto* language : {"kk", "ru"}) both.by_language[language] = strings(object.at(language));
    return both;
  };
  for (const auto& [code_text, topic] : value.at("topics").as_object())
    texts.topics_.push_back({std::string(code_text), std::string(topic.at("kind").as_string()), in_two(topic.as_object())});
  for (const auto* language : {"kk", "ru"}) {
    for (const auto& [name, list] : value.at("general").at(language).as_object())
      texts.general_[std::string(name)].by_language[language] = strings(list);
    for (const auto& [name, list] : value.at("answers").at(language).as_object())
      texts.answers_[std::string(name)].by_language[language] = strings(list);
  }
  for (const auto& place : value.at("places").as_array())
    texts.places_.push_back({std::string(place.at("district").as_string()),
                             {{"kk", std::string(place.at("kk").as_string())}, {"ru", std::string(place.at("ru").as_string())}}});
  const auto& names = value.at("names");
  texts.surnames_ = strings(names.at("surnames"));
  texts.men_ = strings(names.at("first_m"));
  texts.women_ = strings(names.at("first_f"));
  texts.fathers_ = strings(names.at("fathers"));
  return texts;
}

SubmitAppeal Texts::appeal(Dice& dice) const {
  const std::string language = dice.chance(52) ? "ru" : "kk";
  const auto& topic = dice.pick(topics_);
  const auto& place = dice.pick(places_);
  const auto general = [&](const char* part) { return dice.pick(general_.at(part).by_language.at(language)); };

  SubmitAppeal command;
  command.language = language;
  command.content.reply_language = language;
  command.kind = law::kind_of(topic.kind);
  command.topic = topic.code;
  command.district = place.district;
  command.place = "KZ75";
  const auto house = std::to_string(1 + dice.below(180));
  const auto& street = place.name.at(language);
  command.content.address = street + ", " + (language == "ru" ? "дом " + house : house + "-үй");

  // Short ones are one sentence and a wish; long ones several paragraphs.
  const int length = int(dice.below(10));
  std::string text;
  if (length > 2) add(text, general("open"));
  const auto& problem = dice.pick(topic.sentences.by_language.at(language));
  add(text, problem);
  add(text, general("where"));
  const int details = length < 3 ? 0 : length < 8 ? 1 + int(dice.below(3)) : 4 + int(dice.below(4));
  for (int i = 0; i < details; ++i) {
    if (i == 3) text += "\n\n";
    add(text, general(i > 2 && i % 2 == 1 ? "aside" : "detail"));
  }
  if (length > 7) add(text, dice.pick(topic.sentences.by_language.at(language)));
  add(text, general("wish"));
  text = filled(std::move(text), "{place}", street);
  text = filled(std::move(text), "{days}", std::to_string(2 + dice.below(30)));
  text = filled(std::move(text), "{calls}", std::to_string(2 + dice.below(4)));
  text = filled(std::move(text), "{people}", std::to_string(10 + dice.below(90)));
  text = filled(std::move(text), "{time}", "0" + std::to_string(6 + dice.below(3)) + ":" + (dice.chance(50) ? "30" : "00"));
  command.content.text = std::move(text);
  command.content.title = title_of(problem);

  auto& who = command.content.applicant;
  const bool woman = dice.chance(55);
  who.surname = dice.pick(surnames_);
  if (woman && (who.surname.ends_with("ов") || who.surname.ends_with("ев") || who.surname.ends_with("ин"))) who.surname += "а";
  who.first_name = dice.pick(woman ? women_ : men_);
  who.patronymic = dice.pick(fathers_) + (woman ? "қызы" : "ұлы");
  who.iin = nobodys_iin(dice);
  who.phone = "+7700000" + std::to_string(1000 + dice.below(9000));
  command.visibility = dice.chance(62) ? Visibility::public_text : Visibility::private_to_parties;
  return command;
}

AnswerAppeal Texts::answer(Dice& dice, const SubmitAppeal& appeal, const std::string& date) const {
  struct Kind {
    const char* name;
    Decision decision;
    int until;
  };
  static constexpr Kind kinds[] = {{"good", Decision::satisfied, 62}, {"partly", Decision::partly, 78},
                                   {"formal", Decision::explained, 92}, {"declined", Decision::declined, 100}};
  const int roll = int(dice.below(100));
  for (const auto& kind : kinds) {
    if (roll >= kind.until) continue;
    auto text = dice.pick(answers_.at(kind.name).by_language.at(appeal.language));
    text = filled(std::move(text), "{place}", appeal.content.address);
    return {kind.decision, filled(std::move(text), "{date}", date)};
  }
  throw BrokenInvariant("every roll has a kind of answer");
}

}  // namespace jauap::appeals::demo
