#include "platform/auth/passwords.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "platform/auth/accounts.h"
#include "platform/secrets/secrets.h"

namespace jauap::auth {
namespace {

// ---- which passwords are refused
// --------------------------------------------------------------------------------------

// Words of which weak passwords are made, folded (base/text.h). Own selection: what people in front of a form of a
// state service in three languages think of first.
constexpr std::string_view weak_words[] = {
    "jauap",         "жауап",  "password", "passw0rd", "пароль",   "парол",    "кулипсоз",   "купиясоз",  "admin",
    "administrator", "админ",  "welcome",  "letmein",  "login",    "secret",   "changeme",   "default",   "master",
    "monkey",        "dragon", "iloveyou", "sunshine", "princess", "football", "kazakhstan", "qazaqstan", "казахстан",
    "казакстан",     "almaty", "алматы",   "astana",   "астана",   "shymkent", "akimat",     "акимат",    "аким",
    "maslikhat",     "test",   "user",     "guest",    "parol",    "privet",   "привет",     "salem",     "салем",
    "zxcvbn",        "qwerty", "йцукен",   "abc",      "абв",      "hello",    "любовь",     "люблю",     "лето",
    "зима",          "весна",  "осень",    "summer",   "winter",   "spring",   "autumn",     "january",   "январь",
    "россия",        "russia", "super",    "система",  "system",   "the",      "my"};

// Rows along which fingers or minds run. Folding maps й→й, ы→и and so on, so the rows are folded before use.
constexpr std::string_view runs[] = {"01234567890",
                                     "qwertyuiop",
                                     "asdfghjkl",
                                     "zxcvbnm",
                                     "qazwsxedcrfvtgbyhnujmikolp",
                                     "abcdefghijklmnopqrstuvwxyz",
                                     "йцукенгшщзхъ",
                                     "фывапролджэ",
                                     "ячсмитьбю",
                                     "абвгдежзийклмнопрстуфхцчшщъыьэюя"};

std::u32string points(std::string_view utf8) {
  std::u32string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xff >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
      point = point << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3f);
    out.push_back(point);
    i += length;
  }
  return out;
}

std::u32string folded_points(std::string_view text) {
  return points(text::folded(text));
}

// Removes every occurrence of `word`, leaving a mark so that what stood apart does not grow together.
void strike(std::u32string& text, const std::u32string& word) {
  if (word.size() < 3) return;
  for (auto at = text.find(word); at != std::u32string::npos; at = text.find(word, at))
    text.replace(at, word.size(), U"\1");
}

void strike_runs(std::u32string& text) {
  constexpr std::size_t shortest = 4;
  for (const auto row_text : runs) {
    const auto forwards = folded_points(row_text);
    for (const auto& row : {forwards, std::u32string(forwards.rbegin(), forwards.rend())})
      for (std::size_t length = row.size(); length >= shortest; --length)
        for (std::size_t from = 0; from + length <= row.size(); ++from) strike(text, row.substr(from, length));
  }
}

// "aaaa" → "a", "abcabcabc" → "abc": what repeats counts once.
void strike_repetitions(std::u32string& text) {
  for (std::size_t unit = 1; unit <= text.size() / 2; ++unit)
    for (std::size_t at = 0; at + 2 * unit <= text.size();) {
      if (text.compare(at, unit, text, at + unit, unit) == 0)
        text.erase(at + unit, unit);
      else
        ++at;
    }
}

std::u32string without_leet(std::u32string text) {
  for (auto& c : text) switch (c) {
      case U'0':
        c = U'o';
        break;
      case U'1':
        c = U'l';
        break;
      case U'3':
        c = U'e';
        break;
      case U'4':
      case U'@':
        c = U'a';
        break;
      case U'5':
      case U'$':
        c = U's';
        break;
      default:
        break;
    }
  return text;
}

// How many characters carry something once all that is guessed first is gone. Digits at the end are years and counters:
// a run of them counts as one.
std::size_t substance(std::u32string text, const std::vector<std::u32string>& words) {
  auto plain = without_leet(text);
  for (const auto& word : words)
    if (plain.find(word) != std::u32string::npos && text.find(word) == std::u32string::npos) text = plain;
  strike_runs(text);
  for (const auto& word : words) strike(text, word);
  strike_repetitions(text);
  std::size_t count = 0;
  bool in_digits = false;
  for (const auto c : text) {
    const bool digit = c >= U'0' && c <= U'9';
    const bool counts = c != U'\1' && c != U' ' && !(digit && in_digits);
    in_digits = digit;
    count += counts ? 1 : 0;
  }
  return count;
}

// Pieces of a name or login of at least three letters: "aigerim.k@city" → aigerim, city.
void add_words(std::vector<std::u32string>& words, std::string_view text) {
  for (const auto word : text::words(text)) {
    auto folded = folded_points(word);
    if (folded.size() >= 3) words.push_back(std::move(folded));
  }
}

Problem refused(Key message) {
  return {.kind = Problem::Kind::invalid, .message = message, .field = "password"};
}

}  // namespace

Done check_password(std::string_view password, bool staff, const std::vector<std::string>& own_words) {
  if (!text::is_utf8(password)) return refused("platform.auth.password_unreadable");
  const auto length = text::characters(password);
  if (staff && length < password_min_staff) return refused("platform.auth.password_short_staff");
  if (length < password_min) return refused("platform.auth.password_short");
  if (length > password_max) return refused("platform.auth.password_long");
  std::vector<std::u32string> words;
  for (const auto& own : own_words) add_words(words, own);
  for (const auto word : weak_words) words.push_back(folded_points(word));
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  constexpr std::size_t least_substance = 7;
  if (substance(folded_points(password), words) < least_substance) return refused("platform.auth.password_common");
  return done();
}

std::optional<Key> password_fault(std::string_view password, std::string_view login, bool staff) {
  const auto checked = check_password(password, staff, {std::string(login)});
  if (checked) return std::nullopt;
  return checked.problems().first().message;
}

// ---- workers
// ------------------------------------------------------------------------------------------------------------

namespace {

Problem busy() {
  return {.kind = Problem::Kind::unavailable, .message = "platform.auth.busy"};
}

// A hash that belongs to no password anybody knows; made once, so that unknown accounts cost the same work.
const std::string& dummy_hash() {
  static const std::string hash = secrets::hash_password(secrets::random_bytes(32));
  return hash;
}

}  // namespace

struct PasswordWorkers::State {
  Options options;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::function<void()>> queue;
  bool closing = false;
  std::vector<std::thread> threads;

  void serve() {
    for (;;) {
      std::function<void()> work;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return closing || !queue.empty(); });
        if (closing) return;
        work = std::move(queue.front());
        queue.pop_front();
      }
      work();
    }
  }

  // Threads begin with the first password: programs that never see one have none.
  bool enqueue(std::function<void()> work) {
    const std::lock_guard lock(mutex);
    if (closing || int(queue.size()) >= options.queue_max) return false;
    while (int(threads.size()) < options.threads) threads.emplace_back([this] { serve(); });
    queue.push_back(std::move(work));
    wake.notify_one();
    return true;
  }

  template <class T>
  Result<T> run(std::function<T()> work) {
    const auto given_up = std::make_shared<std::atomic<bool>>(false);
    auto task = std::make_shared<std::packaged_task<T()>>(std::move(work));
    auto future = task->get_future();
    if (!enqueue([task, given_up] {
          if (!*given_up) (*task)();
        }))
      return busy();
    if (future.wait_for(std::chrono::milliseconds(options.wait_ms)) != std::future_status::ready) {
      *given_up = true;
      return busy();
    }
    return future.get();
  }
};

PasswordWorkers::PasswordWorkers(const Options& options) : state_(std::make_unique<State>()) {
  state_->options = options;
}

PasswordWorkers::~PasswordWorkers() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

Result<bool> PasswordWorkers::verify(const std::string& hash, const std::string& password) const {
  return state_->run<bool>([hash, password] {
    const bool fits = secrets::verify_password(hash.empty() ? dummy_hash() : hash, password);
    return fits && !hash.empty();
  });
}

Result<std::string> PasswordWorkers::hash(const std::string& password) const {
  return state_->run<std::string>([password] { return secrets::hash_password(password); });
}

}  // namespace jauap::auth
