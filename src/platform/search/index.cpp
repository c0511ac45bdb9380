#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <xapian.h>

#include "base/text.h"
#include "platform/search/search.h"

namespace jauap::search {
namespace {

namespace fs = std::filesystem;

// Raised with each change of the analyser or of the marks: an index of another version is built again.
constexpr const char* version = "2";
constexpr Xapian::valueno newness_slot = 0, spelling_slot = 1;
constexpr std::size_t document_words_max = 5000;
constexpr double seconds_max = 0.5;  // a question that takes longer gets what was found until then
constexpr unsigned alike_terms = 8;

std::string id_term(std::string_view number) { return "Q" + std::string(number); }
std::string mark_term(const Mark& mark) { return std::string("X") + mark.first + mark.second; }

// The words that a document lends to the spelling of others, one a line; kept with it so that they go when it goes.
std::string spelling_of(std::string_view title) {
  std::string lines;
  for (const auto word : text::words(title))
    if (text::characters(word) > 3) lines += text::lower(word) + "\n";
  return lines;
}

template <class Do>
void each_line(std::string_view lines, const Do& act) {
  for (std::size_t end; (end = lines.find('\n')) != std::string_view::npos; lines.remove_prefix(end + 1)) act(std::string(lines.substr(0, end)));
}

void forget_spelling(Xapian::WritableDatabase& writer, const std::string& id) {
  for (auto at = writer.postlist_begin(id); at != writer.postlist_end(id); ++at)
    each_line(writer.get_document(*at).get_value(spelling_slot), [&](const std::string& word) { writer.remove_spelling(word); });
}

Xapian::Document made(const Document& given) {
  Xapian::Document document;
  document.set_data(given.number);
  document.add_boolean_term(id_term(given.number));
  for (const auto& mark : given.marks) document.add_boolean_term(mark_term(mark));
  document.add_value(newness_slot, Xapian::sortable_serialise(double(given.newness)));
  document.add_value(spelling_slot, spelling_of(given.title));
  std::size_t count = 0;
  for (const auto& term : terms_of(given.title)) document.add_term(term, 3), ++count;
  for (const auto& term : terms_of(given.text))
    if (++count <= document_words_max * 3) document.add_term(term);
  return document;
}

void take(Xapian::WritableDatabase& writer, const std::vector<Change>& changes) {
  for (const auto& change : changes) {
    const auto id = id_term(change.number);
    forget_spelling(writer, id);
    if (!change.document) {
      writer.delete_document(id);
      continue;
    }
    writer.replace_document(id, made(*change.document));
    each_line(spelling_of(change.document->title), [&](const std::string& word) { writer.add_spelling(word); });
  }
}

Xapian::Query any_of(const std::vector<std::string>& terms) { return Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()); }

// Marks with one letter are alternatives, different letters all hold.
Xapian::Query filtered(Xapian::Query query, const std::vector<Mark>& marks) {
  std::map<char, std::vector<std::string>> by_letter;
  for (const auto& mark : marks) by_letter[mark.first].push_back(mark_term(mark));
  for (const auto& [letter, terms] : by_letter) query = Xapian::Query(Xapian::Query::OP_FILTER, query, any_of(terms));
  return query;
}

Xapian::Query dated(const Xapian::Query& query, const Query& asked) {
  if (asked.newest_than == 0 && asked.older_than == 0) return query;
  const auto from = Xapian::sortable_serialise(double(asked.newest_than));
  const auto to = Xapian::sortable_serialise(asked.older_than ? double(asked.older_than - 1) : 1e18);
  return {Xapian::Query::OP_FILTER, query, Xapian::Query(Xapian::Query::OP_VALUE_RANGE, newness_slot, from, to)};
}

}  // namespace

struct Index::State {
  static inline std::atomic<std::uint64_t> made{0};
  const std::uint64_t id = ++made;
  std::string folder;
  Xapian::WritableDatabase writer;
  std::atomic<std::uint64_t> revision{0};  // grows with each commit, so that readers know when to look again
  std::int64_t position = 0;

  // Each reading thread has a reader of its own.
  struct Reader {
    std::uint64_t of = 0;
    std::uint64_t revision = 0;
    Xapian::Database database;
  };
  Reader& reader() const {
    thread_local Reader mine;
    const auto now = revision.load(std::memory_order_acquire);
    if (mine.of != id) {
      mine = {id, now, Xapian::Database(folder)};
    } else if (mine.revision != now) {
      mine.database.reopen();
      mine.revision = now;
    }
    return mine;
  }

  // Runs `ask` on a fresh enough reader; when the writer went past it, once more.
  // False when the index cannot be read.
  template <class Ask>
  bool with_reader(const Ask& ask) const {
    for (int attempt = 0; attempt < 2; ++attempt) try {
        auto& mine = reader();
        try {
          ask(mine.database);
          return true;
        } catch (const Xapian::DatabaseModifiedError&) {
          mine.database.reopen();
        }
      } catch (const Xapian::Error&) {
        return false;
      }
    return false;
  }
};

Index::Index(const std::string& folder) : state_(std::make_unique<State>()) {
  state_->folder = folder;
  try {
    state_->writer = Xapian::WritableDatabase(folder, Xapian::DB_CREATE_OR_OPEN);
    if (const auto found = state_->writer.get_metadata("version"); found != version) throw Xapian::DatabaseVersionError("another version");
  } catch (const Xapian::DatabaseLockError& error) {
    throw std::runtime_error("search: " + error.get_description());
  } catch (const Xapian::Error&) {
    state_->writer = Xapian::WritableDatabase();
    fs::remove_all(folder);
    state_->writer = Xapian::WritableDatabase(folder, Xapian::DB_CREATE);
    state_->writer.set_metadata("version", version);
    state_->writer.commit();
  }
  const auto at = state_->writer.get_metadata("position");
  state_->position = at.empty() ? 0 : std::stoll(at);
}

Index::~Index() = default;

std::int64_t Index::position() const { return state_->position; }

void Index::apply(const std::vector<Change>& changes, std::int64_t position) {
  auto& writer = state_->writer;
  // Xapian's errors are no std::exception: who calls knows only those.
  try {
    take(writer, changes);
    writer.set_metadata("position", std::to_string(position));
    writer.commit();
  } catch (const Xapian::Error& error) {
    throw std::runtime_error("search: " + error.get_description());
  }
  state_->position = position;
  state_->revision.fetch_add(1, std::memory_order_release);
}
Found Index::find(const Query& query) const {
  Found found;
  const auto words = forms_of(query.text, query_words_max);
  if (words.empty() || query.offset < 0 || query.offset > offset_max || query.limit < 1) return found;
  std::vector<Xapian::Query> all;
  for (const auto& forms : words) all.push_back(any_of(forms));
  const Xapian::Query every(Xapian::Query::OP_AND, all.begin(), all.end());
  const bool is_read = state_->with_reader([&](Xapian::Database& database) {
    found = {};
    Xapian::Enquire enquire(database);
    enquire.set_time_limit(seconds_max);
    enquire.set_query(dated(filtered(every, query.marks), query));
    if (query.newest_first) enquire.set_sort_by_value_then_relevance(newness_slot, true);
    const auto hits = enquire.get_mset(Xapian::doccount(query.offset), Xapian::doccount(query.limit + 1));
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) found.numbers.push_back(hit.get_document().get_data());
    found.has_more = int(found.numbers.size()) > query.limit;
    if (found.has_more) found.numbers.pop_back();
    if (!found.numbers.empty() || query.offset > 0) return;
    bool is_better = false;
    for (const auto word : text::words(query.text)) {
      const auto own = text::lower(word);
      const auto better = text::characters(word) > 3 ? database.get_spelling_suggestion(own) : std::string();
      is_better = is_better || !better.empty();
      found.spelling += (found.spelling.empty() ? "" : " ") + (better.empty() ? own : better);
      if (found.spelling.size() > 300) break;
    }
    if (!is_better) found.spelling.clear();
  });
  if (!is_read) found = {.unavailable = true};
  return found;
}

std::vector<std::string> Index::alike(std::string_view text, const std::vector<Mark>& marks, int limit) const {
  std::vector<std::string> numbers;
  std::set<std::string> terms;
  for (auto& term : terms_of(text))
    if (term.front() == 'Z' && terms.size() < 200) terms.insert(std::move(term));
  if (terms.empty() || limit < 1) return numbers;
  state_->with_reader([&](Xapian::Database& database) {
    numbers.clear();
    // The rarest words tell most; those that stand in nearly every text tell nothing.
    std::vector<std::pair<Xapian::doccount, std::string>> rare;
    const auto documents = database.get_doccount();
    for (const auto& term : terms)
      if (const auto frequency = database.get_termfreq(term); frequency > 0 && (documents < 50 || frequency < documents / 5)) rare.emplace_back(frequency, term);
    std::sort(rare.begin(), rare.end());
    if (rare.size() > alike_terms) rare.resize(alike_terms);
    if (rare.size() < 2) return;
    std::vector<std::string> telling;
    for (auto& [frequency, term] : rare) telling.push_back(term);
    Xapian::Enquire enquire(database);
    enquire.set_time_limit(seconds_max);
    // A single common word is chance: at least a good part of the telling ones must agree.
    enquire.set_cutoff(40);
    enquire.set_query(filtered(any_of(telling), marks));
    const auto hits = enquire.get_mset(0, Xapian::doccount(limit));
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) numbers.push_back(hit.get_document().get_data());
  });
  return numbers;
}

}  // namespace jauap::search
