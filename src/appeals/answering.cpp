#include "appeals/answering.h"

#include <algorithm>

#include "appeals/input.h"
#include "appeals/redact.h"
#include "base/text.h"

namespace jauap::appeals {
namespace {

constexpr std::size_t words_a_sentence_max = 25;

// Ends of sentences and lines; the mark stays with its sentence.
std::vector<std::string_view> sentences(std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t begin = 0;
  const auto take = [&](std::size_t end) {
    auto one = text.substr(begin, end - begin);
    while (!one.empty() && (one.front() == ' ' || one.front() == '\n' || one.front() == '\t')) one.remove_prefix(1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\n' || one.back() == '\t')) one.remove_suffix(1);
    if (!one.empty()) found.push_back(one);
    begin = end;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // "1." and "30.11.2026" end no sentence.
    const bool is_mark = c == '?' || c == '!' || (c == '.' && (i == 0 || text[i - 1] < '0' || text[i - 1] > '9'));
    if (c == '\n') take(i);
    else if (is_mark && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n')) take(i + 1);
  }
  take(text.size());
  return found;
}

// "1. …", "2) …", "- …": an item of a list, without its mark.
std::string_view item_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
  if (at > 0 && at < 3 && at + 1 < line.size() && (line[at] == '.' || line[at] == ')') && line[at + 1] == ' ') return line.substr(at + 2);
  if (line.starts_with("- ")) return line.substr(2);
  return {};
}

Problem warning(Key message, std::vector<Arg> args = {}) { return {.message = message, .args = std::move(args)}; }

}  // namespace

std::vector<std::string> questions_of(std::string_view text) {
  std::vector<std::string> questions;
  for (auto one : sentences(text)) {
    const auto item = item_of(one);
    if (item.empty() && !one.ends_with('?')) continue;
    const std::string question(item.empty() ? one : item);
    if (text::characters(question) < 5 || text::characters(question) > point_max) continue;
    if (std::find(questions.begin(), questions.end(), question) == questions.end()) questions.push_back(question);
    if (questions.size() == points_max) break;
  }
  return questions;
}

std::vector<Problem> warnings(const law::Pack& pack, const Appeal& appeal, const Content& content, const AnswerAppeal& answer) {
  std::vector<Problem> found;
  std::string all = answer.text;
  for (const auto& point : answer.points) {
    all += "\n" + point.answer;
    if (point.answer.empty()) found.push_back(warning("appeals.warn.unanswered", {{"question", point.question}}));
  }
  if (const auto own = content.reply_language.empty() ? appeal.language : content.reply_language; language_of_text(answer.text) != own)
    found.push_back(warning("appeals.warn.language"));
  const bool has_date = !answer.commitments.empty();
  if (const auto phrase = law::first_sign(pack.stock_phrases, all); !phrase.empty() && !has_date)
    found.push_back(warning("appeals.warn.stock", {{"phrase", phrase}}));
  if (const auto word = law::first_sign(pack.promise_words, all); !word.empty() && !has_date)
    found.push_back(warning("appeals.warn.promise", {{"word", word}}));
  for (const auto sentence : sentences(all))
    if (text::words(sentence).size() > words_a_sentence_max) {
      found.push_back(warning("appeals.warn.long_sentence", {{"begin", title_of(sentence)}}));
      break;
    }
  if (redacted(all, {}, "\x01").find('\x01') != std::string::npos) found.push_back(warning("appeals.warn.personal"));
  return found;
}

}  // namespace jauap::appeals
